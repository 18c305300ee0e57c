"""The page of all that is cited: what each place says, how strongly, how surely that is known, and where it is used."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from docutils import nodes

from ...model.citation import Citation, paragraph_sort_key
from ...model.kit import Kit
from ...model.quantities import Force, Level
from ...model.reference import Index, Paragraph, Work
from ...prose.resolve import inline, paragraph, raw_html
from ...provenance.trace import cites_of, duty_sentences
from .course import SOURCES_PAGE, TRACE_PAGE, Course, Place, plain_citation
from .opening import link
from .trace_page import row_anchor

LEVEL_WORDS = {
    Level.PRIMARY: "Read in the source itself.",
    Level.SECOND_HAND: "Read as others quote it.",
    Level.CONTENT: "Substance checked, number not confirmed.",
    Level.SEED_ONLY: "Not confirmed by a public source.",
}
"""How surely a statement is known, as a reader is told."""


def cited_page(course: Course) -> nodes.section:
    """A section a work, an entry a cited place."""
    kit = course.kit
    page = nodes.section("", nodes.title("", "Paragraphs cited"), ids=["what-is-cited"])
    page += paragraph(
        "What each cited paragraph, section or regulation says, in our own words. Read the source itself before you rely on it."
    )
    traced = {plain_citation(kit, c) for sentence in duty_sentences(kit) for c in cites_of(kit, sentence)}
    for work, citations in _by_work(kit, course.cited):
        part = nodes.section("", nodes.title("", work.title), ids=[f"cited-in-{work.id}"])
        part += paragraph(link("Edition, dates and licence", f"{SOURCES_PAGE}#work-{work.id}"))
        entries = [_entry(kit, work, citation, course.cited[citation], traced) for citation in citations]
        part += nodes.definition_list("", *_with_ids(entries, citations), classes=["cited"])
        page += part
    if not course.cited:
        page += paragraph("This course cites nothing.")
    return page


def _by_work(kit: Kit, cited: Iterable[Citation]) -> list[tuple[Work, list[Citation]]]:
    """The cited places of each work in order; works in the order of `works.yml`, the indexed one first."""
    by_work: dict[str, list[Citation]] = {}
    for citation in cited:
        work = kit.work(citation.work)
        if work is not None:
            by_work.setdefault(work.id, []).append(citation)
    works = sorted((w for w in kit.works if w.id in by_work), key=lambda w: w is not kit.indexed_work)
    return [(work, sorted(by_work[work.id], key=lambda c: _order(c, bool(work.index)))) for work in works]


def _order(citation: Citation, indexed: bool) -> tuple[tuple[int, int, int], str]:
    """Paragraphs by number; sections and regulations by their first number, `s.9` before `s.35`."""
    if indexed:
        return (paragraph_sort_key(citation.locator), citation.locator)
    digits = "".join(c if c.isdigit() else " " for c in citation.start).split()
    letters = "".join(c for c in citation.start if c.isalpha() or c == " ").split()
    kind = sum(ord(c) for c in (letters or [""])[0][:2].lower())
    return ((kind, int(digits[0]) if digits else 0, int(digits[1]) if len(digits) > 1 else 0), citation.locator)


def _with_ids(
    entries: Sequence[nodes.definition_list_item], citations: Sequence[Citation]
) -> Sequence[nodes.definition_list_item]:
    taken: set[str] = set()
    for entry, citation in zip(entries, citations, strict=True):
        if citation.anchor not in taken:  # two places spelt so alike that their anchors agree share the first one's
            taken.add(citation.anchor)
            entry.children[0]["ids"] = [citation.anchor]  # type: ignore[index]
    return entries


def _entry(
    kit: Kit, work: Work, citation: Citation, places: Sequence[Place], traced: Collection[Citation]
) -> nodes.definition_list_item:
    label = citation.label.replace("page", "Page", 1)
    body: list[nodes.Node] = []
    if work.index:
        body += _indexed(kit, work, citation)
    else:
        locator = work.locator(citation.start)
        if locator is not None:
            body.append(_statement(locator.force, locator.gist, locator.level))
    told: list[nodes.Node | str] = ["Cited in slides or handouts alone."]
    if places:
        told = [*([] if places[1:] else ["Cited in "]), *_used_in(places)]
    used = paragraph(*told, classes=["quiet", "used-in"])
    # Folded where there are several: the page has hundreds of entries, and a key press for each use would be too many.
    body += (
        [
            raw_html(f'<details class="quiet"><summary>Cited in {len(places)} places</summary>'),
            used,
            raw_html("</details>"),
        ]
        if places[1:]
        else [used]
    )
    if citation in traced:
        body.append(
            paragraph(
                link("Every statement that rests on it", f"{TRACE_PAGE}#{row_anchor(kit, citation)}"), classes=["quiet"]
            )
        )
    return nodes.definition_list_item("", nodes.term("", label), nodes.definition("", *body))


def _used_in(places: Sequence[Place]) -> list[nodes.Node | str]:
    """The places that cite something, by page."""
    made: list[nodes.Node | str] = []
    page = ""
    for place in places:
        if place.page != page:
            made += ["; "] if page else []
            made += [place.page, ": "]
        else:
            made.append(", ")
        page = place.page
        made.append(link(place.title, place.address))
    return [*made, "."]


def _indexed(kit: Kit, work: Work, citation: Citation) -> list[nodes.Node]:
    entry = kit.paragraph(citation)
    if entry is not None:
        return _paragraph(kit, entry)
    index = next((index for index in kit.indexes if index.work == work.id), None)
    return [
        node
        for inside in _in_range(index, citation)
        for node in (paragraph(nodes.strong("", inside.id)), *_paragraph(kit, inside))
    ]


def _in_range(index: Index | None, citation: Citation) -> list[Paragraph]:
    """The paragraphs that the index holds within a range it has no entry for."""
    if index is None or not citation.end:
        return []
    first, last = paragraph_sort_key(citation.start), paragraph_sort_key(citation.end)
    return [p for p in index.paragraphs if "-" not in p.id and first <= paragraph_sort_key(p.id) <= last]


def _paragraph(kit: Kit, entry: Paragraph) -> list[nodes.Node]:
    made: list[nodes.Node] = []
    if entry.gist and not entry.statements:
        made.append(_statement(Force.STATES, entry.gist, entry.level))
    elif entry.gist and all(entry.gist != statement.gist for statement in entry.statements):
        made.append(paragraph(entry.gist))
    made += [_statement(statement.force, statement.gist, statement.level) for statement in entry.statements]
    if entry.law:
        line: list[nodes.Node | str] = ["The law behind it: "]
        for number, citation in enumerate(entry.law):
            line += ["; "] if number else []
            line.append(kit.cited_as(citation))
        made.append(paragraph(*line, ".", classes=["quiet"]))
    if entry.page:
        made.append(paragraph(f"On page {entry.page}.", classes=["quiet"]))
    return made


def _statement(force: Force, gist: str, level: Level) -> nodes.Node:
    mark: list[nodes.Node | str] = [inline(force.mark, "force", f"force-{force}"), " "] if force.mark else []
    return paragraph(
        *mark,
        gist.rstrip() if gist.rstrip().endswith((".", "?")) else f"{gist.rstrip()}.",
        " ",
        inline(LEVEL_WORDS[level], "level-mark"),
        classes=["statement"],
    )
