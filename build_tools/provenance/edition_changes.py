"""Two editions of an index compared: what is added, changed, withdrawn, or has only another number.

Where both editions' wording is held, the wording decides; else the statements, by their gists and forces. A gist that
somebody worded better counts as changed then: an index can't tell a new law from new words for the old one.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from ..model.citation import Citation, paragraph_sort_key
from ..model.finding import Finding
from ..model.location import Location
from ..model.reference import Index, Paragraph, Statement
from ..schema.yaml_lines import Mapping as YamlMapping
from ..schema.yaml_lines import Scalar, read_yaml
from .edition import flat

WITHDRAWN = ""
"""In a mapping of numbers: the paragraph is not in the new edition."""


class Kind(StrEnum):
    """What became of a paragraph."""

    CHANGED = "changed"
    ADDED = "added"
    WITHDRAWN = "withdrawn"
    RENUMBERED = "renumbered"


MARKS = {Kind.ADDED: "New", Kind.CHANGED: "Changed", Kind.WITHDRAWN: "Withdrawn", Kind.RENUMBERED: ""}
"""The word that outputs print; one that only has another number says the same and has none."""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one paragraph: `old` is None for an added one, `new` for a withdrawn one."""

    kind: Kind
    old: Paragraph | None
    new: Paragraph | None

    @property
    def mark(self) -> str:
        """New, Changed, Withdrawn, or empty."""
        return MARKS[self.kind]

    @property
    def label(self) -> str:
        """Its number; both where it has another now: `2.4, now 2.5`."""
        old, new = (entry and entry.id for entry in (self.old, self.new))
        return f"{old}, now {new}" if old and new and old != new else str(new or old)


@dataclass(frozen=True, slots=True)
class Changes:
    """All that differs between two editions.

    Attributes:
        listed: in the new edition's order, withdrawn ones where they stood.
        cited: the edition whose numbers a bare citation has, `old` or `new`.
    """

    listed: tuple[Change, ...]
    old: Index
    new: Index
    cited: str = "new"

    def of(self, kind: Kind) -> tuple[Change, ...]:
        """The changes of one kind."""
        return tuple(change for change in self.listed if change.kind is kind)


def compare_editions(old: Index, new: Index, numbers: Mapping[str, str] | None = None, cited: str = "new") -> Changes:
    """Compare two editions of an index.

    Args:
        old: the earlier edition.
        new: the later one.
        numbers: new number by old number, as a publisher's table gives them; empty for a withdrawn one. Paragraphs it
            does not name are matched by their number and by what they say.
        cited: the edition whose numbers a bare citation has.
    """
    before = {entry.id: entry for entry in old.paragraphs}
    after = {entry.id: entry for entry in new.paragraphs}
    pairs: list[tuple[Paragraph, Paragraph]] = []
    gone: list[Paragraph] = []

    def pair(first: str, second: str) -> None:
        pairs.append((before.pop(first), after.pop(second)))

    for first, second in (numbers or {}).items():
        if first in before and second in after:
            pair(first, second)
        elif first in before and second == WITHDRAWN:
            gone.append(before.pop(first))
    for id in [id for id in before if id in after and same(before[id], after[id])]:
        pair(id, id)
    for signature in (_wording, _said):
        for first, second in _twins(before, after, signature):
            pair(first, second)
    for id in [id for id in before if id in after]:
        pair(id, id)
    listed = [
        Change(Kind.RENUMBERED if same(o, n) else Kind.CHANGED, o, n)
        for o, n in pairs
        if o.id != n.id or not same(o, n)
    ]
    listed += [Change(Kind.WITHDRAWN, entry, None) for entry in (*gone, *before.values())]
    listed += [Change(Kind.ADDED, None, entry) for entry in after.values()]
    return Changes(tuple(sorted(listed, key=_place)), old, new, cited)


def same(one: Paragraph, other: Paragraph) -> bool:
    """Whether two entries say the same: in the editions' wording where both are held, else statement for statement."""
    if one.text and other.text:
        return flat(one.text) == flat(other.text)
    return _said(one) == _said(other)


def differing(change: Change) -> tuple[tuple[Statement | None, Statement | None], ...]:
    """The statements that differ, before and now: first those with another force, then those only one edition has.

    Empty where only the wording differs and our gists do not.
    """
    old = list(change.old.statements) if change.old else []
    new = list(change.new.statements) if change.new else []
    for statement in list(old):
        twin = next((s for s in new if flat(s.gist) == flat(statement.gist) and s.force is statement.force), None)
        if twin is not None:
            old.remove(statement)
            new.remove(twin)
    found: list[tuple[Statement | None, Statement | None]] = []
    for statement in list(old):
        twin = next((s for s in new if flat(s.gist) == flat(statement.gist)), None)
        if twin is not None:
            found.append((statement, twin))
            old.remove(statement)
            new.remove(twin)
    longest = max(len(old), len(new))
    found += zip((*old, *[None] * (longest - len(old))), (*new, *[None] * (longest - len(new))), strict=True)
    return tuple(found)


def changes_at(changes: Changes, citation: Citation) -> tuple[Change, ...]:
    """The changes a citation is touched by: of its own entry, and of those within a range."""
    edition = _edition_of(changes, citation)
    if edition is None:
        return ()
    return tuple(
        change
        for change in changes.listed
        if (entry := _numbered(change, edition, changes)) is not None and _covers(citation, entry.id)
    )


