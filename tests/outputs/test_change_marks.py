"""A kit that is compared with another edition: each output says in words what is new, changed or withdrawn."""

from __future__ import annotations

import subprocess
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from build_tools.jobs.templates import template_folders
from build_tools.model.kit import Kit
from build_tools.model.output_format import Surroundings
from build_tools.outputs.book.sphinx_book import BOOK
from build_tools.outputs.decks.powerpoint import DECK
from build_tools.outputs.handouts.pdf import HANDOUT_PDF
from build_tools.outputs.quizzes.moodle_xml import MOODLE_XML
from build_tools.source.load_kit import load_kit
from tests.kits import AS_OF, SAMPLE, changed_copy, findings_of

OLD = "workshop-rules-2012.yml"


@dataclass(frozen=True)
class Compared:
    """The sample course, whose second edition changed rule 1.9, added 1.10, and left the rest alone."""

    kit: Kit
    root: Path


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Compared:
    base = tmp_path_factory.mktemp("compared")
    index = (SAMPLE / "modules/workshop-rules.yml").read_text("utf-8")
    root = changed_copy(base, {"changes": [
        {"file": f"modules/{OLD}", "write": _first_edition(index)},
        {"file": "modules/works.yml", "replace": ["    index: workshop-rules.yml", f"    index: workshop-rules.yml\n    earlier-index: {OLD}"]},
    ]})  # fmt: skip
    kit, findings = load_kit(root, AS_OF)
    assert findings == () and findings_of(root) == ()
    return Compared(kit, root)


def _first_edition(index: str) -> str:
    """The same index without rule 1.10, and with other words for 1.9."""
    blocks = index.split('  - id: "')
    made = []
    for block in blocks:
        if block.startswith('1.10"'):
            continue
        if block.startswith('1.9"'):
            made.append(block.replace(", and for as long as it runs", ""))
        else:
            made.append(block)
    return '  - id: "'.join(made)


def written(compared: Compared, format: Any, folder: Path, job: int = 0) -> Path:
    folder.mkdir()
    around = Surroundings(compared.root, template_folders(compared.root), folder / "cache", AS_OF.isoformat())
    (folder / "cache").mkdir()
    made = format.write(compared.kit, format.jobs(compared.kit)[job], folder, around)
    return folder / made.files[0]


def test_exactly_those_that_differ_are_marked(compared: Compared) -> None:
    marks = {p.id: compared.kit.label_of(_cite(p.id)) for i in compared.kit.indexes for p in i.paragraphs}
    assert {id for id, label in marks.items() if "[" in label} == {"1.9", "1.10"}
    assert marks["1.9"] == "1.9 [Changed]" and marks["1.10"] == "1.10 [New]"


def _cite(id: str) -> Any:
    from build_tools.model.citation import parse_citation

    return parse_citation(id)


def test_the_deck_says_it_on_the_slide_and_in_the_notes(compared: Compared, tmp_path: Path) -> None:
    deck = Presentation(str(written(compared, DECK, tmp_path / "deck")))
    slide = next(s for s in deck.slides if s.shapes.title.text == "Goggles come before the switch")
    foot = next(h.text_frame.text for h in slide.placeholders if h.placeholder_format.type.name == "FOOTER")
    assert "1.9 [Changed]" in foot.replace("\u00a0", " ")
    assert "1.9 [Changed]" in slide.notes_slide.notes_text_frame.text.replace("\u00a0", " ")


def test_the_handout_says_it_in_print(compared: Compared, tmp_path: Path) -> None:
    path = written(compared, HANDOUT_PDF, tmp_path / "sheet")
    done = subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True, text=True)
    assert "1.9 [Changed]" in " ".join(done.stdout.replace("\u00a0", " ").split())


def test_the_book_says_it_where_it_cites(compared: Compared, tmp_path: Path) -> None:
    written(compared, BOOK, tmp_path / "book")
    page = (tmp_path / "book" / "safe-start.html").read_text("utf-8").replace("\u00a0", " ")
    assert "1.9 [Changed]" in page and "1.10 [New]" in page
    assert "[Withdrawn]" not in page


def test_the_quiz_says_it_in_its_feedback(compared: Compared, tmp_path: Path) -> None:
    tree = ET.parse(written(compared, MOODLE_XML, tmp_path / "moodle"))
    told = [e.text or "" for e in tree.iter("text")]
    assert any("1.9 [Changed]" in text for text in told)


def test_a_paragraph_that_the_later_edition_withdraws_says_so(tmp_path: Path) -> None:
    index = (SAMPLE / "modules/workshop-rules.yml").read_text("utf-8")
    root = changed_copy(tmp_path, {"changes": [
        {"file": f"modules/{OLD}", "write": _first_edition(index)},
        {"file": "modules/works.yml", "replace": ["    index: workshop-rules.yml", f"    index: workshop-rules.yml\n    later-index: {OLD}"]},
    ]})  # fmt: skip
    kit, findings = load_kit(root, AS_OF)
    assert findings == ()
    assert kit.label_of(_cite("1.10")) == "1.10 [Withdrawn]" and kit.label_of(_cite("1.9")) == "1.9 [Changed]"


def test_two_editions_to_compare_with_are_one_too_many(tmp_path: Path) -> None:
    root = changed_copy(tmp_path, {"file": "modules/works.yml", "replace": [
        "    index: workshop-rules.yml", f"    index: workshop-rules.yml\n    later-index: {OLD}\n    earlier-index: {OLD}"]})  # fmt: skip
    _, findings = load_kit(root, AS_OF)
    assert [f.code for f in findings if "two" in f.code] == ["reference-files.two-editions"]
