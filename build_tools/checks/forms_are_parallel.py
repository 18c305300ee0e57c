"""Parallel forms, for before and after: they share their topics, and no item."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.finding import Finding
from ..model.item import Bank
from ..model.kit import Kit

OTHER = {"A": "B", "B": "A"}


def check(kit: Kit) -> Iterator[Finding]:
    """Each bank that has forms."""
    for bank in kit.banks:
        if any(item.form for item in bank.items):
            yield from _twins(bank)
            yield from _topics(bank)


def _twins(bank: Bank) -> Iterator[Finding]:
    by_id = {item.id: item for item in bank.items}
    for item in bank.items:
        twin = by_id.get(item.parallel)
        if item.parallel and not item.form:
            yield Finding("forms-are-parallel.no-form", item.location, f'"{item.id}" has a twin and is of no form.', "Write form: A or form: B.")  # fmt: skip
        elif twin is None:
            continue
        elif twin.form != OTHER[item.form]:
            yield Finding("forms-are-parallel.same-form", item.location, f'"{item.id}" and its twin "{twin.id}" are both of form {item.form}.',
                          f"Put one of them into form {OTHER[item.form]}.")  # fmt: skip
        elif twin.parallel != item.id:
            yield Finding("forms-are-parallel.one-way", item.location, f'"{item.id}" names "{twin.id}" as its twin, which does not name it.',
                          f"Write parallel: {item.id} there.")  # fmt: skip
        elif twin.outcome != item.outcome:
            yield Finding("forms-are-parallel.other-topic", item.location, f'"{item.id}" and its twin "{twin.id}" are for different outcomes.',
                          "Give both the same outcome, or other twins.")  # fmt: skip


def _topics(bank: Bank) -> Iterator[Finding]:
    held = {form: {item.outcome for item in bank.items if item.form == form} for form in OTHER}
    for form, other in OTHER.items():
        for outcome in sorted(held[other] - held[form]):
            yield Finding("forms-are-parallel.topic-missing", bank.location, f'Form {form} has no item for "{outcome}", and form {other} has one.',
                          "Before and after can be compared only on the same topics: write one.")  # fmt: skip
