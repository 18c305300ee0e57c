"""What names something else finds it: links, facts, terms, figures, slides' `shows`, outcomes, modules."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from docutils import nodes

from ..model import prose
from ..model.finding import Finding, Severity
from ..model.kit import Kit
from ..model.location import Location
from ..model.prose import Prose, line_of
from .citations_resolve import prose_of_item


def check(kit: Kit) -> Iterator[Finding]:
    """Every name in the kit that stands for something else."""
    facts = [f.id for f in kit.facts]
    for text, path in _texts(kit):
        yield from _prose(kit, text, path, facts)
    for module in kit.modules:
        targets = {block.id for block in module.blocks}
        items = {i.id for b in kit.banks_of(module.id) for i in b.items}
        for slide in module.slides:
            if slide.shows and slide.shows not in targets | items | {f.id for f in kit.figures}:
                yield _missing("shows", slide.location, f'The slide shows "{slide.shows}", which is no activity, scenario, reflection, figure or item of this module',
                               slide.shows, (*targets, *items))  # fmt: skip
        for work in module.further_reading:
            if kit.work(work) is None:
                yield _missing(
                    "work",
                    module.location,
                    f'Further reading names the work "{work}", which is not in works.yml',
                    work,
                    [w.id for w in kit.works],
                )
    for handout in kit.handouts:
        for id in handout.modules:
            if kit.module(id) is None:
                yield _missing(
                    "module",
                    handout.location,
                    f'The handout draws on "{id}", which is no module',
                    id,
                    [m.id for m in kit.modules],
                )
    for bank in kit.banks:
        owner = kit.module(bank.module)
        if owner is None:
            yield _missing(
                "module",
                bank.location,
                f'The bank belongs to "{bank.module}", which is no module',
                bank.module,
                [m.id for m in kit.modules],
            )
        ids = {i.id for i in bank.items}
        for item in bank.items:
            if owner is not None and item.outcome not in {o.id for o in owner.outcomes}:
                yield _missing("outcome", item.location, f'The item "{item.id}" tests "{item.outcome}", which is no outcome of {owner.id}', item.outcome,
                               [o.id for o in owner.outcomes])  # fmt: skip
            for fact in item.facts:
                if kit.fact(fact) is None:
                    yield _missing(
                        "fact",
                        item.location,
                        f'The item "{item.id}" names the fact "{fact}", which is not in facts.yml',
                        fact,
                        facts,
                    )
            if item.parallel and item.parallel not in ids:
                yield _missing(
                    "item",
                    item.location,
                    f'The item "{item.id}" names "{item.parallel}" as its twin, which is not in this bank',
                    item.parallel,
                    ids,
                )
    for session in kit.sessions:
        for part in session.parts:
            if part.module and kit.module(part.module) is None:
                yield _missing(
                    "module",
                    part.location,
                    f'The session takes "{part.module}", which is no module',
                    part.module,
                    [m.id for m in kit.modules],
                )


def _texts(kit: Kit) -> Iterator[tuple[Prose, str]]:
    for text in kit.texts:
        yield text.body, text.location.path
    for bank in kit.banks:
        for item in bank.items:
            for piece in prose_of_item(item):
                yield piece, bank.location.path


def _prose(kit: Kit, text: Prose, path: str, facts: list[str]) -> Iterator[Finding]:
    def at(node: nodes.Node) -> Location:
        return Location(path, line_of(node, text.location.line))

    for node in text.find(prose.fact_ref):
        if kit.fact(node["fact"]) is None:
            yield _missing("fact", at(node), f'"{node["fact"]}" is not in facts.yml', node["fact"], facts)
    for node in text.find(prose.gloss_ref):
        if kit.term(node["term"]) is None:
            yield _missing(
                "term", at(node), f'"{node["term"]}" is not in glossary.yml', node["term"], [t.term for t in kit.terms]
            )
    for node in text.find(prose.diagram):
        if kit.figure(node["figure"]) is None:
            yield _missing(
                "figure", at(node), f'"{node["figure"]}" is not a figure', node["figure"], [f.id for f in kit.figures]
            )
    for node in text.find(prose.changed):
        if node["fact"] and kit.fact(node["fact"]) is None:
            yield _missing("fact", at(node), f'"{node["fact"]}" is not in facts.yml', node["fact"], facts)
    for node in text.find(prose.handout_block):
        for id, line in node["ids_listed"]:
            if kit.fact(id) is None:
                yield _missing("fact", Location(path, line), f'"{id}" is not in facts.yml', id, facts)
        if node["kind"] == "key-points" and kit.module(node["argument"]) is None:
            yield _missing(
                "module", at(node), f'"{node["argument"]}" is no module', node["argument"], [m.id for m in kit.modules]
            )
    for node in text.find(nodes.reference):
        address = str(node.get("refuri", ""))
        if address and "://" not in address and not address.startswith(("#", "mailto:")):
            yield from _source_link(kit, address, at(node), path)
        elif address.startswith("http:"):
            yield Finding(
                "links-resolve.insecure",
                at(node),
                f'"{address[:80]}" is not an https address.',
                "Use https.",
                Severity.WARNING,
            )


def _source_link(kit: Kit, address: str, location: Location, path: str) -> Iterator[Finding]:
    file, _, anchor = address.partition("#")
    target = PurePosixPath(path).parent / file
    for module in kit.modules:
        if PurePosixPath(module.location.path) == target:
            slugs = {str(s.get("slug") or "") for s in module.body.find(nodes.section)} | {
                i for s in module.body.find(nodes.section) for i in s["ids"]
            }
            if anchor and anchor not in slugs:
                yield _missing("anchor", location, f'{file} has no heading "#{anchor}"', anchor, slugs)
            return
    yield _missing(
        "file",
        location,
        f'"{file}" is not a module beside this file',
        file,
        [PurePosixPath(m.location.path).name for m in kit.modules],
    )


def _missing(kind: str, location: Location, what: str, name: str, known: Iterable[str]) -> Finding:
    near = difflib.get_close_matches(name, list(known), 1)
    return Finding(
        f"links-resolve.{kind}",
        location,
        f"{what}.",
        f'Did you mean "{near[0]}"?' if near else "Mend the name, or add what it names.",
    )
