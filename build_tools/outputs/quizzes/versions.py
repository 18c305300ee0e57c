"""Versions A to D of a quiz on paper: the order in which each prints its choices, and the letters they get.

Version A is the order of the screen. The items stay in one order and keep their numbers, so one mark scheme serves all.
What a person writes on paper is read back here too, so a letter means the same in print and in marking.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from string import ascii_uppercase
from typing import Any

from ...marking.mark_answer import draw_items, shuffle_key
from ...model.interaction import (
    ChooseMany,
    ChooseOne,
    EnterNumber,
    EnterText,
    FillGaps,
    MatchPairs,
    PutInOrder,
    WriteFreely,
)
from ...model.item import Bank, Item
from ...model.kit import Kit
from ...model.prose import Prose
from .shown import one_line, page_spec, shown_entries, shown_options, shown_rights

VERSIONS = ("A", "B", "C", "D")
BLANK = ("", "-", "–", ".", "?")
"""What people write where they leave an item out."""

_TRUE = {"T": "true", "TRUE": "true", "F": "false", "FALSE": "false"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice as paper prints it: its letter, its id in the item, its text."""

    letter: str
    id: str
    text: Prose


def choices(item: Item, version: str) -> dict[str, tuple[Choice, ...]]:
    """What an item lets people choose from, by part: the whole item is part ``, a chosen gap has its id.

    A true-false item has the letters T and F in every version.
    """
    match item.interaction:
        case ChooseOne(options) | ChooseMany(options):
            if item.type == "true-false":
                return {"": tuple(Choice(o.id[0].upper(), o.id, o.text) for o in options)}
            shown = shown_options(item, options)
            return {"": _lettered(_turned(item, version, "", shown) if item.shuffle else shown)}
        case MatchPairs() as matching:
            return {"": _lettered(_turned(item, version, "rights", shown_rights(item, matching)))}
        case PutInOrder(entries) as ordering:
            shown_now = _turned(item, version, "entries", shown_entries(item, ordering))
            if [entry.id for entry in shown_now] == [entry.id for entry in entries]:
                shown_now = (*shown_now[1:], shown_now[0])  # printed in the right order, it would give itself away
            return {"": _lettered(shown_now)}
        case FillGaps(gaps=gaps):
            return {
                gap.id: _lettered(_turned(item, version, gap.id, shown_options(item, gap.options, gap.id)))
                for gap in gaps
                if gap.options
            }
        case _:
            return {}


def _turned(item: Item, version: str, part: str, shown: Sequence[Any]) -> tuple[Any, ...]:
    """Another order for each version but A, the same on every machine."""
    if version == VERSIONS[0]:
        return tuple(shown)
    return tuple(sorted(shown, key=lambda entry: shuffle_key(f"{version} {item.id} {part}", entry.id)))


def _lettered(entries: Sequence[Any]) -> tuple[Choice, ...]:
    return tuple(Choice(letter, entry.id, entry.text) for letter, entry in zip(ascii_uppercase, entries, strict=False))


def key_letters(item: Item, version: str) -> str:
    """The right answer as it is written on a version's answer sheet: `B`, `AC`, `CABD`; empty where it is words."""
    by_id = {choice.id: choice.letter for choice in choices(item, version).get("", ())}
    match item.interaction:
        case ChooseOne(options) | ChooseMany(options):
            return "".join(sorted(by_id[option.id] for option in options if option.key))
        case MatchPairs(pairs) as matching:
            shown = shown_rights(item, matching)
            same = {p.right_id: next(r.id for r in shown if r.id == p.right_id or r.text == p.right) for p in pairs}
            return "".join(by_id[same[pair.right_id]] for pair in pairs)
        case PutInOrder(entries):
            return "".join(by_id[entry.id] for entry in entries)
        case FillGaps(gaps=gaps) if all(gap.options for gap in gaps):
            parts = choices(item, version)
            return "".join(
                next(c.letter for c in parts[g.id] for o in g.options if o.key and o.id == c.id) for g in gaps
            )
        case _:
            return ""


