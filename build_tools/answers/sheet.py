"""A file of typed answers → what each person wrote. Nothing is dropped and nothing is guessed.

Two forms are read, told apart by themselves:

*Lines*, one a person: `Ada Lovelace, B: A T AC "twenty weeks" BCAD`. The version after the comma may be left out where
one is given for all. Answers are parted by spaces, one of several words stands in quotation marks, `-` is a blank.
Where each item takes one letter they may run together: `ABDCA`.

*CSV* with a header: a column `name`, one `version` where there are several, one an item, headed by its number or id.
Commas, semicolons and tabs are understood; so are UTF-8, UTF-16 and Windows-1252.
"""

from __future__ import annotations

import csv
import io
import re
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import OutputError
from ..marking.mark_answer import draw_items
from ..model.interaction import ChooseOne
from ..model.item import Bank, Item
from ..outputs.quizzes.versions import VERSIONS

MAX_BYTES = 20_000_000
MAX_PEOPLE = 20_000
MAX_ANSWER = 5_000
"""Signs of one answer that are kept."""

_NAME_COLUMNS = ("name", "person", "staff", "who")
_LINE = re.compile(r"(?P<name>[^:]*?)(?:,\s*(?P<version>[A-Za-z]))?\s*:\s*(?P<answers>.*)")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one person wrote: by item id, as written. `version` is empty where it could not be read."""

    name: str
    version: str
    written: dict[str, str]
    line: int
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answers:
    """A whole file.

    Attributes:
        columns: (header, item id) as matched, in the file's order; empty for lines.
        problems: what concerns the file and no one person.
    """

    sheets: tuple[Sheet, ...]
    columns: tuple[tuple[str, str], ...] = ()
    problems: tuple[str, ...] = field(default=())


def read_answers(path: Path, bank: Bank, version: str = "") -> Answers:
    """Read a file of typed answers.

    Args:
        path: the file.
        bank: the quiz it is to be for.
        version: the version that everyone had, where the file does not say.

    Raises:
        OutputError: it can't be read, or it is no file of answers to this quiz.
    """
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        raise OutputError(f"{path.name} can't be read: {error.strerror or error}.") from error
    if size > MAX_BYTES:
        raise OutputError(f"{path.name} has {size:,} bytes; {MAX_BYTES:,} are allowed. Is it a file of answers?")
    text = _decoded(path, data)
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        raise OutputError(f"{path.name} is empty. Write a line a person: NAME, VERSION: answers.")
    if len(lines) > MAX_PEOPLE:
        raise OutputError(f"{path.name} has {len(lines):,} lines; {MAX_PEOPLE:,} are allowed. Part it.")
    items = draw_items(bank)
    delimiter = _delimiter(lines[0])
    answers = _from_csv(path, text, items, version, delimiter) if delimiter else _from_lines(text, items, version)
    if not any(sheet.written for sheet in answers.sheets):
        raise OutputError(f'{path.name} holds no answer to the quiz "{bank.title}". Is it somebody else\'s quiz?')
    return Answers(tuple(_with_twins(answers.sheets)), answers.columns, answers.problems)


def _decoded(path: Path, data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        kinds: tuple[str, ...] = ("utf-16",)
    elif b"\0" in data or data.startswith((b"PK", b"\x89PNG", b"%PDF", b"\xff\xd8\xff")):
        raise OutputError(f"{path.name} is not a text file. Save the answers as CSV, or type them in a text editor.")
    else:
        kinds = ("utf-8-sig", "cp1252")
    for kind in kinds:
        try:
            return data.decode(kind)
        except UnicodeDecodeError:
            continue
    raise OutputError(f"{path.name} is in no encoding that is understood. Save it as UTF-8.")


def _delimiter(header: str) -> str:
    """What parts the columns, where the first line is a header; empty where it is a person's own line."""
    for delimiter in ("\t", ";", ","):
        cells = [cell.strip().strip('"').lower() for cell in header.split(delimiter)]
        if len(cells) > 1 and cells[0] in _NAME_COLUMNS:
            return delimiter
    return ""


