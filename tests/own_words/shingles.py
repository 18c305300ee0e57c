"""Runs of eight words, known by their hashes: a text can be compared with one that may not be kept here.

    python -m tests.own_words.shingles ARTICLE.txt tests/own_words/article-2017.txt

The article that this course started from belongs to its publisher. So its words are not here: only, for each run of
eight of them, the first six bytes of a SHA-256, from which no words can be had back.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

RUN = 8
_WORD = re.compile(r"[a-z0-9]+(?:['’][a-z]+)?")


def words_of(text: str) -> list[str]:
    """A text's words, small, without punctuation."""
    return _WORD.findall(text.lower().replace("’", "'"))


def runs_of(words: list[str]) -> Iterator[tuple[str, str]]:
    """Each run of eight words, with its hash as 12 hexadecimal digits."""
    for start in range(len(words) - RUN + 1):
        run = " ".join(words[start : start + RUN])
        yield run, hashlib.sha256(run.encode("utf-8")).hexdigest()[:12]


def main(article: Path, target: Path) -> None:
    """Write the hashes of an article's runs, sorted."""
    found = sorted({digest for _, digest in runs_of(words_of(article.read_text("utf-8", errors="replace")))})
    target.write_text("".join(f"{digest}\n" for digest in found), "ascii")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
