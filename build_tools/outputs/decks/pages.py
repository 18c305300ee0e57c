"""Deck → the slides as they are set: a layout, what goes into each of its placeholders, foot and notes."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from docutils import nodes

from ...model.deck import DeckSlide, citations_of
from ...model.figure import Figure, FigurePart
from ...model.finding import Finding, Severity, shorten
from ...model.item import Item
from ...model.location import Location
from ...model.module import Activity, Reflection, Scenario
from ...model.prose import diagram, line_of
from ...prose.resolve import PART_TITLES, SETTING_NAMES, join_names
from ..drawing.layout import DoesNotFit
from .diagrams import slide_drawing
from .fitting import EMU_PER_POINT, fits
from .items_shown import answer_of, choices_of, why_not_of, why_of
from .made_pages import MadePages
from .runs import BULLET, Paragraph, Run, cell_of, columns_of, paragraphs_of, plain
from .setting import Page, Paragraphs, Picture
from .speaker_notes import cite_line


class Setter(MadePages):
    """Sets a deck's slides against a template's rooms."""

    def pages(self) -> tuple[Page, ...]:
        """All slides, in order."""
        return tuple(page for entry in self.deck.slides for page in self._continued(list(self._set(entry))))

    def _set(self, entry: DeckSlide) -> Iterator[Page]:
        made = {
            "title": self._title, "agenda": self._agenda, "module": self._module, "pause": self._pause, "outcomes": self._outcomes,
            "two-columns": self._columns, "comparison": self._comparison,
            "picture": self._picture, "diagram": self._diagram, "table": self._table, "activity": self._activity,
            "scenario": self._scenario, "quiz": self._quiz, "quiz-answer": self._quiz_answer, "sources": self._sources,
            "closing": self._closing,
        }.get(entry.role, self._text)  # fmt: skip
        yield from made(entry)

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
            elif self._can_be_drawn(figure):
                yield replace(self._page(entry, "diagram", {}), figure=figure)
            else:
                self.findings.append(Finding(
                    "pages.figure-in-words", entry.location, f'The figure "{figure.id}" is too large to be drawn on this slide, so it stands there as a list.',
                    "Use fewer words in its parts, or part it in two.", Severity.WARNING))  # fmt: skip
                words = tuple(_part_in_words(part) for part in figure.parts)
                yield from self._flow(entry, "content", ("obj", 0), words, {})

    def _can_be_drawn(self, figure: Figure) -> bool:
        place = self.template.holder("diagram", ("obj", 0))
        try:
            slide_drawing(figure, place.width / EMU_PER_POINT, place.height / EMU_PER_POINT)
        except DoesNotFit:
            return False
        return True

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


def _part_in_words(part: FigurePart) -> Paragraph:
    mark = f"{part.force.mark}: " if part.force and part.force.mark else ""
    return Paragraph((Run(f"{part.label}: ", bold=True), Run(f"{mark}{part.text}")), 0, BULLET)


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
