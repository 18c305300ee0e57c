"""Files on disk: hashed, flushed, linked, removed; and what the system says when it refuses, in words."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import OutputError

RENAME_WAITS = (0.1, 0.3, 0.6) if os.name == "nt" else ()
"""Seconds waited before a rename is tried again: on Windows a virus scanner holds new files open for a moment."""

DRAFT = ".draft"
"""Ends the name of a file that is being written, to be renamed when it is whole."""

_REASONS = {
    errno.ENOSPC: "the disk is full", errno.EDQUOT: "your share of the disk is used up",
    errno.EROFS: "the disk is read-only", errno.EACCES: "it may not be written", errno.EPERM: "it may not be written",
    errno.ENAMETOOLONG: "its path is too long for this system",
}  # fmt: skip
_NO_LINKS = frozenset(
    {errno.EXDEV, errno.EPERM, errno.EMLINK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EACCES}
)


def reason(error: OSError) -> str:
    """Why the system refused, in words for the person at the keyboard."""
    return _REASONS.get(error.errno or 0, error.strerror or str(error))


@contextmanager
def in_words(what: str) -> Iterator[None]:
    """Turn the system's refusal into an `OutputError`: `{what}: the disk is full`."""
    try:
        yield
    except OSError as error:
        name = f" ({Path(os.fsdecode(error.filename)).name})" if error.filename else ""
        raise OutputError(f"{what}: {reason(error)}{name}.") from error


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def flush_file(path: Path) -> None:
    """Wait until a file's bytes are on the disk itself."""
    # Windows flushes only through a handle that may write.
    handle = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def flush_folders(folders: Iterable[Path]) -> None:
    """Wait until the names in these folders are on the disk itself; on Windows folders can't be flushed."""
    if os.name == "nt":
        return
    for folder in folders:
        flush_file(folder)


def write_flushed(path: Path, data: bytes) -> None:
    """Write a file so that after a power cut its name holds all of the old bytes or all of the new."""
    draft = path.with_name(path.name + DRAFT)
    try:
        with draft.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        rename(draft, path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    flush_folders((path.parent,))


def link_or_copy(source: Path, target: Path) -> None:
    """The same file under a second name; a flushed copy where the disk has no hard links."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target, follow_symlinks=False)
    except (OSError, NotImplementedError) as error:
        if isinstance(error, OSError) and error.errno not in _NO_LINKS:
            raise
        shutil.copy2(source, target, follow_symlinks=False)
        if not target.is_symlink():
            flush_file(target)


def rename(source: Path, target: Path) -> None:
    """Rename, trying again for a moment where the system is known to hold files open."""
    for wait in RENAME_WAITS:
        try:
            source.replace(target)
            return
        except PermissionError:
            time.sleep(wait)
    source.replace(target)


def remove(path: Path) -> None:
    """Remove a file, a link or a folder with all it holds; nothing happens where there is none."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def held_open(folder: Path) -> tuple[str, ...]:
    """Files in a folder that another program holds open, where the system can tell (Windows): by relative path."""
    if os.name != "nt":
        return ()
    held = []
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        try:
            path.rename(path)  # refused for an open file, without effect otherwise
        except OSError:
            held.append(path.relative_to(folder).as_posix())
    return tuple(held)
