"""The command line: arguments, printing, exit codes. Exit 0: done; 1: errors; 2: misuse; 130: stopped by hand.

Nothing heavy is imported before a command needs it, so that help and the first line come at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from . import __version__
from .command_output import (
    coloured,
    counts,
    number,
    print_findings,
    print_json,
    print_report,
    progress,
    report_fields,
    say,
    tally,
)

if TYPE_CHECKING:
    from .model.finding import Finding

EXIT_ERRORS, EXIT_MISUSE, EXIT_STOPPED = 1, 2, 130
PARTS = ("book", "slides", "handouts", "quizzes")
"""The parts that can be named: those a format is listed for. Written out, since reading them off the table is heavy."""

LENGTHS = ("20", "45", "90")
"""`model.quantities.SESSION_LENGTHS` as typed."""

F = Callable[..., Any]


def main() -> None:
    """Run the command line and leave with its exit code."""
    from .errors import KitError, MisuseError

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a name that an old console has no letters for must not end the build
            stream.reconfigure(errors="backslashreplace")
    try:
        sys.exit(cpd.main(standalone_mode=False))  # what a command returns is its exit code
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        click.echo("\nStopped. The output is as it was.", err=True)
        sys.exit(EXIT_STOPPED)
    except KitError as error:
        click.echo(f"{coloured('error', err=True)}: {error}", err=True)
        sys.exit(EXIT_MISUSE if isinstance(error, MisuseError) else EXIT_ERRORS)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "--version", prog_name="cpd", message="%(prog)s %(version)s")
def cpd() -> None:
    """Make a web book, slide decks, handouts and marked quizzes from one set of sources."""


def _day(context: click.Context, parameter: click.Parameter, value: str | None) -> date:
    if value is None:
        return date.today()
    try:
        return datetime.strptime(value, "%Y-%m-%d").date()
    except ValueError:
        raise click.BadParameter(f'"{value}" is not a date. Write it as 2026-11-25.') from None


def _day_or_none(context: click.Context, parameter: click.Parameter, value: str | None) -> date | None:
    return None if value is None else _day(context, parameter, value)


def _shared(command: F) -> F:
    """Options that every command on a kit and a school has."""
    file = click.Path(exists=True, dir_okay=False, path_type=Path)
    return _on_kit(
        click.option(
            "--school", type=file, metavar="FILE", help="A school's school.toml: its name, colours and wishes."
        )(command)
    )


def _on_kit(command: F) -> F:
    """Options that every command on a kit has."""
    folder = click.Path(exists=True, file_okay=False, path_type=Path)
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs."),
        click.option(
            "--as-of",
            callback=_day,
            metavar="DATE",
            help="The day that counts as today, such as 2026-11-25. Today's where not given.",
        ),
        click.option(
            "--kit", type=folder, default=".", metavar="DIR", help="The kit's folder. This folder where not given."
        ),
    ):
        command = option(command)
    return command


@cpd.command()
@click.argument("parts", nargs=-1, type=click.Choice(PARTS), metavar="[PART]...")
@click.option("--module", default="", metavar="ID", help="Make only what belongs to this module.")
@click.option("--minutes", type=click.Choice(LENGTHS), help="Make only decks of this length.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="The output folder. output/ in the kit's folder where not given.",
)
@click.option(
    "--jobs", type=click.IntRange(1, 256), metavar="N", help="Processes to use. One a processor core where not given."
)
@click.option("--traceback", is_flag=True, help="Where a job fails, show where in the program.")
@_shared
def build(parts: tuple[str, ...], module: str, minutes: str | None, out: Path | None, jobs: int | None, traceback: bool,
          kit: Path, as_of: date, school: Path | None, as_json: bool) -> int:  # fmt: skip
    """Make the output, or the PARTs named: book, slides, handouts, quizzes.

    Only what has changed is made again; what was not asked for stays as it is. Keep your own changes
    outside the output folder: a file that was changed there is made again.
    """
    say(f"Reading {_shown(kit)}", not as_json)
    from .errors import FindingsError
    from .pipeline import BuildRequest
    from .pipeline import build as run_build

    request = BuildRequest(kit, as_of, parts, module, int(minutes or 0), school, out, jobs or _cores())
    try:
        with progress(not as_json) as told:
            report = run_build(request, progress=told)
    except FindingsError as stopped:
        if as_json:
            print_json({**counts(stopped.findings), "out": None, "parts": {}, "failures": []})
        else:
            print_findings(stopped.findings, err=True)
            click.echo(f"{tally(stopped.findings)}. Nothing was written.", err=True)
        return EXIT_ERRORS
    if as_json:
        print_json(report_fields(report))
    else:
        print_report(report, traceback)
    return 0 if report.ok else EXIT_ERRORS


def _check_forms(forms: tuple[Path, ...], as_json: bool) -> int:
    from .forms import blanks_of

    findings = tuple(finding for form in forms for finding in blanks_of(form))
    if as_json:
        print_json(counts(findings))
    else:
        print_findings(findings)
        click.echo(f"{tally(findings)}." if findings else "Nothing is left blank.")
    return EXIT_ERRORS if findings else 0


@cpd.command()
@click.option(
    "--form",
    "forms",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Instead of the sources, check a form that you have filled in in Word: what is still blank?",
)
@_shared
def check(forms: tuple[Path, ...], kit: Path, as_of: date, school: Path | None, as_json: bool) -> int:
    """Check the sources; nothing is written.

    Every finding is printed with its file and line, then every finding an author has silenced, with the reason.
    """
    if forms:
        return _check_forms(forms, as_json)
    from .model.finding import Severity
    from .pipeline import check as run_check

    review = run_check(kit, as_of, school)
    if as_json:
        silenced = [dict(zip(("path", "line", "code", "reason"), entry, strict=True)) for entry in review.silenced]
        print_json(
            {
                **counts(review.findings),
                "silenced": silenced,
                "coverage": {"stated": review.coverage.stated, "cited": review.coverage.cited},
            }
        )
    else:
        print_findings(review.findings)
        for path, line, code, reason in review.silenced:
            click.echo(f"{path}:{line}: silenced: {code}: {reason}")
        if review.coverage.stated:
            click.echo(str(review.coverage))
        click.echo(f"{tally(review.findings)}, {len(review.silenced)} silenced.")
    return EXIT_ERRORS if any(f.severity is Severity.ERROR for f in review.findings) else 0


def _cores() -> int:
    """Processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _shown(path: Path) -> str:
    return "this folder" if path == Path() else path.as_posix()


