"""Handouts in Word, opened again: the words, the styles, what a school fills in, and its own template."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree, html

from build_tools.errors import OutputError
from build_tools.forms import blanks_of
from build_tools.jobs.templates import template_folders
from build_tools.model.kit import Kit
from build_tools.model.output_format import Surroundings
from build_tools.model.school import School
from build_tools.outputs.handouts import word
from build_tools.outputs.handouts.html import document_html
from build_tools.outputs.handouts.word import HANDOUT_WORD, handout_docx
from build_tools.outputs.handouts.word_controls import NOTES_TAG, read_controls
from build_tools.pipeline import BuildRequest, build
from build_tools.source.load_kit import load_kit
from tests.kits import AS_OF, SAMPLE, changed_copy, sample_kit

OURS = Path(__file__).parents[3]
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
FIELD_TABLE = """
## Look round

| Place | What we found |
| --- | --- |
| The bench | |
| The lathe | |
"""


def around(root: Path = SAMPLE, school: Path | None = None, last: Path | None = None) -> Surroundings:
    return Surroundings(root, template_folders(root), root, AS_OF.isoformat(), school, last)


def made(kit: Kit | None = None, number: int = 0, where: Surroundings | None = None) -> Any:
    kit = kit or sample_kit()
    data, _ = handout_docx(kit, kit.handouts[number], where or around())
    return docx.Document(io.BytesIO(data))


def paragraphs_outside(document: Any) -> list[str]:
    """The words of each paragraph that stand in no control."""
    found = []
    for p in document.element.body.iter(qn("w:p")):
        words = "".join(
            t.text or "" for t in p.iter(qn("w:t")) if not any(a.tag == qn("w:sdt") for a in t.iterancestors())
        )
        found += words.split()
    return found


def html_words(kit: Kit, number: int) -> list[str]:
    text, _ = document_html(kit, kit.handouts[number], "standard", template_folders(SAMPLE), lambda address: address)
    page = html.document_fromstring(text)
    for gone in page.xpath("//*[contains(@class,'field-value')]"):
        gone.text = ""
    blocks = page.xpath("//main | //div[@class='colophon']")
    return [word for block in blocks for text in block.itertext() for word in [text] if word.strip()]


def squeezed(words: list[str]) -> str:
    return re.sub(r"\s+", "", "".join(words))


@pytest.fixture(scope="module")
def send() -> Kit:
    kit, findings = load_kit(OURS, date(2026, 11, 25))
    assert not findings
    return kit


def test_every_handout_says_in_word_what_it_says_on_paper(send: Kit) -> None:
    for number, handout in enumerate(send.handouts):
        document = made(send, number, around(OURS))
        theirs = squeezed(paragraphs_outside(document))
        own = squeezed(html_words(send, number)).replace("Notes", "", 1 if handout.note_space else 0)
        for added in ("Ournotes", *(["Yourschool"] * 9 if handout.kind == "form" else [])):
            if added not in own:
                theirs = theirs.replace(added, "", 1)
        assert theirs == own, handout.id


def test_headings_lists_tables_and_captions_are_real_styles() -> None:
    document = made()
    styles = [(p.style.name, p.text) for p in document.paragraphs if p.text]
    assert styles[0] == ("Heading 1", "The workshop in one sheet")
    assert ("Heading 2", "What is asked") in styles
    names = {name for name, _ in styles}
    assert {"Subtitle", "List Number", "Caption", "Kit Change", "Kit Field", "Kit Standing"} <= names
    levels = [int(name[-1]) for name, _ in styles if name.startswith("Heading")]
    assert levels[0] == 1 and all(b - a <= 1 for a, b in pairwise(levels))
    table = document.tables[0]
    assert table.style.name == "Kit Table"
    first = table._tbl.tr_lst[0]
    assert first.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in table._tbl.tr_lst)
    assert [cell.text for cell in table.rows[0].cells] == ["How strong", "What is asked", "Where"]
    marks = {r.style.name for row in table.rows for p in row.cells[0].paragraphs for r in p.runs}
    assert "Kit Must" in marks


def test_nothing_is_formatted_by_hand() -> None:
    by_hand = [
        qn(f"w:{name}") for name in ("b", "i", "u", "sz", "color", "rFonts", "jc", "ind", "spacing", "shd", "pBdr")
    ]
    body = made().element.body
    assert not [element.tag for element in body.iter(*by_hand)]


def test_pictures_have_words_and_the_language_is_english() -> None:
    document = made()
    drawn = list(
        document.element.body.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr")
    )
    figure = sample_kit().figure("fault-steps")
    assert figure is not None
    assert [d.get("descr") for d in drawn] == [figure.text_equivalent]
    assert document.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}").get(qn("w:val")) == "en-GB"
    properties = document.core_properties
    assert (properties.title, properties.author, properties.language) == (
        "The workshop in one sheet", "Workshop safety kit", "en-GB")  # fmt: skip
    footer = document.sections[0].footer._element
    assert "Sources checked on" in "".join(t.text for t in footer.iter(qn("w:t")))
    assert [f.get(qn("w:instr")) for f in footer.iter(qn("w:fldSimple"))] == ["PAGE", "NUMPAGES"]


def test_it_is_the_same_each_time_and_tells_nothing_of_this_machine() -> None:
    kit = sample_kit()
    one, two = (handout_docx(kit, kit.handouts[0], around())[0] for _ in range(2))
    assert one == two
    with zipfile.ZipFile(io.BytesIO(one)) as package:
        names = package.namelist()
        text = b"".join(package.read(name) for name in names)
    assert "docProps/app.xml" not in names and not any("thumbnail" in name or "customXml" in name for name in names)
    assert b"python-docx" not in text and str(OURS).encode() not in text


# --- what a school fills in ------------------------------------------------------------------------------------------


def edited(path: Path, change: Callable[[Any], None], *, by_word: bool = True) -> None:
    """Change a file's body as Word would, which leaves its own part behind."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    root = etree.fromstring(parts["word/document.xml"])
    change(root)
    parts["word/document.xml"] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    if by_word:
        parts["docProps/app.xml"] = b"<Properties/>"
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)


