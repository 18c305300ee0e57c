"""One `modules/*.md` → Module."""

from __future__ import annotations

from datetime import date
from typing import Any

from docutils import nodes

from ..model import prose
from ..model.location import Location
from ..model.module import Activity, Dates, KeyPoint, Module, Outcome, Reflection, Scenario, Slide
from ..model.prose import Prose, line_of
from ..model.quantities import Minutes
from ..schema.reading import Reading
from ..schema.record import Fields, read_record
from .front_matter import read_front_matter
from .records import MODULE

UNKNOWN_DATE = date(1970, 1, 1)
"""Stands for a date that could not be read; a finding has named it, so nothing is built from it."""


def read_module(text: str, path: str, reading: Reading) -> Module | None:
    """Read one module; None where its front matter can't be used. What is wrong is noted in `reading`."""
    value, body_text = read_front_matter(text, path, reading)
    if value is None:
        return None
    fields = read_record(MODULE, value, reading, Location(path))
    body = reading.prose(body_text, Location(path))
    if not body.children:
        reading.add(
            "module-markdown.empty",
            Location(path),
            "The module has no text.",
            "Write its title as a first-level heading, and its text.",
        )
    headings = [node for node in body.find(nodes.section) if node.parent is None]
    if body.children and (len(headings) != 1 or not isinstance(body.children[0], nodes.section)):
        reading.add("module-markdown.one-title", Location(path, line_of(body.children[0])),
                    f"The text has {len(headings)} first-level headings where one is wanted, at its head.",
                    "Start the text with # and the title, and use ## below it.")  # fmt: skip
    if not fields["id"]:
        return None
    return Module(
        id=fields["id"], title=fields["title"], summary=fields["summary"], audience=fields["audience"],
        settings=fields["settings"], phases=fields["phases"], minutes=Minutes(fields["minutes"]),
        outcomes=tuple(Outcome(o["id"], o["text"], o.location) for o in fields["outcomes"]),
        dates=read_dates(fields), further_reading=fields["further-reading"], body=body,
        slides=tuple(_slide(node, path) for node in body.find(prose.slide)),
        activities=tuple(_activity(node, path) for node in body.find(prose.activity)),
        scenarios=tuple(_scenario(node, path) for node in body.find(prose.scenario)),
        key_points=tuple(KeyPoint(n["id"], n["roles"], _prose(n.children, n, path), _at(n, path)) for n in body.find(prose.key_point)),
        reflections=tuple(Reflection(n["id"], _prose(n.children, n, path), _at(n, path)) for n in body.find(prose.reflect)),
        location=Location(path),
    )  # fmt: skip


def read_dates(fields: Fields) -> Dates:
    """The four date keys that modules and handouts share."""
    return Dates(
        fields["checked"] or UNKNOWN_DATE,
        fields["reviewed"],
        fields["reviewed-by"],
        fields["review-by"] or UNKNOWN_DATE,
    )


def _at(node: nodes.Node, path: str) -> Location:
    return Location(path, line_of(node))


def _prose(children: Any, node: nodes.Node, path: str) -> Prose:
    return Prose("", tuple(children), _at(node, path))


def _without(node: nodes.Element, *classes: type[nodes.Node]) -> list[nodes.Node]:
    return [child for child in node.children if not isinstance(child, classes)]


def _parts(node: nodes.Element, role: str, path: str) -> Prose:
    found = [child for child in node.children if isinstance(child, prose.part) and child["role"] == role]
    return _prose([c for part in found for c in part.children], found[0] if found else node, path)


def _slide(node: prose.slide, path: str) -> Slide:
    notes = [child for child in node.children if isinstance(child, prose.notes)]
    return Slide(
        title=node["title"], layout=node["layout"], minutes=Minutes(node["minutes"]),
        from_minutes=Minutes(node["from_minutes"]), core=node["core"], shows=node["shows"],
        body=_prose(_without(node, prose.notes), node, path),
        notes=_prose([c for n in notes for c in n.children], notes[0] if notes else node, path), location=_at(node, path),
    )  # fmt: skip


def _activity(node: prose.activity, path: str) -> Activity:
    return Activity(
        id=node["id"], title=node["title"], minutes=Minutes(node["minutes"]), from_minutes=Minutes(node["from_minutes"]),
        grouping=node["grouping"], materials=node["materials"], purpose=_prose(_without(node, prose.part), node, path),
        steps=_parts(node, "steps", path), good_answers=_parts(node, "good-answers", path),
        short_of_time=_parts(node, "short-of-time", path), untimed=_parts(node, "untimed", path),
        alone=_parts(node, "alone", path), location=_at(node, path),
    )  # fmt: skip


def _scenario(node: prose.scenario, path: str) -> Scenario:
    return Scenario(
        id=node["id"], title=node["title"], setting=node["setting"], phase=node["phase"], cites=node["cites"],
        story=_prose(_without(node, prose.part), node, path), prompts=_parts(node, "prompts", path),
        good_looks_like=_parts(node, "good-looks-like", path), location=_at(node, path),
    )  # fmt: skip
