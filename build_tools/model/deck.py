"""Decks: the slides a module becomes in a session of one length, or several modules in one, with the running clock.

Only what is shown and when is settled here; how it is set, and where a slide has to be continued, is an output's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from docutils import nodes

from .citation import Citation
from .figure import Figure
from .interaction import FillGaps
from .item import Item
from .kit import Kit
from .location import Location
from .module import Activity, Module, Reflection, Scenario, Slide
from .prose import Prose, cite, fact_ref, slide
from .quantities import SESSION_LENGTHS, Minutes
from .reference import Work
from .session import Session

MADE_ROLES = ("title", "agenda", "module", "outcomes", "quiz-answer", "pause", "sources", "closing")
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
        module: what it belongs to; the first of the deck's where it belongs to all of them.
        location: the source line to go to.
    """

    role: str
    title: str
    part: str
    start: Minutes
    minutes: Minutes
    source: Slide | None
    shows: Shown | None
    module: Module
    location: Location


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a deck of several modules, as its agenda lists it: what happens, from when, for how long."""

    what: str
    start: Minutes
    minutes: Minutes
    is_break: bool


@dataclass(frozen=True, slots=True)
class CitedWork:
    """A work that the deck cites, with the places cited, in order of first mention."""

    work: Work | None
    places: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Deck:
    """The slides of a session of `length` minutes, of one module or of several.

    Attributes:
        modules: in the order they are shown, the first at least.
        stretches: what the agenda lists; nothing where the deck is of one module.
        left_out: the authored slides that only a longer session shows.
        cited: works cited by what is shown, the indexed work first.
    """

    title: str
    summary: str
    modules: tuple[Module, ...]
    length: Minutes
    slides: tuple[DeckSlide, ...]
    stretches: tuple[Stretch, ...]
    left_out: tuple[Slide, ...]
    cited: tuple[CitedWork, ...]

    @property
    def minutes(self) -> Minutes:
        """The minutes all its slides take together."""
        return Minutes(sum(entry.minutes for entry in self.slides))

    @property
    def clock(self) -> tuple[tuple[Minutes, Minutes], ...]:
        """(from, to) of each slide, in minutes from the start."""
        return tuple((entry.start, Minutes(entry.start + entry.minutes)) for entry in self.slides)


def deck_lengths(module: Module) -> tuple[Minutes, ...]:
    """The session lengths a module has slides for, the shortest first."""
    longest = max((slide.from_minutes for slide in module.slides), default=Minutes(0))
    return tuple(length for length in SESSION_LENGTHS if length <= longest)


def deck_of(kit: Kit, module: Module, length: Minutes) -> Deck:
    """The slides a module becomes in a session of `length` minutes; each shorter deck is part of each longer one."""
    made = [_made("title", module.title, OPENING, Minutes(0), module)]
    if module.outcomes:
        made.append(_made("outcomes", "What you will be able to do", OPENING, Minutes(0), module))
    shown, clock = _authored(kit, module, length, Minutes(0))
    return _closed(
        kit, module.title, module.summary, (module,), length, [*made, *shown], (), clock, _left_out(module, length)
    )


def modules_of(kit: Kit, session: Session) -> tuple[Module, ...]:
    """The modules a session takes, each once, in order."""
    found = [kit.module(part.module) for part in session.parts]
    return tuple(module for n, module in enumerate(found) if module is not None and module not in found[:n])


def session_deck_of(kit: Kit, session: Session) -> Deck:
    """The slides of a whole session: its agenda, each module in the longest deck that its minutes hold, and breaks.

    A part that has no module and no break is a slide with its clock, to talk or work by.

    Raises:
        ValueError: the session takes no module of the kit, or gives one fewer minutes than its shortest deck takes.
    """
    modules = modules_of(kit, session)
    if not modules:
        raise ValueError(f'The session "{session.id}" takes no module.')
    first, total = modules[0], Minutes(sum(part.minutes for part in session.parts))
    made = [
        _made("title", session.title, OPENING, Minutes(0), first),
        _made("agenda", "What we will do", OPENING, Minutes(0), first),
    ]
    clock, left_out, stretches = Minutes(0), list[Slide](), list[Stretch]()
    for part in session.parts:
        module = kit.module(part.module)
        stretches.append(Stretch(part.what, clock, part.minutes, part.is_break))
        if module is None:
            entry = _made("pause", part.what, part.what, clock, first)
            made.append(replace(entry, minutes=part.minutes))
        else:
            length = max((one for one in deck_lengths(module) if one <= part.minutes), default=Minutes(0))
            if not length:
                raise ValueError(
                    f'"{part.what}" gives "{module.id}" {part.minutes} minutes, and its shortest deck takes more.'
                )
            made.append(_made("module", module.title, part.what, clock, module))
            if module.outcomes:
                made.append(_made("outcomes", "What you will be able to do", part.what, clock, module))
            shown, _ = _authored(kit, module, length, clock)
            made += [replace(entry, part=part.what) for entry in shown]
            left_out += _left_out(module, length)
        clock = Minutes(clock + part.minutes)
    summary = "; ".join(module.title for module in modules)
    return _closed(kit, session.title, summary, modules, total, made, tuple(stretches), clock, tuple(left_out))


def _authored(kit: Kit, module: Module, length: Minutes, start: Minutes) -> tuple[list[DeckSlide], Minutes]:
    """A module's own slides in a session of this length, from a minute on, and the minute they end at."""
    headings = _headings(module)
    made: list[DeckSlide] = []
    clock = start
    for source in module.slides:
        if source.from_minutes > length:
            continue
        part = headings.get(source.location.line, module.title)
        shows = shown_by(kit, module, source)
        answered = isinstance(shows, Item)
        own = (
            Minutes(source.minutes - ANSWER_MINUTES) if answered and source.minutes > ANSWER_MINUTES else source.minutes
        )
        made.append(DeckSlide(source.layout, source.title, part, clock, own, source, shows, module, source.location))
        if answered:
            made.append(DeckSlide("quiz-answer", f"Answer: {source.title}", part, Minutes(clock + own),
                                  Minutes(source.minutes - own), source, shows, module, source.location))  # fmt: skip
        clock = Minutes(clock + source.minutes)
    return made, clock


