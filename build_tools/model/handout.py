"""Handouts: what staff take away."""

from dataclasses import dataclass

from .location import Location
from .module import Dates
from .prose import Prose

HANDOUT_KINDS = ("keydoc", "factsheet", "poster", "checklist", "prompts", "comparison", "form")
VARIANTS = ("standard", "large-print", "dyslexia", "greyscale", "a3")
"""Forms a handout is printed in; the last is for posters alone."""


@dataclass(frozen=True, slots=True)
class FormField:
    """A place a school fills in."""

    id: str
    label: str
    hint: str
    location: Location


@dataclass(frozen=True, slots=True)
class Handout:
    """One handout; `sides` is how many A4 sides it may take, `note_space` ruled lines at its end."""

    id: str
    title: str
    summary: str
    kind: str
    audience: tuple[str, ...]
    settings: tuple[str, ...]
    modules: tuple[str, ...]
    sides: int
    variants: tuple[str, ...]
    note_space: int
    fields: tuple[FormField, ...]
    dates: Dates
    body: Prose
    location: Location
