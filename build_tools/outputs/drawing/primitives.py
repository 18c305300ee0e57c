"""The few things a drawing is made of. Lengths are points, y runs down, and every text is already broken into lines."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

LINE_HEIGHT = 1.2
"""Distance of base lines over size: Arial's own 1.15 and a little, so that no renderer needs more."""

ASCENT = 0.93
"""From the top of a line to its base line, over size."""


class Tone(StrEnum):
    """What a colour means; each output knows its value and its theme slot."""

    NONE = "none"
    INK = "ink"
    QUIET = "quiet"
    PINE = "pine"
    MIST = "mist"
    MARIGOLD = "marigold"
    ON_INK = "on-ink"


HEX = {
    Tone.INK: "#17212B", Tone.QUIET: "#47535F", Tone.PINE: "#0F4C4A", Tone.MIST: "#E6F0EE", Tone.MARIGOLD: "#F2B134",
    Tone.ON_INK: "#FFFFFF",
}  # fmt: skip
"""Values on paper and in light mode."""


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line; with `arrow` it ends in a head."""

    x1: float
    y1: float
    x2: float
    y2: float
    tone: Tone
    width: float
    arrow: bool = False


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle without text."""

    cx: float
    cy: float
    r: float
    fill: Tone
    stroke: Tone
    width: float


@dataclass(frozen=True, slots=True)
class Words:
    """One paragraph of one size and weight, with the lines it breaks into."""

    text: str
    lines: tuple[str, ...]
    size: float
    bold: bool
    tone: Tone

    @property
    def height(self) -> float:
        """Points from the top of its first line to the foot of its last."""
        return len(self.lines) * self.size * LINE_HEIGHT


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle with paragraphs of text in it, or text alone where it has neither fill nor stroke.

    Attributes:
        align: `left`, `centre` or `right`.
        middle: whether the text stands in the middle of its height rather than at its top.
        padding: points between edge and text, (sides, top and foot).
        dashed: whether the edge is dashed.
    """

    x: float
    y: float
    width: float
    height: float
    words: tuple[Words, ...] = ()
    fill: Tone = Tone.NONE
    stroke: Tone = Tone.NONE
    stroke_width: float = 0.0
    align: str = "left"
    middle: bool = False
    padding: tuple[float, float] = (0.0, 0.0)
    dashed: bool = False

    @property
    def words_height(self) -> float:
        """Height of all its text."""
        return sum(words.height for words in self.words)


Primitive = Line | Circle | Box


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure, laid out."""

    width: float
    height: float
    primitives: tuple[Primitive, ...]

    @property
    def text(self) -> str:
        """All its words in reading order, one paragraph a line."""
        return "\n".join(words.text for shape in self.primitives if isinstance(shape, Box) for words in shape.words)
