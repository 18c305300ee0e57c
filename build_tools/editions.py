"""Editions of an indexed work: an index held against its PDF, and two indexes compared: read, compared, written."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from .errors import FindingsError, KitError, MisuseError, OutputError
from .model.finding import Finding, Severity
from .model.kit import Kit
from .model.location import Location
from .model.module import ROLES
from .model.reference import Index, Work
from .provenance.edition import Edition
from .provenance.edition_changes import Change, Changes, compare_editions, read_numbers, same
from .provenance.edition_import import Outcome, Verdict, compare
from .provenance.edition_reading import read_edition
from .provenance.edition_uses import MarkedUse, uses_of, uses_of_change
from .provenance.index_edits import check_edited, difference, edited, what_rises
from .provenance.pdf_lines import LIMITS, Limits, read_lines, refused
from .provenance.what_changed import ID, Editions, sources_of
from .schema.reading import Reading
from .source.load_kit import load_kit
from .source.reference_files import read_index

T = TypeVar("T")


@dataclass(frozen=True)
class Import:
    """An edition's PDF read, and what it says of the kit's index."""

    kit_root: Path
    kit: Kit
    work: Work
    index: Index
    edition: Edition
    verdicts: tuple[Verdict, ...]

    @property
    def index_file(self) -> Path:
        """The index's file."""
        return self.kit_root / self.index.location.path

    @property
    def ok(self) -> bool:
        """Whether nothing is contradicted and all was found."""
        return not any(v.outcome in (Outcome.CONTRADICTED, Outcome.NOT_FOUND) for v in self.verdicts)


@dataclass(frozen=True, slots=True)
class Proposal:
    """The index as it would read, and the difference; both empty strings where nothing would change."""

    path: Path
    text: str
    difference: str


def import_edition(pdf: Path, kit_root: Path, as_of: date, work_id: str = "", limits: Limits = LIMITS) -> Import:
    """Read an edition's PDF and hold the kit's index against it.

    Args:
        pdf: the edition, supplied by the author.
        kit_root: the kit's folder.
        as_of: the day that counts as today.
        work_id: the indexed work; the one bare paragraph numbers cite where empty.
        limits: what reading the PDF may cost.

    Raises:
        MisuseError: the work is not there or has no index.
        FindingsError: the sources can't be read, or the PDF can't: then one finding says why.
    """
    root = kit_root.resolve()
    kit, findings = load_kit(root, as_of)
    _stop_on_errors(findings)
    work = kit.work(work_id)
    index = next((i for i in kit.indexes if work is not None and i.work == work.id), None)
    if work is None or index is None:
        known = ", ".join(w.id for w in kit.works if w.index) or "none"
        whose = f'The work "{work_id}"' if work_id else "The kit"
        raise MisuseError(f"{whose} has no paragraph index. Works with one: {known}.")
    edition = read_edition(read_lines(pdf, limits))
    if not edition.paragraphs:
        raise refused(
            pdf,
            "no-paragraphs",
            "No numbered paragraph was found in it.",
            "Give the whole edition: its paragraphs are numbered 1.1 or i at the left.",
        )
    return Import(root, kit, work, index, edition, compare(kit, index, edition))


def _stop_on_errors(findings: Iterable[Finding]) -> None:
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    if errors:
        raise FindingsError(errors)


