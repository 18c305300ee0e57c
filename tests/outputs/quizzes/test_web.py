"""The page of its own: bytes, policy, access by keyboard, small screens, without scripts, hostile texts."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page

from build_tools.marking.mark_answer import mark_bank
from build_tools.marking.rules import show_number
from build_tools.model.item import Bank
from build_tools.model.output_format import Job, Surroundings
from build_tools.outputs.quizzes.page_data import kit_id, seal, unseal
from build_tools.outputs.quizzes.pictures import NO_PICTURE, picture_inliner
from build_tools.outputs.quizzes.rendered import SCRIPTS
from build_tools.outputs.quizzes.web import WEB, quiz_page, write_web
from tests.kits import SAMPLE, sample_kit

from .banks import HOSTILE, bank, hostile_items, interaction_of, item, template
from .conftest import Opener


def safe_start() -> Bank:
    found = sample_kit().bank("safe-start")
    assert found is not None
    return found


def page_of(made: Bank) -> str:
    return quiz_page(sample_kit(), made, template, lambda address: address)


def test_it_is_written_the_same_each_time(tmp_path: Path) -> None:
    surroundings = Surroundings(SAMPLE, template, tmp_path)
    texts = []
    for name in ("one", "two"):
        for job in WEB.jobs(sample_kit()):
            made = write_web(sample_kit(), job, tmp_path / name, surroundings)
            assert made.files == (f"{job.subject}/quiz.html",)
        texts.append((tmp_path / name / "safe-start/quiz.html").read_bytes())
    assert texts[0] == texts[1]
    assert b"\r" not in texts[0]
    assert [job.subject for job in WEB.jobs(sample_kit())] == ["safe-start", "tidy-end"]
    with pytest.raises(KeyError):
        write_web(sample_kit(), Job("quiz-web", "no-such"), tmp_path, surroundings)


def test_the_scripts_are_small() -> None:
    assert sum(template(name).stat().st_size for name in SCRIPTS) < 40_000


def test_no_script_puts_text_in_as_markup() -> None:
    for name in SCRIPTS:
        source = template(name).read_text("utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function", source), (
            name
        )


def test_the_policy_names_each_script_and_style_by_hash() -> None:
    page = page_of(safe_start())
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    for tag in ("script", "style"):
        blocks = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        assert blocks
        for block in blocks:
            digest = base64.b64encode(hashlib.sha256(block.encode()).digest()).decode()
            assert f"sha256-{digest}" in policy[1].replace("&#39;", "'")
    assert "unsafe" not in policy[1]
    assert '<html lang="en-GB">' in page


def test_it_opens_without_a_complaint_in_both_colour_modes(open_page: Opener) -> None:
    light = open_page(page_of(safe_start()), color_scheme="light")
    assert light.evaluate("!!document.querySelector('[data-quiz]').quiz")
    assert light.get_by_text("No script runs").count() == 0
    dark = open_page(page_of(safe_start()), color_scheme="dark")
    grounds = [p.evaluate("getComputedStyle(document.querySelector('.quiz')).backgroundColor") for p in (light, dark)]
    assert grounds == ["rgb(255, 255, 255)", "rgb(16, 24, 31)"]


def test_without_scripts_questions_and_answers_are_there(open_page: Opener) -> None:
    page = open_page(page_of(safe_start()), java_script_enabled=False)
    assert page.locator("fieldset legend").count() == 9
    assert page.get_by_text("No script runs in this page").is_visible()
    page.get_by_label("Before the machine is switched on").check()
    page.locator("summary", has_text="Hint").click()
    assert page.get_by_text("Think of the very first second.").is_visible()
    assert not page.get_by_text("By then it is too late.").is_visible()
    page.locator("summary", has_text="Answers, with reasons").click()
    for words in (
        "By then it is too late.",
        "3 school days",
        "also: red button",
        "Teacher → keeps the book",
        "stops the drill",
    ):
        assert page.locator(".quiz-key").get_by_text(words).first.is_visible(), words
    assert page.locator('[data-key="steps-order"] .quiz-answer li').all_inner_texts() == [
        "Notice",
        "Stop",
        "Tell",
        "Write down",
    ]


def test_without_scripts_a_check_keeps_its_key(open_page: Opener) -> None:
    page = open_page(page_of(replace(safe_start(), mode="check")), java_script_enabled=False)
    assert page.locator("fieldset").count() == 9
    assert page.locator(".quiz-key").count() == 0
    assert page.get_by_text("whoever gave you this check has the mark scheme").is_visible()


def test_entries_and_rights_do_not_stand_in_their_own_order() -> None:
    page = page_of(safe_start()).split("<script")[0]
    item_html = page.split('data-item="steps-order"')[1].split("</fieldset>")[0]
    shown = re.findall(r"</span>([^<]+)</label>", item_html)
    assert sorted(shown) == ["Notice", "Stop", "Tell", "Write down"]
    assert shown != ["Notice", "Stop", "Tell", "Write down"]
    assert '"e1"' not in page


def _answer_by_keyboard(page: Page) -> None:
    """Answer the nine items of the sample, and finish, with keys alone."""
    press = page.keyboard.press

    def to(test: str) -> None:
        for _ in range(80):
            if page.evaluate(f"(({test}))(document.activeElement)"):
                return
            press("Tab")
        raise AssertionError(f"never reached by Tab: {test}")

    def in_item(id: str, more: str) -> str:
        return f"""e => e.closest('[data-item="{id}"]') && {more}"""

    to(in_item("goggles-when", "e.type === 'radio'"))
    for _ in range(3):
        press("ArrowDown")
        if page.evaluate("document.activeElement.value") == "a":
            break
    to(in_item("cap-allowed", "e.type === 'radio'"))
    press("Space")
    for value in ("a", "b"):
        press("Tab")
        to(in_item("worn-at-drill", "e.type === 'checkbox'"))
        while page.evaluate("document.activeElement.value") not in ("a", "b") or page.evaluate(
            "document.activeElement.checked"
        ):
            press("Tab")
        press("Space")
        assert value
    to(in_item("days-to-report", "e.type === 'text'"))
    page.keyboard.type("3 school days")
    press("Enter")
    to(in_item("button-colour", "e.type === 'text'"))
    page.keyboard.type("stop button")
    for start in ("k", "t"):
        to(in_item("who-what", "e.tagName === 'SELECT' && !e.value"))
        page.keyboard.type(start)
    for entry in range(4):
        to(in_item("steps-order", "e.tagName === 'SELECT' && !e.value"))
        place = page.evaluate("""() => { const words = document.activeElement.labels[0].textContent;
          return ['Notice', 'Stop', 'Tell', 'Write down'].findIndex(w => words.includes(w)) + 1; }""")
        page.keyboard.type(str(place))
        assert entry < 4
    to(in_item("gaps", "e.type === 'text'"))
    page.keyboard.type("goggles")
    to(in_item("gaps", "e.tagName === 'SELECT'"))
    page.keyboard.type("sw")
    to(in_item("in-your-words", "e.tagName === 'TEXTAREA'"))
    page.keyboard.type("She stops.")
    to("e => e.classList.contains('quiz-main')")
    press("Enter")


def test_by_keyboard_alone(open_page: Opener) -> None:
    page = open_page(page_of(safe_start()))
    _answer_by_keyboard(page)
    made = mark_bank(safe_start(), {})
    assert page.evaluate("document.activeElement.className") == "quiz-summary"
    assert page.locator(".quiz-total").inner_text() == f"8 of {show_number(made.possible)} marks, 100%."


def test_focus_is_always_seen(open_page: Opener) -> None:
    page = open_page(page_of(safe_start()))
    for _ in range(12):
        page.keyboard.press("Tab")
        outline = page.evaluate(
            "(s => [s.outlineStyle, parseFloat(s.outlineWidth)])(getComputedStyle(document.activeElement))"
        )
        assert outline[0] != "none"
        assert outline[1] >= 2


@pytest.mark.parametrize(
    "settings", [{}, {"forced_colors": "active"}, {"reduced_motion": "reduce"}], ids=["plain", "forced", "calm"]
)
def test_a_small_screen_needs_no_sideways_scrolling(open_page: Opener, settings: dict[str, str]) -> None:
    page = open_page(page_of(safe_start()), viewport={"width": 320, "height": 640}, **settings)
    page.locator(".quiz-main").click()
    page.locator(".quiz-main").click()
    page.get_by_text("Your answers in this browser").click()
    page.locator("summary", has_text="Answers, with reasons").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    small = page.evaluate("""() => [...document.querySelectorAll('button, select, input, textarea, summary, label.quiz-button')]
      .filter(e => e.offsetParent && !e.classList.contains('quiz-file'))
      .map(e => [e.outerHTML.slice(0, 60), e.getBoundingClientRect()]).filter(([, r]) => r.width < 24 || r.height < 24).map(([h]) => h)""")
    assert small == []


def test_every_control_has_a_name(open_page: Opener) -> None:
    page = open_page(page_of(safe_start()))
    nameless = page.evaluate("""() => [...document.querySelectorAll('button, select, input, textarea')]
      .filter(e => !(e.labels && e.labels.length && e.labels[0].textContent.trim()) && !e.getAttribute('aria-label') && !e.textContent.trim())
      .map(e => e.outerHTML)""")
    assert nameless == []
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("mode", ["practice", "check"])
def test_hostile_texts_are_only_texts(open_page: Opener, mode: str) -> None:
    made = bank(*hostile_items(), title=HOSTILE, mode=mode)
    page = open_page(page_of(made))
    assert page.evaluate("window.hit") is None
    assert page.evaluate("!!document.querySelector('[data-quiz]').quiz")
    flat = " ".join(HOSTILE.split())
    assert " ".join(page.locator(".quiz-title").inner_text().split()) == flat
    for legend in page.locator("legend").all():
        assert flat in " ".join(legend.inner_text().split())
    page.locator('[data-item="text"] input').fill(HOSTILE)
    page.locator('[data-item="one"] input[value="a"]').check()
    page.locator('[data-item="gaps"] input').fill(HOSTILE)
    page.locator('[data-item="gaps"] select').select_option("a")
    page.locator(".quiz-main").click()
    page.locator(".quiz-main").click()
    marked = {id: page.locator(f'[data-item="{id}"] .quiz-verdict').inner_text() for id in ("text", "one", "gaps")}
    assert marked == {"text": "Right.", "one": "Right.", "gaps": "Right."}
    assert flat in " ".join(page.locator('[data-item="one"] .quiz-result').inner_text().split())
    assert page.evaluate("window.hit") is None


def test_long_texts_and_many_items(open_page: Opener) -> None:
    spec = {"kind": "choose-many", "options": [f"o{n}" for n in range(26)], "keys": ["o1", "o2"]}
    items = [item(f"item-{n}", interaction_of(spec)) for n in range(60)]
    page = open_page(page_of(bank(*items, title="x" * 5000)), viewport={"width": 320, "height": 640})
    assert page.locator("fieldset").count() == 60
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_pictures_stand_in_the_page_and_only_those_of_the_kit(tmp_path: Path) -> None:
    kit_root = tmp_path / "kit"
    (kit_root / "quizzes").mkdir(parents=True)
    (kit_root / "quizzes/plan.png").write_bytes(b"\x89PNG")
    (tmp_path / "secret.png").write_bytes(b"secret")
    (kit_root / "quizzes/way-out.png").symlink_to(tmp_path / "secret.png")
    (kit_root / "quizzes/notes.txt").write_text("no picture", "utf-8")
    inline = picture_inliner(kit_root, safe_start())
    assert inline("plan.png") == "data:image/png;base64,iVBORw=="
    outside = (
        "../../secret.png",
        "way-out.png",
        "/etc/passwd",
        "https://x.org/a.png",
        "notes.txt",
        "missing.png",
        "data:x",
    )
    assert {inline(address) for address in outside} == {NO_PICTURE}


def test_a_sealed_key_opens_again() -> None:
    key = {"specs": {"é": ["🙂", "</script>"]}}
    assert unseal(seal(key)) == key
    assert "specs" not in seal(key)
    assert kit_id(sample_kit()) == "workshop-safety-kit"


def test_the_pages_data_is_json_that_nothing_ends_early() -> None:
    page = page_of(bank(*hostile_items()))
    blocks = re.findall(r'<script type="application/json" class="quiz-data">(.*?)</script>', page, re.DOTALL)
    assert len(blocks) == 1
    assert len(json.loads(blocks[0])["items"]) == 8
