"""The layouts of a school's own template by role, told by the types of their placeholders, never by index or name.

A template has a title slide and a slide of text at least; often one for a section, two columns, a comparison. The other
roles are drawn on its slide of text: the same background, furniture, typefaces and colours, with our places in the room
that its own text had. So a slide looks like the school's also where the school has no layout for it.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from lxml import etree
from pptx.opc.constants import CONTENT_TYPE
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.packuri import PackURI
from pptx.parts.slide import SlideLayoutPart

from ..office_file import UnusableTemplateError
from .layout_xml import decoration_xml, foot_xml, holder_xml
from .layouts import ACROSS, LAYOUTS, LEFT, Box, Holder, Layout
from .template import KINDS, Slot, Template, by_kind, set_size, slots_of
from .template_xml import EMU_PER_INCH, NAMESPACES

PINNABLE = ("title", "section", "content", "two-columns", "comparison", "picture", "table")
"""Roles that a layout of the school's own can play."""

BODY, TITLE_SLIDE_BODY = ((24.0, 28.0), (20.0, 24.0)), ((20.0, 20.0), (18.0, 18.0))
"""Points (least, most) of each list level: a template's own type is kept within these.

A title slide has to hold what the session is about, its length, the school and the edition.
"""

LEAST_TITLE_SHARE = 0.6
"""A layout whose title is narrower than this share of the text slide's is not one that a sentence fits."""

LEAST_FOOT_INCHES = 0.3
FIRST_INDEX, FOOT_INDEX = 20, 90
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def school_roles(presentation: Any, pins: Mapping[str, str]) -> tuple[Template, tuple[str, ...]]:
    """A template by role, and the roles that its text slide stands in for.

    Args:
        presentation: of `open_school_template`; layouts are added to it.
        pins: role → the name of the layout that is to play it.

    Raises:
        UnusableTemplateError: a pinned layout is not there or has not the places its role needs, or no layout has a
            title and room for text.
    """
    master = _master(presentation)
    found = _found(master, pins)
    content = found["content"]
    slots = {role: _slots(role, layout) for role, layout in found.items()}
    for role, layout in found.items():
        _make_readable(layout, slots[role], TITLE_SLIDE_BODY if role == "title" else BODY)
    box = _with_foot(presentation, found, _box_of(_place(content, slots["content"][("obj", 0)])))
    slots = {role: _slots(role, layout) for role, layout in found.items()}
    fallen = [role for role in PINNABLE if role not in found]
    next_id = _first_free_id(presentation)
    for spec in LAYOUTS:
        if spec.role in found or (spec.role == "content-long" and not _is_large(content, slots["content"])):
            continue
        layout = _drawn_on(content, spec, box, next_id)
        next_id += 1
        found[spec.role] = layout
        slots[spec.role] = {slot: index for slot, index in slots_of(layout).items() if slot[0] != "dt"}
    return Template(found, slots, ours=False), tuple(fallen)


# --- which layout plays which role -------------------------------------------------


def _master(presentation: Any) -> Any:
    """The first master that has a slide of text."""
    for master in presentation.slide_masters:
        if any(_text_places(layout) and _has_title(layout) for layout in master.slide_layouts):
            return master
    raise UnusableTemplateError("None of its layouts has a title and a place for text")


def _has_title(layout: Any) -> bool:
    return "title" in by_kind(layout)


def _text_places(layout: Any) -> list[Any]:
    held = by_kind(layout)
    return sorted((*held.get("obj", []), *held.get("body", [])), key=lambda p: (p.left, p.top))


