"""One `handouts/*.md` → Handout."""

from __future__ import annotations

from ..model.handout import FormField, Handout
from ..model.location import Location
from ..schema.reading import Reading
from ..schema.record import read_record
from .front_matter import read_front_matter
from .module_markdown import read_dates
from .records import HANDOUT


def read_handout(text: str, path: str, reading: Reading) -> Handout | None:
    """Read one handout; None where its front matter can't be used. What is wrong is noted in `reading`."""
    value, body_text = read_front_matter(text, path, reading)
    if value is None:
        return None
    fields = read_record(HANDOUT, value, reading, Location(path))
    if fields["sides"] not in (1, 2):
        reading.add(
            "handout-markdown.sides", fields.at("sides"), f"A handout has {fields['sides']} sides.", "Write 1 or 2."
        )
    if "a3" in fields["variants"] and fields["kind"] != "poster":
        reading.add("handout-markdown.a3", fields.at("variants"), f"A {fields['kind']} is not printed on A3.",
                    "Take a3 out, or make it a poster.")  # fmt: skip
    body = reading.prose(body_text, Location(path))
    if not body.children:
        reading.add(
            "handout-markdown.empty",
            Location(path),
            "The handout has no text.",
            "Write its text under the front matter.",
        )
    if not fields["id"]:
        return None
    return Handout(
        id=fields["id"], title=fields["title"], summary=fields["summary"], kind=fields["kind"], audience=fields["audience"],
        settings=fields["settings"], modules=fields["modules"], sides=fields["sides"], variants=fields["variants"],
        note_space=fields["note-space"], dates=read_dates(fields), body=body, location=Location(path),
        fields=tuple(FormField(f["id"], f["label"], f["hint"], f.location) for f in fields["fields"]),
    )  # fmt: skip
