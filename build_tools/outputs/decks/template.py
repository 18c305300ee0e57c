"""A slide template: its layouts by role, what each of their placeholders is for, and the room in each.

Our own templates name their layouts by role. Another's are found by `template_roles.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pptx.enum.shapes import PP_PLACEHOLDER

from ...errors import OutputError
from .fitting import Room, TypeLevel, fits, room_of, styles_of
from .runs import plain
from .typefaces import theme_faces, widening

Slot = tuple[str, int]
"""A placeholder: its kind, and its number among those of the kind, from left to right."""

KINDS = {
    PP_PLACEHOLDER.TITLE: "title", PP_PLACEHOLDER.CENTER_TITLE: "title", PP_PLACEHOLDER.SUBTITLE: "subTitle",
    PP_PLACEHOLDER.OBJECT: "obj", PP_PLACEHOLDER.BODY: "body", PP_PLACEHOLDER.TABLE: "tbl", PP_PLACEHOLDER.PICTURE: "pic",
    PP_PLACEHOLDER.FOOTER: "ftr", PP_PLACEHOLDER.SLIDE_NUMBER: "sldNum",
}  # fmt: skip
FURNITURE = ("ftr", "sldNum")
"""Kinds that python-pptx does not copy from a layout to its slide."""

WIDE_EMU = 11_000_000
"""A slide wider than this, at our height, is 16:9."""

TITLE_SIZES = (40.0, 36.0, 34.0, 32.0, 30.0, 28.0, 26.0, 24.0)
"""Points that titles are set in where a template's own size is too large for the titles there are."""

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"


class Template:
    """The layouts of one presentation by role.

    Args:
        layouts: by role.
        slots: by role, which placeholder fills each slot, by its index; those of a role not named are told by type.
        ours: whether the design is ours: sizes, feet and grounds are then as `layouts.py` has them.

    Attributes:
        layouts: by role.
        ours: as given.
    """

    def __init__(self, layouts: Mapping[str, Any], slots: Mapping[str, Mapping[Slot, int]] | None = None, *,
                 ours: bool = True):  # fmt: skip
        self.layouts, self.ours = dict(layouts), ours
        self._slots = {role: dict(held) for role, held in (slots or {}).items()}
        self._rooms: dict[tuple[str, Slot], Room] = {}
        self._faces: dict[str, str] | None = None

    def layout(self, role: str) -> Any:
        """The layout of a role.

        Raises:
            OutputError: there is none.
        """
        if role not in self.layouts:
            raise OutputError(
                f'The slide template has no layout for "{role}". Its layouts are: {", ".join(self.layouts)}.'
            )
        return self.layouts[role]

    def slots(self, role: str) -> Mapping[Slot, int]:
        """What a layout has room for: the index of the placeholder of each slot."""
        if role not in self._slots:
            self._slots[role] = slots_of(self.layout(role))
        return self._slots[role]

    def holds(self, role: str, slot: Slot) -> bool:
        """Whether the layout of a role has this place."""
        return slot in self.slots(role)

    def holder(self, role: str, slot: Slot) -> Any:
        """The layout's placeholder of a slot.

        Raises:
            OutputError: there is no such placeholder.
        """
        index = self.slots(role).get(slot)
        for holder in self.layout(role).placeholders:
            if holder.placeholder_format.idx == index:
                return holder
        raise OutputError(f'The layout for "{role}" has no placeholder "{slot[0]}" number {slot[1] + 1}.')

    def on_slide(self, role: str, slide: Any) -> dict[Slot, Any]:
        """A slide's own placeholders by slot; its foot and number are not copied to it."""
        by_index = {holder.placeholder_format.idx: holder for holder in slide.placeholders}
        return {slot: by_index[index] for slot, index in self.slots(role).items() if index in by_index}

    def room(self, role: str, slot: Slot) -> Room:
        """The room in a role's placeholder.

        Raises:
            OutputError: there is no such placeholder.
        """
        key = (role, slot)
        if key not in self._rooms:
            holder = self.holder(role, slot)
            master = self.layout(role).slide_master
            titled = slot[0] == "title"
            above = (
                inherited_from(holder, master),
                master.element.find(f".//{_P}{'titleStyle' if titled else 'bodyStyle'}"),
            )
            styles = styles_of([source for source in (holder.element, *above) if source is not None])
            self._rooms[key] = room_of(holder, above, 1.0 if self.ours else self._widening(styles, titled))
        return self._rooms[key]

    def _widening(self, styles: list[Any], titled: bool) -> float:
        if self._faces is None:
            self._faces = theme_faces(next(iter(self.layouts.values())).slide_master)
        return widening(styles, self._faces, "+mj-lt" if titled else "+mn-lt")

    @property
    def is_wide_ours(self) -> bool:
        """Whether it is our own design at the width it was made for, whose titles have one size."""
        return self.ours and self.layout("content").part.package.presentation_part.presentation.slide_width > WIDE_EMU

    @property
    def foot_widening(self) -> float:
        """How much wider the foot's typeface runs than Arial."""
        if self.ours:
            return 1.0
        return self._widening([], titled=False)

    def set_titles(self, titles: Mapping[str, Iterable[str]]) -> None:
        """Set the titles of each role's layout in one size in which all of them fit, no larger than the template's own.

        Args:
            titles: by role. A title that fits at no size is left for the one who sets the slide to tell of.
        """
        for role, wanted in titles.items():
            room = self.room(role, ("title", 0))
            own = room.levels[0].size
            lines = [[plain(title)] for title in wanted]
            sizes = (own, *(size for size in TITLE_SIZES if size < own))
            size = next((s for s in sizes if all(fits(line, _at_size(room, s)) for line in lines)), sizes[-1])
            if size != own:
                set_size(self.holder(role, ("title", 0)), size)
                self._rooms = {key: held for key, held in self._rooms.items() if key[0] != role}


