"""How much room a text takes, from the typeface's own widths.

Two faces: `arial()` for slides, from a table of Liberation Sans (Arial's widths) that is part of this program, and
`atkinson()` for paper and pages, from the font files of its package. Lengths are points.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

MISSING_WIDTH_EM = 1.0
"""A letter the table lacks is drawn by some other face: allow a whole em, as wide as letters get."""

SAFETY = 1.015
"""Renderers round positions to whole units or pixels; a line that fits by a hair in one wraps in another."""


@dataclass(frozen=True, slots=True)
class Face:
    """Widths of a typeface in em, by code point."""

    name: str
    regular: Mapping[int, float]
    bold: Mapping[int, float]

    def width(self, text: str, size: float, bold: bool = False) -> float:
        """Width in points of `text` set in one line at `size` points."""
        table = self.bold if bold else self.regular
        return SAFETY * size * sum(table.get(ord(letter), MISSING_WIDTH_EM) for letter in text)

    def wrap(self, text: str, size: float, width: float, bold: bool = False) -> list[str]:
        """The lines of a text, broken between words as a renderer does, and within a word wider than a line."""
        return ["".join(piece for piece, _ in line) for line in self.wrap_runs([(text, bold)], size, width)]

    def wrap_runs(self, runs: Sequence[tuple[str, bool]], size: float, width: float) -> list[list[tuple[str, bool]]]:
        """The same for text of mixed weight: runs of (text, bold) → lines of runs. A newline starts a line."""
        lines: list[list[tuple[str, bool]]] = [[]]
        used = 0.0
        for word in _words(runs):
            if word[0][0] == "\n":
                lines.append([])
                used = 0.0
                continue
            wide = sum(self.width(piece, size, bold) for piece, bold in word)
            bare = sum(self.width(piece.rstrip(" "), size, bold) for piece, bold in word)
            if lines[-1] and used + bare > width:
                lines.append([])
                used = 0.0
            if bare > width:
                for piece, bold in word:
                    for letter in piece:
                        one = self.width(letter, size, bold)
                        if lines[-1] and letter != " " and used + one > width:
                            lines.append([])
                            used = 0.0
                        lines[-1].append((letter, bold))
                        used += one
                continue
            lines[-1] += word
            used += wide
        return [_joined(line) for line in lines]

    def longest_word(self, text: str, size: float, bold: bool = False) -> float:
        """Width of the widest word."""
        return max((self.width(word, size, bold) for word in text.split()), default=0.0)


def _words(runs: Sequence[tuple[str, bool]]) -> list[list[tuple[str, bool]]]:
    """Words with the spaces that follow them; a word may change its weight within. A newline is a word of its own."""
    words: list[list[tuple[str, bool]]] = []
    open_word = False
    for text, bold in runs:
        start = 0
        for position, letter in enumerate(text):
            ends = letter in " \n-–" and letter != "\u00a0"
            if letter == "\n":
                _add(words, text[start:position], bold, open_word)
                words.append([("\n", bold)])
                start, open_word = position + 1, False
            elif ends and not (position + 1 < len(text) and text[position + 1] == " "):
                _add(words, text[start : position + 1], bold, open_word)
                start, open_word = position + 1, False
        if start < len(text):
            _add(words, text[start:], bold, open_word)
            open_word = True
    return words


def _add(words: list[list[tuple[str, bool]]], piece: str, bold: bool, open_word: bool) -> None:
    if not piece:
        return
    if open_word and words:
        words[-1].append((piece, bold))
    else:
        words.append([(piece, bold)])


def _joined(line: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    joined: list[tuple[str, bool]] = []
    for piece, bold in line:
        if joined and joined[-1][1] == bold:
            joined[-1] = (joined[-1][0] + piece, bold)
        else:
            joined.append((piece, bold))
    if joined:
        joined[-1] = (joined[-1][0].rstrip(" "), joined[-1][1])
    return joined


@lru_cache(maxsize=1)
def arial() -> Face:
    """Arial, by the widths of Liberation Sans."""
    table = json.loads((Path(__file__).parent / "liberation-sans-widths.json").read_text("utf-8"))
    em = table["units_per_em"]
    regular, bold = (
        {int(point): width / em for point, width in table[weight].items()} for weight in ("regular", "bold")
    )
    return Face("Arial", regular, bold)


@lru_cache(maxsize=1)
def atkinson() -> Face:
    """Atkinson Hyperlegible."""
    import fontpkg_atkinson_hyperlegible  # only paper and pages need it
    from fontTools.ttLib import TTFont

    folder = Path(str(fontpkg_atkinson_hyperlegible.__file__)).parent / "files"

    def widths(weight: str) -> dict[int, float]:
        with TTFont(folder / f"AtkinsonHyperlegible-{weight}.ttf", lazy=True) as font:
            advances, em = font["hmtx"], font["head"].unitsPerEm
            return {point: advances[glyph][0] / em for point, glyph in font.getBestCmap().items()}

    return Face("Atkinson Hyperlegible", widths("Regular"), widths("Bold"))
