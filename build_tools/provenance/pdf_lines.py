"""A PDF's pages as lines with their place, read by PDFium in a process of its own.

A PDF is untrusted: the process that reads it has a limit of time and memory and hands back nothing but JSON, so a file
that breaks the reader breaks no more than that.
"""

from __future__ import annotations

import ctypes
import json
import multiprocessing
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from ..errors import FindingsError
from ..model.finding import Finding
from ..model.location import Location

MAX_BYTES = 60_000_000
MAX_PAGES = 1_000
MAX_LETTERS = 6_000_000
"""A code of three hundred pages has under a million letters."""
MAX_FRAMES = 2_000
"""Frames and rules on one page; further ones are left out."""
SECONDS = 120
MEMORY = 3 * 1024**3
"""Bytes the reading process may take."""
MAX_ANSWER = 200_000_000

_SPACE = 0.15
"""A gap of this share of a letter's height is a space, where the file holds none."""
_RAISED = 0.88
"""A letter under this share of its line's height is a mark on the line, such as a footnote's."""
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\xa0": " ", "\u2011": "‑"}
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of print.

    Attributes:
        left, right: its ends, in points from the page's left edge.
        base: its baseline, in points from the page's top edge.
        height: its letters' height, in points.
        bold: whether all of it is bold.
        text: its words; raised marks are left out.
    """

    left: float
    right: float
    base: float
    height: float
    bold: bool
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the file, counted from 1; `frames` are boxes and rules: left, top, right, bottom."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    frames: tuple[tuple[float, float, float, float], ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a PDF may cost."""

    bytes: int = MAX_BYTES
    pages: int = MAX_PAGES
    letters: int = MAX_LETTERS
    seconds: float = SECONDS


LIMITS = Limits()


def read_lines(path: Path, limits: Limits = LIMITS) -> tuple[Page, ...]:
    """Read a PDF's pages.

    Raises:
        FindingsError: the file can't be read as a PDF, needs a password, is too large, takes too long or holds no text.
            One finding says which.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(1024)
    except OSError as error:
        raise refused(
            path,
            "unreadable",
            f"The file can't be read: {error.strerror or error}.",
            "Check that it exists and may be read.",
        ) from None
    if size > limits.bytes:
        raise refused(
            path,
            "too-large",
            f"The file has {size:,} bytes, more than {limits.bytes:,}.",
            "Give the edition's own PDF, without attachments.",
        )
    if b"%PDF-" not in start:
        raise refused(path, "not-a-pdf", "The file is not a PDF.", "Give the edition as a PDF.")
    answer = _in_a_process(path, limits)
    if problem := answer.get("problem"):
        raise refused(path, *problem)
    return tuple(
        Page(
            p["number"],
            p["width"],
            p["height"],
            tuple(Line(*line) for line in p["lines"]),
            tuple(tuple(f) for f in p["frames"]),
        )
        for p in answer["pages"]
    )


def refused(path: Path, code: str, what: str, mend: str) -> FindingsError:
    """The one finding that says why a PDF can't be used."""
    return FindingsError([Finding(f"edition-import.{code}", Location(path.name), what, mend)])


def _in_a_process(path: Path, limits: Limits) -> dict[str, Any]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_serve, args=(theirs, str(path), limits), daemon=True)
    process.start()
    theirs.close()
    try:
        if not ours.poll(limits.seconds):
            return {
                "problem": [
                    "too-slow",
                    f"Reading it took more than {limits.seconds:g} seconds.",
                    "Save it again from a PDF reader, or print it to a new PDF.",
                ]
            }
        answer: dict[str, Any] = json.loads(ours.recv_bytes(MAX_ANSWER))
        return answer
    except (EOFError, OSError):
        return {
            "problem": [
                "broken",
                "Reading it stopped the PDF reader.",
                "Save it again from a PDF reader, or print it to a new PDF.",
            ]
        }
    finally:
        ours.close()
        process.kill()
        process.join()


def _serve(out: Connection, path: str, limits: Limits) -> None:
    """In the process: read, and send what was read, or the problem."""
    if sys.platform == "linux":  # elsewhere such a limit is not kept, or refused
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard), hard))
    try:
        answer = _read(Path(path), limits)
    except MemoryError:
        answer = {
            "problem": [
                "too-large",
                "Reading it takes too much memory.",
                "Save it again from a PDF reader, or print it to a new PDF.",
            ]
        }
    out.send_bytes(json.dumps(answer).encode())
    out.close()


