"""Slide decks as PowerPoint files (.pptx, ISO/IEC 29500), from our template: native text in placeholders, real tables,
diagrams as native shapes, notes on every slide.

One deck a module and session length. Nothing is left of the moment or machine it was made on.
"""

from __future__ import annotations

import copy
import io
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from ...model.deck import Deck, deck_of
from ...model.finding import Finding
from ...model.kit import Kit
from ...model.module import Module
from ...model.output_format import Job, Made, OutputFormat, Surroundings
from ...model.quantities import SESSION_LENGTHS, Minutes
from ..drawing.layout import DoesNotFit, Medium, layout_figure
from ..drawing.measure import arial
from ..drawing.shapes import group_of
from ..tokens import standing_words
from .fitting import EMU_PER_POINT
from .package import repacked
from .pages import Page, Setter, sections_of
from .runs import Paragraph, plain
from .template import FURNITURE, KINDS, Template

LANG = "en-GB"
TEMPLATE = "slides/kit.pptx"
TABLE_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""PowerPoint's "No style, no grid": the rules and the header's ground are ours, in theme colours."""

TABLE_SIZE, FOOT_SIZE = 20.0, 12.0
ROW_PADDING = 7.0
"""Points above and below a cell's text."""

DIAGRAM = (18.0, 20.0)
"""Type of a diagram's words and headings, points."""

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_P = "http://schemas.openxmlformats.org/presentationml/2006/main"
_P14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"


def deck_lengths(module: Module) -> tuple[Minutes, ...]:
    """The session lengths a module has slides for."""
    longest = max((slide.from_minutes for slide in module.slides), default=Minutes(0))
    return tuple(length for length in SESSION_LENGTHS if length <= longest)


def deck_jobs(kit: Kit) -> tuple[Job, ...]:
    """One job a module and length."""
    return tuple(
        Job("deck", module.id, f"{length}min", (module.location.path, *(bank.location.path for bank in kit.banks_of(module.id))),
            ("slides", "words.yml"))
        for module in kit.modules for length in deck_lengths(module)
    )  # fmt: skip


def write_deck(kit: Kit, job: Job, folder: Path, surroundings: Surroundings) -> Made:
    """Write one deck."""
    from pptx import Presentation

    module = kit.module(job.subject)
    assert module is not None
    deck = deck_of(kit, module, Minutes(int(job.option.removesuffix("min"))))
    presentation = Presentation(str(surroundings.templates(TEMPLATE)))
    template = Template(presentation)
    setter = Setter(kit, deck, standing_words(surroundings.templates), template.room)
    pages = setter.pages()
    writer = _Writer(kit, presentation, template, surroundings.kit_root / module.location.path)
    for page in pages:
        writer.add(page)
    _sections(presentation, pages)
    _properties(presentation, kit, deck)
    stream = io.BytesIO()
    presentation.save(stream)
    name = f"{module.id}-{job.option}.pptx"
    (folder / name).write_bytes(repacked(stream.getvalue()))
    return Made((name,), (*setter.findings, *writer.findings))


