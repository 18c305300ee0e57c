"""Citations: one grammar for roles and YAML, `[work ]locator[ to locator]`."""

import re
from dataclasses import dataclass, field

from .location import Location

_NOWHERE = Location("")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}
_PARAGRAPH = re.compile(r"(?:[0-9]+\.[0-9]+|[ivxl]+|p[0-9]+)")
_INDEXED = re.compile(rf"(?P<start>{_PARAGRAPH.pattern})(?:(?: to |-|–)(?P<end>{_PARAGRAPH.pattern}|[0-9]+))?")


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a work.

    Attributes:
        work: the work's id; empty for the kit's indexed work.
        start: a paragraph (`6.2`), page (`p12`) or other locator (`s.66`).
        end: the last paragraph of a range, empty for a single place.
        location: where the citation stands.
    """

    work: str
    start: str
    end: str = ""
    location: Location = field(default=_NOWHERE, compare=False)

    @property
    def locator(self) -> str:
        """The place within the work as an index keys it: `6.44-6.56`."""
        return f"{self.start}-{self.end}" if self.end else self.start

    @property
    def label(self) -> str:
        """The place as a reader sees it: `6.44 to 6.56`, `page 12`."""
        if self.start.startswith("p") and self.start[1:].isdigit():
            return f"pages {self.start[1:]} to {self.end.removeprefix('p')}" if self.end else f"page {self.start[1:]}"
        return f"{self.start} to {self.end}" if self.end else self.start

    @property
    def anchor(self) -> str:
        """An id for links, safe in HTML and in file names."""
        return re.sub(r"[^a-z0-9]+", "-", f"{self.work or 'par'}-{self.locator}".lower()).strip("-")

    def __str__(self) -> str:
        return f"{self.work} {self.label}".strip()


def parse_citation(text: str, location: Location = _NOWHERE) -> Citation:
    """Read one citation.

    Raises:
        ValueError: the text is empty or not of the grammar; the message says what would do.
    """
    flat = " ".join(text.split())
    if match := _INDEXED.fullmatch(flat):
        return Citation("", match["start"], match["end"] or "", location)
    work, _, locator = flat.partition(" ")
    if not locator or not re.fullmatch(r"[a-z][a-z0-9-]*[a-z0-9]", work):
        raise ValueError(
            f'"{flat[:60]}" is not a citation: write a paragraph (6.2), a range (6.44 to 6.56), '
            "a page (p12) or a work's id and a place (cfa-2014 s.66)"
        )
    start, _, end = locator.partition(" to ")
    return Citation(work, start, end, location)


def paragraph_sort_key(paragraph: str) -> tuple[int, int, int]:
    """Order of paragraphs: roman ones first, then 1.1 on, `9.9` before `9.10`; pages last.

    Raises:
        ValueError: not a paragraph, range or page.
    """
    start = re.split(r"[-–]| to ", paragraph, maxsplit=1)[0]
    if start.removeprefix("p").isdigit():  # the end of a range of pages is a bare number
        return (2, int(start.removeprefix("p")), 0)
    if "." in start:
        chapter, number = start.split(".", 1)
        return (1, int(chapter), int(number))
    values = [_ROMAN[letter] for letter in start] if start and set(start) <= set(_ROMAN) else []
    if not values:
        raise ValueError(f'"{paragraph}" is not a paragraph number')
    total = sum(-v if v < max(values[i + 1 :], default=0) else v for i, v in enumerate(values))
    return (0, total, 0)
