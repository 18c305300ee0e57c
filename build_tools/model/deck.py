"""Decks: the slides a module becomes in a session of one length, with their minutes and the running clock.

Only what is shown and when is settled here; how it is set, and where a slide has to be continued, is an output's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from docutils import nodes

from .citation import Citation
from .figure import Figure
from .interaction import FillGaps
from .item import Item
from .kit import Kit
from .location import Location
from .module import Activity, Module, Reflection, Scenario, Slide
from .prose import Prose, cite, fact_ref, slide
from .quantities import Minutes
from .reference import Work

MADE_ROLES = ("title", "outcomes", "quiz-answer", "sources", "closing")
"""Roles of slides that no author writes."""

OPENING, CLOSE = "Opening", "Sources and close"
"""Names of the parts that the deck adds before and after the module's own."""

ANSWER_MINUTES = Minutes(1)
"""Of a quiz slide's minutes, what its answer takes."""

Shown = Activity | Scenario | Reflection | Figure | Item


@dataclass(frozen=True, slots=True)
class DeckSlide:
    """One slide of a deck.

    Attributes:
        role: a layout an author can name, or one of `MADE_ROLES`.
        title: unique in its deck.
        part: the heading of the module it stands under; sections of the deck are made of it.
        start, minutes: when it is shown and for how long; a made slide takes no minutes of its own.
        source: the slide as its author wrote it, None for a made one.
        shows: what it takes its text from, None where it has a text of its own.
        location: the source line to go to.
    """

    role: str
    title: str
    part: str
    start: Minutes
    minutes: Minutes
    source: Slide | None
    shows: Shown | None
    location: Location


@dataclass(frozen=True, slots=True)
class CitedWork:
    """A work that the deck cites, with the places cited, in order of first mention."""

    work: Work | None
    places: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Deck:
    """A module's slides for a session of `length` minutes.

    Attributes:
        left_out: the authored slides that only a longer session shows.
        cited: works cited by what is shown, the indexed work first.
        checked: the oldest date on which anything shown was held against its source.
    """

    module: Module
    length: Minutes
    slides: tuple[DeckSlide, ...]
    left_out: tuple[Slide, ...]
    cited: tuple[CitedWork, ...]
    checked: date

    @property
    def minutes(self) -> Minutes:
        """The minutes all its slides take together."""
        return Minutes(sum(entry.minutes for entry in self.slides))

    @property
    def clock(self) -> tuple[tuple[Minutes, Minutes], ...]:
        """(from, to) of each slide, in minutes from the start."""
        return tuple((entry.start, Minutes(entry.start + entry.minutes)) for entry in self.slides)


def deck_of(kit: Kit, module: Module, length: Minutes) -> Deck:
    """The slides a module becomes in a session of `length` minutes; each shorter deck is part of each longer one."""
    headings = _headings(module)
    authored = [(s, headings.get(s.location.line, module.title)) for s in module.slides if s.from_minutes <= length]
    made = [_made("title", module.title, OPENING, Minutes(0), module)]
    if module.outcomes:
        made.append(_made("outcomes", "What you will be able to do", OPENING, Minutes(0), module))
    clock = Minutes(0)
    for source, part in authored:
        shows = shown_by(kit, module, source)
        answered = isinstance(shows, Item)
        own = (
            Minutes(source.minutes - ANSWER_MINUTES) if answered and source.minutes > ANSWER_MINUTES else source.minutes
        )
        made.append(DeckSlide(source.layout, source.title, part, clock, own, source, shows, source.location))
        if answered:
            made.append(DeckSlide("quiz-answer", f"Answer: {source.title}", part, Minutes(clock + own),
                                  Minutes(source.minutes - own), source, shows, source.location))  # fmt: skip
        clock = Minutes(clock + source.minutes)
    cited = _by_work(kit, _citations(kit, made))
    made.append(_made("sources", "What this rests on", CLOSE, clock, module))
    made.append(_made("closing", "Where to go from here", CLOSE, clock, module))
    return Deck(module, length, tuple(_unique(made)), tuple(s for s in module.slides if s.from_minutes > length), cited,
                _oldest_check(kit, module, cited, made))  # fmt: skip


