"""The exceptions of the kit's tools.

    KitError                 anything that makes going on senseless; its text is for the person at the keyboard
    ├── MisuseError          the command was given something that can't be: raised by the command line and settings
    ├── FindingsError        the sources have errors; carries the findings: raised by the pipeline
    └── OutputError          an output can't be written (disk full, file held open): raised by jobs and outputs
        ├── BusyError        another build is at work in the output folder: raised by jobs
        └── NoEngineError    a library that many outputs need is missing on this machine: raised by outputs

A thing that is wrong in a source file is a `Finding`, not an exception: all are shown in one run.
"""

from collections.abc import Iterable

from .model.finding import Finding


class KitError(Exception):
    """Anything that makes going on senseless."""


class MisuseError(KitError):
    """The command was given something that can't be."""


class FindingsError(KitError):
    """The sources have errors."""

    def __init__(self, findings: Iterable[Finding]):
        self.findings = tuple(findings)
        super().__init__("\n".join(map(str, self.findings)))


class OutputError(KitError):
    """An output can't be written."""


class NoEngineError(OutputError):
    """A library that many outputs need is missing on this machine. Told once, whatever the number of outputs."""


class BusyError(OutputError):
    """Another build is at work in the output folder."""
