"""In which files of the output a statement stands."""

from __future__ import annotations

from build_tools.provenance.places import files_of
from build_tools.provenance.sentences import sentences_of
from tests.kits import sample_kit


def test_a_slide_stands_in_its_modules_decks_and_in_those_of_whole_sessions() -> None:
    kit = sample_kit()
    first = min(kit.modules[0].slides, key=lambda slide: slide.from_minutes)
    sentence = next(s for s in sentences_of(kit) if s.passage in ("slide", "notes") and s.element == first.title)
    files = files_of(kit, sentence)
    assert "slides/safe-start-20min.pptx" in files
    assert "slides/session-briefing.pptx" in files and "slides/session-twilight.pptx" in files
    long = max(kit.modules[0].slides, key=lambda slide: slide.from_minutes)
    late = [s for s in sentences_of(kit) if s.passage in ("slide", "notes") and s.element == long.title]
    assert late and "slides/session-briefing.pptx" not in files_of(kit, late[0])


def test_a_handout_stands_on_paper_on_a_page_and_in_word() -> None:
    kit = sample_kit()
    sentence = next(s for s in sentences_of(kit) if s.passage == "handout")
    assert {
        "handouts/one-sheet.pdf",
        "handouts/one-sheet-large-print.pdf",
        "handouts/one-sheet.html",
        "handouts/one-sheet.docx",
    } <= set(files_of(kit, sentence))
