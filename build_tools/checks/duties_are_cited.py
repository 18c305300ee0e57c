"""A sentence that says something is asked, or by when, says where that stands."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.finding import Finding, shorten
from ..model.kit import Kit
from ..provenance.duty_words import has_duty_word, words_of_force
from ..provenance.sentences import sentences_of

EXEMPT = ("story", "quote", "then", "distractor")
"""A story is invented, a quotation carries its own paragraph, `then` is past, a distractor is wrong on purpose."""


def check(kit: Kit) -> Iterator[Finding]:
    """Sentences with a duty word and no citation. A heading that only names duties states none."""
    for sentence in sentences_of(kit):
        if sentence.passage in EXEMPT or sentence.cites or sentence.facts:
            continue
        states = (
            words_of_force(sentence.text.partition(" ")[2])
            if sentence.passage == "heading"
            else has_duty_word(sentence.text)
        )
        if states:
            yield Finding("duties-are-cited", sentence.location, f'"{shorten(sentence.text, 90)}" speaks of a duty and cites nothing.',
                          "Cite the paragraph or the law before the full stop, or say it without a duty word.")  # fmt: skip
