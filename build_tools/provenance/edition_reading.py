"""An edition's pages → its numbered paragraphs, followed over page breaks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..model.citation import paragraph_sort_key
from .edition import Aside, Edition, EditionParagraph, Piece
from .edition_layout import Layout, PageText, layout_of
from .pdf_lines import Line, Page

_NUMBER = re.compile(r"(?P<number>\d{1,3}\.\d{1,3}|[ivxl]+)\.?(?:\s+(?P<rest>\S.*))?")
_LEADERS = re.compile(r"(?:[.…]\s?){4,}")
_BULLET = re.compile(r"[•▪◦‣●○–-]\s+\S")
_ENDS = re.compile(r"[.?!:;][\"'’”)\]]*$")
_COLUMN = 4.0
"""Points by which a paragraph's number may stand off its column."""
_HEADING = 1.15
"""A line this much larger than the text is a heading."""
_LEAP = 30
"""Numbers that may be missing between two paragraphs of a chapter: withdrawn ones."""


def read_edition(pages: Sequence[Page]) -> Edition:
    """Read the paragraphs of an edition from its lines."""
    layout = layout_of(pages)
    reader = _Reader(layout)
    for page in layout.pages:
        reader.page(page)
    return reader.finish()


@dataclass
class _Open:
    """A paragraph, or a text beside the paragraphs, that is being read: lines with their page, a block each."""

    number: str
    blocks: list[list[tuple[int, Line, str]]] = field(default_factory=list)

    @property
    def ended(self) -> bool:
        return bool(self.blocks) and bool(_ENDS.search(self.blocks[-1][-1][2]))


class _Reader:
    def __init__(self, layout: Layout):
        self.layout = layout
        self.words = _words(layout)
        self.columns, self.hanging = _columns(layout)
        self.done: list[_Open] = []
        self.asides: list[Aside] = []
        self.open = _Open("")
        self.last: Line | None = None
        self.page_number = layout.first_page

    def page(self, text: PageText) -> None:
        """Read one page."""
        self.page_number = self.layout.first_page + text.page.number - 1
        self.last = None
        rest = sorted(
            (*text.body, *(line for box in text.boxes if self._numbered_box(box, text) for line in box)),
            key=lambda line: line.base,
        )
        for line in rest:
            self._line(line, text.page.number % 2)
            self.last = line
        for box in text.boxes:
            if not self._holds(rest, box):
                self.asides.append(Aside("box", self.page_number, self._joined([(line, line.text) for line in box])))
        if text.notes:
            self.asides.append(
                Aside("footnote", self.page_number, self._joined([(line, line.text) for line in text.notes]))
            )

    @staticmethod
    def _holds(lines: Sequence[Line], box: Sequence[Line]) -> bool:
        return any(line is box[0] for line in lines)

    def _numbered_box(self, box: Sequence[Line], text: PageText) -> bool:
        """Whether a frame holds numbered paragraphs of the run: then it is no box beside them."""
        match = _NUMBER.fullmatch(box[0].text)
        if match is None:
            return False
        above = [
            m["number"]
            for line in text.body
            if line.base < box[0].base
            and (m := _NUMBER.fullmatch(line.text))
            and self._in_column(line, text.page.number % 2)
        ]
        before = above[-1] if above else self.open.number or (self.done[-1].number if self.done else "")
        return bool(before) and _follows(before, match["number"], exactly=True)

    def _line(self, line: Line, parity: int) -> None:
        gap = self.last is not None and line.base - self.last.base >= 1.3 * self.layout.pitch
        match = None if _LEADERS.search(line.text) else _NUMBER.fullmatch(line.text)
        if match is not None and self._starts(match["number"], line, parity, gap):
            self._close()
            self.open = _Open(match["number"], [])
            if match["rest"]:
                self.open.blocks.append([(self.page_number, line, match["rest"])])
            return
        if self._is_heading(line, parity, gap):
            self._close()
            self.asides.append(Aside("heading", self.page_number, line.text))
            return
        if not self.open.blocks or gap or _BULLET.match(line.text):
            self.open.blocks.append([])
        self.open.blocks[-1].append((self.page_number, line, line.text))

    def _in_column(self, line: Line, parity: int) -> bool:
        return not self.hanging or abs(line.left - self.columns[parity]) <= _COLUMN

    def _starts(self, number: str, line: Line, parity: int, gap: bool) -> bool:
        try:
            paragraph_sort_key(number)
        except ValueError:
            return False
        if not self._in_column(line, parity):
            return False
        numbers = [entry.number for entry in (*self.done, self.open) if entry.number]
        if not self.hanging and self.open.number and not (gap or self.open.ended):
            return False
        if not numbers:
            return self.hanging or number == "i" or number.endswith(".1")
        if number == numbers[0] and not any(entry.ended for entry in (*self.done, self.open) if entry.number):
            self.done, self.open = [], _Open("")  # what came before was the list of contents
            return True
        return _follows(numbers[-1], number, exactly=not self.hanging)

    def _is_heading(self, line: Line, parity: int, gap: bool) -> bool:
        if line.height >= _HEADING * self.layout.height:
            return True
        if not line.bold or _BULLET.match(line.text):
            return False
        at_edge = self.hanging and line.left <= self.columns[parity] + _COLUMN
        return at_edge or ((gap or self.last is None) and not _ENDS.search(line.text))

    def _close(self) -> None:
        if self.open.number and self.open.blocks:
            self.done.append(self.open)
        elif self.open.blocks:
            for block in self.open.blocks:
                self.asides.append(Aside("text", block[0][0], self._joined([(line, text) for _, line, text in block])))
        self.open = _Open("")

    def finish(self) -> Edition:
        """Close what is open."""
        self._close()
        paragraphs = []
        for entry in self.done:
            by_page: dict[int, list[str]] = {}
            for block in entry.blocks:
                for page in dict.fromkeys(page for page, _, _ in block):
                    by_page.setdefault(page, []).append(
                        self._joined([(line, text) for p, line, text in block if p == page])
                    )
            text = "\n".join(self._joined([(line, text) for _, line, text in block]) for block in entry.blocks)
            paragraphs.append(
                EditionParagraph(
                    entry.number, text, tuple(Piece(page, "\n".join(texts)) for page, texts in by_page.items())
                )
            )
        first = self.layout.first_page
        return Edition(
            tuple(paragraphs), tuple(self.asides), range(first, first + len(self.layout.pages)), self.layout.printed
        )

    def _joined(self, lines: Sequence[tuple[Line, str]]) -> str:
        """Lines as one text: a word broken at a line's end is whole again."""
        text = ""
        for _, words in lines:
            if not text:
                text = words
            elif re.search(r"\w[-‐]$", text):
                text = self._unbroken(text, words)
            else:
                text += " " + words
        return text

    def _unbroken(self, text: str, words: str) -> str:
        """Join at a hyphen: it stays where the edition writes the word so elsewhere, or where no word is broken so."""
        left, right = re.split(r"\s", text)[-1][:-1], re.split(r"\s", words)[0]
        with_hyphen, without = _word(f"{left}-{right}"), _word(left + right)
        if with_hyphen in self.words:
            stays = self.words[with_hyphen] > self.words[without]
        else:
            stays = without not in self.words and (not right[:1].islower() or not left[-1:].islower())
        return (text[:-1] + "-" if stays else text[:-1]) + words


