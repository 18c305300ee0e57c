"""Records of the source format as data: what keys a record has, of what kind, and what each means.

Reading, checking, JSON Schemas and the documentation all come from these; `records.py` lists them.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from ..model.citation import Citation, parse_citation
from ..model.finding import shorten
from ..model.location import Location
from ..model.prose import Prose
from .reading import Reading
from .yaml_lines import Mapping, Scalar, Sequence, Value

NO_PROSE = Prose("", (), Location(""))
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
MAX_ID = 60
WHOLE_LIMIT = 1_000_000


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a record.

    Attributes:
        name: as authors write it.
        kind: a name out of `KINDS`.
        doc: what it means, for documentation and editors.
        required: whether it must stand.
        among: the closed set its words come from.
        record: the record of each entry, for kind `records`, or of the value, for kind `record`.
        default: the value where the key does not stand; kinds have one of their own.
    """

    name: str
    kind: str
    doc: str
    required: bool = False
    among: tuple[str, ...] = ()
    record: Record | None = None
    default: Any = None


@dataclass(frozen=True, slots=True)
class Record:
    """A named record and its keys."""

    name: str
    keys: tuple[Key, ...]

    def key(self, name: str) -> Key:
        """The key of this name."""
        return next(key for key in self.keys if key.name == name)


@dataclass(frozen=True, slots=True)
class Fields:
    """A record as read: typed values by key name, with the line of each."""

    values: dict[str, Any]
    lines: dict[str, Location]
    location: Location

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def at(self, name: str) -> Location:
        """The line a key stands on; the record's own where it does not stand."""
        return self.lines.get(name, self.location)

    def has(self, name: str) -> bool:
        """Whether the author wrote the key."""
        return name in self.lines


def read_record(record: Record, value: Value | None, reading: Reading, location: Location) -> Fields:
    """Read a mapping as a record: every key typed, every fault a finding, defaults filled in."""
    if not isinstance(value, Mapping):
        if value is not None or any(key.required for key in record.keys):
            met = (
                "nothing" if value is None else "a list" if isinstance(value, Sequence) else f'"{shorten(value.text)}"'
            )
            reading.add("schema.not-a-record", location if value is None else value.location,
                        f"Here stands {met} where {record.name} is wanted.", f"Write its keys: {_wanted(record)}.")  # fmt: skip
        value = Mapping({}, {}, location)
        missing: tuple[str, ...] = ()
    else:
        missing = tuple(key.name for key in record.keys if key.required and key.name not in value.entries)
    known = {key.name: key for key in record.keys}
    for name, where in value.keys.items():
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            reading.add("schema.unknown-key", where, f'"{shorten(name)}" is not a key of {record.name}.',
                        f'Did you mean "{near[0]}"?' if near else f"Known keys: {', '.join(known)}.")  # fmt: skip
    for name in missing:
        reading.add(
            "schema.missing-key", value.location, f'{record.name} has no "{name}".', f"Add it: {known[name].doc}."
        )
    values: dict[str, Any] = {}
    for key in record.keys:
        entry = value.entries.get(key.name)
        empty = isinstance(entry, Scalar) and not entry.text.strip() and not entry.quoted
        if entry is None or empty:
            if empty and key.required:
                reading.add("schema.empty", value.keys[key.name], f'"{key.name}" is empty.', f"Write it: {key.doc}.")
            values[key.name] = KINDS[key.kind].default(key)
        else:
            values[key.name] = KINDS[key.kind].read(key, entry, reading)
    return Fields(values, dict(value.keys), value.location)


def _wanted(record: Record) -> str:
    return ", ".join(key.name for key in record.keys if key.required) or ", ".join(key.name for key in record.keys)


@dataclass(frozen=True, slots=True)
class Kind:
    """How values of one kind are read, what stands for a missing one, and its JSON Schema."""

    read: Callable[[Key, Value, Reading], Any]
    default: Callable[[Key], Any]
    json: Callable[[Key], dict[str, Any]]


