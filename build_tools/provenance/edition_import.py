"""An index held against the edition itself: each entry, page, wording and force confirmed, contradicted or not found.

Our gists are in our own words, so they can't be compared by wording. What is compared of a statement is its force, with
the verbs of the sentences in its paragraph. A gist is never contradicted by how it is worded.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ..model import prose
from ..model.citation import Citation
from ..model.handout import Handout
from ..model.kit import Kit
from ..model.location import Location
from ..model.module import Module
from ..model.prose import line_of
from ..model.quantities import Force
from ..model.reference import Chapter, Index, Paragraph, Statement
from .edition import Edition, EditionParagraph, EditionSentence, flat, sentences_in

COMPARED = (
    "Compared are: whether each paragraph, range and page is there; the page a paragraph starts on; stored wordings and marked "
    "quotations, word for word (not by case, spaces, forms of quotation marks, hyphens or dashes); the page a chapter's title "
    "stands on; and of each statement its force, with the verbs of all sentences in its paragraph (must, shall, is required to, "
    "has a duty to; should; may; none of them: states). What a gist says is not compared: read it beside the sentence shown."
)  # fmt: skip
"""Said with every report."""

LEAST_SHARED = 0.25
"""A gist that shares fewer of its words with its paragraph is not raised by itself: a person reads it first."""
_COMMON = re.compile(
    "about|after|also|been|before|being|both|does|each|from|have|into|must|other|over|shall|should|such|than|that|their|them|"
    "then|there|these|they|this|those|under|until|what|when|where|which|will|with|within|would|your"
)
"""Words that carry no matter."""


class Outcome(StrEnum):
    """What came of one comparison."""

    CONFIRMED = "confirmed"
    CONTRADICTED = "contradicted"
    NOT_FOUND = "not found"
    NOT_COMPARED = "not compared"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One comparison.

    Attributes:
        what: `paragraph`, `range`, `page`, `page number`, `wording`, `quotation`, `force` or `chapter`.
        subject: the entry's id, or the chapter's.
        statement: which of the entry's statements, counted from 0, for a force.
        ours, theirs: both wordings, side by side; `theirs` is empty where nothing was found.
        page: where in the edition `theirs` stands, 0 where nothing was found.
        note: what else to know.
        doubt: why a person should read it before its level is raised, empty for no reason.
    """

    what: str
    subject: str
    outcome: Outcome
    location: Location
    ours: str
    theirs: str = ""
    page: int = 0
    note: str = ""
    doubt: str = ""
    statement: int = -1


def compare(kit: Kit, index: Index, edition: Edition) -> tuple[Verdict, ...]:
    """Hold an index, and the kit's quotations of its work, against an edition; sorted by file and line."""
    found = [verdict for chapter in index.chapters for verdict in _chapter(chapter, index, edition)]
    found += [verdict for entry in index.paragraphs for verdict in _entry(entry, edition)]
    found += _quotations(kit, index, edition)
    return tuple(sorted(found, key=lambda v: (v.location, v.subject, v.what != "paragraph", v.what, v.statement)))


def paragraphs_of(id: str, edition: Edition) -> tuple[EditionParagraph, ...]:
    """The paragraphs an entry of the index names; empty where they are not all there, and for a page."""
    first, _, last = id.partition("-")
    if last:
        return edition.between(first, last)
    only = edition.paragraph(first)
    return (only,) if only else ()


def _entry(entry: Paragraph, edition: Edition) -> Iterator[Verdict]:
    if re.fullmatch(r"p\d+(?:-p?\d+)?", entry.id):
        yield from _page_entry(entry, edition)
        return
    what = "range" if "-" in entry.id else "paragraph"
    found = paragraphs_of(entry.id, edition)
    if not found:
        missing = [number for number in entry.id.split("-") if edition.paragraph(number) is None]
        note = (
            f"The edition read has no paragraph {' and no '.join(missing)}."
            if missing
            else "Its ends stand in another order."
        )
        yield Verdict(what, entry.id, Outcome.NOT_FOUND, entry.location, entry.gist, note=note)
    else:
        yield Verdict(
            what, entry.id, Outcome.CONFIRMED, entry.location, entry.gist, _shortened(found[0].text), found[0].page
        )
    if entry.page:
        yield _page_number(entry, found)
    if entry.text:
        yield _wording("wording", entry.id, entry.text, entry.location, found, edition)
    yield from _forces(entry, "\n".join(p.text for p in found), found[0].page if found else 0)


