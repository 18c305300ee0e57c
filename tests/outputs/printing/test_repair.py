"""Each repair against WeasyPrint's own output: the first half of a test fails once upstream mends the fault."""

from __future__ import annotations

import io

import pikepdf
import pytest
from pikepdf import Name
from weasyprint import HTML

from build_tools.outputs.printing.repair import _Tree, is_element, kids, repaired

PAGE = '<!doctype html><html lang="en-GB"><title>T</title><style>@page{{@top-left{{content:"Running head"}}}}</style>{}'


def raw(body: str) -> bytes:
    return bytes(HTML(string=PAGE.format(body)).write_pdf(pdf_variant="pdf/a-2a"))


_open: list[pikepdf.Pdf] = []  # an element lives no longer than its file stays open


def elements(data: bytes, name: str) -> list[pikepdf.Dictionary]:
    pdf = pikepdf.open(io.BytesIO(data))
    _open.append(pdf)
    return [e for e in _Tree(pdf).elements() if Name("/" + name) == e.S]


def test_an_entrys_content_moves_into_its_body() -> None:
    def loose(data: bytes) -> list[str]:
        return [
            str(k.S)
            for li in elements(data, "LI")
            for k in kids(li)
            if is_element(k) and k.S not in (Name.Lbl, Name.LBody)
        ]

    data = raw("<h1>A</h1><ul><li><p>one</p><ul><li>two</li></ul></li></ul>")
    assert loose(data), "WeasyPrint tags entries right now: drop wrap_list_bodies"
    assert not loose(repaired(data))


def test_a_nested_list_is_read_inside_its_entry() -> None:
    def inside(data: bytes) -> list[bool]:
        return [str(e.P.S) == "/LBody" for e in elements(data, "L")]

    data = raw("<h1>A</h1><ul><li>one<ul><li>two</li></ul></li></ul>")
    assert inside(data) == [False, False], "WeasyPrint nests lists right now: drop nest_lists"
    assert inside(repaired(data)) == [False, True]


def test_header_cells_get_their_scope() -> None:
    body = "<h1>A</h1><table><thead><tr><th scope=col>H</th></tr></thead><tbody><tr><th scope=row>R</th><td>1</td></tr></tbody></table>"

    def scopes(data: bytes) -> list[str]:
        return [str(e.A.Scope) if "/A" in e and "/Scope" in e.A else "" for e in elements(data, "TH")]

    assert scopes(raw(body)) == ["", ""], "WeasyPrint keeps scope now: drop scope_header_cells"
    assert scopes(repaired(raw(body))) == ["/Column", "/Row"]


def test_a_decorative_picture_is_an_artefact() -> None:
    svg = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>"
    data = raw(f'<h1>A</h1><p><img alt="" src="{svg}"> text</p>')
    assert elements(data, "Figure"), "WeasyPrint leaves empty alt out now: drop drop_empty_figures"
    assert not elements(repaired(data), "Figure")


def test_running_heads_are_artefacts() -> None:
    def unreached(data: bytes) -> int:
        tree = _Tree(pikepdf.open(io.BytesIO(data)))
        reached = {e.objgen for e in tree.elements()}
        listed = tree.parent_list(tree.pdf.pages[0].obj)
        return sum(isinstance(o, pikepdf.Dictionary) and o.objgen not in reached for o in listed or ())

    data = raw("<h1>A</h1><p>text</p>")
    assert unreached(data), "WeasyPrint marks margin boxes as artefacts now: drop set_margins_aside"
    assert unreached(repaired(data)) == 0


def test_a_file_can_say_that_it_is_ua_and_a_at_once() -> None:
    data = raw("<h1>A</h1>")
    with pikepdf.open(io.BytesIO(data)) as pdf, pdf.open_metadata() as metadata:
        assert "pdfuaid:part" not in metadata, "WeasyPrint claims both now: drop claim_ua"
    with pikepdf.open(io.BytesIO(repaired(data))) as pdf, pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"


@pytest.mark.parametrize("body", ["<h1>A</h1>", "<h1>A</h1><ul><li>one<ol><li>two</li></ol></li></ul>"])
def test_a_repair_gives_the_same_bytes_again(body: str) -> None:
    data = raw(body)
    assert repaired(data) == repaired(data)