def _from_csv(path: Path, text: str, items: Sequence[Item], version: str, delimiter: str) -> Answers:
    rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        listed = [(rows.line_num, row) for row in rows]
    except csv.Error as error:
        raise OutputError(f"{path.name}, line {rows.line_num}: the CSV can't be read: {error}.") from error
    header = [cell.strip() for cell in listed[0][1]]
    known = {item.id: item.id for item in items} | {str(number): item.id for number, item in enumerate(items, 1)}
    columns: list[tuple[int, str, str]] = []
    problems: list[str] = []
    version_at = next((n for n, cell in enumerate(header) if cell.lower() == "version"), -1)
    for place, cell in enumerate(header[1:], 1):
        id = known.get(cell.lower().removeprefix("question ").removeprefix("q").strip()) or known.get(cell)
        if place == version_at:
            continue
        if id is None:
            problems.append(f'The column "{cell[:60]}" is no item of this quiz, so it is not marked.')
        elif any(id == other for _, _, other in columns):
            problems.append(f'The column "{cell[:60]}" stands twice; the first one is marked.')
        else:
            columns.append((place, cell, id))
    if not columns:
        raise OutputError(
            f"{path.name}, line 1: no column is an item of this quiz. Head the columns 1, 2, 3 …, or by the items' ids."
        )
    missing = [str(number) for number, item in enumerate(items, 1) if all(item.id != id for _, _, id in columns)]
    if missing:
        problems.append(f"No column for item {', '.join(missing)}: it is blank for everyone.")
    sheets = []
    for line, row in listed[1:]:
        if not any(cell.strip() for cell in row):
            continue
        doubts = [] if len(row) <= len(header) else [f"The row has {len(row)} cells; the header has {len(header)}."]
        had, doubt = _version(row[version_at] if 0 <= version_at < len(row) else "", version)
        written = {id: row[place].strip()[:MAX_ANSWER] for place, _, id in columns if place < len(row)}
        sheets.append(Sheet(_name(row[0], line), had, written, line, (*doubts, *doubt)))
    return Answers(tuple(sheets), tuple((cell, id) for _, cell, id in columns), tuple(problems))


def _from_lines(text: str, items: Sequence[Item], version: str) -> Answers:
    return Answers(tuple(_sheets(text, items, version)))


def _sheets(text: str, items: Sequence[Item], version: str) -> Iterator[Sheet]:
    single = all(isinstance(item.interaction, ChooseOne) for item in items)
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = _LINE.fullmatch(line.strip())
        name, answers = (match["name"], match["answers"]) if match else ("", line.strip())
        had, doubts = _version(match["version"] or "" if match else "", version)
        try:
            pieces = shlex.split(answers, posix=True)
        except ValueError:
            pieces, doubts = answers.split(), (*doubts, "A quotation mark is never closed.")
        if single and len(pieces) == 1 and len(items) > 1:
            pieces = list(pieces[0])
        if len(pieces) != len(items):
            doubts = (*doubts, f"{len(pieces)} answers are written; the quiz has {len(items)} items.")
        written = {item.id: piece[:MAX_ANSWER] for item, piece in zip(items, pieces, strict=False)}
        yield Sheet(_name(name, number), had, written, number, doubts)


def _version(written: str, given: str) -> tuple[str, tuple[str, ...]]:
    letter = written.strip().upper() or given
    if letter in VERSIONS:
        return letter, ()
    said = (
        f'"{written.strip()}" is no version of the paper.'
        if written.strip()
        else "The version of the paper is not said."
    )
    return "", (f"{said} Until it is, nothing of this sheet is marked.",)


def _name(written: str, line: int) -> str:
    """The name as typed, on one line; a sheet without one is called after its line."""
    return " ".join("".join(c if c.isprintable() else " " for c in written).split())[:200] or f"Sheet on line {line}"


def _with_twins(sheets: Sequence[Sheet]) -> Iterator[Sheet]:
    """Two sheets of one name may be two people: both are kept, and both say so."""
    names = [sheet.name.casefold() for sheet in sheets]
    for sheet, name in zip(sheets, names, strict=True):
        if names.count(name) > 1:
            yield Sheet(f"{sheet.name} (line {sheet.line})", sheet.version, sheet.written, sheet.line,
                        (*sheet.doubts, f'"{sheet.name}" stands {names.count(name)} times.'))  # fmt: skip
        else:
            yield sheet
