"""What stands in the book: the text, and nothing that is the presenter's; where links lead; the same bytes."""

from __future__ import annotations

import gzip
import pickle
import re
import shutil
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from docutils import nodes

from build_tools.errors import OutputError
from build_tools.model.deck import deck_lengths
from build_tools.model.prose import notes, slide
from build_tools.outputs.book.course import Course, source_address
from build_tools.outputs.book.staging import staged_module
from build_tools.prose.resolve import resolve
from build_tools.source.load_kit import load_kit
from tests.kits import AS_OF, SAMPLE, changed_copy

from .conftest import Built, build

OURS = ("up", "lead", "about", "outcomes", "downloads", "overdue", "overdue-later", "colophon")
"""Classes of the blocks that the build puts before and after a module's text."""


def test_the_book_is_built_without_a_finding(book: Built) -> None:
    assert book.findings == ()
    assert {
        "index.html",
        "safe-start.html",
        "tidy-end.html",
        "paragraphs.html",
        "trace.html",
        "glossary.html",
        "sources.html",
        "search.html",
    } <= set(book.files)


# --- the text -------------------------------------------------------------------------------------------------------


def sphinx_words(book: Built, name: str) -> list[str]:
    """The words of a module's own text in the tree that Sphinx keeps."""
    tree = pickle.loads((book.cache / "doctrees" / f"{name}.doctree").read_bytes())
    for node in list(tree.findall(nodes.Element)):
        built = set(OURS) & set(node.get("classes", ())) or {"check-your-knowledge", "works-to-read"} & set(
            node.get("ids", ())
        )
        if built and node.parent is not None:
            node.parent.remove(node)
    return str(tree.astext()).split()


@pytest.mark.parametrize("name", ["safe-start", "tidy-end"])
def test_both_readings_of_a_text_hold_the_same_words(book: Built, name: str) -> None:
    module = book.kit.module(name)
    assert module is not None
    plain = resolve(module.body.children, book.kit, Course(book.kit, {}).view(module))
    words = " ".join(node.astext() for node in plain).split()
    assert len(words) > 20
    assert sphinx_words(book, name) == words


def test_blocks_are_shown_as_a_reader_meets_them(book: Built) -> None:
    page = book.page("safe-start.html")
    assert page.xpath("string(//div[@class='key-point']/p[1])") == "Key point"
    assert "Changed 2024" in page.xpath("string(//div[@class='changed'])")
    assert page.xpath("//div[@class='activity']//h3")[0].text == "Walk the room"
    assert (
        page.xpath("//details[contains(@class,'part-good-answers')]/summary")[0].text == "What good answers look like"
    )
    assert (
        "Lay out" not in page.text_content() and "Walk from the door" not in page.text_content()
    )  # steps are for a group
    assert "photograph of the room" in page.xpath("string(//div[@id='activity-walk-room'])")
    assert page.xpath("//blockquote[@class='code-quote']//a[contains(@class,'cite')]")
    assert page.xpath("//div[@class='figure']//svg/title")[0].text == "Four steps after a fault"
    assert page.xpath("//img/@alt") == ["A red button on a grey machine"]


def test_a_module_opens_with_what_it_is_for(book: Built) -> None:
    page = book.page("safe-start.html")
    opening = page.xpath("string(//div[@class='about'])")
    for words in ("6 minutes to read alone", "teachers, teaching assistants and new staff", "Sources checked on 25 November 2026",
                  "Not yet reviewed", "Check again by 1 September 2027", "secondary and sixteen-plus"):  # fmt: skip
        assert words in opening
    assert [li.text_content().strip() for li in page.xpath("//div[@class='outcomes']//li")] == [
        "say what is worn at a machine",
        "report a fault in time",
    ]
    assert not page.xpath("//div[@class='overdue']")
    taken = page.xpath("//div[@class='downloads']//a/@href")
    assert "../slides/safe-start-20min.pptx" in taken and "../quizzes/safe-start/quiz.ipynb" in taken


def test_a_module_past_its_review_date_says_so(tmp_path: Path) -> None:
    kit, _ = load_kit(SAMPLE, date(2028, 1, 1))
    late = build(kit, SAMPLE, tmp_path / "book", tmp_path / "cache")
    assert "1 September 2027" in late.page("safe-start.html").xpath("string(//div[@class='overdue'])")


