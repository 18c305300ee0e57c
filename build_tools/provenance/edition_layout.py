"""What of a page is text: running heads, page numbers, footnotes and boxes are told apart from it by their place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from .pdf_lines import Line, Page

_SAME_PLACE = 2.0
"""Points: two lines of different pages that stand nearer than this, stand in one place."""
_WIDE_GAP = 1.45
"""A gap of this many line pitches parts blocks."""
_SMALL = 0.9
"""Footnotes are set this much smaller than the text, or smaller still."""
_THIN = 3.0
"""Points: a frame thinner than this is a rule."""

NOTE_MARK = re.compile(r"(?:\d{1,3}|[*†‡§])[.)]?\s*\S")


@dataclass(frozen=True, slots=True)
class PageText:
    """A page taken apart. `boxes` are the lines within each frame, and stand among `body` no more."""

    page: Page
    body: tuple[Line, ...]
    boxes: tuple[tuple[Line, ...], ...]
    notes: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """All pages taken apart.

    Attributes:
        height: of a letter of the text, in points.
        pitch: from one line of the text to the next, in points.
        first_page: what the edition calls the file's first page.
        printed: whether that is read from printed page numbers.
    """

    pages: tuple[PageText, ...]
    height: float
    pitch: float
    first_page: int
    printed: bool


def layout_of(pages: Sequence[Page]) -> Layout:
    """Take pages apart."""
    height = _text_height(line for page in pages for line in page.lines)
    pitch = _pitch(pages, height)
    furniture = _furniture(pages, pitch)
    offset = _page_offset(pages, furniture)
    made: list[PageText] = []
    for page in pages:
        lines = [line for line in page.lines if (page.number, line) not in furniture]
        notes = _footnotes(lines, height, running_on=bool(made and made[-1].notes))
        lines = lines[: len(lines) - len(notes)]
        boxes, inside = [], set()
        for frame in _boxes(page, height):
            held = [i for i, line in enumerate(lines) if i not in inside and _within(line, frame)]
            if held:
                boxes.append(tuple(lines[i] for i in held))
                inside |= set(held)
        made.append(
            PageText(page, tuple(line for i, line in enumerate(lines) if i not in inside), tuple(boxes), tuple(notes))
        )
    return Layout(tuple(made), height, pitch, 1 + (offset or 0), offset is not None)


def _text_height(lines: Iterable[Line]) -> float:
    """The height most letters have."""
    letters: Counter[float] = Counter()
    for line in lines:
        letters[round(line.height * 4) / 4] += len(line.text)
    return max(letters, key=lambda height: (letters[height], height), default=10.0)


def _pitch(pages: Sequence[Page], height: float) -> float:
    steps = [
        after.base - before.base
        for page in pages
        for before, after in zip(page.lines, page.lines[1:], strict=False)
        if abs(before.height - height) < 1
        and abs(after.height - height) < 1
        and 0.5 * height < after.base - before.base < 3 * height
    ]
    return median(steps) if steps else 1.2 * height


def _furniture(pages: Sequence[Page], pitch: float) -> set[tuple[int, Line]]:
    """Running heads and feet: lines at a page's edge, parted from the text, where other pages repeat theirs."""
    found: set[tuple[int, Line]] = set()
    for edge in ("top", "bottom"):
        slots = [(page.number, line) for page in pages for line in _edge(page, pitch, edge == "bottom")]
        shared = Counter((_masked(line), place) for _, line in slots for place in _places(line))
        repeated = {
            (number, line) for number, line in slots if shared[_masked(line), round(line.base / _SAME_PLACE)] > 1
        }
        all_there = Counter(place for _, line in slots for place in _places(line))
        repeats = Counter(place for _, line in repeated for place in _places(line))
        for number, line in slots:
            place = round(line.base / _SAME_PLACE)
            if repeats[place] >= 2 and repeats[place] * 2 >= all_there[place]:
                found.add((number, line))
    return found