@cpd.group()
def edition() -> None:
    """Editions of the work whose paragraphs the kit cites."""


_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_NEW_FOLDER = click.Path(file_okay=False, path_type=Path)


# fmt: off
@edition.command("import")
@click.argument("pdf", type=_FILE, metavar="PDF")
@click.option("--work", default="", metavar="ID", help="The work it is an edition of; else the one the kit cites by number.")
@click.option("--apply", is_flag=True, help="Raise what is confirmed to primary, in a copy of the index beside it.")
@click.option("--store-text", is_flag=True, help="With --apply: store the wording of each paragraph that has none.")
@click.option("--in-place", is_flag=True, help="With --apply: change the index itself, once you have agreed to the difference.")
@click.option("--yes", is_flag=True, help="With --in-place: agree beforehand, for scripts.")
@_on_kit
def edition_import(pdf: Path, work: str, apply: bool, store_text: bool, in_place: bool, yes: bool,
                   kit: Path, as_of: date, as_json: bool) -> int:
    """Hold the kit's paragraph index against the edition's own PDF, which you supply.

    Each paragraph, range, page, quotation and force is confirmed, contradicted or not found. Nothing is
    written without --apply. Exit code 1 where something is contradicted or was not found.
    """
    from .editions import import_edition, propose, write_copy, write_in_place
    from .errors import MisuseError
    from .provenance.edition_report import report_fields, report_lines

    if ((store_text or in_place) and not apply) or (yes and not in_place):
        raise MisuseError("--store-text and --in-place go with --apply, --yes with --in-place.")
    if as_json and in_place and not yes:
        raise MisuseError("--json can't ask: add --yes.")
    say(f"Reading {pdf.name}", not as_json)
    with _findings_shown(as_json) as shown:
        done = import_edition(pdf, kit, as_of, work)
    if shown:
        return EXIT_ERRORS
    if not as_json:
        click.echo("\n".join(report_lines(done.work, done.edition, done.verdicts)))
    proposal = propose(done, store_text) if apply else None
    written = None
    if proposal is not None and proposal.text:
        if not as_json:
            click.echo(f"\n{proposal.difference}")
        if in_place and not yes:
            click.confirm(f"Change {done.index.location.path} so?", abort=True)
        written = write_in_place(proposal) if in_place else write_copy(proposal)
    if as_json:
        fields = report_fields(done.work, done.edition, done.verdicts)
        print_json({**fields, "difference": proposal.difference if proposal else "", "written": written and written.as_posix()})
    elif apply:
        click.echo(f"Written: {written.as_posix()}" if written else "There is nothing to raise.")
    return 0 if done.ok else EXIT_ERRORS


