"""What every output says of itself: the same lines, opened again in each format."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from pptx import Presentation

from build_tools.jobs.templates import template_folders
from build_tools.model.deck import deck_of
from build_tools.model.kit import Kit
from build_tools.model.quantities import Minutes
from build_tools.outputs.book.course import read_course
from build_tools.outputs.book.opening import opening
from build_tools.outputs.standing import bank_standing, deck_standing, handout_standing
from build_tools.outputs.tokens import standing_words
from build_tools.pipeline import BuildRequest, build
from build_tools.source.load_kit import load_kit
from tests.kits import AS_OF, changed_copy, sample_kit

PROPOSED = """  - id: proposed-cap
    rows: [W9]
    statement: A third test a year has been proposed.
    cites: ["1.9"]
    force: states
    level: primary
    status: proposed
    source: read for the tests
    checked: 2026-10-03
"""
WORDS = standing_words(template_folders(Path()))


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample course, with a proposal told in its first module, its handout and an item, and news followed."""
    return changed_copy(tmp_path_factory.mktemp("standing"), {"changes": [
        {"file": "modules/works.yml", "replace": ["checked: 2026-11-25\nworks:", "checked: 2026-11-25\nnews-seen: 2026-06-15\nworks:"]},
        {"file": "modules/facts.yml", "append": PROPOSED},
        {"file": "modules/01-safe-start.md", "replace": ["That is the whole secret", "{fact}`proposed-cap` That is the whole secret"]},
        {"file": "handouts/one-sheet.md", "replace": ["## What is asked", "{fact}`proposed-cap`\n\n## What is asked"]},
        {"file": "quizzes/safe-start.yml", "replace": ["    hint: Think of the very first second.\n", "    hint: Think of the very first second.\n    facts: [proposed-cap]\n"]},
    ]})  # fmt: skip


def kit_at(root: Path) -> Kit:
    kit, findings = load_kit(root, AS_OF)
    assert not findings
    return kit


def test_the_opening_of_a_page_says_so(root: Path) -> None:
    kit = kit_at(root)
    course = read_course(kit, root, template_folders(root))
    said = " | ".join(node.astext() for node in opening(course, kit.modules[0]))
    for line in ("Sources checked on 3 October 2026", "Rules: second edition, 2024",
                 "News of what is only proposed seen up to 15 June 2026", "Check again by 1 September 2027"):  # fmt: skip
        assert line in said
    other = " | ".join(node.astext() for node in opening(course, kit.modules[1]))
    assert "Sources checked on 25 November 2026" in other
    assert "News of what" not in other


def pdf_text(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    return " ".join(text.split())


def deck_text(path: Path) -> str:
    return " ".join(
        shape.text_frame.text for s in Presentation(str(path)).slides for shape in s.shapes if shape.has_text_frame
    )


def test_every_format_says_it(root: Path, tmp_path: Path) -> None:
    report = build(
        BuildRequest(root, AS_OF, ("slides", "handouts", "quizzes"), module="safe-start", out=tmp_path / "out")
    )
    assert report.ok
    out = tmp_path / "out"
    quiz = out / "quizzes/safe-start"
    notebook = json.loads((quiz / "quiz.ipynb").read_text("utf-8"))
    texts = {
        "handout": pdf_text(out / "handouts/one-sheet.pdf"),
        "page": (quiz / "quiz.html").read_text("utf-8"),
        "notebook": "".join(notebook["cells"][0]["source"]),
        "moodle": (quiz / "moodle.xml").read_text("utf-8"),
        "paper": pdf_text(quiz / "paper/questions-a.pdf"),
        "scheme": pdf_text(quiz / "facilitator/mark-scheme.pdf"),
    }
    for name, text in texts.items():
        for line in ("Sources checked on 3 October 2026", "Rules: second edition, 2024", "Training material, not legal advice",
                     "Check again by 1 September 2027", "Not yet reviewed by", "News of what is only proposed seen up to 15 June 2026"):  # fmt: skip
            assert line in text, (name, line)
    for name in ("safe-start-20min.pptx", "safe-start-20min-slides.pdf"):
        path = out / "slides" / name
        text = deck_text(path) if path.suffix == ".pptx" else pdf_text(path)
        for line in ("Sources checked on 3 October 2026", "Rules: second edition, 2024", "Training material, not legal advice",
                     "Check again by 1 September 2027"):  # fmt: skip
            assert line in text, (name, line)


def test_whose_words_are_quoted_is_said_only_where_they_are() -> None:
    kit = sample_kit()
    quoting = kit.modules[0].body
    line = "Invented for tests; no public body wrote these rules."
    assert handout_standing(kit, kit.handouts[0], WORDS).attributions == ()
    assert handout_standing(kit, replace(kit.handouts[0], body=quoting), WORDS).attributions == (line,)
    assert bank_standing(kit, kit.banks[0], WORDS).attributions == ()
    quoted = replace(kit.banks[0].items[0], hint=quoting)
    assert bank_standing(kit, replace(kit.banks[0], items=(quoted,)), WORDS).attributions == (line,)


def test_a_deck_is_reviewed_only_when_all_its_modules_are() -> None:
    kit = sample_kit()
    deck = deck_of(kit, kit.modules[0], Minutes(20))
    read = replace(
        kit.modules[0], dates=replace(kit.modules[0].dates, reviewed=date(2026, 10, 1), reviewed_by="Ada Lovelace")
    )
    assert (
        deck_standing(kit, replace(deck, modules=(read,)), WORDS).reviewed
        == "Reviewed by Ada Lovelace on 1 October 2026"
    )
    both = deck_standing(kit, replace(deck, modules=(read, kit.modules[1])), WORDS)
    assert both.reviewed == "Not yet reviewed by a specialist lawyer or adviser"


def test_what_is_due_says_so_on_its_face() -> None:
    kit = replace(sample_kit(), as_of=date(2027, 9, 2))
    assert (
        handout_standing(kit, kit.handouts[0], WORDS).due
        == "Overdue: this was due to be checked again by 1 September 2027"
    )
