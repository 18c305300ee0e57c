"""What setting a slide takes, whatever it shows: its page, the places of its layout, and where a text is parted.

A slide whose text does not fit takes its layout's form for more words; where that is still too small it becomes
several. What can't be set is a finding with the source line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ...model.deck import Deck, DeckSlide, citations_of
from ...model.figure import Figure
from ...model.finding import Finding, shorten
from ...model.kit import Kit
from ...model.location import Location
from ...model.module import SETTINGS
from ...prose.resolve import View
from .fitting import EMU_PER_POINT, fits, parted
from .runs import Paragraph, plain
from .speaker_notes import NoteWriter, cite_line
from .tables import Row, column_widths, pages_of_rows
from .template import Slot, Template

Paragraphs = tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class PlacedTable:
    """A table's rows on one slide, the first the header, with its columns' widths in points and its words."""

    rows: tuple[Row, ...]
    widths: tuple[float, ...]
    alt: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture by its address in the source, with its words."""

    address: str
    alt: str
    location: Location


@dataclass(frozen=True, slots=True)
class Page:
    """One slide as it is set."""

    layout: str
    title: str
    entry: DeckSlide
    foot: str
    notes: Paragraphs
    slots: Mapping[Slot, Paragraphs] = field(default_factory=dict)
    table: PlacedTable | None = None
    figure: Figure | None = None
    picture: Picture | None = None


class PageSetter:
    """Sets a deck's slides against a template's rooms.

    Attributes:
        findings: what could not be set.
    """

    def __init__(self, kit: Kit, deck: Deck, words: Mapping[str, str], template: Template):
        settings = kit.school.settings if kit.school and set(kit.school.settings) < set(SETTINGS) else None
        self.view = View(settings=frozenset(settings) if settings else None, activities="group")
        self.kit, self.deck, self.words, self.template = kit, deck, words, template
        self.noted = NoteWriter(kit, deck, words, self.view)
        self.findings: list[Finding] = []

    def _page(self, entry: DeckSlide, layout: str, slots: Mapping[Slot, Paragraphs], foot: str | None = None,
              spoken: Paragraphs = ()) -> Page:  # fmt: skip
        foot = cite_line(self.kit, citations_of(self.kit, entry)) if foot is None else foot
        return Page(layout, entry.title, entry, foot, self.noted.notes(entry, spoken), self._placed(layout, slots))

    def _placed(self, layout: str, slots: Mapping[Slot, Paragraphs]) -> dict[Slot, Paragraphs]:
        """What the layout has a place for.

        A school's own may lack the line that names the kind of slide, which is then left out; of a title slide, all
        goes into the one place it has.
        """
        placed = {slot: text for slot, text in slots.items() if text and self.template.holds(layout, slot)}
        if layout == "title" and len(placed) < len([text for text in slots.values() if text]):
            places = [s for s in (("subTitle", 0), ("obj", 0), ("body", 0)) if self.template.holds(layout, s)]
            return {places[0]: tuple(p for text in slots.values() for p in text)} if places else {}
        return placed

    def _rows(self, entry: DeckSlide, rows: Sequence[Row], alt: str, spoken: Paragraphs = ()) -> Iterator[Page]:
        holder = self.template.holder("table", ("tbl", 0))
        across = max(map(len, rows))
        rows = [(*row, *([plain("")] * (across - len(row)))) for row in rows]
        widths = column_widths(rows, holder.width / EMU_PER_POINT)
        if widths is None:
            self._wrong(entry, "table-too-wide", f"Its table has {across} columns, and their longest words are wider than the slide.",
                        "Use fewer columns, or shorter words.")  # fmt: skip
            return
        pages = pages_of_rows(rows, widths, holder.height / EMU_PER_POINT)
        if pages is None:
            self._wrong(
                entry, "table-too-high", "One row of its table is higher than the slide.", "Use fewer words in a cell."
            )
            return
        for page in pages:
            yield replace(
                self._page(entry, "table", {}, spoken=spoken), table=PlacedTable(tuple(page), tuple(widths), alt)
            )

    # --- fitting -----------------------------------------------------------------
    def _all_fit(self, layout: str, slots: Mapping[Slot, Paragraphs]) -> bool:
        return all(fits(text, self.template.room(layout, slot)) for slot, text in slots.items())

    def _roomy(self, layout: str, slots: Mapping[Slot, Paragraphs]) -> str:
        """The layout, or its form for more words where the text needs that."""
        long = f"{layout}-long"
        return layout if self._all_fit(layout, slots) or long not in self.template.layouts else long

    def _parted(self, entry: DeckSlide, layout: str, slot: Slot, text: Sequence[Paragraph]) -> list[Paragraphs]:
        pages = parted(text, self.template.room(layout, slot))
        if pages is None:
            self._wrong(
                entry,
                "too-long",
                "One of its lines alone is longer than the slide.",
                "Shorten it, or make two slides of it.",
            )
        return pages or [()]

    def _flow(self, entry: DeckSlide, layout: str, slot: Slot, text: Paragraphs, slots: Mapping[Slot, Paragraphs],
              foot: str | None = None, spoken: Paragraphs = ()) -> Iterator[Page]:  # fmt: skip
        """One slide, or as many as the text in one of its placeholders needs."""
        slots = self._placed(layout, slots)
        layout = self._roomy(layout, {**slots, slot: text})
        for part in self._parted(entry, layout, slot, text):
            yield self._page(entry, layout, {**slots, slot: part}, foot, spoken)

    def _wrong(self, entry: DeckSlide, code: str, what: str, mend: str) -> None:
        self.findings.append(
            Finding(f"pages.{code}", entry.location, f'The slide "{shorten(entry.title)}" can\'t be set. {what}', mend)
        )
