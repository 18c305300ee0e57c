"""Deck → the slides as they are set: a layout, what goes into each of its placeholders, foot and notes.

A slide whose text does not fit takes its layout's form for more words; where that is still too small it becomes
several, each with its number in the title. What can't be set is a finding with the source line.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from docutils import nodes

from ...model.deck import Deck, DeckSlide, citations_of
from ...model.figure import Figure
from ...model.finding import Finding, shorten
from ...model.item import Item
from ...model.kit import Kit
from ...model.location import Location
from ...model.module import SETTINGS, Activity, Reflection, Scenario
from ...model.prose import diagram, line_of
from ...prose.resolve import PART_TITLES, SETTING_NAMES, View, date_words, join_names
from .fitting import EMU_PER_POINT, fits, parted
from .items_shown import answer_of, choices_of, why_not_of, why_of
from .runs import Paragraph, Run, bullet, cell_of, columns_of, paragraphs_of, plain
from .speaker_notes import NoteWriter, cite_line, places_in_order
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


class Setter:
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

    def pages(self) -> tuple[Page, ...]:
        """All slides, in order."""
        return tuple(page for entry in self.deck.slides for page in self._continued(list(self._set(entry))))

    def _set(self, entry: DeckSlide) -> Iterator[Page]:
        made = {
            "title": self._title, "outcomes": self._outcomes, "two-columns": self._columns, "comparison": self._comparison,
            "picture": self._picture, "diagram": self._diagram, "table": self._table, "activity": self._activity,
            "scenario": self._scenario, "quiz": self._quiz, "quiz-answer": self._quiz_answer, "sources": self._sources,
            "closing": self._closing,
        }.get(entry.role, self._text)  # fmt: skip
        yield from made(entry)

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

    # --- slides of text ----------------------------------------------------------
    def _text(self, entry: DeckSlide) -> Iterator[Page]:
        """A list, as a rule; a table, figure or picture in it has the slide after it to itself."""
        assert entry.source is not None
        layout = entry.role if entry.role in ("section", "discussion", "key-points") else "content"
        text = paragraphs_of(entry.source.body, self.kit, self.view)
        if isinstance(entry.shows, Reflection):
            text += paragraphs_of(entry.shows.prompt, self.kit, self.view)
        kicker = self.words.get(f"deck-kicker-{layout}", "")
        others = [*self._tables(entry), *self._figures(entry), *self._pictures(entry, ())]
        if text or not others:
            yield from self._flow(
                entry, layout, ("obj", 0), text, {("subTitle", 0): (plain(kicker),)} if kicker else {}
            )
        yield from others

    def _columns(self, entry: DeckSlide) -> Iterator[Page]:
        assert entry.source is not None
        columns = columns_of(entry.source.body, self.kit, self.view)
        if len(columns) != 2:
            self._wrong(entry, "two-columns", f"It has {len(columns)} columns.", "Part two columns with one line +++.")
        sides = [self._parted(entry, "two-columns", ("obj", n), column) for n, column in enumerate(columns[:2])]
        for left, right in itertools.zip_longest(*(sides if len(sides) == 2 else [sides[0], []]), fillvalue=()):
            yield self._page(entry, "two-columns", {("obj", 0): left, ("obj", 1): right})

    def _comparison(self, entry: DeckSlide) -> Iterator[Page]:
        assert entry.source is not None
        columns = columns_of(entry.source.body, self.kit, self.view)
        if len(columns) != 2 or any(len(column) < 2 for column in columns):
            self._wrong(entry, "comparison", "A comparison needs two columns, each with a heading and what stands under it.",
                        "Write a line of its own above each list, and +++ between the two.")  # fmt: skip
            return
        (one, *left), (two, *right) = columns
        sides = [self._parted(entry, "comparison", ("obj", n), side) for n, side in enumerate((left, right))]
        for left_part, right_part in itertools.zip_longest(*sides, fillvalue=()):
            yield self._page(entry, "comparison", {("body", 0): (_unmarked(one),), ("obj", 0): left_part,
                                                   ("body", 1): (_unmarked(two),), ("obj", 1): right_part})  # fmt: skip

    # --- pictures, figures, tables -------------------------------------------------
    def _picture(self, entry: DeckSlide) -> Iterator[Page]:
        assert entry.source is not None
        yield from self._pictures(entry, paragraphs_of(entry.source.body, self.kit, self.view))

    def _pictures(self, entry: DeckSlide, text: Paragraphs) -> Iterator[Page]:
        images = entry.source.body.find(nodes.image) if entry.source else []
        for number, image in enumerate(images):
            at = Location(entry.location.path, line_of(image, entry.location.line))
            page = self._page(entry, "picture", {("obj", 0): text} if number == 0 else {})
            yield replace(page, picture=Picture(str(image["uri"]), str(image.get("alt", "")), at))
        if not images and text:
            yield from self._flow(entry, "content", ("obj", 0), text, {})

    def _diagram(self, entry: DeckSlide) -> Iterator[Page]:
        text = paragraphs_of(entry.source.body, self.kit, self.view) if entry.source else ()
        if text:
            yield from self._flow(entry, "content", ("obj", 0), text, {})
        yield from self._figures(entry)

    def _figures(self, entry: DeckSlide) -> Iterator[Page]:
        named = [entry.shows] if isinstance(entry.shows, Figure) else []
        inside = [self.kit.figure(node["figure"]) for node in entry.source.body.find(diagram)] if entry.source else []
        for figure in (*named, *inside):
            if figure is None:
                continue
            if figure.kind == "matrix":
                # A table on a slide: it can be read cell by cell, and goes on to the next slide where it is long.
                rows = [tuple(map(plain, ("", *figure.columns)))]
                rows += [tuple(map(plain, (row.label, *row.cells))) for row in figure.rows]
                yield from self._rows(entry, rows, figure.text_equivalent)
            else:
                yield replace(self._page(entry, "diagram", {}), figure=figure)

    def _table(self, entry: DeckSlide) -> Iterator[Page]:
        text = paragraphs_of(entry.source.body, self.kit, self.view) if entry.source else ()
        if text:
            yield from self._flow(entry, "content", ("obj", 0), text, {})
        yield from self._tables(entry)

    def _tables(self, entry: DeckSlide) -> Iterator[Page]:
        for table in entry.source.body.find(nodes.table) if entry.source else []:
            rows = [
                tuple(cell_of(cell, self.kit, self.view) for cell in row.children) for row in table.findall(nodes.row)
            ]
            columns = ", ".join(cell.text for cell in rows[0] if cell.text)
            yield from self._rows(entry, rows, self.words["deck-table"].format(columns=columns, rows=len(rows) - 1))

    def _rows(self, entry: DeckSlide, rows: Sequence[Row], alt: str) -> Iterator[Page]:
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
            yield replace(self._page(entry, "table", {}), table=PlacedTable(tuple(page), tuple(widths), alt))

    # --- activities, scenarios, items ----------------------------------------------
    def _activity(self, entry: DeckSlide) -> Iterator[Page]:
        shows = entry.shows
        if not isinstance(shows, Activity):
            yield from self._text(entry)
            return
        kicker = self.words["deck-kicker-activity"].format(grouping=shows.grouping)
        foot = cite_line(self.kit, citations_of(self.kit, entry))
        if shows.materials:
            need = self.words["deck-materials"].format(materials=join_names(shows.materials))
            both = f"{kicker} · {need[0].lower()}{need[1:]}"
            if not self.template.holds("activity", ("subTitle", 0)):
                foot = " · ".join(filter(None, (both, foot)))
            elif fits([plain(both)], self.template.room("activity", ("subTitle", 0))):
                kicker = both
            else:
                foot = " · ".join(filter(None, (need, foot)))
        clock = (
            plain(str(shows.minutes)),
            plain(self.words["deck-minutes" if shows.minutes != 1 else "deck-minute"], level=1),
        )
        steps = (
            (*paragraphs_of(entry.source.body, self.kit, self.view), *paragraphs_of(shows.steps, self.kit, self.view))
            if entry.source
            else ()
        )
        yield from self._flow(
            entry, "activity", ("obj", 0), steps, {("subTitle", 0): (plain(kicker),), ("body", 0): clock}, foot=foot
        )

    def _scenario(self, entry: DeckSlide) -> Iterator[Page]:
        shows = entry.shows
        if not isinstance(shows, Scenario):
            yield from self._text(entry)
            return
        where = " · ".join(
            filter(None, (self.words["deck-kicker-scenario"], SETTING_NAMES.get(shows.setting, ""), shows.phase))
        )
        kicker = {("subTitle", 0): (plain(where),)}
        story = paragraphs_of(shows.story, self.kit, self.view)
        prompts = paragraphs_of(shows.prompts, self.kit, self.view)
        panel = (plain(PART_TITLES["prompts"], bold=True), *prompts)
        both = {("obj", 0): story, ("obj", 1): panel}
        layout = self._roomy("scenario", both)
        if self._all_fit(layout, both):
            yield self._page(entry, layout, {**kicker, **both})
            return
        yield from self._flow(entry, "content", ("obj", 0), story, {})
        yield from self._flow(entry, "discussion", ("obj", 0), prompts, kicker)

    def _quiz(self, entry: DeckSlide) -> Iterator[Page]:
        item = entry.shows
        if not isinstance(item, Item):
            yield from self._text(entry)
            return
        stem = paragraphs_of(item.stem, self.kit, self.view)
        slots = {("subTitle", 0): (plain(self.words["deck-kicker-quiz"]),), ("body", 0): stem}
        yield from self._flow(entry, "quiz", ("obj", 0), choices_of(item, self.kit, self.words), slots)

    def _quiz_answer(self, entry: DeckSlide) -> Iterator[Page]:
        item = entry.shows
        assert isinstance(item, Item)
        slots = {("subTitle", 0): (plain(self.words["deck-kicker-answer"]),), ("body", 0): answer_of(item, self.kit)}
        spoken = (plain(self.words["deck-note-answer"]), *why_not_of(item, self.kit, self.words))
        yield from self._flow(entry, "quiz-answer", ("obj", 0), why_of(item, self.kit), slots, spoken=spoken)

    # --- slides that no author writes ------------------------------------------------
    def _title(self, entry: DeckSlide) -> Iterator[Page]:
        module, school, work = self.deck.module, self.kit.school, self.kit.indexed_work
        length = self.words["deck-length"].format(minutes=self.deck.length)
        spoken = self.words["deck-note-title"].format(
            title=module.title[0].lower() + module.title[1:], minutes=self.deck.length
        )
        yield self._page(entry, "title", {
            ("subTitle", 0): (plain(module.summary),),
            ("body", 0): (plain(f"{school.name if school else self.kit.title} · {length}"),),
            ("body", 1): (plain(f"{work.short}, {work.edition}"),) if work and work.edition else (),
        }, spoken=(plain(spoken), *self.noted.left_out()))  # fmt: skip

    def _outcomes(self, entry: DeckSlide) -> Iterator[Page]:
        outcomes = tuple(bullet(outcome.text) for outcome in self.deck.module.outcomes)
        yield from self._flow(
            entry, "content", ("obj", 0), outcomes, {}, spoken=(plain(self.words["deck-note-outcomes"]),)
        )

    def _sources(self, entry: DeckSlide) -> Iterator[Page]:
        lines = []
        for cited in self.deck.cited:
            work = cited.work
            name = (Run(work.title, link=work.link), Run(f", {work.edition}" if work.edition else "")) if work else ()
            lines.append(Paragraph((*name, Run(": " + ", ".join(places_in_order(cited.places)))), 0, "bullet"))
        dates = self.deck.module.dates
        due = self.words["overdue" if dates.review_by < self.kit.as_of else "check-again"].format(
            date=date_words(dates.review_by)
        )
        read = (self.words["reviewed"].format(name=dates.reviewed_by, date=date_words(dates.reviewed))
                if dates.reviewed and dates.reviewed_by else self.words["not-reviewed"])  # fmt: skip
        checked = self.words["sources-checked"].format(date=date_words(self.deck.checked))
        standing = plain(f"{checked}. {due}. {self.words['not-advice']}. {read}.")
        yield from self._flow(entry, "sources", ("obj", 0), tuple(lines), {("body", 0): (standing,)}, foot="",
                              spoken=(plain(self.words["deck-note-sources"]),))  # fmt: skip

    def _closing(self, entry: DeckSlide) -> Iterator[Page]:
        module, school = self.deck.module, self.kit.school
        items = sum(len(bank.items) for bank in self.kit.banks_of(module.id))
        handouts = [handout.title for handout in self.kit.handouts if module.id in handout.modules]
        lines = [self.words["closing-read"].format(title=module.title, minutes=module.minutes)]
        lines += [self.words["closing-handouts"].format(titles="; ".join(handouts))] if handouts else []
        lines += [self.words["closing-quiz"].format(count=items)] if items else []
        who = ", ".join(filter(None, (school.senco_name, school.senco_contact))) if school else ""
        lines.append(self.words["closing-ask"].format(who=who or self.words["whom-to-ask"]))
        lines.append(self.words["closing-again"].format(date=date_words(module.dates.review_by)))
        yield from self._flow(
            entry,
            "closing",
            ("obj", 0),
            tuple(map(bullet, lines)),
            {},
            foot="",
            spoken=(plain(self.words["deck-note-closing"]),),
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

    def _continued(self, pages: list[Page]) -> Iterator[Page]:
        for number, page in enumerate(pages, 1):
            title = (
                page.title
                if len(pages) == 1
                else self.words["deck-continued"].format(title=page.title, number=number, total=len(pages))
            )
            if not fits([plain(title)], self.template.room(page.layout, ("title", 0))):
                self._wrong(
                    page.entry,
                    "title-too-long",
                    f'Its title, "{shorten(title)}", takes more than its two lines.',
                    "Say the point in fewer words.",
                )
            for slot, text in page.slots.items():
                if not fits(text, self.template.room(page.layout, slot)):
                    self._wrong(
                        page.entry,
                        "too-long",
                        f'"{shorten(text[0].text)}" takes more room than its place on the {page.layout} slide has.',
                        "Shorten it.",
                    )
            yield replace(page, title=title)

    def _wrong(self, entry: DeckSlide, code: str, what: str, mend: str) -> None:
        self.findings.append(
            Finding(f"pages.{code}", entry.location, f'The slide "{shorten(entry.title)}" can\'t be set. {what}', mend)
        )


def _unmarked(paragraph: Paragraph) -> Paragraph:
    return Paragraph(tuple(replace(run, bold=False) for run in paragraph.runs))


def sections_of(pages: Sequence[Page]) -> list[tuple[str, int]]:
    """Name and number of slides of each section, in order; a name that comes again gets a number."""
    seen: dict[str, int] = {}
    made = []
    for name, group in itertools.groupby(pages, key=lambda page: page.entry.part):
        seen[name] = seen.get(name, 0) + 1
        made.append((name if seen[name] == 1 else f"{name} ({seen[name]})", len(list(group))))
    return made
