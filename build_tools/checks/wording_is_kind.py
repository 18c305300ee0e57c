"""Words that the kit's own glossary asks to avoid, such as a label in place of a person."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model.finding import Finding, Severity
from ..model.kit import Kit
from ..provenance.sentences import sentences_of


def check(kit: Kit) -> Iterator[Finding]:
    """A warning for each, outside a quotation, a passage on the past, and an option that shows the mistake."""
    listed = [(re.compile(rf"\b{re.escape(w.avoid)}\b", re.IGNORECASE), w) for w in kit.wordings]
    for sentence in sentences_of(kit):
        if sentence.passage in ("quote", "then", "distractor"):
            continue
        for pattern, wording in listed:
            if match := pattern.search(sentence.text):
                yield Finding("wording-is-kind", sentence.location, f'"{match[0]}" is a way of speaking to avoid.',
                              f'Write "{wording.say}".', Severity.WARNING)  # fmt: skip
