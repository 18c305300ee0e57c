"""Everything in a kit that rests on a citation: sentences, slides, handouts, items, facts and figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass

from ..model import prose
from ..model.citation import Citation
from ..model.item import Item
from ..model.kit import Kit
from ..model.location import Location
from ..model.module import Module
from ..model.prose import Prose, line_of
from .edition_changes import Change, Changes, changes_at, marks_of
from .sentences import sentences_of
from .trace import cites_of

LISTED_THEMSELVES = ("outcome", "fact", "figure", "term")
"""Passages whose record is listed in place of their sentences; so are titles of slides, scenarios and activities."""


@dataclass(frozen=True, slots=True)
class Use:
    """One thing that cites: a `sentence`, `slide`, `handout`, `item`, `scenario`, `fact`, `figure` or `term`."""

    kind: str
    location: Location
    label: str
    cites: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class MarkedUse:
    """A use of a changed paragraph, with the word to print there; empty where only the number is another."""

    use: Use
    citation: Citation
    mark: str


def uses_of(kit: Kit) -> tuple[Use, ...]:
    """All uses, in order of file and line."""
    return tuple(sorted(_uses(kit), key=lambda use: (use.location, use.kind, use.label)))


def uses_of_change(uses: Iterable[Use], changes: Changes, change: Change) -> tuple[MarkedUse, ...]:
    """The uses that cite one changed paragraph."""
    found = []
    for use in uses:
        citation = next((c for c in use.cites if change in changes_at(changes, c)), None)
        if citation is not None:
            found.append(MarkedUse(use, citation, marks_of(changes, citation)))
    return tuple(found)


def _uses(kit: Kit) -> Iterator[Use]:
    for sentence in sentences_of(kit):
        named_after = sentence.element if sentence.passage in ("heading", "slide") else ""
        title = bool(named_after) and (sentence.passage == "heading" or sentence.text in named_after)
        if sentence.passage in LISTED_THEMSELVES or title:
            continue
        if sentence.cites_itself or sentence.passage == "quote":
            yield Use("sentence", sentence.location, sentence.text, cites_of(kit, sentence))
    for module in kit.modules:
        for slide in module.slides:
            cites = (*_in_prose(kit, slide.body), *_in_prose(kit, slide.notes), *_shown(kit, module, slide.shows))
            yield Use("slide", slide.location, slide.title, _once(cites))
        for scenario in module.scenarios:
            yield Use("scenario", scenario.location, scenario.title, scenario.cites)
    for handout in kit.handouts:
        yield Use("handout", handout.location, handout.title, _once(_in_prose(kit, handout.body)))
    for bank in kit.banks:
        for item in bank.items:
            yield Use("item", item.location, item.id, _once(_in_item(kit, item)))
    for fact in kit.facts:
        yield Use("fact", fact.location, fact.id, fact.cites)
    for figure in kit.figures:
        yield Use(
            "figure",
            figure.location,
            figure.id,
            _once((*figure.cites, *(c for part in figure.parts for c in part.cites))),
        )
    for term in kit.terms:
        yield Use("term", term.location, term.term, term.cites)


def _once(cites: Iterable[Citation]) -> tuple[Citation, ...]:
    return tuple(dict.fromkeys(cites))


def _facts(kit: Kit, ids: Iterable[str]) -> Iterator[Citation]:
    for id in ids:
        fact = kit.fact(id)
        yield from fact.cites if fact else ()


def _figure(kit: Kit, id: str) -> Iterator[Citation]:
    figure = kit.figure(id)
    if figure is not None:
        yield from figure.cites
        for part in figure.parts:
            yield from part.cites


def _in_prose(kit: Kit, text: Prose) -> Iterator[Citation]:
    """What a text cites: itself, and by the facts, figures and key points it takes in."""
    for node in text.find(
        prose.cite, prose.code_quote, prose.scenario, prose.fact_ref, prose.diagram, prose.handout_block
    ):
        if isinstance(node, prose.cite):
            yield node["citation"]
        elif isinstance(node, prose.code_quote):
            yield from node["cite"]
        elif isinstance(node, prose.scenario):
            yield from node["cites"]
        elif isinstance(node, prose.fact_ref):
            yield from _facts(kit, [node["fact"]])
        elif isinstance(node, prose.diagram):
            yield from _figure(kit, node["figure"])
        else:
            yield from _facts(kit, [id for id, _ in node["ids_listed"]])
            owner = kit.module(node["argument"]) if node["kind"] == "key-points" else None
            for point in owner.key_points if owner else ():
                yield from _in_prose(kit, point.text)


def _shown(kit: Kit, module: Module, id: str) -> Iterator[Citation]:
    """What a slide takes in by `shows`."""
    if not id:
        return
    yield from _figure(kit, id)
    for bank in kit.banks_of(module.id):
        for item in bank.items:
            if item.id == id:
                yield from _in_item(kit, item)
    for node in module.body.find(prose.activity, prose.scenario, prose.reflect, prose.key_point):
        if node["id"] == id:
            yield from _in_prose(kit, Prose("", (node,), Location(module.location.path, line_of(node))))


def _in_item(kit: Kit, item: Item) -> Iterator[Citation]:
    yield from item.cites
    yield from _facts(kit, item.facts)
    yield from _within(kit, item)


def _within(kit: Kit, record: object) -> Iterator[Citation]:
    """What the pieces of prose in a record, or in a part of it, cite."""
    assert is_dataclass(record)
    for field in fields(record):
        value = getattr(record, field.name)
        for entry in value if isinstance(value, tuple) else (value,):
            if isinstance(entry, Prose):
                yield from _in_prose(kit, entry)
            elif is_dataclass(entry) and not isinstance(entry, (Citation, Location)):
                yield from _within(kit, entry)
