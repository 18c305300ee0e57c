"""The slides that no author writes: title, agenda, a module's beginning, breaks, sources and close."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.deck import DeckSlide
from ...prose.resolve import date_words
from ..standing import deck_standing
from .runs import Paragraph, Run, bullet, plain
from .setting import Page, PageSetter
from .speaker_notes import places_in_order

MOST_NAMED = 4
"""Handouts that the closing slide names; more are counted."""


class MadePages(PageSetter):
    """Sets the slides that every deck has, and those of a session of several modules."""

    def _title(self, entry: DeckSlide) -> Iterator[Page]:
        deck, school, work = self.deck, self.kit.school, self.kit.indexed_work
        length = self.words["deck-length"].format(minutes=deck.length)
        about = deck.title if deck.stretches else deck.title[0].lower() + deck.title[1:]
        spoken = self.words["deck-note-title"].format(title=about, minutes=deck.length)
        # The agenda that follows names what a session of several modules is about.
        summary = self.words["deck-session"].format(parts=len(deck.stretches)) if deck.stretches else deck.summary
        yield self._page(entry, "title", {
            ("subTitle", 0): (plain(summary),),
            ("body", 0): (plain(f"{school.name if school else self.kit.title} · {length}"),),
            ("body", 1): (plain(f"{work.short}, {work.edition}"),) if work and work.edition else (),
        }, spoken=(plain(spoken), *self.noted.left_out()))  # fmt: skip

    def _agenda(self, entry: DeckSlide) -> Iterator[Page]:
        """What happens when: a table, its times counted from the start, since a deck does not know when that is."""
        heads = [self.words[f"deck-agenda-{name}"] for name in ("when", "what", "minutes")]
        rows = [tuple(map(plain, heads))]
        rows += [tuple(map(plain, (elapsed(s.start), s.what, str(s.minutes)))) for s in self.deck.stretches]
        alt = self.words["deck-table"].format(columns=", ".join(heads), rows=len(rows) - 1)
        yield from self._rows(entry, rows, alt, spoken=(plain(self.words["deck-note-agenda"]),))

    def _module(self, entry: DeckSlide) -> Iterator[Page]:
        spoken = (plain(self.words["deck-note-module"].format(title=entry.module.title)),)
        yield from self._flow(entry, "section", ("obj", 0), (plain(entry.module.summary),), {}, spoken=spoken)

    def _pause(self, entry: DeckSlide) -> Iterator[Page]:
        """A break, or a part without slides of its own: how long it is, and when the session goes on."""
        stretch = next(s for s in self.deck.stretches if s.start == entry.start and s.what == entry.part)
        kind = "break" if stretch.is_break else "part"
        ends = elapsed(stretch.start + stretch.minutes)
        clock = (
            plain(str(entry.minutes)),
            plain(self.words["deck-minutes" if entry.minutes != 1 else "deck-minute"], level=1),
        )
        text = (plain(self.words[f"deck-{kind}-ends"].format(time=ends)),)
        spoken = (plain(self.words[f"deck-note-{kind}"].format(what=stretch.what, time=ends)),)
        yield from self._flow(entry, "activity", ("obj", 0), text, {("body", 0): clock}, foot="", spoken=spoken)

    def _outcomes(self, entry: DeckSlide) -> Iterator[Page]:
        outcomes = tuple(bullet(outcome.text) for outcome in entry.module.outcomes)
        yield from self._flow(
            entry, "content", ("obj", 0), outcomes, {}, spoken=(plain(self.words["deck-note-outcomes"]),)
        )

    def _sources(self, entry: DeckSlide) -> Iterator[Page]:
        lines = []
        for cited in self.deck.cited:
            work = cited.work
            name = (Run(work.title, link=work.link), Run(f", {work.edition}" if work.edition else "")) if work else ()
            lines.append(
                Paragraph((*name, Run(": " + ", ".join(places_in_order(self.kit, cited.places)))), 0, "bullet")
            )
        yield from self._flow(entry, "sources", ("obj", 0), tuple(lines), {("body", 0): (plain(self._standing()),)}, foot="",
                              spoken=(plain(self.words["deck-note-sources"]),))  # fmt: skip

    def _standing(self) -> str:
        """When the sources were checked and are to be again, by whom it was read, and that it is no advice."""
        return deck_standing(self.kit, self.deck, self.words).sentences

    def _closing(self, entry: DeckSlide) -> Iterator[Page]:
        modules, school = self.deck.modules, self.kit.school
        items = sum(len(bank.items) for module in modules for bank in self.kit.banks_of(module.id))
        ids = {module.id for module in modules}
        handouts = [handout.title for handout in self.kit.handouts if ids & set(handout.modules)]
        lines = [self.words["closing-read"].format(title=module.title, minutes=module.minutes) for module in modules]
        if len(handouts) > MOST_NAMED:
            lines.append(self.words["closing-handouts-many"].format(count=len(handouts)))
        elif handouts:
            lines.append(self.words["closing-handouts"].format(titles="; ".join(handouts)))
        lines += [self.words["closing-quiz"].format(count=items)] if items else []
        who = ", ".join(filter(None, (school.senco_name, school.senco_contact))) if school else ""
        lines.append(self.words["closing-ask"].format(who=who or self.words["whom-to-ask"]))
        again = min(module.dates.review_by for module in modules)
        lines.append(self.words["closing-again"].format(date=date_words(again)))
        spoken = (plain(self.words["deck-note-closing"]),)
        yield from self._flow(entry, "closing", ("obj", 0), tuple(map(bullet, lines)), {}, foot="", spoken=spoken)


def elapsed(minutes: int) -> str:
    """Minutes as a clock that was started at nought shows them: 75 is `1:15`."""
    return f"{minutes // 60}:{minutes % 60:02d}"