def test_the_start_lists_modules_and_paths(book: Built) -> None:
    page = book.page("index.html")
    assert page.xpath("//h1")[-1].text == "Workshop safety kit"
    assert [a.text_content() for a in page.xpath("//div[@class='module-card']//h3/a")] == [
        "A safe start in the workshop",
        "A tidy end",
    ]
    paths = {
        dt.text: [a.get("href") for a in dt.getnext().xpath(".//a")]
        for dt in page.xpath("//dl[contains(@class,'paths')]/dt")
    }
    assert paths["Teachers"] == ["safe-start.html", "tidy-end.html"]
    assert paths["Teaching assistants and new staff"] == ["safe-start.html"]


def test_the_quiz_stands_at_the_end(book: Built) -> None:
    page = book.page("safe-start.html")
    quiz = page.xpath("//section[@id='check-your-knowledge']//section[@id='quiz-safe-start']")
    assert len(quiz) == 1 and len(quiz[0].xpath(".//fieldset")) == 9
    loaded = "".join(page.xpath("//script/@src"))
    assert loaded.index("marking.js") < loaded.index("player.js")
    assert "marking.js" not in "".join(book.page("index.html").xpath("//script/@src"))


# --- the presenter's text -------------------------------------------------------------------------------------------


def _key(word: str) -> str:
    return re.sub(r"\W", "", word.lower())[:5]


def presenter_words(book: Built) -> tuple[set[str], list[str]]:
    """Words that stand in slides and notes alone, by their first five letters; and the notes' sentences."""
    hidden: set[str] = set()
    sentences: list[str] = []
    for module in book.kit.modules:
        for node in module.body.find(slide):
            hidden |= {_key(word) for word in node.astext().split()}
        for node in module.body.find(notes):
            sentences += [
                sentence.strip() for sentence in " ".join(node.astext().split()).split(".") if len(sentence.split()) > 2
            ]
    shown = " ".join(book.page(name).text_content() for name in book.pages)
    known = {_key(word) for word in shown.split()}
    return {word for word in hidden - known if len(word) == 5}, sentences


def test_nothing_of_the_presenters_is_in_any_file(book: Built) -> None:
    words, sentences = presenter_words(book)
    assert len(words) > 5 and len(sentences) > 5
    index = (book.folder / "searchindex.js").read_text("utf-8")
    assert '"goggl":' in index  # the index is read rightly: it holds the words of the pages
    assert not [word for word in words if f'"{word}' in index or f" {word}" in index]
    for name, content in [
        *book.bytes().items(),
        *((p.name, p.read_bytes()) for p in (book.cache / "source").glob("*.md")),
    ]:
        if name.endswith((".html", ".js", ".md")):
            text = " ".join(content.decode("utf-8").split())
            assert not [sentence for sentence in sentences if sentence in text], name
    assert not [name for name in book.files if name.startswith("_sources")]


def test_staging_keeps_the_lines_of_what_stays(book: Built) -> None:
    module = book.kit.module("safe-start")
    assert module is not None
    source = (SAMPLE / module.location.path).read_text("utf-8").split("\n")
    staged = staged_module(book.kit, module, SAMPLE).split("\n")
    kept = [
        n
        for n, line in enumerate(staged[: len(source)])
        if line.strip() and n < len(source) - 1 and not line.startswith((":::{quiz}", "## Check", ":::"))
    ]
    assert len(kept) > 40
    assert all(staged[n] == source[n] for n in kept)
    assert "{slide}" not in "\n".join(staged) and "summary:" not in "\n".join(staged)


# --- links ----------------------------------------------------------------------------------------------------------


def test_every_link_leads_somewhere(book: Built) -> None:
    ids = {name: set(book.page(name).xpath("//@id")) for name in book.pages}
    checked = 0
    decks = {f"../slides/{m.id}-{length}min.pptx" for m in book.kit.modules for length in deck_lengths(m)}
    for name in book.pages:
        page = book.page(name)
        assert len(page.xpath("//@id")) == len(ids[name]), f"{name} uses an id twice"
        for address in page.xpath("//@href | //@src"):
            file, _, anchor = address.partition("#")
            file = file.partition("?")[0] or name
            if address.startswith("../slides/"):
                assert address in decks, f"{name}: {address}"
            if "://" in address or address.startswith(("data:", "../")):
                continue
            checked += 1
            assert file in book.files, f"{name}: {address}"
            assert not anchor or anchor in ids[file], f"{name}: {address}"
    assert checked > 100


