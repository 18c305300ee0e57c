"""Decks in a school's own template, and in ours with its logo, colours and shape."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from PIL import Image
from pptx import Presentation
from pptx.util import Emu, Inches, Pt

from build_tools.model.finding import Finding
from build_tools.model.output_format import Surroundings
from build_tools.model.school import School
from build_tools.outputs.decks.powerpoint import DECK
from build_tools.outputs.decks.school_template import open_school_template
from build_tools.outputs.decks.template_roles import school_roles
from build_tools.outputs.office_file import UnusableTemplateError
from tests.kits import SAMPLE, sample_kit

from .conftest import Written, surroundings

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
NAMES = ("Titelfolie", "Titel und Inhalt", "Abschnitt", "Zwei Inhalte", "Vergleich", "Nur Titel", "Leer", "Inhalt mit Text",
         "Bild mit Text", "Titel und Vertikaltext", "Vertikaltitel")  # fmt: skip


def stock() -> Any:
    return Presentation()


def wide() -> Any:
    """The stock template on 16:9, everything moved in proportion."""
    made = Presentation()
    share = Inches(13.333) / made.slide_width
    made.slide_width = Inches(13.333)
    for holder in (made.slide_master, *made.slide_layouts):
        for place in holder.element.iter(f"{A}off", f"{A}ext"):
            for name in ("x", "cx"):
                if place.get(name):
                    place.set(name, str(round(int(place.get(name)) * share)))
    return made


def renamed() -> Any:
    """Names in another language, and the order turned round."""
    made = wide()
    for layout, name in zip(made.slide_layouts, NAMES, strict=True):
        layout.element.find("{*}cSld").set("name", name)
    listed = made.slide_master.element.find("{*}sldLayoutIdLst")
    for entry in list(listed)[::-1]:
        listed.append(entry)
    return made


def footless() -> Any:
    made = wide()
    for holder in (made.slide_master, *made.slide_layouts):
        for place in list(holder.placeholders):
            if place.placeholder_format.type.name in ("FOOTER", "SLIDE_NUMBER", "DATE"):
                place.element.getparent().remove(place.element)
    return made


def pictured() -> Any:
    """A picture across the head of the master, and what a school's template brings along unasked."""
    made = wide()
    stream = io.BytesIO()
    Image.new("RGB", (900, 60), "navy").save(stream, "PNG")
    stream.seek(0)
    _, relation = made.slide_master.part.get_or_add_image_part(stream)
    picture = (f'<p:pic xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="{A[1:-1]}" '
               'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><p:nvPicPr><p:cNvPr id="99" name="Head"/>'
               f'<p:cNvPicPr/><p:nvPr userDrawn="1"/></p:nvPicPr><p:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></p:blipFill>'
               f'<p:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{made.slide_width}" cy="{Inches(0.2)}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>')  # fmt: skip
    made.slide_master.shapes.element.append(etree.fromstring(picture))
    slide = made.slides.add_slide(made.slide_layouts[1])
    slide.shapes.title.text = "Last year's assembly"
    slide.notes_slide.notes_text_frame.text = "Private words"
    made.core_properties.author = "A. Former Head"
    return made


def shouting() -> Any:
    """Titles of 60 points in capitals, in Verdana; text of 12."""
    made = wide()
    style = made.slide_master.element.find(".//{*}titleStyle")
    for run in style.iter(f"{A}defRPr"):
        run.set("sz", "6000")
        run.set("cap", "all")
        for latin in run.findall(f"{A}latin"):
            latin.set("typeface", "Verdana")
    for run in made.slide_master.element.find(".//{*}bodyStyle").iter(f"{A}defRPr"):
        run.set("sz", "1200")
    return made


TEMPLATES = {f.__name__: f for f in (stock, wide, renamed, footless, pictured, shouting)}
OURS = {"ours": {}, "ours 4:3": {"slide_shape": "4:3"}}


def as_bytes(presentation: Any) -> bytes:
    stream = io.BytesIO()
    presentation.save(stream)
    return stream.getvalue()


