"""A handout's figures: drawn, or said in words where the type is too large for a drawing."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape

from ...model.figure import Figure
from ...model.finding import Finding, Severity
from ..drawing.layout import DoesNotFit
from ..drawing.primitives import Tone
from ..drawing.svg import paper, svg_of

VARIANT_POINTS = {"standard": 9.5, "greyscale": 9.5, "a3": 9.5, "dyslexia": 12.0}
"""Size of the words in a drawing. A variant that is not here has its figures in words: at its size the parts would not
stand beside each other."""

MOST_COLUMNS_LARGE = 3
"""Columns that a table set in large print can have, its row heads included."""


@dataclass
class FigureWriter:
    """Writes figures as HTML for one handout and variant.

    Attributes:
        variant: one of `model.handout.VARIANTS`.
        colours: the tokens' colours by name.
        findings: what was met.
        shown: the figures written, in order.
    """

    variant: str
    colours: dict[str, str]
    findings: list[Finding] = field(default_factory=list)
    shown: list[Figure] = field(default_factory=list)

    def __call__(self, figure: Figure) -> str:
        """The figure: a matrix as a table, the others as a drawing or a list."""
        self.shown.append(figure)
        large = self.variant not in VARIANT_POINTS
        if figure.rows:
            return _list_of_rows(figure) if large and len(figure.columns) >= MOST_COLUMNS_LARGE else _table(figure)
        return _list_of_parts(figure) if large else self._drawn(figure)

    def svg(self, figure: Figure) -> str | None:
        """The figure as an SVG for a variant that has drawings; None where it does not fit, which a finding tells."""
        try:
            return svg_of(
                figure, paper(text=VARIANT_POINTS[self.variant]), colour=self.colours["ink"], colours=self._tones()
            )
        except DoesNotFit as error:
            self.findings.append(Finding(
                "figures.does-not-fit", figure.location, f'"{figure.title}" can\'t be drawn for the {self.variant} handout, so it stands there in words. {error}',
                "Shorten its texts.", Severity.WARNING))  # fmt: skip
            return None

    def _drawn(self, figure: Figure) -> str:
        svg = self.svg(figure)
        if svg is None:
            return _list_of_parts(figure)
        data = base64.b64encode(svg.encode("utf-8")).decode("ascii")
        return f'<img alt="{escape(figure.text_equivalent)}" src="data:image/svg+xml;base64,{data}">'

    def _tones(self) -> dict[Tone, str]:
        ink, white = self.colours["ink"], "#FFFFFF"
        if self.variant == "greyscale":
            return {
                Tone.INK: ink,
                Tone.QUIET: ink,
                Tone.PINE: ink,
                Tone.MIST: white,
                Tone.MARIGOLD: white,
                Tone.ON_INK: white,
            }
        named = {
            Tone.INK: "ink",
            Tone.QUIET: "quiet-ink",
            Tone.PINE: "pine",
            Tone.MIST: "mist",
            Tone.MARIGOLD: "marigold",
        }
        return {Tone.ON_INK: white, **{tone: self.colours[name] for tone, name in named.items()}}


def words_in(figure: Figure) -> str:
    """Every word that stands in a figure."""
    parts = [text for part in figure.parts for text in (part.label, part.text)]
    cells = [text for row in figure.rows for text in (row.label, *row.cells)]
    return " ".join([*figure.columns, *parts, *cells])


def _table(figure: Figure) -> str:
    heads = "".join(f'<th scope="col">{escape(column)}</th>' for column in figure.columns)
    rows = "".join(
        f'<tr><th scope="row">{escape(row.label)}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in row.cells)
        + "</tr>"
        for row in figure.rows
    )
    return f'<table class="matrix"><thead><tr><td></td>{heads}</tr></thead><tbody>{rows}</tbody></table>'


def _list_of_rows(figure: Figure) -> str:
    rows = (
        f"<strong>{escape(row.label)}</strong> "
        + "; ".join(f"{escape(column)}: {escape(cell)}" for column, cell in zip(figure.columns, row.cells, strict=True))
        for row in figure.rows
    )
    return _listed("ul", rows)


def _list_of_parts(figure: Figure) -> str:
    parts = (
        f"<strong>{escape(part.label)}</strong> {escape(part.text)}"
        + (
            f' <span class="force force-{part.force}">{part.force.mark}</span>'
            if part.force and part.force.mark
            else ""
        )
        for part in figure.parts
    )
    return _listed("ol" if figure.kind in ("cycle", "steps", "timeline") else "ul", parts)


def _listed(tag: str, entries: Iterable[str]) -> str:
    return f'<{tag} class="figure-words">' + "".join(f"<li>{entry}</li>" for entry in entries) + f"</{tag}>"
