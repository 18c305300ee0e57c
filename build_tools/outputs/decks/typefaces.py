"""How much wider a template's typefaces run than Arial, in whose widths everything is measured.

A school's typeface is seldom on the machine that builds, and a build gives the same slides on every machine. So a
typeface that is known to run no wider than Arial counts as Arial, and any other as a good deal wider.
"""

from __future__ import annotations

from typing import Any

from lxml import etree
from pptx.opc.constants import RELATIONSHIP_TYPE

NO_WIDER_THAN_ARIAL = frozenset(
    ("aptos", "aptos display", "arial", "arial narrow", "atkinson hyperlegible", "calibri", "calibri light", "cambria", "candara",
     "carlito", "corbel", "franklin gothic book", "garamond", "gill sans mt", "gill sans nova", "helvetica", "lato", "liberation sans",
     "source sans pro", "times new roman", "tw cen mt")
)  # fmt: skip
WIDER = 1.2
"""What any other counts as: Verdana, the widest that schools commonly use, runs about this much wider."""

CAPITALS = 1.25
"""The same for a style that sets everything in capitals."""

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def theme_faces(master: Any) -> dict[str, str]:
    """The names that a master's theme has for `+mj-lt` (headings) and `+mn-lt` (text)."""
    theme = etree.fromstring(master.part.part_related_by(RELATIONSHIP_TYPE.THEME).blob, etree.XMLParser(resolve_entities=False, no_network=True))  # fmt: skip
    found = {}
    for key, tag in (("+mj-lt", "majorFont"), ("+mn-lt", "minorFont")):
        latin = theme.find(f".//{_A}{tag}/{_A}latin")
        found[key] = latin.get("typeface", "") if latin is not None else ""
    return found


def widening(styles: list[Any], faces: dict[str, str], fallback: str) -> float:
    """How much wider text of these styles runs than Arial, 1.0 or more.

    Args:
        styles: elements that hold list levels, the nearest first.
        faces: of `theme_faces`.
        fallback: `+mj-lt` or `+mn-lt`, where no style names a face.
    """
    first = [run for style in styles if (run := style.find(f"{_A}lvl1pPr/{_A}defRPr")) is not None]
    named = next((latin.get("typeface") for run in first if (latin := run.find(f"{_A}latin")) is not None), fallback)
    name = faces.get(named, named).lower()
    capitals = next((run.get("cap") for run in first if run.get("cap")), "none") == "all"
    return (1.0 if name in NO_WIDER_THAN_ARIAL else WIDER) * (CAPITALS if capitals else 1.0)
