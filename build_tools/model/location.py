"""Where a record was read: kept on every record from the moment it is read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A line of a source file.

    Attributes:
        path: the file, relative to the kit's folder, with forward slashes.
        line: counted from 1.
    """

    path: str
    line: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"
