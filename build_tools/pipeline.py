"""One build, read top to bottom: read the kit, check it, make what has changed, put it in place, say what was done."""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from .checks import run_checks
from .errors import BusyError, FindingsError, MisuseError, OutputError
from .jobs import disk
from .jobs.key import JobKeys, program_version
from .jobs.manifest import Manifest
from .jobs.plan import PartPlan, belongs, jobs_of_part
from .jobs.run import Bench, Outcome, Task, run_jobs
from .jobs.store import Store, was_cut_off
from .jobs.templates import template_folders
from .model.finding import Finding, Severity, sort_findings
from .model.kit import Kit
from .model.output_format import PARTS, TRACE, OutputFormat
from .outputs import OUTPUTS, Listed, load_formats
from .provenance.trace import Coverage, coverage, trace_csv, trace_rows
from .source.load_kit import FOLDERS, load_kit

CACHE = ".cache"
"""In the kit's folder: what formats keep between builds. May be removed at any time when no build runs."""

_UNCOUNTED = Coverage(0, 0)

Progress = Callable[[int, int, str], None]
"""Told of each job that is done: how many are, of how many, and its name."""


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """What is asked for.

    Attributes:
        kit: the kit's folder.
        as_of: the day the build counts as today.
        parts: the parts to make; empty for all. Parts not asked for stay as they are.
        module: make only what belongs to this module; the rest stays as it is.
        minutes: make only decks of this length; the others stay as they are.
        school: a school's file; its set goes to `schools/<id>/` in the output folder.
        out: the output folder; `output` in the kit's folder where not given.
        workers: processes at most.
    """

    kit: Path
    as_of: date
    parts: tuple[str, ...] = ()
    module: str = ""
    minutes: int = 0
    school: Path | None = None
    out: Path | None = None
    workers: int = 1


@dataclass(frozen=True, slots=True)
class Review:
    """A kit that was read and checked.

    Attributes:
        silenced: (path, line, finding, reason) of every finding that was met and silenced by an author.
        coverage: how many statements with a duty word name what they rest on.
    """

    kit: Kit
    findings: tuple[Finding, ...]
    silenced: tuple[tuple[str, int, str, str], ...]
    coverage: Coverage = _UNCOUNTED


@dataclass(frozen=True, slots=True)
class PartReport:
    """What became of a part: jobs done, jobs whose last files were kept, files it holds now."""

    made: int
    kept: int
    files: int


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did.

    Attributes:
        out: the folder written to.
        parts: by part asked for.
        findings: all of them, warnings included; also those of jobs that had not changed.
        failures: jobs and parts that could not be made. Their last files stay.
        traces: where in the program each failure came from, for its developers.
        coverage: how many statements with a duty word name what they rest on.
    """

    out: Path
    parts: Mapping[str, PartReport]
    findings: tuple[Finding, ...]
    failures: tuple[OutputError, ...] = ()
    traces: tuple[str, ...] = ()
    coverage: Coverage = _UNCOUNTED

    @property
    def ok(self) -> bool:
        """Whether all that was asked for was made, without an error."""
        return not self.failures and not any(f.severity is Severity.ERROR for f in self.findings)


def build(request: BuildRequest, *, formats: Mapping[str, Listed] = OUTPUTS, executor: Executor | None = None,
          progress: Progress = lambda done, total, name: None) -> BuildReport:  # fmt: skip
    """Build what is asked for.

    Args:
        request: what is asked for.
        formats: the formats there are.
        executor: runs the jobs in place of our own processes; its workers must see the same disk.
        progress: told of each job that is done.

    Raises:
        MisuseError: what is asked for can't be.
        FindingsError: the sources have errors. Nothing is written; the last good build stays.
        OutputError: the output folder can't be used, or another build is at work in it. The last build stays.
    """
    kit_root = request.kit.resolve()
    loaded, off = load_formats(formats)
    review = _review(kit_root, request.as_of, request.school, loaded)
    out = _output_folder(request, kit_root, review.kit)
    if any(f.severity is Severity.ERROR for f in review.findings):
        raise FindingsError((*review.findings, *_finish_what_was_cut_off(out)))

    version = program_version()
    plans = _plans(request, review.kit, formats, loaded)
    templates = template_folders(kit_root)
    keys = JobKeys(review.kit, templates, request.school, version)
    for plan in plans:
        plan.find_keys(keys)
    written_into = frozenset(name for name, format in loaded.items() if format.written_into)
    with Store(out, written_into) as store, ExitStack() as stack:
        cache = _cache_folder(kit_root, out, version, stack)
        for plan in plans:
            plan.compare(store)
        tasks = _tasks(plans, formats, store, cache)
        bench = Bench(review.kit, kit_root, request.school.resolve().parent if request.school else None, templates)
        outcomes = run_jobs(
            tasks, bench, workers=request.workers, executor=executor, done=_counted(progress, len(tasks))
        )
        plan_of = {job.name: plan for plan in plans for job in plan.run}
        for task, outcome in zip(tasks, outcomes, strict=True):
            plan_of[outcome.job.name].take(outcome, task.folder)
        changed = [plan for plan in plans if plan.assemble(store)]
        manifest = _manifest(review.kit, version, store.last, plans)
        if changed or manifest.to_bytes() != store.last.to_bytes():
            manifest = store.commit(manifest, [plan.part for plan in changed])
        switched_off = tuple(_as_asked(f, request) for f in off if f.location.path in {plan.part for plan in plans})
        # The trace follows from the kit alone: a build of one part brings it up to date too.
        store.put_at_head(TRACE, trace_csv(review.kit, trace_rows(review.kit)))
        findings = sort_findings(
            (*review.findings, *switched_off, *store.findings, *(f for plan in plans for f in plan.findings()))
        )
    return BuildReport(
        out, {plan.part: PartReport(len(plan.made), len(plan.kept), len(manifest.files_of(plan.part))) for plan in plans}, findings,
        _each_once(error for plan in plans for error in plan.failures), tuple(trace for plan in plans for trace in plan.traces),
        coverage(review.kit),
    )  # fmt: skip


def _each_once(failures: Iterable[OutputError]) -> tuple[OutputError, ...]:
    """What could not be made; a library that is missing is told once, however many outputs wait for it."""
    return tuple({str(failure): failure for failure in failures}.values())


def check(kit_root: Path, as_of: date, school: Path | None = None, formats: Mapping[str, Listed] = OUTPUTS) -> Review:
    """Read and check a kit; nothing is written."""
    loaded, off = load_formats(formats)
    review = _review(kit_root.resolve(), as_of, school, loaded)
    return Review(review.kit, sort_findings((*review.findings, *off)), review.silenced, coverage(review.kit))


def _review(kit_root: Path, as_of: date, school: Path | None, formats: Mapping[str, OutputFormat]) -> Review:
    kit, found = load_kit(kit_root, as_of, school)
    findings = sort_findings((*found, *run_checks(kit, tuple(formats.values()))))
    unused = {(f.location.path, f.location.line) for f in findings if f.code == "allow.unused"}
    return Review(kit, findings, tuple(entry for entry in kit.silenced if entry[:2] not in unused))


def _plans(
    request: BuildRequest, kit: Kit, formats: Mapping[str, Listed], loaded: Mapping[str, OutputFormat]
) -> list[PartPlan]:
    """A plan for each part that was asked for."""
    there = [part for part in PARTS if any(entry.part == part for entry in formats.values())]
    if strangers := [part for part in request.parts if part not in there]:
        raise MisuseError(f'There is no part "{strangers[0]}". Name some of: {", ".join(there)}.')
    if request.module and kit.module(request.module) is None:
        raise MisuseError(
            f'There is no module "{request.module}". Name one of: {", ".join(m.id for m in kit.modules)}.'
        )
    plans = []
    for part in there:
        if not request.parts or part in request.parts:
            jobs = jobs_of_part(part, kit, loaded)
            narrowed = {
                job.name
                for job in jobs
                if belongs(job, kit, request.module, request.minutes, whole_kit=part in request.parts)
            }
            plans.append(PartPlan(part, kit, jobs, narrowed, frozenset(formats) - frozenset(loaded)))
    return plans


def _tasks(plans: list[PartPlan], formats: Mapping[str, Listed], store: Store, cache: Path) -> list[Task]:
    """The jobs to do, those of the whole kit first: they take longest."""
    jobs = sorted((job for plan in plans for job in plan.run), key=lambda job: bool(job.subject))
    return [
        Task(
            job,
            formats[job.format].reference,
            store.job_folder(number),
            cache / _file_name(job.name),
            store.last_of(formats[job.format].part),
        )
        for number, job in enumerate(jobs)
    ]


def _file_name(name: str) -> str:
    """A job's name as a folder's."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower())[:60] + "-" + hashlib.sha256(name.encode()).hexdigest()[:8]


