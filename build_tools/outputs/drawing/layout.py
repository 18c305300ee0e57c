"""A figure and the room there is → a drawing. One function a kind; `layout_figure` picks it.

Type sizes are fixed by the medium and never shrink: a figure that does not fit raises `DoesNotFit`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ...model.figure import Figure, FigurePart
from ...model.quantities import Force
from .measure import Face
from .primitives import LINE_HEIGHT, Box, Drawing, Line, Primitive, Tone, Words


class DoesNotFit(ValueError):
    """The figure needs more room than there is; the message says what would do."""


@dataclass(frozen=True, slots=True)
class Medium:
    """What a figure is drawn on.

    Attributes:
        face: the typeface its text is measured with.
        width, height: the room in points; height 0 where it may grow.
        label, text: type sizes in points.
        stroke: width of an edge in points.
        gap: points between neighbours, where an arrow goes.
        in_ring: whether a cycle goes round in two rows, rather than in one row with a way back.
    """

    face: Face
    width: float
    height: float
    label: float
    text: float
    stroke: float
    gap: float
    in_ring: bool

    @property
    def padding(self) -> tuple[float, float]:
        """Points inside a box, sides and top."""
        return (self.text * 0.65, self.text * 0.55)


def layout_figure(figure: Figure, medium: Medium) -> Drawing:
    """Lay a figure out.

    Raises:
        DoesNotFit: it needs more room than there is.
    """
    from .timeline import layout_timeline  # its own file: placing labels along a rail is a matter of its own

    kinds: dict[str, Callable[[Figure, Medium], Drawing]] = {
        "cycle": layout_cycle, "steps": layout_steps, "timeline": layout_timeline, "matrix": layout_matrix, "map": layout_map,
    }  # fmt: skip
    drawing = kinds[figure.kind](figure, medium)
    if medium.height and drawing.height > medium.height + 0.5:
        raise DoesNotFit(f"It is {drawing.height:.0f} points high where {medium.height:.0f} are to be had.")
    return drawing


# --- pieces --------------------------------------------------------------------------------------------------------


def words(
    medium: Medium, text: str, width: float, *, bold: bool = False, label: bool = False, tone: Tone = Tone.INK
) -> Words:
    """A paragraph broken to a width."""
    size = medium.label if label else medium.text
    return Words(text, tuple(medium.face.wrap(text, size, width, bold)), size, bold, tone)


def force_mark(medium: Medium, force: Force | None, x: float, y: float) -> Box | None:
    """The mark Must (white on ink), Should (outlined) or May (dashed); None where the text only states."""
    if force is None or not force.mark:
        return None
    size = medium.text
    solid = force is Force.MUST
    word = Words(force.mark, (force.mark,), size, True, Tone.ON_INK if solid else Tone.INK)
    side = size * 0.45
    return Box(x, y, medium.face.width(force.mark, size, True) + 2 * side, size * 1.42, (word,), Tone.INK if solid else Tone.NONE,
               Tone.INK, medium.stroke * 0.6, "centre", True, (0.0, 0.0), force is Force.MAY)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Card:
    """A part as a box: number and label, text, force mark; its height follows from its width."""

    part: FigurePart
    words: tuple[Words, ...]
    width: float
    height: float


def _card(medium: Medium, part: FigurePart, number: int, width: float) -> _Card:
    side, top = medium.padding
    inner = width - 2 * side
    label = f"{number} {part.label}" if number else part.label
    paragraphs = [words(medium, label, inner, bold=True, label=True, tone=Tone.PINE)]
    if part.text:
        paragraphs.append(words(medium, part.text, inner))
    widest = max(
        (medium.face.longest_word(label, medium.label, True), medium.face.longest_word(part.text, medium.text))
    )
    if widest > inner + 0.5:
        raise DoesNotFit(f'A word of "{part.label}" is wider than its box.')
    height = 2 * top + sum(p.height for p in paragraphs)
    mark = force_mark(medium, part.force, 0, 0)
    return _Card(part, tuple(paragraphs), width, height + (mark.height + top * 0.6 if mark else 0))


def _draw_card(medium: Medium, card: _Card, x: float, y: float, height: float) -> list[Primitive]:
    side, top = medium.padding
    made: list[Primitive] = [
        Box(x, y, card.width, height, card.words, Tone.NONE, Tone.PINE, medium.stroke, padding=(side, top))
    ]
    if card.part.end:
        bar = medium.text * 0.36
        made.append(Box(x, y + height - bar, card.width, bar, fill=Tone.MARIGOLD))
    if mark := force_mark(medium, card.part.force, x + side, y + top * 1.6 + sum(w.height for w in card.words)):
        made.append(mark)
    return made


def _columns(medium: Medium, count: int) -> int:
    """How many boxes stand in one row: as many as leave each room for about eight words in three lines."""
    smallest = medium.text * 9
    most = int((medium.width + medium.gap) // (smallest + medium.gap))
    return max(1, min(count, most))


def _width(medium: Medium, columns: int) -> float:
    return (medium.width - medium.gap * (columns - 1)) / columns


def _arrow(medium: Medium, x1: float, y1: float, x2: float, y2: float) -> Line:
    return Line(x1, y1, x2, y2, Tone.PINE, medium.stroke * 1.5, arrow=True)


def _spread(medium: Medium, heights: list[float], most: float) -> list[float]:
    """Row heights, grown evenly towards the room there is, but never beyond `most` points more each."""
    if not medium.height:
        return heights
    spare = medium.height - sum(heights) - medium.gap * (len(heights) - 1)
    return [h + max(0.0, min(spare / len(heights), most)) for h in heights]


# --- kinds ---------------------------------------------------------------------------------------------------------


def layout_cycle(figure: Figure, medium: Medium) -> Drawing:
    """A ring of boxes read clockwise, or a row with a way back to its start."""
    parts = figure.parts
    if len(parts) < 3 or (not medium.in_ring and _columns(medium, len(parts)) == len(parts)):
        return _cycle_in_a_row(medium, parts)
    top_count = (len(parts) + 1) // 2
    rows = [parts[:top_count], parts[top_count:]]
    if _columns(medium, top_count) < top_count:
        raise DoesNotFit(f"A cycle of {len(parts)} parts does not go round in two rows.")
    cards = [[_card(medium, part, 1 + parts.index(part), _width(medium, len(row))) for part in row] for row in rows]
    heights = _spread(medium, [max(c.height for c in row) for row in cards], medium.text * 2)
    gap = medium.gap
    low = heights[0] + gap
    made: list[Primitive] = []
    for row, (row_cards, y) in enumerate(zip(cards, (0.0, low), strict=True)):
        for place, card in enumerate(row_cards):
            # The second row runs back, from right to left, so that the order goes round as a clock does.
            left = place if row == 0 else len(row_cards) - 1 - place
            x, middle = left * (card.width + gap), y + heights[row] / 2
            made += _draw_card(medium, card, x, y, heights[row])
            inset = gap * 0.14
            if place + 1 < len(row_cards):
                start, end = (
                    (x + card.width + inset, x + card.width + gap - inset) if row == 0 else (x - inset, x - gap + inset)
                )
                made.append(_arrow(medium, start, middle, end, middle))
            else:
                narrow = min(c[0].width for c in cards)
                across = medium.width - narrow / 2 if row == 0 else narrow / 2
                ends = (heights[0] + inset, low - inset)
                made.append(_arrow(medium, across, ends[row], across, ends[1 - row]))
    return Drawing(medium.width, low + heights[1], tuple(made))


def _cycle_in_a_row(medium: Medium, parts: tuple[FigurePart, ...]) -> Drawing:
    columns = len(parts)
    cards = [_card(medium, part, number, _width(medium, columns)) for number, part in enumerate(parts, 1)]
    height = _spread(medium, [max(c.height for c in cards)], medium.text * 3)[0]
    made = _row(medium, cards, 0.0, height, arrows=True)
    below, half = height + medium.gap * 0.9, cards[0].width / 2
    last = medium.width - half
    stroke = medium.stroke * 1.5
    made += [Line(last, height, last, below, Tone.PINE, stroke), Line(last, below, half, below, Tone.PINE, stroke),
             _arrow(medium, half, below, half, height + medium.gap * 0.1)]  # fmt: skip
    return Drawing(medium.width, below + stroke, tuple(made))


def _row(medium: Medium, cards: list[_Card], y: float, height: float, arrows: bool) -> list[Primitive]:
    made: list[Primitive] = []
    inset = medium.gap * 0.14
    for place, card in enumerate(cards):
        x = place * (card.width + medium.gap)
        made += _draw_card(medium, card, x, y, height)
        if arrows and place + 1 < len(cards):
            made.append(
                _arrow(
                    medium, x + card.width + inset, y + height / 2, x + card.width + medium.gap - inset, y + height / 2
                )
            )
    return made


def layout_steps(figure: Figure, medium: Medium) -> Drawing:
    """Numbered boxes in rows, an arrow between each and the next."""
    parts = figure.parts
    columns = _columns(medium, len(parts))
    columns = -(-len(parts) // -(-len(parts) // columns))  # rows of equal length: 5 as 3 and 2, not 4 and 1
    cards = [_card(medium, part, number, _width(medium, columns)) for number, part in enumerate(parts, 1)]
    rows = [cards[i : i + columns] for i in range(0, len(cards), columns)]
    heights = _spread(medium, [max(c.height for c in row) for row in rows], medium.text * 2)
    made: list[Primitive] = []
    y = 0.0
    for row, height in zip(rows, heights, strict=True):
        made += _row(medium, row, y, height, arrows=True)
        y += height + medium.gap
    return Drawing(medium.width, y - medium.gap, tuple(made))


def layout_matrix(figure: Figure, medium: Medium) -> Drawing:
    """Rows and columns under ruled heads."""
    side, top = medium.padding
    labels = [row.label for row in figure.rows]
    first = max(medium.face.width(label, medium.text, True) for label in labels) + 2 * side + 1.0
    first = min(first, medium.width * 0.32)
    wide = (medium.width - first) / max(1, len(figure.columns))
    if any(medium.face.longest_word(cell, medium.text) > wide - 2 * side for row in figure.rows for cell in row.cells):
        raise DoesNotFit(f"A table of {len(figure.columns)} columns is too wide.")
    heads = [words(medium, column, wide - 2 * side, bold=True, tone=Tone.PINE) for column in figure.columns]
    y = max((h.height for h in heads), default=0.0) + top
    made: list[Primitive] = [
        Box(first + i * wide, 0, wide, y, (head,), padding=(side, 0.0)) for i, head in enumerate(heads)
    ]
    made.append(Line(0, y, medium.width, y, Tone.PINE, medium.stroke * 1.2))
    for row in figure.rows:
        label = words(medium, row.label, first - 2 * side, bold=True)
        cells = [words(medium, cell, wide - 2 * side) for cell in row.cells]
        height = max([label.height, *(c.height for c in cells)]) + 2 * top
        made.append(Box(0, y, first, height, (label,), padding=(side, top)))
        made += [Box(first + i * wide, y, wide, height, (cell,), padding=(side, top)) for i, cell in enumerate(cells)]
        y += height
        made.append(Line(0, y, medium.width, y, Tone.QUIET, medium.stroke * 0.5))
    return Drawing(medium.width, y + medium.stroke, tuple(made))


def layout_map(figure: Figure, medium: Medium) -> Drawing:
    """The first part in the middle, the others at its sides, joined to it by lines."""
    if not figure.parts:
        return Drawing(medium.width, 0.0, ())
    gap = medium.gap * 1.6
    wide = (medium.width - 2 * gap) / 3
    centre, *others = [_card(medium, part, 0, wide) for part in figure.parts]
    sides = [others[: (len(others) + 1) // 2], others[(len(others) + 1) // 2 :]]
    between = medium.gap * 0.6
    height = max([centre.height, *(sum(c.height for c in side) + between * (len(side) - 1) for side in sides)])
    if medium.height:
        height = max(height, min(medium.height, height * 1.35))
    middle = height / 2
    made: list[Primitive] = []
    lines: list[Primitive] = []
    for side, x in zip(sides, (0.0, medium.width - wide), strict=True):
        spare = height - sum(c.height for c in side)
        y = 0.0 if len(side) > 1 else spare / 2
        step = spare / (len(side) - 1) if len(side) > 1 else 0.0
        for card in side:
            made += _draw_card(medium, card, x, y, card.height)
            near, hub = (wide, wide + gap) if x == 0.0 else (x, x - gap)
            lines.append(Line(near, y + card.height / 2, hub, middle, Tone.PINE, medium.stroke))
            y += card.height + step
    hub_box = Box(wide + gap, middle - centre.height / 2, wide, centre.height, centre.words, Tone.MIST, Tone.PINE,
                  medium.stroke * 1.5, "centre", True, medium.padding)  # fmt: skip
    return Drawing(medium.width, height, (*lines, hub_box, *made))


def line_height(size: float) -> float:
    """Points from one base line to the next."""
    return size * LINE_HEIGHT
