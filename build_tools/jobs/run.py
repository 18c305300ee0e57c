"""Jobs on a `concurrent.futures.Executor`: a pool of processes of our own, or one that is handed in (Dask offers one).

Our pool starts its workers by *spawn*: the one way that Windows, macOS and Linux share, so a build behaves alike on
each; and a worker that starts fresh inherits no lock, open file or thread of the build. The kit is pickled once and
unpickled once a worker. What comes back is in the order of the tasks, whichever was done first.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import pickle
import signal
import threading
import traceback
from collections.abc import Callable, Iterable
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from pathlib import Path

from ..errors import KitError, NoEngineError, OutputError
from ..model.finding import Finding
from ..model.kit import Kit
from ..model.output_format import Job, Made, OutputFormat, Surroundings
from ..outputs import constant
from .disk import flush_file, reason, remove, sha256_of
from .manifest import is_safe_path
from .templates import TemplateFolders

BUSY = ".busy"
"""Stands in a job's cache while it works: a cache found with it was left half-written, and is not used."""


@dataclass(frozen=True, slots=True)
class Task:
    """A job, and where it works.

    Attributes:
        reference: where its format is defined, `module:CONSTANT`.
        folder: an empty place for its files; made by the worker.
        cache: its own folder that stays between builds.
        last: the part's folder of the last build; None where there is none.
    """

    job: Job
    reference: str
    folder: Path
    cache: Path
    last: Path | None = None


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file a job made, by path relative to its folder; its bytes are flushed to the disk."""

    path: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a task: its files and findings, or the error that kept it from being made.

    Attributes:
        trace: where in the program the error came from; not part of a message.
    """

    job: Job
    files: tuple[MadeFile, ...] = ()
    findings: tuple[Finding, ...] = ()
    error: OutputError | None = None
    trace: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Bench:
    """What every job of a build works with; a worker keeps it between jobs."""

    kit: Kit
    kit_root: Path
    school_root: Path | None
    templates: TemplateFolders


_benches: dict[str, Bench] = {}
"""In a worker: the bench it has unpickled, by the hash of its bytes."""


def run_jobs(tasks: Iterable[Task], bench: Bench, *, workers: int, executor: Executor | None = None,
             done: Callable[[Outcome], None] = lambda outcome: None) -> list[Outcome]:  # fmt: skip
    """Run every task; one that fails does not stop the others.

    Args:
        tasks: what to do; their jobs' names are unique.
        bench: what all of them work with.
        workers: processes at most; 1 runs the jobs in this process.
        executor: used in place of our own pool. Its workers must see the same disk.
        done: called with each outcome as it comes.

    Returns:
        The outcomes, in the order of the tasks.
    """
    tasks = list(tasks)
    pickled = pickle.dumps(bench, protocol=pickle.HIGHEST_PROTOCOL)
    digest = hashlib.sha256(pickled).hexdigest()
    found: dict[str, Outcome] = {}

    def note(outcome: Outcome) -> None:
        found[outcome.job.name] = outcome
        done(outcome)

    if executor is not None:
        for task in _collect(executor, tasks, digest, pickled, note):
            note(_died(task))
    elif min(workers, len(tasks)) <= 1:
        here = pickle.loads(pickled)  # noqa: S301 - our own bytes; as a worker has it, so that the number of workers can't show in the output
        for task in tasks:
            note(_work(task, here))
    else:
        lost = _pooled(tasks, min(workers, len(tasks)), digest, pickled, note)
        for task in lost:  # one of them killed its worker; each alone, so that it is known which
            for dead in _pooled([task], 1, digest, pickled, note):
                note(_died(dead))
    return [found[task.job.name] for task in tasks]


