"""One `quizzes/*.yml` → Bank, by way of `item_types`."""

from __future__ import annotations

from decimal import Decimal

from ..item_types import ITEM_TYPES
from ..model.item import Bank, Draw, Item, ItemFeedback
from ..model.location import Location
from ..model.prose import Prose
from ..schema.reading import Reading
from ..schema.record import KINDS, NO_PROSE, Fields, read_record
from ..schema.yaml_lines import Mapping, Sequence, Value, read_yaml
from .records import BANK, ITEM, ITEM_OF_TYPE

MAX_ITEMS = 5_000


def read_bank(text: str, path: str, reading: Reading) -> Bank | None:
    """Read one bank; None where it can't be used at all. What is wrong is noted in `reading`.

    An item that is malformed is left out: its findings stop the build.
    """
    value, findings = read_yaml(text, path)
    reading.findings += findings
    if value is None:
        if not findings:
            reading.add("item-bank.empty", Location(path), "The file is empty.", "Write its module: and items:.")
        return None
    fields = read_record(BANK, value, reading, Location(path))
    entries = _item_values(fields, reading)
    items = tuple(filter(None, (_item(entry, reading) for entry in entries)))
    if not fields["module"]:
        return None
    draw: Fields | None = fields["draw"]
    return Bank(
        id=fields["id"] or fields["module"], module=fields["module"], title=fields["title"],
        pass_mark=fields["pass-mark"], attempts=fields["attempts"], reveal=fields["reveal"], mode=fields["mode"],
        draw=Draw(draw["count"], draw["seed"], tuple((p["pool"], p["count"]) for p in draw["pools"])) if draw else None,
        items=items, location=Location(path),
    )  # fmt: skip


def _item_values(fields: Fields, reading: Reading) -> tuple[Value, ...]:
    raw: Value | None = fields["items"]
    if raw is None:
        return ()
    if not isinstance(raw, Sequence) or not raw.entries:
        reading.add("item-bank.no-items", fields.at("items"), "The bank has no items.", "Write each item after a dash.")
        return ()
    if len(raw.entries) > MAX_ITEMS:
        reading.add(
            "item-bank.too-many",
            fields.at("items"),
            f"The bank has {len(raw.entries):,} items.",
            f"Keep it to {MAX_ITEMS:,}; split it by module.",
        )
        return ()
    return raw.entries


def _item(value: Value, reading: Reading) -> Item | None:
    type_value = value.entries.get("type") if isinstance(value, Mapping) else None
    name = KINDS["choice"].read(ITEM.key("type"), type_value, reading) if type_value is not None else ""
    if name not in ITEM_TYPES:
        if not isinstance(value, Mapping) or type_value is None:
            # The keys that every item has are still told; those of an unknown type can't be.
            read_record(ITEM, value, reading, value.location)
        return None
    before = len(reading.findings)
    fields = read_record(ITEM_OF_TYPE[name], value, reading, value.location)
    interaction = ITEM_TYPES[name].interaction(fields, reading)
    points: Decimal = fields["points"]
    if points <= 0:
        reading.add(
            "item-bank.points", fields.at("points"), f"The item is worth {points} points.", "Write a number above zero."
        )
    if interaction is None or not fields["id"]:
        if len(reading.findings) == before:
            reading.add(
                "item-bank.malformed",
                value.location,
                "The item can't be used.",
                "Check its keys against the source format.",
            )
        return None
    said: Fields | None = fields["feedback"]
    feedback = ItemFeedback(said["right"], said["partly"], said["wrong"]) if said else _SILENT
    return Item(
        id=fields["id"], type=name, stem=fields["stem"], interaction=interaction, feedback=feedback, hint=fields["hint"],
        points=points, shuffle=fields["shuffle"], cites=fields["cites"], facts=fields["facts"], outcome=fields["outcome"],
        level=fields["level"], setting=fields["setting"], pool=fields["pool"], form=fields["form"],
        parallel=fields["parallel"], location=value.location,
    )  # fmt: skip


_NOTHING: Prose = NO_PROSE
_SILENT = ItemFeedback(_NOTHING, _NOTHING, _NOTHING)
