"""People in stories: no name is used for two of them, so that nobody is taken for somebody met before.

A name is a word with a capital that stands inside a sentence of a scenario or a stem, and that the kit never writes
small and never writes with a capital outside such stories.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model.finding import Finding, Severity
from ..model.kit import Kit
from ..model.location import Location
from ..provenance.sentences import Sentence, sentences_of

_NAME = re.compile(
    r"(?<=[a-z,;] )[A-Z][a-zà-ÿ]+(?:-[A-Z][a-zà-ÿ]+)?\b|(?<=^)[A-Z][a-zà-ÿ]+(?=(?:,| is| has| was| and) )"
)
_WORD = re.compile(r"[A-Za-zà-ÿ]+")
_NO_NAMES = frozenset(
    ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "January", "February", "March", "April", "May",
     "June", "July", "August", "September", "October", "November", "December", "Christmas", "Easter", "Mr", "Mrs", "Ms", "Miss", "Dr")
)  # fmt: skip


def check(kit: Kit) -> Iterator[Finding]:
    """A warning at the second story that uses a name."""
    stories: list[Sentence] = []
    common: set[str] = set(_NO_NAMES)
    for sentence in sentences_of(kit):
        told = sentence.passage in ("story", "stem")
        if told:
            stories.append(sentence)
        words = _WORD.findall(sentence.text)
        common.update(word.capitalize() for word in words if word.islower())
        if not told and sentence.passage in ("fact", "term", "heading", "figure"):
            common.update(word for word in words[1:] if word.istitle())
    for work in kit.works:
        common.update(_WORD.findall(f"{work.title} {work.short}"))
    modules = {bank.id: bank.module for bank in kit.banks}
    seen: dict[str, tuple[str, str, Location]] = {}
    told_of: set[tuple[str, str]] = set()
    for sentence in stories:
        # A bank may go on with the people of its own module's stories.
        module = modules.get(sentence.subject, sentence.subject)
        story = sentence.element if sentence.passage == "story" else ""
        for name in _NAME.findall(sentence.text):
            if name in common:
                continue
            first, first_story, where = seen.setdefault(name, (module, story, sentence.location))
            other = first != module or bool(story and first_story and story != first_story)
            if other and (name, sentence.element) not in told_of:
                told_of.add((name, sentence.element))
                yield Finding("names-vary", sentence.location, f'"{name}" is somebody else at {where.path}:{where.line}.',
                              "Give this person another name.", Severity.WARNING)  # fmt: skip
