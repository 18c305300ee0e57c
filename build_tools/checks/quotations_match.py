"""The indexed work's words stand only in marked quotations, and there to the letter where its wording is held."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docutils import nodes

from ..model import prose
from ..model.finding import Finding, Severity, shorten
from ..model.kit import Kit
from ..model.location import Location
from ..model.prose import line_of

QUOTED = re.compile(r"[“\"]([^”\"]{25,}?)[”\"]")
"""Shorter quotations name a word or a title."""


def _flat(text: str) -> str:
    return (
        " ".join(text.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"').split())
        .rstrip(". ")
        .lower()
    )


def check(kit: Kit) -> Iterator[Finding]:
    """Quotations that differ from the stored wording, hold none, or stand outside a marked quotation."""
    stored = [(p, _flat(p.text)) for index in kit.indexes for p in index.paragraphs if p.text]
    for text in kit.texts:
        path = text.location.path
        for node in text.body.find(prose.code_quote):
            here = Location(path, line_of(node))
            if not node["cite"]:
                continue  # the directive has told of it
            citation = node["cite"][0]
            entry = kit.paragraph(citation)
            if entry is None:
                continue  # citations_resolve has told of it
            words = "\n".join(child.astext() for child in node.children)
            if not entry.text:
                yield Finding("quotations-match.no-text", here, f"No text of {kit.cited_as(citation)} is held to compare the quotation with.",
                              "Import the edition, or store the wording in the index.", Severity.WARNING)  # fmt: skip
            elif _flat(words) not in _flat(entry.text):
                yield Finding("quotations-match", here, f'The quotation differs from the wording held for {kit.cited_as(citation)}: "{shorten(entry.text, 90)}".',
                              "Copy the words exactly, or say it in our own words outside the quotation.")  # fmt: skip
            if not entry.level.may_be_keyed:
                yield Finding(
                    "quotations-match.level",
                    here,
                    f"{kit.cited_as(citation)} is known only at the level {entry.level}.",
                    "Do not quote it.",
                )
        for paragraph in text.body.find(nodes.paragraph):
            if _inside_quote(paragraph):
                continue
            for match in QUOTED.finditer(paragraph.astext()):
                flat = _flat(match[1])
                source = next((p for p, wording in stored if flat in wording), None)
                if source is not None:
                    yield Finding("quotations-match.unmarked", Location(path, line_of(paragraph)),
                                  f'"{shorten(match[1])}" is the wording of {source.id}, in quotation marks of the text.',
                                  "Move it into a {code-quote} with its paragraph.")  # fmt: skip


def _inside_quote(node: nodes.Node) -> bool:
    current: nodes.Node | None = node
    while current is not None:
        if isinstance(current, (prose.code_quote, nodes.block_quote)):
            return True
        current = current.parent
    return False
