"""The course is in its own words: no run of eight of them stands in the article it started from."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

from build_tools.model.kit import Kit
from build_tools.provenance.sentences import sentences_of
from build_tools.source.load_kit import load_kit

from .shingles import RUN, main, runs_of, words_of

ROOT = Path(__file__).parents[2]
ARTICLE = frozenset((Path(__file__).parent / "article-2017.txt").read_text("ascii").split())


@lru_cache(maxsize=1)
def kit() -> Kit:
    return load_kit(ROOT, date(2026, 11, 25))[0]


def shared(text: str, with_: frozenset[str] = ARTICLE) -> list[str]:
    return [run for run, digest in runs_of(words_of(text)) if digest in with_]


def test_no_sentence_shares_a_run_of_eight_words_with_the_article() -> None:
    read, found = 0, []
    names = {" ".join(words_of(work.title)) for work in kit().works}  # what an Act is called is nobody's wording
    for sentence in sentences_of(kit()):
        if sentence.passage != "quote":
            read += 1
            found += [
                (str(sentence.location), run) for run in shared(sentence.text) if not any(run in n for n in names)
            ]
    assert read > 4_000
    assert found == []


def test_no_gist_of_the_index_or_of_a_work_does() -> None:
    gists = [s.gist for i in kit().indexes for p in i.paragraphs for s in p.statements]
    gists += [p.gist for i in kit().indexes for p in i.paragraphs]
    gists += [locator.gist for work in kit().works for locator in work.locators]
    assert len(gists) > 300
    assert [(gist, run) for gist in gists for run in shared(gist)] == []


def test_a_copied_sentence_would_be_found(tmp_path: Path) -> None:
    article, target = tmp_path / "article.txt", tmp_path / "hashes.txt"
    article.write_text("Every lathe is wiped down before its guard is lifted, or so they said.", "utf-8")
    main(article, target)
    known = frozenset(target.read_text("ascii").split())
    assert shared("As we know, every lathe is wiped down before its guard is lifted.", known)
    assert shared("Every Lathe is wiped down, before its guard is lifted!", known), "capitals and commas hide nothing"
    assert not shared("Every lathe is wiped down before the guard is lifted.", known)


def test_the_hashes_are_of_a_whole_article() -> None:
    assert RUN == 8
    assert 1_500 < len(ARTICLE) < 5_000
