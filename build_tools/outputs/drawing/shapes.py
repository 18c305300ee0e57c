"""A drawing as one group of native shapes on a slide: editable, in theme colours, its words as text.

The group carries the figure's text equivalent; shapes without words are marked as decoration, so a screen reader
hears the equivalent and the words, and nothing twice.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lxml import etree

from ...model.figure import Figure
from .primitives import Box, Circle, Drawing, Line, Tone, Words

EMU_PER_POINT = 12_700

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
DECORATIVE = "http://schemas.microsoft.com/office/drawing/2017/decorative"
DECORATIVE_URI = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"
"""Of the extension that marks a shape as decoration: [MS-ODRAWXML] 2.26."""

SLOTS = {
    Tone.INK: "tx1", Tone.QUIET: "accent4", Tone.PINE: "tx2", Tone.MIST: "bg2", Tone.MARIGOLD: "accent2", Tone.ON_INK: "bg1",
}  # fmt: skip
"""Theme slots by tone: changing the theme changes the drawing."""


def emu(points: float) -> int:
    """Points in the unit of slides."""
    return round(points * EMU_PER_POINT)


def group_of(figure: Figure, drawing: Drawing, x: float, y: float, next_id: Callable[[], int], lang: str) -> Any:
    """The group, to be appended to a slide's shape tree.

    Args:
        figure: for the name and the text equivalent.
        drawing: the figure laid out at its size on the slide.
        x: its left edge on the slide, points.
        y: its upper edge, points.
        next_id: gives a shape id unused on the slide.
        lang: language of its words.
    """
    group = _e(P, "grpSp")
    head = _sub(group, P, "nvGrpSpPr")
    _sub(head, P, "cNvPr", id=str(next_id()), name=figure.title, descr=figure.text_equivalent)
    _sub(head, P, "cNvGrpSpPr")
    _sub(head, P, "nvPr")
    frame = _sub(_sub(group, P, "grpSpPr"), A, "xfrm")
    for corner, extent in (("off", "ext"), ("chOff", "chExt")):
        _sub(frame, A, corner, x=str(emu(x)), y=str(emu(y)))
        _sub(frame, A, extent, cx=str(emu(drawing.width)), cy=str(emu(drawing.height)))
    for number, shape in enumerate(drawing.primitives, 1):
        name = f"{figure.title}: part {number}"
        if isinstance(shape, Line):
            group.append(_line(shape, x, y, next_id(), name))
        elif isinstance(shape, Circle):
            group.append(_circle(shape, x, y, next_id(), name))
        else:
            group.append(_box(shape, x, y, next_id(), name, lang))
    return group


def _e(namespace: str, tag: str, **attributes: str) -> Any:
    return etree.Element(f"{{{namespace}}}{tag}", attributes, nsmap={"a": A, "p": P})


def _sub(parent: Any, namespace: str, tag: str, **attributes: str) -> Any:
    return etree.SubElement(parent, f"{{{namespace}}}{tag}", attributes)


def _head(shape: Any, kind: str, id: int, name: str, decorative: bool, text_only: bool = False) -> None:
    head = _sub(shape, P, f"nv{kind}Pr")
    properties = _sub(head, P, "cNvPr", id=str(id), name=name)
    if decorative:
        extension = _sub(_sub(properties, A, "extLst"), A, "ext", uri=DECORATIVE_URI)
        etree.SubElement(extension, f"{{{DECORATIVE}}}decorative", {"val": "1"}, nsmap={"adec": DECORATIVE})
    _sub(head, P, f"cNv{kind}Pr", **({"txBox": "1"} if text_only else {}))
    _sub(head, P, "nvPr")


def _geometry(shape: Any, preset: str, x: float, y: float, width: float, height: float, **flips: str) -> Any:
    properties = _sub(shape, P, "spPr")
    frame = _sub(properties, A, "xfrm", **flips)
    _sub(frame, A, "off", x=str(emu(x)), y=str(emu(y)))
    _sub(frame, A, "ext", cx=str(emu(width)), cy=str(emu(height)))
    _sub(_sub(properties, A, "prstGeom", prst=preset), A, "avLst")
    return properties


def _fill(properties: Any, tone: Tone) -> None:
    if tone is Tone.NONE:
        _sub(properties, A, "noFill")
    else:
        _sub(_sub(properties, A, "solidFill"), A, "schemeClr", val=SLOTS[tone])


def _edge(properties: Any, tone: Tone, width: float, dashed: bool = False, arrow: bool = False) -> None:
    if tone is Tone.NONE:
        _sub(_sub(properties, A, "ln"), A, "noFill")
        return
    line = _sub(properties, A, "ln", w=str(emu(width)))
    _fill(line, tone)
    if dashed:
        _sub(line, A, "prstDash", val="dash")
    if arrow:
        _sub(line, A, "tailEnd", type="triangle", w="med", len="med")


def _line(line: Line, x: float, y: float, id: int, name: str) -> Any:
    shape = _e(P, "cxnSp")
    _head(shape, "CxnSp", id, name, decorative=True)
    flips = {"flipH": "1"} if line.x2 < line.x1 else {}
    if line.y2 < line.y1:
        flips["flipV"] = "1"
    properties = _geometry(shape, "line", x + min(line.x1, line.x2), y + min(line.y1, line.y2),
                           abs(line.x2 - line.x1), abs(line.y2 - line.y1), **flips)  # fmt: skip
    _edge(properties, line.tone, line.width, arrow=line.arrow)
    return shape


def _circle(circle: Circle, x: float, y: float, id: int, name: str) -> Any:
    shape = _e(P, "sp")
    _head(shape, "Sp", id, name, decorative=True)
    r = circle.r - circle.width / 2
    properties = _geometry(shape, "ellipse", x + circle.cx - r, y + circle.cy - r, 2 * r, 2 * r)
    _fill(properties, circle.fill)
    _edge(properties, circle.stroke, circle.width)
    return shape


def _box(box: Box, x: float, y: float, id: int, name: str, lang: str) -> Any:
    shape = _e(P, "sp")
    _head(
        shape,
        "Sp",
        id,
        name,
        decorative=not box.words,
        text_only=bool(box.words) and box.stroke is Tone.NONE is box.fill,
    )
    properties = _geometry(shape, "rect", x + box.x, y + box.y, box.width, box.height)
    _fill(properties, box.fill)
    _edge(properties, box.stroke, box.stroke_width, box.dashed)
    if not box.words:
        return shape
    side, top = (str(emu(length)) for length in box.padding)
    body = _sub(shape, P, "txBody")
    # Boxes of one word (a mark) never wrap: half a point of rounding must not break "Should" in two.
    wrap = "none" if len(box.words) == 1 and len(box.words[0].lines) == 1 else "square"
    _sub(_sub(body, A, "bodyPr", wrap=wrap, lIns=side, tIns=top, rIns=side, bIns="0" if not box.middle else top,
              anchor="ctr" if box.middle else "t", rtlCol="0"), A, "noAutofit")  # fmt: skip
    _sub(body, A, "lstStyle")
    for words in box.words:
        _paragraph(body, words, {"left": "l", "centre": "ctr", "right": "r"}[box.align], lang)
    return shape


def _paragraph(body: Any, words: Words, align: str, lang: str) -> None:
    paragraph = _sub(body, A, "p")
    _sub(_sub(paragraph, A, "pPr", algn=align, marL="0", indent="0"), A, "buNone")
    run = _sub(paragraph, A, "r")
    properties = _sub(run, A, "rPr", lang=lang, sz=str(round(words.size * 100)), b="1" if words.bold else "0")
    _sub(_sub(properties, A, "solidFill"), A, "schemeClr", val=SLOTS[words.tone])
    _sub(properties, A, "latin", typeface="+mn-lt")
    _sub(run, A, "t").text = words.text