class _Writer:
    def __init__(self, kit: Kit, presentation: Any, template: Template, source: Path):
        self.kit, self.presentation, self.template, self.source = kit, presentation, template, source
        self.findings: list[Finding] = []

    def add(self, page: Page) -> None:
        """Make one slide."""
        layout = self.template.layout(page.layout)
        slide = self.presentation.slides.add_slide(layout)
        title = self.template.placeholders(slide, "title")[0]
        _write(title, (plain(page.title),))
        for (kind, number), paragraphs in page.slots.items():
            _write(self.template.placeholders(slide, kind)[number], paragraphs)
        if page.table:
            self._table(slide, page)
        if page.figure is not None:
            self._figure(slide, page)
        if page.picture is not None:
            self._picture(slide, page)
        self._furniture(slide, layout, page.foot)
        for holder in list(slide.placeholders):
            kind = KINDS.get(holder.placeholder_format.type)
            if kind not in FURNITURE and holder.has_text_frame and not holder.text_frame.text.strip():
                holder._element.getparent().remove(holder._element)
        _title_first(slide, title)
        self._notes(slide, page.notes)

    def _furniture(self, slide: Any, layout: Any, foot: str) -> None:
        """The foot and the slide number, cloned from the layout: PowerPoint copies neither by itself."""
        used = max((int(e.get("id")) for e in slide.shapes._spTree.iter(f"{{{_P}}}cNvPr")), default=1)
        for holder in layout.placeholders:
            kind = KINDS.get(holder.placeholder_format.type)
            if kind not in FURNITURE or (kind == "ftr" and not foot):
                continue
            used += 1
            element = copy.deepcopy(holder._element)
            element.find(f".//{{{_P}}}cNvPr").set("id", str(used))
            properties = element.find(f"{{{_P}}}spPr")
            for child in list(properties):
                properties.remove(child)  # place and look come from the layout
            slide.shapes._spTree.append(element)
            if kind == "ftr":
                clone = next(s for s in slide.placeholders if s._element is element)
                _write(clone, (plain(self._foot(holder, foot)),))

    def _foot(self, holder: Any, text: str) -> str:
        """The foot in two lines at most; what does not fit there stands in the notes."""
        face, width = arial(), holder.width / EMU_PER_POINT
        parts = text.split(" · ")
        while len(parts) > 1 and len(face.wrap(" · ".join(parts), FOOT_SIZE, width)) > 2:
            parts.pop()
        shown = " · ".join(parts)
        while len(face.wrap(shown, FOOT_SIZE, width)) > 2:
            shown = shown.rpartition(", ")[0] or shown[: len(shown) // 2]
        return shown if shown == text else shown + " …"

    def _table(self, slide: Any, page: Page) -> None:
        holder = self.template.placeholders(slide, "tbl")[0]
        rows, across = page.table, max(len(row) for row in page.table)
        room_height, width = holder.height / EMU_PER_POINT, holder.width
        frame = holder.insert_table(len(rows), across)
        frame._element.find(f".//{{{_P}}}cNvPr").set("descr", f"{page.title}: a table of {len(rows)} rows and {across} columns")
        table = frame.table
        table._tbl.tblPr.find(f"{{{_A}}}tableStyleId").text = TABLE_STYLE
        table.horz_banding = False
        widths = _column_widths(rows, across, width / EMU_PER_POINT)
        size, heights = _table_size(rows, widths, room_height)
        if size is None:
            self.findings.append(Finding("deck.table-too-large", page.entry.location, f'The table on "{page.title[:60]}" does not fit its slide.',
                                         "Use fewer rows, or fewer words in a cell."))  # fmt: skip
            size = 18.0
        for number, points in enumerate(widths):
            table.columns[number].width = round(points * EMU_PER_POINT)
        for r, row in enumerate(rows):
            table.rows[r].height = round(heights[r] * EMU_PER_POINT)
            for c in range(across):
                _cell(table.cell(r, c), row[c] if c < len(row) else plain(""), header=r == 0, first=c == 0, size=size)

    def _figure(self, slide: Any, page: Page) -> None:
        holder = self.template.placeholders(slide, "obj")[0]
        x, y, width, height = (length / EMU_PER_POINT for length in (holder.left, holder.top, holder.width, holder.height))
        assert page.figure is not None
        try:
            drawing = layout_figure(page.figure, slide_medium(width, height))
        except DoesNotFit as error:
            self.findings.append(Finding("deck.figure-too-large", page.entry.location, f'The figure "{page.figure.id}" does not fit a slide: {error}',
                                         "Use fewer words in its parts, or show it as a table."))  # fmt: skip
            _write(holder, (plain(page.figure.text_equivalent),))
            return
        holder._element.getparent().remove(holder._element)
        tree = slide.shapes._spTree
        count = iter(range(max(int(e.get("id")) for e in tree.iter(f"{{{_P}}}cNvPr")) + 1, 10_000))
        tree.append(group_of(page.figure, drawing, x + (width - drawing.width) / 2, y + (height - drawing.height) / 2, lambda: next(count), LANG))

    def _picture(self, slide: Any, page: Page) -> None:
        assert page.picture is not None
        address, alt = page.picture
        holder = self.template.placeholders(slide, "pic")[0]
        picture = holder.insert_picture(str(self.source.parent / address))
        # Shown whole: a placeholder would crop it to its own shape.
        picture.crop_left = picture.crop_right = picture.crop_top = picture.crop_bottom = 0
        across, down = picture.image.size
        scale = min(holder.width / across, holder.height / down)
        picture.left, picture.top = holder.left, holder.top
        picture.width, picture.height = round(across * scale), round(down * scale)
        properties = picture._element.find(f".//{{{_P}}}cNvPr")
        properties.set("descr", alt)
        properties.set("name", "Picture")

    def _notes(self, slide: Any, text: str) -> None:
        frame = slide.notes_slide.notes_text_frame
        frame.text = text.replace("\n\n", "\n")
        for shape in slide.notes_slide.placeholders:
            _mark_language(shape._element)


def slide_medium(width: float, height: float) -> Medium:
    """A slide's room for a figure: words 18 points, never less."""
    return Medium(arial(), width, height, DIAGRAM[1], DIAGRAM[0], 2.0, 30.0, in_ring=True)


def _write(holder: Any, paragraphs: Sequence[Paragraph]) -> None:
    """Write paragraphs into a placeholder; size, colour and bullets stay the layout's."""
    frame = holder.text_frame
    for number, paragraph in enumerate(paragraphs):
        target = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        target.level = paragraph.level
        if paragraph.number:
            properties = target._p.get_or_add_pPr()
            properties.set("marL", str(342_900))
            properties.set("indent", str(-342_900))
            numbering = properties.makeelement(f"{{{_A}}}buFont", {"typeface": "+mj-lt"})
            properties.append(numbering)
            properties.append(properties.makeelement(f"{{{_A}}}buAutoNum", {"type": "arabicPeriod"}))
        for run in paragraph.runs:
            made = target.add_run()
            made.text = run.text
            made._r.get_or_add_rPr().set("lang", LANG)
            if run.bold:
                made.font.bold = True
            if run.italic:
                made.font.italic = True
    _mark_language(holder._element)


def _mark_language(element: Any) -> None:
    for tag in ("rPr", "endParaRPr", "defRPr"):
        for properties in element.iter(f"{{{_A}}}{tag}"):
            properties.set("lang", LANG)
    for run in element.iter(f"{{{_A}}}r"):
        if run.find(f"{{{_A}}}rPr") is None:
            run.insert(0, run.makeelement(f"{{{_A}}}rPr", {"lang": LANG}))


def _title_first(slide: Any, title: Any) -> None:
    """The title is read first, also where a line stands over it."""
    tree = slide.shapes._spTree
    tree.remove(title._element)
    tree.insert(2, title._element)


def _column_widths(rows: Sequence[Sequence[Paragraph]], across: int, width: float) -> list[float]:
    """Points a column, by the longest text in each, none under its longest word."""
    face = arial()
    texts = [[row[c].text if c < len(row) else "" for row in rows] for c in range(across)]
    least = [max(face.longest_word(t, TABLE_SIZE, bold=True) for t in column) + 16 for column in texts]
    wish = [max(max(face.width(t, TABLE_SIZE) for t in column) ** 0.75, 1.0) for column in texts]
    spare = max(width - sum(least), 0.0)
    return [a + spare * w / sum(wish) for a, w in zip(least, wish, strict=True)] if sum(least) < width else [width / across] * across


def _table_size(rows: Sequence[Sequence[Paragraph]], widths: Sequence[float], room: float) -> tuple[float | None, list[float]]:
    """The type size with which a table fits, 20 or 18 points, and its rows' heights; None where neither does."""
    face = arial()
    heights: list[float] = []
    for size in (TABLE_SIZE, 18.0):
        heights = [
            max(len(face.wrap(cell.text, size, widths[c] - 16, bold=r == 0 or c == 0)) for c, cell in enumerate(row)) * size * 1.2 + 2 * ROW_PADDING
            for r, row in enumerate(rows)
        ]
        if sum(heights) <= room:
            return size, heights
    return None, heights


def _cell(cell: Any, paragraph: Paragraph, *, header: bool, first: bool, size: float) -> None:
    from pptx.dml.color import MSO_THEME_COLOR
    from pptx.util import Pt

    cell.margin_left = cell.margin_right = Pt(8)
    cell.margin_top = cell.margin_bottom = Pt(ROW_PADDING)
    target = cell.text_frame.paragraphs[0]
    for run in paragraph.runs:
        made = target.add_run()
        made.text = run.text
        made.font.size = Pt(size)
        made.font.bold = run.bold or header or first
        made.font.color.theme_color = MSO_THEME_COLOR.TEXT_2 if header else MSO_THEME_COLOR.TEXT_1
    _mark_language(cell._tc)
    properties = cell._tc.get_or_add_tcPr()
    edge = properties.makeelement(f"{{{_A}}}lnB", {"w": str(round((2 if header else 0.75) * EMU_PER_POINT))})
    fill = edge.makeelement(f"{{{_A}}}solidFill", {})
    fill.append(fill.makeelement(f"{{{_A}}}schemeClr", {"val": "tx2" if header else "accent4"}))
    edge.append(fill)
    properties.append(edge)
    if header:
        cell.fill.solid()
        cell.fill.fore_color.theme_color = MSO_THEME_COLOR.BACKGROUND_2


def _sections(presentation: Any, pages: Sequence[Page]) -> None:
    """Sections by part of the module, which PowerPoint shows in its slide list."""
    root = presentation.part._element
    ids = [entry.get("id") for entry in root.find(f"{{{_P}}}sldIdLst")]
    extensions = root.find(f"{{{_P}}}extLst")
    if extensions is None:
        extensions = root.makeelement(f"{{{_P}}}extLst", {})
        root.append(extensions)
    extension = extensions.makeelement(f"{{{_P}}}ext", {"uri": "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"})
    extensions.append(extension)
    listed = extension.makeelement(f"{{{_P14}}}sectionLst", {}, nsmap={"p14": _P14})
    extension.append(listed)
    start = 0
    for name, count in sections_of(pages):
        id = str(uuid.uuid5(uuid.NAMESPACE_URL, f"section {start} {name}")).upper()
        section = listed.makeelement(f"{{{_P14}}}section", {"name": name, "id": f"{{{id}}}"})
        slides = section.makeelement(f"{{{_P14}}}sldIdLst", {})
        for slide_id in ids[start : start + count]:
            slides.append(slides.makeelement(f"{{{_P14}}}sldId", {"id": slide_id}))
        section.append(slides)
        listed.append(section)
        start += count


def _properties(presentation: Any, kit: Kit, deck: Deck) -> None:
    """What the file says of itself; stock properties would name the library's author and the moment."""
    properties = presentation.core_properties
    owner = kit.school.name if kit.school else kit.title
    day = datetime.combine(kit.as_of, time(), UTC).replace(tzinfo=None)
    properties.title, properties.author, properties.last_modified_by = deck.module.title, owner, owner
    properties.subject, properties.keywords, properties.comments = deck.module.summary, "", ""
    properties.language, properties.revision = LANG, 1
    properties.created = properties.modified = properties.last_printed = day


DECK = OutputFormat(name="deck", part="slides", jobs=deck_jobs, write=write_deck)
