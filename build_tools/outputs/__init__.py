"""The output formats, one file each, listed here and imported when they are used.

A new format is a file that ends in an `OutputFormat`, and its line in this table.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from ..model.finding import Finding, Severity
from ..model.location import Location
from ..model.output_format import OutputFormat

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Listed:
    """Where a format is defined, and the part of the output it belongs to.

    Attributes:
        part: one of `PARTS`; known without importing the format.
        reference: `module:CONSTANT`.
    """

    part: str
    reference: str


OUTPUTS: dict[str, Listed] = {
    "book": Listed("book", "build_tools.outputs.book.sphinx_book:BOOK"),
    "deck": Listed("slides", "build_tools.outputs.decks.powerpoint:DECK"),
    "session-deck": Listed("slides", "build_tools.outputs.decks.powerpoint:SESSION_DECK"),
    "slide-sheets": Listed("slides", "build_tools.outputs.decks.slide_sheets:SLIDE_SHEETS"),
    "handout-pdf": Listed("handouts", "build_tools.outputs.handouts.pdf:HANDOUT_PDF"),
    "handout-page": Listed("handouts", "build_tools.outputs.handouts.page:HANDOUT_PAGE"),
    "handout-word": Listed("handouts", "build_tools.outputs.handouts.word:HANDOUT_WORD"),
    "quiz-web": Listed("quizzes", "build_tools.outputs.quizzes.web:WEB"),
    "quiz-notebook": Listed("quizzes", "build_tools.outputs.quizzes.notebook:NOTEBOOK"),
    "quiz-paper": Listed("quizzes", "build_tools.outputs.quizzes.paper:QUIZ_PAPER"),
    "quiz-loss": Listed("quizzes", "build_tools.outputs.quizzes.loss:QUIZ_LOSS"),
    "quiz-moodle-xml": Listed("quizzes", "build_tools.outputs.quizzes.moodle_xml:MOODLE_XML"),
}
"""Every format by name."""


def constant(reference: str, kind: type[T]) -> T:
    """The object that `module:CONSTANT` names.

    Raises:
        ImportError, AttributeError: there is none.
        TypeError: it is of another kind.
    """
    module, _, name = reference.partition(":")
    found = getattr(importlib.import_module(module), name)
    if not isinstance(found, kind):
        raise TypeError(f"{reference} is a {type(found).__name__}, not a {kind.__name__}")
    return found


def load_formats(listed: Mapping[str, Listed]) -> tuple[dict[str, OutputFormat], tuple[Finding, ...]]:
    """Import formats.

    Args:
        listed: the formats wanted, by name.

    Returns:
        The formats that can be used, and a finding for each that a missing library switches off.
    """
    formats, findings = {}, []
    for name, entry in listed.items():
        try:
            format = constant(entry.reference, OutputFormat)
        except (ImportError, OSError) as error:  # OSError: a library's own shared library (Pango, say) is missing
            missing = error.name if isinstance(error, ImportError) and error.name else str(error).split("\n")[0]
            if missing.split(".")[0] == entry.reference.split(".")[0]:
                raise  # a file of our own, not a library
            findings.append(_switched_off(name, entry, missing))
            continue
        if (format.name, format.part) != (name, entry.part):
            raise ValueError(
                f'{entry.reference} calls itself "{format.name}" of part "{format.part}"; the table says "{name}" of "{entry.part}"'
            )
        formats[name] = format
    return formats, tuple(findings)


def _switched_off(name: str, entry: Listed, missing: str) -> Finding:
    return Finding(
        "outputs.switched-off", Location(entry.part),
        f'The format "{name}" is switched off: it needs "{missing[:120]}", which can\'t be loaded here. Its files of the last build stay.',
        "Install the program again with all its libraries: pip install --upgrade cpd-kit.", Severity.WARNING,
    )  # fmt: skip
