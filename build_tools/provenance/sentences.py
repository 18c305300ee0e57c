"""Every sentence a reader meets, with what it cites, where it stands and in what kind of passage.

The provenance checks and the trace all walk these, so they agree on what a sentence is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from docutils import nodes

from ..model import prose
from ..model.citation import Citation
from ..model.interaction import (
    ChooseMany,
    ChooseOne,
    FillGaps,
    MatchPairs,
    Option,
    PutInOrder,
    WriteFreely,
)  # fmt: skip
from ..model.item import Item
from ..model.kit import Kit
from ..model.location import Location
from ..model.prose import Prose, line_of
from ..model.quantities import Force

_END = re.compile(r"[.?!][\"'’”)\]]*(?=\s|$)")
_ABBREVIATIONS = ("e.g.", "i.e.", "etc.", "s.", "ss.", "Dr.", "Mr.", "Mrs.", "Ms.", "St.", "No.", "no.", "p.", "pp.")
_ANCHOR = "\ufffc"
"""Stands in a text for a citation or a fact, whose words are not the author's."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence.

    Attributes:
        text: its own words; what a citation or fact prints is left out.
        cites: what it cites itself, or else what the passage around it cites.
        cites_itself: whether the citation stands in the sentence.
        facts: ids of facts it prints or names.
        passage: `text`, `heading`, `slide`, `notes`, `activity`, `story`, `then`, `quote`, `handout`, `stem`, `key`,
            `distractor`, `feedback`, `figure`, `fact`, `term`, `outcome`.
        subject: the id of the module, bank, handout, figure or fact it stands in.
        element: the id of the slide, item, activity … within it, empty for running text.
        marks: the force marks that stand in it, which say its force in place of a word.
    """

    text: str
    cites: tuple[Citation, ...]
    cites_itself: bool
    facts: tuple[str, ...]
    passage: str
    subject: str
    element: str
    location: Location
    marks: tuple[Force, ...] = ()


@dataclass(frozen=True, slots=True)
class _Place:
    passage: str
    subject: str
    path: str
    element: str = ""
    cites: tuple[Citation, ...] = ()
    facts: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def sentences_of(kit: Kit) -> tuple[Sentence, ...]:
    """All sentences of a kit, in order of file and place. A dozen checks ask for them, so the last kit's are kept."""
    return tuple(_sentences(kit))


def _sentences(kit: Kit) -> Iterator[Sentence]:
    for module in kit.modules:
        path = module.location.path
        yield from _plain(
            module.summary, _Place("outcome", module.id, path, cites=_all_cites(module.body)), module.location
        )
        for outcome in module.outcomes:
            yield from _plain(
                outcome.text, _Place("outcome", module.id, path, outcome.id, _all_cites(module.body)), outcome.location
            )
        yield from _body(module.body, _Place("text", module.id, path))
    for handout in kit.handouts:
        place = _Place("handout", handout.id, handout.location.path)
        yield from _plain(
            handout.summary, _Place("outcome", handout.id, place.path, cites=_all_cites(handout.body)), handout.location
        )
        yield from _body(handout.body, place)
    for bank in kit.banks:
        for item in bank.items:
            yield from _item(item, _Place("stem", bank.id, bank.location.path, item.id, item.cites, item.facts))
    for figure in kit.figures:
        place = _Place("figure", figure.id, figure.location.path, cites=figure.cites)
        for text in (figure.title, figure.caption, figure.text_equivalent):
            yield from _plain(text, place, figure.location)
        for part in figure.parts:
            inner = _Place("figure", figure.id, place.path, part.id, part.cites or figure.cites)
            marks = (part.force,) if part.force is not None and part.force.mark else ()
            for sentence in _plain(f"{part.label}. {part.text}", inner, part.location):
                yield replace(sentence, marks=marks)
        for row in figure.rows:
            yield from _plain(". ".join((row.label, *row.cells)), place, row.location)
    for fact in kit.facts:
        yield from _plain(
            fact.statement,
            _Place("fact", fact.id, fact.location.path, cites=fact.cites, facts=(fact.id,)),
            fact.location,
        )
        if fact.now:
            yield from _plain(
                fact.now, _Place("fact", fact.id, fact.location.path, "now", fact.cites, (fact.id,)), fact.location
            )
    for term in kit.terms:
        if term.term.lower() in tuple(Force):
            continue  # it says what the word means, not what is asked
        yield from _plain(
            term.definition, _Place("term", term.term, term.location.path, cites=term.cites), term.location
        )


def _all_cites(body: Prose) -> tuple[Citation, ...]:
    return tuple(dict.fromkeys(node["citation"] for node in body.find(prose.cite)))


def _item(item: Item, place: _Place) -> Iterator[Sentence]:
    def at(passage: str) -> _Place:
        return _named(place, passage)

    def options(entries: Iterable[Option]) -> Iterator[Sentence]:
        for option in entries:
            yield from _body(option.text, at("key" if option.key else "distractor"))
            yield from _body(option.feedback, at("feedback"))

    yield from _body(item.stem, place)
    match item.interaction:
        case ChooseOne(entries) | ChooseMany(entries):
            yield from options(entries)
        case MatchPairs(pairs=pairs):
            for pair in pairs:
                for text, passage in ((pair.left, "key"), (pair.right, "key"), (pair.feedback, "feedback")):
                    yield from _body(text, at(passage))
        case PutInOrder(entries=entries):
            for entry in entries:
                yield from _body(entry.text, at("key"))
        case FillGaps(text=text, gaps=gaps):
            yield from _body(text, at("key"))
            for gap in gaps:
                yield from options(gap.options)
                yield from _body(gap.feedback, at("feedback"))
        case WriteFreely(model_answer=answer):
            yield from _body(answer, at("feedback"))
        case _:
            pass  # a number or a spelling is no sentence
    for said in (item.feedback.right, item.feedback.partly, item.feedback.wrong, item.hint):
        yield from _body(said, at("feedback"))


