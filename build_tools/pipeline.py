"""One build, read top to bottom: read the kit, check it, make what has changed, put it in place, say what was done."""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from .checks import run_checks
from .errors import FindingsError, MisuseError, OutputError
from .jobs import disk
from .jobs.key import JobKeys, oldest_check, program_version
from .jobs.lock import BusyError
from .jobs.manifest import FileRecord, JobRecord, Manifest
from .jobs.run import Bench, Outcome, Task, run_jobs
from .jobs.store import Store, was_cut_off
from .jobs.templates import template_folders
from .model.finding import Finding, Severity, sort_findings
from .model.kit import Kit
from .model.output_format import PARTS, Job, OutputFormat
from .model.quantities import SESSION_LENGTHS
from .outputs import OUTPUTS, Listed, load_formats
from .source.load_kit import FOLDERS, load_kit

CACHE = ".cache"
"""In the kit's folder: what formats keep between builds. May be removed at any time when no build runs."""

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
    """

    kit: Kit
    findings: tuple[Finding, ...]
    silenced: tuple[tuple[str, int, str, str], ...]


@dataclass(frozen=True, slots=True)
class PartReport:
    """What became of a part: jobs made, jobs that had not changed, files it holds now."""

    made: int
    unchanged: int
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
    """

    out: Path
    parts: Mapping[str, PartReport]
    findings: tuple[Finding, ...]
    failures: tuple[OutputError, ...] = ()
    traces: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether all that was asked for was made, without an error."""
        return not self.failures and not any(f.severity is Severity.ERROR for f in self.findings)


def build(request: BuildRequest, *, formats: Mapping[str, Listed] = OUTPUTS, executor: Executor | None = None,
          progress: Progress = lambda done, total, name: None) -> BuildReport:  # fmt: skip
    """Build what is asked for.

    Args:
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
    plans = [_plan(part, request, review.kit, loaded) for part in _parts_asked(request, formats)]
    templates = template_folders(kit_root)
    keys = JobKeys(review.kit, templates, request.school, version)
    for plan in plans:
        plan.find_keys(keys)
    with Store(out) as store, ExitStack() as stack:
        cache = _cache_folder(kit_root, out, version, stack)
        for plan in plans:
            plan.compare(store, review.kit)
        tasks = _tasks(plans, formats, store, cache)
        bench = Bench(review.kit, kit_root, request.school.resolve().parent if request.school else None, templates)
        outcomes = run_jobs(tasks, bench, workers=request.workers, executor=executor, done=_counted(progress, len(tasks)))
        for task, outcome in zip(tasks, outcomes, strict=True):
            next(plan for plan in plans if outcome.job in plan.run).take(task.folder, outcome)
        changed = [plan for plan in plans if plan.assemble(store)]
        manifest = _manifest(review.kit, version, store.last, plans)
        if changed or manifest.to_bytes() != store.last.to_bytes():
            manifest = store.commit(manifest, [plan.part for plan in changed])
        switched_off = tuple(_as_asked(f, request) for f in off if f.location.path in {plan.part for plan in plans})
        findings = sort_findings((*review.findings, *switched_off, *store.findings, *(f for plan in plans for f in plan.findings())))
    return BuildReport(
        out, {plan.part: PartReport(len(plan.made), len(plan.kept), len(manifest.files_of(plan.part))) for plan in plans}, findings,
        tuple(error for plan in plans for error in plan.failures), tuple(trace for plan in plans for trace in plan.traces),
    )  # fmt: skip


def check(kit_root: Path, as_of: date, school: Path | None = None, formats: Mapping[str, Listed] = OUTPUTS) -> Review:
    """Read and check a kit; nothing is written."""
    loaded, off = load_formats(formats)
    review = _review(kit_root.resolve(), as_of, school, loaded)
    return Review(review.kit, sort_findings((*review.findings, *off)), review.silenced)


