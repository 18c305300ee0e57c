"""A timeline: a rail to scale, a point at each part's place, its label below or above.

Labels keep their point's order. Where those below the rail would stand on each other, every second one moves above;
where there is still no room, the figure does not fit and says so. A label that cannot stand under its point is led
to it by a thin line.
"""

from __future__ import annotations

from dataclasses import dataclass

from ...model.figure import Figure, FigurePart
from .layout import DoesNotFit, Medium, force_mark, words
from .primitives import Box, Circle, Drawing, Line, Primitive, Tone, Words


@dataclass(frozen=True, slots=True)
class _Label:
    part: FigurePart
    point: float
    """Where its point is on the rail."""
    x: float
    width: float
    words: tuple[Words, ...]
    height: float


def layout_timeline(figure: Figure, medium: Medium) -> Drawing:
    """Lay a timeline out.

    Raises:
        DoesNotFit: its labels have no room, or it has no axis.
    """
    if figure.axis is None or figure.axis.end <= figure.axis.start:
        raise DoesNotFit("A timeline needs an axis from a lower to a higher number.")
    radius = medium.text * 0.62
    start, length = float(figure.axis.start), float(figure.axis.end - figure.axis.start)
    rail = medium.width - 2 * radius
    parts = sorted((part for part in figure.parts if part.at is not None), key=lambda p: p.at or 0)
    points = [radius + rail * (float(part.at or 0) - start) / length for part in parts]
    placed = list(zip(parts, points, strict=True))
    below = _lane(medium, placed)
    above: list[_Label] | None = []
    if below is None:
        below, above = _lane(medium, placed[::2]), _lane(medium, placed[1::2])
    if below is None or above is None:
        raise DoesNotFit(f"{len(parts)} points have no room for their labels.")

    gap = medium.text * 0.5
    leader = medium.text * 0.8
    top = max((label.height for label in above), default=0.0) + (gap + leader if above else 0.0)
    middle = top + radius
    made: list[Primitive] = []
    for left, right in zip(
        [0.0, *(p + radius for p in points)], [*(p - radius for p in points), medium.width], strict=True
    ):
        if right - left > 0.5:  # the rail is broken at its points, so that a point needs no fill of its own
            made.append(Line(left, middle, right, middle, Tone.PINE, medium.stroke * 2.2))
    for part, point in placed:
        made.append(
            Circle(point, middle, radius, Tone.MARIGOLD if part.end else Tone.NONE, Tone.PINE, medium.stroke * 1.6)
        )
    low = middle + radius
    by_part = {label.part.id: (label, label in above) for label in (*below, *above)}
    foot = low
    for part, point in placed:
        label, is_above = by_part[part.id]
        inside = label.x - 1 <= point <= label.x + label.width + 1
        edge = top - gap if is_above else low + gap
        if is_above or not inside:
            end = edge - (leader if is_above else -leader)
            across = point if inside else min(max(point, label.x), label.x + label.width)
            made.append(Line(point, top if is_above else low, across, end, Tone.QUIET, medium.stroke * 0.6))
            edge = end
        y = edge - label.height if is_above else edge
        made += _draw_label(medium, label, y)
        foot = max(foot, y + label.height)
    return Drawing(medium.width, foot, tuple(made))


def _draw_label(medium: Medium, label: _Label, y: float) -> list[Primitive]:
    right = label.point > label.x + label.width * 0.7  # its words then end under their point, not beside it
    made: list[Primitive] = [
        Box(
            label.x, y, label.width, sum(w.height for w in label.words), label.words, align="right" if right else "left"
        )
    ]
    if mark := force_mark(
        medium, label.part.force, label.x, y + sum(w.height for w in label.words) + medium.text * 0.25
    ):
        if right:
            mark = force_mark(medium, label.part.force, label.x + label.width - mark.width, mark.y)
            assert mark is not None
        made.append(mark)
    return made


def _lane(medium: Medium, placed: list[tuple[FigurePart, float]]) -> list[_Label] | None:
    """Labels side by side along one side of the rail, or None where they have no room."""
    if not placed:
        return []
    between = medium.text * 0.8
    widest = medium.text * 10.5
    narrowest = medium.text * 5
    inset = medium.text * 0.62
    lefts = [max(0.0, point - inset) for _, point in placed]
    labels: list[_Label] = []
    edge = medium.width
    needs = [_need(medium, part, narrowest) for part, _ in placed]
    for place in reversed(range(len(placed))):
        (part, point), left, need = placed[place], lefts[place], needs[place]
        free = edge - (lefts[place - 1] + needs[place - 1] + between if place else 0.0)
        width = min(widest, edge - left)
        if width < need:
            left = edge - max(need, min(widest, free))
            width = edge - left
        if left < -0.5:
            return None
        width = max(need, _evened(medium, part, width))
        if edge >= medium.width and left + width < medium.width and point > medium.width - inset * 2.5:
            left = medium.width - width
        paragraphs = [words(medium, part.label, width, bold=True, label=True)]
        if part.text:
            paragraphs.append(words(medium, part.text, width))
        mark = force_mark(medium, part.force, 0, 0)
        height = sum(p.height for p in paragraphs) + (mark.height + medium.text * 0.25 if mark else 0.0)
        labels.append(_Label(part, point, left, width, tuple(paragraphs), height))
        edge = left - between
    # A label pushed so far left that its point is nearer to the next one would be read as the next one's.
    if any(label.x + label.width < label.point - medium.text * 3 for label in labels):
        return None
    return labels[::-1]


def _need(medium: Medium, part: FigurePart, narrowest: float) -> float:
    words = medium.face.longest_word(part.label, medium.label, True), medium.face.longest_word(part.text, medium.text)
    return max(narrowest, *words) + 0.5


def _evened(medium: Medium, part: FigurePart, width: float) -> float:
    """The least width at which a label takes no more lines than at `width`: no line then holds one word alone."""

    def lines(at: float) -> int:
        return len(medium.face.wrap(part.label, medium.label, at, True)) + len(
            medium.face.wrap(part.text, medium.text, at)
        )

    most, low, high = lines(width), 0.0, width
    while high - low > 1.0:
        middle = (low + high) / 2
        low, high = (low, middle) if lines(middle) <= most else (middle, high)
    return min(width, high + 1.0)
