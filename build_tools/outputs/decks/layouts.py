"""The design of our slides as data: a layout a role, its placeholders by type, place and type size.

Inches on a slide of 13.333 by 7.5. Margins of 0.9; the title at 0.62, what is shown from 2.0 to 6.45, the foot at 6.72.
Colours are theme slots (tx1 ink, tx2 pine, bg2 mist, accent2 marigold, accent4 quiet ink) filled from `tokens.yml`, so
that a change of theme changes it all.

A layout `…-long` is the same slide for more words, set smaller but never under 18 points; it is taken before a slide is
continued on another.

Placeholders are told by type: `title`/`ctrTitle`; `subTitle` the line over or under it; `obj` what is shown; `body`
what stands beside or under it; `tbl`, `pic`; `ftr` the citations; `sldNum`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

Box = tuple[float, float, float, float]
"""Left, top, width and height."""

WIDTH, HEIGHT = 13.333, 7.5
LEFT, ACROSS = 0.9, 11.533
TOP, DOWN = 2.0, 4.45
FOOT: Box = (LEFT, 6.7, 10.4, 0.45)
NUMBER: Box = (LEFT + ACROSS - 0.9, 6.7, 0.9, 0.45)
NARROW_WIDTH = 10.0
"""Of a slide of 4:3, as high as ours."""


@dataclass(frozen=True)
class Holder:
    """A placeholder: its type, its box in inches, its type sizes in points (first level, second level)."""

    kind: str
    name: str
    box: Box
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
    shapes: tuple[tuple[str, str, Box], ...] = ()
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


def beside(name: str, box: Box, sizes: tuple[float, ...], **more: object) -> Holder:
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


def narrow_layouts() -> tuple[Layout, ...]:
    """The same design on a slide of 4:3: everything narrower by one share, titles smaller, circles round."""
    share = NARROW_WIDTH / WIDTH

    def box_of(box: Box, *, round_: bool) -> Box:
        x, y, width, height = box
        return (x * share, y, width * share, height * share if round_ else height)

    def narrowed(layout: Layout) -> Layout:
        circles = {box for preset, _, box in layout.shapes if preset == "ellipse"}
        return replace(
            layout,
            holders=tuple(
                replace(
                    holder,
                    box=box_of(holder.box, round_=holder.box in circles),
                    sizes=tuple(max(28.0, size * 0.82) for size in holder.sizes) if "itle" in holder.kind and holder.kind != "subTitle" else holder.sizes,
                )
                for holder in layout.holders
            ),
            shapes=tuple((preset, slot, box_of(box, round_=box in circles)) for preset, slot, box in layout.shapes),
        )  # fmt: skip

    return tuple(narrowed(layout) for layout in LAYOUTS)