@dataclass
class _Plan:
    """A part's jobs, and what becomes of them.

    Attributes:
        all: every job the kit calls for, of the formats that can be used.
        chosen: those that were asked for.
        formats_off: formats of this part that are switched off: what is there of them stays.
        keys: by the name of a chosen job.
        run: jobs to be done.
        kept: last records of jobs that stay as they are, by name.
        made: new records, by name.
    """

    part: str
    all: list[Job]
    chosen: list[Job]
    formats_off: frozenset[str]
    keys: dict[str, str] = field(default_factory=dict)
    run: list[Job] = field(default_factory=list)
    kept: dict[str, JobRecord] = field(default_factory=dict)
    made: dict[str, JobRecord] = field(default_factory=dict)
    folders: dict[Path, Outcome] = field(default_factory=dict)
    files: dict[str, FileRecord] = field(default_factory=dict)
    failures: list[OutputError] = field(default_factory=list)
    traces: list[str] = field(default_factory=list)
    _kit: Kit | None = None

    def find_keys(self, keys: JobKeys) -> None:
        """The key of each job; one that has none fails here."""
        for job in self.all:
            try:
                self.keys[job.name] = keys.key(job)
            except OutputError as error:
                self.failures.append(OutputError(f'The job "{job.name}" could not be done: {error}'))

    def compare(self, store: Store, kit: Kit) -> None:
        """See which jobs have to be done and what of the last build stays."""
        self._kit = kit
        before = store.last.jobs.get(self.part, {})
        chosen = {job.name for job in self.chosen}
        named = {job.name for job in self.all}
        # A job that was not asked for, failed to get a key or whose format is off stays what it was: its old key will do.
        wanted = {name: self.keys[name] if name in chosen and name in self.keys else record.key for name, record in before.items()
                  if name in named or name.split(" ")[0] in self.formats_off}  # fmt: skip
        whole = store.whole(self.part, wanted)
        self.kept = {name: before[name] for name in before if name in whole}
        self.files = {path: record for path, record in store.last.files_of(self.part).items() if record.job in whole}
        # A file that is damaged, of a job that was not asked for, is mended all the same.
        self.run = [job for job in self.all if job.name in self.keys and job.name not in whole and (job.name in chosen or job.name in before)]
        self._before = before

    def take(self, folder: Path, outcome: Outcome) -> None:
        """Note what came of a job."""
        assert self._kit is not None
        job = outcome.job
        if outcome.error is not None:
            self.failures.append(outcome.error)
            self.traces.append(outcome.trace)
            return
        key = self.keys[job.name]
        self.folders[folder] = outcome
        self.made[job.name] = JobRecord(key, self._kit.as_of.isoformat(), outcome.findings)
        checked = oldest_check(self._kit, job)
        for file in outcome.files:
            self.files[f"{self.part}/{file.path}"] = FileRecord(
                file.sha256, file.bytes, job.name, key, tuple(sorted(set(job.sources))) or ("*",), tuple(sorted(set(job.facts))), checked
            )

    def assemble(self, store: Store) -> bool:
        """Put the part together beside its place, where anything in it has changed."""
        self._keep_last_of_failed(store)
        if not self.made and set(self.kept) == set(self._before):
            return False
        try:
            store.assemble(self.part, [path for path, record in self.files.items() if record.job in self.kept], self.folders)
        except OutputError as error:
            store.drop(self.part)
            self.failures.append(error)
            self.kept, self.made = dict(self._before), {}
            self.files = store.last.files_of(self.part)
            return False
        return True

    def _keep_last_of_failed(self, store: Store) -> None:
        failed = {job.name: self._before[job.name] for job in self.run if job.name not in self.made and job.name in self._before}
        whole = store.whole(self.part, {name: record.key for name, record in failed.items()}, silently=True)
        self.kept |= {name: failed[name] for name in failed if name in whole}
        self.files |= {path: record for path, record in store.last.files_of(self.part).items() if record.job in whole}

    def findings(self) -> list[Finding]:
        """What the jobs asked for have found, now or when they were last done."""
        records = {**self.kept, **self.made}
        return [finding for job in self.chosen if job.name in records for finding in records[job.name].findings]


def _review(kit_root: Path, as_of: date, school: Path | None, formats: Mapping[str, OutputFormat]) -> Review:
    kit, found = load_kit(kit_root, as_of, school)
    findings = sort_findings((*found, *run_checks(kit, tuple(formats.values()))))
    unused = {(f.location.path, f.location.line) for f in findings if f.code == "allow.unused"}
    return Review(kit, findings, tuple(entry for entry in kit.silenced if entry[:2] not in unused))


def _parts_asked(request: BuildRequest, formats: Mapping[str, Listed]) -> list[str]:
    there = {entry.part for entry in formats.values()}
    if strangers := [part for part in request.parts if part not in there]:
        raise MisuseError(f'There is no part "{strangers[0]}". Name some of: {", ".join(p for p in PARTS if p in there)}.')
    return [part for part in PARTS if part in there and (not request.parts or part in request.parts)]


def _plan(part: str, request: BuildRequest, kit: Kit, loaded: Mapping[str, OutputFormat]) -> _Plan:
    if request.module and kit.module(request.module) is None:
        raise MisuseError(f'There is no module "{request.module}". Name one of: {", ".join(m.id for m in kit.modules)}.')
    jobs = [job for format in loaded.values() if format.part == part for job in format.jobs(kit)]
    names = [job.name for job in jobs]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f'two jobs of the part "{part}" have the name "{twice[0]}"')
    if strangers := sorted({job.format for job in jobs} - set(loaded)):
        raise ValueError(f'a job of the part "{part}" names the format "{strangers[0]}", which made none of them')
    chosen = [job for job in jobs if _is_asked_for(job, part, request, kit)]
    return _Plan(part, jobs, chosen, frozenset(name for name in OUTPUTS if name not in loaded))


def _is_asked_for(job: Job, part: str, request: BuildRequest, kit: Kit) -> bool:
    lengths = {str(length) for length in SESSION_LENGTHS}
    if request.minutes and job.option in lengths and job.option != str(request.minutes):
        return False
    if not request.module or job.subject == request.module:
        return True
    if not job.subject:  # of the whole kit: not for the sake of one module, unless its part was named
        return part in request.parts
    bank = kit.bank(job.subject)
    handout = next((h for h in kit.handouts if h.id == job.subject), None)
    return bool(bank and bank.module == request.module) or bool(handout and request.module in handout.modules)


def _tasks(plans: list[_Plan], formats: Mapping[str, Listed], store: Store, cache: Path) -> list[Task]:
    """The jobs to do, those of the whole kit first: they take longest."""
    jobs = sorted((job for plan in plans for job in plan.run), key=lambda job: bool(job.subject))
    return [Task(job, formats[job.format].reference, store.job_folder(number), cache / _file_name(job.name)) for number, job in enumerate(jobs)]


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


def _manifest(kit: Kit, version: str, last: Manifest, plans: list[_Plan]) -> Manifest:
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
                raise MisuseError(f"{out.as_posix()} can't be the output folder: {place.name}/ in it would lie over the kit's {source.name}/. Name another with --out.")
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
    """The cache of this output folder, program and version; one that lasts no longer than the build where the kit's folder can't be written."""
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