def _plain(text: str, place: _Place, location: Location) -> Iterator[Sentence]:
    for sentence in split_sentences(text):
        yield Sentence(
            sentence, place.cites, bool(place.cites), place.facts, place.passage, place.subject, place.element, location
        )


def _body(body: Prose, place: _Place) -> Iterator[Sentence]:
    for child in body.children:
        yield from _walk(child, place, body.location.line)


def _walk(node: nodes.Node, place: _Place, first_line: int) -> Iterator[Sentence]:
    if isinstance(node, (nodes.title, nodes.rubric)):
        yield from _inline(node, _named(place, "heading"), first_line)
        return
    if isinstance(node, (nodes.paragraph, nodes.term, nodes.caption)):
        yield from _inline(node, place, first_line)
        return
    if not isinstance(node, nodes.Element) or isinstance(node, (nodes.literal_block, nodes.comment)):
        return
    inner = _inside(node, place)
    title = node.get("title") if isinstance(node, (prose.slide, prose.activity, prose.scenario, prose.changed)) else ""
    if title:
        yield from _plain(
            title,
            inner if isinstance(node, prose.slide) else _named(inner, "heading"),
            Location(place.path, line_of(node, first_line)),
        )
    for child in node.children:
        yield from _walk(child, inner, first_line)


def _named(place: _Place, passage: str) -> _Place:
    return _Place(passage, place.subject, place.path, place.element, place.cites, place.facts)


def _inside(node: nodes.Element, place: _Place) -> _Place:
    """The place a node makes for what stands in it."""
    found = tuple(dict.fromkeys(cite["citation"] for cite in node.findall(prose.cite)))
    passage, element, cites, facts = place.passage, place.element, place.cites, place.facts
    if isinstance(node, prose.slide):
        passage, element, cites = "slide", node["title"], found
    elif isinstance(node, prose.notes):
        passage = "notes"
    elif isinstance(node, prose.activity):
        passage, element = "activity", node["id"]
    elif isinstance(node, prose.scenario):
        passage, element, cites = "story", node["id"], node["cites"] or found
    elif isinstance(node, prose.part):
        if node["role"] == "then":
            passage = "then"
        elif node["role"] == "now":
            passage, cites = "text", found
        elif node["role"] == "good-looks-like":
            passage = "text"
        elif node["role"] in ("good-answers", "alone", "untimed"):
            passage, cites = "activity", found or cites
    elif isinstance(node, prose.code_quote):
        passage, cites = "quote", tuple(node["cite"])
    elif isinstance(node, prose.changed):
        cites = found
        facts = tuple(filter(None, (*facts, node["fact"])))
    elif isinstance(node, (nodes.row, prose.key_point)):
        cites = found or cites
    return _Place(passage, place.subject, place.path, element, cites, facts)


def _inline(node: nodes.Element, place: _Place, first_line: int) -> Iterator[Sentence]:
    pieces: list[str] = []
    anchors: list[tuple[int, Citation | str | Force]] = []
    _collect(node, pieces, anchors)
    text = "".join(pieces)
    line = line_of(node, first_line)
    start = before = 0
    for sentence in split_sentences(text):
        start = text.index(sentence, start)
        end = start + len(sentence)
        inside = [anchor for position, anchor in anchors if start <= position < end]
        cites = tuple(a for a in inside if isinstance(a, Citation))
        # A mark that opens a sentence stands before its first letter.
        marks = tuple(a for position, a in anchors if isinstance(a, Force) and before <= position < end)
        before = end
        facts = tuple(a for a in inside if isinstance(a, str) and not isinstance(a, Force))
        here = Location(place.path, line + text.count("\n", 0, start))
        words = re.sub(r" (?=[.,;:?])", "", " ".join(sentence.replace(_ANCHOR, " ").split()))
        if words.strip(" .;:,"):
            yield Sentence(words, cites or (() if facts else place.cites), bool(cites or facts), facts or place.facts,
                           place.passage, place.subject, place.element, here, marks)  # fmt: skip
        start = end


def _collect(node: nodes.Node, pieces: list[str], anchors: list[tuple[int, Citation | str | Force]]) -> None:
    for child in node.children:
        if isinstance(child, prose.cite):
            anchors.append((sum(map(len, pieces)), child["citation"]))
            pieces.append(_ANCHOR)
        elif isinstance(child, prose.fact_ref):
            anchors.append((sum(map(len, pieces)), child["fact"]))
            pieces.append(_ANCHOR + ("" if child["only_value"] else ". "))
        elif isinstance(child, prose.force_mark):
            anchors.append((sum(map(len, pieces)), Force(child["force"])))
            pieces.append(" ")
        elif isinstance(child, prose.gap):
            pieces.append(" ")
        elif isinstance(child, nodes.Text):
            pieces.append(child.astext())
        else:
            _collect(child, pieces, anchors)


def split_sentences(text: str) -> list[str]:
    """A text's sentences. A full stop after an abbreviation, or inside a number, ends none."""
    found, start = [], 0
    for match in _END.finditer(text):
        candidate = text[start : match.end()]
        last = candidate.split()[-1] if candidate.split() else ""
        if match[0].startswith(".") and (last in _ABBREVIATIONS or re.fullmatch(r"\(?[A-Z]\.", last)):
            continue
        if candidate.strip():
            found.append(candidate.strip())
        start = match.end()
    if text[start:].strip():
        found.append(text[start:].strip())
    return found
