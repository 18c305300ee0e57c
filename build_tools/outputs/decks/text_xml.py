"""Paragraphs → DrawingML: runs with their language, lists by the layout's own levels, links with words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from lxml import etree

from .fitting import EMU_PER_POINT, NUMBERED_MARGIN, numbered_margin
from .runs import BULLET, INSIDE, LETTER, NUMBER, Paragraph, Run

LANG = "en-GB"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

PLAIN_BULLET_MARGIN = 171_450
_SCHEMES = {NUMBER: "arabicPeriod", LETTER: "alphaUcPeriod"}


def sub(parent: Any, tag: str, **attributes: str) -> Any:
    """A DrawingML child."""
    return etree.SubElement(parent, f"{{{A}}}{tag}", attributes)


def write_text(body: Any, paragraphs: Sequence[Paragraph], link: Callable[[str], str] | None = None, *,
               lists: bool = True, size: float = 0.0, bold: bool | None = None, slot: str = "", after: float = 0.0) -> None:  # fmt: skip
    """Put paragraphs in place of what a text body holds.

    Args:
        body: a `txBody`.
        paragraphs: what to write.
        link: gives the relationship id for an address; None where links are left out.
        lists: whether the place has list levels of its own, which an unmarked paragraph must step out of.
        size: points, where the place has no style of its own (a table's cell).
        bold: weight, in the same case.
        slot: theme colour, in the same case.
        after: points of space after each paragraph, in the same case.
    """
    for old in body.findall(f"{{{A}}}p"):
        body.remove(old)
    start = 1
    for place, paragraph in enumerate(paragraphs):
        if paragraph.marker in _SCHEMES and (paragraph.number == 1 or not _numbered_before(paragraphs, place)):
            start = paragraph.number
        element = sub(body, "p")
        _properties(element, paragraph, start, lists, after)
        for run in paragraph.runs:
            _run(element, run, link, size, bold, slot)
    if not paragraphs:
        sub(sub(body, "p"), "endParaRPr", lang=LANG)


def _numbered_before(paragraphs: Sequence[Paragraph], place: int) -> bool:
    return any(p.marker in _SCHEMES for p in paragraphs[:place])


def _properties(element: Any, paragraph: Paragraph, start: int, lists: bool, after: float) -> None:
    properties = sub(element, "pPr")
    if after:
        sub(sub(properties, "spcAft"), "spcPts", val=str(round(after * 100)))
    if paragraph.level:
        properties.set("lvl", str(paragraph.level))
    if paragraph.marker in _SCHEMES:
        properties.set("marL", str(round(numbered_margin(paragraph.level) * EMU_PER_POINT)))
        properties.set("indent", str(round(-NUMBERED_MARGIN * EMU_PER_POINT)))
        sub(properties, "buFont", typeface="+mj-lt")
        numbering = sub(properties, "buAutoNum", type=_SCHEMES[paragraph.marker])
        if start != 1:
            numbering.set("startAt", str(start))
    elif paragraph.marker == INSIDE:
        properties.set("indent", "0")
        sub(properties, "buNone")
    elif paragraph.marker == BULLET:
        if not lists:  # a place without levels of its own: the bullet has to be brought along
            properties.set("marL", str(PLAIN_BULLET_MARGIN))
            properties.set("indent", str(-PLAIN_BULLET_MARGIN))
            sub(properties, "buFont", typeface="Arial")
            sub(properties, "buChar", char="•")
    elif (lists or after) and not paragraph.level:  # LibreOffice hangs the lines of a notes page unless told
        properties.set("marL", "0")
        properties.set("indent", "0")
        sub(properties, "buNone")
    if not len(properties) and not properties.attrib:
        element.remove(properties)


def _run(element: Any, run: Run, link: Callable[[str], str] | None, size: float, bold: bool | None, slot: str) -> None:
    made = sub(element, "r")
    properties = sub(made, "rPr", lang=LANG)
    if size:
        properties.set("sz", str(round(size * 100)))
    heavy = run.bold or bool(bold)
    if heavy or bold is not None:
        properties.set("b", "1" if heavy else "0")
    if run.italic:
        properties.set("i", "1")
    if slot:
        sub(sub(properties, "solidFill"), "schemeClr", val=slot)
    if run.link and link is not None:
        sub(properties, "hlinkClick").set(f"{{{R}}}id", link(run.link))
    sub(made, "t").text = run.text


def write_number(body: Any, number: int) -> None:
    """A slide number as a field, with the number it has now for programs that do not count."""
    for old in body.findall(f"{{{A}}}p"):
        body.remove(old)
    paragraph = sub(body, "p")
    field = sub(paragraph, "fld", id="{6E1C4F38-0D5B-4B0E-9C57-2B1D0F6A7C11}", type="slidenum")
    sub(field, "rPr", lang=LANG)
    sub(field, "t").text = str(number)
    sub(paragraph, "endParaRPr", lang=LANG)
