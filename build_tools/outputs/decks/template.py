"""A slide template: its layouts by role, their placeholders by kind and order, and the room in each.

Roles are told by the layout's name in our own template. Placeholders are found by type, never by index or English name.
"""

from __future__ import annotations

from typing import Any

from pptx.enum.shapes import PP_PLACEHOLDER

from ...errors import OutputError
from .fitting import Room, room_of

KINDS = {
    PP_PLACEHOLDER.TITLE: "title", PP_PLACEHOLDER.CENTER_TITLE: "title", PP_PLACEHOLDER.SUBTITLE: "subTitle",
    PP_PLACEHOLDER.OBJECT: "obj", PP_PLACEHOLDER.BODY: "body", PP_PLACEHOLDER.TABLE: "tbl", PP_PLACEHOLDER.PICTURE: "pic",
    PP_PLACEHOLDER.FOOTER: "ftr", PP_PLACEHOLDER.SLIDE_NUMBER: "sldNum",
}  # fmt: skip
FURNITURE = ("ftr", "sldNum")
"""Kinds that python-pptx does not copy from a layout to its slide."""

_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"


class Template:
    """The layouts of one presentation.

    Attributes:
        layouts: by name.
    """

    def __init__(self, presentation: Any):
        self.layouts = {layout.name: layout for layout in presentation.slide_layouts}
        self._held: dict[str, dict[str, list[Any]]] = {}
        self._rooms: dict[tuple[str, str, int], Room] = {}

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

    def placeholders(self, role: str) -> dict[str, list[Any]]:
        """A layout's placeholders by kind."""
        if role not in self._held:
            self._held[role] = by_kind(self.layout(role))
        return self._held[role]

    def room(self, role: str, kind: str, number: int) -> Room:
        """The room in a role's placeholder.

        Raises:
            OutputError: there is no such placeholder.
        """
        key = (role, kind, number)
        if key not in self._rooms:
            layout = self.layout(role)
            holders = self.placeholders(role).get(kind, [])
            if number >= len(holders):
                raise OutputError(
                    f'The layout "{role}" has {len(holders)} placeholders of kind {kind}; {number + 1} are needed.'
                )
            style = layout.slide_master.element.find(f".//{_P}{'titleStyle' if kind == 'title' else 'bodyStyle'}")
            self._rooms[key] = room_of(holders[number], style)
        return self._rooms[key]


def by_kind(holder: Any) -> dict[str, list[Any]]:
    """The placeholders of a layout or slide by kind, those of one kind from left to right."""
    found: dict[str, list[Any]] = {}
    for placeholder in holder.placeholders:
        if kind := KINDS.get(placeholder.placeholder_format.type):
            found.setdefault(kind, []).append(placeholder)
    return {
        kind: sorted(some, key=lambda p: (p.left, p.top)) if len(some) > 1 else some for kind, some in found.items()
    }