def _read(path: Path, limits: Limits) -> dict[str, Any]:
    import pypdfium2
    import pypdfium2.raw as pdfium

    try:
        document = pypdfium2.PdfDocument(path.read_bytes())
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD:
            return {
                "problem": [
                    "password",
                    "The PDF asks for a password.",
                    "Save a copy without one, or take the publisher's own file.",
                ]
            }
        return {
            "problem": [
                "broken",
                "The PDF is damaged and can't be opened.",
                "Take the file again from where it was published.",
            ]
        }
    if len(document) > limits.pages:
        return {
            "problem": [
                "too-long",
                f"The PDF has {len(document):,} pages, more than {limits.pages:,}.",
                "Give the edition alone.",
            ]
        }
    pages, letters = [], 0
    for number in range(len(document)):
        try:
            page = document[number]
            words = page.get_textpage()
        except pypdfium2.PdfiumError:
            return {
                "problem": [
                    "broken",
                    f"Page {number + 1} of the PDF is damaged.",
                    "Take the file again from where it was published.",
                ]
            }
        letters += words.count_chars()
        if letters > limits.letters:
            return {
                "problem": [
                    "too-long",
                    f"The PDF holds more than {limits.letters:,} letters.",
                    "Give the edition alone.",
                ]
            }
        width, height = page.get_size()
        pages.append({
            "number": number + 1, "width": width, "height": height,
            "lines": _lines(list(_letters(words, height))), "frames": list(_frames(page, height)),
        })  # fmt: skip
        words.close()
        page.close()
    if not any(p["lines"] for p in pages):
        return {
            "problem": [
                "no-text",
                "The PDF holds no text: its pages are pictures.",
                "Give a PDF with text, as publishers make it, not a scan.",
            ]
        }
    return {"pages": pages}


@dataclass(frozen=True, slots=True)
class _Letter:
    place: int
    character: str
    left: float
    right: float
    base: float
    height: float
    bold: bool


def _letters(words: Any, page_height: float) -> Iterator[_Letter]:
    """The printed letters of a page; those turned on their side, and those a file can't hold as text, are left out."""
    import pypdfium2.raw as pdfium

    x, y, box = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    for index in range(words.count_chars()):
        code = pdfium.FPDFText_GetUnicode(words, index)
        if pdfium.FPDFText_IsGenerated(words, index) == 1:
            continue  # the reader's own guess at spaces and line ends
        at_line_end = pdfium.FPDFText_IsHyphen(words, index) == 1  # the reader has a code of its own for these
        character = "-" if at_line_end else chr(code)
        if unicodedata.category(character) in ("Cc", "Cf", "Cn", "Co", "Cs"):
            continue
        if abs(pdfium.FPDFText_GetCharAngle(words, index)) > 0.1:
            continue
        if not (
            pdfium.FPDFText_GetCharOrigin(words, index, x, y) and pdfium.FPDFText_GetLooseCharBox(words, index, box)
        ):
            continue
        pdfium.FPDFText_GetFontInfo(words, index, name, len(name), flags)
        bold = pdfium.FPDFText_GetFontWeight(words, index) >= 600 or b"bold" in name.value.lower()
        yield _Letter(
            index,
            character.translate(_LIGATURES),
            box.left,
            box.right,
            page_height - y.value,
            box.top - box.bottom,
            bold,
        )


def _lines(letters: list[_Letter]) -> list[tuple[float, float, float, float, bool, str]]:
    """Letters gathered to lines, top to bottom. A raised small letter belongs to the line it is raised from."""
    rows: list[list[_Letter]] = []
    for letter in sorted(
        letters, key=lambda entry: (-entry.height, entry.base)
    ):  # small ones last: they find their line
        near = rows[-1:] if rows and _on_line(rows[-1][0], letter) else rows  # a line's letters come one after another
        row = next((r for r in near if _on_line(r[0], letter)), None)
        if row is None:
            rows.append([letter])
        else:
            row.append(letter)
    made = [_line(row) for row in rows]
    return sorted((line for line in made if line[5].strip()), key=lambda line: (line[2], line[0]))


def _on_line(first: _Letter, letter: _Letter) -> bool:
    rise = first.base - letter.base
    slack = 0.15 * first.height
    return abs(rise) <= slack or (letter.height < _RAISED * first.height and -slack <= rise <= 0.5 * first.height)


def _line(row: list[_Letter]) -> tuple[float, float, float, float, bool, str]:
    height, base = row[0].height, row[0].base
    text, last = "", None
    ordered = sorted(row, key=lambda letter: letter.left)
    for letter in ordered:
        if letter.height < _RAISED * height and letter.base < base - 0.1 * height:
            last = letter  # a raised mark; what follows it follows what stands before it
            continue
        if last is not None:
            twice = letter.character == last.character and letter.left - last.left < 0.05 * height
            if twice and letter.place != last.place + 1:  # next to one another they are the letters of one ligature
                continue  # printed twice to look bold
            gap = letter.left - last.right
            if gap > _SPACE * height and not text.endswith(" ") and letter.character not in " .,;:!?)":
                text += " "
        text += letter.character
        last = letter
    inked = [letter for letter in ordered if not letter.character.isspace()] or ordered
    return (
        inked[0].left,
        max(letter.right for letter in inked),
        base,
        height,
        all(letter.bold for letter in inked),
        " ".join(text.split()),
    )


def _frames(page: Any, page_height: float) -> Iterator[tuple[float, float, float, float]]:
    import pypdfium2.raw as pdfium

    for number, path in enumerate(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH])):
        if number >= MAX_FRAMES:
            return
        left, bottom, right, top = path.get_bounds()
        yield (left, page_height - top, right, page_height - bottom)
