"""What every output says of itself, said once so that it is the same in each format.

When its sources were checked and are due again, who has reviewed it, whose words it quotes, up to when news was seen,
and that it is no advice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date

from ..model import prose
from ..model.citation import Citation
from ..model.deck import Deck, prose_of
from ..model.handout import Handout
from ..model.item import Bank, Item
from ..model.kit import Kit
from ..model.module import Dates, Module
from ..model.prose import Prose
from ..model.reference import Fact, Status, Work
from ..prose.resolve import date_words, join_names


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an output stands.

    Attributes:
        words: the standing words of the kit, by name.
        checked: the oldest day on which anything it says was held against its source.
        again: the day by which that is due again.
        overdue: whether that day has passed when the output is made.
        readers: (name, day) of who reviewed each text it is made from; an empty name where nobody has.
        quoted: works whose words it quotes.
        edition: the work that bare paragraph numbers cite, with its edition.
        news_seen: up to when news was looked at, where it speaks of what is only proposed.
    """

    words: Mapping[str, str]
    checked: date
    again: date
    overdue: bool
    readers: frozenset[tuple[str, date | None]]
    quoted: tuple[Work, ...]
    edition: str
    news_seen: date | None

    @property
    def sources_checked(self) -> str:
        """`Sources checked on 25 November 2026`."""
        return self.words["sources-checked"].format(date=date_words(self.checked))

    @property
    def due(self) -> str:
        """`Check again by 1 September 2027`, or that this is overdue."""
        return self.words["overdue" if self.overdue else "check-again"].format(date=date_words(self.again))

    @property
    def reviewed(self) -> str:
        """Who has reviewed it and when, or that nobody has: one text not reviewed, and the whole is not."""
        days = [day for name, day in self.readers if name and day]
        if not days or len(days) < len(self.readers):
            return self.words["not-reviewed"]
        names = join_names(tuple(sorted({name for name, _ in self.readers})))
        return self.words["reviewed"].format(name=names, date=date_words(min(days)))

    @property
    def news(self) -> str:
        """Up to when news was seen; empty where nothing that is only proposed is told."""
        return self.words["news-seen"].format(date=date_words(self.news_seen)) if self.news_seen else ""

    @property
    def not_advice(self) -> str:
        """That it is training material and no legal advice."""
        return self.words["not-advice"]

    @property
    def attributions(self) -> tuple[str, ...]:
        """The line each quoted work's licence asks for."""
        return tuple(dict.fromkeys(work.attribution for work in self.quoted if work.attribution))

    @property
    def short(self) -> tuple[str, ...]:
        """What stands on every page: the check, the edition, no advice."""
        return tuple(filter(None, (self.sources_checked, self.edition, self.not_advice)))

    @property
    def long(self) -> tuple[str, ...]:
        """All of it, a sentence each without its full stop, the attributions apart."""
        return tuple(filter(None, (*self.short, self.due, self.reviewed, self.news)))

    def closing(self, report: str = "") -> tuple[str, ...]:
        """What stands at the end of a sheet: when it is due, who read it, whom to tell of errors, whose words."""
        return (". ".join(filter(None, (self.due, self.reviewed, self.news, report))) + ".", *self.attributions)

    @property
    def sentences(self) -> str:
        """All of it as running text, attributions last."""
        return " ".join((". ".join(self.long) + ".", *self.attributions))


def handout_standing(kit: Kit, handout: Handout, words: Mapping[str, str]) -> Standing:
    """Where a handout stands."""
    return _standing(kit, words, [handout.dates], [handout.body])


def bank_standing(kit: Kit, bank: Bank, words: Mapping[str, str]) -> Standing:
    """Where a quiz stands: its items have the dates of the module they belong to."""
    module = kit.module(bank.module)
    dates = [module.dates] if module is not None else []
    facts = [id for item in bank.items for id in item.facts]
    return _standing(kit, words, dates, [text for item in bank.items for text in texts_of(item)], facts)


def module_standing(kit: Kit, module: Module, words: Mapping[str, str]) -> Standing:
    """Where a module's page in the book stands; its quizzes stand in it."""
    banks = kit.banks_of(module.id)
    items = [item for bank in banks for item in bank.items]
    facts = [id for item in items for id in item.facts]
    return _standing(
        kit, words, [module.dates], [module.body, *(text for item in items for text in texts_of(item))], facts
    )


def deck_standing(kit: Kit, deck: Deck, words: Mapping[str, str]) -> Standing:
    """Where a deck stands."""
    items = [entry.shows for entry in deck.slides if isinstance(entry.shows, Item)]
    notes = [entry.source.notes for entry in deck.slides if entry.source is not None]
    texts = [text for entry in deck.slides for text in prose_of(entry)]
    facts = [id for item in items for id in item.facts]
    works = [entry.work.checked for entry in deck.cited if entry.work and entry.work.checked]
    found = _standing(kit, words, [module.dates for module in deck.modules], [*texts, *notes], facts)
    return _older(found, works)


def facts_in(kit: Kit, texts: Iterable[Prose]) -> tuple[Fact, ...]:
    """The facts that texts print, each once, in order of first use."""
    ids: list[str] = []
    for text in texts:
        for node in text.find(prose.fact_ref, prose.handout_block):
            ids += [node["fact"]] if isinstance(node, prose.fact_ref) else [id for id, _ in node["ids_listed"]]
    return tuple(fact for fact in (kit.fact(id) for id in dict.fromkeys(ids)) if fact is not None)


def texts_of(record: object) -> Iterator[Prose]:
    """Every text that an item, or a part of one, holds."""
    if isinstance(record, Prose):
        yield record
    elif isinstance(record, tuple):
        for part in record:
            yield from texts_of(part)
    elif is_dataclass(record) and not isinstance(record, Citation):
        for field in fields(record):
            yield from texts_of(getattr(record, field.name))


def _standing(kit: Kit, words: Mapping[str, str], dates: Iterable[Dates], texts: Iterable[Prose],
              facts: Iterable[str] = ()) -> Standing:  # fmt: skip
    dates, texts = list(dates), list(texts)
    named = [fact for fact in map(kit.fact, dict.fromkeys(facts)) if fact is not None]
    told = dict.fromkeys((*facts_in(kit, texts), *named))
    quoted = {citation.work for text in texts for node in text.find(prose.code_quote) for citation in node["cite"]}
    works = [work for work in map(kit.work, sorted(quoted)) if work is not None]
    work = kit.indexed_work
    again = min((one.review_by for one in dates), default=kit.as_of)
    return Standing(
        words,
        min((*(one.checked for one in dates), *(fact.checked for fact in told)), default=kit.as_of),
        again, again < kit.as_of, frozenset((one.reviewed_by, one.reviewed) for one in dates),
        tuple(dict.fromkeys(works)),
        f"{work.short}: {work.edition}" if work is not None and work.edition else work.title if work is not None else "",
        kit.news_seen if any(fact.status is Status.PROPOSED for fact in told) else None,
    )  # fmt: skip


def _older(standing: Standing, days: Iterable[date]) -> Standing:
    return replace(standing, checked=min((standing.checked, *days)))
