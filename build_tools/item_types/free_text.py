"""Free writing, held by the writer against a model answer; worth no marks."""

from ..model.interaction import Interaction, WriteFreely
from ..schema.reading import Reading
from ..schema.record import Fields, Key
from .item_type import ItemType


def interaction(fields: Fields, reading: Reading) -> Interaction | None:
    """The model answer is all there is."""
    return WriteFreely(fields["model-answer"]) if fields["model-answer"] else None


FREE_TEXT = ItemType("free-text", (
    Key("model-answer", "prose", "what a good answer says", required=True),
), interaction)  # fmt: skip