@cpd.command()
@click.argument("old", type=_FILE)
@click.argument("new", type=_FILE)
@click.option("--map", "mapping", type=_FILE, metavar="FILE", help="Old and new numbers, as YAML or CSV.")
@click.option("--cited", type=click.Choice(("old", "new")), help="The edition whose numbers the kit cites; else found out.")
@click.option("--write", "folder", type=_NEW_FOLDER, metavar="DIR", help="Write a small kit on what changed into DIR.")
@click.option("--since", callback=_day_or_none, metavar="DATE", help="With --write: the day the new edition holds from.")
@_on_kit
def changes(old: Path, new: Path, mapping: Path | None, cited: str | None, folder: Path | None, since: date | None,
            kit: Path, as_of: date, as_json: bool) -> int:
    """List what differs between two editions of a paragraph index, and all that cites it.

    OLD and NEW are index files. With --write, a module with three slides, a handout and a five-item quiz
    on the differences are written as a kit of their own: build it with --kit DIR.
    """
    from .editions import compare_indexes, write_what_changed
    from .provenance.changes_report import changes_fields, changes_lines

    with _findings_shown(as_json) as shown:
        found = compare_indexes(old, new, kit, as_of, mapping, cited or "")
        written = write_what_changed(found, folder, since) if folder else ()
    if shown:
        return EXIT_ERRORS
    if as_json:
        print_json({**changes_fields(found.changes, found.uses), "written": [path.as_posix() for path in written]})
    else:
        lines = (*changes_lines(found.changes, found.uses), *(f"Written: {path.as_posix()}" for path in written))
        click.echo("\n".join(lines))
    return 0


# fmt: on
@contextmanager
def _findings_shown(as_json: bool) -> Iterator[list[Finding]]:
    """Print the findings that stop the work, and hand them out; empty where none did."""
    from .errors import FindingsError

    shown: list[Finding] = []
    try:
        yield shown
    except FindingsError as stopped:
        shown.extend(stopped.findings)
        if as_json:
            print_json(counts(stopped.findings))
        else:
            print_findings(stopped.findings, err=True)


@cpd.command()
@click.argument("bank", metavar="BANK")
@click.argument("answers", type=_FILE, required=False)
@click.option("--version", "version", type=click.Choice(("A", "B", "C", "D")), help="The version that everyone had.")
@click.option(
    "--out",
    type=_NEW_FOLDER,
    metavar="DIR",
    help="The folder for the results; marks-BANK beside the answers where not given.",
)
@click.option("--no-feedback", is_flag=True, help="Print no feedback sheets.")
@click.option("--erase", is_flag=True, help="Take away the folder of results named with --out, and do nothing else.")
@_on_kit
def mark(
    bank: str,
    answers: Path | None,
    version: str | None,
    out: Path | None,
    no_feedback: bool,
    erase: bool,
    kit: Path,
    as_of: date,
    as_json: bool,
) -> int:
    """Mark a quiz that was taken on paper: BANK is its id, ANSWERS a file of typed lines or a CSV.

    Gives marks, an item analysis, a list of all that a person should look at, and a feedback sheet each. Nothing
    leaves the folder of results. Exit code 1 where something is to be looked at.
    """
    from .answers.report import erase_results, percent, write_results
    from .answers.results import mark_answers
    from .answers.sheet import read_answers
    from .errors import FindingsError, MisuseError
    from .jobs.templates import template_folders
    from .model.finding import Severity
    from .source.load_kit import load_kit

    if erase:
        if out is None:
            raise MisuseError("--erase needs the folder of results: add --out DIR.")
        erase_results(out)
        click.echo(f"{out.as_posix()} is erased.")
        return 0
    if answers is None:
        raise MisuseError("Name the file of answers.")
    root = kit.resolve()
    read, findings = load_kit(root, as_of)
    if any(finding.severity is Severity.ERROR for finding in findings):
        raise FindingsError(findings)
    found = read.bank(bank)
    if found is None:
        raise MisuseError(f'There is no quiz "{bank[:60]}". There are: {", ".join(b.id for b in read.banks)}.')
    results = mark_answers(read, found, read_answers(answers, found, version or ""))
    target = out or answers.parent / f"marks-{found.id}"
    files = write_results(read, results, target, template_folders(root), sheets=not no_feedback)
    doubts = len(results.problems) + sum(len(person.doubts) for person in results.people)
    if as_json:
        print_json(
            {
                "people": len(results.people),
                "marked": len(results.marked),
                "to_look_at": doubts,
                "files": list(files),
                "items": [
                    {"item": e.item.id, "share": str(e.share) if e.share is not None else None} for e in results.items
                ],
            }
        )
    else:
        for entry in results.items:
            wrong = f'; most often wrong: "{entry.wrong[0]}" ({entry.wrong[1]})' if entry.wrong else ""
            click.echo(f"{entry.number}. {entry.item.id}: {percent(entry.share) or 'not marked'}{wrong}")
        click.echo(
            f"{number(len(results.people), 'sheet')}, {len(results.marked)} marked, {doubts} to look at: {target.as_posix()}"
        )
    return EXIT_ERRORS if doubts else 0