def _at_size(room: Room, size: float) -> Room:
    level = room.levels[0]
    return Room(room.width, room.height, (TypeLevel(size, level.margin, level.before, level.bold),))


def set_size(holder: Any, size: float, level: int = 1) -> None:
    """Give a layout's placeholder a type size of its own, in points, for one list level."""
    body = holder.element.find(f"{_P}txBody")
    style = body.find(f"{_A}lstStyle")
    if style is None:
        style = body.makeelement(f"{_A}lstStyle", {})
        body.insert(1, style)
    properties = style.find(f"{_A}lvl{level}pPr")
    if properties is None:
        properties = style.makeelement(f"{_A}lvl{level}pPr", {})
        later = [e for e in style if e.tag[len(_A) : len(_A) + 4] == "lvl" + str(min(level + 1, 9))[:1]]
        style.insert(style.index(later[0]) if later else len(style), properties)
    run = properties.find(f"{_A}defRPr")
    if run is None:
        run = properties.makeelement(f"{_A}defRPr", {})
        extension = properties.find(f"{_A}extLst")
        properties.insert(len(properties) if extension is None else properties.index(extension), run)
    run.set("sz", str(round(size * 100)))


def inherited_from(holder: Any, master: Any) -> Any:
    """The master's placeholder that a layout's takes its place and type from; None where there is none."""
    kind = KINDS.get(holder.placeholder_format.type, "body")
    wanted = {"title": "title", "ftr": "ftr", "sldNum": "sldNum"}.get(kind, "body")
    return next((m.element for m in master.placeholders if KINDS.get(m.placeholder_format.type) == wanted), None)


def slots_of(layout: Any) -> dict[Slot, int]:
    """A layout's placeholders by kind and order, each with its index."""
    return {
        (kind, number): holder.placeholder_format.idx
        for kind, holders in by_kind(layout).items()
        for number, holder in enumerate(holders)
    }


def by_kind(layout: Any) -> dict[str, list[Any]]:
    """The placeholders of a layout by kind, those of one kind from left to right."""
    found: dict[str, list[Any]] = {}
    for placeholder in layout.placeholders:
        if kind := KINDS.get(placeholder.placeholder_format.type):
            found.setdefault(kind, []).append(placeholder)
    return {
        kind: sorted(some, key=lambda p: (p.left, p.top)) if len(some) > 1 else some for kind, some in found.items()
    }


def our_template(presentation: Any) -> Template:
    """One of our own templates: its layouts are named by role."""
    return Template({layout.name: layout for layout in presentation.slide_layouts})
