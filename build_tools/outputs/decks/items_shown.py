"""An item on a slide: what people choose from, the answer on the next slide, and why the others are wrong."""

from __future__ import annotations

from collections.abc import Mapping

from ...model.interaction import (
    ChooseMany,
    ChooseOne,
    EnterNumber,
    EnterText,
    FillGaps,
    Gap,
    MatchPairs,
    PutInOrder,
    WriteFreely,
)
from ...model.item import Item
from ...model.kit import Kit
from ...model.prose import Prose
from .runs import LETTER, NONE, NUMBER, Paragraph, Run, paragraphs_of, plain

Paragraphs = tuple[Paragraph, ...]


def choices_of(item: Item, kit: Kit, words: Mapping[str, str]) -> Paragraphs:
    """What stands under the stem: lettered options, or what is to be matched, put in order or filled in."""
    shown = item.interaction
    match shown:
        case ChooseOne(options=options) | ChooseMany(options=options):
            return tuple(_entry(kit, option.text, LETTER, n) for n, option in enumerate(options, 1))
        case MatchPairs(pairs=pairs):
            lefts = tuple(_entry(kit, pair.left, NUMBER, n) for n, pair in enumerate(pairs, 1))
            rights = "; ".join(sorted(_flat(kit, entry.text) for entry in shown.rights))
            return (*lefts, plain(words["deck-choose-from"].format(rights=rights)))
        case PutInOrder(entries=entries):
            # By the alphabet, which is an order everyone can see is not the answer.
            mixed = sorted(entries, key=lambda entry: _flat(kit, entry.text).lower())
            return tuple(_entry(kit, entry.text, LETTER, n) for n, entry in enumerate(mixed, 1))
        case FillGaps(text=text):
            return paragraphs_of(text, kit)
        case EnterNumber() | EnterText() | WriteFreely():
            return ()


def answer_of(item: Item, kit: Kit) -> Paragraphs:
    """The answer, in as few words as it takes."""
    shown = item.interaction
    match shown:
        case ChooseOne(options=options) | ChooseMany(options=options):
            return tuple(_named(kit, n, option.text) for n, option in enumerate(options) if option.key)
        case EnterNumber(value=value, unit=unit):
            return (plain(f"{value:f} {unit}".strip()),)
        case EnterText(accepted=accepted):
            return (plain(accepted[0]),)
        case MatchPairs(pairs=pairs):
            return tuple(plain(f"{_flat(kit, p.left)}: {_flat(kit, p.right)}") for p in pairs)
        case PutInOrder(entries=entries):
            return tuple(_entry(kit, entry.text, NUMBER, n) for n, entry in enumerate(entries, 1))
        case FillGaps(gaps=gaps):
            return (plain("; ".join(_filled(kit, gap) for gap in gaps)),)
        case WriteFreely(model_answer=model):
            return paragraphs_of(model, kit)


def why_of(item: Item, kit: Kit) -> Paragraphs:
    """Why that is the answer: the feedback on the keys, or on the whole answer."""
    shown = item.interaction
    keyed: Paragraphs = ()
    if isinstance(shown, (ChooseOne, ChooseMany)):
        keyed = tuple(p for option in shown.options if option.key for p in paragraphs_of(option.feedback, kit))
    return keyed or paragraphs_of(item.feedback.right, kit) or paragraphs_of(item.feedback.wrong, kit)


def why_not_of(item: Item, kit: Kit, words: Mapping[str, str]) -> Paragraphs:
    """Of each distractor, why it is wrong: for the notes."""
    if not isinstance(item.interaction, (ChooseOne, ChooseMany)):
        return ()
    return tuple(
        plain(
            words["deck-wrong"].format(option=_flat(kit, option.text).rstrip("."), feedback=_flat(kit, option.feedback))
        )
        for option in item.interaction.options
        if not option.key
    )


def _flat(kit: Kit, text: Prose) -> str:
    return " ".join(p.text for p in paragraphs_of(text, kit))


def _entry(kit: Kit, text: Prose, marker: str, number: int) -> Paragraph:
    return Paragraph(tuple(run for p in paragraphs_of(text, kit) for run in p.runs), 0, marker, number)


def _named(kit: Kit, place: int, text: Prose) -> Paragraph:
    entry = _entry(kit, text, NONE, 0)
    return Paragraph((Run(f"{chr(ord('A') + place)}.  "), *entry.runs))


def _filled(kit: Kit, gap: Gap) -> str:
    return gap.accepted[0] if gap.accepted else _flat(kit, next(option.text for option in gap.options if option.key))
