"""What the readers share: one reading of a kit, with its findings, and text files read with care."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from ..model.finding import Finding, shorten
from ..model.kit import SourceFile
from ..model.location import Location
from ..model.prose import Prose
from ..prose.parse import parse_prose

MAX_BYTES = 2_000_000
"""A source file larger than this is refused: the largest of a whole course is a tenth of it."""


@dataclass
class Reading:
    """One reading of a kit: where it is, what was found, which files were read.

    Attributes:
        root: the kit's folder, resolved.
        indexed_role: the role that cites the kit's indexed work, known once `works.yml` is read.
    """

    root: Path
    indexed_role: str = "cop"
    findings: list[Finding] = field(default_factory=list)
    sources: list[SourceFile] = field(default_factory=list)
    silenced: list[tuple[str, int, str, str]] = field(default_factory=list)

    def add(self, code: str, location: Location, what: str, mend: str) -> None:
        """Note one thing that is wrong."""
        self.findings.append(Finding(code, location, what, mend))

    def relative(self, path: Path) -> str:
        """A file's name in records and messages."""
        return path.relative_to(self.root).as_posix()

    def prose(self, text: str, location: Location) -> Prose:
        """Parse a piece of MyST."""
        parsed, findings = parse_prose(text, location, self.indexed_role)
        self.findings += findings
        return parsed

    def read_text(self, path: Path) -> str | None:
        """A source file's text with Unix line ends, None where it can't be used (a finding says why).

        A byte-order mark, a tab and Windows line ends are findings: they read alike here but differ in a comparison
        of two versions.
        """
        name = self.relative(path)
        here = Location(name)
        try:
            resolved = path.resolve(strict=True)
            if not resolved.is_relative_to(self.root):
                self.add(
                    "reading.outside", here, "The file leads out of the kit's folder.", "Put a real file in its place."
                )
                return None
            if resolved.stat().st_size > MAX_BYTES:
                self.add("reading.too-large", here, f"The file has more than {MAX_BYTES:,} bytes.", "Split it.")
                return None
            data = resolved.read_bytes()
        except OSError as error:
            self.add(
                "reading.unreadable",
                here,
                f"The file can't be read: {error.strerror or error}.",
                "Check that it exists and may be read.",
            )
            return None
        self.sources.append(SourceFile(name, hashlib.sha256(data).hexdigest()))
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            self.add("reading.not-utf-8", Location(name, line), f"The file is not UTF-8: byte {data[error.start]:#04x} is not text.",
                     "Save it as UTF-8 in your editor.")  # fmt: skip
            return None
        if text.startswith("\ufeff"):
            self.add(
                "reading.byte-order-mark",
                here,
                "The file starts with a byte-order mark.",
                "Save it as UTF-8 without BOM.",
            )
            text = text[1:]
        if "\r" in text:
            line = text.count("\n", 0, text.index("\r")) + 1
            self.add(
                "reading.line-end",
                Location(name, line),
                "The file has Windows line ends.",
                "Save it with Unix line ends (LF).",
            )
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        for line, content in enumerate(text.split("\n"), 1):
            if "\t" in content:
                self.add("reading.tab", Location(name, line), "A tab stands here.", "Use spaces.")
                text = text.replace("\t", "    ")
                break
        for index, character in enumerate(text):
            if (character < " " and character != "\n") or character in "\x7f\u2028\u2029\ufffe\uffff":
                line = text.count("\n", 0, index) + 1
                self.add(
                    "reading.control",
                    Location(name, line),
                    f"A control character ({ord(character):#x}) stands here.",
                    "Delete it.",
                )
                return None
        self._note_silenced(name, text)
        return text

    def _note_silenced(self, name: str, text: str) -> None:
        for number, line in enumerate(text.split("\n"), 1):
            stripped = line.strip()
            if stripped.startswith("<!-- allow:") and stripped.endswith("-->"):
                body = stripped.removeprefix("<!-- allow:").removesuffix("-->")
            elif stripped.startswith("# allow:"):
                body = stripped.removeprefix("# allow:")
            else:
                continue
            code, _, reason = (part.strip() for part in body.partition(","))
            if not code or not reason:
                self.add("reading.allow", Location(name, number), f'"{shorten(stripped)}" gives no reason.',
                         "Write the finding's name, a comma and the reason.")  # fmt: skip
                continue
            self.silenced.append((name, number, code, reason))
