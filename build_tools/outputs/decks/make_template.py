"""Makes our slide template, `templates/slides/kit.pptx`. Run by hand; the file is committed.

    python -m build_tools.outputs.decks.make_template templates/slides/kit.pptx

The design stands here as data: a layout a role, its placeholders by type, place and type size. Inches on a slide of
13.333 by 7.5. Margins of 0.9; the title at 0.62, what is shown from 2.0 to 6.45, the foot at 6.72. Colours are theme
slots (tx1 ink, tx2 pine, bg2 mist, accent2 marigold, accent4 quiet ink) filled from `tokens.yml`, so that a change of
theme changes it all.

A layout `…-long` is the same slide for more words, set smaller but never under 18 points; it is taken before a slide is
continued on another.

Placeholders are told by type: `title`/`ctrTitle`; `subTitle` the line over or under it; `obj` what is shown; `body`
what stands beside or under it; `tbl`, `pic`; `ftr` the citations; `sldNum`.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..tokens import load_tokens
from .package import package_bytes
from .template_xml import (
    COLOUR_MAP,
    DECLARATION,
    LANG,
    NAMESPACES,
    background,
    default_levels,
    emu,
    package_parts,
    tree,
)

WIDTH, HEIGHT = 13.333, 7.5
LEFT, ACROSS = 0.9, 11.533
TOP, DOWN = 2.0, 4.45
NAME = "Training kit"
BULLET_INDENT = 342_900


@dataclass(frozen=True)
class Holder:
    """A placeholder: its type, its box in inches, its type sizes in points (first level, second level)."""

    kind: str
    name: str
    box: tuple[float, float, float, float]
    sizes: tuple[float, ...]
    colour: str = "tx1"
    bold: bool = False
    bullets: bool = False
    anchor: str = "t"
    align: str = "l"
    inset: float = 0.0
    fill: str = ""
    before: float = 9.0
    prompt: str = ""


@dataclass(frozen=True)
class Layout:
    """A layout: its role's name, background slot, decoration and placeholders."""

    role: str
    holders: tuple[Holder, ...]
    ground: str = ""
    shapes: tuple[tuple[str, str, tuple[float, float, float, float]], ...] = ()
    foot: str = "accent4"
    kind: str = field(default="cust")


def title(y: float = 0.62, height: float = 1.2, colour: str = "tx1") -> Holder:
    """The title of a slide: a sentence, two lines at most."""
    return Holder(
        "title", "Title", (LEFT, y, ACROSS, height), (34,), colour, bold=True, prompt="The title says the point"
    )


def shown(
    x: float, y: float, width: float, height: float, sizes: tuple[float, ...] = (24, 20), **more: object
) -> Holder:
    """What a slide shows: a list, as a rule."""
    return Holder("obj", "Text", (x, y, width, height), sizes, bullets=True, prompt="Four lines at most", **more)  # type: ignore[arg-type]


def beside(name: str, box: tuple[float, float, float, float], sizes: tuple[float, ...], **more: object) -> Holder:
    """What stands beside or under what is shown."""
    return Holder("body", name, box, sizes, prompt=name, **more)  # type: ignore[arg-type]


def kicker(prompt: str) -> Holder:
    """The quiet line over a title that names what kind of slide it is."""
    return Holder("subTitle", "Kind of slide", (LEFT, 0.5, ACROSS, 0.36), (18,), "tx2", bold=True, prompt=prompt)


HALF = (ACROSS - 0.6) / 2
RIGHT = LEFT + HALF + 0.6
LOW_TITLE = title(0.88, 1.15)
CLOCK, SMALL_CLOCK = (LEFT, 2.25, 2.6, 2.6), (LEFT, 2.25, 1.9, 1.9)

