"""The web book: `book/index.html`, by Jupyter Book 1.x (https://jupyterbook.org/v1), which builds with Sphinx.

Jupyter Book's own build runs in this process, one book a process. Sphinx keeps its parsed pages in the job's cache and
writes HTML into a fresh folder: pages written over old ones are never equal to those of a clean build.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from ...errors import OutputError
from ...model.finding import Finding, Severity, sort_findings
from ...model.kit import Kit
from ...model.location import Location
from ...model.output_format import Job, Made, OutputFormat, Surroundings
from .assets import TEMPLATES
from .course import IN_HAND, Course, read_course
from .finish import finish_site
from .staging import GENERATED, stage

PROGRAM = Path(__file__).resolve().parents[2]
ENGINES = ("jupyter-book", "sphinx", "myst-parser", "docutils")


def book_jobs(kit: Kit) -> tuple[Job, ...]:
    """One book, from all sources."""
    return (Job("book", templates=TEMPLATES),)


def write_book(kit: Kit, job: Job, folder: Path, around: Surroundings) -> Made:
    """Write the book.

    Raises:
        OutputError: Jupyter Book gave up; its own words are in the message.
    """
    course = read_course(kit, around.kit_root, around.templates, reference_digest(kit))
    source = around.cache / "source"
    stage(course, source, around)
    findings = build_pages(course, source, folder, around.cache / "doctrees")
    return Made(finish_site(folder), findings)


def build_pages(course: Course, source: Path, target: Path, doctrees: Path) -> tuple[Finding, ...]:
    """Run Jupyter Book's build on a staging folder.

    Returns:
        What Sphinx warned of, at the author's line.
    """
    from jupyter_book.sphinx import build_sphinx

    from .sphinx_extension import COLLECTOR

    COLLECTOR.found.clear()
    token = IN_HAND.set(course)
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(said):
            result = build_sphinx(
                source, target, noconfig=True, path_config=source / "_config.yml", doctreedir=doctrees, quiet=True,
                confoverrides={"external_toc_path": (source / "_toc.yml").as_posix(), "latex_individualpages": False},
            )  # fmt: skip
    finally:
        IN_HAND.reset(token)
    if isinstance(result, KeyboardInterrupt):
        raise result
    if isinstance(result, BaseException):
        raise OutputError(f"Jupyter Book stopped: {type(result).__name__}: {result}") from result
    findings = sort_findings(_finding(course.kit, source, place, message) for place, message in COLLECTOR.found)
    if result and not findings:
        raise OutputError(f"Jupyter Book stopped: {said.getvalue().strip()[-400:]}")
    return findings


def _finding(kit: Kit, source: Path, place: str, message: str) -> Finding:
    path, _, line = place.rpartition(":")
    if not line.isdigit():
        path, line = place.rstrip(":"), "1"
    name = Path(path).stem
    module = kit.module(name)
    if module is not None:
        where = Location(module.location.path, int(line))
    else:
        where = Location(f"book/{name}.html" if name in GENERATED else "book", 1)
    return Finding("sphinx-book.warning", where, " ".join(message.split())[:300].rstrip(".") + ".",
                   "Mend the text there; where it is right, the book's program is at fault.", Severity.WARNING)  # fmt: skip


def reference_digest(kit: Kit) -> str:
    """A hash of all that pages draw on beside the modules' own text: with another, no page that Sphinx kept is good."""
    modules = {module.location.path for module in kit.modules}
    whole = [_program_digest(), kit.title, kit.as_of.isoformat(), repr(kit.school)]
    whole += [f"{file.path} {file.sha256}" for file in (*kit.sources, *kit.pictures) if file.path not in modules]
    return hashlib.sha256("\n".join(whole).encode()).hexdigest()


@lru_cache(maxsize=1)
def _program_digest() -> str:
    total = hashlib.sha256(" ".join(f"{name} {version(name)}" for name in ENGINES).encode())
    for path in sorted(PROGRAM.rglob("*.py")):
        total.update(path.read_bytes())
    return total.hexdigest()


BOOK = OutputFormat(name="book", part="book", jobs=book_jobs, write=write_book)
