"""Handouts as pages: the words of the printed sheet, read in a real browser from the disk."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser

from build_tools.jobs.templates import template_folders
from build_tools.model.output_format import Surroundings
from build_tools.model.school import School
from build_tools.outputs.handouts.html import document_html
from build_tools.outputs.handouts.page import HANDOUT_PAGE, handout_page, write_page
from tests.kits import AS_OF, SAMPLE, sample_kit

AROUND = Surroundings(SAMPLE, template_folders(SAMPLE), SAMPLE, AS_OF.isoformat())


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("a page")
    kit = sample_kit()
    made = write_page(kit, HANDOUT_PAGE.jobs(kit)[0], folder, AROUND)
    assert made.files == ("one-sheet.html",) and made.findings == ()
    return folder / "one-sheet.html"


def words(text: str, *paths: str) -> str:
    page = html.document_fromstring(text)
    for drawing in page.xpath("//svg"):
        drawing.drop_tree()
    return re.sub(r"\s+", "", "".join(block.text_content() for path in paths for block in page.xpath(path)))


def test_the_page_says_what_the_printed_sheet_says(written: Path) -> None:
    kit = sample_kit()
    printed, _ = document_html(kit, kit.handouts[0], "standard", AROUND.templates, str)
    on_paper = words(printed, "//main").removesuffix("Notes")
    assert words(written.read_text("utf-8"), "//main") == on_paper
    foot = words(written.read_text("utf-8"), "//footer")
    assert words(printed, "//div[@class='colophon']") in foot
    assert "SourcescheckedOn".lower() in foot.lower() and "notlegaladvice" in foot


def test_it_opens_from_the_disk_styled_and_asks_for_nothing(written: Path, browser: Browser) -> None:
    for scheme, ground in (("light", "rgb(255, 255, 255)"), ("dark", "rgb(16, 24, 31)")):
        context = browser.new_context(viewport={"width": 320, "height": 640}, color_scheme=scheme)  # type: ignore[arg-type]
        page = context.new_page()
        faults: list[str] = []
        page.on("console", lambda message, faults=faults: faults.append(message.text))
        page.on(
            "request",
            lambda request, faults=faults: (
                None if request.url.startswith(("file:", "data:")) else faults.append(request.url)
            ),
        )
        page.goto(written.as_uri())
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == ground
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert (
            page.locator(".drawing-narrow:visible").count() == 1 and page.locator(".drawing-wide:visible").count() == 0
        )
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to the handout"
        context.close()
        assert not faults


def test_markup_in_a_name_is_text_and_no_script_can_run() -> None:
    kit = replace(sample_kit(), school=School("x", "</style><script>alert(1)</script>"))
    text = handout_page(kit, kit.handouts[0], AROUND)
    page = html.document_fromstring(text)
    assert not page.xpath("//script")
    assert page.xpath("//p[@class='owner']")[0].text == "</style><script>alert(1)</script>"
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'; style-src 'sha256-") and "script-src" not in policy
    assert "unsafe" not in policy
