"""A term that has changed stands only where the change is told."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model.finding import Finding, shorten
from ..model.kit import Kit
from ..model.reference import Status
from ..provenance.sentences import sentences_of

EXEMPT = ("then", "quote", "distractor", "feedback", "stem", "key")

PAST = re.compile(
    r"\b(?:used to|formerly|until|(?:was|were) (?:then )?called|replaced|abolished|no longer|old(?:er)? name|then known)\b",
    re.IGNORECASE,
)
"""Words by which a sentence says itself that something was so once."""


def check(kit: Kit) -> Iterator[Finding]:
    """Old terms outside a `changed` passage, a sentence that names the changed fact, or one that says it is past.

    The old terms are those a changed fact puts in quotation marks in its `before:`.
    """
    terms = [
        (term, re.compile(rf"\b{re.escape(term)}s?\b", re.IGNORECASE), fact)
        for fact in kit.facts if fact.status is Status.CHANGED
        for term in re.findall(r"[“\"]([^”\"]{2,60})[”\"]", fact.before)
    ]  # fmt: skip
    for sentence in sentences_of(kit):
        if sentence.passage in (*EXEMPT, "fact", "term"):
            continue
        for term, pattern, fact in terms:
            if fact.id not in sentence.facts and not PAST.search(sentence.text) and pattern.search(sentence.text):
                yield Finding("terms-are-current", sentence.location, f'"{term}" in "{shorten(sentence.text, 70)}" changed: {shorten(fact.now, 90)}',
                              f"Use today's term, or tell the change in a {{changed}} block with :fact: {fact.id}.")  # fmt: skip