LAYOUTS = (
    Layout("title", (
        Holder("ctrTitle", "Title", (LEFT, 0.9, ACROSS, 2.75), (54,), "bg1", bold=True, anchor="b", prompt="The module's title"),
        Holder("subTitle", "Summary", (LEFT, 4.2, 9.6, 1.35), (24,), "bg2", prompt="What it is about"),
        beside("School and length", (LEFT, 6.35, 7.2, 0.75), (18,), colour="bg2", anchor="b"),
        beside("Edition", (8.4, 6.35, 4.033, 0.75), (18,), colour="bg2", anchor="b", align="r"),
    ), ground="tx2", shapes=(("rect", "accent2", (LEFT, 3.86, 1.1, 0.11)),), foot="", kind="title"),
    Layout("section", (
        Holder("title", "Title", (LEFT, 1.6, ACROSS, 2.1), (44,), "tx2", bold=True, anchor="b", prompt="The part's title"),
        shown(LEFT, 4.25, 9.6, 1.9),
    ), ground="bg2", shapes=(("rect", "accent2", (LEFT, 3.9, 1.1, 0.11)),), kind="secHead"),
    Layout("content", (title(), shown(LEFT, TOP, ACROSS, DOWN, (28, 24), before=14.0)), kind="obj"),
    Layout("content-long", (title(), shown(LEFT, TOP, ACROSS, DOWN))),
    Layout("two-columns", (title(), shown(LEFT, TOP, HALF, DOWN, before=12.0), shown(RIGHT, TOP, HALF, DOWN, before=12.0)),
           shapes=(("rect", "accent6", (LEFT + HALF + 0.295, TOP + 0.08, 0.01, DOWN - 0.2)),), kind="twoObj"),
    Layout("comparison", (
        title(),
        beside("Left heading", (LEFT, TOP - 0.1, HALF, 0.9), (22,), colour="tx2", bold=True, anchor="b"),
        shown(LEFT, TOP + 1.05, HALF, DOWN - 1.05, before=12.0),
        beside("Right heading", (RIGHT, TOP - 0.1, HALF, 0.9), (22,), colour="tx2", bold=True, anchor="b"),
        shown(RIGHT, TOP + 1.05, HALF, DOWN - 1.05, before=12.0),
    ), shapes=(("rect", "tx2", (LEFT, TOP + 0.86, HALF, 0.025)), ("rect", "tx2", (RIGHT, TOP + 0.86, HALF, 0.025))), kind="twoTxTwoObj"),
    Layout("picture", (title(), shown(LEFT, TOP, HALF, DOWN), Holder("pic", "Picture", (RIGHT, TOP, HALF, DOWN), (18,), prompt="Picture"))),
    Layout("diagram", (title(), Holder("obj", "Diagram", (LEFT, 1.9, ACROSS, 4.6), (18,), prompt="Diagram"))),
    Layout("table", (title(), Holder("tbl", "Table", (LEFT, TOP, ACROSS, DOWN), (20,), prompt="Table")), kind="tbl"),
    Layout("activity", (
        LOW_TITLE, kicker("Activity · pairs"), beside("Minutes", CLOCK, (60, 20), bold=True, anchor="ctr", align="ctr", before=0),
        shown(4.1, 2.25, 8.333, 4.2, before=12.0),
    ), shapes=(("ellipse", "accent2", CLOCK),)),
    Layout("activity-long", (
        LOW_TITLE, kicker("Activity · pairs"), beside("Minutes", SMALL_CLOCK, (44, 18), bold=True, anchor="ctr", align="ctr", before=0),
        shown(3.2, 2.2, 9.233, 4.35, (20, 18), before=6.0),
    ), shapes=(("ellipse", "accent2", SMALL_CLOCK),)),
    *(Layout(role, (
        LOW_TITLE, kicker("Scenario"), Holder("obj", "Story", (LEFT, 2.15, 6.05, 4.35), sizes, prompt="The story", before=10.0),
        shown(7.3, 2.15, 5.133, 4.35, sizes, fill="bg2", inset=0.25),
    )) for role, sizes in (("scenario", (24, 20)), ("scenario-long", (20, 18)))),
    Layout("discussion", (LOW_TITLE, kicker("Talk about it"), shown(LEFT + 0.4, 2.2, ACROSS - 0.4, 4.2, (28, 24), before=18.0, anchor="ctr")),
           shapes=(("rect", "accent2", (LEFT, 2.2, 0.09, 4.2)),)),
    Layout("quiz", (
        LOW_TITLE, kicker("Question"), beside("Question", (LEFT, 2.1, ACROSS, 1.25), (24, 20)), shown(LEFT, 3.55, ACROSS, 2.95, before=12.0),
    )),
    Layout("quiz-long", (
        LOW_TITLE, kicker("Question"), beside("Question", (LEFT, 2.05, ACROSS, 1.7), (20, 18)), shown(LEFT, 3.8, ACROSS, 2.7, (20, 18), before=6.0),
    )),
    *(Layout(role, (
        LOW_TITLE, kicker("Answer"),
        beside("Answer", (LEFT + 0.09, 2.15, ACROSS - 0.09, high), sizes, bold=True, fill="bg2", inset=0.25, anchor="ctr", before=4.0),
        Holder("obj", "Why", (LEFT, 2.15 + high + 0.35, ACROSS, 6.5 - 2.5 - high), sizes, prompt="Why", before=10.0),
    ), shapes=(("rect", "tx2", (LEFT, 2.15, 0.09, high)),)) for role, high, sizes in (("quiz-answer", 1.35, (24, 20)), ("quiz-answer-long", 2.4, (20, 18)))),
    Layout("key-points", (LOW_TITLE, kicker("To keep"), shown(LEFT + 0.4, 2.2, ACROSS - 0.4, 4.2, (28, 24), before=18.0, anchor="ctr")),
           shapes=(("rect", "tx2", (LEFT, 2.2, 0.09, 4.2)),)),
    Layout("key-points-long", (LOW_TITLE, kicker("To keep"), shown(LEFT + 0.4, 2.2, ACROSS - 0.4, 4.2, anchor="ctr")),
           shapes=(("rect", "tx2", (LEFT, 2.2, 0.09, 4.2)),)),
    *(Layout(role, (
        title(0.62, 0.75), shown(LEFT, 1.6, ACROSS, 3.75, sizes, before=8.0),
        beside("Standing words", (LEFT, 5.5, ACROSS, 1.05), (18,), bold=True, anchor="b", before=2.0),
    )) for role, sizes in (("sources", (22, 20)), ("sources-long", (18, 18)))),
    Layout("closing", (
        Holder("title", "Title", (LEFT, 0.7, ACROSS, 1.3), (44,), "bg1", bold=True, anchor="b", prompt="Where to go from here"),
        Holder("obj", "Text", (LEFT, 2.6, ACROSS, 3.9), (24, 20), "bg1", bullets=True, prompt="What comes next", before=12.0),
    ), ground="tx2", shapes=(("rect", "accent2", (LEFT, 2.2, 1.1, 0.11)),), foot="bg2"),
)  # fmt: skip