def _found(master: Any, pins: Mapping[str, str]) -> dict[str, Any]:
    layouts = [layout for layout in master.slide_layouts if _has_title(layout)]
    named = {layout.name: layout for layout in layouts}
    found: dict[str, Any] = {}
    for role, name in pins.items():
        if name not in named:
            raise UnusableTemplateError(
                f'It has no layout "{name}" with a title, which "{role}" is to use. It has: {", ".join(named)}'
            )
        if not _could_play(role, named[name]):
            raise UnusableTemplateError(f'Its layout "{name}" has not the places that a "{role}" slide needs')
        found[role] = named[name]
    if "content" not in found:
        found["content"] = _content(layouts)
    least = by_kind(found["content"])["title"][0].width * LEAST_TITLE_SHARE
    for role in PINNABLE:
        if role in found:
            continue
        able = [one for one in layouts if one not in found.values() and _plays(role, one)
                and (role == "title" or by_kind(one)["title"][0].width >= least)]  # fmt: skip
        if able:
            found[role] = max(able, key=lambda one: one.element.get("type") in _TYPES[role])
    return found


_TYPES = {
    "title": ("title",), "section": ("secHead",), "content": ("obj", "tx"), "two-columns": ("twoObj", "twoColTx"),
    "comparison": ("twoTxTwoObj",), "picture": ("picTx",), "table": ("tbl",),
}  # fmt: skip
"""What PowerPoint itself calls the layouts (ECMA-376 part 1, 19.7.15), in every language."""


def _content(layouts: list[Any]) -> Any:
    able = [layout for layout in layouts if _plays("content", layout)]
    if not able:
        raise UnusableTemplateError("None of its layouts has a title and one place for text")
    return max(able, key=lambda one: (one.element.get("type") in _TYPES["content"], _area(_text_places(one)[0])))


def _area(place: Any) -> int:
    return int(place.width * place.height)


def _plays(role: str, layout: Any) -> bool:
    """Whether a layout has just the places of a role."""
    held = by_kind(layout)
    kind, texts = layout.element.get("type"), _text_places(layout)
    others = [k for k in held if k not in ("title", "obj", "body", "subTitle", "ftr", "sldNum")]
    if role == "title":
        return not others and kind not in ("secHead", "obj", "tx") and ("subTitle" in held or kind == "title")
    if role == "section":
        return kind == "secHead" and len(texts) == 1 and not others
    if role == "content":
        return len(texts) == 1 and not others and kind not in ("title", "secHead") and "subTitle" not in held
    if role == "two-columns":
        return len(texts) == 2 and not others and _side_by_side(*texts)
    if role == "comparison":
        return len(texts) == 4 and not others and len(held.get("obj", [])) == len(held.get("body", [])) == 2
    if role == "picture":
        return others == ["pic"] and len(held["pic"]) == 1 and len(texts) == 1
    return others == ["tbl"] and not texts


def _could_play(role: str, layout: Any) -> bool:
    """Whether a layout has the places of a role, whatever it was made for: what a school names is taken."""
    texts = {"title": 0, "table": 0, "two-columns": 2, "comparison": 4}.get(role, 1)
    needed = {"picture": "pic", "table": "tbl"}.get(role)
    return len(_text_places(layout)) >= texts and (needed is None or needed in by_kind(layout))


def _side_by_side(left: Any, right: Any) -> bool:
    return bool(
        left.left + left.width <= right.left + right.width * 0.1 and abs(left.top - right.top) < left.height / 4
    )


def _slots(role: str, layout: Any) -> dict[Slot, int]:
    """The placeholders of one of the template's own layouts, by what the role puts there."""
    slots = slots_of(layout)
    texts = [place.placeholder_format.idx for place in _text_places(layout)]
    if role in ("content", "section", "two-columns", "picture"):
        slots = {slot: index for slot, index in slots.items() if slot[0] not in ("obj", "body")}
        slots.update({("obj", number): index for number, index in enumerate(texts)})
    return slots


# --- a layout for a role that the template has none for ------------------------------


