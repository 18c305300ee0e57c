"""A number, right within a tolerance."""

from decimal import Decimal

from ..model.interaction import EnterNumber, Interaction
from ..schema.reading import Reading
from ..schema.record import Fields, Key
from .item_type import ItemType


def interaction(fields: Fields, reading: Reading) -> Interaction | None:
    """Malformed with a tolerance below zero."""
    value: Decimal | None = fields["answer"]
    tolerance: Decimal = fields["tolerance"]
    if tolerance < 0:
        reading.add("numeric.tolerance", fields.at("tolerance"), f"The tolerance is {tolerance}.", "Write 0 or more.")
        return None
    return None if value is None else EnterNumber(value, tolerance, fields["unit"])


NUMERIC = ItemType("numeric", (
    Key("answer", "decimal", "the right number", required=True),
    Key("tolerance", "decimal", "how far from it still counts, bounds included", default="0"),
    Key("unit", "text", "the unit, printed beside the box"),
), interaction)  # fmt: skip