def _page_entry(entry: Paragraph, edition: Edition) -> Iterator[Verdict]:
    first, _, last = entry.id.replace("p", "").partition("-")
    pages = range(int(first), int(last or first) + 1)
    there = pages.start in edition.pages and pages.stop - 1 in edition.pages
    text = "\n".join(edition.on_page(page) for page in pages) if there else ""
    note = "" if there else f"The edition read has pages {edition.pages.start} to {edition.pages.stop - 1}."
    yield Verdict("page", entry.id, Outcome.CONFIRMED if there else Outcome.NOT_FOUND, entry.location, entry.gist, _shortened(text),
                  pages.start if there else 0, note)  # fmt: skip
    if entry.text:
        yield _wording(
            "wording",
            entry.id,
            entry.text,
            entry.location,
            (EditionParagraph(entry.id, text, ()),) if there else (),
            edition,
        )
    yield from _forces(entry, text, pages.start if there else 0)


def _page_number(entry: Paragraph, found: Sequence[EditionParagraph]) -> Verdict:
    if not found:
        return Verdict("page number", entry.id, Outcome.NOT_FOUND, entry.location, f"page {entry.page}")
    outcome = Outcome.CONFIRMED if found[0].page == entry.page else Outcome.CONTRADICTED
    return Verdict(
        "page number", entry.id, outcome, entry.location, f"page {entry.page}", f"page {found[0].page}", found[0].page
    )


def _forces(entry: Paragraph, text: str, page: int) -> Iterator[Verdict]:
    sentences = tuple(sentences_in(text))
    for number, statement in enumerate(entry.statements):
        yield _force(entry.id, number, statement, sentences, page)


def _force(id: str, number: int, statement: Statement, sentences: Sequence[EditionSentence], page: int) -> Verdict:
    ours = f"{statement.force}: {statement.gist}"
    if not sentences:
        return Verdict("force", id, Outcome.NOT_FOUND, statement.location, ours, statement=number)
    nearest = max(sentences, key=lambda s: _shared(statement.gist, s.text))
    if statement.force is Force.UNKNOWN:
        said = ", ".join(force for force in Force if any(force in s.forces for s in sentences))
        return Verdict("force", id, Outcome.NOT_COMPARED, statement.location, ours, _said(nearest), page,
                       f"The index claims no force; the verbs read are: {said}.", statement=number)  # fmt: skip
    fitting = [s for s in sentences if statement.force in s.forces]
    if not fitting:
        return Verdict("force", id, Outcome.CONTRADICTED, statement.location, ours, _said(nearest), page,
                       f'No sentence of it has the force "{statement.force}".', statement=number)  # fmt: skip
    best = max(fitting, key=lambda s: _shared(statement.gist, s.text))
    doubt = ""
    if _share(statement.gist, " ".join(s.text for s in sentences)) < LEAST_SHARED:
        doubt = "The gist shares few words with it."
    elif statement.force not in nearest.forces and _shared(statement.gist, nearest.text) > _shared(
        statement.gist, best.text
    ):
        doubt = f"The sentence nearest to the gist has another force: {_said(nearest)}"
    return Verdict(
        "force", id, Outcome.CONFIRMED, statement.location, ours, _said(best), page, doubt=doubt, statement=number
    )


def _said(sentence: EditionSentence) -> str:
    return f"{' and '.join(sentence.forces)}: {sentence.text}"


def _content_words(text: str) -> frozenset[str]:
    """The words that carry a text's matter, without their commonest endings."""
    words = re.findall(r"[^\W_]{4,}|\d+", text.lower())
    return frozenset(
        re.sub(r"(?:ing|ed|es|s)$", "", word) if len(word) > 4 else word
        for word in words
        if not _COMMON.fullmatch(word)
    )


def _shared(gist: str, text: str) -> int:
    return len(_content_words(gist) & _content_words(text))


def _share(gist: str, text: str) -> float:
    words = _content_words(gist)
    return _shared(gist, text) / len(words) if words else 1.0


