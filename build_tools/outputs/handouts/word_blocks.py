"""Resolved prose → Word's paragraphs, lists and tables. Every look is a style's: nothing is formatted by hand."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from docutils import nodes
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from ...model.figure import Figure
from ...model.kit import Kit
from ...prose.resolve import inline, paragraph
from .word_base import Base
from .word_controls import Filled, run, tag_of, text_control, tick_box

TEXT_WIDTH = 10_092
"""Twentieths of a point: an A4 page less our margins."""

EMU_PER_TWENTIETH = 635
DEEPEST_HEADING, DEEPEST_LIST = 4, 2
_RUN_STYLES = {
    "force-must": "Kit Must", "force-should": "Kit Should", "force-may": "Kit May", "cites": "Kit Cites", "cite": "Kit Cites",
    "level-mark": "Kit Cites", "changed-mark": "Kit Change Mark",
}  # fmt: skip
_PARAGRAPH_STYLES = {
    "kicker": "Kit Kicker",
    "caption": "caption",
    "force-key": "Kit Standing",
    "rests-on": "Kit Standing",
}
_BLOCK_STYLES = {"key-point": "Kit Key Point", "change": "Kit Change", "part-now": "Kit Change"}
_SILENT = (nodes.comment, nodes.target, nodes.substitution_definition, nodes.system_message, nodes.transition)


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture for the page: PNG or JPEG bytes, its width in twentieths of a point, and its words."""

    data: bytes
    width: int
    alt: str


