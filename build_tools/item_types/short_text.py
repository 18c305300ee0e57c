"""A word or two, right when it is one of the accepted spellings."""

from ..model.interaction import EnterText, Interaction
from ..schema.reading import Reading
from ..schema.record import Fields, Key
from .item_type import CASE, SPACES, ItemType, needed


def interaction(fields: Fields, reading: Reading) -> Interaction | None:
    """Malformed with no accepted spelling."""
    if not needed(fields, reading, "accepted", 1, "accepted spellings"):
        return None
    return EnterText(fields["accepted"], fields["case"] == "matters", fields["spaces"] == "matters")


SHORT_TEXT = ItemType("short-text", (
    Key("accepted", "texts", "every spelling that counts as right, the best first", required=True), CASE, SPACES,
), interaction)  # fmt: skip
