"""Whether a text fits its placeholder, by the typeface's own widths; where it is to be parted when it does not.

Nothing shrinks and nothing runs over: what does not fit goes on to the next slide, and what can't is a finding.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from ..drawing.measure import arial
from .runs import INSIDE, LETTER, NONE, NUMBER, Paragraph

LINE_HEIGHT_EM = 1.2
"""PowerPoint's single line spacing of Arial, a little over its 1.15."""

EMU_PER_POINT = 12_700
NUMBERED_MARGIN = 30.0
SLACK = 0.5
"""Points by which rounding may differ."""

T = TypeVar("T")
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_DEFAULT_INSETS = (("lIns", 91_440), ("rIns", 91_440), ("tIns", 45_720), ("bIns", 45_720))
"""ECMA-376 part 1, 21.1.2.1.1 (bodyPr)."""


@dataclass(frozen=True, slots=True)
class TypeLevel:
    """The type of one list level, in points: its size, left margin and the space before a paragraph."""

    size: float
    margin: float
    before: float
    bold: bool


@dataclass(frozen=True, slots=True)
class Room:
    """What a placeholder holds: points across and down inside its insets, and the type of its two levels."""

    width: float
    height: float
    levels: tuple[TypeLevel, ...]

    def type_of(self, paragraph: Paragraph) -> TypeLevel:
        """The type a paragraph is set in."""
        return self.levels[min(paragraph.level, len(self.levels) - 1)]


def room_of(placeholder: Any, inherited: Sequence[Any] = (), widening: float = 1.0) -> Room:
    """Read a layout placeholder's room off its own XML, then off what it inherits from.

    Args:
        placeholder: of a layout.
        inherited: elements to look at where it says nothing itself, nearest first: the master's placeholder, and the
            master's text style (`p:bodyStyle` or `p:titleStyle`). Any may be None.
        widening: how much wider its typeface runs than the one that texts are measured in.
    """
    sources = [source for source in (placeholder.element, *inherited) if source is not None]
    bodies = [body for source in sources if (body := source.find(f".//{_A}bodyPr")) is not None]
    insets = [
        int(next((body.get(side) for body in bodies if body.get(side)), default)) for side, default in _DEFAULT_INSETS
    ]
    styles = styles_of(sources)
    levels = tuple(_level(styles, number) for number in (1, 2))
    width = (placeholder.width - insets[0] - insets[1]) / EMU_PER_POINT / widening
    height = (placeholder.height - insets[2] - insets[3]) / EMU_PER_POINT
    return Room(width, height, levels)


def styles_of(sources: Sequence[Any]) -> list[Any]:
    """Where placeholders and text styles hold their list levels: a style in itself, a placeholder in its list style."""
    return [source if (style := source.find(f".//{_A}lstStyle")) is None else style for source in sources]


def _level(sources: Sequence[Any], number: int) -> TypeLevel:
    paragraphs = [p for source in sources if (p := source.find(f"{_A}lvl{number}pPr")) is not None]
    runs = [r for p in paragraphs if (r := p.find(f"{_A}defRPr")) is not None]
    size = int(next((r.get("sz") for r in runs if r.get("sz")), "2400")) / 100
    return TypeLevel(
        size,
        int(next((p.get("marL") for p in paragraphs if p.get("marL")), "0")) / EMU_PER_POINT,
        next((b for p in paragraphs if (b := _space_before(p, size)) is not None), 9.0),
        next((r.get("b") for r in runs if r.get("b")), "0") == "1",
    )


def _space_before(paragraph: Any, size: float) -> float | None:
    """Points before a paragraph; a share of its line where that is how the template says it."""
    points = paragraph.find(f"{_A}spcBef/{_A}spcPts")
    if points is not None:
        return int(points.get("val")) / 100
    share = paragraph.find(f"{_A}spcBef/{_A}spcPct")
    return int(share.get("val").rstrip("%")) / 100_000 * size * LINE_HEIGHT_EM if share is not None else None


def numbered_margin(level: int) -> float:
    """Points from the edge to the words of a numbered or lettered entry: a bullet's margin is too narrow for `10.`."""
    return NUMBERED_MARGIN * (level + 1)


@lru_cache(maxsize=4096)
def lines_of(paragraph: Paragraph, room: Room) -> int:
    """How many lines a paragraph takes."""
    level = room.type_of(paragraph)
    margin = numbered_margin(paragraph.level) if paragraph.marker in (NUMBER, LETTER) else level.margin
    margin = 0.0 if paragraph.marker == NONE else margin
    runs = [(run.text, run.bold or level.bold) for run in paragraph.runs]
    return max(1, len(arial().wrap_runs(runs, level.size, room.width - margin)))


def height_of(paragraphs: Sequence[Paragraph], room: Room) -> float:
    """Points they take together; no space stands before the first."""
    return sum(
        (room.type_of(p).before if number else 0.0) + lines_of(p, room) * room.type_of(p).size * LINE_HEIGHT_EM
        for number, p in enumerate(paragraphs)
    )


def fits(paragraphs: Sequence[Paragraph], room: Room) -> bool:
    """Whether all of them fit together."""
    return height_of(paragraphs, room) <= room.height + SLACK


def parted(paragraphs: Sequence[Paragraph], room: Room) -> list[tuple[Paragraph, ...]] | None:
    """Pages of paragraphs that each fit, as few as can be and about equally full; None where one alone is too long.

    An entry stays with what stands under it where that fits a page.
    """
    if any(not fits([p], room) for p in paragraphs):
        return None
    units: list[tuple[Paragraph, ...]] = []
    for paragraph in paragraphs:
        if units and (paragraph.level > 0 or paragraph.marker == INSIDE):
            units[-1] += (paragraph,)
        else:
            units.append((paragraph,))
    units = [piece for unit in units for piece in ([unit] if fits(unit, room) else [(p,) for p in unit])]

    def height(page: Sequence[tuple[Paragraph, ...]]) -> float:
        return height_of([p for unit in page for p in unit], room)

    return [tuple(p for unit in page for p in unit) for page in evenly(units, height, room.height)]


def evenly(units: Sequence[T], height: Callable[[Sequence[T]], float], room: float) -> list[list[T]]:
    """Pages of units in order: as few as `room` allows, and then as equally high as can be.

    Args:
        units: each fits a page.
        height: of a page with these units, points.
        room: of a page, points.
    """
    pages = _filled(units, height, room)
    if len(pages) == 1:
        return pages
    low, high = max(height([unit]) for unit in units) if units else 0.0, room
    while high - low > 1.0:
        middle = (low + high) / 2
        if len(_filled(units, height, middle)) > len(pages):
            low = middle
        else:
            high = middle
    return _filled(units, height, high)


def _filled(units: Sequence[T], height: Callable[[Sequence[T]], float], room: float) -> list[list[T]]:
    pages: list[list[T]] = [[]]
    for unit in units:
        if pages[-1] and height([*pages[-1], unit]) > room + SLACK:
            pages.append([])
        pages[-1].append(unit)
    return pages
