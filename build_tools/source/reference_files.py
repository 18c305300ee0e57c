"""`works.yml`, paragraph indexes, `facts.yml`, `glossary.yml`, `sessions.yml` and `figures/*.yml` → their records."""

from __future__ import annotations

import re
from datetime import date

from ..model.citation import paragraph_sort_key
from ..model.figure import Axis, Figure, FigurePart, MatrixRow
from ..model.finding import shorten
from ..model.location import Location
from ..model.quantities import Force, Level, Minutes
from ..model.reference import Chapter, Fact, Index, Locator, Paragraph, Statement, Status, Term, Wording, Work
from ..model.session import Session, SessionPart
from ..schema.reading import Reading
from ..schema.record import Fields, Record, read_record
from ..schema.yaml_lines import read_yaml
from .module_markdown import UNKNOWN_DATE
from .records import FACTS, FIGURE, GLOSSARY, INDEX, SESSIONS, WORKS


def _fields(text: str, path: str, record: Record, reading: Reading) -> Fields:
    value, findings = read_yaml(text, path)
    reading.findings += findings
    if value is None and findings:  # broken: one finding is enough
        return Fields({key.name: () for key in record.keys}, {}, Location(path))
    return read_record(record, value, reading, Location(path))


def _level(fields: Fields, name: str = "level") -> Level:
    return Level(fields[name] or Level.SEED_ONLY)


def _force(fields: Fields) -> Force:
    return Force(fields["force"] or Force.UNKNOWN)


def read_works(text: str, path: str, reading: Reading) -> tuple[str, date | None, str, tuple[Work, ...]]:
    """The kit's title, up to when news was seen, where its book is published, and its works."""
    fields = _fields(text, path, WORKS, reading)
    works = []
    for w in fields["works"]:
        locators = tuple(
            Locator(x["id"], x["gist"], _force(x), _level(x), x["source"], x.location) for x in w["locators"]
        )
        works.append(Work(
            w["id"], w["title"], w["short"], w["edition"], w["published"], w["in-force"], w["supersedes"],
            w["superseded-by"], w["licence"], w["link"], w["attribution"], w["role"], w["index"], w["earlier-index"], w["later-index"], locators,
            w["checked"] or (fields["checked"] or None), w.location))  # fmt: skip
        if w["earlier-index"] and w["later-index"]:
            reading.add("reference-files.two-editions", w.at("later-index"), "A work is compared with two editions.",
                        "Keep earlier-index: or later-index:, and take the other out.")  # fmt: skip
        if bool(w["role"]) and not w["index"]:
            reading.add(
                "reference-files.role",
                w.at("role"),
                "A work with a role: needs an index:.",
                "Name its paragraph index file.",
            )
    address = str(fields["address"] or "")
    if address and not re.fullmatch(r"https://[A-Za-z0-9.-]+(?::\d+)?(?:/[\w./~%-]*)?", address):
        reading.add("reference-files.address", fields.at("address"), f'"{shorten(address)}" is no address of a book.',
                    "Write it in full, such as https://www.example.org/send.")  # fmt: skip
        address = ""
    return str(fields["title"] or ""), fields["news-seen"] or None, address, tuple(works)


def read_index(text: str, path: str, work: str, reading: Reading) -> Index:
    """One paragraph index."""
    fields = _fields(text, path, INDEX, reading)
    paragraphs = []
    for p in fields["paragraphs"]:
        try:
            paragraph_sort_key(p["id"])
        except (ValueError, KeyError):
            reading.add(
                "reference-files.paragraph",
                p.at("id"),
                f'"{p["id"]}" is not a paragraph, range or page.',
                "Write 6.2, 6.45-6.56, xix or p12.",
            )
            continue
        paragraphs.append(Paragraph(
            p["id"], p["chapter"], p["page"], _level(p, "page-level") if p["page"] else None, p["gist"], _level(p),
            p["source"], p["law"], p["note"], p["text"],
            tuple(Statement(s["gist"], _force(s), _level(s), s.location) for s in p["statements"]), p.location))  # fmt: skip
    chapters = tuple(
        Chapter(c["id"], c["title"], c["first-page"], c["last-page"], _level(c), c.location) for c in fields["chapters"]
    )
    return Index(work, chapters, tuple(paragraphs), Location(path))


