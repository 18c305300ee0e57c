"""Checks: pure functions from a kit to findings. One file a check; its findings' names begin with the file's name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ..model.finding import Finding, sort_findings
from ..model.kit import Kit
from ..model.output_format import OutputFormat
from . import (
    changes_are_told,
    citations_resolve,
    dates_are_honest,
    duties_are_cited,
    editions_in_order,
    force_agrees,
    formats_carry_items,
    forms_are_parallel,
    headings_in_order,
    ids_are_unique,
    items_are_sound,
    levels_allow,
    links_resolve,
    minutes_add_up,
    names_vary,
    numbers_agree,
    options_have_feedback,
    outcomes_have_items,
    pictures_have_alt_text,
    quotations_match,
    reading_ease,
    slides_have_notes,
    spelling_is_british,
    terms_are_current,
    terms_are_explained,
    wording_is_kind,
)  # fmt: skip

CHECKS: tuple[Callable[[Kit], Iterator[Finding]], ...] = tuple(
    module.check
    for module in (
        changes_are_told, citations_resolve, dates_are_honest, duties_are_cited, editions_in_order, force_agrees, forms_are_parallel,
        headings_in_order, ids_are_unique, levels_allow, links_resolve, minutes_add_up, numbers_agree,
        options_have_feedback, outcomes_have_items, pictures_have_alt_text, quotations_match, slides_have_notes,
        terms_are_current, items_are_sound, names_vary, reading_ease, spelling_is_british, terms_are_explained, wording_is_kind,
    )
)  # fmt: skip
"""Every check that asks about the kit alone."""


def run_checks(kit: Kit, formats: Iterable[OutputFormat] = ()) -> tuple[Finding, ...]:
    """All that is wrong with a kit and not silenced, sorted by file and line; an unused silence is a finding too."""
    found = [finding for check in CHECKS for finding in check(kit)]
    found += formats_carry_items.check(kit, formats)
    return sort_findings(apply_silences(kit, found))


def apply_silences(kit: Kit, found: Iterable[Finding]) -> Iterator[Finding]:
    """Leave out what an author has silenced: by name, with a reason, on the line before the finding's."""
    from ..model.location import Location

    silences = {(path, line, code): reason for path, line, code, reason in kit.silenced}
    used = set()
    for finding in found:
        location = finding.location
        key = next(
            (
                (location.path, line, finding.code)
                for line in (location.line - 1, location.line)
                if (location.path, line, finding.code) in silences
            ),
            None,
        )
        if key is None:
            yield finding
        else:
            used.add(key)
    for path, line, code in sorted(set(silences) - used):
        yield Finding(
            "allow.unused", Location(path, line), f'"{code}" is silenced here and not met.', "Delete the line."
        )
