"""Nothing is stated more surely than its level allows, and nothing that may not be printed is."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import prose
from ..model.citation import Citation
from ..model.finding import Finding
from ..model.kit import Kit
from ..model.location import Location
from ..model.prose import line_of
from ..model.quantities import Level
from ..model.reference import Status


def level_of(kit: Kit, citation: Citation) -> Level | None:
    """How surely a cited place is known; None where the place itself is not."""
    entry = kit.paragraph(citation)
    if entry is not None:
        return entry.level
    work = kit.work(citation.work)
    locator = work.locator(citation.start) if work is not None and not work.index else None
    return locator.level if locator else None


def check(kit: Kit) -> Iterator[Finding]:
    """Facts that may not be printed; keys, posters and Must rows on what is not surely known."""
    for text in kit.texts:
        path = text.location.path
        printed = [(n["fact"], line_of(n)) for n in text.body.find(prose.fact_ref)]
        printed += [entry for n in text.body.find(prose.handout_block) for entry in n["ids_listed"]]
        for id, line in printed:
            fact = kit.fact(id)
            if fact is not None and fact.status is Status.DO_NOT_PRINT:
                yield Finding("levels-allow.do-not-print", Location(path, line), f'The fact "{id}" is there to catch a mistake, not to be printed. {fact.caution}'.rstrip(),
                              "Take it out, or print the fact that is right.")  # fmt: skip
    for handout in kit.handouts:
        for node in handout.body.find(prose.handout_block):
            for id, line in node["ids_listed"] if node["kind"] == "duties" or handout.kind == "poster" else ():
                fact = kit.fact(id)
                if fact is not None and not fact.level.may_be_keyed:
                    yield Finding("levels-allow.row", Location(handout.location.path, line), f'The fact "{id}" is known only at the level {fact.level}.',
                                  "It may not stand in a table of duties or on a poster.")  # fmt: skip
        for node in handout.body.find(prose.fact_ref) if handout.kind == "poster" else ():
            fact = kit.fact(node["fact"])
            if fact is not None and not fact.level.may_be_keyed:
                yield Finding("levels-allow.row", Location(handout.location.path, line_of(node)), f'The fact "{fact.id}" is known only at the level {fact.level}.',
                              "It may not stand on a poster.")  # fmt: skip
    for bank in kit.banks:
        for item in bank.items:
            levels = [level for level in (level_of(kit, c) for c in item.cites) if level is not None]
            levels += [fact.level for fact in (kit.fact(id) for id in item.facts) if fact is not None]
            if levels and not any(level.may_be_keyed for level in levels):
                yield Finding("levels-allow.key", item.location, f'The key of "{item.id}" rests only on what is known at the level {levels[0]}.',
                              "Key it on a statement that is primary or second-hand, or drop it.")  # fmt: skip
