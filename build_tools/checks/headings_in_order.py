"""Headings go down one level at a time, and the first repeats the module's title."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes

from ..model.finding import Finding
from ..model.kit import Kit
from ..model.location import Location
from ..model.prose import line_of

LONGEST_TITLE = 120


def check(kit: Kit) -> Iterator[Finding]:
    """Titles of modules and handouts; skipped levels are told by the parser itself."""
    for module in kit.modules:
        heading = next((n for n in module.body.find(nodes.title)), None)
        if heading is not None and heading.astext() != module.title:
            yield Finding("headings-in-order.title", Location(module.location.path, line_of(heading)),
                          f'The heading "{heading.astext()[:50]}" differs from the title "{module.title[:50]}".', "Use the same words.")  # fmt: skip
    for text in kit.texts:
        if len(text.title) > LONGEST_TITLE:
            yield Finding(
                "headings-in-order.long",
                text.location,
                f"The title has {len(text.title)} letters.",
                f"Keep it to {LONGEST_TITLE}.",
            )
        for node in text.body.find(nodes.title):
            if not node.astext().strip():
                yield Finding(
                    "headings-in-order.empty",
                    Location(text.location.path, line_of(node)),
                    "A heading is empty.",
                    "Write it, or delete it.",
                )