def test_a_citation_leads_to_what_it_cites(book: Built) -> None:
    page = book.page("safe-start.html")
    cites = page.xpath("//p[contains(., 'whole secret')]//a[contains(@class,'cite')]")
    assert [(a.text_content(), a.get("href"), a.get("title")) for a in cites][:2] == [
        (
            "Machines Act 2001, s.4",
            "paragraphs.html#machines-act-s-4",
            "Every fixed machine has a stop button within reach.",
        ),
        ("Rules 1.9", "paragraphs.html#par-1-9", "Goggles before any machine is switched on."),
    ]
    entry = book.page("paragraphs.html").xpath("//dt[@id='par-1-9']")[0].getnext()
    assert "Must" in [e.text for e in entry.xpath(".//span[contains(@class,'force')]")]
    assert "safe-start.html" in entry.xpath(".//a/@href")
    assert "safe-start.html#quiz-safe-start-goggles-when" in entry.xpath(".//a/@href")


def test_a_link_to_another_source_leads_to_its_page(book: Built) -> None:
    assert "tidy-end.html#the-last-ten-minutes" in book.page("safe-start.html").xpath("//article//a/@href")
    assert "safe-start.html" in book.page("tidy-end.html").xpath("//article//p[not(ancestor::*[@class='up'])]//a/@href")
    module = book.kit.module("safe-start")
    assert module is not None
    assert source_address(book.kit, module, "02-tidy-end.md") == "tidy-end.html"


def test_a_glossary_word_leads_to_its_entry(book: Built) -> None:
    word = book.page("safe-start.html").xpath("//a[contains(@class,'gloss')]")[0]
    assert (word.text, word.get("href")) == ("PPE", "glossary.html#term-ppe")
    assert (
        "Personal protective equipment. What a person wears"
        in book.page("glossary.html").xpath("//dt[@id='term-ppe']")[0].getnext().text_content()
    )


# --- pages as files -------------------------------------------------------------------------------------------------


def test_headings_skip_no_level(book: Built) -> None:
    for name in book.pages:
        levels = [
            int(h.tag[1])
            for h in book.page(name).xpath(
                "//main//*[self::h1 or self::h2 or self::h3 or self::h4 or self::h5][not(ancestor::*[@id='jb-print-docs-body'])]"
            )
        ]
        assert levels[0] == 1 and levels.count(1) == 1, name
        assert all(after - before <= 1 for before, after in pairwise(levels)), (name, levels)


def test_each_page_allows_only_its_own_scripts_and_styles(book: Built) -> None:
    for name in book.pages:
        page = book.page(name)
        policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
        assert "unsafe" not in policy and "default-src 'none'" in policy
        assert page.xpath("//meta[@http-equiv]")[0].getprevious().get("charset") == "utf-8"
        assert not page.xpath("//@style | //@*[starts-with(name(), 'on')]"), name


def test_no_page_asks_for_anything_from_elsewhere(book: Built) -> None:
    for name in book.pages:
        asked = book.page(name).xpath("//@src | //link/@href | //form/@action")
        assert not [address for address in asked if "//" in address and not address.startswith("data:")], name
    for name in book.files:
        if name.endswith(".css"):
            assert "url(http" not in (book.folder / name).read_text("utf-8"), name


def test_a_module_page_is_light(book: Built) -> None:
    page = book.page("safe-start.html")
    names = {
        address.partition("?")[0]
        for address in page.xpath("//script/@src | //link[@rel='stylesheet']/@href | //img/@src")
    }
    names |= {"safe-start.html", "_static/basic.css", *(name for name in book.files if name.endswith(".woff2"))}
    weight = sum(len(gzip.compress((book.folder / name).read_bytes())) for name in names)
    assert 100_000 < weight < 250_000  # compressed bytes; the ceiling is 500 kB, the stock page has 830 kB


