"""What differs between two editions, and what rests on it: for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..model.reference import Paragraph, Statement
from .edition_changes import Change, Changes, Kind, differing
from .edition_uses import MarkedUse

Found = Sequence[tuple[Change, tuple[MarkedUse, ...]]]


def changes_lines(changes: Changes, found: Found) -> Iterator[str]:
    """The comparison as plain lines: each kind, each paragraph of it, what it said and says, and what cites it."""
    yield f"The kit's citations are taken as numbers of the {'new' if changes.cited == 'new' else 'old'} edition."
    for kind in Kind:
        listed = [(change, uses) for change, uses in found if change.kind is kind]
        if not listed:
            continue
        yield ""
        yield f"{kind.capitalize()}: {len(listed)}"
        for change, uses in listed:
            yield f"  {change.label} ({_where(changes, change)})"
            yield from _statements(change)
            for use in uses:
                mark = f"{use.mark}: " if use.mark else ""
                yield f"      {use.use.location}: {mark}{use.use.kind}: {' '.join(use.use.label.split())}"
            if not uses:
                yield "      Nothing in the kit cites it."
    yield ""
    yield ", ".join(f"{len(changes.of(kind))} {kind}" for kind in Kind) + "."


def _where(changes: Changes, change: Change) -> str:
    places = ((changes.old, change.old), (changes.new, change.new))
    return ", ".join(f"{index.location.path}:{entry.location.line}" for index, entry in places if entry is not None)


def _statements(change: Change) -> Iterator[str]:
    for before, now in differing(change) if change.kind is not Kind.RENUMBERED else ():
        if before is not None:
            yield f"      before: {_said(before)}"
        if now is not None:
            yield f"      now:    {_said(now)}"
    if change.kind is Kind.CHANGED and change.old and change.new and change.old.text and change.new.text:
        yield f"      before, word for word: {_line(change.old)}"
        yield f"      now, word for word:    {_line(change.new)}"


def _said(statement: Statement) -> str:
    return f"{statement.force}: {' '.join(statement.gist.split())}"


def _line(entry: Paragraph) -> str:
    return " ".join(entry.text.split())


def changes_fields(changes: Changes, found: Found) -> dict[str, object]:
    """The comparison as JSON holds it."""
    return {
        "cited": changes.cited,
        "counts": {kind.value: len(changes.of(kind)) for kind in Kind},
        "changes": [
            {
                "kind": change.kind.value, "mark": change.mark,
                "old": change.old.id if change.old else "", "new": change.new.id if change.new else "",
                "old-line": change.old.location.line if change.old else 0, "new-line": change.new.location.line if change.new else 0,
                "statements": [{"before": _said(b) if b else "", "now": _said(n) if n else ""} for b, n in differing(change)],
                "cited-by": [
                    {
                        "kind": use.use.kind, "path": use.use.location.path, "line": use.use.location.line,
                        "label": use.use.label, "cites": str(use.citation), "mark": use.mark,
                    }
                    for use in uses
                ],
            }
            for change, uses in found
        ],
    }  # fmt: skip
