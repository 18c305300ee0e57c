"""The text of one edition of a work: its numbered paragraphs, and what stands beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ..model.quantities import Force
from .duty_words import verbs_of
from .sentences import split_sentences


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text on one page: a paragraph that runs over a page break has two."""

    page: int
    text: str


@dataclass(frozen=True, slots=True)
class EditionSentence:
    """One sentence of an edition and the forces its verbs have."""

    text: str
    forces: tuple[Force, ...]


@dataclass(frozen=True)
class EditionParagraph:
    """A numbered paragraph; `number` is `6.2` or `xix`, `text` has a line a block (a list's entry, a sub-paragraph)."""

    number: str
    text: str
    pieces: tuple[Piece, ...]

    @property
    def page(self) -> int:
        """The page it starts on."""
        return self.pieces[0].page

    @property
    def last_page(self) -> int:
        """The page it ends on."""
        return self.pieces[-1].page

    @cached_property
    def sentences(self) -> tuple[EditionSentence, ...]:
        """Its sentences in order."""
        return tuple(sentences_in(self.text))


@dataclass(frozen=True, slots=True)
class Aside:
    """What is no numbered paragraph: a `box`, `footnote`, `heading`, or other `text` without a number."""

    kind: str
    page: int
    text: str


@dataclass(frozen=True)
class Edition:
    """An edition as read.

    Attributes:
        paragraphs: in order of the text.
        pages: the pages read, as the edition numbers them.
        printed: whether the edition prints its page numbers; else pages are counted from the file's first.
    """

    paragraphs: tuple[EditionParagraph, ...]
    asides: tuple[Aside, ...]
    pages: range
    printed: bool

    @cached_property
    def _by_number(self) -> dict[str, int]:
        return {paragraph.number: place for place, paragraph in enumerate(self.paragraphs)}

    def paragraph(self, number: str) -> EditionParagraph | None:
        """The paragraph of this number."""
        place = self._by_number.get(number)
        return None if place is None else self.paragraphs[place]

    def between(self, first: str, last: str) -> tuple[EditionParagraph, ...]:
        """The paragraphs from one to another, both among them; none where one is missing, or the order is wrong."""
        if first not in self._by_number or last not in self._by_number:
            return ()
        return self.paragraphs[self._by_number[first] : self._by_number[last] + 1]

    def on_page(self, page: int) -> str:
        """All text of a page, boxes and footnotes included."""
        pieces = [piece.text for paragraph in self.paragraphs for piece in paragraph.pieces if piece.page == page]
        return "\n".join((*pieces, *(aside.text for aside in self.asides if aside.page == page)))


def sentences_in(text: str) -> Iterator[EditionSentence]:
    """The sentences of a text; a block ends a sentence."""
    for block in text.split("\n"):
        for sentence in split_sentences(block):
            yield EditionSentence(sentence, verbs_of(sentence))


_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‐": "-", "‑": "-", "\xad": None})


def flat(text: str) -> str:
    """A text as wordings are compared: case, spaces, line ends, list marks and forms of quotation marks do not count.

    Hyphens and dashes are left out whole: where a line of print ends in one, nobody can tell whose it is.
    """
    return " ".join(re.sub(r"[•▪◦‣●○-]", "", text.translate(_QUOTES)).lower().split()).rstrip(". ")