def _edge(page: Page, pitch: float, bottom: bool) -> list[Line]:
    """The lines at an edge, at most two rows, up to the first wide gap; none where there is no such gap."""
    lines = list(reversed(page.lines)) if bottom else list(page.lines)
    taken: list[Line] = []
    rows = 0
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        taken.append(line)
        gap = abs(following.base - line.base) if following else page.height
        rows += gap > _SAME_PLACE
        if gap >= _WIDE_GAP * pitch:
            return taken
        if rows == 2:
            break
    return []


def _places(line: Line) -> tuple[int, int, int]:
    """The place of a line on its page, and those beside it: what differs by less than `_SAME_PLACE` shares one."""
    place = round(line.base / _SAME_PLACE)
    return (place - 1, place, place + 1)


def _masked(line: Line) -> str:
    return re.sub(r"\d+|\b[ivxlc]+\b", "#", line.text.lower())


def _page_offset(pages: Sequence[Page], furniture: set[tuple[int, Line]]) -> int | None:
    """Printed page number less place in the file: the difference most pages agree on."""
    offsets: Counter[int] = Counter()
    for number, line in furniture:
        offsets.update({int(digits) - number for digits in re.findall(r"(?<![\d.])\d{1,4}(?![\d.])", line.text)})
    if not offsets:
        return None
    best = max(offsets, key=lambda offset: (offsets[offset], -abs(offset)))
    return best if offsets[best] >= 2 and offsets[best] * 2 >= len({number for number, _ in furniture}) else None


def _footnotes(lines: Sequence[Line], height: float, running_on: bool) -> list[Line]:
    """The small lines at a page's foot, from the first that has a mark, or goes on from the last page."""
    start = len(lines)
    while start and lines[start - 1].height <= _SMALL * height:
        start -= 1
    notes = list(lines[start:])
    if notes and not running_on:
        while notes and not NOTE_MARK.match(notes[0].text):
            notes.pop(0)
    return notes


def _boxes(page: Page, height: float) -> list[tuple[float, float, float, float]]:
    """Frames that hold text: drawn whole, or of four rules. The outermost first."""
    whole, across, down = [], [], []
    for frame in dict.fromkeys(page.frames):
        left, top, right, bottom = frame
        if bottom - top < _THIN <= right - left:
            across.append(frame)
        elif right - left < _THIN <= bottom - top:
            down.append(frame)
        elif right - left >= page.width / 4 and bottom - top >= 1.2 * height:
            whole.append(frame)
    across.sort(key=lambda rule: rule[1])
    for number, upper in enumerate(across):
        for lower in across[number + 1 :]:
            if (
                abs(upper[0] - lower[0]) > _THIN
                or abs(upper[2] - lower[2]) > _THIN
                or lower[1] - upper[1] < 1.2 * height
            ):
                continue
            if all(_joined(side, upper, lower, down) for side in (upper[0], upper[2])):
                whole.append((upper[0], upper[1], upper[2], lower[3]))
                break
    found = [f for f in whole if not (f[2] - f[0] > 0.9 * page.width and f[3] - f[1] > 0.9 * page.height)]
    return sorted(found, key=lambda f: (-(f[2] - f[0]) * (f[3] - f[1]), f))


def _joined(side: float, upper: tuple[float, ...], lower: tuple[float, ...], down: Sequence[tuple[float, ...]]) -> bool:
    """Whether upright rules at this side lead from one rule across to the other."""
    length = sum(
        min(rule[3], lower[3]) - max(rule[1], upper[1])
        for rule in down
        if abs(rule[0] - side) <= 2 * _THIN and rule[3] > upper[1] and rule[1] < lower[3]
    )
    return length >= 0.9 * (lower[1] - upper[3])


def _within(line: Line, frame: tuple[float, float, float, float]) -> bool:
    middle = line.base - 0.3 * line.height
    return frame[0] - 1 <= line.left and line.right <= frame[2] + 1 and frame[1] <= middle <= frame[3]