def _text_of(key: Key, value: Value, reading: Reading) -> str | None:
    if isinstance(value, Scalar):
        return " ".join(value.text.split()) if not value.block else value.text.strip()
    reading.add("schema.not-text", value.location, f'"{key.name}" holds a {"list" if isinstance(value, Sequence) else "record"} where a text is wanted.',
                "Write one text; put it in quotes where it holds a colon or starts with a mark.")  # fmt: skip
    return None


def _bad(key: Key, value: Value, reading: Reading, text: str, wanted: str) -> None:
    reading.add("schema.bad-value", value.location, f'"{key.name}" is "{shorten(text)}".', f"Write {wanted}.")


def _read_text(key: Key, value: Value, reading: Reading) -> str:
    return _text_of(key, value, reading) or ""


def _read_id(key: Key, value: Value, reading: Reading) -> str:
    text = _text_of(key, value, reading) or ""
    if text and (not ID.fullmatch(text) or len(text) > MAX_ID):
        _bad(key, value, reading, text, f"an id: lower-case words joined by hyphens, {MAX_ID} letters at most")
        return ""
    return text


def _read_whole(key: Key, value: Value, reading: Reading) -> int:
    text = _text_of(key, value, reading)
    if text is None:
        return int(key.default or 0)
    if not (text.isascii() and text.isdigit()) or int(text[:12]) > WHOLE_LIMIT:
        _bad(key, value, reading, text, f"a whole number from 0 to {WHOLE_LIMIT:,}")
        return int(key.default or 0)
    return int(text)


def _read_percent(key: Key, value: Value, reading: Reading) -> int:
    text = _text_of(key, value, reading) or ""
    digits = text.removesuffix("%").strip()
    if not text.endswith("%") or not (digits.isascii() and digits.isdigit()) or int(digits[:6]) > 100:
        _bad(key, value, reading, text, "a percentage from 0% to 100%, such as 80%")
        return int(key.default or 0)
    return int(digits)


def _read_decimal(key: Key, value: Value, reading: Reading) -> Decimal | None:
    text = _text_of(key, value, reading) or ""
    try:
        number = Decimal(text)
        if not number.is_finite() or abs(number) > Decimal(10) ** 12 or len(text) > 20 or "e" in text.lower():
            raise InvalidOperation
    except InvalidOperation:
        _bad(key, value, reading, text, "a number, such as 15 or 0.5")
        return None if key.default is None else Decimal(key.default)
    return number


def _read_date(key: Key, value: Value, reading: Reading) -> date | None:
    text = _text_of(key, value, reading) or ""
    try:
        if len(text) != 10:
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        _bad(key, value, reading, text, "a date, such as 2026-11-25")
        return None


def _read_boolean(key: Key, value: Value, reading: Reading) -> bool:
    text = _text_of(key, value, reading) or ""
    if text not in ("true", "false"):
        _bad(key, value, reading, text, "true or false")
        return bool(key.default)
    return text == "true"


def _read_choice(key: Key, value: Value, reading: Reading) -> str:
    text = _text_of(key, value, reading) or ""
    if text not in key.among:
        near = difflib.get_close_matches(text, key.among, 1)
        _bad(key, value, reading, text, f"one of {', '.join(key.among)}{f' (did you mean {near[0]}?)' if near else ''}")
        return str(key.default or "")
    return text


def _entries(key: Key, value: Value, reading: Reading) -> tuple[Value, ...]:
    if isinstance(value, Sequence):
        return value.entries
    reading.add(
        "schema.not-a-list",
        value.location,
        f'"{key.name}" is not a list.',
        "Write each entry on a line of its own after a dash.",
    )
    return ()


def _read_texts(key: Key, value: Value, reading: Reading) -> tuple[str, ...]:
    return tuple(filter(None, (_read_text(key, entry, reading) for entry in _entries(key, value, reading))))


def _read_ids(key: Key, value: Value, reading: Reading) -> tuple[str, ...]:
    return tuple(filter(None, (_read_id(key, entry, reading) for entry in _entries(key, value, reading))))


