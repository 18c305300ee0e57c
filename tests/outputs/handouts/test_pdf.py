"""The printed handout, opened again and read as a reader and a screen reader meet it."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pikepdf import Name

from build_tools.model.location import Location
from build_tools.model.output_format import Surroundings
from build_tools.model.school import School
from build_tools.outputs.handouts.html import document_html
from build_tools.outputs.handouts.pdf import handout_jobs, write_handout
from build_tools.outputs.printing.engine import may_read
from build_tools.outputs.printing.repair import is_element, kids
from build_tools.outputs.tokens import contrast, darkened, load_tokens
from build_tools.prose.parse import parse_prose
from tests.kits import SAMPLE, sample_kit

VARIANTS = ("one-sheet.pdf", "one-sheet-large-print.pdf", "one-sheet-dyslexia.pdf", "one-sheet-greyscale.pdf")


def pages_of(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    try:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()


def tags(path: Path) -> list[tuple[str, str]]:
    """Every tag in reading order with its alternative text."""
    found: list[tuple[str, str]] = []
    with pikepdf.open(path) as pdf:

        def walk(element: pikepdf.Dictionary) -> None:
            for child in kids(element):
                if is_element(child):
                    found.append((str(child.S)[1:], str(child.get("/Alt", ""))))
                    walk(child)

        walk(pdf.Root.StructTreeRoot)
    return found


def test_the_words_on_the_sheet(printed: Path) -> None:
    pages = pages_of(printed / "one-sheet.pdf")
    assert len(pages) == 2
    first = pages[0]
    assert first.startswith(
        "Workshop safety kit Staff handout · for teachers and teaching assistants · ask: your SENCO"
    )
    assert "The workshop in one sheet What to wear" in first
    assert "Must Goggles must be on before any machine is switched on. Machines Act 2001, s.4; 1.9" in first
    assert "Should Long hair should be tied back. 1.10" in first
    assert "Changed 2024 It is called the stop button" in " ".join(pages)
    # The oldest check date of what it prints is the hair rule's, not the sheet's own.
    assert (
        "Sources checked on 20 November 2026 · Rules: second edition, 2024 · Training material, not legal advice"
        in first
    )
    assert first.endswith("Page 1 of 2")
    assert "Check again by 1 September 2027. Not yet reviewed" in pages[1]
    assert "name this sheet: one-sheet" in pages[1]


def test_what_a_screen_reader_meets(printed: Path) -> None:
    found = tags(printed / "one-sheet.pdf")
    headings = [name for name, _ in found if re.fullmatch(r"H\d", name)]
    assert headings[0] == "H1"
    assert headings.count("H1") == 1
    assert all(int(b[1]) - int(a[1]) <= 1 for a, b in pairwise(headings))
    assert [alt for name, alt in found if name == "Figure"] == [
        "A circle of four steps. Notice what is wrong, stop the machine, tell the teacher, write it down, and look again "
        "at the next machine."
    ]
    assert [name for name, _ in found].count("TH") == 3
    assert ("L", "") in found
    with pikepdf.open(printed / "one-sheet.pdf") as pdf:
        assert str(pdf.Root.Lang) == "en-GB"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == "The workshop in one sheet"
            assert metadata["pdfuaid:part"] == "1"
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
        scopes = [c.A.Scope for c in pdf.objects if isinstance(c, pikepdf.Dictionary) and c.get("/S") == Name.TH]
        assert scopes == [Name.Column] * 3


@pytest.mark.parametrize("name", VARIANTS)
def test_every_variant_says_the_same(printed: Path, name: str) -> None:
    words = " ".join(pages_of(printed / name))
    for sentence in (
        "Goggles first.", "Goggles must be on before any machine is switched on.", "A fault must be reported within 3 school days.",
        "Goggles first, switch second", "Goggles counted", "It is called the stop button", "Look and listen before you touch.",
        "Press the red button.", "Fetch the teacher.", "Use the book by the door.", "Technician",
    ):  # fmt: skip
        assert sentence in words, f"{sentence!r} is not in {name}"


def test_large_print_is_large(printed: Path) -> None:
    import pypdfium2.raw as raw

    document = pypdfium2.PdfDocument(printed / "one-sheet-large-print.pdf")
    sizes = set()
    for page in document:
        for item in page.get_objects(filter=(raw.FPDF_PAGEOBJ_TEXT,)):
            import ctypes

            size = ctypes.c_float()
            raw.FPDFTextObj_GetFontSize(item.raw, ctypes.byref(size))
            sizes.add(round(abs(size.value * item.get_matrix().d), 1))
    document.close()
    assert min(sizes) >= 18


def test_fonts_travel_with_the_file(printed: Path) -> None:
    for name in VARIANTS:
        with pikepdf.open(printed / name) as pdf:
            descriptors = [
                o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == Name.FontDescriptor
            ]
            assert descriptors
            assert all(any(k in d for k in ("/FontFile", "/FontFile2", "/FontFile3")) for d in descriptors)
            assert any("Atkinson" in str(d.FontName) for d in descriptors)


def test_the_same_bytes_again(printed: Path, surroundings: Surroundings, tmp_path: Path) -> None:
    kit = sample_kit()
    job = handout_jobs(kit)[0]
    write_handout(kit, job, tmp_path, surroundings)
    assert (tmp_path / "one-sheet.pdf").read_bytes() == (printed / "one-sheet.pdf").read_bytes()


def test_too_many_sides_is_a_finding(surroundings: Surroundings, tmp_path: Path) -> None:
    kit = sample_kit()
    handout = replace(kit.handouts[0], sides=1)
    kit = replace(kit, handouts=(handout,))
    made = write_handout(kit, handout_jobs(kit)[0], tmp_path, surroundings)
    assert [(f.code, f.location.path) for f in made.findings] == [("pdf.too-long", "handouts/one-sheet.md")]
    assert "takes 2 sides as standard; it may take 1" in made.findings[0].what


def test_nothing_outside_the_kit_is_read() -> None:
    assert may_read((SAMPLE / "modules/figures/button.png").resolve().as_uri(), (SAMPLE,))
    assert may_read("data:image/png;base64,AAAA", (SAMPLE,))
    for url in ("file:///etc/passwd", f"file://{SAMPLE.resolve()}/../../pyproject.toml", "https://example.org/a.png",
                "http://127.0.0.1/a.png", "file://server/share/a.png", "ftp://example.org/a"):  # fmt: skip
        assert not may_read(url, (SAMPLE,)), url


def test_a_picture_outside_the_kit_is_refused_and_named(surroundings: Surroundings, tmp_path: Path) -> None:
    kit = sample_kit()
    body, _ = parse_prose("![A list of users](/etc/passwd)\n", Location("handouts/one-sheet.md"), "rule")
    kit = replace(kit, handouts=(replace(kit.handouts[0], body=body),))
    made = write_handout(kit, handout_jobs(kit)[0], tmp_path, surroundings)
    assert [f.code for f in made.findings] == ["pdf.not-read"]
    assert "root:" not in " ".join(pages_of(tmp_path / "one-sheet.pdf"))


def test_a_schools_name_is_text_never_markup(surroundings: Surroundings, tmp_path: Path) -> None:
    name = '<script>alert(1)</script> & "Ysgol Łódź" {{ 7*7 }}'
    kit = replace(sample_kit(), school=School("x", name, senco_name="<b>Ms O'Neil</b>"))
    html, _ = document_html(kit, kit.handouts[0], "standard", surroundings.templates, str)
    assert "<script>" not in html
    assert "<b>Ms" not in html
    write_handout(kit, handout_jobs(kit)[0], tmp_path, surroundings)
    assert pages_of(tmp_path / "one-sheet.pdf")[0].startswith(name)


def test_an_overdue_sheet_says_so_on_its_face(surroundings: Surroundings) -> None:
    from datetime import date

    kit = replace(sample_kit(), as_of=date(2027, 9, 2))
    html, _ = document_html(kit, kit.handouts[0], "standard", surroundings.templates, str)
    assert "Overdue: this was due to be checked again by 1 September 2027" in html


def test_the_look_can_be_read_in_black_and_white(surroundings: Surroundings) -> None:
    colours = load_tokens(surroundings.templates)[0].colours
    assert round(contrast(colours["ink"], "#FFFFFF"), 1) == 16.3
    for name in ("ink", "quiet-ink", "pine", "rust"):
        grey = "#" + f"{round(255 * grey_of(colours[name])):02X}" * 3
        assert contrast(grey, "#FFFFFF") >= 7, name


def grey_of(colour: str) -> float:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_a_schools_faint_colour_is_darkened_and_told(surroundings: Surroundings) -> None:
    tokens, findings = load_tokens(
        surroundings.templates, School("x", "X", main_colour="#F2B134", accent_colour="#aa00ff")
    )
    assert contrast(tokens.colours["pine"], "#FFFFFF") >= 4.5
    assert tokens.colours["marigold"] == "#AA00FF"
    assert [f.code for f in findings] == ["tokens.faint-colour"]
    assert darkened("#0F4C4A") == "#0F4C4A"