def _run_style(size: float, colour: str, bold: bool, face: str = "mn") -> str:
    return (f'<a:defRPr lang="{LANG}" sz="{round(size * 100)}" b="{int(bold)}"><a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>'
            f'<a:latin typeface="+{face}-lt"/></a:defRPr>')  # fmt: skip


def _levels(holder: Holder) -> str:
    made = []
    for level in (1, 2):
        size = holder.sizes[min(level, len(holder.sizes)) - 1]
        margin = (
            f'marL="{BULLET_INDENT * level}" indent="-{BULLET_INDENT}"' if holder.bullets else 'marL="0" indent="0"'
        )
        colour = holder.colour if holder.colour != "tx1" else "tx2"
        bullet = (f'<a:buClr><a:schemeClr val="{colour}"/></a:buClr><a:buFont typeface="Arial"/><a:buChar char="{"•" if level == 1 else "–"}"/>'
                  if holder.bullets else "<a:buNone/>")  # fmt: skip
        before = holder.before if level == 1 else holder.before * 0.6
        made.append(
            f'<a:lvl{level}pPr {margin} algn="{holder.align}"><a:lnSpc><a:spcPct val="100000"/></a:lnSpc>'
            f'<a:spcBef><a:spcPts val="{round((0 if holder.kind in ("title", "ctrTitle") else before) * 100)}"/></a:spcBef>{bullet}'
            f"{_run_style(size, holder.colour, holder.bold, 'mj' if holder.kind in ('title', 'ctrTitle') else 'mn')}</a:lvl{level}pPr>"
        )
    return "".join(made)


def _box(box: tuple[float, float, float, float]) -> str:
    x, y, width, height = (emu(v) for v in box)
    return f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'


def _holder(holder: Holder, id: int, index: int) -> str:
    fill = f'<a:solidFill><a:schemeClr val="{holder.fill}"/></a:solidFill>' if holder.fill else ""
    inset = emu(holder.inset)
    place = {"title": 'type="title"', "ctrTitle": 'type="ctrTitle"', "obj": f'idx="{index}"'}.get(
        holder.kind, f'type="{holder.kind}" idx="{index}"'
    )
    return (f'<p:sp><p:nvSpPr><p:cNvPr id="{id}" name="{holder.name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph {place}/></p:nvPr></p:nvSpPr>'
            f'<p:spPr>{_box(holder.box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{fill}</p:spPr>'
            f'<p:txBody><a:bodyPr vert="horz" wrap="square" lIns="{inset}" tIns="{inset}" rIns="{inset}" bIns="{inset}" anchor="{holder.anchor}" rtlCol="0"><a:noAutofit/></a:bodyPr>'
            f'<a:lstStyle>{_levels(holder)}</a:lstStyle><a:p><a:r><a:rPr lang="{LANG}"/><a:t>{holder.prompt}</a:t></a:r></a:p></p:txBody></p:sp>')  # fmt: skip


