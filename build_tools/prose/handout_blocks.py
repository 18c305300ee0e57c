"""Blocks only handouts have: duties, changes, key points, columns, tick boxes, ruled lines, fields."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from docutils import nodes

from ..model import prose
from ..model.citation import Citation
from ..model.kit import Kit
from ..model.quantities import Force

if TYPE_CHECKING:
    from .resolve import _Resolver

FORCE_KEYS = {
    Force.MUST: "Must: the law requires it.", Force.SHOULD: "Should: do it, or be able to say why not.",
    Force.MAY: "May: allowed, not required.", Force.STATES: "No mark: a plain statement.",
}  # fmt: skip
"""What each mark means."""


def force_key(forces: Collection[Force]) -> str:
    """The key to the marks printed: Must and Should always, as each is read against the other; the rest where met."""
    shown = {Force.MUST, Force.SHOULD, *(force if force.mark else Force.STATES for force in forces)}
    return " ".join(words for force, words in FORCE_KEYS.items() if force in shown)


def handout_block(resolver: _Resolver, node: prose.handout_block) -> list[nodes.Node]:
    """Ordinary nodes for one handout block."""
    return _MAKERS[node["kind"]](resolver, node)


def _duties(resolver: _Resolver, node: prose.handout_block) -> list[nodes.Node]:
    from .resolve import paragraph, table

    rows = []
    forces = []
    for id, _ in node["ids_listed"]:
        fact = resolver.kit.fact(id)
        if fact is None:
            continue
        where = [nodes.inline("", "", *cited_together(resolver.kit, fact.cites), classes=["cite"])]
        forces.append(fact.force)
        mark = [paragraph(resolver.force(fact.force))] if fact.force.mark else [paragraph("")]
        rows.append([mark, [paragraph(*resolver.fact(fact, with_cites=False))], [paragraph(*where)]])
    made: list[nodes.Node] = [table(("How strong", "What is asked", "Where"), rows, ["duties"], (16, 62, 22))]
    return [*made, paragraph(force_key(forces), classes=["force-key"])]


def cited_together(kit: Kit, cites: Sequence[Citation]) -> list[nodes.Node]:
    """Citations as one line, each work named once: `Children and Families Act 2014, s.35(2), s.35(3); 6.2`."""
    by_work: dict[str, list[str]] = {}
    for citation in cites:
        by_work.setdefault(citation.work, []).append(kit.label_of(citation))
    from .resolve import unparted

    made: list[nodes.Node] = []
    for work_id, labels in by_work.items():
        work = kit.work(work_id)
        named = f"{work.short}, " if work is not None and work is not kit.indexed_work else ""
        for number, label in enumerate(labels):
            made += [nodes.Text(", " if number else "; ")] if made else []
            made += unparted(named * (not number) + label, label)
    return made


def _changes(resolver: _Resolver, node: prose.handout_block) -> list[nodes.Node]:
    from .resolve import container, inline, paragraph

    made: list[nodes.Node] = []
    for id, _ in node["ids_listed"]:
        fact = resolver.kit.fact(id)
        if fact is None or fact.since is None:
            continue
        text = [inline(f"Changed {fact.since.year}", "changed-mark"), nodes.Text(f" {fact.now.rstrip('.')} ")]
        cites = nodes.inline("", "", *resolver.cites(fact.cites[:1]), classes=["cites"])
        made.append(container(["change"], [paragraph(*text, cites, ".")]))
    return [container(["changes"], made)]


def _key_points(resolver: _Resolver, node: prose.handout_block) -> list[nodes.Node]:
    module = resolver.kit.module(node["argument"])
    audience = resolver.view.audience
    listed = nodes.bullet_list("", bullet="-", classes=["key-points"])
    for point in module.key_points if module else ():
        if audience is None or not point.roles or not audience.isdisjoint(point.roles):
            listed += nodes.list_item("", *(n for child in point.text.children for n in resolver.node(child)))
    return [listed] if listed.children else []


def _in_one_minute(resolver: _Resolver, node: prose.handout_block) -> list[nodes.Node]:
    from .resolve import container, heading

    return [container(["in-one-minute"], [heading(node["argument"] or "In one minute", 2), *resolver.inside(node)])]


def _columns(resolver: _Resolver, node: prose.handout_block) -> list[nodes.Node]:
    from .resolve import container

    return [container(["columns"], resolver.inside(node))]


def _column(resolver: _Resolver, node: prose.handout_block) -> list[nodes.Node]:
    from .resolve import container, heading

    title = [heading(node["argument"], 2)] if node["argument"] else []
    return [container(["column"], [*title, *resolver.inside(node)])]


def _checklist(resolver: _Resolver, node: prose.handout_block) -> list[nodes.Node]:
    from .resolve import container, heading

    title = [heading(node["argument"], 2)] if node["argument"] else []
    return [container(["checklist"], [*title, *resolver.inside(node)])]


def _lines(resolver: _Resolver, node: prose.handout_block) -> list[nodes.Node]:
    from .resolve import container, paragraph

    count = int(node["argument"]) if node["argument"].isdigit() else 3
    return [container(["lines"], [paragraph("", classes=["line"]) for _ in range(min(count, 60))])]


def _field(resolver: _Resolver, node: prose.handout_block) -> list[nodes.Node]:
    from .resolve import container, inline, paragraph

    hint = node["options"].get("hint", "")
    school = resolver.kit.school
    filled = ""
    if school is not None and node["argument"].lower() in ("who to ask", "senco"):
        filled = ", ".join(filter(None, (school.senco_name, school.senco_contact)))
    label = nodes.strong("", node["argument"])
    return [
        container(["field"], [paragraph(label, ": ", inline(filled or f"[{hint or 'to fill in'}]", "field-value"))])
    ]


_MAKERS = {
    "duties": _duties, "changes": _changes, "key-points": _key_points, "in-one-minute": _in_one_minute,
    "columns": _columns, "column": _column, "checklist": _checklist, "lines": _lines, "field": _field,
}  # fmt: skip
