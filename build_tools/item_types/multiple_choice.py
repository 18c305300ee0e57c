"""Several right options among several."""

from ..model.interaction import ChooseMany, Interaction
from ..schema.reading import Reading
from ..schema.record import Fields
from .item_type import OPTIONS, ItemType, read_options


def interaction(fields: Fields, reading: Reading) -> Interaction | None:
    """Malformed with no key, or with nothing but keys."""
    options = read_options(fields, reading)
    if not options:
        return None
    keys = sum(option.key for option in options)
    if keys in (0, len(options)):
        reading.add("item-type.key-count", fields.at("options"), f"{'Every' if keys else 'No'} option is marked as a key.",
                    "Mark the right ones with key: true and add distractors.")  # fmt: skip
        return None
    if len(options) - keys < keys:
        reading.add("item-type.fewer-distractors-than-keys", fields.at("options"),
                    f"There are {keys} keys and {len(options) - keys} distractors, so ticking everything earns marks.",
                    "Add a distractor, or drop a key.")  # fmt: skip
    return ChooseMany(options)


MULTIPLE_CHOICE = ItemType("multiple-choice", (OPTIONS,), interaction)
