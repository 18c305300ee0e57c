"""Modules: what staff read and what a SENCO presents."""

from dataclasses import dataclass
from datetime import date

from .citation import Citation
from .location import Location
from .prose import Prose
from .quantities import Minutes

ROLES = ("teachers", "teaching-assistants", "senco", "governors", "early-years", "new-staff", "parents", "leaders")
"""Whom a text may be for."""

SETTINGS = ("nursery", "primary", "secondary", "sixteen-plus", "alternative-provision")
"""Where a text may apply: duties differ."""

SLIDE_LAYOUTS = (
    "content", "two-columns", "comparison", "picture", "diagram", "table", "activity", "scenario", "discussion",
    "quiz", "key-points", "section",
)  # fmt: skip
"""Layouts an author can name; title, sources and closing are made by the deck itself."""


@dataclass(frozen=True, slots=True)
class Dates:
    """When a text was held against its sources, read by a person, and is due again."""

    checked: date
    reviewed: date | None
    reviewed_by: str
    review_by: date


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a reader can do afterwards."""

    id: str
    text: str
    location: Location


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide: its title says the point. `from_minutes` is the shortest session that still shows it."""

    title: str
    layout: str
    minutes: Minutes
    from_minutes: Minutes
    core: bool
    shows: str
    body: Prose
    notes: Prose
    location: Location


@dataclass(frozen=True, slots=True)
class Activity:
    """Something staff do together, with a form for people who need no clock and for one person alone."""

    id: str
    title: str
    minutes: Minutes
    from_minutes: Minutes
    grouping: str
    materials: tuple[str, ...]
    purpose: Prose
    steps: Prose
    good_answers: Prose
    short_of_time: Prose
    untimed: Prose
    alone: Prose
    location: Location


@dataclass(frozen=True, slots=True)
class Scenario:
    """An invented case to talk about."""

    id: str
    title: str
    setting: str
    phase: str
    cites: tuple[Citation, ...]
    story: Prose
    prompts: Prose
    good_looks_like: Prose
    location: Location


@dataclass(frozen=True, slots=True)
class KeyPoint:
    """One sentence to keep; `roles` empty means for everyone."""

    id: str
    roles: tuple[str, ...]
    text: Prose
    location: Location


@dataclass(frozen=True, slots=True)
class Reflection:
    """A prompt for one person."""

    id: str
    prompt: Prose
    location: Location


@dataclass(frozen=True, slots=True)
class Module:
    """One module: its text with all it holds, in reading order."""

    id: str
    title: str
    summary: str
    audience: tuple[str, ...]
    settings: tuple[str, ...]
    phases: tuple[str, ...]
    minutes: Minutes
    outcomes: tuple[Outcome, ...]
    dates: Dates
    further_reading: tuple[str, ...]
    body: Prose
    slides: tuple[Slide, ...]
    activities: tuple[Activity, ...]
    scenarios: tuple[Scenario, ...]
    key_points: tuple[KeyPoint, ...]
    reflections: tuple[Reflection, ...]
    location: Location

    @property
    def blocks(self) -> tuple[Activity | Scenario | KeyPoint | Reflection, ...]:
        """What has an id of its own in the text, in order of kind."""
        return (*self.activities, *self.scenarios, *self.key_points, *self.reflections)