def _drawn_on(content: Any, spec: Layout, box: Box, id: int) -> Any:
    """A new layout of the template: the one for text, with a role's places where its text was."""
    element = copy.deepcopy(content.element)
    for name in ("type", "matchingName"):
        element.attrib.pop(name, None)
    element.set("userDrawn", "1")
    element.find(f"{_P}cSld").set("name", spec.role)
    shapes = element.find(f"{_P}cSld/{_P}spTree")
    for shape in list(shapes):
        holder = shape.find(f".//{_P}nvPr/{_P}ph")
        if holder is not None and holder.get("type", "obj") not in ("title", "ctrTitle", "ftr", "sldNum", "dt"):
            shapes.remove(shape)
    first = max((int(e.get("id")) for e in element.iter(f"{_P}cNvPr")), default=1) + 1
    circles = {place for preset, _, place in spec.shapes if preset == "ellipse"}
    frame = _frame(spec)
    # What stands over the text in our design, as the bar on a closing slide, would strike through the school's title.
    texts = [
        decoration_xml(preset, "accent1", _mapped(place, frame, box, round_=place in circles), first + n,
                       outlined=preset == "ellipse")
        for n, (preset, _, place) in enumerate(spec.shapes)
        if place[1] >= frame[1] - 0.01
    ]  # fmt: skip
    texts += [
        holder_xml(replace(holder, box=_mapped(holder.box, frame, box, round_=holder.box in circles), colour="", fill="", inset=0.1 if holder.fill else 0.0),
                   first + 20 + n, FIRST_INDEX + n)
        for n, holder in enumerate(_own(spec))
    ]  # fmt: skip
    for text in texts:
        shapes.append(etree.fromstring(text.replace("<p:sp>", f"<p:sp {NAMESPACES}>", 1), _parser()))
    return _added(content, element, id)


def _own(spec: Layout) -> list[Holder]:
    """A role's places but for its title and the line that names the kind of slide, for which there is no room."""
    return [holder for holder in spec.holders if holder.kind not in ("title", "ctrTitle", "subTitle")]


def _frame(spec: Layout) -> Box:
    """The box that a role's places fill in our own design."""
    boxes = [holder.box for holder in _own(spec)]
    top = min(y for _, y, _, _ in boxes)
    return (LEFT, top, ACROSS, max(y + height for _, y, _, height in boxes) - top)


def _mapped(place: Box, frame: Box, box: Box, *, round_: bool) -> Box:
    across, down = box[2] / frame[2], box[3] / frame[3]
    width, height = place[2] * across, place[3] * down
    if round_:
        width = height = min(width, height)
    return (box[0] + (place[0] - frame[0]) * across, box[1] + (place[1] - frame[1]) * down, width, height)


def _added(base: Any, element: Any, id: int) -> Any:
    """Put a layout into the presentation, with what the one it was drawn on leads to."""
    master = base.slide_master
    package = base.part.package
    known = {str(part.partname) for part in package.iter_parts()}
    number = next(n for n in range(1, 10_000) if f"/ppt/slideLayouts/slideLayout{n}.xml" not in known)
    raw = etree.tostring(element)
    part = SlideLayoutPart.load(
        PackURI(f"/ppt/slideLayouts/slideLayout{number}.xml"), CONTENT_TYPE.PML_SLIDE_LAYOUT, package, raw
    )
    for old, rel in base.part.rels.items():
        new = part.relate_to(rel.target_part, rel.reltype)
        for made in part._element.iter():  # noqa: SLF001 - the element of a part is public on its proxy alone
            for name, value in made.attrib.items():
                if name.startswith(_R) and value == old:
                    made.set(name, f"\0{new}")
    for made in part._element.iter():  # noqa: SLF001 - as above
        for name, value in made.attrib.items():
            if value.startswith("\0"):
                made.set(name, value[1:])
    listed = master.element.find(f"{_P}sldLayoutIdLst")
    entry = listed.makeelement(
        f"{_P}sldLayoutId", {"id": str(id), f"{_R}id": master.part.relate_to(part, RT.SLIDE_LAYOUT)}
    )
    listed.append(entry)
    return part.slide_layout