def deck_for(folder: Path, data: bytes | None = None, name: str = "template.pptx", **school: Any) -> Written:
    """The sample module's 45 minutes for a school, in its template where there is one."""
    folder.mkdir(exist_ok=True)
    if data is not None:
        (folder / name).write_bytes(data)
        school["slide_template"] = name
    kit = replace(sample_kit(), school=School("school", "Northfield School", **school))
    around: Surroundings = replace(surroundings(SAMPLE, folder / "cache"), school_root=folder)
    job = next(j for j in DECK.jobs(kit) if j.option == "45")
    made = DECK.write(kit, job, folder, around)
    path = folder / "safe-start-45min.pptx"
    return Written(Presentation(str(path)) if made.files else None, path, made.findings)


@pytest.fixture(scope="module", params=[*TEMPLATES, *OURS])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Written]:
    folder = tmp_path_factory.mktemp("school")
    name = request.param
    return name, deck_for(folder, as_bytes(TEMPLATES[name]())) if name in TEMPLATES else deck_for(folder, **OURS[name])


def words(written: Written) -> list[str]:
    """Every word on the slides, their feet and numbers aside, however they were parted."""
    found: list[str] = []
    for slide in written.deck.slides:
        for shape in slide.shapes:
            if shape.is_placeholder and shape.placeholder_format.type.name in ("FOOTER", "SLIDE_NUMBER"):
                continue
            texts = [p.text for p in shape.text_frame.paragraphs] if shape.has_text_frame else []
            if shape.has_table:
                texts += [cell.text for row in shape.table.rows for cell in row.cells]
            found += [w for text in texts for w in re.sub(r"\(\d of \d\)", "", text).split()]
    return found


def test_no_word_of_the_course_is_lost_in_any_template(sample: Written, made: tuple[str, Written]) -> None:
    name, written = made
    assert written.deck is not None, [str(f) for f in written.findings]
    kicker = {w for s in sample.deck.slides for h in s.placeholders if h.placeholder_format.type.name == "SUBTITLE"
              for w in h.text_frame.text.split()}  # fmt: skip
    # The line that names the kind of slide has no place in a school's template; a table's header stands again where the
    # table goes on to the next slide.
    missing = set(words(sample)) - set(words(written)) - kicker - {"Training", "kit"}
    assert not {w for w in missing if w not in sample_kit().title.split()}, (name, missing)


def test_text_is_in_placeholders_at_18_points_or_more_and_never_shrinks(made: tuple[str, Written]) -> None:
    name, written = made
    for slide in written.deck.slides:
        for shape in slide.placeholders:
            kind = shape.placeholder_format.type.name
            if not shape.has_text_frame or kind in ("FOOTER", "SLIDE_NUMBER"):
                continue
            layout = next(
                p for p in slide.slide_layout.placeholders if p.placeholder_format.idx == shape.placeholder_format.idx
            )
            for body in (*shape.element.iter(f"{A}bodyPr"), *layout.element.iter(f"{A}bodyPr")):
                assert body.find(f"{A}normAutofit") is None, (name, slide.shapes.title.text)
            sizes = [int(r.get("sz")) for r in layout.element.iter(f"{A}defRPr") if r.get("sz")]
            assert all(size >= 1800 for size in sizes), (name, slide.shapes.title.text)
        assert slide.shapes[0] == slide.shapes.title and slide.shapes.title.text
        assert slide.has_notes_slide and slide.notes_slide.notes_text_frame.text


def test_nothing_leaves_the_slide(made: tuple[str, Written]) -> None:
    name, written = made
    width, height = written.deck.slide_width, written.deck.slide_height
    for slide in written.deck.slides:
        for shape in slide.shapes:
            assert shape.left >= -1 and shape.top >= -1, (name, slide.shapes.title.text)
            assert shape.left + shape.width <= width + Emu(Pt(1)), (name, slide.shapes.title.text)
            assert shape.top + shape.height <= height + Emu(Pt(1)), (name, slide.shapes.title.text, shape.name)


