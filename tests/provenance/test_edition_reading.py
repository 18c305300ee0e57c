"""What is read off a PDF in an official code's layout: numbers, pages, text, verbs, and what stands beside."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_tools.model.quantities import Force
from build_tools.provenance.duty_words import verbs_of
from build_tools.provenance.edition import Edition
from build_tools.provenance.edition_reading import read_edition
from build_tools.provenance.pdf_lines import read_lines

from .edition_pdf import ROMAN, numbered, write_pdf


@pytest.fixture(scope="module")
def edition(edition_pdf: Path) -> Edition:
    return read_edition(read_lines(edition_pdf))


def test_every_paragraph_is_read_once_in_order(edition: Edition) -> None:
    wanted = [*ROMAN, *(f"1.{n}" for n in range(1, 14)), *(f"2.{n}" for n in range(1, 8))]
    assert [paragraph.number for paragraph in edition.paragraphs] == wanted


def test_pages_are_the_printed_ones(edition: Edition) -> None:
    assert edition.printed
    assert edition.pages == range(11)  # the cover is not counted
    pages = {p.number: (p.page, p.last_page) for p in edition.paragraphs}
    assert pages["ii"] == (2, 2)
    assert pages["1.1"] == (3, 3)
    assert pages["1.9"] == (5, 5)
    assert pages["1.10"] == (6, 6)
    assert pages["2.4"] == (10, 10)


def test_a_paragraph_is_followed_over_the_page_break_without_the_running_head(edition: Edition) -> None:
    paragraph = edition.paragraph("1.7")
    assert paragraph is not None
    assert (paragraph.page, paragraph.last_page) == (3, 4)
    assert paragraph.text == (
        "Room 7. Lathe, drill, saw and sander stand apart from one another, each with its own light and its own switch (7). "
        "Lathe, drill, saw and sander stand apart from one another, each with its own light and its own switch (again 7)."
    )  # fmt: skip
    assert not any("Rules for school workshops" in p.text for p in edition.paragraphs)


def test_broken_words_are_whole_and_a_reference_at_a_line_start_opens_no_paragraph(edition: Edition) -> None:
    paragraph = edition.paragraph("1.9")
    assert paragraph is not None
    assert paragraph.text == (
        "Goggles must be worn before any machine is switched on, and for as long as it runs. As paragraph 1.10 says, hair is "
        "another matter. A well-known excuse, however well-known, is none."
    )  # fmt: skip


def test_the_verb_of_each_sentence(edition: Edition) -> None:
    paragraph = edition.paragraph("1.10")
    assert paragraph is not None
    assert [(s.text, s.forces) for s in paragraph.sentences] == [
        ("Long hair should be tied back.", (Force.SHOULD,)),
        ("This means:", (Force.STATES,)),
        ("• hair that touches the shoulder", (Force.STATES,)),
        ("• a long beard", (Force.STATES,)),
        ("A cap may be worn.", (Force.MAY,)),
    ]


def test_words_that_are_only_named_are_no_verbs(edition: Edition) -> None:
    paragraph = edition.paragraph("ii")
    assert paragraph is not None
    assert {force for s in paragraph.sentences for force in s.forces} == {Force.STATES}


@pytest.mark.parametrize(
    ("sentence", "forces"),
    [
        ("Schools must not charge.", (Force.MUST,)),
        ("The authority shall reply.", (Force.MUST,)),
        ("They are required to keep a book.", (Force.MUST,)),
        ("Pupils who have to stay away should be taught, and may be visited.", (Force.SHOULD, Force.MAY)),
        ("It came out in May 2014.", (Force.STATES,)),
    ],
)
def test_verbs(sentence: str, forces: tuple[Force, ...]) -> None:
    assert verbs_of(sentence) == forces


def test_boxes_and_footnotes_stand_beside_the_paragraphs(edition: Edition) -> None:
    beside = {(a.kind, a.page, a.text) for a in edition.asides if a.kind in ("box", "footnote")}
    assert beside == {
        ("box", 3, "Relevant law Section 4 must be read by everyone."),
        ("box", 6, "Example Amira must not wear a scarf at the drill."),
        ("footnote", 2, "1. Machines Act 2001, section 4. It must be kept dry."),
    }
    paragraph = edition.paragraph("iii")
    assert paragraph is not None
    assert paragraph.text == "A school keeps a copy of the Act. So do its teachers."  # no mark of the note


def test_headings_end_a_paragraph(edition: Edition) -> None:
    assert [(a.page, a.text) for a in edition.asides if a.kind == "heading"] == [
        (1, "Contents"), (2, "Introduction"), (3, "Before work"), (5, "Hair"), (10, "At the machine"),
    ]  # fmt: skip


def test_numbers_in_the_line_and_no_page_numbers(tmp_path: Path) -> None:
    """Paragraphs whose numbers do not stand out to the left, on pages that print no number."""
    style = "@page { size: 100mm 80mm; margin: 15mm } p { font: 10pt Text; margin: 0 0 4mm 0 }"
    body = {
        "1": "<p>1.1 Keep to paragraph<br>1.2 and to what follows.</p><p>1.2 Brooms must be hung up.</p>",
        "2": "<div style='break-before: page'><p>1.3 Lights should be off.</p><p>2.1 A new part.</p></div>",
    }
    edition = read_edition(read_lines(write_pdf(tmp_path / "plain.pdf", body, style)))
    assert not edition.printed
    assert [(p.number, p.page, p.text) for p in edition.paragraphs] == [
        ("1.1", 1, "Keep to paragraph 1.2 and to what follows."), ("1.2", 1, "Brooms must be hung up."),
        ("1.3", 2, "Lights should be off."), ("2.1", 2, "A new part."),
    ]  # fmt: skip


def test_a_box_with_the_next_paragraph_in_it_is_read_as_text(tmp_path: Path) -> None:
    style = """@page { size: 120mm 120mm; margin: 15mm } p { font: 10pt Text; margin: 0 0 3mm; padding-left: 12mm }
    p.n { text-indent: -12mm } b.n { display: inline-block; width: 12mm; text-indent: 0; font-weight: normal }
    .box { border: 1pt solid black }"""
    body = {
        "1": numbered("1.1", "The first one is long enough to run over more than a line, so that it hangs."),
        "2": f'<div class="box">{numbered("1.2", "The second must be kept too, and is as long as the first one or longer.")}</div>',
        "3": numbered("1.3", "The third."),
    }
    edition = read_edition(read_lines(write_pdf(tmp_path / "boxed.pdf", body, style)))
    assert [p.number for p in edition.paragraphs] == ["1.1", "1.2", "1.3"]
    assert edition.asides == ()


def test_letters_printed_twice_are_read_once_and_ligatures_whole(tmp_path: Path) -> None:
    style = "@page { size: 100mm 80mm; margin: 15mm } p { font: 10pt Text; margin: 0 0 4mm 0 } i { position: absolute; left: .1pt; top: 0; font-style: normal }"
    body = {"1": "<p style='position: relative'>1.1 The staff file off.<i>1.1 The staff file off.</i></p>"}
    edition = read_edition(read_lines(write_pdf(tmp_path / "twice.pdf", body, style)))
    assert [(p.number, p.text) for p in edition.paragraphs] == [("1.1", "The staff file off.")]