def shown_by(kit: Kit, module: Module, source: Slide) -> Shown | None:
    """What a slide's `shows` names: an activity, scenario, reflection, item or figure; None where it names nothing."""
    records: tuple[Shown, ...] = (
        *module.activities,
        *module.scenarios,
        *module.reflections,
        *(i for b in kit.banks_of(module.id) for i in b.items),
    )
    return (
        next((record for record in records if record.id == source.shows), kit.figure(source.shows))
        if source.shows
        else None
    )


def prose_of(entry: DeckSlide) -> tuple[Prose, ...]:
    """Every text that a slide prints on its face, its own first; notes not among them."""
    own = (entry.source.body,) if entry.source else ()
    shows = entry.shows
    if isinstance(shows, Activity):
        return (*own, shows.steps)
    if isinstance(shows, Scenario):
        return (*own, shows.story, shows.prompts)
    if isinstance(shows, Reflection):
        return (*own, shows.prompt)
    if isinstance(shows, Item):
        gaps = (shows.interaction.text,) if isinstance(shows.interaction, FillGaps) else ()
        return (*own, shows.stem, *gaps)
    return own


def citations_of(kit: Kit, entry: DeckSlide) -> tuple[Citation, ...]:
    """The citations a slide rests on, each once, in order of mention: its texts', facts', figure's or item's."""
    found: dict[Citation, None] = {}
    for text in prose_of(entry):
        for node in text.find(cite, fact_ref):
            if isinstance(node, cite):
                found.setdefault(node["citation"])
            elif fact := kit.fact(node["fact"]):
                found.update(dict.fromkeys(fact.cites))
    if isinstance(entry.shows, (Figure, Item, Scenario)):
        found.update(dict.fromkeys(entry.shows.cites))
    if isinstance(entry.shows, Figure):
        found.update(dict.fromkeys(citation for part in entry.shows.parts for citation in part.cites))
    return tuple(found)


def _made(role: str, title: str, part: str, start: Minutes, module: Module) -> DeckSlide:
    return DeckSlide(role, title, part, start, Minutes(0), None, None, module.location)


def _headings(module: Module) -> dict[int, str]:
    """Line of each slide → the second-level heading it stands under."""
    found = {}
    for node in module.body.find(slide):
        sections: list[nodes.section] = []
        parent = node.parent
        while parent is not None:
            if isinstance(parent, nodes.section):
                sections.append(parent)
            parent = parent.parent
        if len(sections) > 1:
            title = next(child for child in sections[-2].children if isinstance(child, nodes.title))
            found[int(node.line or 0)] = title.astext()
    return found


def _unique(entries: Iterable[DeckSlide]) -> Iterable[DeckSlide]:
    """Slides with a number after a title that stood before: a screen reader tells slides apart by their titles."""
    seen: dict[str, int] = {}
    for entry in entries:
        seen[entry.title] = seen.get(entry.title, 0) + 1
        again = seen[entry.title]
        yield entry if again == 1 else DeckSlide(entry.role, f"{entry.title} – {again}", entry.part, entry.start, entry.minutes,
                                                 entry.source, entry.shows, entry.location)  # fmt: skip


def _citations(kit: Kit, entries: Iterable[DeckSlide]) -> tuple[Citation, ...]:
    return tuple(dict.fromkeys(citation for entry in entries for citation in citations_of(kit, entry)))


def _by_work(kit: Kit, citations: Iterable[Citation]) -> tuple[CitedWork, ...]:
    places: dict[str, list[Citation]] = {}
    for citation in citations:
        places.setdefault(citation.work, []).append(citation)
    order = sorted(places, key=lambda work: work != "")
    return tuple(CitedWork(kit.work(work), tuple(places[work])) for work in order)


def _oldest_check(kit: Kit, module: Module, cited: Iterable[CitedWork], entries: Iterable[DeckSlide]) -> date:
    facts = [kit.fact(node["fact"]) for entry in entries for text in prose_of(entry) for node in text.find(fact_ref)]
    works = [entry.work.checked for entry in cited if entry.work and entry.work.checked]
    return min([module.dates.checked, *works, *(fact.checked for fact in facts if fact)])