def _decoration(preset: str, slot: str, box: tuple[float, float, float, float], id: int) -> str:
    mark = ('<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
            'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>')  # fmt: skip
    return (f'<p:sp><p:nvSpPr><p:cNvPr id="{id}" name="Decoration {id}">{mark}</p:cNvPr><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
            f'<p:spPr>{_box(box)}<a:prstGeom prst="{preset}"><a:avLst/></a:prstGeom><a:solidFill><a:schemeClr val="{slot}"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr>'
            f'<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="{LANG}"/></a:p></p:txBody></p:sp>')  # fmt: skip


def _foot(colour: str, first_id: int) -> str:
    def holder(
        id: int, name: str, kind: str, index: int, box: tuple[float, float, float, float], align: str, inside: str
    ) -> str:
        return (f'<p:sp><p:nvSpPr><p:cNvPr id="{id}" name="{name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="{kind}" sz="quarter" idx="{index}"/></p:nvPr></p:nvSpPr>'
                f'<p:spPr>{_box(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
                f'<p:txBody><a:bodyPr vert="horz" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="b" rtlCol="0"><a:noAutofit/></a:bodyPr>'
                f'<a:lstStyle><a:lvl1pPr marL="0" indent="0" algn="{align}"><a:buNone/>{_run_style(12, colour, False)}</a:lvl1pPr></a:lstStyle><a:p>{inside}<a:endParaRPr lang="{LANG}"/></a:p></p:txBody></p:sp>')  # fmt: skip

    number = f'<a:fld id="{{6E1C4F38-0D5B-4B0E-9C57-2B1D0F6A7C11}}" type="slidenum"><a:rPr lang="{LANG}"/><a:t>‹#›</a:t></a:fld>'
    return holder(first_id, "Foot", "ftr", 90, (LEFT, 6.7, 10.4, 0.45), "l", "") + holder(
        first_id + 1, "Slide number", "sldNum", 91, (LEFT + ACROSS - 0.9, 6.7, 0.9, 0.45), "r", number
    )


def _layout(layout: Layout) -> str:
    decorations = "".join(_decoration(*shape, id) for id, shape in enumerate(layout.shapes, 40))
    holders = "".join(_holder(holder, id, id + 8) for id, holder in enumerate(layout.holders, 2))
    foot = _foot(layout.foot, 30) if layout.foot else ""
    ground = background(layout.ground) if layout.ground else ""
    kind = f' type="{layout.kind}"' if layout.kind != "cust" else ' userDrawn="1"'
    return (f'{DECLARATION}<p:sldLayout {NAMESPACES}{kind} preserve="1"><p:cSld name="{layout.role}">{ground}{tree(decorations + holders + foot)}</p:cSld>'
            "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>")  # fmt: skip


def _master() -> str:
    heading, body = title(), shown(LEFT, TOP, ACROSS, DOWN)
    shapes = (
        _holder(heading, 2, 0)
        + _holder(body, 3, 1).replace('<p:ph idx="1"/>', '<p:ph type="body" idx="1"/>')
        + _foot("accent4", 4).replace('idx="90"', 'idx="3"').replace('idx="91"', 'idx="4"')
    )
    ids = "".join(f'<p:sldLayoutId id="{2147483649 + n}" r:id="rId{n + 1}"/>' for n in range(len(LAYOUTS)))
    return (f'{DECLARATION}<p:sldMaster {NAMESPACES}><p:cSld>{background("bg1")}{tree(shapes)}</p:cSld><p:clrMap {COLOUR_MAP}/>'
            f'<p:sldLayoutIdLst>{ids}</p:sldLayoutIdLst><p:hf hdr="0" dt="0"/><p:txStyles><p:titleStyle>{_levels(heading)}</p:titleStyle>'
            f'<p:bodyStyle>{_levels(body)}</p:bodyStyle>{default_levels("otherStyle", [18])}</p:txStyles></p:sldMaster>')  # fmt: skip


def template_bytes(tokens: Mapping[str, str]) -> bytes:
    """The template as a file, for colours by token name."""
    parts = package_parts(NAME, _master(), [_layout(layout) for layout in LAYOUTS], WIDTH, HEIGHT, tokens)
    return package_bytes({path: text.encode("utf-8") for path, text in parts.items()})


def main(target: Path) -> None:
    """Write the template, in the colours of the `tokens.yml` two folders up from it."""
    tokens, _ = load_tokens(lambda name: target.parents[1] / name)
    target.write_bytes(template_bytes(tokens.colours))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
