"""The player in a real Chromium: marks, modes, attempts, keeping, and what is there without scripts."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page

from build_tools.marking.mark_answer import mark_bank
from build_tools.marking.rules import show_number
from build_tools.model.interaction import ChooseMany, ChooseOne, FillGaps, MatchPairs, PutInOrder
from build_tools.model.item import Bank, Item
from build_tools.outputs.quizzes.shown import page_ids, response_from_page
from build_tools.outputs.quizzes.web import quiz_page
from tests.kits import sample_kit

from .banks import template
from .conftest import Opener

RIGHT: dict[str, Any] = {
    "goggles-when": "a",
    "cap-allowed": "true",
    "worn-at-drill": ["a", "b"],
    "days-to-report": "3",
    "button-colour": "Stop button",
    "who-what": {"l1": "r1", "l2": "r2"},
    "steps-order": ["e1", "e2", "e3", "e4"],
    "gaps": {"wear": "goggles", "press": "a"},
    "in-your-words": "She stops.",
}
MIXED: dict[str, Any] = {
    "goggles-when": "c",
    "cap-allowed": "true",
    "worn-at-drill": ["a", "c", "b"],
    "days-to-report": "three",
    "button-colour": " RED  button ",
    "who-what": {"l1": "r3", "l2": "r2"},
    "steps-order": ["e2", "e1", "e3", "e4"],
    "gaps": {"wear": "boots", "press": "a"},
    "in-your-words": "She stops.",
}


def safe_start(**changes: Any) -> Bank:
    bank = sample_kit().bank("safe-start")
    assert bank is not None
    return replace(bank, **changes)


def page_of(bank: Bank) -> str:
    return quiz_page(sample_kit(), bank, template, lambda address: address)


def box(page: Page, item: Item) -> Locator:
    return page.locator(f'[data-item="{item.id}"]')


def fill(page: Page, item: Item, response: Any) -> None:
    """Answer one item through its controls."""
    node, ids = box(page, item), page_ids(item)
    match item.interaction:
        case ChooseOne():
            node.locator(f'input[value="{response}"]').check()
        case ChooseMany():
            for control in node.locator("input").all():
                control.set_checked(control.get_attribute("value") in response)
        case MatchPairs():
            for left, right in response.items():
                node.locator(f'[data-pair="{ids[left]}"]').select_option(ids[right])
        case PutInOrder():
            for place, entry in enumerate(response, 1):
                node.locator(f'[data-entry="{ids[entry]}"]').select_option(str(place))
        case FillGaps():
            for gap, value in response.items():
                control = node.locator(f'[data-gap="{gap}"]')
                if control.evaluate("c => c.tagName") == "SELECT":
                    control.select_option(value)
                else:
                    control.fill(value)
        case _:
            node.locator("input, textarea").fill(response)


def fill_all(page: Page, bank: Bank, responses: dict[str, Any]) -> None:
    for item in bank.items:
        if item.id in responses:
            fill(page, item, responses[item.id])


def finish(page: Page) -> None:
    page.locator(".quiz-main").click()


def kept(page: Page) -> Any:
    return json.loads(page.evaluate("localStorage.getItem(document.querySelector('[data-quiz]').quiz.storeKey)"))


def total(bank: Bank, responses: dict[str, Any]) -> str:
    made = mark_bank(bank, responses)
    assert made.percentage is not None
    return f"{show_number(made.earned)} of {show_number(made.possible)} marks, {show_number(made.percentage, 1)}%."


@pytest.mark.parametrize("responses", [RIGHT, MIXED], ids=["right", "mixed"])
@pytest.mark.parametrize(
    ("mode", "reveal"), [("practice", "each"), ("practice", "end"), ("check", "end"), ("check", "never")]
)
def test_the_page_gives_the_marks_that_python_gives(
    open_page: Opener, mode: str, reveal: str, responses: dict[str, Any]
) -> None:
    bank = safe_start(mode=mode, reveal=reveal)
    page = open_page(page_of(bank))
    fill_all(page, bank, responses)
    finish(page)
    assert page.locator(".quiz-total").inner_text() == total(bank, responses)
    passed = mark_bank(bank, responses).passed
    assert (
        f"{'Passed' if passed else 'Not passed yet'}: the pass mark is 70%."
        in page.locator(".quiz-summary").inner_text()
    )
    for item in bank.items:
        answer = kept(page)["items"][item.id]["answer"]
        assert (
            mark_bank(bank, {item.id: response_from_page(item, answer)}).earned
            == mark_bank(bank, {item.id: responses[item.id]}).earned
        )
    rows = page.locator(".quiz-table").first.locator("tbody tr").all_inner_texts()
    groups = mark_bank(bank, responses).by_outcome
    assert [row.split("\t")[1] for row in rows] == [
        f"{show_number(g.earned)} of {show_number(g.possible)}" for g in groups
    ]


def test_each_answer_is_checked_with_its_own_feedback(open_page: Opener) -> None:
    bank = safe_start()
    page = open_page(page_of(bank))
    goggles, drill = bank.items[0], bank.items[2]
    fill(page, goggles, "b")
    box(page, goggles).get_by_role("button", name="Check my answer").click()
    result = box(page, goggles).locator(".quiz-result")
    assert result.locator("p").all_inner_texts()[:2] == ["Not right.", "By then it is too late."]
    page.wait_for_function("document.querySelector('[role=status]').textContent.includes('By then it is too late.')")
    fill(page, drill, ["a"])
    box(page, drill).get_by_role("button", name="Check my answer").click()
    text = box(page, drill).locator(".quiz-result").inner_text()
    assert "Partly right: 0.5 of 1 mark." in text
    assert "They come first." in text
    assert "One of them is right." in text
    assert box(page, drill).locator(".quiz-tick").all_inner_texts() == ["✓ Right"]
    fill(page, drill, ["a", "b", "c"])
    box(page, drill).get_by_role("button", name="Check my answer").click()
    assert "Goggles:\n\nThey come first." in box(page, drill).locator(".quiz-result").inner_text()
    # Changing the answer takes the verdict away.
    fill(page, drill, ["a", "b"])
    assert box(page, drill).locator(".quiz-result").inner_text() == ""


def test_a_right_answer_is_locked_and_focus_goes_to_its_result(open_page: Opener) -> None:
    bank = safe_start()
    page = open_page(page_of(bank))
    fill(page, bank.items[0], "a")
    box(page, bank.items[0]).get_by_role("button", name="Check my answer").click()
    assert box(page, bank.items[0]).locator("input").first.is_disabled()
    assert page.evaluate("document.activeElement.className") == "quiz-result"


def test_the_answer_is_shown_on_asking(open_page: Opener) -> None:
    bank = safe_start()
    page = open_page(page_of(bank))
    order = bank.items[6]
    assert not box(page, order).get_by_role("button", name="Show the answer").is_visible()
    fill(page, order, ["e4", "e3", "e2", "e1"])
    box(page, order).get_by_role("button", name="Check my answer").click()
    assert box(page, order).locator(".quiz-answer").count() == 0
    box(page, order).get_by_role("button", name="Show the answer").click()
    assert box(page, order).locator(".quiz-answer li").all_inner_texts() == ["Notice", "Stop", "Tell", "Write down"]


def test_attempts_run_out(open_page: Opener) -> None:
    bank = safe_start(attempts=2)
    page = open_page(page_of(bank))
    item = bank.items[0]
    for wrong in ("b", "c"):
        assert not box(page, item).locator("input").first.is_disabled()
        fill(page, item, wrong)
        box(page, item).get_by_role("button", name="Check my answer").click()
    assert box(page, item).locator("input").first.is_disabled()
    assert "Before the machine is switched on" in box(page, item).locator(".quiz-answer").inner_text()


def test_open_questions_are_named_before_the_end(open_page: Opener) -> None:
    bank = safe_start(reveal="end")
    page = open_page(page_of(bank))
    fill_all(page, bank, {id: answer for id, answer in RIGHT.items() if id not in ("cap-allowed", "gaps")})
    finish(page)
    assert page.locator(".quiz-message").inner_text().startswith("Questions 2 and 8 have no answer yet.")
    assert not page.locator(".quiz-summary").is_visible()
    finish(page)
    assert page.locator(".quiz-summary").is_visible()
    assert page.evaluate("document.activeElement.className") == "quiz-summary"
    assert "Not answered." in box(page, bank.items[1]).inner_text()


def test_a_place_given_twice_is_said_and_not_marked(open_page: Opener) -> None:
    bank = safe_start()
    page = open_page(page_of(bank))
    order = bank.items[6]
    for menu in box(page, order).locator("select").all():
        menu.select_option("2")
    box(page, order).get_by_role("button", name="Check my answer").click()
    assert box(page, order).locator(".quiz-result").inner_text() == "Place 2 is given twice. Give each place once."
    assert kept(page)["items"]["steps-order"]["tries"] == 0


def test_nothing_is_told_before_the_end(open_page: Opener) -> None:
    bank = safe_start(mode="check", reveal="end")
    page = open_page(page_of(bank))
    fill_all(page, bank, MIXED)
    assert page.locator(".quiz-result").all_inner_texts() == [""] * 9
    assert page.get_by_role("button", name="Check my answer", exact=True).count() == 0
    finish(page)
    text = box(page, bank.items[0]).locator(".quiz-result").inner_text()
    assert "The rule holds all the time." in text
    assert "Before the machine is switched on" in text
    assert box(page, bank.items[0]).locator("input").first.is_disabled()


def test_never_means_only_the_total(open_page: Opener) -> None:
    bank = safe_start(mode="check", reveal="never")
    page = open_page(page_of(bank))
    fill_all(page, bank, MIXED)
    finish(page)
    assert page.locator(".quiz-result").all_inner_texts() == [""] * 9
    assert page.locator(".quiz-total").is_visible()
    assert page.get_by_role("button", name="Try the wrong ones again").count() == 0


def test_a_survey_marks_nothing(open_page: Opener) -> None:
    bank = safe_start(mode="survey")
    page = open_page(page_of(bank))
    fill_all(page, bank, MIXED)
    page.get_by_role("button", name="Finish").click()
    assert page.locator(".quiz-result").all_inner_texts() == [""] * 9
    assert "%" not in page.locator(".quiz-summary").inner_text()
    assert "Save them to a file" in page.locator(".quiz-summary").inner_text()


def test_the_key_of_a_check_is_not_read_at_a_glance() -> None:
    source = page_of(safe_start(mode="check", reveal="end"))
    for telling in (
        "By then it is too late",
        '"keys"',
        "safety goggles",
        "keeps the book.",
        "model",
        '"e1"',
        "Notice, stop",
    ):
        assert telling not in source.split("<script>")[0], telling
    assert "quiz-key" not in source.split("<main ")[1].split("<script>")[0]


def test_wrong_ones_are_tried_again(open_page: Opener) -> None:
    bank = safe_start(reveal="end")
    page = open_page(page_of(bank))
    fill_all(page, bank, MIXED)
    finish(page)
    page.get_by_role("button", name="Try the wrong ones again").click()
    wrong = [i for i in bank.items if mark_bank(bank, {i.id: MIXED[i.id]}).earned < 1 and i.id != "in-your-words"]
    assert [i.id for i in bank.items if box(page, i).is_visible()] == [i.id for i in wrong]
    assert page.evaluate("document.activeElement.dataset.item") == wrong[0].id
    fill_all(page, bank, {i.id: RIGHT[i.id] for i in wrong})
    finish(page)
    assert page.locator(".quiz-total").inner_text() == total(bank, RIGHT)
    assert (
        f"At the first try: {show_number(mark_bank(bank, MIXED).earned)}." in page.locator(".quiz-summary").inner_text()
    )


def test_answers_are_there_again_after_reloading(open_page: Opener) -> None:
    bank = safe_start()
    page = open_page(page_of(bank))
    fill_all(page, bank, MIXED)
    box(page, bank.items[0]).get_by_role("button", name="Check my answer").click()
    order = [n.inner_text() for n in box(page, bank.items[0]).locator("label").all()]
    before = kept(page)
    page.reload()
    assert kept(page) == before
    assert "Not right." in box(page, bank.items[0]).inner_text()
    assert [n.inner_text() for n in box(page, bank.items[0]).locator("label").all()] == order
    finish(page)
    assert page.locator(".quiz-total").inner_text() == total(bank, MIXED)


def test_answers_go_to_a_file_and_come_back(open_page: Opener, tmp_path: Path) -> None:
    bank = safe_start(reveal="end")
    page = open_page(page_of(bank))
    fill_all(page, bank, MIXED)
    finish(page)
    page.get_by_text("Your answers in this browser").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save answers to a file").click()
    file = tmp_path / "answers.json"
    download.value.save_as(file)
    assert json.loads(file.read_text("utf-8"))["bank"] == "safe-start"
    page.get_by_role("button", name="Erase my answers").click()
    page.get_by_role("button", name="Erase them for good").click()
    assert page.evaluate("localStorage.length") == 0
    assert not page.locator(".quiz-summary").is_visible()
    assert page.locator("input:checked").count() == 0
    page.locator(".quiz-file").set_input_files(file)
    page.get_by_text("Answers loaded: 9 of 9.").first.wait_for()
    assert page.locator(".quiz-total").inner_text() == total(bank, MIXED)


@pytest.mark.parametrize(
    "text",
    [
        "not json", "[]", "null", "{}", '{"format":1,"kit":"x","bank":"safe-start","items":{}}',
        '{"format":99,"kit":"workshop-safety-kit","bank":"safe-start","items":{}}',
        '{"format":1,"kit":"workshop-safety-kit","bank":"other","items":{}}',
    ],
)  # fmt: skip
def test_a_file_that_is_not_ours_is_refused(open_page: Opener, tmp_path: Path, text: str) -> None:
    page = open_page(page_of(safe_start()))
    file = tmp_path / "x.json"
    file.write_text(text, "utf-8")
    page.locator(".quiz-file").set_input_files(file)
    page.get_by_text("This file does not hold answers to this quiz.").first.wait_for()


def test_a_hostile_file_does_no_harm(open_page: Opener, tmp_path: Path) -> None:
    bank = safe_start()
    page = open_page(page_of(bank))
    items = {
        "goggles-when": {"answer": "<img src=x onerror=window.hit=1>", "tries": -3, "first": "9/0", "checked": True},
        "worn-at-drill": {"answer": ["a", "nope", None], "checked": True},
        "who-what": {"answer": {"__proto__": "r1", "constructor": "x"}, "checked": True},
        "steps-order": {"answer": {"deep": {"er": 1}}},
        "button-colour": {"answer": "<b>bold</b>", "tries": 1e99, "first": "x", "checked": True},
        "no-such": {"answer": "a"},
        "__proto__": {"answer": "a"},
    }
    file = tmp_path / "x.json"
    file.write_text(
        json.dumps({"format": 1, "kit": "workshop-safety-kit", "bank": "safe-start", "seed": "x", "items": items}),
        "utf-8",
    )
    page.locator(".quiz-file").set_input_files(file)
    page.get_by_text("Answers loaded:").first.wait_for()
    assert page.evaluate("window.hit") is None
    assert box(page, bank.items[4]).locator("input").input_value() == "<b>bold</b>"
    finish(page)
    finish(page)
    assert page.locator(".quiz-total").is_visible()


def test_another_banks_answers_are_kept_apart(open_page: Opener) -> None:
    bank = safe_start()
    page = open_page(page_of(bank))
    fill(page, bank.items[0], "a")
    assert page.evaluate("Object.keys(localStorage)") == ["cpd-quiz:workshop-safety-kit:safe-start"]


def test_options_are_mixed_but_not_where_that_is_unwanted(open_page: Opener) -> None:
    items = (*safe_start().items[:2], replace(safe_start().items[2], shuffle=False))
    bank = safe_start(items=items)
    orders: list[set[tuple[str, ...]]] = [set(), set(), set()]
    for _ in range(12):
        page = open_page(page_of(bank))
        page.evaluate("localStorage.clear()")
        page.reload()
        for index, item in enumerate(items):
            orders[index].add(tuple(box(page, item).locator("label").all_inner_texts()))
        page.context.close()
    assert len(orders[0]) > 1
    assert orders[1:] == [{("True", "False")}, {("Goggles", "Hair tied back", "A scarf", "Loose sleeves")}]
