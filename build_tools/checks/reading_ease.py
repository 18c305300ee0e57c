"""How hard each section is to read: its Flesch-Kincaid grade, and sentences that run on.

Grade (Kincaid and others, 1975) = 0.39 words a sentence + 11.8 syllables a word - 15.59; grade 7: a reader of about 12.
Syllables are counted by Pyphen's hyphenation of British English, which is there for the PDF engine: textstat, the usual
library, fetches its dictionary from the web while it runs. Terms of the glossary and titles of works are the law's own
words: each counts as one short word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import Any

from docutils import nodes

from ..model.finding import Finding, Severity, shorten
from ..model.kit import Kit
from ..model.location import Location
from ..model.prose import Prose, line_of
from ..provenance.sentences import Sentence, sentences_of

HARDEST_GRADE = 8.0
"""A section above it is too hard for a reader of about 13."""

LEAST_WORDS = 60
"""A section shorter than this gives no steady figure."""

LONGEST_SENTENCE = 32
"""Words."""

_READ = ("text", "notes", "activity", "story", "handout")
"""Passages read as running text; a slide's lines and a table's cells are no sentences."""

_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*|\d+")
_EXEMPT = " law "


def check(kit: Kit) -> Iterator[Finding]:
    """A warning for each section that is too hard, and for each sentence that is too long."""
    own = _own_words(kit)
    headings = {text.location.path: _headings(text.body) for text in kit.texts}
    read = [s for s in sentences_of(kit) if s.passage in _READ and s.location.path in headings]

    def section(sentence: Sentence) -> tuple[str, int]:
        lines = headings[sentence.location.path]
        return (sentence.location.path, max((line for line in lines if line <= sentence.location.line), default=1))

    for (path, line), group in groupby(read, key=section):
        texts = [own.sub(_EXEMPT, sentence.text) for sentence in group]
        counted = [found for text in texts if len(found := _WORD.findall(text)) > 1]
        total = sum(map(len, counted))
        if total < LEAST_WORDS:
            continue
        grade = grade_of(counted)
        if grade > HARDEST_GRADE:
            yield Finding("reading-ease.hard", Location(path, line),
                          f"The section that begins here has a reading grade of {grade:.1f}; {HARDEST_GRADE:g} is the most.",
                          "Use shorter sentences and everyday words.", Severity.WARNING)  # fmt: skip
    for sentence in read:
        # A semicolon or colon is a place to breathe, as in a list of points.
        words = max(len(_WORD.findall(piece)) for piece in re.split("[;:]", own.sub(_EXEMPT, sentence.text)))
        if words > LONGEST_SENTENCE:
            yield Finding("reading-ease.long", sentence.location,
                          f'"{shorten(sentence.text)}" has {words} words; {LONGEST_SENTENCE} are the most.',
                          "Make two sentences of it.", Severity.WARNING)  # fmt: skip


def grade_of(sentences: list[list[str]]) -> float:
    """The Flesch-Kincaid grade of sentences given as words."""
    words = [word for sentence in sentences for word in sentence]
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


@lru_cache(maxsize=20_000)
def syllables(word: str) -> int:
    """Syllables of a word, 1 at least."""
    return len(_hyphenation().positions(word.lower())) + 1


@lru_cache(maxsize=1)
def _hyphenation() -> Any:
    import pyphen

    return pyphen.Pyphen(lang="en_GB", left=1, right=1)


def _headings(body: Prose) -> list[int]:
    return sorted(line_of(node) for node in body.find(nodes.title))


def _own_words(kit: Kit) -> re.Pattern[str]:
    forms = {form for term in kit.terms for form in (term.term, term.long, *term.also)}
    forms |= {title for work in kit.works for title in (work.title, work.short)}
    listed = sorted((form for form in forms if len(form) > 3), key=len, reverse=True)
    return re.compile("|".join(rf"\b{re.escape(form)}s?\b" for form in listed) or r"(?!)", re.IGNORECASE)
