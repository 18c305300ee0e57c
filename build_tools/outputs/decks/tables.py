"""Tables on slides: widths of columns, heights of rows, and where a table goes on to the next slide.

The header row stands on each slide again. Type is 20 points always; a table too wide for that is a finding.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..drawing.measure import arial
from .fitting import LINE_HEIGHT_EM, evenly
from .runs import Paragraph

SIZE = 20.0
SIDE, TOP = 8.0, 7.0
"""Points between a cell's edge and its words."""

Row = tuple[Paragraph, ...]


def column_widths(rows: Sequence[Row], width: float) -> list[float] | None:
    """Points a column: none narrower than its longest word, the rest shared by how much each has to say.

    None where the longest words alone are wider than the table.
    """
    face = arial()
    columns = list(zip(*rows, strict=True))
    least = [max(face.longest_word(cell.text, SIZE, bold=True) for cell in column) + 2 * SIDE + 1 for column in columns]
    wish = [max(face.width(cell.text, SIZE, bold=True) for cell in column) + 2 * SIDE + 1 for column in columns]
    spare = width - sum(least)
    if spare < 0:
        return None
    # From the smallest wish up: a column gets what it wishes while the others' equal shares can bear it.
    widths = list(least)
    order = sorted(range(len(columns)), key=lambda c: wish[c] - least[c])
    for place, column in enumerate(order):
        given = min(wish[column] - least[column], spare / (len(order) - place))
        widths[column] += given
        spare -= given
    return [width + spare / len(columns) for width in widths]


def row_height(row: Row, widths: Sequence[float], *, header: bool) -> float:
    """Points a row takes."""
    face = arial()
    lines = [
        len(face.wrap_runs([(run.text, run.bold or header or place == 0) for run in cell.runs], SIZE, width - 2 * SIDE))
        for place, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]
    return max(lines) * SIZE * LINE_HEIGHT_EM + 2 * TOP


def pages_of_rows(rows: Sequence[Row], widths: Sequence[float], height: float) -> list[list[Row]] | None:
    """The rows on each slide, header first; None where a row and the header are higher than a slide."""
    header, *body = rows
    room = height - row_height(header, widths, header=True)
    heights = [row_height(row, widths, header=False) for row in body]
    if any(one > room for one in heights):
        return None
    pages = evenly(list(zip(body, heights, strict=True)), lambda page: sum(one for _, one in page), room)
    return [[header, *(row for row, _ in page)] for page in pages]
