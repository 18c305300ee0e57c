"""The trace: every statement with a duty, what it rests on, how surely, and the files it stands in."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ..model.citation import Citation
from ..model.kit import Kit
from ..model.location import Location
from ..model.quantities import Force
from .duty_words import has_duty_word, words_of_force
from .places import files_of
from .sentences import Sentence, sentences_of

COLUMNS = (
    "statement-id",
    "statement",
    "cites",
    "page",
    "force",
    "verification",
    "subject",
    "source",
    "line",
    "outputs",
    "checked",
    "reviewed-by",
)
STATED_WITHOUT_DUTY = ("story", "quote", "then", "distractor")
"""Passages that do not state a duty in our own voice; see the check of the same words."""


@dataclass(frozen=True, slots=True)
class TraceRow:
    """One statement. `id` stays while the words do; `files` are relative to the output folder.

    `forces` are the sentence's own, those of what it cites where it says none itself.
    """

    id: str
    sentence: Sentence
    forces: tuple[str, ...]
    levels: tuple[str, ...]
    pages: tuple[str, ...]
    files: tuple[str, ...]
    checked: date | None
    reviewed_by: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many statements with a duty word there are, and how many say what they rest on."""

    stated: int
    cited: int

    def __str__(self) -> str:
        """As printed after a check or a build."""
        return (
            f"Trace: {self.cited} of {self.stated} statements with a duty word name what they rest on ({self.share})."
        )

    @property
    def share(self) -> str:
        """As printed: `100%`; never rounded up to it."""
        return "100%" if self.cited == self.stated else f"{self.cited * 100 // self.stated}%"


def statement_id(sentence: Sentence) -> str:
    """A short name for a statement, by which a reader can report an error in it."""
    words = " ".join(sentence.text.lower().split())
    return f"{sentence.subject}-{hashlib.sha256(words.encode()).hexdigest()[:6]}"


def duty_sentences(kit: Kit) -> Iterator[Sentence]:
    """Every sentence that states a duty in our own voice."""
    for sentence in sentences_of(kit):
        marked = bool({Force.MUST, Force.SHOULD} & set(sentence.marks)) and sentence.cites_itself
        if sentence.passage not in (*STATED_WITHOUT_DUTY, "heading") and (marked or has_duty_word(sentence.text)):
            yield sentence


def trace_rows(kit: Kit) -> tuple[TraceRow, ...]:
    """All statements with a duty, in order of file and line."""
    return tuple(_row(kit, sentence) for sentence in sorted(duty_sentences(kit), key=lambda s: (s.location, s.text)))


def coverage(kit: Kit) -> Coverage:
    """How many statements of a kit say what they rest on."""
    listed = list(duty_sentences(kit))
    return Coverage(len(listed), sum(bool(sentence.cites or sentence.facts) for sentence in listed))


def cites_of(kit: Kit, sentence: Sentence) -> tuple[Citation, ...]:
    """What a sentence cites, its facts' citations included."""
    facts = [fact for fact in (kit.fact(id) for id in sentence.facts) if fact is not None]
    return tuple(dict.fromkeys((*sentence.cites, *(c for fact in facts for c in fact.cites))))


def _row(kit: Kit, sentence: Sentence) -> TraceRow:
    forces: list[str] = []
    levels: list[str] = []
    pages: list[str] = []
    for citation in cites_of(kit, sentence):
        entry = kit.paragraph(citation)
        work = kit.work(citation.work)
        locator = work.locator(citation.start) if work is not None and not work.index else None
        if entry is not None:
            forces += [s.force for s in entry.statements]
            levels.append(entry.level)
            pages += [str(entry.page)] if entry.page else []
        elif locator is not None:
            forces.append(locator.force)
            levels.append(locator.level)
    text = next((t for t in kit.texts if t.location.path == sentence.location.path), None)
    facts = [fact for fact in (kit.fact(id) for id in sentence.facts) if fact is not None]
    dates = [fact.checked for fact in facts] + ([text.dates.checked] if text else [])
    bank = next((b for b in kit.banks if b.location.path == sentence.location.path), None)
    owner = kit.module(bank.module) if bank else None
    dates += [owner.dates.checked] if owner else []
    works = [kit.work(c.work) for c in sentence.cites]
    dates += [w.checked for w in works if w is not None and w.checked and not dates]
    # A place can hold statements of different force: a row has its own sentence's, where that is said.
    own = words_of_force(sentence.text) | (set(sentence.marks) if sentence.cites_itself else set())
    said = sorted(own) or [fact.force for fact in facts] or forces
    return TraceRow(
        statement_id(sentence), sentence, tuple(dict.fromkeys(said)), tuple(dict.fromkeys(levels)),
        tuple(dict.fromkeys(pages)), files_of(kit, sentence), min(dates, default=None),
        text.dates.reviewed_by if text else owner.dates.reviewed_by if owner else "",
    )  # fmt: skip


def trace_csv(kit: Kit, rows: Iterable[TraceRow]) -> bytes:
    """The trace as a file that Excel opens: UTF-8 with its mark, one row a statement, no cell a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        sentence = row.sentence
        where: Location = sentence.location
        writer.writerow([safe_cell(cell) for cell in (
            row.id, sentence.text, "; ".join(kit.cited_as(c) for c in cites_of(kit, sentence)), "; ".join(row.pages),
            "; ".join(row.forces), "; ".join(row.levels), sentence.subject, where.path, str(where.line),
            "; ".join(row.files), row.checked.isoformat() if row.checked else "", row.reviewed_by or "not yet reviewed",
        )])  # fmt: skip
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def safe_cell(text: str) -> str:
    """A cell no spreadsheet takes for a formula."""
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
