"""Repairs to the output of Jupyter Book 1.0.4 with sphinx-book-theme 1.3, each with its reason.

A repair changes one page and says in how many places. No setting or template of the theme reaches what stands here. A
test runs each over stock pages and fails when it finds nothing to mend any more: then upstream has mended it, and the
repair goes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lxml import etree

from .icons import PATHS, icon

Page = Any
"""A page as lxml's HTML tree."""

UNUSED_SCRIPTS = ("scripts/fontawesome.js", "scripts/bootstrap.js")
SEARCH_SCRIPTS = ("searchtools.js", "language_data.js", "searchindex.js")


def icons_by_script(page: Page) -> int:
    """Icons come by a script of 543 kB (compressed), two thirds of the page's weight: draw the nine that are used."""
    found = 0
    for element in page.xpath("//*[self::i or self::span][contains(concat(' ', @class), ' fa-')]"):
        names = element.get("class").split()
        known = next((name for name in names if name in PATHS), None)
        if known is None:
            element.drop_tree()
            continue
        drawn = icon(known, "theme-switch" if "theme-switch" in names else "")
        if element.get("data-mode"):
            drawn.set("data-mode", element.get("data-mode"))
        drawn.tail = element.tail
        element.getparent().replace(element, drawn)
        found += 1
    return found


def scripts_without_use(page: Page) -> int:
    """The icon script, and one of 24 kB (compressed) that shows tool tips, which say what the buttons' names say."""
    found = _drop(
        page, "//script[@src] | //link[@as='script']", lambda e: any(name in _address(e) for name in UNUSED_SCRIPTS)
    )
    return found + _drop(
        page, "//button[@id='pst-back-to-top']"
    )  # dead without that script; the Home key does the same


def search_on_every_page(page: Page) -> int:
    """Every page loads the whole search index, for a search while typing that is switched off."""
    if page.xpath("//*[@id='search-results']"):
        return 0
    return _drop(page, "//script[@src]", lambda e: any(name in _address(e) for name in SEARCH_SCRIPTS))


def repeated_viewport(page: Page) -> int:
    """The viewport is declared three times."""
    found = page.xpath("//meta[@name='viewport']")
    for element in found[1:]:
        _remove(element)
    return max(0, len(found) - 1)


def advertising_slot(page: Page) -> int:
    """An empty place for advertisements stands in the sidebar."""
    return _drop(page, "//*[@id='ethical-ad-placement']/ancestor::*[contains(@class, 'sidebar-primary__section')][1]")


def sidebar_outside_landmark(page: Page) -> int:
    """The sidebar's title and search stand outside every landmark (axe: region)."""
    found = page.xpath("//*[@id='pst-primary-sidebar'][not(@role)]")
    for element in found:
        element.set("role", "region")
        element.set("aria-label", "Course contents and search")
    return len(found)


def repeated_main_role(page: Page) -> int:
    """`main` is given the role it has (a warning of the HTML checker)."""
    found = page.xpath("//main[@role]")
    for element in found:
        del element.attrib["role"]
    return len(found)


def buttons_named_in_jargon(page: Page) -> int:
    """Buttons are called "Toggle primary sidebar" and "Color mode"; those for sidebars stay where they can't work."""
    found = 0
    for kind, name, needs_script in (("primary-toggle", "Course contents", True), ("secondary-toggle", "On this page", True),
                                     ("theme-switch-button", "Light or dark", False), ("search-button__button", "Search", False)):  # fmt: skip
        for element in page.xpath(f"//button[contains(concat(' ', @class, ' '), ' {kind} ')]"):
            for attribute in ("data-bs-toggle", "data-bs-title", "data-bs-placement"):
                element.attrib.pop(attribute, None)
            element.set("aria-label", name)
            element.set("title", name)
            element.set("type", "button")
            if needs_script:
                element.set("class", element.get("class") + " pst-js-only")
            found += 1
    return found


def current_page_unsaid(page: Page) -> int:
    """The contents list shows the current page by its colour alone."""
    found = page.xpath(
        "//nav[contains(@class, 'bd-links')]//a[contains(concat(' ', @class, ' '), ' current ')][@href='#'][not(@aria-current)]"
    )
    for element in found:
        element.set("aria-current", "page")
    return len(found)


def header_cells_without_scope(page: Page) -> int:
    """Header cells do not say that they head their column."""
    found = page.xpath("//thead//th[not(@scope)]")
    for element in found:
        element.set("scope", "col")
    return len(found)


def link_names_repeated(page: Page) -> int:
    """The links to the pages before and after carry a tool tip "next page" beside the words "next" (read out twice)."""
    found = page.xpath("//div[@class='prev-next-area']/a[@title]")
    for element in found:
        del element.attrib["title"]
    return len(found)


def page_names_for_scripts(page: Page) -> int:
    """A script stands in each page only to tell the theme the page's name, which nothing asks: less to allow."""
    return _drop(
        page, "//script[not(@src)]", lambda e: (e.text or "").strip().startswith("DOCUMENTATION_OPTIONS.pagename")
    )


REPAIRS: tuple[Callable[[Page], int], ...] = (
    icons_by_script, scripts_without_use, search_on_every_page, repeated_viewport, advertising_slot, sidebar_outside_landmark,
    repeated_main_role, buttons_named_in_jargon, current_page_unsaid, header_cells_without_scope, link_names_repeated,
    page_names_for_scripts,
)  # fmt: skip
"""All repairs, in the order they are made."""


def _address(element: etree._Element) -> str:
    return str(element.get("src") or element.get("href") or "")


def _drop(page: Page, path: str, wanted: Callable[[etree._Element], bool] = lambda element: True) -> int:
    found = [element for element in page.xpath(path) if wanted(element)]
    for element in found:
        _remove(element)
    return len(found)


def _remove(element: Any) -> None:
    element.drop_tree()
