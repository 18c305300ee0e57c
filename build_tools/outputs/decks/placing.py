"""A page as it is set → a slide: text into placeholders, tables, groups of shapes, pictures, foot, number, notes."""

from __future__ import annotations

import copy
import io
import itertools
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lxml import etree
from pptx.opc.constants import RELATIONSHIP_TYPE

from ...model.finding import Finding, shorten
from ..drawing.layout import DoesNotFit
from ..drawing.measure import arial
from ..drawing.shapes import group_of
from ..pictures import CannotBeShown, fit_picture
from .diagrams import slide_drawing
from .fitting import EMU_PER_POINT
from .runs import plain
from .setting import Page, Picture, PlacedTable
from .tables import SIDE, SIZE, TOP, row_height
from .template import FURNITURE, KINDS, Slot, Template
from .text_xml import LANG, A, P, sub, write_number, write_text

NOTES_SIZE = 11.0
"""Points: what fits a page of A4. Said on each run, since LibreOffice does not read the notes master's style."""

TABLE_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""PowerPoint's "No style, no grid": the rules and the header's ground are ours, in theme colours."""

FOOT_SIZE = 12.0


class Placer:
    """Makes the slides of one presentation.

    Args:
        presentation: opened from the template.
        template: the same, by role.
        pictures: files by their address in the source.

    Attributes:
        findings: what could not be placed.
    """

    def __init__(self, presentation: Any, template: Template, pictures: Mapping[str, Path]):
        self.presentation, self.template, self.pictures = presentation, template, pictures
        self.findings: list[Finding] = []
        self.count = 0

    def add(self, page: Page) -> None:
        """Make one slide."""
        self.count += 1
        layout = self.template.layout(page.layout)
        slide = self.presentation.slides.add_slide(layout)
        tree = slide.shapes.element
        holders = self.template.on_slide(page.layout, slide)
        title = holders[("title", 0)]
        ids = itertools.count(max(int(e.get("id")) for e in tree.iter(f"{{{P}}}cNvPr")) + 1)
        _put(title, [plain(page.title)])
        for slot, paragraphs in page.slots.items():
            write_text(_body(holders[slot]), paragraphs, _linker(slide.part))
        filled = {("title", 0), *page.slots}
        if page.table is not None:
            self._table(holders[("tbl", 0)], page.table)
            filled.add(("tbl", 0))
        if page.figure is not None:
            self._figure(tree, holders[("obj", 0)], page, ids)
        if page.picture is not None:
            self._picture(slide, holders, page, page.picture)
        kept = {self.template.slots(page.layout)[slot] for slot in filled}
        for holder in list(slide.placeholders):
            if holder.placeholder_format.idx not in kept:
                holder.element.getparent().remove(holder.element)  # an empty placeholder asks to be clicked
        tree.remove(title.element)
        tree.insert(2, title.element)  # read first, also where a line stands over it
        self._furniture(tree, page, ids)
        self._notes(slide, page)

    def _furniture(self, tree: Any, page: Page, ids: Iterator[int]) -> None:
        """The foot and the slide number, cloned from the layout; their place stays the layout's."""
        for kind in FURNITURE:
            if not self.template.holds(page.layout, (kind, 0)) or (kind == "ftr" and not page.foot):
                continue
            holder = self.template.holder(page.layout, (kind, 0))
            element = copy.deepcopy(holder.element)
            element.find(f".//{{{P}}}cNvPr").set("id", str(next(ids)))
            properties = element.find(f"{{{P}}}spPr")
            for child in list(properties):
                properties.remove(child)
            # Its list style stays: LibreOffice does not look a foot's type up in the layout.
            body = element.find(f"{{{P}}}txBody")
            if kind == "ftr":
                text = shortened_foot(page.foot, holder.width / EMU_PER_POINT / self.template.foot_widening)
                write_text(body, [plain(text)], lists=False, size=0.0 if self.template.ours else FOOT_SIZE)
            else:
                write_number(body, self.count)
            tree.append(element)

    def _table(self, holder: Any, placed: PlacedTable) -> None:
        frame = holder.insert_table(len(placed.rows), len(placed.widths))
        element = frame.element
        element.find(f".//{{{P}}}cNvPr").set("descr", placed.alt)
        table = element.find(f".//{{{A}}}tbl")
        properties = table.find(f"{{{A}}}tblPr")
        properties.attrib.pop("bandRow", None)
        properties.set("firstRow", "1")
        properties.find(f"{{{A}}}tableStyleId").text = TABLE_STYLE
        for column, width in zip(table.findall(f"{{{A}}}tblGrid/{{{A}}}gridCol"), placed.widths, strict=True):
            column.set("w", str(round(width * EMU_PER_POINT)))
        total = 0
        for number, (row, words) in enumerate(zip(table.findall(f"{{{A}}}tr"), placed.rows, strict=True)):
            height = round(row_height(words, placed.widths, header=number == 0) * EMU_PER_POINT)
            row.set("h", str(height))
            total += height
            for place, (cell, paragraph) in enumerate(zip(row.findall(f"{{{A}}}tc"), words, strict=True)):
                write_text(cell.find(f"{{{A}}}txBody"), [paragraph] if paragraph.runs else [], lists=False, size=SIZE,
                           bold=number == 0 or place == 0, slot="tx2" if number == 0 else "tx1")  # fmt: skip
                _rule(cell, header=number == 0)
        frame.height = total

    def _figure(self, tree: Any, holder: Any, page: Page, ids: Iterator[int]) -> None:
        figure = page.figure
        assert figure is not None
        x, y, width, height = (
            length / EMU_PER_POINT for length in (holder.left, holder.top, holder.width, holder.height)
        )
        try:
            drawing = slide_drawing(figure, width, height)
        except DoesNotFit as error:
            self.findings.append(Finding(
                "placing.figure-too-large", page.entry.location, f'The figure "{figure.id}" does not fit a slide. {error}',
                "Use fewer words in its parts, or part it in two."))  # fmt: skip
            return
        top = y + max(0.0, height - drawing.height) * 0.4
        tree.append(group_of(figure, drawing, x + (width - drawing.width) / 2, top, lambda: next(ids), LANG))

    def _picture(self, slide: Any, holders: Mapping[Slot, Any], page: Page, picture: Picture) -> None:
        place, text = holders[("pic", 0)], holders[("obj", 0)]
        x, y, width, height = place.left, place.top, place.width, place.height
        alone = ("obj", 0) not in page.slots
        if alone:  # no text beside it: it has the whole width
            width, x = x + width - text.left, text.left
        try:
            path = self.pictures.get(picture.address)
            if path is None:
                raise CannotBeShown("It is not among the kit's pictures")
            shown = fit_picture(path)
        except CannotBeShown as error:
            self.findings.append(Finding("placing.picture", picture.location, f'The picture "{shorten(picture.address)}" can\'t be shown. {error}.',
                                         "Put another picture in its place."))  # fmt: skip
            return
        scale = min(width / shown.width, height / shown.height)
        across, down = round(shown.width * scale), round(shown.height * scale)
        down_by = (height - down) // 2 if alone else 0  # beside text, both begin at one height
        made = slide.shapes.add_picture(io.BytesIO(shown.data), x + (width - across) // 2, y + down_by, across, down)
        properties = made.element.find(f".//{{{P}}}cNvPr")
        properties.set("name", "Picture")
        properties.set("descr", picture.alt)

    def _notes(self, slide: Any, page: Page) -> None:
        notes = slide.notes_slide
        write_text(
            _body(notes.notes_placeholder), page.notes, _linker(notes.part), lists=False, size=NOTES_SIZE, after=4.0
        )
        for holder in notes.placeholders:
            if KINDS.get(holder.placeholder_format.type) == "sldNum":
                write_number(_body(holder), self.count)


def shortened_foot(text: str, width: float) -> str:
    """The foot in one line; what does not fit there stands whole in the notes, and the foot says so."""
    if len(arial().wrap(text, FOOT_SIZE, width)) <= 1:
        return text
    while text and len(arial().wrap(text + ", and more in the notes", FOOT_SIZE, width)) > 1:
        text = text[: max(text.rfind(", "), text.rfind(" · "), 0)]
    return text.rstrip(" ·,") + ", and more in the notes"


def _body(holder: Any) -> Any:
    """A placeholder's text body; python-pptx copies a page number's placeholder without one."""
    body = holder.element.find(f"{{{P}}}txBody")
    if body is None:
        body = etree.SubElement(holder.element, f"{{{P}}}txBody")
        sub(body, "bodyPr")
        sub(body, "lstStyle")
    return body


def _put(holder: Any, paragraphs: list[Any]) -> None:
    write_text(_body(holder), paragraphs, lists=False)


def _linker(part: Any) -> Any:
    return lambda address: part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)


def _rule(cell: Any, *, header: bool) -> None:
    """A cell's margins, the rule under it, and the header's ground."""
    properties = cell.find(f"{{{A}}}tcPr")
    if properties is None:
        properties = sub(cell, "tcPr")
    side, top = (str(round(points * EMU_PER_POINT)) for points in (SIDE, TOP))
    for name, value in (("marL", side), ("marR", side), ("marT", top), ("marB", top)):
        properties.set(name, value)
    for edge in ("lnL", "lnR", "lnT"):
        sub(sub(properties, edge, w="0"), "noFill")
    rule = sub(properties, "lnB", w=str(round((2.0 if header else 0.75) * EMU_PER_POINT)))
    sub(sub(rule, "solidFill"), "schemeClr", val="tx2" if header else "accent4")
    if header:
        sub(sub(properties, "solidFill"), "schemeClr", val="bg2")
    else:
        sub(properties, "noFill")
