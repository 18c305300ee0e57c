"""Dates: none in the future that tells of the past, none overdue without a word."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.finding import Finding, Severity
from ..model.kit import Kit


def check(kit: Kit) -> Iterator[Finding]:
    """Dates of modules, handouts, facts and works, held against the build's date."""
    today = kit.as_of
    for text in kit.texts:
        dates = text.dates
        if dates.checked > today:
            yield Finding(
                "dates-are-honest.future",
                text.location,
                f"checked: is {dates.checked}, after {today}.",
                "Write the day it was really checked.",
            )
        if dates.reviewed and dates.reviewed > today:
            yield Finding(
                "dates-are-honest.future",
                text.location,
                f"reviewed: is {dates.reviewed}, after {today}.",
                "Write the day it was really reviewed.",
            )
        if bool(dates.reviewed) != bool(dates.reviewed_by):
            yield Finding(
                "dates-are-honest.reviewer",
                text.location,
                "reviewed: and reviewed-by: must stand together.",
                "Give both, or neither.",
            )
        if dates.review_by < dates.checked:
            yield Finding(
                "dates-are-honest.order",
                text.location,
                f"review-by: {dates.review_by} lies before checked: {dates.checked}.",
                "Give a later day.",
            )
        elif dates.review_by < today:
            yield Finding("dates-are-honest.overdue", text.location, f"It was due to be checked again by {dates.review_by}; its outputs say so on their face.",
                          "Hold it against its sources and set checked: and review-by:.", Severity.WARNING)  # fmt: skip
    for fact in kit.facts:
        if fact.checked > today:
            yield Finding(
                "dates-are-honest.future",
                fact.location,
                f'The fact "{fact.id}" was checked on {fact.checked}, after {today}.',
                "Write the day it was really checked.",
            )
    for work in kit.works:
        if work.checked and work.checked > today:
            yield Finding(
                "dates-are-honest.future",
                work.location,
                f'The work "{work.id}" was checked on {work.checked}, after {today}.',
                "Write the day it was really checked.",
            )
