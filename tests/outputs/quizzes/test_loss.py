"""What each form of a quiz does not carry, said beside it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from build_tools.model.item import Draw
from build_tools.outputs.quizzes.loss import loss_text
from tests.kits import SAMPLE, sample_kit

KIT = sample_kit()
BANK = KIT.banks[0]


def section(text: str, heading: str) -> str:
    return text.split(f"## {heading}")[1].split("## ", maxsplit=1)[0]


def test_nothing_is_lost_where_nothing_is() -> None:
    text = loss_text(KIT, BANK, SAMPLE)
    assert "- Nothing lost." in section(text, "quiz.html") and "- Nothing lost." in section(text, "quiz.ipynb")


def test_marks_that_moodle_counts_otherwise_are_told() -> None:
    gaps = next(item for item in BANK.items if item.id == "gaps")
    text = section(loss_text(KIT, BANK, SAMPLE), "moodle.xml")
    assert '"gaps" is worth 1; Moodle counts 2, one a gap.' in text
    even = replace(BANK, items=tuple(replace(i, points=Decimal(2)) if i is gaps else i for i in BANK.items))
    assert '"gaps"' not in section(loss_text(KIT, even, SAMPLE), "moodle.xml")


def test_a_draw_is_made_anew_in_moodle() -> None:
    drawn = replace(BANK, draw=Draw(3, 1, ()))
    assert f"All {len(BANK.items)} items are in the file" in section(loss_text(KIT, drawn, SAMPLE), "moodle.xml")
