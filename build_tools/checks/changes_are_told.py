"""A changed fact is never printed without its change: a `changed` block says what its fact says, since the same day."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import prose
from ..model.finding import Finding, Severity
from ..model.kit import Kit
from ..model.location import Location
from ..model.prose import line_of
from ..model.reference import Status


def check(kit: Kit) -> Iterator[Finding]:
    """`changed` blocks that disagree with their fact; values of changed facts printed bare."""
    for text in kit.texts:
        path = text.location.path
        for node in text.body.find(prose.changed):
            fact = kit.fact(node["fact"]) if node["fact"] else None
            here = Location(path, line_of(node))
            if fact is None:
                if not node["fact"]:
                    yield Finding(
                        "changes-are-told.no-fact",
                        here,
                        f'The change "{node["title"][:50]}" names no fact.',
                        "Add :fact: and its id.",
                        Severity.WARNING,
                    )
                continue
            if fact.status is not Status.CHANGED:
                yield Finding(
                    "changes-are-told.status",
                    here,
                    f'The fact "{fact.id}" has the status {fact.status}.',
                    "Name a fact that has changed, or tell it as plain text.",
                )
            elif node["since"] and fact.since != node["since"]:
                yield Finding(
                    "changes-are-told.since",
                    here,
                    f'The block says since {node["since"]}, the fact "{fact.id}" since {fact.since}.',
                    "Write the fact's date.",
                )
        for node in text.body.find(prose.fact_ref):
            fact = kit.fact(node["fact"])
            if fact is not None and fact.status is Status.CHANGED and node["only_value"]:
                yield Finding("changes-are-told.value", Location(path, line_of(node)), f'The value of the changed fact "{fact.id}" is printed without its change.',
                              f"Print the whole fact: {{fact}}`{fact.id}`.")  # fmt: skip
        for node in text.body.find(prose.handout_block):
            for id, line in node["ids_listed"] if node["kind"] == "changes" else ():
                fact = kit.fact(id)
                if fact is not None and fact.status is not Status.CHANGED:
                    yield Finding(
                        "changes-are-told.status",
                        Location(path, line),
                        f'"{id}" stands among the changes and has the status {fact.status}.',
                        "List only facts that have changed.",
                    )