def _wording(
    what: str, id: str, ours: str, location: Location, found: Sequence[EditionParagraph], edition: Edition
) -> Verdict:
    text = "\n".join(p.text for p in found)
    page = found[0].page if found and found[0].pieces else 0
    if found and _holds(text, ours):
        return Verdict(what, id, Outcome.CONFIRMED, location, ours, ours, page)
    elsewhere = _where(ours, edition)
    if not found:
        if not elsewhere:
            return Verdict(what, id, Outcome.NOT_FOUND, location, ours)
        return Verdict(
            what,
            id,
            Outcome.CONTRADICTED,
            location,
            ours,
            ours,
            elsewhere[1],
            f"These words stand in {elsewhere[0]}, page {elsewhere[1]}.",
        )
    note = f"These words stand in {elsewhere[0]}, page {elsewhere[1]}." if elsewhere else ""
    return Verdict(what, id, Outcome.CONTRADICTED, location, ours, _nearest(text, ours), page, note)


def _holds(text: str, quoted: str) -> bool:
    """Whether a text holds quoted words; where the quotation leaves words out (`…`), its parts in their order."""
    whole, place = flat(text), 0
    for part in re.split(r"\[?(?:…|\.\.\.)\]?", quoted):
        words = flat(part)
        place = whole.find(words, place)
        if place < 0:
            return False
        place += len(words)
    return True


def _where(words: str, edition: Edition) -> tuple[str, int] | None:
    """Where else in the edition these words stand."""
    for paragraph in edition.paragraphs:
        if _holds(paragraph.text, words):
            return f"paragraph {paragraph.number}", paragraph.page
    for aside in edition.asides:
        if aside.kind != "heading" and _holds(aside.text, words):
            return {"box": "a box", "footnote": "a footnote", "text": "text without a number"}[aside.kind], aside.page
    return None


def _nearest(text: str, words: str) -> str:
    """The sentences of a text that are most like some words, as many as these are."""
    sentences = [s.text for s in sentences_in(text)]
    count = max(1, len(list(sentences_in(words))))
    windows = [" ".join(sentences[i : i + count]) for i in range(max(1, len(sentences) - count + 1))]
    return max(
        windows,
        key=lambda window: difflib.SequenceMatcher(None, flat(window), flat(words), autojunk=False).ratio(),
        default="",
    )


def _quotations(kit: Kit, index: Index, edition: Edition) -> Iterator[Verdict]:
    texts: tuple[Module | Handout, ...] = (*kit.modules, *kit.handouts)
    for text in texts:
        for node in text.body.find(prose.code_quote):
            for citation in node["cite"][:1]:
                if _of_index(kit, citation, index):
                    words = "\n".join(child.astext() for child in node.children)
                    here = Location(text.location.path, line_of(node))
                    yield _wording(
                        "quotation", citation.locator, words, here, paragraphs_of(citation.locator, edition), edition
                    )


def _of_index(kit: Kit, citation: Citation, index: Index) -> bool:
    work = kit.work(citation.work)
    return work is not None and work.id == index.work


def _chapter(chapter: Chapter, index: Index, edition: Edition) -> Iterator[Verdict]:
    """A chapter's first page is where its title stands, its last the one before the next title."""
    if not chapter.first_page:
        return
    ours = f"{chapter.title}, from page {chapter.first_page}" + (
        f" to {chapter.last_page}" if chapter.last_page else ""
    )
    starts = _title_pages(chapter.title, edition)
    if not starts:
        yield Verdict(
            "chapter", chapter.id, Outcome.NOT_FOUND, chapter.location, ours, note="No heading has this title."
        )
        return
    start = chapter.first_page if chapter.first_page in starts else starts[0]
    theirs, outcome, note = f"{chapter.title}, from page {start}", Outcome.CONFIRMED, ""
    if start != chapter.first_page:
        outcome = Outcome.CONTRADICTED
    if chapter.last_page:
        place = index.chapters.index(chapter)
        following = index.chapters[place + 1 : place + 2]
        after = (
            [page for page in _title_pages(following[0].title, edition) if page > start]
            if following
            else [edition.pages.stop]
        )
        if after:
            theirs += f" to {after[0] - 1}"
            outcome = outcome if after[0] - 1 == chapter.last_page else Outcome.CONTRADICTED
        else:
            note = "Its last page was not compared: the next chapter's title was not found."
    yield Verdict("chapter", chapter.id, outcome, chapter.location, ours, theirs, start, note)


def _title_pages(title: str, edition: Edition) -> list[int]:
    """Pages with a heading of this title; a heading may number its chapter, or run over lines."""
    pages: dict[int, list[str]] = {}
    for aside in edition.asides:
        if aside.kind == "heading":
            pages.setdefault(aside.page, []).append(aside.text)
    return [page for page, headings in pages.items() if f" {flat(title)} " in f" {flat(' '.join(headings))} "]


def _shortened(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 160 else words[:159] + "…"