def _closed(kit: Kit, title: str, summary: str, modules: tuple[Module, ...], length: Minutes, made: list[DeckSlide],
            stretches: tuple[Stretch, ...], clock: Minutes, left_out: tuple[Slide, ...]) -> Deck:  # fmt: skip
    """A deck with its sources and close, each slide with a title of its own."""
    cited = _by_work(kit, _citations(kit, made))
    made = [
        *made,
        _made("sources", "What this rests on", CLOSE, clock, modules[0]),
        _made("closing", "Where to go from here", CLOSE, clock, modules[0]),
    ]
    return Deck(title, summary, modules, length, tuple(_unique(made)), stretches, left_out, cited)


def _left_out(module: Module, length: Minutes) -> tuple[Slide, ...]:
    return tuple(slide for slide in module.slides if slide.from_minutes > length)


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
    return DeckSlide(role, title, part, start, Minutes(0), None, None, module, module.location)


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
        yield entry if again == 1 else replace(entry, title=f"{entry.title} – {again}")


def _citations(kit: Kit, entries: Iterable[DeckSlide]) -> tuple[Citation, ...]:
    return tuple(dict.fromkeys(citation for entry in entries for citation in citations_of(kit, entry)))


def _by_work(kit: Kit, citations: Iterable[Citation]) -> tuple[CitedWork, ...]:
    places: dict[str, list[Citation]] = {}
    for citation in citations:
        places.setdefault(citation.work, []).append(citation)
    order = sorted(places, key=lambda work: work != "")
    return tuple(CitedWork(kit.work(work), tuple(places[work])) for work in order)
