"""What the presenter sees under a slide: the running clock, what to say, what helps, what the slide rests on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ...model.citation import Citation
from ...model.deck import CLOSE, Deck, DeckSlide, citations_of
from ...model.figure import Figure
from ...model.kit import Kit
from ...model.module import Activity, Scenario
from ...model.prose import Prose
from ...prose.resolve import PART_TITLES, View
from .runs import BULLET, Paragraph, Run, paragraphs_of, plain

Paragraphs = tuple[Paragraph, ...]
NO_BREAK = "\u00a0"
_NUMBERS = re.compile(r"(\d+)")


def places_in_order(kit: Kit, places: Iterable[Citation]) -> list[str]:
    """Cited places as they are counted: `s.9` before `s.20`, each once."""
    labels = sorted(
        dict.fromkeys(kit.label_of(citation) for citation in places),
        key=lambda label: [
            (piece.isdigit(), int(piece) if piece.isdigit() else 0, piece) for piece in _NUMBERS.split(label)
        ],
    )
    return [label.replace(" ", NO_BREAK) for label in labels]


def cite_line(kit: Kit, citations: Iterable[Citation]) -> str:
    """`Code 6.2, 6.36 · Children and Families Act 2014, s.66`, the indexed work first."""
    by_work: dict[str, list[Citation]] = {}
    for citation in citations:
        by_work.setdefault(citation.work, []).append(citation)
    named = []
    for id in sorted(by_work, key=lambda id: id != ""):
        work = kit.work(id)
        comma = "" if work is kit.indexed_work else ","
        named.append(f"{work.short if work else id}{comma} {', '.join(places_in_order(kit, by_work[id]))}")
    return " · ".join(named)


class NoteWriter:
    """Writes the notes of a deck's slides."""

    def __init__(self, kit: Kit, deck: Deck, words: Mapping[str, str], view: View):
        self.kit, self.deck, self.words, self.view = kit, deck, words, view

    def notes(self, entry: DeckSlide, spoken: Paragraphs = ()) -> Paragraphs:
        """The notes of one slide.

        Args:
            entry: the slide.
            spoken: what to say where no author wrote it.
        """
        own = self._text(entry.source.notes) if entry.source and not spoken else ()
        cites = cite_line(self.kit, citations_of(self.kit, entry))
        rests = (plain(self.words["deck-rests-on"].format(cites=cites)),) if cites else ()
        return (plain(self.clock(entry), bold=True), *spoken, *own, *self._helps(entry), *rests)

    def clock(self, entry: DeckSlide) -> str:
        """`Minute 7 to 10 of 45`."""
        if entry.minutes:
            return self.words["deck-clock"].format(
                start=entry.start, end=entry.start + entry.minutes, length=self.deck.length
            )
        return self.words["deck-clock-after" if entry.part == CLOSE else "deck-clock-before"]

    def left_out(self) -> Paragraphs:
        """The titles of what only a longer session shows."""
        if not self.deck.left_out:
            return ()
        titles = (Paragraph((Run(slide.title),), 0, BULLET) for slide in self.deck.left_out)
        return (plain(self.words["deck-left-out"], bold=True), *titles)

    def _text(self, text: Prose) -> Paragraphs:
        return paragraphs_of(text, self.kit, self.view, cites=True)

    def _helps(self, entry: DeckSlide) -> Paragraphs:
        shows = entry.shows
        made: Paragraphs = ()
        if isinstance(shows, Activity):
            made = self._text(shows.purpose)
            for role, text in (
                ("good-answers", shows.good_answers),
                ("short-of-time", shows.short_of_time),
                ("untimed", shows.untimed),
            ):
                made += self._headed(PART_TITLES[role], text)
        elif isinstance(shows, Scenario):
            made = self._headed(PART_TITLES["good-looks-like"], shows.good_looks_like)
        elif isinstance(shows, Figure):
            made = (plain(self.words["deck-in-words"], bold=True), plain(shows.text_equivalent))
        return made

    def _headed(self, heading: str, text: Prose) -> Paragraphs:
        body = self._text(text)
        return (plain(heading, bold=True), *body) if body else ()