def propose(done: Import, store_text: bool = False) -> Proposal:
    """The index with what the edition confirms raised to `primary`; nothing is written.

    Raises:
        MisuseError: most of the index was not found, so the PDF is of something else.
        KitError: the file can't be changed line by line.
    """
    entries = [v for v in done.verdicts if v.what in ("paragraph", "range", "page")]
    missing = sum(v.outcome is Outcome.NOT_FOUND for v in entries)
    if entries and missing * 2 > len(entries):
        raise MisuseError(
            f"{missing} of the index's {len(entries)} entries are not in this PDF. It seems to be another edition, or another work; nothing was written."
        )
    raised = what_rises(done.index, done.edition, done.verdicts, store_text)
    old = done.index_file.read_text("utf-8")
    new = edited(old, done.index, raised, done.kit.as_of)
    path = done.index.location.path
    reading = Reading(done.kit_root)
    again = read_index(new, path, done.index.work, reading)
    if reading.findings:
        raise KitError(
            f"Changing the index line by line would break it ({reading.findings[0].what}) Nothing was written."
        )
    check_edited(done.index, again, raised)
    return Proposal(done.index_file, new if new != old else "", difference(old, new, path))


def write_copy(proposal: Proposal) -> Path:
    """Write the changed index beside the old one; its path."""
    path = proposal.path.with_name(f"{proposal.path.stem}.imported.yml")
    _write(path, proposal.text)
    return path


def write_in_place(proposal: Proposal) -> Path:
    """Put the changed index in the old one's place; its path."""
    _write(proposal.path, proposal.text)
    return proposal.path


def _write(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".cpd-")
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
        Path(name).chmod(mode)
        Path(name).replace(path)
    except OSError as error:
        raise OutputError(f"{path.as_posix()} can't be written: {error.strerror or error}.") from error


@dataclass(frozen=True)
class Comparison:
    """Two editions compared, and what in the kit rests on each change."""

    kit: Kit
    changes: Changes
    uses: tuple[tuple[Change, tuple[MarkedUse, ...]], ...]
    old_text: str
    new_text: str


def compare_indexes(
    old: Path, new: Path, kit_root: Path, as_of: date, mapping: Path | None = None, cited: str = ""
) -> Comparison:
    """Compare two index files and find what in a kit cites the paragraphs that differ.

    Args:
        old: the earlier edition's index.
        new: the later edition's.
        kit_root: the kit's folder.
        as_of: the day that counts as today.
        mapping: a file of old and new numbers.
        cited: whose numbers the kit's citations have, `old` or `new`; where empty, those of the edition that more of
            the kit's own index agrees with.

    Raises:
        FindingsError: a file or the kit can't be read.
        MisuseError: the kit has no indexed work.
    """
    kit, findings = load_kit(kit_root, as_of)
    _stop_on_errors(findings)
    work = kit.indexed_work
    if work is None:
        raise MisuseError("The kit has no indexed work.")
    old_index, old_text = _read(old, lambda text, path, reading: read_index(text, path, work.id, reading))
    new_index, new_text = _read(new, lambda text, path, reading: read_index(text, path, work.id, reading))
    numbers: dict[str, str] = {}
    if mapping is not None:
        (numbers, wrong), _ = _read(mapping, lambda text, path, reading: read_numbers(text, path, old_index, new_index))
        if wrong:
            raise FindingsError(wrong)
    for index, path in ((old_index, old), (new_index, new)):
        _stop_on_errors(_repeated(index, path))
    own = next(index for index in kit.indexes if index.work == work.id)
    changes = compare_editions(old_index, new_index, numbers, cited or _nearer(own, old_index, new_index))
    uses = uses_of(kit)
    return Comparison(
        kit,
        changes,
        tuple((change, uses_of_change(uses, changes, change)) for change in changes.listed),
        old_text,
        new_text,
    )


def _repeated(index: Index, path: Path) -> Iterator[Finding]:
    """Entries that stand twice: nobody could tell which of them the other edition changes."""
    seen: set[str] = set()
    for entry in index.paragraphs:
        if entry.id in seen:
            here = Location(path.as_posix(), entry.location.line)
            yield Finding("editions.repeated", here, f'The entry "{entry.id}" is there already.', "Keep one of them.")
        seen.add(entry.id)


def _nearer(own: Index, old: Index, new: Index) -> str:
    """The edition an index is of: the one more of its entries agree with; the old one where both do alike."""

    def agreeing(index: Index) -> int:
        entries = {entry.id: entry for entry in index.paragraphs}
        return sum(entry.id in entries and same(entry, entries[entry.id]) for entry in own.paragraphs)

    return "new" if agreeing(new) > agreeing(old) else "old"


