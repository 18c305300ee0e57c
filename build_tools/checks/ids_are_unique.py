"""No id stands twice where it must name one thing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..model.finding import Finding
from ..model.kit import Kit
from ..model.location import Location


def check(kit: Kit) -> Iterator[Finding]:
    """Ids across the kit, and within modules and banks."""
    yield from _unique("module", ((m.id, m.location) for m in kit.modules))
    yield from _unique("item bank", ((b.id, b.location) for b in kit.banks))
    yield from _unique("handout", ((h.id, h.location) for h in kit.handouts))
    yield from _unique("figure", ((f.id, f.location) for f in kit.figures))
    yield from _unique("fact", ((f.id, f.location) for f in kit.facts))
    yield from _unique("work", ((w.id, w.location) for w in kit.works))
    yield from _unique("session", ((s.id, s.location) for s in kit.sessions))
    yield from _unique("term", ((t.term.lower(), t.location) for t in kit.terms))
    yield from _unique("item", ((i.id, i.location) for b in kit.banks for i in b.items))
    for index in kit.indexes:
        yield from _unique("paragraph", ((p.id, p.location) for p in index.paragraphs))
    for work in kit.works:
        yield from _unique("locator", ((x.id, x.location) for x in work.locators))
    for module in kit.modules:
        yield from _unique("outcome", ((o.id, o.location) for o in module.outcomes))
        yield from _unique("activity, scenario, key point or reflection", ((b.id, b.location) for b in module.blocks))
        yield from _unique("slide title", ((s.title, s.location) for s in module.slides))


def _unique(what: str, entries: Iterable[tuple[str, Location]]) -> Iterator[Finding]:
    seen: dict[str, Location] = {}
    for id, location in entries:
        if id and id in seen:
            yield Finding(
                "ids-are-unique",
                location,
                f'The {what} "{id[:60]}" is there already, at {seen[id]}.',
                "Give one of them another name.",
            )
        seen.setdefault(id, location)
