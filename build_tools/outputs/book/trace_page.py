"""The trace as a page: every statement that says what is asked, and what it rests on. The same rows as `trace.csv`.

The table is HTML of our own: as nodes its ten thousand cells would take Sphinx longer than the rest of the book.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

from docutils import nodes

from ...model.citation import Citation
from ...model.handout import VARIANTS
from ...model.kit import Kit
from ...model.quantities import Level
from ...prose.resolve import date_words, paragraph, raw_html
from ...provenance.trace import TraceRow, cites_of, coverage, trace_rows
from .course import Course, cite_address, plain_citation

LEVEL_NAMES = {
    Level.PRIMARY: "read in the source", Level.SECOND_HAND: "read as quoted", Level.CONTENT: "substance checked",
    Level.SEED_ONLY: "not confirmed",
}  # fmt: skip
_VARIANT = re.compile(rf"(-(?:{'|'.join(VARIANTS)}|\d+min))?\.\w+$")
COLUMNS = ("Statement", "Rests on", "Page", "Force", "How surely", "Stands in", "Written in", "Checked")


def trace_page(course: Course) -> nodes.section:
    """All rows, whole without scripts; with them, a box to search."""
    rows = trace_rows(course.kit)
    counted = coverage(course.kit)
    page = nodes.section("", nodes.title("", "Every statement and its source"), ids=["trace"])
    page += paragraph(
        f"Each sentence of this course that says what is asked, by whom, or by when: {counted.stated} in all. "
        f"{counted.cited} of them ({counted.share}) name what they rest on. "
        "Name a statement by its short name when you report an error in it."
    )
    page += raw_html(_table(course.kit, rows))
    return page


def row_anchor(kit: Kit, citation: Citation) -> str:
    """Where on the page the first statement that rests on a citation stands."""
    return f"rests-on-{plain_citation(kit, citation).anchor}"


def _table(kit: Kit, rows: Sequence[TraceRow]) -> str:
    heads = "".join(f'<th scope="col">{name}</th>' for name in COLUMNS)
    named: set[str] = set()
    body = "".join(_row(kit, row, named) for row in rows)
    return (f'<div class="pst-scrollable-table-container trace-table" role="region" aria-label="Every statement and its source" tabindex="0">'
            f'<table class="table" id="trace-rows"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>')  # fmt: skip


def _row(kit: Kit, row: TraceRow, named: set[str]) -> str:
    sentence = row.sentence
    cites = []
    for citation in cites_of(kit, sentence):
        anchor = row_anchor(kit, citation)
        mark = "" if anchor in named else f' id="{escape(anchor)}"'
        named.add(anchor)
        cites.append(f'<a href="{escape(cite_address(kit, citation))}"{mark}>{escape(kit.named_as(citation))}</a>')
    where = ", ".join(_in_groups(row.files)) or sentence.subject
    written = f"{sentence.location.path}, line {sentence.location.line}"
    cells = (
        "; ".join(cites), escape(", ".join(row.pages)), escape(", ".join(row.forces)),
        escape(", ".join(LEVEL_NAMES.get(Level(level), level) for level in row.levels)),
        escape(where), escape(written), escape(date_words(row.checked)) if row.checked else "",
    )  # fmt: skip
    return (f'<tr><th scope="row">{escape(sentence.text)} <span class="quiet">{escape(row.id)}</span></th>'
            + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")  # fmt: skip


def _in_groups(files: Sequence[str]) -> Iterator[str]:
    """Files of the output as a reader knows them: a sheet's variants and a deck's lengths count as one."""
    groups: dict[str, list[str]] = {}
    for path in files:
        folder, _, name = path.removesuffix("/").partition("/")
        groups.setdefault(f"{folder}/{_VARIANT.sub('', name)}", []).append(path.removesuffix("/"))
    for listed in groups.values():
        yield listed[0] if len(listed) == 1 else f"{listed[0]} and {len(listed) - 1} more of it"
