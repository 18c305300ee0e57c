"""What WeasyPrint 70 leaves wrong in a tagged PDF, mended in one place.

Each repair says what it mends; a test in `tests/outputs/printing/test_repair.py` shows the fault in WeasyPrint's own
output, so it fails once upstream mends it and the repair can go.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator
from typing import TypeGuard

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Operator, PdfInlineImage

_UA_SCHEMA = (
    '<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" '
    'xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    '<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>'
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    '<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>'
    "<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>"
    "<pdfaProperty:description>PDF/UA part number</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>"
    "</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
    '<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>'
)


def repaired(pdf_bytes: bytes) -> bytes:
    """A PDF that meets PDF/UA-1 and PDF/A-2a, from WeasyPrint's PDF/A-2a; the same bytes each time."""
    with pikepdf.open(io.BytesIO(pdf_bytes)) as pdf:
        tree = _Tree(pdf)
        nest_lists(tree)
        wrap_list_bodies(tree)
        scope_header_cells(tree)
        name_header_cells_of_bodies(tree)
        drop_empty_figures(tree)
        set_margins_aside(tree)
        tree.write_back()
        claim_ua(pdf)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, fix_metadata_version=False)
        return out.getvalue()


class _Tree:
    """The structure tree with its parent tree as a dict, and the marked pieces to be set aside as artefacts."""

    def __init__(self, pdf: pikepdf.Pdf):
        self.pdf = pdf
        self.root = pdf.Root.StructTreeRoot
        numbers = self.root.ParentTree.Nums
        self.parents = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
        self.page_of = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        self.artefacts: dict[int, set[int]] = {}

    def elements(self, under: Object | None = None) -> Iterator[Dictionary]:
        """Every structure element, in reading order."""
        for child in kids(self.root if under is None else under):
            if is_element(child):
                yield child
                yield from self.elements(child)

    def parent_list(self, page: Object) -> Array | None:
        key = page.get("/StructParents")
        entry = self.parents.get(int(key)) if key is not None else None
        return entry if isinstance(entry, Array) else None

    def set_aside(self, element: Dictionary) -> None:
        """Mark an element's pieces as artefacts."""
        for child in kids(element):
            if isinstance(child, int) and "/Pg" in element:
                self.artefacts.setdefault(self.page_of[element.Pg.objgen], set()).add(int(child))
            elif is_element(child):
                self.set_aside(child)

    def write_back(self) -> None:
        """Write artefact marks into the pages and the parent tree into the file."""
        for number, page in enumerate(self.pdf.pages):
            aside = self.artefacts.get(number)
            if not aside:
                continue
            stream: list[tuple[Collection[Object | PdfInlineImage], Operator]] = []
            for instruction in pikepdf.parse_content_stream(page):
                operands, operator = instruction.operands, instruction.operator
                marked = str(operator) == "BDC" and len(operands) > 1 and isinstance(operands[1], Dictionary)
                if marked and int(operands[1].get("/MCID", -1)) in aside:
                    stream.append(([Name.Artifact], Operator("BMC")))
                else:
                    stream.append((operands, operator))
            page.Contents = self.pdf.make_stream(pikepdf.unparse_content_stream(stream))
            listed = self.parent_list(page.obj)
            for mark in sorted(aside):
                if listed is not None and mark < len(listed):
                    listed[mark] = None
        flat = Array([])
        for key in sorted(self.parents):
            flat.append(key)
            flat.append(self.parents[key])
        self.root.ParentTree.Nums = flat


def kids(element: Object) -> list[object]:
    """An element's children as a list."""
    value = element.get("/K")
    return [] if value is None else list(value) if isinstance(value, Array) else [value]


def is_element(value: object) -> TypeGuard[Dictionary]:
    """Whether a child is a structure element, not a marked piece or an annotation."""
    return isinstance(value, Dictionary) and "/S" in value and value.get("/Type") not in (Name.OBJR, Name.MCR)