def test_nothing_is_left_over(book: Built) -> None:
    left = [
        name
        for name in book.files
        if name.endswith((".map", ".mo", ".po", ".buildinfo", "objects.inv")) or "fontawesome" in name
    ]
    assert left == []


# --- the same bytes -------------------------------------------------------------------------------------------------


def test_another_folder_and_day_give_the_same_bytes(
    book: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")  # Sphinx's clock: 9 September 2001
    other = build(book.kit, SAMPLE, tmp_path / "elsewhere" / "b", tmp_path / "c")
    assert other.bytes() == book.bytes()


@pytest.mark.parametrize("change", [
    {"file": "modules/facts.yml", "replace": ["A fault must be reported within 3 school days", "A fault must be told within 3 school days"]},
    {"file": "modules/02-tidy-end.md", "replace": ["## The last ten minutes", "## The last ten minutes of all"]},
    {"file": "modules/01-safe-start.md", "replace": ["summary: What each person does", "summary: What everybody does"]},
    {"file": "quizzes/safe-start.yml", "replace": ["Think of the very first second.", "Think of the first second."]},
])  # fmt: skip
def test_a_kept_cache_gives_the_bytes_of_a_clean_build(book: Built, tmp_path: Path, change: dict[str, Any]) -> None:
    cache = tmp_path / "cache"
    shutil.copytree(book.cache, cache)
    root = changed_copy(tmp_path, change)
    kit, _ = load_kit(root, AS_OF)
    build(book.kit, SAMPLE, tmp_path / "before", cache)  # so that the cache is of this place
    warm = build(kit, root, tmp_path / "warm", cache)
    clean = build(kit, root, tmp_path / "clean", tmp_path / "fresh")
    assert warm.bytes() == clean.bytes()
    assert warm.bytes() != book.bytes()


# --- bad input ------------------------------------------------------------------------------------------------------


def test_what_sphinx_warns_of_is_a_finding_at_the_authors_line(tmp_path: Path) -> None:
    root = changed_copy(
        tmp_path, {"file": "modules/02-tidy-end.md", "replace": ["The room is swept", "The [room](#nowhere) is swept"]}
    )
    kit, _ = load_kit(root, AS_OF)
    made = build(kit, root, tmp_path / "book", tmp_path / "cache")
    assert [(f.location.path, f.location.line, f.code) for f in made.findings] == [
        ("modules/02-tidy-end.md", 15, "sphinx-book.warning")
    ]
    assert "nowhere" in made.findings[0].what


def test_a_module_called_like_a_page_of_the_book_is_refused(book: Built, tmp_path: Path) -> None:
    module = replace(book.kit.modules[0], id="glossary")
    with pytest.raises(OutputError, match="Give it another id"):
        build(replace(book.kit, modules=(module,)), SAMPLE, tmp_path / "book", tmp_path / "cache")


def test_markup_in_a_source_is_text(tmp_path: Path) -> None:
    evil = '<img src=x onerror="alert(1)"><script>alert(2)</script>'
    heading = evil.replace("<", "\\<").replace(">", "\\>")
    root = changed_copy(
        tmp_path, {"file": "modules/01-safe-start.md", "replace": ["# A safe start in the workshop", f"# {heading}"]}
    )
    kit, _ = load_kit(root, AS_OF)
    module = replace(kit.modules[0], title=evil, summary=evil)
    term = replace(kit.terms[0], definition=evil)
    kit = replace(
        kit,
        title=evil,
        modules=(module, *kit.modules[1:]),
        terms=(term, *kit.terms[1:]),
        works=(replace(kit.works[0], attribution=evil), *kit.works[1:]),
    )
    made = build(kit, root, tmp_path / "book", tmp_path / "cache")
    for name in made.pages:
        page = made.page(name)
        assert not page.xpath("//@onerror") and not page.xpath(
            "//script[not(@type='application/json')][contains(., 'alert')]"
        ), name
    assert evil in made.page("glossary.html").text_content()
    assert evil in made.page("safe-start.html").xpath("string(//article//h1)")
    assert evil in made.page("index.html").xpath("string(//h1)")
