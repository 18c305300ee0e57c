"""Which items a format can't hold, said before anything is made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..model.finding import Finding, Severity
from ..model.kit import Kit
from ..model.output_format import OutputFormat


def check(kit: Kit, formats: Iterable[OutputFormat]) -> Iterator[Finding]:
    """A warning for each item and format that do not go together."""
    for output in formats:
        for bank in kit.banks:
            for item in bank.items:
                if output.part == "quizzes" and type(item.interaction) not in output.carries:
                    yield Finding("formats-carry-items", item.location, f'{output.name} can\'t hold the item "{item.id}" ({item.type}), so it is left out there.',
                                  "Give learners another format, or write the item as another type.", Severity.WARNING)  # fmt: skip
