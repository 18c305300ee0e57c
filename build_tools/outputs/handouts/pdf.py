"""Handouts as PDF, on paper's four variants."""

from __future__ import annotations

from pathlib import Path

from ...model.finding import Finding, Severity
from ...model.handout import Handout
from ...model.kit import Kit
from ...model.location import Location
from ...model.output_format import Job, Made, OutputFormat, Surroundings
from ..printing.engine import print_pdf, unknown_letters
from ..tokens import load_tokens
from .html import document_html
from .logo import data_address, school_logo
from .sheet import handout_of, jobs_of

TEMPLATES = ("handouts", "tokens.yml", "words.yml")
LONG_VARIANTS = ("large-print", "dyslexia")
"""Variants that take the sides their type needs: a handout's `sides` counts for the others."""

handout_jobs = jobs_of("handout-pdf", TEMPLATES, lambda handout: handout.variants)


def file_name(handout: str, variant: str) -> str:
    """The file a handout's variant goes to."""
    return f"{handout}.pdf" if variant == "standard" else f"{handout}-{variant}.pdf"


def write_handout(kit: Kit, job: Job, folder: Path, surroundings: Surroundings) -> Made:
    """Print one handout in one variant.

    Raises:
        OutputError: the PDF engine can't be used on this machine.
    """
    handout = handout_of(kit, job)
    source_folder = (surroundings.kit_root / handout.location.path).parent
    logo, of_logo = school_logo(kit, surroundings.school_root)
    html, findings_of_figures = document_html(
        kit,
        handout,
        job.option,
        surroundings.templates,
        lambda address: (source_folder / address).as_uri(),
        data_address(logo),
    )
    printed = print_pdf(html, _styles(kit, job.option, surroundings), (surroundings.kit_root,))
    findings = [
        *findings_of_figures,
        *(of_logo if handout is kit.handouts[0] and handout.variants[0] == job.option else ()),  # told once
        *_too_long(handout, job.option, printed.pages),
        *_missing_glyphs(handout, html),
        *_refused(handout, printed.refused),
    ]
    if handout.variants[0] == job.option:
        findings += load_tokens(surroundings.templates, kit.school)[1]
    name = file_name(handout.id, job.option)
    (folder / name).write_bytes(printed.data)
    return Made((name,), tuple(findings))


def _styles(kit: Kit, variant: str, surroundings: Surroundings) -> tuple[str, ...]:
    tokens, _ = load_tokens(surroundings.templates, kit.school)
    names = ["handouts/handout.css"] + ([] if variant == "standard" else [f"handouts/{variant}.css"])
    return (tokens.css("html"), *(surroundings.templates(name).read_text("utf-8") for name in names))


def _too_long(handout: Handout, variant: str, pages: int) -> list[Finding]:
    if variant in LONG_VARIANTS or pages <= handout.sides:
        return []
    last = handout.body.children[-1].line if handout.body.children else None
    return [Finding("pdf.too-long", Location(handout.location.path, last or 1),
                    f'"{handout.title}" takes {pages} sides as {variant}; it may take {handout.sides}.',
                    "Cut its last blocks, shorten its table, or allow more sides.")]  # fmt: skip


def _missing_glyphs(handout: Handout, html: str) -> list[Finding]:
    unknown = unknown_letters(html)
    if not unknown:
        return []
    named = ", ".join(f"{c} (U+{ord(c):04X})" for c in unknown[:8])
    return [Finding("pdf.missing-glyph", handout.location, f"No typeface here has {named}.",
                    "Install a Noto face for that script (Debian: fonts-noto-core), or write it another way.", Severity.WARNING)]  # fmt: skip


def _refused(handout: Handout, urls: tuple[str, ...]) -> list[Finding]:
    return [Finding("pdf.not-read", handout.location, f'"{url[:80]}" is outside the kit, so it was not read.',
                    "Put the file into the kit and name it from there.") for url in urls]  # fmt: skip


HANDOUT_PDF = OutputFormat(name="handout-pdf", part="handouts", jobs=handout_jobs, write=write_handout)
