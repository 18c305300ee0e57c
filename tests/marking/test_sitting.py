"""Items and whole sittings: points, totals, groups, pass marks, draws."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from build_tools.marking.mark_answer import draw_items, feedback_of, interaction_spec, mark_answer, mark_bank
from build_tools.model.item import Bank, Draw, Item
from tests.kits import sample_kit


@pytest.fixture(scope="module")
def safe_start() -> Bank:
    found = sample_kit().bank("safe-start")
    assert found is not None
    return found


def one(bank: Bank, id: str) -> Item:
    return next(item for item in bank.items if item.id == id)


RIGHT = {
    "goggles-when": "a", "cap-allowed": "true", "worn-at-drill": ["a", "b"], "days-to-report": "3", "button-colour": "Stop button",
    "who-what": {"l1": "r1", "l2": "r2"}, "steps-order": ["e1", "e2", "e3", "e4"], "gaps": {"wear": "goggles", "press": "a"},
    "in-your-words": "She stops.",
}  # fmt: skip


def test_all_right(safe_start: Bank) -> None:
    made = mark_bank(safe_start, RIGHT)
    assert (made.earned, made.possible, made.percentage, made.passed) == (8, 8, 100, True)
    assert [m.state for m in made.marks] == ["right"] * 8 + ["unmarked"]
    assert made.doubts == ()


def test_nothing_answered(safe_start: Bank) -> None:
    made = mark_bank(safe_start, {})
    assert (made.earned, made.percentage, made.passed) == (0, 0, False)
    assert {m.state for m in made.marks} == {"blank"}


def test_groups_count_an_item_whole_for_each_source(safe_start: Bank) -> None:
    made = mark_bank(safe_start, {**RIGHT, "worn-at-drill": ["a"]})
    assert [(g.key, g.earned, g.possible) for g in made.by_outcome] == [("dress", Fraction(7, 2), 4), ("report", 4, 4)]
    assert {g.key: (g.earned, g.possible) for g in made.by_citation}["1.10"] == (Fraction(3, 2), 2)


def test_points_weigh_and_nothing_is_rounded(safe_start: Bank) -> None:
    item = replace(one(safe_start, "steps-order"), points=Decimal("0.7"))
    mark = mark_answer(item, ["e1", "e2", "e4", "e3"])
    assert (mark.mark, mark.points, mark.possible) == (Fraction(1, 2), Fraction(7, 20), Fraction(7, 10))


def test_the_pass_mark_is_asked_of_the_exact_percentage(safe_start: Bank) -> None:
    items = (one(safe_start, "who-what"),)
    assert mark_bank(replace(safe_start, pass_mark=50), {"who-what": {"l1": "r1"}}, items).passed
    assert not mark_bank(replace(safe_start, pass_mark=51), {"who-what": {"l1": "r1"}}, items).passed


def test_free_writing_has_no_points_and_a_survey_no_percentage(safe_start: Bank) -> None:
    only = (one(safe_start, "in-your-words"),)
    assert mark_bank(safe_start, {}, only).percentage is None
    assert mark_bank(replace(safe_start, mode="survey"), RIGHT).passed is None


def test_stray_and_doubtful_answers_are_named(safe_start: Bank) -> None:
    made = mark_bank(safe_start, {"days-to-report": "three", "no-such-item": "a"})
    assert made.doubts == (
        ("days-to-report", '"three" is not a number in figures.'),
        ("no-such-item", "This item is not in the quiz."),
    )


def test_a_draw_takes_the_same_items_each_time(safe_start: Bank) -> None:
    bank = replace(safe_start, draw=Draw(4, 7, ()))
    first = [item.id for item in draw_items(bank)]
    assert len(first) == 4
    assert first == [item.id for item in draw_items(bank)]
    assert first == sorted(first, key=[item.id for item in bank.items].index)
    assert first != [item.id for item in draw_items(replace(bank, draw=Draw(4, 8, ())))]
    later = replace(bank, items=(*bank.items, replace(bank.items[0], id="added")))
    assert len(set(first) & {item.id for item in draw_items(later)}) >= 3


def test_pools_are_drawn_from_each(safe_start: Bank) -> None:
    items = tuple(replace(item, pool="odd" if index % 2 else "even") for index, item in enumerate(safe_start.items))
    drawn = draw_items(replace(safe_start, items=items, draw=Draw(0, 1, (("odd", 1), ("even", 3)))))
    assert sorted(item.pool for item in drawn) == ["even", "even", "even", "odd"]


def test_specs_and_feedback_name_the_same_parts(safe_start: Bank) -> None:
    assert interaction_spec(one(safe_start, "who-what").interaction) == {
        "kind": "match-pairs", "rights": ["r1", "r2", "r3"],
        "pairs": [{"id": "l1", "rights": ["r1"]}, {"id": "l2", "rights": ["r2"]}],
    }  # fmt: skip
    assert sorted(feedback_of(one(safe_start, "gaps"))) == ["gap:press:a", "gap:press:b", "gap:wear", "wrong"]
    for item in safe_start.items:
        assert set(mark_answer(item, RIGHT[item.id]).feedback) - {"right"} <= set(feedback_of(item))