def _pooled(
    tasks: list[Task], workers: int, digest: str, pickled: bytes, note: Callable[[Outcome], None]
) -> list[Task]:
    """Run tasks on a pool of our own; returns those that were lost with a worker."""
    before = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), _start_worker, (digest, pickled))
    try:
        return _collect(pool, tasks, digest, None, note)
    except BaseException:  # stopped by hand: the workers must not go on writing
        for process in set(multiprocessing.active_children()) - before:
            process.terminate()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _collect(
    executor: Executor, tasks: list[Task], digest: str, pickled: bytes | None, note: Callable[[Outcome], None]
) -> list[Task]:
    futures: dict[Future[Outcome], Task] = {}
    lost = []
    for task in tasks:
        try:
            futures[executor.submit(perform, task, digest, pickled)] = task
        except BrokenExecutor:
            lost.append(task)
    try:
        for future in as_completed(futures):
            try:
                outcome = future.result()
            except BrokenExecutor:
                lost.append(futures[future])
            except Exception as error:  # noqa: BLE001 - what a worker sent back could not be read, whatever the reason
                note(_failed(futures[future].job, error))
            else:
                note(outcome)
    except BaseException:
        for future in futures:
            future.cancel()
        raise
    return lost


def _start_worker(digest: str, pickled: bytes) -> None:
    # Ctrl-C reaches the whole group of processes: a worker ends at once and silently, and the build speaks for all.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _benches[digest] = pickle.loads(pickled)  # noqa: S301 - our own bytes, from the build that started us


def _end_with_parent() -> None:
    # A killed build must not leave workers that write into folders which the next build is using.
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def perform(task: Task, digest: str, pickled: bytes | None = None) -> Outcome:
    """Do a task in a worker. `pickled` is the bench, for a worker that was not started with it."""
    if digest not in _benches:
        if pickled is None:
            raise OutputError("The worker was started without the kit.")
        _benches.clear()
        _benches[digest] = pickle.loads(pickled)  # noqa: S301 - our own bytes, from the build that hands us the task
    return _work(task, _benches[digest])


def _work(task: Task, bench: Bench) -> Outcome:
    try:
        format: OutputFormat = constant(task.reference, OutputFormat)
        remove(task.folder)
        task.folder.mkdir(parents=True)
        with _Cache(task.cache) as cache:
            around = Surroundings(
                bench.kit_root, bench.templates, cache, bench.kit.as_of.isoformat(), bench.school_root, task.last
            )
            made = format.write(bench.kit, task.job, task.folder, around)
        return Outcome(task.job, tuple(_made_file(task.folder, path) for path in _listed(made, task)), made.findings)
    except Exception as error:  # noqa: BLE001 - whatever is wrong in one job, the others go on
        return _failed(task.job, error)


class _Cache:
    """A job's cache while it works: emptied first where a build was cut off in it, gone where nothing was kept."""

    def __init__(self, folder: Path):
        self.folder, self.busy = folder, folder.with_name(folder.name + BUSY)

    def __enter__(self) -> Path:
        if self.busy.exists():
            remove(self.folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.busy.touch()
        return self.folder

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None or not any(self.folder.iterdir()):
            remove(self.folder)
        self.busy.unlink()


def _listed(made: Made, task: Task) -> list[str]:
    """The files a job made, once it is sure that what it says and what is there agree."""
    there = {p.relative_to(task.folder).as_posix() for p in task.folder.rglob("*") if p.is_symlink() or not p.is_dir()}
    for path in sorted(set(made.files)):
        if not is_safe_path(path) or path not in there:
            raise OutputError(f'it names the file "{path}", which it did not make')
        if (task.folder / path).is_symlink():
            raise OutputError(f'it made "{path}" a link')
    if unnamed := sorted(there - set(made.files)):
        raise OutputError(f'it made the file "{unnamed[0]}" without naming it')
    return sorted(there)


def _made_file(folder: Path, path: str) -> MadeFile:
    flush_file(folder / path)
    return MadeFile(path, sha256_of(folder / path), (folder / path).stat().st_size)


def _failed(job: Job, error: Exception) -> Outcome:
    if isinstance(error, NoEngineError):  # of the machine, not of the job: the same words for all of them
        return Outcome(job, error=NoEngineError(str(error)))
    if isinstance(error, KitError):
        why = str(error).rstrip(".")
    elif isinstance(error, OSError):
        why = reason(error)
    else:
        why = f"{type(error).__name__}: {error}"
    trace = "".join(traceback.format_exception(error))
    return Outcome(job, error=OutputError(f'The job "{job.name}" could not be done: {why}.'), trace=trace)


def _died(task: Task) -> Outcome:
    why = "its process ended without a word, perhaps for want of memory. Try again with --jobs 1"
    return Outcome(task.job, error=OutputError(f'The job "{task.job.name}" could not be done: {why}.'))
