"""A nervous presenter finds words under every slide."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.finding import Finding
from ..model.kit import Kit


def check(kit: Kit) -> Iterator[Finding]:
    """Slides without notes or content."""
    for module in kit.modules:
        for slide in module.slides:
            if not slide.notes:
                yield Finding(
                    "slides-have-notes",
                    slide.location,
                    f'The slide "{slide.title[:50]}" has no notes.',
                    "Add :::{notes} with what to say, in full sentences.",
                )
            if not slide.body and not slide.shows and slide.layout != "section":
                yield Finding(
                    "slides-have-notes.empty",
                    slide.location,
                    f'The slide "{slide.title[:50]}" shows nothing.',
                    "Write its lines, or name what it :shows:.",
                )
