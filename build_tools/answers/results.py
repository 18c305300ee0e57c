"""Sheets → marks, and what they say of the quiz: each item, each outcome, each cited place.

Marks are those of `build_tools.marking`. Here they are counted: how many, what share, which wrong answer came most.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..marking.mark_answer import BankMark, SittingMarker, feedback_of, is_marked
from ..model.interaction import ChooseMany, ChooseOne
from ..model.item import Bank, Item
from ..model.kit import Kit
from ..outputs.quizzes.shown import one_line
from ..outputs.quizzes.versions import response_of
from .sheet import Answers, Sheet

LEAST_TO_DISCRIMINATE = 9
"""People below whom nothing can be said of how an item parts those who know from those who do not."""


@dataclass(frozen=True, slots=True)
class Marked:
    """One person's sheet with its marks: None where the version is not known. `doubts` are (item number, words)."""

    sheet: Sheet
    mark: BankMark | None
    responses: dict[str, object]
    doubts: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class ItemResult:
    """What came of one item.

    Attributes:
        answered, right: how many answered, and earned the full mark.
        share: of the full mark, on average of all who were marked; None where the item earns none.
        wrong: the commonest wrong option in words, how many chose it, and what its feedback says.
        discrimination: share of the upper third less that of the lower, by the rest of the quiz; None under nine.
    """

    number: int
    item: Item
    answered: int
    right: int
    share: Fraction | None
    wrong: tuple[str, int, str] | None
    discrimination: Fraction | None


@dataclass(frozen=True, slots=True)
class GroupResult:
    """The share earned of all points of an outcome or a cited place, over all who were marked."""

    name: str
    items: int
    share: Fraction


@dataclass(frozen=True, slots=True)
class Results:
    """All that is known of one file of answers."""

    bank: Bank
    people: tuple[Marked, ...]
    items: tuple[ItemResult, ...]
    outcomes: tuple[GroupResult, ...]
    places: tuple[GroupResult, ...]
    problems: tuple[str, ...]

    @property
    def marked(self) -> tuple[Marked, ...]:
        """Those whose sheet could be marked."""
        return tuple(person for person in self.people if person.mark is not None)


def mark_answers(kit: Kit, bank: Bank, answers: Answers) -> Results:
    """Mark every sheet of a file."""
    marker = SittingMarker(bank)
    numbers = {item.id: number for number, item in enumerate(marker.items, 1)}
    people = tuple(_marked(sheet, marker, numbers) for sheet in answers.sheets)
    done = [person for person in people if person.mark is not None]
    module = kit.module(bank.module)
    names = {outcome.id: outcome.text for outcome in module.outcomes} if module else {}
    items = tuple(_item(kit, number, item, done) for number, item in enumerate(marker.items, 1))
    outcomes = tuple(_groups(done, "by_outcome", lambda key: names.get(key, key)))
    cited = {str(citation): kit.named_as(citation) for item in marker.items for citation in item.cites}
    places = tuple(_groups(done, "by_citation", lambda key: cited.get(key, key)))
    return Results(bank, people, items, outcomes, places, answers.problems)


def _marked(sheet: Sheet, marker: SittingMarker, numbers: dict[str, int]) -> Marked:
    general = tuple((0, doubt) for doubt in sheet.doubts)
    if not sheet.version:
        return Marked(sheet, None, {}, general)
    responses: dict[str, object] = {}
    doubts: list[tuple[int, str]] = list(general)
    for item in marker.items:
        response, said = response_of(item, sheet.version, sheet.written.get(item.id, ""))
        responses[item.id] = response
        doubts += [(numbers[item.id], words) for words in said]
        if response is None and is_marked(item):
            doubts.append((numbers[item.id], "Left blank."))
    mark = marker.mark(responses)
    told = {number for number, words in doubts if words != "Left blank."}
    doubts += [(numbers[id], words) for id, words in mark.doubts if numbers.get(id, 0) not in told]
    return Marked(sheet, mark, responses, tuple(doubts))


def _item(kit: Kit, number: int, item: Item, people: Sequence[Marked]) -> ItemResult:
    marks = [next(m for m in person.mark.marks if m.item == item.id) for person in people if person.mark]
    answered = sum(mark.state != "blank" for mark in marks)
    share = Fraction(sum((mark.mark for mark in marks), Fraction(0)), len(marks)) if marks and is_marked(item) else None
    return ItemResult(
        number, item, answered, sum(mark.state == "right" for mark in marks), share, _commonest_wrong(kit, item, people),
        _discrimination(item, people) if is_marked(item) else None,
    )  # fmt: skip


def _commonest_wrong(kit: Kit, item: Item, people: Iterable[Marked]) -> tuple[str, int, str] | None:
    interaction = item.interaction
    if not isinstance(interaction, (ChooseOne, ChooseMany)):
        return None
    chosen: Counter[str] = Counter()
    for person in people:
        response = person.responses.get(item.id)
        chosen.update([response] if isinstance(response, str) else [r for r in response if isinstance(r, str)] if isinstance(response, list) else [])  # fmt: skip
    wrong = {option.id: option for option in interaction.options if not option.key}
    best = max((id for id in wrong if chosen[id]), key=lambda id: (chosen[id], id), default="")
    if not best:
        return None
    said = feedback_of(item).get(f"option:{best}")
    return one_line(wrong[best].text, kit), chosen[best], one_line(said, kit) if said else ""


def _discrimination(item: Item, people: Sequence[Marked]) -> Fraction | None:
    if len(people) < LEAST_TO_DISCRIMINATE:
        return None
    rows = []
    for person in people:
        assert person.mark is not None
        own = next(m for m in person.mark.marks if m.item == item.id)
        rows.append((person.mark.earned - own.points, person.sheet.line, own.mark))
    rows.sort()
    third = len(rows) // 3
    lower, upper = rows[:third], rows[-third:]
    return Fraction(
        sum((mark for *_, mark in upper), Fraction(0)) - sum((mark for *_, mark in lower), Fraction(0)), third
    )


def _groups(people: Sequence[Marked], which: str, named: object) -> Iterator[GroupResult]:
    if not people:
        return
    groups = getattr(people[0].mark, which)
    for place, group in enumerate(groups):
        earned = sum((getattr(person.mark, which)[place].earned for person in people), Fraction(0))
        possible = group.possible * len(people)
        if possible:
            yield GroupResult(named(group.key), len(group.items), earned / possible)  # type: ignore[operator]
