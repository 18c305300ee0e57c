"""A deck on paper: its slides with room for notes."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pikepdf
import pytest

from build_tools.outputs.decks.runs import BULLET, LETTER, NUMBER, Paragraph, Run, plain
from build_tools.outputs.decks.slide_sheets import SLIDE_SHEETS, paragraphs_html
from tests.kits import SAMPLE, sample_kit

from .conftest import surroundings


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sheets")
    kit = sample_kit()
    job = next(j for j in SLIDE_SHEETS.jobs(kit) if j.option == "45")
    made = SLIDE_SHEETS.write(kit, job, folder, surroundings(SAMPLE, folder))
    assert made.findings == () and made.files == ("safe-start-45min-slides.pdf",)
    return folder / made.files[0]


def words_of(path: Path) -> str:
    done = subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True, text=True)
    return " ".join(done.stdout.split())


def test_each_slide_stands_there_with_its_number_and_words_and_no_answer(printed: Path) -> None:
    words = words_of(printed)
    assert "Goggles come before the switch" in words and "Slide 3" in words
    assert "Check what you know" in words
    assert "Answer:" not in words


def test_what_the_shorter_session_leaves_out_is_told(printed: Path) -> None:
    after = words_of(printed).split("What a shorter session leaves out")[1]
    assert "In 20 minutes" in after
    for title in ("Two columns keep two jobs apart", "A small table says who does what", "Amira hears the drill whine"):
        assert title in after


def test_titles_are_headings_and_it_says_which_language(printed: Path) -> None:
    with pikepdf.open(printed) as pdf:
        assert str(pdf.Root.Lang) == "en-GB"
        tags: list[str] = []

        def walk(node: pikepdf.Object) -> None:
            if isinstance(node, pikepdf.Dictionary) and "/S" in node:
                tags.append(str(node.S))
            children = node.get("/K") if isinstance(node, pikepdf.Dictionary) else None
            for child in children if isinstance(children, pikepdf.Array) else [children]:
                if isinstance(child, pikepdf.Dictionary):
                    walk(child)

        walk(pdf.Root.StructTreeRoot)
    assert tags.count("/H1") == 1 and tags.count("/H2") >= 6 and "/TH" in tags and "/Figure" in tags


def test_lists_within_lists_are_closed_in_order() -> None:
    made = paragraphs_html((
        Paragraph((Run("one"),), 0, NUMBER, 1), Paragraph((Run("a"),), 1, BULLET), Paragraph((Run("b"),), 1, BULLET),
        Paragraph((Run("two"),), 0, NUMBER, 2), plain("after <b>"), Paragraph((Run("x"),), 0, LETTER, 1),
    ))  # fmt: skip
    assert made == (
        "<ol><li>one<ul><li>a</li><li>b</li></ul></li><li>two</li></ol><p>after &lt;b&gt;</p>"
        '<ol class="letters"><li>x</li></ol>'
    )
