"""A school's name and logo on its handouts, the address of the book, and a machine that can't print."""

from __future__ import annotations

import base64
import io
import sys
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import segno
from PIL import Image

from build_tools.jobs.templates import template_folders
from build_tools.model.kit import Kit
from build_tools.model.output_format import Made, Surroundings
from build_tools.model.school import School
from build_tools.outputs.handouts.html import document_html
from build_tools.outputs.handouts.pdf import handout_jobs, write_handout
from build_tools.outputs.handouts.qr import qr_address
from build_tools.outputs.handouts.word import handout_docx
from build_tools.outputs.printing import engine
from build_tools.pipeline import BuildRequest, build
from build_tools.source.load_kit import load_kit
from tests.kits import AS_OF, SAMPLE, changed_copy, sample_kit


def printed(folder: Path, school: School, kit: Kit | None = None, number: int = 0) -> tuple[Made, Path]:
    kit = replace(kit or sample_kit(), school=school)
    around = Surroundings(SAMPLE, template_folders(SAMPLE), folder, AS_OF.isoformat(), folder)
    made = write_handout(kit, handout_jobs(kit)[number], folder, around)
    return made, folder / made.files[0]


def words_of(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def alternatives(path: Path) -> list[str]:
    with pikepdf.open(path) as document:
        tags = [item for item in document.objects if isinstance(item, pikepdf.Dictionary)]
        return [str(tag.get("/Alt", "")) for tag in tags if tag.get("/S") == "/Figure"]


def png(folder: Path, name: str = "logo.png") -> None:
    Image.new("RGB", (600, 200), "#7A1F3D").save(folder / name)


def test_the_logo_stands_beside_the_name_and_has_words(tmp_path: Path) -> None:
    png(tmp_path)
    made, path = printed(tmp_path, School("x", "Northfield Primary School", logo="logo.png"))
    assert made.findings == ()
    assert "Logo of Northfield Primary School" in alternatives(path)
    assert "Northfield Primary School" in words_of(path)
    kit = replace(sample_kit(), school=School("x", "Northfield", logo="logo.png"))
    around = Surroundings(SAMPLE, template_folders(SAMPLE), tmp_path, AS_OF.isoformat(), tmp_path)
    data, findings = handout_docx(kit, kit.handouts[0], around)
    assert findings == []
    import docx

    header = docx.Document(io.BytesIO(data)).sections[0].header
    assert [d.get("descr") for d in header._element.iter() if d.tag.endswith("}docPr")] == ["Logo of Northfield"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("logo.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script><image href="https://example.org/x"/></svg>'),
        ("logo.tiff", b"II*\0" + b"\0" * 61_000_000),
        ("logo.png", b"no picture"),
        ("logo.png", b""),
    ],
)  # fmt: skip
def test_a_logo_that_can_not_be_shown_is_told_once_and_left_out(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    school = School("x", "Northfield", logo=name)
    made, path = printed(tmp_path, school)
    assert [finding.code for finding in made.findings] == ["logo.not-shown"]
    assert "Northfield" in words_of(path)
    assert printed(tmp_path, school, number=1)[0].findings == ()


@pytest.mark.parametrize("name", ["St. Mary's <b>&</b> {{ 7*7 }} School", "Ysgol Gŵyl Ddewi", "Szkoła Łódź", "مدرسة"])
def test_a_name_is_text(tmp_path: Path, name: str) -> None:
    made, path = printed(tmp_path, School("x", name))
    assert made.findings == ()
    if name.isascii():
        assert name in words_of(path)
    else:
        assert words_of(path).split("Staff handout")[0].strip()


def test_a_name_of_200_letters_fits(tmp_path: Path) -> None:
    name = " ".join(["Saint Bartholomew"] * 11) + " School"
    made, path = printed(tmp_path, School("x", name))
    assert made.findings == () and name in words_of(path)


def test_the_address_of_the_book_stands_as_words_and_as_a_code(tmp_path: Path) -> None:
    kit = replace(sample_kit(), address="https://www.example.org/workshop/")
    page = "https://www.example.org/workshop/safe-start.html"
    _, path = printed(tmp_path, School("x", "Northfield"), kit)
    assert f"Read more: {page}" in words_of(path)
    assert f"QR code to {page}" in alternatives(path)
    assert qr_address(page) == segno.make(page, error="m", micro=False).svg_data_uri(
        dark="#17212B", light="#FFFFFF", border=4
    )
    html, _ = document_html(sample_kit(), sample_kit().handouts[0], "standard", template_folders(SAMPLE), str)
    assert "QR code" not in html and "Read more" not in html


def test_a_remote_picture_and_a_file_of_the_machine_are_not_read(tmp_path: Path) -> None:
    own = '@import url("https://example.org/x.css");\n' + template_folders(SAMPLE)("handouts/handout.css").read_text(
        "utf-8"
    )
    own += '\nbody { background: url("file:///etc/passwd") }\n'
    root = changed_copy(tmp_path, {"changes": [{"file": "templates/handouts/handout.css", "write": own}]})
    report = build(BuildRequest(root, AS_OF, ("handouts",)))
    told = {(f.code, f.what.split('"')[1]) for f in report.findings}
    assert told == {("pdf.not-read", "file:///etc/passwd"), ("pdf.not-read", "https://example.org/x.css")}
    assert not list(root.glob("output/handouts/*.pdf")), "a sheet that asks for such a file is not handed out"


def test_without_the_pdf_library_all_else_is_made_and_one_message_says_how_to_mend_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = changed_copy(tmp_path, {"changes": []})
    first = build(BuildRequest(root, AS_OF, ("handouts", "slides")))
    assert first.ok
    before = (root / "output/handouts/one-sheet.pdf").read_bytes()
    source = root / "handouts/one-sheet.md"
    source.write_text(source.read_text("utf-8").replace("Look at one machine.", "Look at two machines."), "utf-8")
    engine._engine.cache_clear()
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    try:
        report = build(BuildRequest(root, AS_OF, ("handouts", "slides")))
    finally:
        engine._engine.cache_clear()
    assert [str(failure) for failure in report.failures] == [engine.NO_PANGO]
    assert all(system in engine.NO_PANGO for system in ("Debian", "Fedora", "macOS", "Windows"))
    assert (root / "output/handouts/one-sheet.pdf").read_bytes() == before
    import docx

    text = [p.text for p in docx.Document(str(root / "output/handouts/one-sheet.docx")).paragraphs]
    assert any("Look at two machines." in line for line in text)


def test_a_data_address_says_what_it_holds(tmp_path: Path) -> None:
    png(tmp_path)
    from build_tools.outputs.handouts.logo import data_address, school_logo

    found, _ = school_logo(replace(sample_kit(), school=School("x", "N", logo="logo.png")), tmp_path)
    assert data_address(None) == ""
    kind, _, data = data_address(found).partition(";base64,")
    assert kind == "data:image/png" and base64.b64decode(data).startswith(b"\x89PNG")


WIDE = "\n\n| " + " | ".join(f"Column {n}" for n in range(12)) + " |\n|" + " --- |" * 12 + "\n| " + " | ".join(["Safeguardingresponsibilities"] * 12) + " |\n"  # fmt: skip
LONG = "\n\n| What | How |\n| --- | --- |\n| Once | " + "One sentence more for this very long cell. " * 260 + "|\n"


@pytest.mark.parametrize("table", [WIDE, LONG])
def test_a_table_that_is_too_wide_or_has_an_endless_cell_stays_on_its_pages(tmp_path: Path, table: str) -> None:
    root = changed_copy(tmp_path, {"file": "handouts/one-sheet.md", "append": table})
    kit, _ = load_kit(root, AS_OF)
    around = Surroundings(root, template_folders(root), tmp_path, AS_OF.isoformat())
    made = write_handout(kit, handout_jobs(kit)[0], tmp_path, around)
    document = pypdfium2.PdfDocument(tmp_path / made.files[0])
    for page in document:
        width, height = page.get_size()
        text = page.get_textpage()
        for n in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(n)
            assert left >= 0 and bottom >= 0 and right <= width - 20 and top <= height, text.get_text_range(n, 20)
    if table is LONG:
        assert words_of(tmp_path / made.files[0]).count("sentence") == 260
        assert "pdf.too-long" in [finding.code for finding in made.findings]
