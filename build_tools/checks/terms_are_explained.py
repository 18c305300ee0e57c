"""A short form is explained where a module first uses it: by its glossary entry, or spelt out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docutils import nodes

from ..model import prose
from ..model.finding import Finding, Severity
from ..model.kit import Kit
from ..model.location import Location
from ..model.prose import line_of
from ..model.reference import Term

_ELSEWHERE = (prose.slide, prose.activity, nodes.title, nodes.comment, nodes.literal_block)
"""Not the running text: slides are presented, and what stands in them is said."""


def check(kit: Kit) -> Iterator[Finding]:
    """The first place in a module's running text that has a short form, where nothing up to there explains it."""
    short = [(term, _pattern(term)) for term in kit.terms if term.long]
    for module in kit.modules:
        open_terms = {term.term: (term, pattern) for term, pattern in short}
        for node in module.body.find(prose.gloss_ref, nodes.Text):
            if _stands_in(node, _ELSEWHERE):
                continue
            if isinstance(node, prose.gloss_ref):
                found = kit.term(str(node["term"]))
                open_terms.pop(found.term if found else "", None)
                continue
            if _stands_in(node, (prose.gloss_ref,)):
                continue
            text = node.astext()
            for name, (term, pattern) in list(open_terms.items()):
                if term.long.lower() in text.lower():
                    del open_terms[name]
                elif pattern.search(text):
                    del open_terms[name]
                    yield Finding("terms-are-explained", Location(module.location.path, line_of(node.parent)),
                                  f'"{name}" stands here for the first time in this module, and is not explained.',
                                  f"Write {{gloss}}`{name}`, or spell it out: {term.long}.", Severity.WARNING)  # fmt: skip


def _stands_in(node: nodes.Node, kinds: tuple[type[nodes.Node], ...]) -> bool:
    above: nodes.Node | None = node
    while above is not None:
        if isinstance(above, kinds):
            return True
        above = above.parent
    return False


def _pattern(term: Term) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){re.escape(term.term)}s?(?![\w-])")