def test_a_citation_stands_small_on_its_slide_and_in_the_notes(made: tuple[str, Written]) -> None:
    _, written = made
    feet = [
        h.text_frame.text
        for s in written.deck.slides
        for h in s.placeholders
        if h.placeholder_format.type.name == "FOOTER"
    ]
    assert any("Code" in foot or "1.1" in foot or re.search(r"\d", foot) for foot in feet)


@pytest.mark.parametrize(
    "name", [n if n in ("stock", "pictured") else pytest.param(n, marks=pytest.mark.long) for n in TEMPLATES]
)
def test_it_opens_elsewhere_with_as_many_pages_as_slides(name: str, tmp_path: Path) -> None:
    written = deck_for(tmp_path, as_bytes(TEMPLATES[name]()))
    subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/office", "--convert-to", "pdf", "--outdir", tmp_path, written.path],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120)  # fmt: skip
    info = subprocess.run(["pdfinfo", tmp_path / "safe-start-45min.pdf"], check=True, capture_output=True, text=True)
    assert int(re.search(r"Pages:\s+(\d+)", info.stdout)[1]) == len(written.deck.slides)  # type: ignore[index]


def test_layouts_are_found_whatever_they_are_called_and_in_any_order(tmp_path: Path) -> None:
    (tmp_path / "t.pptx").write_bytes(as_bytes(renamed()))
    presentation = open_school_template(tmp_path / "t.pptx")
    template, missing = school_roles(presentation, {})
    found = {role: template.layout(role).name for role in ("title", "section", "content", "two-columns", "comparison")}
    assert found == {"title": "Titelfolie", "content": "Titel und Inhalt", "section": "Abschnitt",
                     "two-columns": "Zwei Inhalte", "comparison": "Vergleich"}  # fmt: skip
    assert "table" in missing and "content" not in missing


def test_a_school_can_name_the_layout_for_a_role(tmp_path: Path) -> None:
    written = deck_for(tmp_path, as_bytes(renamed()), slide_layouts=(("section", "Titel und Inhalt"),))
    assert written.deck is not None
    wrong = deck_for(tmp_path, as_bytes(renamed()), slide_layouts=(("section", "Chapter"),))
    assert wrong.deck is None and 'no layout "Chapter"' in str(wrong.findings[0])
    unfit = deck_for(tmp_path, as_bytes(renamed()), slide_layouts=(("two-columns", "Titel und Inhalt"),))
    assert unfit.deck is None and "has not the places" in str(unfit.findings[0])


def test_a_role_the_template_lacks_is_named(tmp_path: Path) -> None:
    findings: tuple[Finding, ...] = deck_for(tmp_path, as_bytes(stock())).findings
    told = [str(f) for f in findings if f.code == "opening.roles"]
    assert len(told) == 1 and "table" in told[0] and "warning" in told[0]


def test_nothing_of_a_school_s_file_but_its_design_goes_into_a_deck(tmp_path: Path) -> None:
    written = deck_for(tmp_path, as_bytes(pictured()))
    with zipfile.ZipFile(written.path) as package:
        every = b"".join(package.read(name) for name in package.namelist() if name.endswith((".xml", ".rels")))
        assert any(name.startswith("ppt/media/") for name in package.namelist())
    assert b"assembly" not in every and b"Private words" not in every and b"Former Head" not in every


