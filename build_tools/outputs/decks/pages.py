"""Deck → the slides as they are set: a layout, what goes into each of its placeholders, foot and notes.

A slide whose text does not fit becomes several, each with its number in the title. What can't be set is a finding with
the source line.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from docutils import nodes

from ...model.deck import Deck, DeckSlide, citations_of
from ...model.figure import Figure
from ...model.finding import Finding
from ...model.interaction import (
    ChooseMany,
    ChooseOne,
    EnterNumber,
    EnterText,
    FillGaps,
    MatchPairs,
    PutInOrder,
    WriteFreely,
)  # fmt: skip
from ...model.item import Item
from ...model.kit import Kit
from ...model.module import Activity, Reflection, Scenario
from ...model.prose import Prose
from ...prose.plain import plain_text
from ...prose.resolve import SETTING_NAMES, View, date_words, join_names
from .fitting import Room, fits, parted
from .runs import Paragraph, Run, columns_of, paragraphs_of, plain

NO_CITES = View(folds=True, activities="group")


@dataclass(frozen=True, slots=True)
class Page:
    """One slide as it is set.

    Attributes:
        layout: a role of the template.
        slots: (kind of placeholder, its number among those of the kind) → paragraphs.
        table: rows of cells, the first the header; empty for none.
        figure, picture: what is drawn, and a picture's path relative to the kit with its alt text.
        foot: what stands at the foot left.
        section: the part of the deck it belongs to.
    """

    layout: str
    title: str
    slots: dict[tuple[str, int], tuple[Paragraph, ...]]
    foot: str
    notes: str
    section: str
    entry: DeckSlide
    table: tuple[tuple[Paragraph, ...], ...] = ()
    figure: Figure | None = None
    picture: tuple[str, str] | None = None


class Setter:
    """Sets a deck's slides against a template's rooms."""

    def __init__(self, kit: Kit, deck: Deck, words: dict[str, str], rooms: Callable[[str, str, int], Room]):
        self.kit, self.deck, self.words, self.rooms = kit, deck, words, rooms
        self.findings: list[Finding] = []

    def pages(self) -> tuple[Page, ...]:
        """All slides, in order."""
        return tuple(page for entry in self.deck.slides for page in self._continued(list(self._set(entry))))

    # --- notes and foot --------------------------------------------------------
    def cite_line(self, entry: DeckSlide) -> str:
        """`Code 6.2, 6.36 · Children and Families Act 2014, s.66`."""
        by_work: dict[str, list[str]] = {}
        for citation in citations_of(self.kit, entry):
            by_work.setdefault(citation.work, []).append(citation.label)
        named = []
        for work_id, labels in sorted(by_work.items(), key=lambda pair: pair[0] != ""):
            work = self.kit.work(work_id)
            short = work.short if work else work_id
            named.append(f"{short} {', '.join(labels)}" if work is self.kit.indexed_work else f"{short}, {', '.join(labels)}")
        return " · ".join(named)

    def notes(self, entry: DeckSlide, spoken: str) -> str:
        """What the presenter sees: words, clock, what it rests on."""
        if entry.minutes:
            clock = self.words["deck-clock"].format(start=entry.start, end=entry.start + entry.minutes, length=self.deck.length)
        else:
            clock = self.words["deck-no-clock"]
        cites = self.cite_line(entry)
        rests = self.words["deck-rests-on"].format(cites=cites) if cites else ""
        return "\n\n".join(filter(None, (spoken, clock, rests)))

    def _page(self, entry: DeckSlide, layout: str, slots: dict[tuple[str, int], tuple[Paragraph, ...]], foot: str | None = None,
              spoken: str | None = None, **more: object) -> Page:  # fmt: skip
        spoken = plain_text(entry.source.notes, self.kit, NO_CITES) if spoken is None and entry.source else spoken or ""
        return Page(layout, entry.title, {k: v for k, v in slots.items() if v}, self.cite_line(entry) if foot is None else foot,
                    self.notes(entry, spoken), entry.part, entry, **more)  # type: ignore[arg-type]  # fmt: skip

    # --- one slide -------------------------------------------------------------
    def _set(self, entry: DeckSlide) -> Iterator[Page]:
        made = getattr(self, "_" + entry.role.replace("-", "_"), self._content)
        yield from made(entry)

    def _title(self, entry: DeckSlide) -> Iterator[Page]:
        module, school, work = self.deck.module, self.kit.school, self.kit.indexed_work
        length = self.words["deck-length"].format(minutes=self.deck.length)
        spoken = self.words["deck-note-title"].format(title=module.title[0].lower() + module.title[1:], minutes=self.deck.length)
        yield self._page(entry, "title", {
            ("subTitle", 0): (plain(module.summary),),
            ("body", 0): (plain(f"{school.name if school else self.kit.title} · {length}"),),
            ("body", 1): (plain(f"{work.short}: {work.edition}" if work and work.edition else ""),),
        }, spoken=spoken)  # fmt: skip

    def _outcomes(self, entry: DeckSlide) -> Iterator[Page]:
        outcomes = tuple(plain(outcome.text) for outcome in self.deck.module.outcomes)
        yield from self._flow(entry, "content", "obj", outcomes, {}, spoken=self.words["deck-note-outcomes"])

    def _content(self, entry: DeckSlide) -> Iterator[Page]:
        layout = entry.role if entry.role in ("section", "discussion", "key-points") else "content"
        assert entry.source is not None
        text = paragraphs_of(entry.source.body, self.kit)
        if isinstance(entry.shows, Reflection):
            text += paragraphs_of(entry.shows.prompt, self.kit)
        yield from self._flow(entry, layout, "obj", text, {})

    def _two_columns(self, entry: DeckSlide) -> Iterator[Page]:
        assert entry.source is not None
        columns = columns_of(entry.source.body, self.kit)
        left, right = columns[0], tuple(p for column in columns[1:] for p in column)
        self._must_fit(entry, "two-columns", "obj", 0, left)
        self._must_fit(entry, "two-columns", "obj", 1, right)
        yield self._page(entry, "two-columns", {("obj", 0): left, ("obj", 1): right})

    def _comparison(self, entry: DeckSlide) -> Iterator[Page]:
        assert entry.source is not None
        columns = [*columns_of(entry.source.body, self.kit), (), ()][:2]
        slots: dict[tuple[str, int], tuple[Paragraph, ...]] = {}
        for number, column in enumerate(columns):
            slots["body", number], slots["obj", number] = column[:1], column[1:]
            self._must_fit(entry, "comparison", "obj", number, column[1:])
        yield self._page(entry, "comparison", slots)

    def _picture(self, entry: DeckSlide) -> Iterator[Page]:
        assert entry.source is not None
        image = next(iter(entry.source.body.find(nodes.image)), None)
        text = paragraphs_of(entry.source.body, self.kit)
        self._must_fit(entry, "picture", "obj", 0, text)
        picture = (str(image["uri"]), str(image.get("alt", ""))) if image is not None else None
        yield self._page(entry, "picture" if picture else "content", {("obj", 0): text}, picture=picture)

    def _diagram(self, entry: DeckSlide) -> Iterator[Page]:
        if isinstance(entry.shows, Figure):
            yield self._page(entry, "diagram", {}, figure=entry.shows)
        else:
            yield from self._content(entry)

    def _table(self, entry: DeckSlide) -> Iterator[Page]:
        assert entry.source is not None
        table = next(iter(entry.source.body.find(nodes.table)), None)
        if table is None:
            yield from self._content(entry)
            return
        rows = []
        for row in table.findall(nodes.row):
            cells = [paragraphs_of(cell.children, self.kit) for cell in row.children]  # type: ignore[attr-defined]
            rows.append(tuple(Paragraph(tuple(r for p in cell for r in p.runs)) for cell in cells))
        yield self._page(entry, "table", {}, table=tuple(rows))

    def _activity(self, entry: DeckSlide) -> Iterator[Page]:
        shows = entry.shows
        if not isinstance(shows, Activity):
            yield from self._content(entry)
            return
        steps = tuple(replace(p, number=p.number) for p in paragraphs_of(shows.steps, self.kit))
        kicker = plain(self.words["deck-kicker-activity"].format(grouping=shows.grouping))
        minutes = (plain(str(shows.minutes)), plain(self.words["deck-minutes" if shows.minutes != 1 else "deck-minute"], level=1))
        need = self.words["deck-materials"].format(materials=join_names(shows.materials)) if shows.materials else ""
        foot = " · ".join(filter(None, (need, self.cite_line(entry))))
        layout = "activity" if fits(steps, self.rooms("activity", "obj", 0)) else "activity-long"
        yield from self._flow(entry, layout, "obj", steps, {("subTitle", 0): (kicker,), ("body", 0): minutes}, foot=foot)

    def _scenario(self, entry: DeckSlide) -> Iterator[Page]:
        shows = entry.shows
        if not isinstance(shows, Scenario):
            yield from self._content(entry)
            return
        where = " · ".join(filter(None, ("Scenario", SETTING_NAMES.get(shows.setting, ""), shows.phase)))
        prompts = paragraphs_of(shows.prompts, self.kit)
        self._must_fit(entry, "scenario", "obj", 1, prompts)
        yield from self._flow(entry, "scenario", "obj", paragraphs_of(shows.story, self.kit),
                              {("subTitle", 0): (plain(where),), ("obj", 1): prompts})  # fmt: skip

    def _quiz(self, entry: DeckSlide) -> Iterator[Page]:
        if not isinstance(entry.shows, Item):
            yield from self._content(entry)
            return
        stem = paragraphs_of(entry.shows.stem, self.kit)
        self._must_fit(entry, "quiz", "body", 0, stem)
        yield from self._flow(entry, "quiz", "obj", self._choices(entry.shows),
                              {("subTitle", 0): (plain(self.words["deck-kicker-quiz"]),), ("body", 0): stem})  # fmt: skip

    def _quiz_answer(self, entry: DeckSlide) -> Iterator[Page]:
        item = entry.shows
        assert isinstance(item, Item)
        answer, why = self._answer(item)
        self._must_fit(entry, "quiz-answer", "body", 0, answer)
        spoken = "\n\n".join([self.words["deck-note-answer"], *self._why_not(item)])
        yield from self._flow(entry, "quiz-answer", "obj", why, {("subTitle", 0): (plain(self.words["deck-kicker-answer"]),), ("body", 0): answer},
                              spoken=spoken)  # fmt: skip

    def _sources(self, entry: DeckSlide) -> Iterator[Page]:
        lines = []
        for cited in self.deck.cited:
            work = cited.work
            name = ", ".join(filter(None, (work.title, work.edition))) if work else ""
            lines.append(Paragraph((Run(name + ": "), Run(", ".join(c.label for c in cited.places)))))
        dates = self.deck.module.dates
        due = self.words["overdue" if dates.review_by < self.kit.as_of else "check-again"].format(date=date_words(dates.review_by))
        reviewed = (self.words["reviewed"].format(name=dates.reviewed_by, date=date_words(dates.reviewed))
                    if dates.reviewed and dates.reviewed_by else self.words["not-reviewed"])  # fmt: skip
        standing = f"{self.words['sources-checked'].format(date=date_words(self.deck.checked))}. {due}. {self.words['not-advice']}. {reviewed}."
        yield from self._flow(entry, "sources", "obj", tuple(lines), {("body", 0): (plain(standing),)}, foot="",
                              spoken=self.words["deck-note-sources"])  # fmt: skip

    def _closing(self, entry: DeckSlide) -> Iterator[Page]:
        module, school = self.deck.module, self.kit.school
        count = sum(len(bank.items) for bank in self.kit.banks_of(module.id))
        lines = [self.words["closing-read"].format(title=module.title, minutes=module.minutes)]
        lines += [self.words["closing-quiz"].format(count=count)] if count else []
        lines.append(self.words["closing-ask"].format(who=(school.senco_name if school else "") or self.words["whom-to-ask"]))
        lines.append(self.words["closing-again"].format(date=date_words(module.dates.review_by)))
        yield self._page(entry, "closing", {("obj", 0): tuple(map(plain, lines))}, spoken=self.words["deck-note-closing"])

    # --- items -----------------------------------------------------------------
    def _choices(self, item: Item) -> tuple[Paragraph, ...]:
        shown = item.interaction
        if isinstance(shown, (ChooseOne, ChooseMany)):
            return tuple(self._lettered(number, option.text) for number, option in enumerate(shown.options))
        if isinstance(shown, MatchPairs):
            return tuple(self._lettered(number, pair.left) for number, pair in enumerate(shown.pairs))
        if isinstance(shown, PutInOrder):
            entries = sorted(shown.entries, key=lambda e: e.text.text.lower())
            return tuple(self._lettered(number, e.text) for number, e in enumerate(entries))
        if isinstance(shown, FillGaps):
            return paragraphs_of(shown.text, self.kit)
        return ()

    def _lettered(self, number: int, text: Prose) -> Paragraph:
        runs = [run for p in paragraphs_of(text, self.kit) for run in p.runs]
        return Paragraph((Run(f"{chr(ord('A') + number)}  ", True), *runs))

    def _answer(self, item: Item) -> tuple[tuple[Paragraph, ...], tuple[Paragraph, ...]]:
        shown = item.interaction
        right = paragraphs_of(item.feedback.right, self.kit)
        if isinstance(shown, (ChooseOne, ChooseMany)):
            keys = [(number, option) for number, option in enumerate(shown.options) if option.key]
            why = tuple(p for _, option in keys for p in paragraphs_of(option.feedback, self.kit))
            return tuple(self._lettered(number, option.text) for number, option in keys), why or right
        match shown:
            case EnterNumber(value=value, unit=unit):
                answer: tuple[Paragraph, ...] = (plain(f"{value} {unit}".strip()),)
            case EnterText(accepted=accepted):
                answer = (plain(accepted[0]),)
            case MatchPairs(pairs=pairs):
                answer = tuple(plain(f"{p.left.text}: {p.right.text}") for p in pairs)
            case PutInOrder(entries=entries):
                answer = (plain("; ".join(f"{n}. {e.text.text}" for n, e in enumerate(entries, 1))),)
            case FillGaps(gaps=gaps):
                answer = (plain("; ".join(g.accepted[0] if g.accepted else next(o.text.text for o in g.options if o.key) for g in gaps)),)
            case WriteFreely(model_answer=model):
                answer = paragraphs_of(model, self.kit)
        return answer, right or paragraphs_of(item.feedback.wrong, self.kit)

    def _why_not(self, item: Item) -> list[str]:
        if not isinstance(item.interaction, (ChooseOne, ChooseMany)):
            return []
        return [
            self.words["deck-wrong"].format(option=option.text.text, feedback=plain_text(option.feedback, self.kit))
            for option in item.interaction.options if not option.key
        ]  # fmt: skip

    # --- fitting ---------------------------------------------------------------
    def _flow(self, entry: DeckSlide, layout: str, kind: str, text: Sequence[Paragraph],
              slots: dict[tuple[str, int], tuple[Paragraph, ...]], **more: str) -> Iterator[Page]:  # fmt: skip
        pages = parted(text, self.rooms(layout, kind, 0))
        if pages is None:
            self._too_long(entry, "One of its lines alone is longer than the slide.")
            pages = []
        for part in pages or [()]:
            yield self._page(entry, layout, {**slots, (kind, 0): tuple(part)}, **more)

    def _must_fit(self, entry: DeckSlide, layout: str, kind: str, number: int, text: Sequence[Paragraph]) -> None:
        if not fits(text, self.rooms(layout, kind, number)):
            self._too_long(entry, f"Its text does not fit the {layout} layout, and can't be continued there.")

    def _too_long(self, entry: DeckSlide, what: str) -> None:
        self.findings.append(Finding("deck.does-not-fit", entry.location, f'The slide "{entry.title[:60]}" is too full. {what}',
                                     "Shorten it, or make two slides of it."))  # fmt: skip

    def _continued(self, pages: list[Page]) -> Iterator[Page]:
        title_room = self.rooms(pages[0].layout, "title", 0)
        for number, page in enumerate(pages, 1):
            title = page.title if len(pages) == 1 else self.words["deck-continued"].format(title=page.title, number=number, total=len(pages))
            if not fits([plain(title)], title_room):
                self.findings.append(Finding("deck.title-too-long", page.entry.location, f'The title "{title[:60]}" takes more than its two lines.',
                                             "Say the point in fewer words."))  # fmt: skip
            yield replace(page, title=title)


def sections_of(pages: Sequence[Page]) -> list[tuple[str, int]]:
    """Name and number of slides of each section, in order; a name that comes again gets a number."""
    seen: dict[str, int] = {}
    made = []
    for name, group in itertools.groupby(pages, key=lambda page: page.section):
        seen[name] = seen.get(name, 0) + 1
        made.append((name if seen[name] == 1 else f"{name} ({seen[name]})", len(list(group))))
    return made