def _counted(progress: Progress, total: int) -> Callable[[Outcome], None]:
    done = 0

    def note(outcome: Outcome) -> None:
        nonlocal done
        done += 1
        progress(done, total, outcome.job.name)

    return note


def _manifest(kit: Kit, version: str, last: Manifest, plans: list[PartPlan]) -> Manifest:
    asked = {plan.part for plan in plans}
    jobs = {part: records for part, records in last.jobs.items() if part not in asked}
    files = {path: record for path, record in last.files.items() if path.split("/")[0] not in asked}
    for plan in plans:
        if records := {**plan.kept, **plan.made}:
            jobs[plan.part] = records
        files |= plan.files
    return Manifest(kit.title, version, kit.as_of.isoformat(), jobs, files)


def _as_asked(finding: Finding, request: BuildRequest) -> Finding:
    """A format that is switched off is an error to those who named its part."""
    severity = Severity.ERROR if finding.location.path in request.parts else finding.severity
    return Finding(finding.code, finding.location, finding.what, finding.mend, severity)


def _output_folder(request: BuildRequest, kit_root: Path, kit: Kit) -> Path:
    """Where to write: never over the sources."""
    out = (request.out or kit_root / "output").resolve()
    if kit.school is not None:
        out = out / "schools" / kit.school.id
    sources = [kit_root / name for name in (*FOLDERS, "templates")]
    for place in (out / part for part in PARTS):
        for source in sources:
            if source == place or source in place.parents or place in source.parents:
                raise MisuseError(
                    f"{out.as_posix()} can't be the output folder: {place.name}/ in it would lie over the kit's {source.name}/. Name another with --out."
                )
    return out


def _finish_what_was_cut_off(out: Path) -> tuple[Finding, ...]:
    """Bring the last good build into place, where it was cut off on its way there."""
    if not was_cut_off(out):
        return ()
    try:
        with Store(out) as store:
            return tuple(store.findings)
    except BusyError:  # nothing was cut off: another build is at work
        return ()


def _cache_folder(kit_root: Path, out: Path, version: str, stack: ExitStack) -> Path:
    """The cache of this folder and version; one for this build alone where the kit's folder can't be written."""
    base = kit_root / CACHE / hashlib.sha256(out.as_posix().encode()).hexdigest()[:12]
    cache = base / version.rpartition("+")[2]
    try:
        cache.mkdir(parents=True, exist_ok=True)
        for old in base.iterdir():
            if old != cache:
                disk.remove(old)
        return cache
    except OSError:
        return Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="cpd-")))
