"""Takes the advance widths out of Liberation Sans; run by hand, its result is committed.

python -m build_tools.outputs.drawing.extract_widths FOLDER_OF_LIBERATION_TTF
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from fontTools.ttLib import TTFont

RANGES = ((0x20, 0x7E), (0xA0, 0x24F), (0x259, 0x259), (0x2B0, 0x2FF), (0x300, 0x3CF), (0x400, 0x45F), (0x1E00, 0x1EFF),
          (0x2010, 0x205E), (0x20A0, 0x20BF), (0x2100, 0x214F), (0x2190, 0x21FF), (0x2200, 0x226F), (0x25A0, 0x25CF))  # fmt: skip
"""What British training material may hold: Latin with Welsh and other European letters, Greek, Cyrillic, signs."""

TARGET = Path(__file__).parent / "liberation-sans-widths.json"


def widths(font: TTFont) -> dict[str, int]:
    """Advance widths in font units by code point."""
    glyphs, advances = font.getBestCmap(), font["hmtx"]
    return {
        str(point): advances[glyphs[point]][0]
        for first, last in RANGES
        for point in range(first, last + 1)
        if point in glyphs
    }


def main(folder: Path) -> None:
    """Write the table."""
    faces = {name: TTFont(folder / f"LiberationSans-{name}.ttf") for name in ("Regular", "Bold")}
    head = faces["Regular"]["hhea"]
    table = {
        "face": "Liberation Sans", "version": faces["Regular"]["name"].getDebugName(5),
        "units_per_em": faces["Regular"]["head"].unitsPerEm, "ascent": head.ascent, "descent": -head.descent, "line_gap": head.lineGap,
        "regular": widths(faces["Regular"]), "bold": widths(faces["Bold"]),
    }  # fmt: skip
    TARGET.write_text(
        json.dumps(table, separators=(",", ":")).replace('"regular"', '\n"regular"').replace('"bold"', '\n"bold"')
        + "\n",
        "utf-8",
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
