"""A slide template: its layouts by role, their placeholders by kind and order, and the room in each.

Roles are told by the layout's name in our own template. Placeholders are found by type, never by index or English name.
"""

from __future__ import annotations

from functools import lru_cache
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


class Template:
    """The layouts of one presentation.

    Raises:
        OutputError: a role has no layout.
    """

    def __init__(self, presentation: Any):
        self.layouts = {layout.name: layout for layout in presentation.slide_layouts}
        self.room = lru_cache(maxsize=200)(self._room)

    def layout(self, role: str) -> Any:
        """The layout of a role."""
        if role not in self.layouts:
            raise OutputError(f'The slide template has no layout for "{role}". Its layouts are: {", ".join(self.layouts)}.')
        return self.layouts[role]

    def placeholders(self, holder: Any, kind: str) -> list[Any]:
        """A layout's or slide's placeholders of a kind, in order of their own numbers."""
        found = [p for p in holder.placeholders if KINDS.get(p.placeholder_format.type) == kind]
        return sorted(found, key=lambda p: p.placeholder_format.idx)

    def _room(self, role: str, kind: str, number: int) -> Room:
        holders = self.placeholders(self.layout(role), kind)
        if number >= len(holders):
            raise OutputError(f'The layout "{role}" has {len(holders)} placeholders of kind {kind}; {number + 1} are needed.')
        return room_of(holders[number])
