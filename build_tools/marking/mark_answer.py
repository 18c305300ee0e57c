"""Items and responses → marks: the typed front of `rules`, and the marks of a whole sitting.

An item is never altered by marking; a `Mark` points back to it by id. Responses are plain JSON values in the shapes
that the table at the head of `rules` gives, since they come from pages, notebooks and paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from hashlib import sha256
from typing import Any, assert_never

from ..model.interaction import (
    ChooseMany,
    ChooseOne,
    EnterNumber,
    EnterText,
    FillGaps,
    Gap,
    Interaction,
    MatchPairs,
    Option,
    PutInOrder,
    WriteFreely,
)
from ..model.item import Bank, Item
from ..model.prose import Prose
from . import rules


@dataclass(frozen=True, slots=True)
class Mark:
    """What came of one response to one item.

    Attributes:
        item: the item's id.
        mark: the share of the full mark, 0 to 1, exact.
        points: what it adds to the total: the share times the item's points, exact.
        possible: the points the item can earn; 0 for free writing.
        state: right, partly, wrong, blank or unmarked.
        feedback: ids of the feedback that applies, as `feedback_of` names them.
        doubts: what a person should look at, in plain words.
        parts: each answered part and whether it is right.
    """

    item: str
    mark: Fraction
    points: Fraction
    possible: Fraction
    state: str
    feedback: tuple[str, ...]
    doubts: tuple[str, ...]
    parts: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class GroupMark:
    """Points of the items that share an outcome or a citation; `items` are their ids."""

    key: str
    earned: Fraction
    possible: Fraction
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BankMark:
    """The marks of one sitting.

    Attributes:
        marks: one for each item of the sitting, in its order; an item without a response is blank.
        percentage: exact, not rounded; None where nothing earns marks or the bank is a survey.
        passed: whether the exact percentage reaches the pass mark; None where there is none.
        by_outcome: points by outcome, in order of first item.
        by_citation: points by cited place; an item counts for each place it cites.
        doubts: (item id, doubt), with responses to items that are not in the sitting.
    """

    bank: str
    marks: tuple[Mark, ...]
    earned: Fraction
    possible: Fraction
    percentage: Fraction | None
    passed: bool | None
    by_outcome: tuple[GroupMark, ...]
    by_citation: tuple[GroupMark, ...]
    doubts: tuple[tuple[str, str], ...]


def interaction_spec(interaction: Interaction) -> dict[str, Any]:
    """What is right, as the plain JSON value that `rules` marks by."""
    match interaction:
        case ChooseOne():
            return {"kind": "choose-one", **_choice(interaction.options)}
        case ChooseMany():
            return {"kind": "choose-many", **_choice(interaction.options)}
        case EnterNumber(value, tolerance, unit):
            return {"kind": "enter-number", "value": f"{value:f}", "tolerance": f"{tolerance:f}", "unit": unit}
        case EnterText(accepted, case_matters, spaces_matter):
            return {"kind": "enter-text", "accepted": list(accepted), "case": case_matters, "spaces": spaces_matter}
        case MatchPairs(pairs):
            rights = interaction.rights
            # Rights that read alike are one to a reader, whatever their ids: each fits every pair that has one of them.
            fitting = {p.id: [r.id for r in rights if r.id == p.right_id or r.text == p.right] for p in pairs}
            return {"kind": "match-pairs", "rights": [right.id for right in rights],
                    "pairs": [{"id": id, "rights": fit} for id, fit in fitting.items()]}  # fmt: skip
        case PutInOrder(entries):
            return {"kind": "put-in-order", "entries": [entry.id for entry in entries]}
        case FillGaps():
            return {"kind": "fill-gaps", "gaps": [_gap(gap) for gap in interaction.gaps],
                    "case": interaction.case_matters, "spaces": interaction.spaces_matter}  # fmt: skip
        case WriteFreely():
            return {"kind": "write-freely"}
        case _:
            assert_never(interaction)


def _choice(options: tuple[Option, ...]) -> dict[str, Any]:
    return {"options": [o.id for o in options], "keys": [o.id for o in options if o.key]}


def _gap(gap: Gap) -> dict[str, Any]:
    return {"id": gap.id, **(_choice(gap.options) if gap.options else {"accepted": list(gap.accepted)})}


def feedback_of(item: Item) -> dict[str, Prose]:
    """Every feedback an item holds, by the id that marks name it with; empty ones left out."""
    found: dict[str, Prose] = {}
    match item.interaction:
        case ChooseOne(options) | ChooseMany(options):
            found |= {f"option:{option.id}": option.feedback for option in options}
        case MatchPairs(pairs):
            found |= {f"pair:{pair.id}": pair.feedback for pair in pairs}
        case FillGaps(gaps=gaps):
            for gap in gaps:
                found[f"gap:{gap.id}"] = gap.feedback
                found |= {f"gap:{gap.id}:{option.id}": option.feedback for option in gap.options}
        case EnterNumber() | EnterText() | PutInOrder() | WriteFreely():
            pass
        case _:
            assert_never(item.interaction)
    found |= {"right": item.feedback.right, "partly": item.feedback.partly, "wrong": item.feedback.wrong}
    return {id: prose for id, prose in found.items() if prose}


def is_marked(item: Item) -> bool:
    """Whether an item earns marks at all: free writing is held by its writer against a model answer."""
    return not isinstance(item.interaction, WriteFreely)


def mark_answer(item: Item, response: object, spec: dict[str, Any] | None = None) -> Mark:
    """Mark one response to one item.

    Args:
        item: the item; its interaction has passed the checks.
        response: anything; what can't be read is a doubt.
        spec: the interaction's spec, from whoever marks many responses to the item; made where not given.
    """
    result = rules.mark(spec if spec is not None else interaction_spec(item.interaction), response)
    possible = _exactly(item.points) if is_marked(item) else _exactly(0)
    return Mark(
        item.id,
        result.mark,
        result.mark * possible,
        possible,
        result.state,
        result.feedback,
        result.doubts,
        result.parts,
    )


def draw_items(bank: Bank) -> tuple[Item, ...]:
    """The items of one sitting, in the bank's order: all, or those its draw takes.

    An item's place in the draw hangs on the seed and its own id alone, so adding an item later changes the draw least,
    and every output of one build draws the same ones.
    """
    if bank.draw is None:
        return bank.items
    wanted, seed = bank.draw.pools or (("", bank.draw.count),), f"draw {bank.draw.seed}"
    chosen: set[str] = set()
    for pool, count in wanted:
        among = [item.id for item in bank.items if not bank.draw.pools or item.pool == pool]
        chosen.update(sorted(among, key=lambda item_id: shuffle_key(seed, item_id))[:count])
    return tuple(item for item in bank.items if item.id in chosen)


def shuffle_key(seed: str, id: str) -> str:
    """Sort by this for an order that looks random, is the same everywhere, and stays put when others come or go."""
    return sha256(f"{seed}\0{id}".encode()).hexdigest()


class SittingMarker:
    """Marks many sittings of one bank: what is right is worked out once."""

    def __init__(self, bank: Bank, items: Iterable[Item] | None = None) -> None:
        """Take a bank, and the items of the sitting; those the bank draws where not given."""
        self.bank = bank
        self.items = tuple(items) if items is not None else draw_items(bank)
        self._specs = {item.id: interaction_spec(item.interaction) for item in self.items}
        self._outcomes = _grouped([[item.outcome] for item in self.items], self.items)
        self._cites = _grouped([[str(citation) for citation in item.cites] for item in self.items], self.items)

    def mark(self, responses: Mapping[str, object]) -> BankMark:
        """Mark one sitting: response by item id; a missing one is blank."""
        bank = self.bank
        marks = tuple(mark_answer(item, responses.get(item.id), self._specs[item.id]) for item in self.items)
        earned, possible = _total([m.points for m in marks]), _total([m.possible for m in marks])
        counts = bank.mode != "survey" and possible > 0
        percentage = 100 * earned / possible if counts else None
        doubts = [(m.item, doubt) for m in marks for doubt in m.doubts]
        doubts += [(id, "This item is not in the quiz.") for id in sorted(set(responses) - set(self._specs))]
        return BankMark(
            bank.id,
            marks,
            earned,
            possible,
            percentage,
            percentage >= bank.pass_mark if percentage is not None else None,
            tuple(group.of(marks) for group in self._outcomes),
            tuple(group.of(marks) for group in self._cites),
            tuple(doubts),
        )


def mark_bank(bank: Bank, responses: Mapping[str, object], items: Iterable[Item] | None = None) -> BankMark:
    """Mark one sitting.

    Args:
        bank: the bank.
        responses: response by item id; a missing one is blank.
        items: the items of the sitting; those the bank draws where not given.
    """
    return SittingMarker(bank, items).mark(responses)


_exactly = lru_cache(maxsize=1024)(Fraction)  # the same few points again and again


def _total(values: Iterable[Fraction]) -> Fraction:
    """A sum of fractions, kept apart by denominator until the end: many times faster than adding them up one by one."""
    by_denominator: dict[int, int] = {}
    for value in values:
        by_denominator[value.denominator] = by_denominator.get(value.denominator, 0) + value.numerator
    return sum((_exactly(n, d) for d, n in by_denominator.items()), _exactly(0))


@dataclass(frozen=True, slots=True)
class _Group:
    """Marked items that share a key, by their place in the sitting."""

    key: str
    places: tuple[int, ...]
    items: tuple[str, ...]
    possible: Fraction

    def of(self, marks: tuple[Mark, ...]) -> GroupMark:
        return GroupMark(self.key, _total([marks[place].points for place in self.places]), self.possible, self.items)


def _grouped(keys: list[list[str]], items: tuple[Item, ...]) -> tuple[_Group, ...]:
    places: dict[str, list[int]] = {}
    for place, names in enumerate(keys):
        for name in dict.fromkeys(names if is_marked(items[place]) else ()):
            places.setdefault(name, []).append(place)
    return tuple(
        _Group(name, tuple(at), tuple(items[p].id for p in at), _total([_exactly(items[p].points) for p in at]))
        for name, at in places.items()
    )