def control(root: Any, *, alias: str = "", tag: str = "") -> Any:
    for sdt in root.iter(qn("w:sdt")):
        properties = sdt.find(qn("w:sdtPr"))
        said = {child.tag: child.get(qn("w:val")) for child in properties}
        if (alias and said.get(qn("w:alias")) == alias) or (tag and said.get(qn("w:tag")) == tag):
            return sdt
    raise AssertionError(f"no control {alias or tag}")


def fill(root: Any, words: str, *, alias: str = "", tag: str = "") -> None:
    sdt = control(root, alias=alias, tag=tag)
    placeholder = sdt.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}")
    if placeholder is not None:
        placeholder.getparent().remove(placeholder)
    texts = list(sdt.iter(qn("w:t")))
    texts[0].text = words


def tick(root: Any, alias: str) -> None:
    sdt = control(root, alias=alias)
    sdt.find(f".//{W14}checked").set(f"{W14}val", "1")
    next(sdt.iter(qn("w:t"))).text = "☒"


def form_kit(tmp_path: Path) -> Path:
    return changed_copy(tmp_path, {"changes": [
        {"file": "handouts/one-sheet.md", "replace": ["kind: keydoc", "kind: form"]},
        {"file": "handouts/one-sheet.md", "append": FIELD_TABLE},
    ]})  # fmt: skip


def built(root: Path) -> Any:
    report = build(BuildRequest(root, AS_OF, ("handouts",)))
    return report, root / "output/handouts/one-sheet.docx"


