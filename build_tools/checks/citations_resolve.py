"""Each citation names a place that is known: an index entry, both ends of a range, a work's locator."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from docutils import nodes

from ..model import prose
from ..model.citation import Citation, paragraph_sort_key
from ..model.figure import Figure, FigurePart
from ..model.finding import Finding
from ..model.kit import Kit
from ..model.location import Location
from ..model.prose import Prose, line_of
from ..model.reference import Fact, Term


def check(kit: Kit) -> Iterator[Finding]:
    """Every citation of the kit, in prose and in YAML."""
    for citation, location in citations_of(kit):
        yield from _one(kit, citation, location)


def citations_of(kit: Kit) -> Iterator[tuple[Citation, Location]]:
    """Every citation with the line it stands on."""
    for module in kit.modules:
        yield from _prose(module.body, module.location.path)
    for handout in kit.handouts:
        yield from _prose(handout.body, handout.location.path)
    for bank in kit.banks:
        for item in bank.items:
            for citation in item.cites:
                yield citation, citation.location
            for text in prose_of_item(item):
                yield from _prose(text, bank.location.path)
    parts = (part for figure in kit.figures for part in figure.parts)
    records: tuple[Fact | Term | Figure | FigurePart, ...] = (*kit.facts, *kit.terms, *kit.figures, *parts)
    for record in records:
        for citation in record.cites:
            yield citation, citation.location
    for index in kit.indexes:
        for paragraph in index.paragraphs:
            for citation in paragraph.law:
                yield citation, citation.location


@cache
def _fields_of(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def prose_of_item(item: object) -> Iterator[Prose]:
    """Every piece of prose in an item or in a part of one."""
    kind: Any = type(item)
    for name in _fields_of(kind):
        value = getattr(item, name)
        for entry in value if isinstance(value, tuple) else (value,):
            if isinstance(entry, Prose):
                yield entry
            elif is_dataclass(entry) and not isinstance(entry, (Citation, Location)):
                yield from prose_of_item(entry)


def _prose(text: Prose, path: str) -> Iterator[tuple[Citation, Location]]:
    def at(node: nodes.Node) -> Location:
        return Location(path, line_of(node, text.location.line))

    for node in text.find(prose.cite):
        yield node["citation"], at(node)
    for node in text.find(prose.scenario):
        for citation in node["cites"]:
            yield citation, at(node)
    for node in text.find(prose.code_quote):
        for citation in node["cite"]:
            yield citation, at(node)


def _one(kit: Kit, citation: Citation, location: Location) -> Iterator[Finding]:
    if kit.resolves(citation):
        if (
            citation.end
            and not citation.work
            and paragraph_sort_key(citation.start) >= paragraph_sort_key(citation.end)
        ):
            yield Finding(
                "citations-resolve.backwards",
                location,
                f"The range {citation.label} runs backwards.",
                "Write the lower paragraph first.",
            )
        return
    work = kit.work(citation.work)
    if work is None:
        known = ", ".join(w.id for w in kit.works) or "none"
        yield Finding("citations-resolve.work", location, f'"{citation}" cites the work "{citation.work}", which is not in works.yml.',
                      f"Add the work, or use one of: {known}."[:300])  # fmt: skip
    elif work.index and citation.end:
        missing = [end for end in (citation.start, citation.end) if not kit.resolves(Citation(citation.work, end))]
        yield Finding("citations-resolve.range", location, f"The range {citation.label} is not in the index, and {' and '.join(missing) or 'the range'} is missing.",
                      f"Add the range to {work.index}, or cite paragraphs that are there.")  # fmt: skip
    elif work.index:
        yield Finding("citations-resolve.paragraph", location, f"{work.short} {citation.label} is not in the paragraph index.",
                      f"Add it to {work.index} with its source, or cite a paragraph that is there.")  # fmt: skip
    else:
        yield Finding("citations-resolve.locator", location, f'"{citation.label}" is not among the places of {work.short} that may be cited.',
                      f'Add it to the locators of "{work.id}" with its source.')  # fmt: skip