def nest_lists(tree: _Tree) -> None:
    """A list inside an entry hangs from the outer list itself; it moves into the entry before it, where it is read."""
    for outer in list(tree.elements()):
        if outer.S != Name.L:
            continue
        kept: list[object] = []
        for child in kids(outer):
            entry = kept[-1] if kept else None
            if is_element(child) and child.S == Name.L and is_element(entry) and entry.S == Name.LI:
                child.P = entry
                entry.K = Array([*kids(entry), child])
            else:
                kept.append(child)
        outer.K = Array(kept)


def wrap_list_bodies(tree: _Tree) -> None:
    """An entry's content that stands beside Lbl and LBody, as a paragraph or a nested list does, moves into LBody.

    PDF/UA 7.2-20.
    """
    for item in list(tree.elements()):
        if item.S != Name.LI:
            continue
        children = kids(item)
        sound = [c for c in children if is_element(c) and c.S in (Name.Lbl, Name.LBody)]
        loose = [c for c in children if not any(c is s for s in sound)]
        if not loose:
            continue
        body = next((c for c in sound if Name.LBody == c.S), None)
        if body is None:
            body = tree.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.LBody, P=item, K=Array([])))
            if "/Pg" in item:
                body.Pg = item.Pg
            sound.append(body)
        for child in loose:
            if is_element(child):
                child.P = body
            elif isinstance(child, int) and "/Pg" in item:
                listed = tree.parent_list(item.Pg)
                if listed is not None:
                    listed[child] = body
        body.K = Array(kids(body) + loose)
        item.K = Array(sound)


def scope_header_cells(tree: _Tree) -> None:
    """A header cell says whether it heads a column or a row; WeasyPrint drops `scope`."""
    for table in tree.elements():
        if Name.Table != table.S:
            continue
        for part in kids(table):
            if is_element(part) and part.S in (Name.THead, Name.TBody, Name.TR):
                scope = Name.Column if Name.THead == part.S else Name.Row
                for cell in tree.elements(part):
                    if cell.S == Name.TH:
                        attributes = cell.get("/A") or Dictionary(O=Name.Table)
                        attributes.Scope = scope
                        cell.A = attributes


def name_header_cells_of_bodies(tree: _Tree) -> None:
    """A table without a head row, as a large-print table is, has no header cell: it is read as plain parts."""
    for table in list(tree.elements()):
        if Name.Table == table.S and not any(cell.S == Name.TH for cell in tree.elements(table)):
            for part in tree.elements(table):
                if part.S in (Name.THead, Name.TBody, Name.TR, Name.TD):
                    part.S = Name.Div
            table.S = Name.Div


def drop_empty_figures(tree: _Tree) -> None:
    """A picture with `alt=""` is decoration: an artefact, not a figure without words (PDF/UA 7.3-1)."""
    for element in list(tree.elements()):
        kept = []
        for child in kids(element):
            if is_element(child) and Name.Figure == child.S and not str(child.get("/Alt", "")).strip():
                tree.set_aside(child)
            else:
                kept.append(child)
        if len(kept) != len(kids(element)):
            element.K = Array(kept)


def set_margins_aside(tree: _Tree) -> None:
    """Running heads and feet hang from no tag a reader reaches: they become artefacts."""
    reached = {element.objgen for element in tree.elements()}
    for number, page in enumerate(tree.pdf.pages):
        listed = tree.parent_list(page.obj)
        for mark, owner in enumerate(listed if listed is not None else ()):
            if isinstance(owner, Dictionary) and owner.objgen not in reached:
                tree.artefacts.setdefault(number, set()).add(mark)


def claim_ua(pdf: pikepdf.Pdf) -> None:
    """The file says that it is PDF/UA-1 too, in the way PDF/A lets it; pictures lose a hint PDF/A forbids."""
    xmp = pdf.Root.Metadata.read_bytes().decode("utf-8")
    if "pdfuaid:part" not in xmp:
        xmp = xmp.replace("</rdf:RDF>", _UA_SCHEMA + "</rdf:RDF>")
        pdf.Root.Metadata = pdf.make_stream(xmp.encode("utf-8"), Type=Name.Metadata, Subtype=Name.XML)
    for value in pdf.objects:
        if isinstance(value, pikepdf.Stream) and value.get("/Subtype") == Name.Image and value.get("/Interpolate"):
            value.Interpolate = False