def _as_template(data: bytes, main: str, extra: dict[str, bytes] | None = None) -> bytes:
    """The same file as PowerPoint saves it in another form."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "[Content_Types].xml":
                part = part.replace(
                    b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml", main.encode()
                )
                part = part.replace(
                    b"</Types>",
                    b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>',
                )
            if name == "ppt/_rels/presentation.xml.rels" and extra:
                part = part.replace(b"</Relationships>", b'<Relationship Id="rId900" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="vbaProject.bin"/></Relationships>')  # fmt: skip
            target.writestr(name, part)
        for name, part in (extra or {}).items():
            target.writestr(name, part)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "main"),
    [
        ("t.potx", "application/vnd.openxmlformats-officedocument.presentationml.template.main+xml"),
        ("t.pptm", "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml"),
        ("t.potm", "application/vnd.ms-powerpoint.template.macroEnabled.main+xml"),
    ],
)
def test_other_forms_are_taken_and_macros_left_behind(tmp_path: Path, name: str, main: str) -> None:
    data = _as_template(as_bytes(wide()), main, {"ppt/vbaProject.bin": b"MACRO"} if name.endswith("m") else None)
    written = deck_for(tmp_path, data, name)
    assert written.deck is not None, [str(f) for f in written.findings]
    with zipfile.ZipFile(written.path) as package:
        assert b"presentation.main+xml" in package.read("[Content_Types].xml")
        assert not [n for n in package.namelist() if "vba" in n.lower()]
        assert b"macro" not in package.read("[Content_Types].xml").lower()


def _no_layouts() -> bytes:
    made = wide()
    listed = made.slide_master.element.find("{*}sldLayoutIdLst")
    for entry in list(listed):
        made.slide_master.part.drop_rel(
            entry.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id")
        )
        listed.remove(entry)
    return as_bytes(made)


def _untitled() -> bytes:
    made = wide()
    for layout in made.slide_layouts:
        for place in list(layout.placeholders):
            if place.placeholder_format.type.name in ("TITLE", "CENTER_TITLE"):
                place.element.getparent().remove(place.element)
    return as_bytes(made)


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "locked": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "locked with a password"),
    "broken zip": (lambda: as_bytes(wide())[:9000], "damaged"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "damaged, or no PowerPoint file"),
    "empty": (lambda: b"", "damaged, or no PowerPoint file"),
    "no layouts": (_no_layouts, "no slide layouts"),
    "no titles": (_untitled, "title and a place for text"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_no_template_is_told_in_words(tmp_path: Path, name: str) -> None:
    data, says = BAD[name]
    written = deck_for(tmp_path, data())
    assert written.deck is None and not list(tmp_path.glob("*min.pptx"))
    assert len(written.findings) == 1
    assert says in str(written.findings[0]) and "school.toml" in str(written.findings[0])


def test_one_too_large_is_not_opened(tmp_path: Path) -> None:
    with (tmp_path / "big.pptx").open("wb") as file:
        file.truncate(300_000_000)
    with pytest.raises(UnusableTemplateError, match="300,000,000 bytes"):
        open_school_template(tmp_path / "big.pptx")


def test_one_that_unpacks_to_far_more_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.pptx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package,
        package.open("a.png", "w", force_zip64=True) as entry,
    ):
        for _ in range(450):
            entry.write(bytes(1_000_000))
    with pytest.raises(UnusableTemplateError, match="more than can be opened safely"):
        open_school_template(tmp_path / "bomb.pptx")


def _logo(folder: Path, size: tuple[int, int] = (300, 100)) -> str:
    Image.new("RGB", size, "purple").save(folder / "logo.png")
    return "logo.png"


def test_without_a_template_the_logo_stands_on_every_slide_of_ours(tmp_path: Path) -> None:
    written = deck_for(tmp_path, logo=_logo(tmp_path), main_colour="#7A1F3D")
    master = written.deck.slide_master
    assert [s.name for s in master.shapes if s.shape_type and s.shape_type.name == "PICTURE"] == ["Logo"]
    logo = next(s for s in master.shapes if s.name == "Logo")
    assert abs(logo.width / logo.height - 3) < 0.01 and logo.height <= Inches(0.37)
    for slide in written.deck.slides:
        layout = slide.slide_layout
        over = layout.element.get("showMasterSp") == "0"
        assert over == ("Logo" in [s.name for s in layout.shapes])
        for place in layout.placeholders:  # the logo covers no words
            if place.placeholder_format.type.name != "SLIDE_NUMBER":
                assert place.top >= logo.top + logo.height or place.left >= logo.left + logo.width, layout.name


def test_a_logo_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_text("not a picture")
    written = deck_for(tmp_path, logo="logo.png")
    assert written.deck is None and "The logo" in str(written.findings[0])


def test_two_builds_in_a_school_s_template_are_equal_to_the_byte(tmp_path: Path) -> None:
    data = as_bytes(pictured())
    one, two = deck_for(tmp_path / "one", data), deck_for(tmp_path / "two", data)
    assert one.path.read_bytes() == two.path.read_bytes()
