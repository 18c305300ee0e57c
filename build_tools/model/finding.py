"""What a reader or a check has to say about the sources."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from .location import Location


class Severity(StrEnum):
    """An error stops the build; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, where, and how to mend it.

    Attributes:
        code: its stable name; begins with the name of the file that raises it.
        location: the line to go to.
        what: what was met and why it matters, one or two sentences.
        mend: what would do.
        severity: error or warning.
    """

    code: str
    location: Location
    what: str
    mend: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        return f"{self.location}: {self.severity}: {self.what} {self.mend} [{self.code}]"


def sort_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings by file, line and name, each once."""
    return tuple(sorted(set(findings), key=lambda f: (f.location, f.code, f.what)))


def shorten(value: str, limit: int = 60) -> str:
    """A value as a message shows it: on one line, cut when long."""
    flat = " ".join(value.split())
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"
