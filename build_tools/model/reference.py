"""Works, the paragraphs of an indexed work, facts and glossary terms: said once, cited everywhere."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from .citation import Citation
from .location import Location
from .quantities import Force, Level


@dataclass(frozen=True, slots=True)
class Locator:
    """A place in a work that may be cited though the work has no index: a section, a regulation."""

    id: str
    gist: str
    force: Force
    level: Level
    source: str
    location: Location


@dataclass(frozen=True, slots=True)
class Work:
    """A source: an Act, regulations, guidance, a study."""

    id: str
    title: str
    short: str
    edition: str
    published: str
    in_force: date | None
    supersedes: str
    superseded_by: str
    licence: str
    link: str
    attribution: str
    role: str
    index: str
    earlier_index: str
    later_index: str
    locators: tuple[Locator, ...]
    checked: date | None
    location: Location

    def locator(self, place: str) -> Locator | None:
        """The locator cited as `place`, or the one it is a part of (`s.35(2)` under `s.35`)."""
        by_id = {entry.id: entry for entry in self.locators}
        while place:
            if place in by_id:
                return by_id[place]
            shorter = place.rsplit("(", 1)[0]
            place = "" if shorter == place else shorter.strip()
        return None


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing a paragraph says, in our own words, with its force and how surely it is known."""

    gist: str
    force: Force
    level: Level
    location: Location


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, a range of paragraphs or a page of an indexed work.

    Attributes:
        id: `6.2`, `6.45-6.56`, `p12`.
        page: its page, 0 where not known.
        page_level: how surely the page is known, None where there is no page.
        law: what to cite first where an Act or regulation was read for the same point.
        text: the stored wording, empty where none is held.
    """

    id: str
    chapter: str
    page: int
    page_level: Level | None
    gist: str
    level: Level
    source: str
    law: tuple[Citation, ...]
    note: str
    text: str
    statements: tuple[Statement, ...]
    location: Location


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of an indexed work."""

    id: str
    title: str
    first_page: int
    last_page: int
    level: Level
    location: Location


@dataclass(frozen=True, slots=True)
class Index:
    """The paragraph index of one work."""

    work: str
    chapters: tuple[Chapter, ...]
    paragraphs: tuple[Paragraph, ...]
    location: Location


class Status(StrEnum):
    """Where a fact stands today."""

    CURRENT = "current"
    CHANGED = "changed"
    PROPOSED = "proposed"
    DO_NOT_PRINT = "do-not-print"


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact, said once. `value` and `unit` stand together; `since`, `before` and `now` with status changed."""

    id: str
    rows: tuple[str, ...]
    statement: str
    value: Decimal | None
    unit: str
    clock_start: str
    binds: str
    cites: tuple[Citation, ...]
    force: Force
    level: Level
    status: Status
    since: date | None
    before: str
    now: str
    source: str
    caution: str
    checked: date
    location: Location

    @property
    def amount(self) -> str:
        """Value and unit as printed: `15 calendar days`; empty where the fact has none."""
        if self.value is None:
            return ""
        number = format(self.value.normalize(), "f")
        if self.unit == "per cent":
            return f"{number}%"
        if self.unit == "count":
            return number
        unit = self.unit[:-1] if number == "1" and self.unit.endswith("s") and " a " not in self.unit else self.unit
        return f"{number} {unit}"


@dataclass(frozen=True, slots=True)
class Wording:
    """Words to avoid, and what to say in their place."""

    avoid: str
    say: str
    location: Location


@dataclass(frozen=True, slots=True)
class Term:
    """A glossary entry."""

    term: str
    long: str
    definition: str
    cites: tuple[Citation, ...]
    also: tuple[str, ...]
    location: Location

    @property
    def anchor(self) -> str:
        """Its id on the glossary page."""
        return "term-" + "-".join("".join(c if c.isalnum() else " " for c in self.term.lower()).split())