def _read_choices(key: Key, value: Value, reading: Reading) -> tuple[str, ...]:
    return tuple(filter(None, (_read_choice(key, entry, reading) for entry in _entries(key, value, reading))))


def _read_citations(key: Key, value: Value, reading: Reading) -> tuple[Citation, ...]:
    found = []
    for entry in _entries(key, value, reading):
        text = _text_of(key, entry, reading)
        try:
            if text:
                found.append(parse_citation(text, entry.location))
        except ValueError as error:
            reading.add("schema.bad-citation", entry.location, f"{error}.", "Mend the citation.")
    return tuple(found)


def _read_prose(key: Key, value: Value, reading: Reading) -> Any:
    if not isinstance(value, Scalar):
        _text_of(key, value, reading)
        return reading.prose("", value.location)
    return reading.prose(value.text.strip("\n"), value.first_line)


def _read_records(key: Key, value: Value, reading: Reading) -> tuple[Fields, ...]:
    assert key.record is not None
    return tuple(read_record(key.record, entry, reading, entry.location) for entry in _entries(key, value, reading))


def _read_one_record(key: Key, value: Value, reading: Reading) -> Fields:
    assert key.record is not None
    return read_record(key.record, value, reading, value.location)


def _read_raw(key: Key, value: Value, reading: Reading) -> Value:
    return value


def json_schema(record: Record) -> dict[str, Any]:
    """A record as JSON Schema, for editors."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [key.name for key in record.keys if key.required],
        "properties": {key.name: {"description": key.doc, **KINDS[key.kind].json(key)} for key in record.keys},
    }


def _one_of(words: tuple[str, ...]) -> dict[str, Any]:
    """One of a closed set; an editor reads a bare `true` as a truth value, not as the word."""
    return {"enum": [*words, *(word == "true" for word in words if word in ("true", "false"))]}


def _list_of(schema: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": schema}


_SCALAR: dict[str, Any] = {"type": ["string", "number", "boolean", "null"]}
_ID_SCHEMA: dict[str, Any] = {"type": "string", "pattern": f"^{ID.pattern}$", "maxLength": MAX_ID}

KINDS: dict[str, Kind] = {
    "text": Kind(_read_text, lambda k: k.default or "", lambda k: _SCALAR),
    "id": Kind(_read_id, lambda k: k.default or "", lambda k: _ID_SCHEMA),
    "whole": Kind(_read_whole, lambda k: k.default or 0, lambda k: {"type": "integer", "minimum": 0}),
    "percent": Kind(_read_percent, lambda k: k.default or 0, lambda k: {"type": "string", "pattern": "^[0-9]{1,3}%$"}),
    "decimal": Kind(
        _read_decimal, lambda k: None if k.default is None else Decimal(k.default), lambda k: {"type": "number"}
    ),
    "date": Kind(_read_date, lambda k: None, lambda k: {"type": "string", "format": "date"}),
    "boolean": Kind(_read_boolean, lambda k: bool(k.default), lambda k: {"type": "boolean"}),
    "choice": Kind(_read_choice, lambda k: k.default or "", lambda k: _one_of(k.among)),
    "texts": Kind(_read_texts, lambda k: (), lambda k: _list_of(_SCALAR)),
    "ids": Kind(_read_ids, lambda k: (), lambda k: _list_of(_ID_SCHEMA)),
    "choices": Kind(_read_choices, lambda k: k.default or (), lambda k: _list_of(_one_of(k.among))),
    "citations": Kind(_read_citations, lambda k: (), lambda k: _list_of(_SCALAR)),
    "prose": Kind(_read_prose, lambda k: NO_PROSE, lambda k: _SCALAR),
    "records": Kind(_read_records, lambda k: (), lambda k: _list_of(json_schema(k.record or Record("", ())))),
    "record": Kind(_read_one_record, lambda k: None, lambda k: json_schema(k.record or Record("", ()))),
    "raw": Kind(_read_raw, lambda k: None, lambda k: {}),
}
"""Every kind of value a key can have."""
