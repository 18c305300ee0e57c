"""What an import found, for people and for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from ..model.reference import Work
from .edition import Edition
from .edition_import import COMPARED, Outcome, Verdict

ORDER = (Outcome.CONTRADICTED, Outcome.NOT_FOUND, Outcome.NOT_COMPARED, Outcome.CONFIRMED)
"""What needs a person comes first."""


def report_lines(work: Work, edition: Edition, verdicts: Sequence[Verdict]) -> Iterator[str]:
    """The report as plain lines."""
    yield f"{work.short}: {_number(len(edition.paragraphs), 'numbered paragraph')} read from {_number(len(edition.pages), 'page')}."
    yield (
        "Pages are as the edition numbers them."
        if edition.printed
        else "No printed page numbers were found: pages are counted from the file's first."
    )
    yield COMPARED
    for outcome in ORDER:
        listed = [verdict for verdict in verdicts if verdict.outcome is outcome]
        if not listed:
            continue
        yield ""
        yield f"{outcome.capitalize()}: {len(listed)}"
        for verdict in listed:
            yield from _verdict(verdict)
    yield ""
    yield tally(verdicts)


def _verdict(verdict: Verdict) -> Iterator[str]:
    yield f"  {verdict.location}: {verdict.subject}, {verdict.what}: {verdict.outcome}"
    if verdict.outcome is not Outcome.CONFIRMED or verdict.what == "force":
        yield f"      ours:   {_line(verdict.ours)}"
        if verdict.theirs:
            yield f"      theirs: {_line(verdict.theirs)}" + (
                f" (page {verdict.page})" if verdict.page and verdict.what != "page number" else ""
            )
    for remark in filter(
        None, (verdict.note, verdict.doubt and f"Read it before you raise its level. {verdict.doubt}")
    ):
        yield f"      {_line(remark)}"


def tally(verdicts: Sequence[Verdict]) -> str:
    """How many of each: `3 contradicted, 2 not found, 1 not compared, 12 confirmed`."""
    counts = Counter(verdict.outcome for verdict in verdicts)
    return ", ".join(f"{counts[outcome]} {outcome}" for outcome in ORDER) + "."


def report_fields(work: Work, edition: Edition, verdicts: Sequence[Verdict]) -> dict[str, object]:
    """The report, and the edition's paragraphs, as JSON holds them."""
    return {
        "work": work.id,
        "page-numbers": "printed" if edition.printed else "counted",
        "compared": COMPARED,
        "counts": {outcome.value: sum(v.outcome is outcome for v in verdicts) for outcome in Outcome},
        "verdicts": [
            {
                "what": v.what, "subject": v.subject, "outcome": v.outcome.value, "path": v.location.path, "line": v.location.line,
                "ours": v.ours, "theirs": v.theirs, "page": v.page, "note": v.note, "doubt": v.doubt,
            }
            for v in verdicts
        ],
        "paragraphs": [
            {
                "number": p.number, "page": p.page, "last-page": p.last_page, "text": p.text,
                "sentences": [{"text": s.text, "forces": [f.value for f in s.forces]} for s in p.sentences],
            }
            for p in edition.paragraphs
        ],
    }  # fmt: skip


def _line(text: str) -> str:
    return " ".join(text.split())


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
