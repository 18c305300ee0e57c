"""The pages that the quiz tests open in a real Chromium."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

Opener = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Opener]:
    """Opens HTML as a file in a folder with a space in its name; every error, and every request away from it, fails."""
    contexts = []
    faults: list[str] = []

    def note_request(url: str) -> None:
        if not url.startswith(("file:", "data:", "blob:")):
            faults.append(f"asked for {url}")

    def open_html(html: str, **settings: Any) -> Page:
        folder = tmp_path / "a folder"
        folder.mkdir(exist_ok=True)
        path = folder / "quiz.html"
        path.write_text(html, encoding="utf-8", newline="\n", errors="surrogatepass")
        context = browser.new_context(**settings)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on(
            "console", lambda message: faults.append(message.text) if message.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda request: note_request(request.url))
        page.goto(path.as_uri())
        return page

    yield open_html
    for context in contexts:
        context.close()
    assert not faults