@dataclass
class BlockWriter:
    """Writes into a document's body, in order.

    Attributes:
        form: whether a school fills in its tables.
        filled: what an earlier file held, by control.
        draw: a figure as a picture; None where it can't be drawn here.
        picture: a picture file by its source address; None where it can't be shown.
        your_school: head of the column that a form's table gets.
    """

    base: Base
    kit: Kit
    form: bool
    filled: Filled
    draw: Callable[[Figure], Shown | None]
    picture: Callable[[str, str], Shown | None]
    your_school: str
    to_fill_in: str
    _tags: set[str] = field(default_factory=set)
    _heading: str = ""

    # --- what is written --------------------------------------------------------
    def add(self, element: Any) -> None:
        """Put an element at the end of the body."""
        body = self.base.document.element.body
        body.insert(len(body) - 1, element)  # the page set-up stays last

    def text(self, style: str, children: Iterable[nodes.Node] | str) -> Any:
        """A paragraph in a style of ours."""
        made = self.styled(style)
        for element in [run(children)] if isinstance(children, str) else self.runs(children):
            made.append(element)
        return made

    def styled(self, style: str) -> Any:
        """An empty paragraph in a style of ours."""
        made = parse_xml(f"<w:p {nsdecls('w')}/>")
        if style != "Normal":
            properties = made.makeelement(qn("w:pPr"), {})
            properties.append(made.makeelement(qn("w:pStyle"), {qn("w:val"): self.base.style(style)}))
            made.append(properties)
        return made

    def blocks(self, children: Iterable[nodes.Node], style: str = "Normal", depth: int = 0) -> None:
        """Write blocks.

        Args:
            children: resolved nodes.
            style: of paragraphs that have none of their own.
            depth: of sections around them.
        """
        for node in children:
            for element in self.block(node, style, depth):
                self.add(element)

    def block(self, node: nodes.Node, style: str = "Normal", depth: int = 0) -> Iterator[Any]:
        """The elements of one block."""
        if isinstance(node, _SILENT) or not isinstance(node, nodes.Element):
            return
        if isinstance(node, nodes.section):
            for child in node.children:
                yield from self.block(child, style, depth + 1)
        elif isinstance(node, nodes.title):
            yield self.heading(node.children, depth + 1)
        elif isinstance(node, nodes.rubric):
            yield self.heading(node.children, int(node.get("level", 3)))
        elif isinstance(node, nodes.container):
            yield from self._container(node, style, depth)
        elif isinstance(node, nodes.paragraph):
            own = next((_PARAGRAPH_STYLES[name] for name in node["classes"] if name in _PARAGRAPH_STYLES), style)
            if node.children or own != "Normal":
                yield self.text(own, node.children)
        elif isinstance(node, (nodes.bullet_list, nodes.enumerated_list)):
            yield from self._list(node, 1)
        elif isinstance(node, nodes.table):
            yield from self._table(node)
        elif isinstance(node, nodes.block_quote):
            for child in node.children:
                yield from self.block(child, "Quote", depth)
        elif isinstance(node, nodes.attribution):
            yield self.text("Quote", node.children)
        elif isinstance(node, nodes.term):
            yield self.text("Normal", [nodes.strong("", "", *(child.deepcopy() for child in node.children))])
        elif isinstance(node, nodes.literal_block):
            yield self.text(style, node.astext())
        elif isinstance(node, nodes.image):
            yield from self._image(node)
        elif isinstance(node, nodes.raw):
            return
        else:
            for child in node.children:
                yield from self.block(child, style, depth)

    def heading(self, children: Iterable[nodes.Node], level: int) -> Any:
        """A heading; the title of the handout is the one of level 1."""
        listed = list(children)
        self._heading = " ".join("".join(child.astext() for child in listed).split())
        return self.text(f"heading {min(max(level, 2), DEEPEST_HEADING)}", listed)

    def _container(self, node: nodes.container, style: str, depth: int) -> Iterator[Any]:
        classes = set(node["classes"])
        if "figure" in classes:
            yield from self._figure(node)
        elif "checklist" in classes:
            yield from self._checklist(node, depth)
        elif "lines" in classes:
            for _ in node.children:
                yield self.styled("Kit Line")
        elif "field" in classes:
            for child in node.children:
                yield self.text("Kit Field", child.children)
        else:
            own = next((_BLOCK_STYLES[name] for name in node["classes"] if name in _BLOCK_STYLES), style)
            for child in node.children:
                yield from self.block(child, own, depth)

    # --- words --------------------------------------------------------------------
    def runs(self, children: Iterable[nodes.Node], style: str = "") -> Iterator[Any]:
        """Inline nodes as runs, links and controls."""
        for node in children:
            if isinstance(node, nodes.Text):
                yield run(node.astext().replace("\n", " "), self.base.style(style) if style else "")
            elif isinstance(node, nodes.strong):
                yield from self.runs(node.children, "Strong")
            elif isinstance(node, nodes.emphasis):
                yield from self.runs(node.children, "Emphasis")
            elif isinstance(node, nodes.image):
                continue  # told by its block
            elif isinstance(node, nodes.reference):
                yield from self._link(node, style)
            elif isinstance(node, nodes.inline) and "field-value" in node["classes"]:
                yield self._field(node)
            elif isinstance(node, nodes.Element) and not isinstance(node, _SILENT):
                classes: list[str] = node.get("classes", [])
                own = next((_RUN_STYLES[name] for name in classes if name in _RUN_STYLES), style)
                yield from self.runs(node.children, own)

    def _link(self, node: nodes.reference, style: str) -> Iterator[Any]:
        address = str(node.get("refuri", ""))
        if not address.startswith(("https://", "http://", "mailto:")):
            yield from self.runs(node.children, style)
            return
        from docx.opc.constants import RELATIONSHIP_TYPE as RT

        id = self.base.document.part.relate_to(address, RT.HYPERLINK, is_external=True)
        link = parse_xml(f'<w:hyperlink {nsdecls("w", "r")} r:id="{id}"/>')
        for element in self.runs(node.children, "Hyperlink"):
            link.append(element)
        yield link

    def _field(self, node: nodes.inline) -> Any:
        """What a school fills in; what its own settings say already stands in it."""
        parent = node.parent
        label = (
            " ".join(child.astext() for child in parent.children if isinstance(child, nodes.strong)) if parent else ""
        )
        said = node.astext()
        hint = said[1:-1] if said.startswith("[") and said.endswith("]") else ""
        return self._control("field", (label,), label, hint or self.to_fill_in, "" if hint else said)

    def _control(self, kind: str, words: Sequence[str], label: str, hint: str, said: str = "") -> Any:
        tag = tag_of(kind, *words, taken=self._tags)
        filled = self.filled.texts.get(tag) or said
        return text_control(tag, label, hint, filled, self.base.style("Placeholder Text"))

    # --- lists --------------------------------------------------------------------
    def _list(self, node: nodes.Element, depth: int) -> Iterator[Any]:
        ordered = isinstance(node, nodes.enumerated_list)
        name: str = ("List Number" if ordered else "List Bullet") + (
            "" if depth == 1 else f" {min(depth, DEEPEST_LIST)}"
        )
        number = self._new_list(self.base.numbers, int(node.get("start", 1))) if ordered else 0
        for item in node.children:
            first = True
            for child in item.children if isinstance(item, nodes.Element) else ():
                if isinstance(child, nodes.paragraph) and first:
                    made = self.text(name, child.children)
                    if number:
                        _number(made, number, min(depth, DEEPEST_LIST) - 1)
                    first = False
                    yield made
                elif isinstance(child, (nodes.bullet_list, nodes.enumerated_list)):
                    yield from self._list(child, depth + 1)
                else:
                    yield from self.block(child)

    def _new_list(self, abstract: int, start: int) -> int:
        """A list of its own, so that it begins to count anew."""
        numbering = self.base.document.part.numbering_part.element
        ids = [int(entry.get(qn("w:numId"))) for entry in numbering.findall(qn("w:num"))]
        made = parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{max(ids, default=0) + 1}"><w:abstractNumId w:val="{abstract}"/>'
            f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{start}"/></w:lvlOverride></w:num>'
        )
        numbering.append(made)
        return max(ids, default=0) + 1

    def _checklist(self, node: nodes.container, depth: int) -> Iterator[Any]:
        for child in node.children:
            if not isinstance(child, nodes.bullet_list):
                yield from self.block(child, depth=depth)
                continue
            for item in child.children:
                words = " ".join(item.astext().split())
                tag = tag_of("tick", words, taken=self._tags)
                made = self.styled("Kit Tick")
                made.append(tick_box(tag, words, self.filled.ticks.get(tag, False)))
                tab = parse_xml(f"<w:r {nsdecls('w')}><w:tab/></w:r>")
                made.append(tab)
                for part in item.children:
                    for element in self.runs(part.children):
                        made.append(element)
                yield made

    # --- tables -------------------------------------------------------------------
    def _table(self, node: nodes.table) -> Iterator[Any]:
        widths = [int(spec["colwidth"]) for spec in node.findall(nodes.colspec)]
        heads = [row for part in node.findall(nodes.thead) for row in part.children]
        rows = [row for part in node.findall(nodes.tbody) for row in part.children]
        head = [" ".join(cell.astext().split()) for cell in heads[0].children] if heads else []
        if len(set(widths)) == 1:  # a table of Markdown says nothing of its widths
            widths = _fair([[entry.astext() for entry in row.children] for row in (*heads, *rows)], len(widths))
        cells = [[self._cell(entry) for entry in row.children] for row in (*heads, *rows)]
        if self.form and "duties" not in node["classes"]:  # a table of the author's own, not one that prints facts
            self._to_fill_in(cells, len(heads), rows, head, widths)
        yield self.table(cells, widths, heads=len(heads), described=", ".join(head))
        yield self.styled("Kit Standing")  # Word joins tables that nothing stands between

    def _cell(self, entry: nodes.Node) -> list[Any]:
        made: list[Any] = []
        for child in entry.children:
            made += self.block(child, "Kit Cell")
        return made or [self.styled("Kit Cell")]

    def _to_fill_in(
        self, cells: list[list[list[Any]]], heads: int, rows: Sequence[nodes.Node], head: list[str], widths: list[int]
    ) -> None:
        """Put controls into a form's empty cells, or into a column of its own where there are none."""
        empty = any(not entry.astext().strip() for row in rows for entry in row.children)
        if not empty:
            widths.append(max(*widths, sum(widths) // 2))
            if heads:
                head.append(self.your_school)
                cells[0].append([self.text("Kit Cell", self.your_school)])
        for number, row in enumerate(rows):
            label = " ".join(row.children[0].astext().split()) if row.children else ""
            entries = list(row.children)
            for column in range(len(widths)):
                if column < len(entries) and entries[column].astext().strip():
                    continue
                said = head[column] if column < len(head) else ""
                made = self.styled("Kit Cell")
                row_label = label or str(number + 1)
                made.append(
                    self._control("cell", (self._heading, row_label, said), f"{row_label}: {said}", self.to_fill_in)
                )
                line = cells[heads + number]
                if column < len(line):
                    line[column] = [made]
                else:
                    line.append([made])

    def table(self, cells: Sequence[Sequence[Sequence[Any]]], widths: Sequence[int], *, heads: int, described: str,
              row_heads: bool = False) -> Any:  # fmt: skip
        """A table: its head rows repeat on each page, and no row is split over two."""
        total = sum(widths) or 1
        grid = [TEXT_WIDTH * width // total for width in widths]
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
        made = parse_xml(
            f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="{self.base.style("Kit Table")}"/><w:tblW w:w="5000" w:type="pct"/>'
            f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="{int(row_heads)}" w:lastColumn="0" '
            'w:noHBand="0" w:noVBand="1"/><w:tblCaption/><w:tblDescription/></w:tblPr>'
            f"<w:tblGrid>{columns}</w:tblGrid></w:tbl>"
        )
        properties = made.find(qn("w:tblPr"))
        properties.find(qn("w:tblCaption")).set(qn("w:val"), self._heading or described)
        properties.find(qn("w:tblDescription")).set(qn("w:val"), described)
        for number, row in enumerate(cells):
            line = parse_xml(f"<w:tr {nsdecls('w')}><w:trPr><w:cantSplit/></w:trPr></w:tr>")
            if number < heads:
                line.find(qn("w:trPr")).append(line.makeelement(qn("w:tblHeader"), {}))
            for width, blocks in zip(grid, row, strict=False):
                cell = parse_xml(f'<w:tc {nsdecls("w")}><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr></w:tc>')
                for block in blocks:
                    cell.append(block)
                if not blocks or blocks[-1].tag != qn("w:p"):
                    cell.append(self.styled("Kit Cell"))
                line.append(cell)
            made.append(line)
        return made

    # --- figures ------------------------------------------------------------------
    def _figure(self, node: nodes.container) -> Iterator[Any]:
        for child in node.children:
            if isinstance(child, nodes.raw):
                figure = self.kit.figure(child.astext())
                assert figure is not None, "the view names only figures of the kit"
                yield from self._drawn(figure)
            else:
                yield from self.block(child)

    def _drawn(self, figure: Figure) -> Iterator[Any]:
        if figure.rows:
            heads = [[self.styled("Kit Cell")], *([self.text("Kit Cell", column)] for column in figure.columns)]
            rows = [[[self.text("Kit Cell", word)] for word in (row.label, *row.cells)] for row in figure.rows]
            yield self.table([heads, *rows], _fair([["", *figure.columns], *([row.label, *row.cells] for row in figure.rows)], len(figure.columns) + 1), heads=1, described=figure.text_equivalent,
                             row_heads=True)  # fmt: skip
            return
        shown = self.draw(figure)
        if shown is not None:
            yield self.shown(shown)
            return
        ordered = figure.kind in ("cycle", "steps", "timeline")
        listed: nodes.Element = nodes.enumerated_list("") if ordered else nodes.bullet_list("")
        for part in figure.parts:
            line: list[nodes.Node | str] = [nodes.strong("", part.label), f" {part.text}"]
            if part.force and part.force.mark:
                line += [" ", inline(part.force.mark, "force", f"force-{part.force}")]
            listed += nodes.list_item("", paragraph(*line))
        yield from self._list(listed, 1)

    def _image(self, node: nodes.image) -> Iterator[Any]:
        shown = self.picture(str(node["uri"]), str(node.get("alt", "")))
        yield self.shown(shown) if shown is not None else self.text("Normal", str(node.get("alt", "")))

    def shown(self, picture: Shown) -> Any:
        """A picture in a paragraph of its own, with its words for who can't see it."""
        made = self.styled("Kit Figure")
        width = min(picture.width, TEXT_WIDTH) * EMU_PER_TWENTIETH
        made.append(picture_run(self.base.document.part, picture.data, width, picture.alt))
        return made


def picture_run(part: Any, data: bytes, width: int, alt: str) -> Any:
    """A picture in a run, with its words for who can't see it.

    Args:
        part: the body's part of the package, or a header's.
        data: PNG or JPEG.
        width: in EMU.
        alt: the words.
    """
    from docx.shared import Emu

    drawn = part.new_pic_inline(io.BytesIO(data), Emu(width))
    drawn.docPr.set("descr", alt)
    made = parse_xml(f"<w:r {nsdecls('w')}><w:drawing/></w:r>")
    made.find(qn("w:drawing")).append(drawn)
    return made


def _fair(rows: Sequence[Sequence[str]], columns: int) -> list[int]:
    """Widths of columns: as their longest cell asks for, none so narrow that its words break."""
    cells = [[row[column] for row in rows if column < len(row)] for column in range(columns)]
    return [min(60, max(8, *(len(text) for text in (*column, "")))) for column in cells]


def _number(element: Any, number: int, level: int) -> None:
    properties = element.find(qn("w:pPr"))
    made = parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
    properties.append(made)
