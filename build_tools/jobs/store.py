"""The output folder: each part is made beside its place and swapped in whole, and `manifest.json` is the commit record.

A build goes through these steps; the disk is flushed after each, so that a power cut leaves one of them too:

    1. .making-<part> is filled; the parts in place are not touched
    2. .manifest-next.json is written: from here the build can be finished from what is on the disk
    3. for each part: the old one is renamed to .old-<part>, the new one takes its place
    4. .manifest-next.json is renamed to manifest.json
    5. .old-<part> is removed

The next build looks first. With .manifest-next.json it finishes steps 3 to 5; without, it removes what is being made
and puts back what stands aside.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from ..errors import OutputError
from ..model.finding import Finding, Severity
from ..model.location import Location
from ..model.output_format import PARTS, TRACE
from . import disk
from .lock import LOCK, FolderLock
from .manifest import MANIFEST, Manifest, read_manifest
from .run import Outcome

MAKING, OLD, NEXT = ".making-", ".old-", ".manifest-next.json"
JOBS = f"{MAKING}jobs"
"""Each job works in a folder of its own in here, so none can write into another's files, or into the last build's."""

_OF_THE_SYSTEM = (".DS_Store", "Thumbs.db", "desktop.ini")
"""Files that file managers leave; they are dropped."""


class Store:
    """One output folder, locked by this build for as long as its `with` block lasts.

    Args:
        folder: the output folder.
        written_into: formats whose files people write into; a change in one is told by the format itself.

    Attributes:
        folder: the output folder.
        last: the record of the last build; an empty one where there is none.
        findings: what was met: parts held open, files that are not ours.

    Raises:
        OutputError: on entering, where the folder can't be used or another build is at work in it.
    """

    def __init__(self, folder: Path, written_into: frozenset[str] = frozenset()):
        self.folder, self.last = folder, Manifest()
        self._written_into = written_into
        self.findings: list[Finding] = []
        self._lock = FolderLock(folder)
        self._found_damaged: dict[str, frozenset[str]] = {}

    def __enter__(self) -> Self:
        with disk.in_words(f"The folder {self.folder.as_posix()} can't be used"):
            self.folder.mkdir(parents=True, exist_ok=True)
            self._lock.acquire()
        try:
            if not self._lock.works:
                self._find(
                    "store.no-lock",
                    self.folder.name,
                    "The disk of the output folder has no locks.",
                    "See to it that no other build runs in it.",
                    Severity.WARNING,
                )
            with (
                disk.in_words(f"What an earlier build left in {self.folder.as_posix()} can't be cleared away"),
                uninterrupted() as pressed,
            ):
                self._mend()
            if pressed:
                raise KeyboardInterrupt
            self.last = self._read_last()
        except BaseException:
            self._lock.release()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if not self._path(NEXT).exists():  # else it takes a new build to finish it
                self._clear(MAKING)
                self._clear_drafts()
        finally:
            self._lock.release()
        if not any(self.folder.iterdir()):
            self.folder.rmdir()

    # What the last build left

    def whole(self, part: str, keys: Mapping[str, str]) -> frozenset[str]:
        """The jobs of a part, out of `keys` (job name to key), whose files need not be made again.

        Those are the jobs that had the same key last time and whose files are all there with the bytes they had.
        """
        before = self.last.jobs.get(part, {})
        return frozenset(
            name for name, key in keys.items() if name in before and before[name].key == key
        ) - self._damaged(part)

    def _damaged(self, part: str) -> frozenset[str]:
        """Jobs whose files are not as they were made. A file with other bytes is told of: it may be someone's work."""
        if part not in self._found_damaged:
            damaged, changed = set(), []
            for path, record in self.last.files_of(part).items():
                file = self.folder / path
                if file.is_symlink() or not file.is_file():
                    damaged.add(record.job)
                elif file.stat().st_size != record.bytes or disk.sha256_of(file) != record.sha256:
                    damaged.add(record.job)
                    if record.job.split(" ")[0] not in self._written_into:
                        changed.append(path)
            self._name_some(changed, "store.changed-by-hand", "was changed after it was made, and is made again",
                            "were changed after they were made, and are made again", "Keep your own version outside the output folder.")  # fmt: skip
            self._found_damaged[part] = frozenset(damaged)
        return self._found_damaged[part]

    # Making

    def job_folder(self, number: int) -> Path:
        """Where a job makes its files."""
        return self._path(JOBS) / str(number)

    def last_of(self, part: str) -> Path | None:
        """The folder of a part as the last build left it, or as people changed it since; None where there is none."""
        folder = self.folder / part
        return folder if folder.is_dir() and not folder.is_symlink() else None

    def assemble(
        self, part: str, kept: Iterable[str], made: Mapping[Path, Outcome], failed: frozenset[str] = frozenset()
    ) -> None:
        """Fill `.making-<part>`: `kept` files of the last build, by path, and what jobs made, by their folders.

        What people have changed of a job that `failed` stays too, as it is.

        Raises:
            OutputError: two jobs made the same file, or the disk refuses.
        """
        making, place = self._path(MAKING + part), self._path(part)
        if place.exists() and not place.is_dir():
            raise OutputError(f"{place.as_posix()} is a file, where a folder is to be. Move it elsewhere.")
        taken: dict[str, str] = {}
        with disk.in_words(f'The part "{part}" could not be made; the last one stays'):
            making.mkdir()
            for path in sorted(kept):
                disk.link_or_copy(self.folder / path, making / path.removeprefix(part + "/"))
                taken[path.removeprefix(part + "/").lower()] = self.last.files[path].job
            for folder, outcome in made.items():
                for file in outcome.files:
                    # Compared without case: on Windows and macOS two such names are one file.
                    if (other := taken.get(file.path.lower())) is not None:
                        raise OutputError(
                            f'The job "{outcome.job.name}" makes {part}/{file.path}, which the job "{other}" has made already.'
                        )
                    taken[file.path.lower()] = outcome.job.name
                    target = making / file.path
                    target.parent.mkdir(parents=True, exist_ok=True)
                    disk.rename(folder / file.path, target)
            self._carry_strangers(part, making, taken, failed)
            disk.flush_folders([making, *(p for p in making.rglob("*") if p.is_dir() and not p.is_symlink())])

    def drop(self, part: str) -> None:
        """Remove what was assembled of a part."""
        self._clear_one(MAKING + part)

    def _carry_strangers(self, part: str, making: Path, taken: Mapping[str, str], failed: frozenset[str]) -> None:
        """Bring over files that no build of ours made: someone has put them there and would miss them."""
        place = self._path(part)
        known = {path.lower() for path, record in self.last.files_of(part).items() if record.job not in failed}
        carried = []
        for file in sorted(p for p in place.rglob("*") if p.is_symlink() or not p.is_dir()) if place.is_dir() else ():
            path = file.relative_to(place).as_posix()
            if (
                f"{part}/{path}".lower() in known
                or path.lower() in taken
                or file.name in _OF_THE_SYSTEM
                or file.name.startswith("~$")
            ):
                continue
            disk.link_or_copy(file, making / path)
            carried.append(f"{part}/{path}")
        self._name_some(
            carried,
            "store.not-ours",
            "is not of this program's making; it stays",
            "are not of this program's making; they stay",
            "Keep your own files outside the output folder.",
        )

    # Swapping in

    def commit(self, manifest: Manifest, parts: Iterable[str]) -> Manifest:
        """Put the assembled `parts` in place, and make `manifest` the record.

        Returns:
            The record as written: a part that is held open elsewhere stays as it was, and so does what is said of it.

        Raises:
            OutputError: the disk refuses. Until the first part is swapped, the last build is untouched.
        """
        # Ctrl-C that comes now comes too late: the build is as good as done, and is told as such.
        with disk.in_words("The new output could not be put in place"), uninterrupted():
            disk.remove(self._path(JOBS))
            disk.flush_folders((self.folder,))
            disk.write_flushed(self._path(NEXT), manifest.to_bytes())
            self.last = self._finish(manifest, frozenset(parts))
        return self.last

    def _finish(self, manifest: Manifest, parts: frozenset[str]) -> Manifest:
        """Steps 3 to 5."""
        held = {part for part in PARTS if part in parts and not self._swap(part)}
        disk.flush_folders((self.folder,))
        if held:
            manifest = manifest.with_parts(self.last, frozenset(held))
            disk.write_flushed(self._path(NEXT), manifest.to_bytes())
            for part in held:
                disk.remove(self._path(MAKING + part))
        disk.rename(self._path(NEXT), self._path(MANIFEST))
        disk.flush_folders((self.folder,))
        self._clear(OLD)
        return manifest

    def _swap(self, part: str) -> bool:
        making, place, aside = self._path(MAKING + part), self._path(part), self._path(OLD + part)
        if _is_there(place) and not self._put_aside(part):
            return False
        try:
            if any(making.iterdir()):
                disk.rename(making, place)
            else:  # all its files are gone with their sources
                making.rmdir()
        except OSError as error:
            if _is_there(aside):
                disk.rename(aside, place)
            self._held(part, error)
            return False
        return True

    def _put_aside(self, part: str) -> bool:
        place, aside = self._path(part), self._path(OLD + part)
        try:
            disk.remove(aside)
            disk.rename(place, aside)
        except OSError as error:
            self._held(part, error)
            return False
        return True

    def _held(self, part: str, error: OSError) -> None:
        place = self._path(part)
        files = disk.held_open(place)
        what = (
            f"{part}/{files[0]}" + (f" and {len(files) - 1} more" if files[1:] else "")
            if files
            else f"A file in {part}/"
        )
        self._find("store.held-open", f"{part}/{files[0]}" if files else part,
                   f"{what} is held open by another program, or may not be moved ({disk.reason(error)}), so {part}/ stays as it was.",
                   "Close it there and build again.", Severity.ERROR)  # fmt: skip

    def put_at_head(self, name: str, content: bytes) -> None:
        """Write a file that belongs to no part, where it has changed.

        One that can't be written is a finding: a spreadsheet may hold it open, and the parts are in place by now.
        """
        place = self._path(name)
        try:
            if not place.is_file() or place.read_bytes() != content:
                disk.write_flushed(place, content)
        except OSError as error:
            self._find(
                "store.held-open",
                name,
                f"{name} is held open by another program, or may not be written ({disk.reason(error)}), so it stays as it was.",
                "Close it there and build again.",
                Severity.ERROR,
            )

    # Mending

    def _mend(self) -> None:
        """Finish or undo a build that was cut off."""
        disk.remove(self._path(JOBS))
        self._clear_drafts()
        self.last = self._read_last(silently=True)
        if (plan := self._read_plan()) is not None:
            self._finish(
                plan, frozenset(p for p in PARTS if _is_there(self._path(MAKING + p)) and self._is_planned(p, plan))
            )
        for part in PARTS:
            place, aside = self._path(part), self._path(OLD + part)
            if _is_there(aside) and not _is_there(place) and part in self._read_last(silently=True).jobs:
                disk.rename(aside, place)
        self._clear(MAKING)
        self._clear(OLD)

    def _is_planned(self, part: str, plan: Manifest) -> bool:
        """Whether what is being made belongs to the plan: not where it was held open and so stays as it was."""
        files = plan.files_of(part)
        return files != self.last.files_of(part) or (bool(files) and not _is_there(self._path(part)))

    def _read_plan(self) -> Manifest | None:
        try:
            return read_manifest(self._path(NEXT))
        except ValueError:  # it is renamed into its place whole, so nothing was swapped yet where it can't be read
            disk.remove(self._path(NEXT))
            return None

    def _read_last(self, silently: bool = False) -> Manifest:
        try:
            return read_manifest(self._path(MANIFEST)) or Manifest()
        except ValueError as error:
            if not silently:
                self._find(
                    "store.manifest",
                    MANIFEST,
                    f"The record of the last build can't be read: {error}.",
                    "Nothing to do: everything is made again.",
                    Severity.WARNING,
                )
            return Manifest()

    def _clear_drafts(self) -> None:
        disk.remove(self._path(NEXT + disk.DRAFT))
        disk.remove(self._path(TRACE + disk.DRAFT))

    def _clear(self, prefix: str) -> None:
        for part in (*PARTS, JOBS.removeprefix(MAKING)):
            self._clear_one(prefix + part)

    def _clear_one(self, name: str) -> None:
        try:
            disk.remove(self._path(name))
        except OSError as error:
            self._find(
                "store.left-over",
                name,
                f"{name} could not be removed: {disk.reason(error)}.",
                "Nothing to do: the next build tries again.",
                Severity.WARNING,
            )

    # Saying

    def _path(self, name: str) -> Path:
        return self.folder / name

    def _find(self, code: str, path: str, what: str, mend: str, severity: Severity) -> None:
        self.findings.append(Finding(code, Location(path), what, mend, severity))

    def _name_some(self, paths: list[str], code: str, one: str, several: str, mend: str) -> None:
        """One finding for all files of a kind: a whole part can be of it."""
        if len(paths) == 1:
            self._find(code, paths[0], f"{paths[0]} {one}.", mend, Severity.WARNING)
        elif paths:
            named = ", ".join(paths[:3]) + (f" and {len(paths) - 3:,} more" if paths[3:] else "")
            self._find(code, paths[0], f"{named} {several}.", mend, Severity.WARNING)


def was_cut_off(folder: Path) -> bool:
    """Whether a build in this folder was cut off and is still to be finished or undone."""
    return folder.is_dir() and any(p.name.startswith((MAKING, OLD, NEXT)) or p.name == LOCK for p in folder.iterdir())


def _is_there(path: Path) -> bool:
    return path.is_symlink() or path.exists()


@contextmanager
def uninterrupted() -> Iterator[list[int]]:
    """Put Ctrl-C off until the block is through: it takes a moment, and half of it is no use to anyone.

    Yields:
        A list that holds something where it was pressed.
    """
    pressed: list[int] = []
    if threading.current_thread() is not threading.main_thread():  # only the main thread is interrupted
        yield pressed
        return
    before = signal.signal(signal.SIGINT, lambda number, frame: pressed.append(number))
    try:
        yield pressed
    finally:
        signal.signal(signal.SIGINT, before)
