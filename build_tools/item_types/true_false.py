"""True or false, with feedback for each."""

from ..model.interaction import ChooseOne, Interaction, Option
from ..model.prose import Prose
from ..schema.reading import Reading
from ..schema.record import Fields, Key, Record
from .item_type import ItemType

FEEDBACK = Record("option feedback", (
    Key("true", "prose", "what is said to those who choose True", required=True),
    Key("false", "prose", "what is said to those who choose False", required=True),
))  # fmt: skip


def interaction(fields: Fields, reading: Reading) -> Interaction | None:
    """Two options, True first."""
    here = fields.at("answer")
    if fields["answer"] not in ("true", "false"):
        return None
    feedback: Fields | None = fields["option-feedback"]
    options = []
    for word in ("true", "false"):
        said = feedback[word] if feedback else Prose("", (), here)
        options.append(Option(word, reading.prose(word.capitalize(), here), fields["answer"] == word, said))
    return ChooseOne(tuple(options))


TRUE_FALSE = ItemType("true-false", (
    Key("answer", "choice", "true or false", required=True, among=("true", "false")),
    Key("option-feedback", "record", "what is said to each choice", required=True, record=FEEDBACK),
), interaction)  # fmt: skip
