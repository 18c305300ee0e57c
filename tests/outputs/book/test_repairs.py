"""Each repair still finds something to mend in stock pages: when one does not, upstream has mended it and it can go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from lxml import html

from build_tools.outputs.book.finish import finish_page
from build_tools.outputs.book.repairs import REPAIRS

from .conftest import Built


def parsed(source: bytes) -> Any:
    return html.document_fromstring(source, parser=html.HTMLParser(encoding="utf-8"))


@pytest.mark.parametrize("repair", REPAIRS, ids=lambda repair: repair.__name__)
def test_upstream_has_not_mended_it(stock_pages: list[bytes], repair: Callable[[Any], int]) -> None:
    assert sum(repair(parsed(page)) for page in stock_pages) > 0, (
        f"nothing left to mend: delete {repair.__name__} from repairs.py"
    )


def test_repaired_pages_hold_what_the_repairs_are_for(stock_pages: list[bytes]) -> None:
    for source in stock_pages:
        page = parsed(finish_page(source))
        assert not page.xpath("//i[contains(@class,'fa-')] | //span[contains(@class,'fa-')]")
        assert page.xpath("//button//svg[@aria-hidden='true']")
        assert not page.xpath("//script[contains(@src,'fontawesome') or contains(@src,'bootstrap')]")
        assert len(page.xpath("//meta[@name='viewport']")) == 1
        assert not page.xpath("//main[@role] | //th[not(@scope)][ancestor::thead]")
        assert page.xpath("//*[@id='pst-primary-sidebar']/@aria-label")
        assert not page.xpath("//button[contains(@aria-label,'Toggle') or contains(@aria-label,'Color')]")


def test_the_current_page_is_named_to_those_who_hear_it(book: Built) -> None:
    here = book.page("tidy-end.html").xpath("//nav[contains(@class,'bd-links')]//a[@aria-current='page']")
    assert [a.text_content().strip() for a in here] == ["A tidy end"]


def test_the_search_index_is_loaded_where_it_is_used(book: Built) -> None:
    assert not book.page("index.html").xpath("//script[contains(@src,'searchindex')]")
    assert book.page("search.html").xpath("//script[contains(@src,'searchindex')]")
