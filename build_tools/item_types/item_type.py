"""What every item type declares: its own keys, and the interaction it becomes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..model.interaction import Interaction, Option
from ..schema.reading import Reading
from ..schema.record import Fields, Key, Record

MAX_OPTIONS = 26
"""Options are lettered a to z."""


@dataclass(frozen=True, slots=True)
class ItemType:
    """One way to write an item.

    Attributes:
        name: as authors write it in `type:`.
        keys: the keys it has beside those every item has.
        interaction: makes the interaction, or None after noting what is malformed.
    """

    name: str
    keys: tuple[Key, ...]
    interaction: Callable[[Fields, Reading], Interaction | None]


OPTION = Record("an option", (
    Key("id", "id", "its id; a, b, c … where not given"),
    Key("text", "prose", "what the reader sees", required=True),
    Key("key", "boolean", "true where it is right"),
    Key("feedback", "prose", "what choosing it teaches"),
))  # fmt: skip
OPTIONS = Key("options", "records", "the options, two or more", required=True, record=OPTION)
CASE = Key("case", "choice", "whether capitals matter", among=("matters", "ignored"), default="ignored")
SPACES = Key("spaces", "choice", "whether spaces inside matter", among=("matters", "ignored"), default="ignored")


def read_options(fields: Fields, reading: Reading, name: str = "options") -> tuple[Option, ...]:
    """The options of an item or a gap, lettered where they have no id; too few or too many is a finding."""
    entries: tuple[Fields, ...] = fields[name]
    where = fields.at(name)
    if entries and not 2 <= len(entries) <= MAX_OPTIONS:
        reading.add("item-type.option-count", where, f"There are {len(entries)} options.", f"Give 2 to {MAX_OPTIONS}.")
        return ()
    options = tuple(
        Option(entry["id"] or chr(ord("a") + number), entry["text"], entry["key"], entry["feedback"])
        for number, entry in enumerate(entries)
    )
    _unique(reading, entries, [option.id for option in options], "option id")
    _unique(reading, entries, [option.text.text for option in options], "option")
    return options


def _unique(reading: Reading, entries: tuple[Fields, ...], values: list[str], what: str) -> None:
    for number, value in enumerate(values):
        if value and value in values[:number]:
            reading.add(
                "item-type.repeated",
                entries[number].location,
                f'The {what} "{value[:50]}" stands twice.',
                "Change one of them.",
            )


def one_key(options: tuple[Option, ...], fields: Fields, reading: Reading, name: str = "options") -> bool:
    """Whether exactly one option is the key; a finding otherwise."""
    keys = sum(option.key for option in options)
    if options and keys != 1:
        reading.add("item-type.key-count", fields.at(name), f"{keys or 'No'} options are marked as the key; one must be.",
                    "Write key: true on the one right option; for several use multiple-choice.")  # fmt: skip
    return keys == 1


def needed(fields: Fields, reading: Reading, name: str, least: int, what: str) -> bool:
    """Whether a list has at least `least` entries; a finding otherwise."""
    count = len(fields[name])
    if fields.has(name) and count < least:
        reading.add(
            "item-type.too-few",
            fields.at(name),
            f"There {'is' if count == 1 else 'are'} {count or 'no'} {what}.",
            f"Give {least} or more.",
        )
    return count >= least
