"""What every output format declares, and the job it hands to the engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .finding import Finding
from .interaction import ALL_INTERACTIONS
from .kit import Kit

PARTS = ("book", "slides", "handouts", "quizzes", "pack")
"""The parts of `output/`, each made aside and swapped in whole."""


TRACE = "trace.csv"
"""The one file at the head of `output/` beside the manifest: every statement with a duty, and what it rests on."""


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work: a format, and the subject it is made from.

    Attributes:
        format: the name of the `OutputFormat` that makes it.
        subject: what it is made from: a module's, handout's or bank's id; empty for the whole kit.
        option: a variant of it, such as `45` minutes or `large-print`.
        sources: the source files it depends on beside the reference files; empty for all.
        templates: the folders or files under `templates/` it depends on.
        facts: ids of the facts it prints.
    """

    format: str
    subject: str = ""
    option: str = ""
    sources: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Unique within a build."""
        return " ".join(word for word in (self.format, self.subject, self.option) if word)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a job may look at beside the kit.

    Attributes:
        kit_root: the kit's folder, for pictures.
        templates: finds a template file: `templates("handouts/handout.css")`; the kit's own before ours.
        cache: a folder of its own that stays between builds (Sphinx's doctrees), removed at will.
        as_of: the build's date as ISO text.
        school_root: the folder of the school's file, for its logo and templates; None where there is no school.
        last: the part's folder of the last build, for a format whose files people write into; None where there is none.
    """

    kit_root: Path
    templates: Callable[[str], Path]
    cache: Path
    as_of: str = ""
    school_root: Path | None = None
    last: Path | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """What a job gave: files by path relative to the part's folder, and findings met while making them."""

    files: tuple[str, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class OutputFormat:
    """One output format.

    Attributes:
        name: as jobs and messages call it: `handout-pdf`.
        part: the part of `output/` its files go to.
        jobs: the jobs a kit calls for.
        write: makes one job's files in the folder given and says which. The folder is empty and the job's own; its
            files are moved from there to the part's folder under the same relative paths.
        written_into: whether people write into its files; it then takes over what they wrote from `Surroundings.last`.
        carries: the interactions a quiz format can hold; others get a finding and a line in its loss report.
    """

    name: str
    part: str
    jobs: Callable[[Kit], tuple[Job, ...]]
    write: Callable[[Kit, Job, Path, Surroundings], Made]
    carries: frozenset[type] = ALL_INTERACTIONS
    written_into: bool = False
