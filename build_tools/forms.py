"""A form that came back filled in: what is still blank in it. The command line asks; nothing is written."""

from __future__ import annotations

from pathlib import Path

from .model.finding import Finding, shorten
from .model.location import Location
from .outputs.handouts.word_controls import UnreadableFormError, read_controls


def blanks_of(path: Path) -> tuple[Finding, ...]:
    """What a Word file made here still asks for: fields not filled in, boxes not ticked, words left in brackets."""
    here = Location(path.name)
    try:
        filled = read_controls(path)
    except UnreadableFormError as error:
        return (
            Finding("forms.unreadable", here, f"{error}.", "Save it as .docx, without a password, and check it again."),
        )
    if not filled.labels and not filled.brackets:
        return (Finding("forms.no-form", here, "It has nothing to fill in.", "Name a form that this kit has made."),)
    found = [
        Finding("forms.blank", here, f'"{shorten(filled.labels[tag], 90)}" is not filled in.', "Fill it in.")
        for tag, text in filled.texts.items() if not text
    ]  # fmt: skip
    found += [
        Finding("forms.unticked", here, f'"{shorten(filled.labels[tag], 90)}" is not ticked.', "Look it up, and tick it when it is done.")
        for tag, ticked in filled.ticks.items() if not ticked
    ]  # fmt: skip
    found += [
        Finding("forms.bracket", here, f"{shorten(bracket, 90)} still stands in brackets.", "Write what holds for your school in its place.")
        for bracket in filled.brackets
    ]  # fmt: skip
    return tuple(found)
