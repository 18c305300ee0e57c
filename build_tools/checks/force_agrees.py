"""A sentence says "must" only where the place it cites says must, and "should" only where it says should."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.citation import Citation
from ..model.finding import Finding, shorten
from ..model.kit import Kit
from ..model.quantities import Force
from ..provenance.duty_words import words_of_force
from ..provenance.sentences import sentences_of

EXEMPT = ("story", "then", "distractor", "stem", "feedback", "quote")
"""Passages that speak of a wrong force in order to mend it, or that are not in our own voice."""


def forces_of(kit: Kit, citation: Citation) -> frozenset[Force]:
    """The forces the cited place has; for a range also those of the paragraphs within it that the index holds."""
    work = kit.work(citation.work)
    entry = kit.paragraph(citation)
    found: set[Force] = set()
    if entry is not None:
        found |= {statement.force for statement in entry.statements}
        for law in entry.law:
            found |= forces_of(kit, law) if law != citation else set()
    elif work is not None and work.index and citation.end:
        for end in (citation.start, citation.end):
            found |= forces_of(kit, Citation(citation.work, end))
    elif work is not None:
        locator = work.locator(citation.start)
        found |= {locator.force} if locator else set()
    return frozenset(found)


def check(kit: Kit) -> Iterator[Finding]:
    """Sentences whose own force is not that of any place they cite."""
    for sentence in sentences_of(kit):
        if sentence.passage in EXEMPT:
            continue
        allowed: set[Force] = set()
        for citation in sentence.cites:
            allowed |= forces_of(kit, citation)
        for id in sentence.facts:
            fact = kit.fact(id)
            if fact is not None:
                allowed |= {fact.force}
        if not sentence.cites and not sentence.facts:
            continue  # duties_are_cited has told of it
        # A mark says the force of what stands beside it; in a line that cites nothing itself it is only spoken of.
        said_by_marks = set(sentence.marks) if sentence.cites_itself else set()
        for force in sorted((words_of_force(sentence.text) | said_by_marks) - allowed):
            where = ", ".join([kit.cited_as(c) for c in sentence.cites] + list(sentence.facts))
            said = ", ".join(sorted(allowed)) or "unknown"
            yield Finding("force-agrees", sentence.location, f'"{shorten(sentence.text, 90)}" says "{force}", but the force at {where} is: {said}.',
                          "Use the cited place's own force, word it neutrally, or cite the place that says so.")  # fmt: skip