def test_what_was_filled_in_ticked_and_noted_outlasts_a_rebuild(tmp_path: Path) -> None:
    root = form_kit(tmp_path)
    _, path = built(root)

    def change(body: Any) -> None:
        fill(body, "Ms Lovelace, room 4 & <upstairs>", alias="Technician")
        fill(body, "Loose screw", alias="The bench: What we found")
        fill(body, "Ours is the old hall.", tag=NOTES_TAG)
        tick(body, "Goggles counted")

    edited(path, change)
    source = root / "handouts/one-sheet.md"
    source.write_text(source.read_text("utf-8").replace("Look at one machine.", "Look at two machines."), "utf-8")
    report, _ = built(root)
    assert report.ok
    filled = read_controls(path)
    texts = {filled.labels[tag]: text for tag, text in filled.texts.items()}
    assert texts["Technician"] == "Ms Lovelace, room 4 & <upstairs>"
    assert texts["The bench: What we found"] == "Loose screw" and texts["The lathe: What we found"] == ""
    assert {filled.labels[tag] for tag, ticked in filled.ticks.items() if ticked} == {"Goggles counted"}
    assert "Ours is the old hall." in docx.Document(str(path)).element.body.xpath(
        "string(//w:sdt[w:sdtPr/w:tag/@w:val='kit-notes'])"
    )
    assert "Look at two machines." in "\n".join(p.text for p in docx.Document(str(path)).paragraphs)
    again, _ = built(root)
    assert again.parts["handouts"].made == 0


def test_text_changed_by_hand_is_kept_beside_the_new_file(tmp_path: Path) -> None:
    root = form_kit(tmp_path)
    _, path = built(root)

    def change(body: Any) -> None:
        next(t for t in body.iter(qn("w:t")) if t.text == "What is asked").text = "What we ask here"

    edited(path, change)
    report, _ = built(root)
    assert [f.code for f in report.findings] == ["word.edited"]
    kept = path.with_name("one-sheet-edited.docx")
    assert "What we ask here" in [p.text for p in docx.Document(str(kept)).paragraphs]
    assert "What is asked" in [p.text for p in docx.Document(str(path)).paragraphs]
    source = root / "handouts/one-sheet.md"
    source.write_text(source.read_text("utf-8").replace("Look at one machine.", "Look at two machines."), "utf-8")
    assert built(root)[0].ok
    assert kept.is_file(), "it stays through later builds"


def test_notes_that_can_not_be_taken_over_stop_that_file_alone(tmp_path: Path) -> None:
    root = form_kit(tmp_path)
    _, path = built(root)

    def change(body: Any) -> None:
        fill(body, "See the picture.", tag=NOTES_TAG)
        run = next(control(body, tag=NOTES_TAG).iter(qn("w:r")))
        run.append(etree.SubElement(run, qn("w:object"), {qn("r:id"): "rId99"}))

    edited(path, change)
    before = path.read_bytes()
    source = root / "handouts/one-sheet.md"
    source.write_text(source.read_text("utf-8").replace("Look at one machine.", "Look at two machines."), "utf-8")
    report, _ = built(root)
    assert not report.ok and "hold a picture" in str(report.failures[0])
    assert path.read_bytes() == before


def test_a_form_tells_what_is_still_blank(tmp_path: Path) -> None:
    root = form_kit(tmp_path)
    _, path = built(root)
    assert sorted({f.code for f in blanks_of(path)}) == ["forms.blank", "forms.unticked"]
    assert '"Technician" is not filled in.' in [f.what for f in blanks_of(path)]

    def change(body: Any) -> None:
        for alias in ("Technician", "The bench: What we found", "The lathe: What we found"):
            fill(body, "done", alias=alias)
        for alias in ("Goggles counted", "Book by the door"):
            tick(body, alias)

    edited(path, change)
    assert blanks_of(path) == ()
    bracketed = tmp_path / "bracketed.docx"
    bracketed.write_bytes(path.read_bytes())
    edited(
        bracketed,
        lambda body: setattr(
            next(t for t in body.iter(qn("w:t")) if t.text == "What is asked"), "text", "What [school] asks"
        ),
    )
    assert [f.what for f in blanks_of(bracketed)] == ["[school] still stands in brackets."]