def read_facts(text: str, path: str, reading: Reading) -> tuple[Fact, ...]:
    """The facts; what must stand together does, or is a finding."""
    facts = []
    for f in _fields(text, path, FACTS, reading)["facts"]:
        if (f["value"] is None) != (not f["unit"]):
            reading.add("reference-files.unit", f.at("value" if f["unit"] == "" else "unit"), f'The fact "{f["id"]}" has a value without a unit, or a unit without a value.',
                        "Give both, or neither.")  # fmt: skip
        status = Status(f["status"] or Status.DO_NOT_PRINT)
        if status is Status.CHANGED and not (f["since"] and f["now"]):
            reading.add("reference-files.changed", f.at("status"), f'The fact "{f["id"]}" has changed but does not say since when, or what is so now.',
                        "Add since: and now:.")  # fmt: skip
        if f["id"]:
            facts.append(Fact(
                f["id"], f["rows"], f["statement"], f["value"], f["unit"], f["clock-start"], f["binds"], f["cites"],
                _force(f), _level(f), status, f["since"], f["before"], f["now"], f["source"], f["caution"],
                f["checked"] or UNKNOWN_DATE, f.location))  # fmt: skip
    return tuple(facts)


def read_glossary(text: str, path: str, reading: Reading) -> tuple[tuple[Term, ...], tuple[Wording, ...]]:
    """The glossary: its terms, and the ways of speaking it asks to avoid."""
    fields = _fields(text, path, GLOSSARY, reading)
    terms = tuple(
        Term(t["term"], t["long"], t["definition"], t["cites"], t["also"], t.location)
        for t in fields["terms"]
        if t["term"]
    )
    return terms, tuple(Wording(w["avoid"], w["say"], w.location) for w in fields["wording"] if w["avoid"])


def read_sessions(text: str, path: str, reading: Reading) -> tuple[Session, ...]:
    """The named sessions."""
    sessions = []
    for s in _fields(text, path, SESSIONS, reading)["sessions"]:
        parts = tuple(
            SessionPart(p["module"], p["what"], Minutes(p["minutes"]), p["break"], p.location) for p in s["parts"]
        )
        sessions.append(Session(s["id"], s["title"], s["audience"], parts, s.location))
    return tuple(sessions)


def read_figure(text: str, path: str, reading: Reading) -> Figure | None:
    """One figure; None where it has no id or kind."""
    f = _fields(text, path, FIGURE, reading)
    if not f["id"] or not f["kind"]:
        return None
    axis: Fields | None = f["axis"]
    parts = tuple(
        FigurePart(
            p["id"], p["label"], p["text"], _force(p) if p["force"] else None, p["cites"], p["at"], p["end"], p.location
        )
        for p in f["parts"]
    )
    rows = tuple(MatrixRow(r["label"], r["cells"], r.location) for r in f["rows"])
    for row in rows:
        if len(row.cells) != len(f["columns"]):
            reading.add(
                "reference-files.cells",
                row.location,
                f"The row has {len(row.cells)} cells and the figure {len(f['columns'])} columns.",
                "Give one cell a column.",
            )
    if f["kind"] == "timeline" and (axis is None or any(part.at is None for part in parts)):
        reading.add(
            "reference-files.timeline",
            f.location,
            "A timeline needs an axis and a place (at:) for each part.",
            "Add them.",
        )
        return None
    if (f["kind"] == "matrix") != bool(rows):
        reading.add(
            "reference-files.kind",
            f.at("kind"),
            f"A {f['kind']} figure has {'rows' if rows else 'no rows'}.",
            "A matrix has columns and rows; the others have parts.",
        )
        return None
    return Figure(f["id"], f["title"], f["kind"], f["caption"], f["text-equivalent"], f["cites"], parts,
                  Axis(axis["unit"], axis["from"], axis["to"]) if axis else None, f["columns"], rows, f.location)  # fmt: skip
