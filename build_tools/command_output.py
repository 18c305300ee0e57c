"""What commands print: findings, reports, progress, for people and for programs."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from .model.finding import Finding
    from .pipeline import BuildReport


def say(text: str, wanted: bool = True) -> None:
    """A line about the work's course, on the error stream: what is piped on is the result alone."""
    if wanted:
        click.echo(text, err=True)


@contextmanager
def progress(wanted: bool) -> Iterator[Callable[[int, int, str], None]]:
    """A bar on a terminal, else a line a job."""
    if not wanted:
        yield lambda done, total, name: None
        return
    if not sys.stderr.isatty():
        yield lambda done, total, name: say(f"made {done} of {total}: {name}")
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    # markup=False: a name is text, whatever brackets it holds.
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Checking", total=None)
        yield lambda done, total, name: bar.update(task, completed=done, total=total, description=f"Made {name}")


def print_findings(findings: Iterable[Finding], err: bool = False) -> None:
    """A line a finding: where, how bad, what, how to mend it, its name."""
    for finding in findings:
        click.echo(
            f"{finding.location}: {coloured(finding.severity, err)}: {finding.what} {finding.mend} [{finding.code}]",
            err=err,
        )


def print_report(report: BuildReport, traceback: bool) -> None:
    """What a build did, part by part."""
    print_findings(report.findings, err=True)
    for failure in report.failures:
        click.echo(f"{coloured('error', err=True)}: {failure}", err=True)
    for trace in report.traces if traceback else ():
        click.echo(f"\n{trace}", err=True)
    for part, done in report.parts.items():
        click.echo(f"{part}: {done.made} made, {done.kept} kept; {number(done.files, 'file')}")
    if report.coverage.stated:
        click.echo(str(report.coverage))
    failed = f", {len(report.failures)} could not be made; the last files of these stay" if report.failures else ""
    click.echo(f"{report.out.as_posix()}: {tally(report.findings)}{failed}.")


def report_fields(report: BuildReport) -> dict[str, object]:
    """The same as fields, for programs."""
    parts = {part: {"made": done.made, "kept": done.kept, "files": done.files} for part, done in report.parts.items()}
    return {
        **counts(report.findings),
        "out": report.out.as_posix(),
        "parts": parts,
        "coverage": {"stated": report.coverage.stated, "cited": report.coverage.cited},
        "failures": list(map(str, report.failures)),
    }


def counts(findings: Iterable[Finding]) -> dict[str, object]:
    """Findings as fields, with how many there are."""
    from .jobs.manifest import finding_fields

    fields = [finding_fields(finding) for finding in findings]
    return {
        "errors": sum(f["severity"] == "error" for f in fields),
        "warnings": sum(f["severity"] == "warning" for f in fields),
        "findings": fields,
    }


def tally(findings: Iterable[Finding]) -> str:
    """`1 error, 2 warnings`."""
    severities = [finding.severity for finding in findings]
    return f"{number(severities.count('error'), 'error')}, {number(severities.count('warning'), 'warning')}"  # type: ignore[arg-type]


def number(count: int, noun: str) -> str:
    """`1 file`, `2 files`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def coloured(severity: str, err: bool = False) -> str:
    """The word, coloured on a terminal whose owner has not asked for none (https://no-color.org)."""
    stream = sys.stderr if err else sys.stdout
    if os.environ.get("NO_COLOR") or not stream.isatty():
        return str(severity)
    return click.style(str(severity), fg="red" if severity == "error" else "yellow", bold=True)


def print_json(fields: dict[str, object]) -> None:
    """Fields as JSON."""
    click.echo(json.dumps(fields, ensure_ascii=False, indent=1, sort_keys=True))
