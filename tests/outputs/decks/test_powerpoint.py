"""The deck, opened again and read as a presenter, a screen reader and PowerPoint read it."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from build_tools.model.location import Location
from build_tools.model.school import School
from build_tools.outputs.decks.fitting import fits
from build_tools.outputs.decks.runs import plain
from build_tools.outputs.decks.template import our_template
from build_tools.outputs.tokens import contrast
from tests.kits import SAMPLE, sample_kit

from .conftest import Written, group_texts, slide_block, texts, write

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"


def notes_of(slide: Any) -> str:
    return str(slide.notes_slide.notes_text_frame.text)


# --- what is shown -------------------------------------------------------------------


def test_slides_come_in_the_order_of_the_source_with_ours_around_them(sample: Written) -> None:
    assert sample.titles == [
        "A safe start in the workshop", "What you will be able to do", "Goggles come before the switch", "Four steps follow a fault",
        "Find every stop button in the room", "Check what you know", "Answer: Check what you know", "Two columns keep two jobs apart",
        "A small table says who does what", "Amira hears the drill whine", "What this rests on", "Where to go from here",
    ]  # fmt: skip


def test_a_list_is_one_placeholder_its_marks_bold_words_its_citations_at_the_foot(sample: Written) -> None:
    slide = sample.slide("Goggles come before the switch")
    assert texts(slide) == ["Goggles come before the switch", "Goggles first", "Must: on before any machine runs"]
    body = slide.placeholders[11]
    assert [(r.text, r.font.bold) for r in body.text_frame.paragraphs[1].runs] == [
        ("Must:", True),
        (" on before any machine runs", None),
    ]
    assert slide.placeholders[90].text == "Rules 1.9"


def test_an_activity_shows_its_clock_its_grouping_and_its_steps_as_a_numbered_list(sample: Written) -> None:
    slide = sample.slide("Find every stop button in the room")
    assert texts(slide)[1:] == [
        "Activity · pairs · you need: the plan of the room and a pencil", "6", "minutes",
        "Walk from the door to each machine.", "Mark each stop button on the plan.",
    ]  # fmt: skip
    steps = slide.placeholders[13]
    assert len(steps.element.findall(f".//{A}buAutoNum")) == 2


def test_a_quiz_has_lettered_options_and_its_answer_on_the_next_slide(sample: Written) -> None:
    asked, answered = sample.slide("Check what you know"), sample.slide("Answer: Check what you know")
    letters = [e.get("type") for e in asked.shapes.element.iter(f"{A}buAutoNum")]
    assert set(letters) == {"alphaUcPeriod"}
    assert len(letters) >= 2
    options = texts(asked)[-len(letters) :]
    answer = texts(answered)[2]
    assert answer[0] in "ABCDEF"
    assert options[ord(answer[0]) - ord("A")] == answer[4:]


def test_a_table_is_a_table_with_a_header_row(sample: Written) -> None:
    slide = sample.slide("A small table says who does what")
    frame = next(s for s in slide.shapes if s.has_table)
    assert frame.table.first_row
    assert [[c.text for c in row.cells] for row in frame.table.rows] == [
        ["Who", "Does"],
        ["Teacher", "keeps the book"],
        ["Pupil", "wears goggles"],
    ]
    assert frame.is_placeholder
    assert frame.element.find(f".//{P}cNvPr").get("descr") == "A table: Who, Does. 2 rows"


def test_a_drawing_is_one_group_with_the_text_equivalent_and_no_picture(sample: Written) -> None:
    slide = sample.slide("Four steps follow a fault")
    group = next(s for s in slide.shapes if s.shape_type is not None and s.shape_type.name == "GROUP")
    figure = sample_kit().figure("fault-steps")
    assert figure is not None
    assert group.element.find(f".//{P}cNvPr").get("descr") == figure.text_equivalent
    assert group_texts(slide)[:2] == ["1 Notice", "Look and listen before you touch."]
    assert not slide.shapes.element.findall(f".//{P}pic")


def test_sources_say_when_they_were_checked_and_that_this_is_not_advice(sample: Written) -> None:
    said = " ".join(texts(sample.slide("What this rests on")))
    assert "Rules for school workshops, second edition, 2024: 1.9, 2.1" in said.replace("\u00a0", " ")
    assert "Sources checked on 25 November 2026." in said
    assert "Training material, not legal advice." in said
    assert "Not yet reviewed" in said


def test_a_review_that_is_overdue_says_so_on_its_face(tmp_path: Path) -> None:
    kit = sample_kit()
    late = replace(kit, as_of=kit.as_of.replace(year=2030))
    said = " ".join(texts(write(late, SAMPLE, tmp_path).slide("What this rests on")))
    assert "Overdue: this was due to be checked again by 1 September 2027" in said


# --- notes ------------------------------------------------------------------------------


def test_every_slide_has_notes_that_open_with_the_clock(sample: Written) -> None:
    opened = [notes_of(s).split("\n")[0] for s in sample.deck.slides]
    assert opened == [
        "Before the clock starts", "Before the clock starts", "Minute 0 to 4 of 45", "Minute 4 to 8 of 45", "Minute 8 to 16 of 45",
        "Minute 16 to 19 of 45", "Minute 19 to 20 of 45", "Minute 20 to 28 of 45", "Minute 28 to 35 of 45", "Minute 35 to 43 of 45",
        "When the clock has stopped", "When the clock has stopped",
    ]  # fmt: skip


def test_notes_hold_what_to_say_in_unbroken_sentences_and_what_it_rests_on(sample: Written) -> None:
    lines = notes_of(sample.slide("Goggles come before the switch")).split("\n")
    assert lines[1] == "Say that goggles come first. Ask who has seen it go wrong. Listen for stories about hurry."
    assert lines[-1] == "Rests on: Rules 1.9"


def test_notes_of_an_activity_help_the_presenter(sample: Written) -> None:
    said = notes_of(sample.slide("Find every stop button in the room"))
    assert "What good answers look like\nEvery button is marked, and the one behind the coats is found." in said
    assert "Short of time\nWalk to two machines only." in said


def test_notes_of_an_answer_say_why_the_others_are_wrong(sample: Written) -> None:
    assert "Not so: " in notes_of(sample.slide("Answer: Check what you know"))


def test_the_shorter_deck_says_what_it_leaves_out(tmp_path: Path) -> None:
    short = write(sample_kit(), SAMPLE, tmp_path, 20)
    assert "Two columns keep two jobs apart" in notes_of(short.deck.slides[0])


# --- sound and accessible -----------------------------------------------------------------


def test_titles_are_unique_and_read_first(sample: Written) -> None:
    assert len(set(sample.titles)) == len(sample.titles)
    for slide in sample.deck.slides:
        assert slide.shapes[0].shape_id == slide.shapes.title.shape_id


def test_every_run_is_marked_british_english_in_slides_and_notes(sample: Written) -> None:
    with zipfile.ZipFile(sample.path) as package:
        for name in package.namelist():
            if re.search(r"(slides|notesSlides|notesMasters|slideLayouts|slideMasters)/[^/]+\.xml$", name):
                tree = etree.fromstring(package.read(name))
                assert {e.get("lang") for run in tree.iter(f"{A}r", f"{A}fld") for e in run.findall(f"{A}rPr")} <= {
                    "en-GB"
                }, name
                assert all(run.find(f"{A}rPr") is not None for run in tree.iter(f"{A}r")), name
        presentation = etree.fromstring(package.read("ppt/presentation.xml"))
    assert next(presentation.iter(f"{A}defRPr")).get("lang") == "en-GB"


def test_the_slide_number_is_a_field_that_counts(sample: Written) -> None:
    for number, slide in enumerate(sample.deck.slides, 1):
        fields = list(slide.shapes.element.iter(f"{A}fld"))
        assert [(f.get("type"), f.findtext(f"{A}t")) for f in fields] == (
            [] if number == 1 else [("slidenum", str(number))]
        )


def test_no_placeholder_is_left_empty_and_no_text_stands_in_a_free_box(sample: Written) -> None:
    for slide in sample.deck.slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                assert shape.is_placeholder
                assert shape.text_frame.text.strip(), (slide.shapes.title.text, shape.name)


def test_shape_ids_are_unique_on_each_slide(sample: Written) -> None:
    for slide in sample.deck.slides:
        ids = [e.get("id") for e in slide.shapes.element.iter(f"{P}cNvPr")]
        assert len(set(ids)) == len(ids)


def test_sections_hold_every_slide_once_in_order(sample: Written) -> None:
    root = sample.deck.element
    listed = [e.get("id") for e in root.iter("{http://schemas.microsoft.com/office/powerpoint/2010/main}sldId")]
    assert listed == [e.get("id") for e in root.find(f"{P}sldIdLst")]
    names = [e.get("name") for e in root.iter("{http://schemas.microsoft.com/office/powerpoint/2010/main}section")]
    assert names == ["Opening", "Try it", "Sources and close"]


def test_only_theme_colours_and_theme_fonts_are_used(sample: Written) -> None:
    for slide in sample.deck.slides:
        assert not list(slide.shapes.element.iter(f"{A}srgbClr", f"{A}sysClr", f"{A}prstClr"))
        assert {e.get("typeface") for e in slide.shapes.element.iter(f"{A}latin")} <= {"+mn-lt", "+mj-lt"}


def test_the_file_says_what_it_is_and_nothing_of_this_machine(sample: Written) -> None:
    properties = sample.deck.core_properties
    assert (properties.title, properties.author, properties.language) == (
        "A safe start in the workshop: 45 minutes",
        "Workshop safety kit",
        "en-GB",
    )
    with zipfile.ZipFile(sample.path) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        everything = b"".join(package.read(name) for name in package.namelist())
    for word in (b"/tmp", b"/work", b"/home", b"python-pptx", b"Steve Canny"):
        assert word not in everything


def test_the_same_kit_gives_the_same_bytes(tmp_path: Path) -> None:
    digests = set()
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        digests.add(hashlib.sha256(write(sample_kit(), SAMPLE, tmp_path / name).path.read_bytes()).hexdigest())
    assert len(digests) == 1


def test_every_text_fits_its_placeholder_by_the_faces_own_widths(sample: Written) -> None:
    template = our_template(sample.deck)
    looked_at = 0
    for slide in sample.deck.slides:
        for kind, holder in ((("title", 0), slide.shapes.title), *_bodies(slide)):
            room = template.room(slide.slide_layout.name, kind)
            assert fits([plain(p.text, bold=True) for p in holder.text_frame.paragraphs], room), (
                slide.shapes.title.text,
                holder.name,
            )
            looked_at += 1
    assert looked_at > 20


def _bodies(slide: Any) -> list[tuple[tuple[str, int], Any]]:
    found = [s for s in slide.placeholders if s.has_text_frame and s.placeholder_format.type.name == "OBJECT"]
    return [(("obj", n), s) for n, s in enumerate(sorted(found, key=lambda s: s.left))]


# --- a school's own ------------------------------------------------------------------------


def test_a_schools_name_and_colours_are_on_the_deck(tmp_path: Path) -> None:
    school = School(
        "oak", "Oakfield <b>Primary</b>", main_colour="#7799FF", senco_name="Ms Ali", location=Location("school.toml")
    )
    written = write(replace(sample_kit(), school=school), SAMPLE, tmp_path)
    assert "Oakfield <b>Primary</b> · 45 minutes" in texts(written.deck.slides[0])
    assert "Ask Ms Ali about a pupil you have in mind" in texts(written.slide("Where to go from here"))
    with zipfile.ZipFile(written.path) as package:
        theme = package.read("ppt/theme/theme1.xml").decode()
    assert "0F4C4A" not in theme
    assert [f.code for f in written.findings] == ["tokens.faint-colour"]


def test_an_accent_too_dark_for_the_clocks_words_is_lightened_and_said(tmp_path: Path) -> None:
    school = School("oak", "Oakfield", accent_colour="#301060", location=Location("school.toml"))
    written = write(replace(sample_kit(), school=school), SAMPLE, tmp_path)
    assert [f.code for f in written.findings] == ["theme.dark-accent"]
    with zipfile.ZipFile(written.path) as package:
        accent = re.search(r'<a:accent2><a:srgbClr val="(\w+)"', package.read("ppt/theme/theme1.xml").decode())
    assert accent is not None
    assert contrast(f"#{accent[1]}", "#17212B") >= 4.5


# --- continued, or refused --------------------------------------------------------------------


def test_forty_bullets_are_continued_with_a_number_in_each_title(with_slides: Callable[..., Written]) -> None:
    written = with_slides(
        slide_block("Forty things to know", "\n".join(f"- thing number {n} and a few words more" for n in range(1, 41)))
    )
    parts = [t for t in written.titles if t.startswith("Forty things")]
    total = len(parts)
    assert total > 3
    assert parts == [f"Forty things to know ({n} of {total})" for n in range(1, total + 1)]
    shown = [line for title in parts for line in texts(written.slide(title))[1:]]
    assert shown == [f"thing number {n} and a few words more" for n in range(1, 41)]
    counts = [len(texts(written.slide(title))) for title in parts]
    assert max(counts) - min(counts) <= 1


def test_a_numbered_list_goes_on_counting_on_the_next_slide(with_slides: Callable[..., Written]) -> None:
    written = with_slides(slide_block("Many steps", "\n".join(f"{n}. step {n}" for n in range(1, 31))))
    second = next(s for s in written.deck.slides if s.shapes.title.text.startswith("Many steps (2"))
    first = texts(second)[1]
    assert next(second.shapes.element.iter(f"{A}buAutoNum")).get("startAt") == first.removeprefix("step ")


def test_a_long_table_goes_on_with_its_header(with_slides: Callable[..., Written]) -> None:
    rows = "\n".join(f"| row {n} | words |" for n in range(1, 31))
    written = with_slides(slide_block("A long table", f"| First | Second |\n| --- | --- |\n{rows}", "table"))
    tables = [
        next(s for s in slide.shapes if s.has_table).table
        for slide in written.deck.slides
        if slide.shapes.title.text.startswith("A long table")
    ]
    assert len(tables) > 2
    assert all(t.cell(0, 0).text == "First" for t in tables)
    assert [row.cells[0].text for t in tables for row in list(t.rows)[1:]] == [f"row {n}" for n in range(1, 31)]


@pytest.mark.parametrize(
    ("title", "body", "layout", "code"),
    [
        ("One line too long", "- " + "word " * 400, "content", "pages.too-long"),
        ("Word " * 30, "- a line", "content", "pages.title-too-long"),
        ("Twelve columns", "| " + " | ".join(f"Considerable{n}" for n in range(12)) + " |\n" + "| --- " * 12 + "|\n" + "| x " * 12 + "|", "table", "pages.table-too-wide"),
        ("One column only", "- a line", "two-columns", "pages.two-columns"),
        ("No headings", "- a\n\n+++\n\n- b", "comparison", "pages.comparison"),
    ],
)  # fmt: skip
def test_what_cannot_be_set_is_a_finding_on_its_line_and_no_deck(
    with_slides: Callable[..., Written], title: str, body: str, layout: str, code: str
) -> None:
    written = with_slides(slide_block(title.strip(), body, layout))
    assert {f.code for f in written.findings} == {code}
    source = (SAMPLE / "modules" / "01-safe-start.md").read_text("utf-8")
    assert {(f.location.path, f.location.line) for f in written.findings} == {
        ("modules/01-safe-start.md", source.count("\n") + 2)
    }
    assert not written.path.exists()


def test_a_word_of_eighty_letters_is_broken_and_counted(with_slides: Callable[..., Written]) -> None:
    written = with_slides(slide_block("A very long word", "- " + "x" * 80 + "\n- and a line"))
    assert texts(written.slide("A very long word"))[1] == "x" * 80


def test_a_table_cell_that_only_cites_keeps_its_citation(with_slides: Callable[..., Written]) -> None:
    written = with_slides(
        slide_block("Where it stands", "| What | Where |\n| --- | --- |\n| Goggles | {rule}`1.9` |", "table")
    )
    frame = next(s for s in written.slide("Where it stands").shapes if s.has_table)
    assert frame.table.cell(1, 1).text == "Rules 1.9"


def test_a_matrix_figure_is_a_table_on_a_slide(with_slides: Callable[..., Written]) -> None:
    written = with_slides(slide_block("Who does what", "", "diagram", shows="who-does"))
    frame = next(s for s in written.slide("Who does what").shapes if s.has_table)
    assert [[c.text for c in row.cells] for row in frame.table.rows][1] == [
        "Teacher",
        "tests the stop button",
        "keeps the book",
    ]


def test_a_link_keeps_its_words(with_slides: Callable[..., Written]) -> None:
    written = with_slides(slide_block("A link", "- see [the rules in full](https://www.example.org/rules)"))
    runs = [
        r for s in written.slide("A link").shapes if s.has_text_frame for p in s.text_frame.paragraphs for r in p.runs
    ]
    assert [(r.text, r.hyperlink.address) for r in runs if r.hyperlink.address] == [
        ("the rules in full", "https://www.example.org/rules")
    ]