def _word(text: str) -> str:
    return text.strip(".,;:?!()[]\"'‘’“”").lower().replace("‐", "-")


def _words(layout: Layout) -> Counter[str]:
    """Every word as it stands within a line, and so unbroken."""
    found: Counter[str] = Counter()
    for page in layout.pages:
        for line in (*page.body, *page.notes, *(line for box in page.boxes for line in box)):
            words = line.text.split()
            if words and words[-1].endswith(("-", "‐")):
                words.pop()
            found.update(_word(word) for word in words)
    return found


def _candidates(layout: Layout) -> Iterator[tuple[int, Line]]:
    for page in layout.pages:
        for line in page.body:
            if _NUMBER.fullmatch(line.text) and not _LEADERS.search(line.text):
                yield page.page.number % 2, line


def _columns(layout: Layout) -> tuple[tuple[float, float], bool]:
    """Where paragraph numbers stand on even and on odd pages, and whether they stand out to the left of the text."""
    places = [Counter[float](), Counter[float]()]
    for parity, line in _candidates(layout):
        places[parity][round(line.left)] += 1
    both = places[0] + places[1]
    if not both:
        return (0.0, 0.0), False
    columns = [min((left for left, count in own.items() if count == max(own.values())), default=0.0) for own in places]
    overall = min(left for left, count in both.items() if count == max(both.values()))
    columns = [column if sum(places[parity].values()) > 1 else overall for parity, column in enumerate(columns)]
    out = total = 0
    for page in layout.pages:
        for line in page.body:
            if abs(line.height - layout.height) < 1 and not _NUMBER.fullmatch(line.text):
                total += 1
                out += line.left > columns[page.page.number % 2] + 1.5 * _COLUMN
    return (columns[0], columns[1]), out * 2 > total


def _follows(last: str, number: str, exactly: bool) -> bool:
    """Whether a number comes next: the very next one, or (not `exactly`) one a little further on."""
    (kind, chapter, place), (new_kind, new_chapter, new_place) = paragraph_sort_key(last), paragraph_sort_key(number)
    if kind == new_kind == 0:
        return new_chapter == chapter + 1 or (not exactly and chapter < new_chapter <= chapter + 5)
    if new_kind != 1:
        return False
    if kind == 0:
        return new_place == 1
    if new_chapter == chapter:
        return new_place == place + 1 or (not exactly and place < new_place <= place + _LEAP)
    return chapter < new_chapter <= chapter + 5 and (new_place == 1 if exactly else new_place <= 3)
