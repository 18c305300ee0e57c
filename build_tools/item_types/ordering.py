"""Entries to put in order."""

from ..model.interaction import Entry, Interaction, PutInOrder
from ..schema.reading import Reading
from ..schema.record import Fields, Key, Record
from .item_type import MAX_OPTIONS, ItemType, needed

ENTRY = Record("an entry", (Key("text", "prose", "what the reader sees", required=True),))


def interaction(fields: Fields, reading: Reading) -> Interaction | None:
    """Malformed with fewer than two entries, or two alike."""
    entries: tuple[Fields, ...] = fields["entries"]
    if not needed(fields, reading, "entries", 2, "entries"):
        return None
    texts = [entry["text"].text for entry in entries]
    for number, text in enumerate(texts):
        if text in texts[:number]:
            reading.add(
                "ordering.repeated",
                entries[number].location,
                f'The entry "{text[:50]}" stands twice.',
                "Change one of them.",
            )
            return None
    if len(entries) > MAX_OPTIONS:
        reading.add(
            "ordering.too-many",
            fields.at("entries"),
            f"There are {len(entries)} entries.",
            f"Give {MAX_OPTIONS} at most.",
        )
        return None
    return PutInOrder(tuple(Entry(f"e{number}", entry["text"]) for number, entry in enumerate(entries, 1)))


ORDERING = ItemType("ordering", (
    Key("entries", "records", "the entries in their right order, two or more", required=True, record=ENTRY),
), interaction)  # fmt: skip