def _first_free_id(presentation: Any) -> int:
    """Ids of masters and layouts are one range (ECMA-376 part 1, 19.7.13 and 19.7.14)."""
    used = [int(e.get("id")) for e in presentation.element.iter(f"{_P}sldMasterId") if e.get("id")]
    for master in presentation.slide_masters:
        used += [int(e.get("id")) for e in master.element.iter(f"{_P}sldLayoutId") if e.get("id")]
    return max(used, default=2_147_483_648) + 1


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True)


# --- making the template's own layouts fit for text that never shrinks -----------------


def _place(layout: Any, index: int) -> Any:
    return next(p for p in layout.placeholders if p.placeholder_format.idx == index)


def _box_of(place: Any) -> Box:
    return tuple(length / EMU_PER_INCH for length in (place.left, place.top, place.width, place.height))


def _is_large(layout: Any, slots: Mapping[Slot, int]) -> bool:
    """Whether the text slide's type leaves a smaller one for more words."""
    return Template({"content": layout}, {"content": slots}, ours=False).room("content", ("obj", 0)).levels[0].size > 24


def _make_readable(layout: Any, slots: Mapping[Slot, int], sizes: tuple[tuple[float, float], ...]) -> None:
    """Keep the text of a layout within these sizes, and none of it shrinks by itself."""
    template = Template({"one": layout}, {"one": slots}, ours=False)
    for holder in (*layout.placeholders, *layout.slide_master.placeholders):
        _darken(holder.element)
    for slot, index in slots.items():
        if slot[0] in ("ftr", "sldNum", "tbl", "pic"):
            continue
        place = _place(layout, index)
        for body in place.element.iter(f"{_A}bodyPr"):
            for fit in [e for e in body if etree.QName(e).localname in ("normAutofit", "spAutoFit")]:
                body.replace(fit, body.makeelement(f"{_A}noAutofit", {}))
        if slot[0] == "title":
            continue
        for number, level in enumerate(template.room("one", slot).levels, 1):
            least, most = sizes[number - 1]
            wanted = max(least, min(level.size, most))
            if wanted != level.size:
                set_size(place, wanted, number)


def _darken(element: Any) -> None:
    """Words in the theme's text colour, not a paler shade of it: PowerPoint's own feet are at 3.5 to 1."""
    for fill in element.iterfind(f".//{_A}lstStyle//{_A}defRPr/{_A}solidFill/{_A}schemeClr"):
        if fill.get("val") in ("tx1", "dk1"):
            for shade in list(fill):
                fill.remove(shade)


def _with_foot(presentation: Any, found: Mapping[str, Any], box: Box) -> Box:
    """Give each layout without a foot a place for citations under its text; the room that is left for the text.

    Where the text reaches to the foot of the slide, the slides that are drawn on it end a little higher.
    """
    height = presentation.slide_height / EMU_PER_INCH
    left, top, width, down = box
    spare = height - 0.1 - (top + down)
    if spare < LEAST_FOOT_INCHES:
        down -= LEAST_FOOT_INCHES - spare
        spare = LEAST_FOOT_INCHES
    content = found["content"]
    for layout in {id(one): one for one in found.values()}.values():
        if "ftr" in by_kind(layout) or (
            layout is not content and spare > LEAST_FOOT_INCHES and _reaches(layout, top + down)
        ):
            continue
        shapes = layout.element.find(f"{_P}cSld/{_P}spTree")
        first = max((int(e.get("id")) for e in layout.element.iter(f"{_P}cNvPr")), default=1) + 1
        text = foot_xml(first, FOOT_INDEX, (left, top + down + 0.02, width * 0.85, min(spare - 0.02, 0.45)), "")
        shapes.append(etree.fromstring(text.replace("<p:sp>", f"<p:sp {NAMESPACES}>", 1), _parser()))
    return (left, top, width, down)


def _reaches(layout: Any, down: float) -> bool:
    return any(
        (p.top + p.height) / EMU_PER_INCH > down + 0.05
        for p in layout.placeholders
        if KINDS.get(p.placeholder_format.type)
    )
