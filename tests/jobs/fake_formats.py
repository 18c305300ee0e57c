"""Small formats, to test the engine with. A job notes its name in the file that `CPD_TEST_LOG` names."""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path

from build_tools.model.finding import Finding, Severity
from build_tools.model.kit import Kit
from build_tools.model.location import Location
from build_tools.model.output_format import Job, Made, OutputFormat, Surroundings
from build_tools.outputs import Listed


def note(job: Job) -> None:
    """Say that a job was done."""
    if log := os.environ.get("CPD_TEST_LOG"):
        with Path(log).open("a", encoding="utf-8") as file:
            file.write(job.name + "\n")


def book_jobs(kit: Kit) -> tuple[Job, ...]:
    return (Job("fake-book", templates=("book",)),)


def write_book(kit: Kit, job: Job, folder: Path, around: Surroundings) -> Made:
    note(job)
    (folder / "assets").mkdir()
    (folder / "assets/style.css").write_bytes(around.templates("book/style.css").read_bytes())
    words = {word for module in kit.modules for word in module.body.text.split()}
    (folder / "index.html").write_text("\n".join([kit.title, around.as_of, *sorted(words)]), "utf-8")
    visits = around.cache / "visits"
    visits.write_text("1" * (len(visits.read_text()) + 1) if visits.exists() else "1")
    return Made(("index.html", "assets/style.css"))


def deck_jobs(kit: Kit) -> tuple[Job, ...]:
    return tuple(Job("fake-deck", m.id, option, (m.location.path,)) for m in kit.modules for option in ("20", "45"))


def write_deck(kit: Kit, job: Job, folder: Path, around: Surroundings) -> Made:
    note(job)
    module = kit.module(job.subject)
    assert module is not None
    name = f"{module.id}-{job.option}min.txt"
    (folder / name).write_text(f"{module.title}\n{module.body.text}\n" + "slide\n" * 2000, "utf-8")
    return Made(
        (name,), (Finding("fake.short", module.location, f"{name} is short.", "Write more.", Severity.WARNING),)
    )


def sheet_jobs(kit: Kit) -> tuple[Job, ...]:
    return tuple(Job("fake-sheet", h.id, sources=(h.location.path,)) for h in kit.handouts)


def write_sheet(kit: Kit, job: Job, folder: Path, around: Surroundings) -> Made:
    note(job)
    (folder / f"{job.subject}.txt").write_text(kit.title + job.subject, "utf-8")
    return Made((f"{job.subject}.txt",))


def one_job(name: str) -> tuple[Job, ...]:
    return (Job(name, "alpha"), Job(name, "beta"))


def write_with_error(kit: Kit, job: Job, folder: Path, around: Surroundings) -> Made:
    made, module = write_deck(kit, job, folder, around), kit.module(job.subject)
    assert module is not None
    line = Location(module.location.path, int(job.option))
    return Made(made.files, (Finding("fake.over", line, "It runs over.", "Write less."),))


def write_but_raise(kit: Kit, job: Job, folder: Path, around: Surroundings) -> Made:
    if job.subject == "alpha":
        raise ZeroDivisionError("no slides to share the minutes among")
    (folder / "beta.txt").write_text("made")
    return Made(("beta.txt",))


def write_but_die(kit: Kit, job: Job, folder: Path, around: Surroundings) -> Made:
    if job.subject == "alpha":
        os._exit(7)
    (folder / "beta.txt").write_text("made")
    return Made(("beta.txt",))


def write_without_naming(kit: Kit, job: Job, folder: Path, around: Surroundings) -> Made:
    (folder / "beta.txt").write_text("made")
    return Made(())


def write_same(kit: Kit, job: Job, folder: Path, around: Surroundings) -> Made:
    name = "Same.txt" if job.subject == "alpha" else "same.txt"
    (folder / name).write_text("made")
    return Made((name,))


def write_to_full_disk(kit: Kit, job: Job, folder: Path, around: Surroundings) -> Made:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder / "x"))


def write_slowly(kit: Kit, job: Job, folder: Path, around: Surroundings) -> Made:
    note(job)
    time.sleep(60)
    return Made(())


BOOK = OutputFormat("fake-book", "book", book_jobs, write_book)
DECK = OutputFormat("fake-deck", "slides", deck_jobs, write_deck)
SHEET = OutputFormat("fake-sheet", "handouts", sheet_jobs, write_sheet)
RAISES = OutputFormat("raises", "quizzes", lambda kit: one_job("raises"), write_but_raise)
DIES = OutputFormat("dies", "quizzes", lambda kit: one_job("dies"), write_but_die)
SILENT = OutputFormat("silent", "quizzes", lambda kit: one_job("silent"), write_without_naming)
SAME = OutputFormat("same", "quizzes", lambda kit: one_job("same"), write_same)
FULL = OutputFormat("full", "quizzes", lambda kit: one_job("full"), write_to_full_disk)
SLOW = OutputFormat("slow", "quizzes", lambda kit: one_job("slow"), write_slowly)

HERE = "tests.jobs.fake_formats"
FORMATS = {
    "fake-book": Listed("book", f"{HERE}:BOOK"), "fake-deck": Listed("slides", f"{HERE}:DECK"),
    "fake-sheet": Listed("handouts", f"{HERE}:SHEET"),
}  # fmt: skip


def quiz_format(name: str) -> dict[str, Listed]:
    """The table with one more format, of the part quizzes."""
    return {**FORMATS, name: Listed("quizzes", f"{HERE}:{name.upper()}")}
