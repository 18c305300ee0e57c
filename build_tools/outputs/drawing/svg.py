"""A drawing as SVG: text stays text, colours are presentation attributes that a page's style sheet may override.

No `style` attribute and no script, so it stands under a strict Content-Security-Policy. Classes, for dark mode:
`fig-ink`, `fig-quiet`, `fig-pine`, `fig-marigold` on strokes, `fig-fill-…` on fills, `fig-on-ink` on words that stand
on ink; words in ink take the page's own colour (`currentColor`). `templates/drawing/drawing.css` holds the rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from ...model.figure import Figure
from .layout import Medium, layout_figure
from .measure import atkinson
from .primitives import ASCENT, HEX, LINE_HEIGHT, Box, Circle, Drawing, Line, Tone, Words

PAPER_WIDTH = 482.0
"""Points: 170 mm, the text width of an A4 page with its margins."""

ARROW_HEAD = 3.2
"""Length of an arrow's head over its line's width."""


def paper(width: float = PAPER_WIDTH, text: float = 9.5) -> Medium:
    """Paper and pages: text 9.5 points at full width, 9 at least.

    Args:
        width: points.
        text: points; larger for a large-print handout.
    """
    return Medium(atkinson(), width, 0.0, text * 1.2, text, 1.0, text * 1.9, in_ring=False)


def svg_of(figure: Figure, medium: Medium | None = None, *, prefix: str = "fig", colour: str = "",
           colours: Mapping[Tone, str] = HEX) -> str:  # fmt: skip
    """A figure as an SVG element, the same bytes each time.

    Args:
        figure: what to draw.
        medium: the room and type; an A4 page's text width where none is given.
        prefix: begins its ids; give another where one figure stands twice on a page.
        colour: the colour of its words, for renderers whose SVG does not take the page's (`#17212B`).
        colours: values of the tones, where a school has its own.

    Raises:
        DoesNotFit: it needs more room than there is.
    """
    drawing = layout_figure(figure, medium or paper())
    name = f"{prefix}-{figure.id}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="drawing drawing-{escape(figure.kind)}" role="img" '
        f'aria-labelledby="{name}-title {name}-desc" viewBox="0 0 {_n(drawing.width + 2)} {_n(drawing.height + 2)}" '
        f'width="{_n(drawing.width + 2)}pt" height="{_n(drawing.height + 2)}pt"'
        + (f' color="{escape(colour)}"' if colour else "")
        + ">",
        f'<title id="{name}-title">{escape(figure.title, quote=False)}</title>',
        f'<desc id="{name}-desc">{escape(figure.text_equivalent, quote=False)}</desc>',
        '<g transform="translate(1 1)" fill="none">',
        *_Writer((medium or paper()).face.name, colours).shapes(drawing),
        "</g></svg>",
    ]
    return "\n".join(parts)


class _Writer:
    def __init__(self, face: str, colours: Mapping[Tone, str]):
        self.face, self.colours = face, colours

    def shapes(self, drawing: Drawing) -> list[str]:
        made = []
        for shape in drawing.primitives:
            if isinstance(shape, Line):
                made.append(self._line(shape))
            elif isinstance(shape, Circle):
                made.append(f'<circle cx="{_n(shape.cx)}" cy="{_n(shape.cy)}" r="{_n(shape.r - shape.width / 2)}"'
                            f"{self._paint(shape.fill, shape.stroke, shape.width)}/>")  # fmt: skip
            else:
                if shape.fill is not Tone.NONE or shape.stroke is not Tone.NONE:
                    dashes = (
                        f' stroke-dasharray="{_n(shape.stroke_width * 3)} {_n(shape.stroke_width * 2)}"'
                        if shape.dashed
                        else ""
                    )
                    made.append(f'<rect x="{_n(shape.x)}" y="{_n(shape.y)}" width="{_n(shape.width)}" height="{_n(shape.height)}"'
                                f"{self._paint(shape.fill, shape.stroke, shape.stroke_width)}{dashes}/>")  # fmt: skip
                made += self._text(shape)
        return made

    def _text(self, box: Box) -> list[str]:
        side, top = box.padding
        anchor, x = {
            "left": ("start", box.x + side), "centre": ("middle", box.x + box.width / 2), "right": ("end", box.x + box.width - side),
        }[box.align]  # fmt: skip
        y = box.y + ((box.height - box.words_height) / 2 if box.middle else top)
        made = []
        for words in box.words:
            spans = "".join(
                f'<tspan x="{_n(x)}" y="{_n(y + words.size * (i * LINE_HEIGHT + ASCENT))}">{escape(line, quote=False)}{" " if i + 1 < len(words.lines) else ""}</tspan>'
                for i, line in enumerate(words.lines)
            )
            made.append(f'<text text-anchor="{anchor}" font-family="{escape(self.face)}, Arial, sans-serif" font-size="{_n(words.size)}"'
                        f"{_weight(words)}{self._ink(words.tone)}>{spans}</text>")  # fmt: skip
            y += words.height
        return made

    def _ink(self, tone: Tone) -> str:
        if tone is Tone.INK:
            return ' class="fig-text" fill="currentColor"'
        return f' class="fig-{tone if tone is Tone.ON_INK else f"fill-{tone}"}" fill="{self.colours[tone]}"'

    def _paint(self, fill: Tone, stroke: Tone, width: float) -> str:
        classes = [f"fig-fill-{fill}"] * (fill is not Tone.NONE) + [f"fig-{stroke}"] * (stroke is not Tone.NONE)
        painted = f' class="{" ".join(classes)}"' if classes else ""
        if fill is not Tone.NONE:
            painted += f' fill="{self.colours[fill]}"'
        if stroke is not Tone.NONE:
            painted += f' stroke="{self.colours[stroke]}" stroke-width="{_n(width)}"'
        return painted

    def _line(self, line: Line) -> str:
        x2, y2 = line.x2, line.y2
        head = ""
        if line.arrow:
            long = ((line.x2 - line.x1) ** 2 + (line.y2 - line.y1) ** 2) ** 0.5 or 1.0
            dx, dy = (line.x2 - line.x1) / long, (line.y2 - line.y1) / long
            size = line.width * ARROW_HEAD
            x2, y2 = line.x2 - dx * size * 0.8, line.y2 - dy * size * 0.8
            corners = ((line.x2, line.y2), (line.x2 - dx * size - dy * size * 0.6, line.y2 - dy * size + dx * size * 0.6),
                       (line.x2 - dx * size + dy * size * 0.6, line.y2 - dy * size - dx * size * 0.6))  # fmt: skip
            points = " ".join(f"{_n(x)},{_n(y)}" for x, y in corners)
            head = f'<polygon class="fig-fill-{line.tone}" fill="{self.colours[line.tone]}" points="{points}"/>'
        return (f'<line x1="{_n(line.x1)}" y1="{_n(line.y1)}" x2="{_n(x2)}" y2="{_n(y2)}"'
                f"{self._paint(Tone.NONE, line.tone, line.width)}/>{head}")  # fmt: skip


def _weight(words: Words) -> str:
    return ' font-weight="700"' if words.bold else ""


def _n(number: float) -> str:
    """A number with at most two decimals and no tail of noughts."""
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
