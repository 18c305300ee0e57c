"""Minutes: on each slide, and adding up to the sessions a deck is made for."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.deck import deck_lengths
from ..model.finding import Finding
from ..model.kit import Kit
from ..model.quantities import SESSION_LENGTHS

LEAST_SHARE = 0.9
"""A session's slides fill at least this share of its length, or the presenter is left with time and no slide."""
MINUTES_A_SLIDE = 1.5
"""Fewer minutes a slide than this on average and nobody can follow."""


def check(kit: Kit) -> Iterator[Finding]:
    """Each module's slides, for each length it offers."""
    for module in kit.modules:
        if module.minutes < 1:
            yield Finding(
                "minutes-add-up.reading",
                module.location,
                f'"{module.title}" says it takes {module.minutes} minutes to read.',
                "Write 1 or more.",
            )
        activities = {a.id: a for a in module.activities}
        for slide in module.slides:
            shown = activities.get(slide.shows)
            if shown is not None and shown.minutes > slide.minutes:
                yield Finding("minutes-add-up.activity", slide.location,
                              f'The slide has {slide.minutes} minutes, and the activity "{shown.id}" on it takes {shown.minutes}.',
                              "Give the slide the activity's minutes at least.")  # fmt: skip
            if slide.core and slide.from_minutes != SESSION_LENGTHS[0]:
                yield Finding(
                    "minutes-add-up.core",
                    slide.location,
                    "A core slide is left out of the shortest session.",
                    f"Write :from: {SESSION_LENGTHS[0]}.",
                )
        longest = max((s.from_minutes for s in module.slides), default=0)
        for length in SESSION_LENGTHS:
            slides = [s for s in module.slides if s.from_minutes <= length]
            total = sum(s.minutes for s in slides)
            if not slides or length > longest:
                continue
            if not LEAST_SHARE * length <= total <= length:
                yield Finding("minutes-add-up.total", module.location,
                              f"The slides of the {length}-minute session add up to {total} minutes.",
                              f"Bring them to between {LEAST_SHARE * length:g} and {length}.")  # fmt: skip
            if len(slides) > length / MINUTES_A_SLIDE:
                yield Finding("minutes-add-up.slides", module.location, f"The {length}-minute session has {len(slides)} slides.",
                              f"Show {int(length / MINUTES_A_SLIDE)} at most.")  # fmt: skip
    for session in kit.sessions:
        for part in session.parts:
            if part.minutes < 1:
                yield Finding(
                    "minutes-add-up.session",
                    part.location,
                    f'"{part.what}" takes {part.minutes} minutes.',
                    "Write 1 or more.",
                )
            taken = kit.module(part.module)
            shortest = min(deck_lengths(taken), default=0) if taken else 0
            if taken is not None and part.minutes < shortest:
                yield Finding(
                    "minutes-add-up.too-short",
                    part.location,
                    f'"{part.what}" gives {part.minutes} minutes to "{taken.id}", whose shortest deck takes {shortest}.',
                    f"Give it {shortest} or more.",
                )
            elif taken is not None and not shortest:
                yield Finding(
                    "minutes-add-up.no-slides",
                    part.location,
                    f'"{part.what}" takes "{taken.id}", which has no slides.',
                    "Write slides for it, or take another module.",
                )
