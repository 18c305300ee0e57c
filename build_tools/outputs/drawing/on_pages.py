"""A figure for a page on a screen: drawn twice, for wide and for narrow ones."""

from __future__ import annotations

from ...model.figure import Figure
from .layout import DoesNotFit
from .svg import paper, svg_of

NARROW_WIDTH = 225.0
"""Points: a phone of 320 px less its margins."""


def drawn(figure: Figure) -> str:
    """A figure for wide and for narrow screens; the page shows one of them."""
    wide = svg_of(figure).replace('class="drawing ', 'class="drawing drawing-wide ', 1)
    try:
        narrow = svg_of(figure, paper(NARROW_WIDTH, 11.0), prefix="fig-narrow")
    except DoesNotFit:
        return wide.replace(" drawing-wide", "", 1)
    return wide + "\n" + narrow.replace('class="drawing ', 'class="drawing drawing-narrow ', 1)
