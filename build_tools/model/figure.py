"""Figures, drawn from data as SVG and as native shapes."""

from dataclasses import dataclass
from decimal import Decimal

from .citation import Citation
from .location import Location
from .quantities import Force

FIGURE_KINDS = ("cycle", "timeline", "steps", "matrix", "map")


@dataclass(frozen=True, slots=True)
class FigurePart:
    """One part: a stage of a cycle, a point on a timeline (`at`), a place on a map."""

    id: str
    label: str
    text: str
    force: Force | None
    cites: tuple[Citation, ...]
    at: Decimal | None
    end: bool
    location: Location


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A row of a matrix figure, one cell a column."""

    label: str
    cells: tuple[str, ...]
    location: Location


@dataclass(frozen=True, slots=True)
class Axis:
    """The scale of a timeline."""

    unit: str
    start: Decimal
    end: Decimal


@dataclass(frozen=True, slots=True)
class Figure:
    """A diagram and its text equivalent, which a person wrote."""

    id: str
    title: str
    kind: str
    caption: str
    text_equivalent: str
    cites: tuple[Citation, ...]
    parts: tuple[FigurePart, ...]
    axis: Axis | None
    columns: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    location: Location
