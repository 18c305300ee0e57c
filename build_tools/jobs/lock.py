"""One build at a time in one folder.

The lock is the system's own on an open file, so it ends with the process that holds it, however that ends: a file left
behind by a killed build locks nobody out.
"""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path

from ..errors import BusyError

LOCK = ".lock"
_NO_LOCKS = frozenset({errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS})

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


class FolderLock:
    """The lock of one folder.

    Attributes:
        works: whether the folder's disk has locks at all; some network drives have none.
    """

    def __init__(self, folder: Path):
        self.path, self.works, self._handle = folder / LOCK, True, -1

    def acquire(self) -> None:
        """Take the lock.

        Raises:
            BusyError: another build holds it.
            OSError: the lock's file can't be made.
        """
        while True:
            handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o666)
            try:
                _take(handle)
            except OSError as error:
                if error.errno in _NO_LOCKS:
                    self._handle, self.works = handle, False
                    return
                os.close(handle)
                raise BusyError(
                    f"Another build is at work in {self.path.parent.as_posix()}. Wait until it is done, or name another folder with --out."
                ) from error
            if self._is_still_there(handle):
                self._handle = handle
                return
            # Its last holder removed the file between our opening and our locking it.
            os.close(handle)

    def _is_still_there(self, handle: int) -> bool:
        try:
            return os.path.samestat(os.fstat(handle), self.path.stat())
        except FileNotFoundError:
            return False

    def release(self) -> None:
        """Give the lock back and remove its file."""
        if self._handle < 0:
            return
        if os.name == "nt":
            # An open file can't be removed there. One that another build has opened stays, and is its own to remove.
            os.close(self._handle)
            with suppress(PermissionError):
                self.path.unlink(missing_ok=True)
        else:
            self.path.unlink(missing_ok=True)  # while it is locked, so that nobody locks a file that has no name
            os.close(self._handle)
        self._handle = -1
