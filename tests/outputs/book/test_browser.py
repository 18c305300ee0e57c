"""The book in a real Chromium, from a folder with a space in its name, with the network refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from build_tools.provenance.trace import trace_rows

from .conftest import Built

Opener = Callable[..., Page]


@pytest.fixture
def open_book(browser: Browser, book: Built) -> Iterator[Opener]:
    """Opens a page; every error, warning and request for anything but a file fails the test."""
    faults: list[str] = []
    contexts = []

    def open_page(name: str, **settings: Any) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **settings})
        contexts.append(context)
        context.set_offline(True)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on(
            "console",
            lambda message: faults.append(f"{name}: {message.text}") if message.type in ("error", "warning") else None,
        )
        page.on("pageerror", lambda error: faults.append(f"{name}: {error}"))
        page.on(
            "request",
            lambda request: (
                None if request.url.startswith(("file:", "data:")) else faults.append(f"{name} asked for {request.url}")
            ),
        )
        if settings.get("java_script_enabled", True):  # without scripts, Chromium gives up what is preloaded for them
            page.on("requestfailed", lambda request: faults.append(f"{name} could not load {request.url}"))
        page.goto((book.folder / name).as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not faults


def test_every_page_opens_without_a_complaint(open_book: Opener, book: Built) -> None:
    page = open_book("index.html")
    for name in book.pages:
        page.goto((book.folder / name).as_uri())
        assert page.locator("main h1:visible").count() == 1, name


def test_pages_are_set_in_the_typeface_of_the_look(open_book: Opener) -> None:
    page = open_book("safe-start.html")
    page.evaluate("document.fonts.ready")
    assert page.evaluate("[...document.fonts].some(f => f.family.includes('Atkinson') && f.status === 'loaded')")
    width = page.evaluate(
        "document.querySelector('p.lead').nextElementSibling && document.querySelector('#when-something-is-wrong > p').getBoundingClientRect().width"
    )
    letter = page.evaluate(
        "(() => { const s = document.createElement('span'); s.textContent = '0'.repeat(100); document.querySelector('#when-something-is-wrong > p').append(s); s.style.whiteSpace = 'nowrap'; const w = s.getBoundingClientRect().width / 100; s.remove(); return w; })()"
    )
    assert 50 < width / letter <= 70.5


@pytest.mark.parametrize(
    "name",
    [
        "index.html",
        "safe-start.html",
        "tidy-end.html",
        "paragraphs.html",
        "glossary.html",
        "sources.html",
        "search.html",
    ],
)
def test_a_phone_scrolls_no_page_sideways(open_book: Opener, name: str) -> None:
    page = open_book(name, viewport={"width": 320, "height": 640})
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 320


def test_one_drawing_is_shown_for_each_width(open_book: Opener) -> None:
    wide, narrow = open_book("safe-start.html"), open_book("safe-start.html", viewport={"width": 360, "height": 640})
    for page, shown, hidden in (
        (wide, ".drawing-wide", ".drawing-narrow"),
        (narrow, ".drawing-narrow", ".drawing-wide"),
    ):
        assert page.locator(shown).is_visible() and not page.locator(hidden).is_visible()


def test_the_search_works_from_disk(open_book: Opener) -> None:
    page = open_book("index.html")
    page.locator("#pst-primary-sidebar input[name=q]").fill("goggles")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=goggles*")
    found = page.locator("#search-results li a").first
    found.wait_for()
    assert "A safe start" in " ".join(page.locator("#search-results li").all_text_contents())


def test_a_question_is_marked_in_the_page(open_book: Opener) -> None:
    page = open_book("safe-start.html")
    item = page.locator('[data-item="goggles-when"]')
    item.get_by_label("Before the machine is switched on").check()
    item.get_by_role("button", name="Check my answer").click()
    assert "Right" in item.inner_text()


def test_light_or_dark_is_kept_from_page_to_page(open_book: Opener, book: Built) -> None:
    page = open_book("index.html")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.get_by_role("button", name="Light or dark").click()
    while page.evaluate("document.documentElement.dataset.theme") != "dark":
        page.get_by_role("button", name="Light or dark").click()
    page.goto((book.folder / "glossary.html").as_uri())
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate(ground) == "rgb(16, 24, 31)" != light


def test_the_contents_open_and_close_by_keyboard_on_a_phone(open_book: Opener) -> None:
    page = open_book("safe-start.html", viewport={"width": 360, "height": 640})
    button = page.get_by_role("button", name="Course contents")
    button.focus()
    page.keyboard.press("Enter")
    menu = page.get_by_role("dialog")
    assert menu.get_by_role("link", name="A tidy end").is_visible()
    page.keyboard.press("Escape")
    menu.wait_for(state="detached")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Course contents"


def test_the_keyboard_stays_on_the_button_it_pressed(open_book: Opener) -> None:
    page = open_book("index.html")
    page.get_by_role("button", name="Light or dark").focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(50)
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Light or dark"


def test_folds_stand_open_on_paper(open_book: Opener) -> None:
    page = open_book("safe-start.html")
    closed = "document.querySelectorAll('details:not([open])').length"
    before = page.evaluate(closed)
    assert before > 3
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(closed) == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(closed) == before


def test_everything_can_be_read_with_scripts_off(open_book: Opener) -> None:
    page = open_book("safe-start.html", java_script_enabled=False, viewport={"width": 360, "height": 640})
    for words in (
        "Goggles must be on before any machine is switched on",
        "say what is worn at a machine",
        "When are goggles put on?",
    ):
        assert page.get_by_text(words).first.is_visible()
    answers = page.locator("details.quiz-key")
    answers.locator("summary").first.click()
    assert answers.get_by_text("By then it is too late.").is_visible()
    assert not page.get_by_role("button", name="Course contents").is_visible()  # it would do nothing
    page.locator(".up a").click()
    assert page.get_by_role("link", name="A tidy end").first.is_visible()


def test_the_trace_can_be_searched_and_is_whole_without_scripts(open_book: Opener, book: Built) -> None:
    whole = open_book("trace.html", java_script_enabled=False)
    rows = whole.locator("#trace-rows tbody tr").count()
    assert rows == len(trace_rows(book.kit)) >= 5
    page = open_book("trace.html")
    box = page.get_by_label("Search the statements")
    assert page.get_by_role("status").inner_text() == f"{rows} of {rows} statements"
    box.fill("1.9 goggles")
    shown = page.locator("#trace-rows tbody tr:visible")
    assert 0 < shown.count() < rows
    assert all("oggles" in text for text in shown.locator("th").all_inner_texts())
    assert page.get_by_role("status").inner_text() == f"{shown.count()} of {rows} statements"
    box.fill("no such words anywhere")
    assert page.get_by_role("status").inner_text() == f"0 of {rows} statements"


def test_a_citation_shows_the_gist_and_leads_to_the_trace(open_book: Opener) -> None:
    page = open_book("safe-start.html")
    cite = page.locator("main a.cite").first
    assert len(cite.get_attribute("title") or "") > 10
    cite.click()
    assert "paragraphs.html#" in page.url
    page.get_by_role("link", name="Every statement that rests on it").first.click()
    assert "trace.html#rests-on-" in page.url
    page.wait_for_load_state()
    anchor = page.url.partition("#")[2]
    row = page.locator(f"xpath=//*[@id='{anchor}']/ancestor::tr")
    assert row.count() == 1 and ("Rules" in row.inner_text() or "Act" in row.inner_text())


def test_a_page_read_after_its_date_says_so_by_the_reader_s_own_clock(open_book: Opener) -> None:
    page = open_book("safe-start.html")
    note = page.locator("[data-review-by]")
    assert note.count() == 1 and note.is_hidden()
    page.clock.set_fixed_time("2027-09-01T12:00:00")
    page.reload()
    assert note.is_hidden(), "its last day is not past it"
    page.clock.set_fixed_time("2027-09-02T08:00:00")
    page.reload()
    assert note.is_visible()
    assert note.inner_text() == "Overdue: this was due to be checked again by 1 September 2027"
