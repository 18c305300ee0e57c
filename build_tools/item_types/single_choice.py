"""One right option among several."""

from ..model.interaction import ChooseOne, Interaction
from ..schema.reading import Reading
from ..schema.record import Fields
from .item_type import OPTIONS, ItemType, one_key, read_options


def interaction(fields: Fields, reading: Reading) -> Interaction | None:
    """Malformed with no key, two keys, one option, or options alike."""
    options = read_options(fields, reading)
    return ChooseOne(options) if one_key(options, fields, reading) else None


SINGLE_CHOICE = ItemType("single-choice", (OPTIONS,), interaction)
