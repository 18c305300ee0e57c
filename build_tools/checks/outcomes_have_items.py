"""Every outcome of a module with a bank is tested by an item."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.finding import Finding, Severity
from ..model.kit import Kit


def check(kit: Kit) -> Iterator[Finding]:
    """Outcomes without an item; a module without outcomes, or without a bank."""
    for module in kit.modules:
        if not module.outcomes:
            yield Finding(
                "outcomes-have-items.none",
                module.location,
                f'"{module.title}" names no outcome.',
                "Say what a reader can do afterwards.",
            )
        banks = kit.banks_of(module.id)
        if not banks:
            yield Finding(
                "outcomes-have-items.no-bank",
                module.location,
                f'"{module.title}" has no item bank.',
                f"Write quizzes/{module.id}.yml.",
                Severity.WARNING,
            )
            continue
        tested = {item.outcome for bank in banks for item in bank.items}
        for outcome in module.outcomes:
            if outcome.id not in tested:
                yield Finding(
                    "outcomes-have-items",
                    outcome.location,
                    f'No item tests the outcome "{outcome.id}".',
                    "Write one, or drop the outcome.",
                )
