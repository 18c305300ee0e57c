"""Pairs to match; spare right sides allowed."""

from ..model.interaction import Interaction, MatchPairs, Pair, Spare
from ..schema.reading import Reading
from ..schema.record import Fields, Key, Record
from .item_type import MAX_OPTIONS, ItemType, needed

PAIR = Record("a pair", (
    Key("left", "prose", "the left side", required=True),
    Key("right", "prose", "the right side that belongs to it", required=True),
    Key("feedback", "prose", "what a wrong match is told"),
))  # fmt: skip


def interaction(fields: Fields, reading: Reading) -> Interaction | None:
    """Malformed with fewer than two pairs, a left side twice, or a spare that is a right side."""
    entries: tuple[Fields, ...] = fields["pairs"]
    spares: tuple[str, ...] = fields["spare"]
    if not needed(fields, reading, "pairs", 2, "pairs"):
        return None
    if len(entries) + len(spares) > MAX_OPTIONS:
        reading.add(
            "matching.too-many",
            fields.at("pairs"),
            f"There are {len(entries) + len(spares)} right sides.",
            f"Give {MAX_OPTIONS} at most.",
        )
        return None
    sound = True
    rights: dict[str, str] = {}
    lefts: set[str] = set()
    pairs = []
    for number, entry in enumerate(entries, 1):
        left, right = entry["left"].text, entry["right"].text
        if left in lefts:
            reading.add(
                "matching.same-left",
                entry.location,
                f'The left side "{left[:50]}" stands twice.',
                "Change one of them.",
            )
            sound = False
        lefts.add(left)
        right_id = rights.setdefault(right, f"r{number}")
        pairs.append(Pair(f"l{number}", entry["left"], right_id, entry["right"], entry["feedback"]))
    listed = []
    for number, text in enumerate(spares, len(entries) + 1):
        if text in rights:
            reading.add(
                "matching.spare-is-right",
                fields.at("spare"),
                f'The spare "{text[:50]}" is a right side too.',
                "Take it out of the spares.",
            )
            sound = False
        rights[text] = f"r{number}"
        listed.append(Spare(f"r{number}", reading.prose(text, fields.at("spare"))))
    return MatchPairs(tuple(pairs), tuple(listed)) if sound else None


MATCHING = ItemType("matching", (
    Key("pairs", "records", "the pairs, two or more", required=True, record=PAIR),
    Key("spare", "texts", "right sides that belong to nothing"),
), interaction)  # fmt: skip