def _read(path: Path, read: Callable[[str, str, Reading], T]) -> tuple[T, str]:
    """Read one file outside a kit; its record and its text."""
    reading = Reading(path.parent.resolve())
    text = reading.read_text(reading.root / path.name)
    record = read(text or "", path.as_posix(), reading)
    if reading.findings:
        raise FindingsError(reading.findings)
    assert text is not None
    return record, text


def write_what_changed(comparison: Comparison, folder: Path, since: date | None = None) -> tuple[Path, ...]:
    """Write a small kit that teaches the changes: a module with three slides, a handout and a quiz.

    Args:
        comparison: what was compared.
        folder: a folder that is not there, or is empty, or holds such a kit.
        since: the day the new edition holds from; the new work's `in-force` where not given.

    Raises:
        MisuseError: nothing differs, the day is not known, or the folder holds something else.
        FindingsError: what was written does not load, which the indexes are to blame for.
    """
    changes = comparison.changes
    if not changes.listed:
        raise MisuseError("The two editions say the same: there is nothing to write.")
    old, new = _works(comparison.kit, changes.cited)
    day = since or new.in_force
    if day is None:
        raise MisuseError("Say since when the new edition holds: --since 2027-09-01.")
    if folder.exists() and any(folder.iterdir()) and not (folder / "modules" / f"{ID}.md").is_file():
        raise MisuseError(f"{folder.as_posix()} holds other files. Name an empty folder.")
    cited = {
        citation.work for index in (changes.old, changes.new) for entry in index.paragraphs for citation in entry.law
    }
    others = tuple(
        replace(w, supersedes="", superseded_by="")
        for w in comparison.kit.works
        if w.id in cited - {old.id, new.id} and not w.index
    )
    audience = {role for module in comparison.kit.modules for role in module.audience}
    counts = Counter(
        use.use.kind
        for use in {marked for _, uses in comparison.uses for marked in uses if marked.mark}
        if use.use.kind in ("slide", "handout", "item")
    )
    editions = Editions(old, replace(new, in_force=day), others, day, comparison.kit.as_of, tuple(r for r in ROLES if r in audience) or ("leaders",),
                        comparison.old_text, comparison.new_text, counts)  # fmt: skip
    files = sources_of(
        replace(changes, old=replace(changes.old, work=old.id), new=replace(changes.new, work=new.id)), editions
    )
    for name, text in files.items():
        _write(folder / name, text)
    _, findings = load_kit(folder, comparison.kit.as_of)
    if findings:
        raise FindingsError(
            tuple(
                Finding(
                    f.code, Location((folder / f.location.path).as_posix(), f.location.line), f.what, f.mend, f.severity
                )
                for f in findings
            )
        )
    return tuple(folder / name for name in files)


def _works(kit: Kit, cited: str) -> tuple[Work, Work]:
    """The two editions as works; the one `works.yml` does not tell of is named after the one it does."""
    own = kit.indexed_work
    assert own is not None
    old: Work | None = own
    new: Work | None = own
    if cited == "new":
        old = kit.work(own.supersedes) if own.supersedes else None
    else:
        new = kit.work(own.superseded_by) if own.superseded_by else None
    blank = replace(own, edition="", published="", in_force=None, checked=None, locators=())
    if old is None:
        old = replace(blank, id=f"{own.id}-before", short=f"{own.short} (earlier edition)")
    if new is None:
        new = replace(blank, id=f"{own.id}-new", short=f"{own.short} (new edition)")
    return (
        replace(old, role="", index=f"{old.id}.yml", supersedes="", superseded_by=new.id),
        replace(new, role=own.role, index=f"{new.id}.yml", supersedes=old.id, superseded_by=""),
    )