def response_of(item: Item, version: str, written: str) -> tuple[object, tuple[str, ...]]:
    """What a person wrote for an item, as marking takes it, with what another person should look at.

    Letters may be written small, with spaces, commas or full stops between them. Nothing is guessed: a letter that is
    not printed for the item, or one too many, is passed on as it was written, and told of.
    """
    text = " ".join(written.split())
    if text in BLANK:
        return None, ()
    match item.interaction:
        case EnterNumber() | EnterText() | WriteFreely():
            return text, ()
        case FillGaps(gaps=gaps) if not all(gap.options for gap in gaps):
            pieces = [piece.strip() for piece in re.split(r"[;/|]", text)]
            doubts = (
                ()
                if len(pieces) == len(gaps)
                else (f'"{text}" has {len(pieces)} parts; the item has {len(gaps)} gaps.',)
            )
            return {
                gap.id: _in_gap(item, version, gap.id, piece) for gap, piece in zip(gaps, pieces, strict=False)
            }, doubts
    if item.type == "true-false":
        return _TRUE.get(text.upper().rstrip("."), text), ()
    letters = re.sub(r"[\s,.;]", "", text).upper()
    by_letter = {choice.letter: choice.id for choice in choices(item, version).get("", ())}
    unknown = tuple(f'"{letter}" is not printed for this item.' for letter in dict.fromkeys(letters) if by_letter and letter not in by_letter)  # fmt: skip
    doubled = tuple(f'"{letter}" is written twice.' for letter in sorted(set(letters)) if letters.count(letter) > 1)
    ids = [by_letter.get(letter, letter) for letter in letters]
    match item.interaction:
        case ChooseOne():
            if len(letters) == 1:
                return ids[0], unknown
            return ids, (*unknown, f'"{text}" has {len(letters)} letters; one is asked for.')
        case ChooseMany():
            return ids, (*unknown, *doubled)
        case MatchPairs(pairs):
            short = (
                ()
                if len(letters) == len(pairs)
                else (f'"{text}" has {len(letters)} letters; {len(pairs)} are asked for.',)
            )
            return {pair.id: id for pair, id in zip(pairs, ids, strict=False)}, (*unknown, *short)
        case PutInOrder(entries):
            short = (
                ()
                if len(letters) == len(entries)
                else (f'"{text}" has {len(letters)} letters; {len(entries)} are asked for.',)
            )
            return ids, (*unknown, *doubled, *short)
        case FillGaps(gaps=gaps):
            short = (
                ()
                if len(letters) == len(gaps)
                else (f'"{text}" has {len(letters)} letters; {len(gaps)} are asked for.',)
            )
            return {
                gap.id: _in_gap(item, version, gap.id, letter) for gap, letter in zip(gaps, letters, strict=False)
            }, short
        case _:
            return text, ()


def _in_gap(item: Item, version: str, gap: str, written: str) -> str:
    """The option that a gap was given, by its letter or by its own words; else what was written."""
    printed = choices(item, version).get(gap, ())
    by_words = {" ".join(child.astext() for child in choice.text.children).casefold(): choice.id for choice in printed}
    return {choice.letter: choice.id for choice in printed}.get(written.upper()) or by_words.get(
        written.casefold(), written
    )


def edition_of(kit: Kit, bank: Bank) -> str:
    """Eight signs that change whenever an item's words or its key do: the same on paper and on the screen."""
    total = sha256()
    for item in draw_items(bank):
        total.update(f"{item.id}\0{one_line(item.stem, kit)}\0{page_spec(item)}\0{item.points}".encode())
        for part, listed in sorted(choices(item, VERSIONS[0]).items()):
            total.update("\0".join([part, *(one_line(choice.text, kit) for choice in listed)]).encode())
    return total.hexdigest()[:8]
