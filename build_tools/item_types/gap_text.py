"""A text with gaps, typed or chosen."""

import re

from ..model.finding import Finding, Severity
from ..model.interaction import FillGaps, Gap, Interaction
from ..model.prose import gap
from ..schema.reading import Reading
from ..schema.record import Fields, Key, Record
from .item_type import CASE, OPTION, SPACES, ItemType, needed, one_key, read_options

GAP = Record("a gap", (
    Key("id", "id", "its id, as it stands in the text", required=True),
    Key("accepted", "texts", "for a typed gap: every spelling that counts as right, the best first"),
    Key("options", "records", "for a chosen gap: the options", record=OPTION),
    Key("feedback", "prose", "what a wrong answer is told"),
))  # fmt: skip
_MARK = re.compile(r"\[\[([a-z0-9-]+)\]\]")


def interaction(fields: Fields, reading: Reading) -> Interaction | None:
    """Malformed where text and gaps do not name the same gaps, or a gap has no answer, or both kinds of answer."""
    if not needed(fields, reading, "gaps", 1, "gaps"):
        return None
    text = reading.prose(_MARK.sub(r"{gap}`\1`", fields["text"]), fields.at("text"))
    placed = [node["gap"] for node in text.find(gap)]
    gaps = []
    for entry in fields["gaps"]:
        options = read_options(entry, reading)
        if bool(entry["accepted"]) == bool(entry["options"]):
            reading.add("gap-text.answer", entry.location, f'The gap "{entry["id"]}" has {"two kinds of answer" if options else "no answer"}.',
                        "Give accepted: for a typed gap, or options: for a chosen one.")  # fmt: skip
            continue
        if entry["options"] and not one_key(options, entry, reading):
            continue
        gaps.append(Gap(entry["id"], entry["accepted"], options, entry["feedback"]))
    named = [entry["id"] for entry in fields["gaps"]]
    for id in sorted({*placed, *named}):
        if placed.count(id) != 1 or named.count(id) != 1:
            reading.findings.append(Finding(
                "gap-text.places", fields.at("text"),
                f'The gap "{id}" stands {placed.count(id)} times in the text and {named.count(id)} times under gaps.',
                f"Write [[{id}]] once in the text and describe it once under gaps.", Severity.ERROR))  # fmt: skip
            return None
    if len(gaps) != len(named):
        return None
    return FillGaps(text, tuple(gaps), fields["case"] == "matters", fields["spaces"] == "matters")


GAP_TEXT = ItemType("gap-text", (
    Key("text", "text", "the sentence, each gap written [[id]]", required=True),
    Key("gaps", "records", "the gaps", required=True, record=GAP), CASE, SPACES,
), interaction)  # fmt: skip