@pytest.mark.parametrize("data", [b"", b"no zip", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600])
def test_what_is_no_word_file_is_said_to_be_none(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.docx"
    path.write_bytes(data)
    assert [f.code for f in blanks_of(path)] == ["forms.unreadable"]


# --- a school's own template -----------------------------------------------------------------------------------------


def school_template(folder: Path, name: str = "ours.dotx", main: str = "") -> Path:
    """A template with a red Heading 1, a header of its own, text, a link and a macro part."""
    document = docx.Document()
    document.styles["Heading 1"].font.color.rgb = docx.shared.RGBColor(0xC0, 0, 0)
    document.add_paragraph("Old text of the school")
    document.sections[0].header.paragraphs[0].text = "Northfield Primary School"
    document.part.relate_to("https://example.org/", docx.opc.constants.RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    path = folder / name
    document.save(str(path))
    if main:
        with zipfile.ZipFile(path) as package:
            parts = {n: package.read(n) for n in package.namelist()}
        plain = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(plain, main.encode())
        parts["word/vbaProject.bin"] = b"macro"
        with zipfile.ZipFile(path, "w") as package:
            for n, data in parts.items():
                package.writestr(n, data)
    return path


MAINS = {
    "ours.docx": "",
    "ours.dotx": "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    "ours.docm": "application/vnd.ms-word.document.macroEnabled.main+xml",
    "ours.dotm": "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
}


@pytest.mark.parametrize("name", MAINS)
def test_a_schools_own_template_is_honoured(tmp_path: Path, name: str) -> None:
    school_template(tmp_path, name, MAINS[name])
    kit = replace(sample_kit(), school=School("north", "Northfield Primary School", word_template=name))
    data, findings = handout_docx(kit, kit.handouts[0], around(school=tmp_path))
    assert not findings
    document = docx.Document(io.BytesIO(data))
    assert document.styles["Heading 1"].font.color.rgb == docx.shared.RGBColor(0xC0, 0, 0)
    assert document.sections[0].header.paragraphs[0].text == "Northfield Primary School"
    text = "\n".join(p.text for p in document.paragraphs)
    assert "Old text" not in text and text.startswith("The workshop in one sheet")
    assert document.paragraphs[0].style.name == "Heading 1"
    assert {"Kit Must", "Kit Table", "Kit Field"} <= {style.name for style in document.styles}
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert not [n for n in package.namelist() if "vba" in n]
        assert b"example.org" not in package.read("word/_rels/document.xml.rels")


@pytest.mark.parametrize("data", [b"no zip", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600])
def test_a_template_that_can_not_be_used_is_told_once_and_ours_is_taken(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "ours.dotx").write_bytes(data)
    kit = replace(sample_kit(), school=School("north", "Northfield", word_template="ours.dotx"))
    made_of, findings = handout_docx(kit, kit.handouts[0], around(school=tmp_path))
    assert [f.code for f in findings] == ["word.unusable-template"]
    header = docx.Document(io.BytesIO(made_of)).sections[0].header
    assert header.paragraphs[0].text == "Northfield"


def test_markup_in_a_name_is_text() -> None:
    kit = replace(sample_kit(), school=School("x", "<b>St. Mary's</b> & Sons ]]>"))
    document = made(kit)
    assert document.sections[0].header.paragraphs[0].text == "<b>St. Mary's</b> & Sons ]]>"


def test_where_nothing_can_be_printed_a_figure_stands_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*args: object) -> None:
        raise OutputError("Pango is missing")

    monkeypatch.setattr(word, "print_pdf", missing)
    document = made()
    figure = sample_kit().figure("fault-steps")
    assert figure is not None
    listed = [p.text for p in document.paragraphs if p.style.name == "List Number"]
    assert [f"{part.label} {part.text}".strip() for part in figure.parts] == [
        text.removesuffix(" Must").strip() for text in listed[-len(figure.parts) :]
    ]


def test_one_job_a_handout() -> None:
    assert [job.subject for job in HANDOUT_WORD.jobs(sample_kit())] == ["one-sheet"]
