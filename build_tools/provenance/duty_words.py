"""Duty words: the words by which a sentence says that something is asked by law or by the indexed work."""

from __future__ import annotations

import re

from ..model.quantities import Force

MUST = re.compile(
    r"\b(?:must(?:n't)?|(?:has|have|had) to|(?:is|are|being) (?:legally )?(?:required|obliged|bound) to|legally required)\b",
    re.IGNORECASE,
)
SHOULD = re.compile(r"\bshould(?:n't)?\b", re.IGNORECASE)
DUTY = re.compile(
    r"\bdut(?:y|ies)\b|\brequired\b|\bno later than\b|\bwithin (?:[\w-]+ ){1,4}?(?:days?|weeks?|months?)\b",
    re.IGNORECASE,
)
_NAMED = re.compile(r"[\"'“‘](?:must|should|may)[\"'”’]", re.IGNORECASE)
"""A force word that is only spoken about stands in quotation marks."""


def words_of_force(sentence: str) -> frozenset[Force]:
    """The forces a sentence uses in its own voice."""
    text = _NAMED.sub("", sentence)
    found = set()
    if MUST.search(text):
        found.add(Force.MUST)
    if SHOULD.search(text):
        found.add(Force.SHOULD)
    return frozenset(found)


def has_duty_word(sentence: str) -> bool:
    """Whether a sentence says that something is asked, or by when."""
    text = _NAMED.sub("", sentence)
    return bool(words_of_force(text) or DUTY.search(text))


_VERBS = (
    (
        Force.MUST,
        re.compile(
            r"\b(?:must(?:n't)?|shall|(?:is|are) (?:legally )?(?:required|obliged) to|ha(?:s|ve) a (?:legal |statutory )?duty to)\b",
            re.IGNORECASE,
        ),
    ),
    (Force.SHOULD, SHOULD),
    (Force.MAY, re.compile(r"\bmay\b")),  # not the month
)


def verbs_of(sentence: str) -> tuple[Force, ...]:
    """The forces by which a work's own sentence binds, strongest first; `states` where it has no such verb.

    "Have to" is not counted: in a work's own text it tells of what people need more often than of what binds them.
    """
    text = _NAMED.sub("", sentence)
    return tuple(force for force, pattern in _VERBS if pattern.search(text)) or (Force.STATES,)
