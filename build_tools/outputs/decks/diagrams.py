"""Figures laid out for a slide, as large as there is room for."""

from __future__ import annotations

from ...model.figure import Figure
from ..drawing.layout import DoesNotFit, Medium, layout_figure
from ..drawing.measure import arial
from ..drawing.primitives import Drawing

DIAGRAM_SIZES = ((28.0, 24.0), (24.0, 20.0), (20.0, 18.0))
"""Points of a diagram's labels and words, largest first."""


def slide_drawing(figure: Figure, width: float, height: float) -> Drawing:
    """A figure laid out for a slide: as large as fits, its words never under 18 points.

    Raises:
        DoesNotFit: at 18 points it needs more room than there is.
    """
    sizes = DIAGRAM_SIZES[-1:] if figure.kind == "timeline" else DIAGRAM_SIZES  # larger labels only crowd a line
    for label, text in sizes[:-1]:
        try:
            return layout_figure(figure, Medium(arial(), width, height, label, text, 2.0, 34.0, in_ring=True))
        except DoesNotFit:
            continue
    label, text = sizes[-1]
    return layout_figure(figure, Medium(arial(), width, height, label, text, 2.0, 34.0, in_ring=True))
