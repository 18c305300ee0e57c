"""Placeholders and decorations of a layout, as they stand in its file.

A placeholder without a colour takes its colour, bullets and margins from the master of the template it is put into.
"""

from __future__ import annotations

from .layouts import Box, Holder
from .template_xml import LANG, emu

BULLET_INDENT = 342_900
_TITLES = ("title", "ctrTitle")


def run_style(size: float, colour: str, bold: bool, face: str = "mn") -> str:
    """The type of a level: points, a theme slot or none, weight, the theme's headings' (`mj`) or text's (`mn`) face."""
    fill = f'<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>' if colour else ""
    return f'<a:defRPr lang="{LANG}" sz="{round(size * 100)}" b="{int(bold)}">{fill}<a:latin typeface="+{face}-lt"/></a:defRPr>'


def levels(holder: Holder) -> str:
    """The two list levels of a placeholder."""
    made = []
    for level in (1, 2):
        size = holder.sizes[min(level, len(holder.sizes)) - 1]
        margin, bullet = 'marL="0" indent="0"', "<a:buNone/>"
        if holder.bullets and not holder.colour:
            margin, bullet = "", ""
        elif holder.bullets:
            margin = f'marL="{BULLET_INDENT * level}" indent="-{BULLET_INDENT}"'
            colour = holder.colour if holder.colour != "tx1" else "tx2"
            bullet = (f'<a:buClr><a:schemeClr val="{colour}"/></a:buClr><a:buFont typeface="Arial"/>'
                      f'<a:buChar char="{"•" if level == 1 else "–"}"/>')  # fmt: skip
        before = 0.0 if holder.kind in _TITLES else holder.before * (1 if level == 1 else 0.6)
        made.append(
            f'<a:lvl{level}pPr {margin} algn="{holder.align}"><a:lnSpc><a:spcPct val="100000"/></a:lnSpc>'
            f'<a:spcBef><a:spcPts val="{round(before * 100)}"/></a:spcBef>{bullet}'
            f"{run_style(size, holder.colour, holder.bold, 'mj' if holder.kind in _TITLES else 'mn')}</a:lvl{level}pPr>"
        )
    return "".join(made)


def box_xml(box: Box) -> str:
    """A place on the slide, from inches."""
    x, y, width, height = (emu(v) for v in box)
    return f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'


def holder_xml(holder: Holder, id: int, index: int) -> str:
    """A placeholder, with the id of its shape and the index by which slides find it."""
    fill = f'<a:solidFill><a:schemeClr val="{holder.fill}"/></a:solidFill>' if holder.fill else ""
    inset = emu(holder.inset)
    place = {"title": 'type="title"', "ctrTitle": 'type="ctrTitle"', "obj": f'idx="{index}"'}.get(
        holder.kind, f'type="{holder.kind}" idx="{index}"'
    )
    return (f'<p:sp><p:nvSpPr><p:cNvPr id="{id}" name="{holder.name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph {place}/></p:nvPr></p:nvSpPr>'
            f'<p:spPr>{box_xml(holder.box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{fill}</p:spPr>'
            f'<p:txBody><a:bodyPr vert="horz" wrap="square" lIns="{inset}" tIns="{inset}" rIns="{inset}" bIns="{inset}" anchor="{holder.anchor}" rtlCol="0"><a:noAutofit/></a:bodyPr>'
            f'<a:lstStyle>{levels(holder)}</a:lstStyle><a:p><a:r><a:rPr lang="{LANG}"/><a:t>{holder.prompt}</a:t></a:r></a:p></p:txBody></p:sp>')  # fmt: skip


def decoration_xml(preset: str, slot: str, box: Box, id: int, *, outlined: bool = False) -> str:
    """A shape that says nothing, filled with a theme colour or drawn as its outline."""
    mark = ('<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
            'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>')  # fmt: skip
    colour = f'<a:solidFill><a:schemeClr val="{slot}"/></a:solidFill>'
    paint = f'<a:noFill/><a:ln w="38100">{colour}</a:ln>' if outlined else f"{colour}<a:ln><a:noFill/></a:ln>"
    return (f'<p:sp><p:nvSpPr><p:cNvPr id="{id}" name="Decoration {id}">{mark}</p:cNvPr><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
            f'<p:spPr>{box_xml(box)}<a:prstGeom prst="{preset}"><a:avLst/></a:prstGeom>{paint}</p:spPr>'
            f'<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="{LANG}"/></a:p></p:txBody></p:sp>')  # fmt: skip


def foot_xml(id: int, index: int, box: Box, colour: str) -> str:
    """The place of the citations at the foot of a slide."""
    return _furniture(id, "Foot", "ftr", index, box, "l", colour, "")


def number_xml(id: int, index: int, box: Box, colour: str) -> str:
    """The place of the slide's number."""
    number = f'<a:fld id="{{6E1C4F38-0D5B-4B0E-9C57-2B1D0F6A7C11}}" type="slidenum"><a:rPr lang="{LANG}"/><a:t>‹#›</a:t></a:fld>'
    return _furniture(id, "Slide number", "sldNum", index, box, "r", colour, number)


def _furniture(id: int, name: str, kind: str, index: int, box: Box, align: str, colour: str, inside: str) -> str:
    return (f'<p:sp><p:nvSpPr><p:cNvPr id="{id}" name="{name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="{kind}" sz="quarter" idx="{index}"/></p:nvPr></p:nvSpPr>'
            f'<p:spPr>{box_xml(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
            f'<p:txBody><a:bodyPr vert="horz" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="b" rtlCol="0"><a:noAutofit/></a:bodyPr>'
            f'<a:lstStyle><a:lvl1pPr marL="0" indent="0" algn="{align}"><a:buNone/>{run_style(12, colour, False)}</a:lvl1pPr></a:lstStyle><a:p>{inside}<a:endParaRPr lang="{LANG}"/></a:p></p:txBody></p:sp>')  # fmt: skip