def marks_of(changes: Changes, citation: Citation) -> str:
    """The word to print beside a citation: `New`, `Changed`, `Withdrawn`, or empty where what it says still stands.

    A range is `New` or `Withdrawn` only where all the index has of it is; where some of it is touched, `Changed`.
    """
    found = changes_at(changes, citation)
    marks = {change.mark for change in found} - {""}
    if not citation.end or not marks:
        return next(iter(marks), "")
    edition = _edition_of(changes, citation)
    index = changes.old if edition == "old" else changes.new
    touched = {
        entry.id
        for change in found
        if change.mark and (entry := _numbered(change, edition or "new", changes)) is not None
    }
    held = {entry.id for entry in index.paragraphs if _covers(citation, entry.id)}
    return marks.pop() if len(marks) == 1 and held <= touched else MARKS[Kind.CHANGED]


def _edition_of(changes: Changes, citation: Citation) -> str | None:
    """Whose numbers a citation has."""
    if changes.old.work != changes.new.work and citation.work in (changes.old.work, changes.new.work):
        return "old" if citation.work == changes.old.work else "new"
    return changes.cited if citation.work in ("", changes.new.work) else None


def _numbered(change: Change, edition: str, changes: Changes) -> Paragraph | None:
    """A change's entry under one edition's numbers; the other's where that edition has no such number."""
    own, other = (change.old, change.new) if edition == "old" else (change.new, change.old)
    if own is not None or other is None:
        return own
    index = changes.old if edition == "old" else changes.new
    return None if any(entry.id == other.id for entry in index.paragraphs) else other


def _covers(citation: Citation, id: str) -> bool:
    if citation.locator == id:
        return True
    if not citation.end or "-" in id:
        return False
    try:
        return paragraph_sort_key(citation.start) <= paragraph_sort_key(id) <= paragraph_sort_key(citation.end)
    except ValueError:
        return False


def _said(entry: Paragraph) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((flat(s.gist), s.force.value) for s in entry.statements))


def _wording(entry: Paragraph) -> str:
    return flat(entry.text)


def _twins(
    before: Mapping[str, Paragraph], after: Mapping[str, Paragraph], signature: Callable[[Paragraph], Hashable]
) -> list[tuple[str, str]]:
    """Entries that say the same under other numbers, where one of each edition does and no other."""
    count_old = Counter(signature(entry) for entry in before.values())
    count_new = Counter(signature(entry) for entry in after.values())
    by_signature = {signature(entry): id for id, entry in after.items()}
    return [
        (id, by_signature[sign])
        for id, entry in before.items()
        if (sign := signature(entry)) != ""
        and count_old[sign] == count_new[sign] == 1
        and same(entry, after[by_signature[sign]])
    ]


def _place(change: Change) -> tuple[tuple[int, int, int], bool, str]:
    entry = change.new or change.old
    assert entry is not None
    return (paragraph_sort_key(entry.id), change.new is not None, entry.id)


def read_numbers(text: str, path: str, old: Index, new: Index) -> tuple[dict[str, str], tuple[Finding, ...]]:
    """A mapping file: old number to new number, and what is wrong with it.

    Two forms: YAML with a line a paragraph (`"2.4": "2.5"`), or CSV with the columns `old` and `new`. A paragraph that
    is withdrawn has an empty new number.
    """
    findings: list[Finding] = []
    numbers: dict[str, str] = {}
    taken: dict[str, str] = {}
    known_old, known_new = ({entry.id for entry in index.paragraphs} for index in (old, new))
    for first, second, here in _rows(text, path, findings):
        if first not in known_old:
            findings.append(
                Finding(
                    "edition-changes.old",
                    here,
                    f'"{first[:60]}" is not in the old index.',
                    "Write the number as the old index has it.",
                )
            )
        elif second and second not in known_new:
            findings.append(
                Finding(
                    "edition-changes.new",
                    here,
                    f'"{second[:60]}" is not in the new index.',
                    "Write the number as the new index has it, or none where it is withdrawn.",
                )
            )
        elif first in numbers or second in taken:
            findings.append(
                Finding(
                    "edition-changes.twice",
                    here,
                    f'"{(first if first in numbers else second)[:60]}" stands twice in the mapping.',
                    "Keep one line of it.",
                )
            )
        else:
            numbers[first] = second
            if second:
                taken[second] = first
    return numbers, tuple(findings)


def _rows(text: str, path: str, findings: list[Finding]) -> Iterator[tuple[str, str, Location]]:
    if path.lower().endswith(".csv"):
        try:
            reader = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), strict=True))
        except csv.Error as error:
            findings.append(
                Finding(
                    "edition-changes.csv", Location(path), f"The table can't be read: {error}.", "Save it again as CSV."
                )
            )
            return
        if not reader or [cell.strip().lower() for cell in reader[0][:2]] != ["old", "new"]:
            findings.append(
                Finding(
                    "edition-changes.columns",
                    Location(path),
                    "The first line does not name the columns old and new.",
                    "Write old,new on the first line.",
                )
            )
            return
        for number, row in enumerate(reader[1:], 2):
            if any(cell.strip() for cell in row):
                yield row[0].strip(), row[1].strip() if len(row) > 1 else "", Location(path, number)
        return
    value, broken = read_yaml(text, path)
    findings += broken
    if value is None and broken:
        return
    if not isinstance(value, YamlMapping):
        findings.append(
            Finding(
                "edition-changes.mapping",
                Location(path),
                "The file holds no mapping of numbers.",
                'Write a line a paragraph: "2.4": "2.5".',
            )
        )
        return
    for key, entry in value.entries.items():
        if isinstance(entry, Scalar):
            yield key.strip(), entry.text.strip(), value.keys[key]
        else:
            findings.append(
                Finding(
                    "edition-changes.mapping",
                    value.keys[key],
                    f'"{key[:60]}" has no single new number.',
                    "Write one number, or none where it is withdrawn.",
                )
            )
