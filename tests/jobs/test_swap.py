"""Builds that are cut off, and disks that refuse: parts stay whole, and the next build finishes."""

from __future__ import annotations

import errno
import itertools
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from build_tools.errors import FindingsError, OutputError
from build_tools.model.finding import Severity
from build_tools.pipeline import BuildReport

from .conftest import run, tree, write_module
from .test_build import DRIVER, HEAD, ROOT, edit

PARTS = ("book", "handouts", "slides")
# From 3.12 on, forking is warned about where there are threads: those of a test runner do no harm here.
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork:DeprecationWarning")

CALLS = ("replace", "rename", "link", "unlink", "mkdir", "rmdir")
"""The system calls by which a build changes folders; a kill is tried before each that it makes."""


@contextmanager
def watched(before: Callable[[str, tuple[Any, ...]], None], calls: tuple[str, ...] = CALLS) -> Iterator[None]:
    """Have `before` called with the name and arguments of each call."""
    real = {name: getattr(os, name) for name in calls}

    def wrapped(name: str) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            before(name, arguments)
            return real[name](*arguments, **named)

        return call

    for name in calls:
        setattr(os, name, wrapped(name))
    try:
        yield
    finally:
        for name, function in real.items():
            setattr(os, name, function)


def calls_of(work: Callable[[], object], inside: Path) -> list[tuple[str, str]]:
    """Name and first path of each call that a piece of work makes on files below a folder, flushing included."""
    seen: list[tuple[str, str]] = []

    def note(name: str, arguments: tuple[Any, ...]) -> None:
        first = arguments[0]
        if name == "fsync":  # the files of this process are known by what its handles lead to
            first = Path(f"/proc/self/fd/{first}").readlink()
        if str(first).startswith(str(inside)):
            seen.append((name, Path(str(first)).relative_to(inside).as_posix()))

    with watched(note, (*CALLS, "fsync")):
        work()
    return seen


def killed(work: Callable[[], object], when: Callable[[int, str, str], bool]) -> bool:
    """Do work in a copy of this process that is killed before the first call for which `when` holds (its number, name
    and first path); says whether it came to that."""
    pid = os.fork()
    if pid == 0:
        numbers = itertools.count()

        def watch(name: str, arguments: tuple[Any, ...]) -> None:
            if when(next(numbers), name, str(arguments[0])):
                os.kill(os.getpid(), signal.SIGKILL)

        try:
            with watched(watch):
                work()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL


def visible(out: Path) -> dict[str, dict[str, bytes]]:
    """The files of each part that is there."""
    return {part: tree(out / part) for part in PARTS if (out / part).is_dir()}


def change(kit: Path) -> None:
    """A change that touches each part: a word, a new module, and a handout that goes."""
    edit(kit / "modules/beta.md", "stands here", "stands there")
    edit(kit / "handouts/beta.md", "A word.", "The word.")
    write_module(kit, "gamma")
    (kit / "handouts/alpha.md").unlink()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a forked copy of this process")
@pytest.mark.parametrize("first", [True, False], ids=["first build", "later build"])
def test_killed_anywhere(kit: Path, tmp_path: Path, first: bool) -> None:
    old: dict[str, dict[str, bytes]] = {}
    if not first:
        run(kit, out=tmp_path / "start")
        old = visible(tmp_path / "start")
        change(kit)
    run(kit, out=tmp_path / "clean")
    new, clean = visible(tmp_path / "clean"), tree(tmp_path / "clean")
    number, reached = 0, 0
    while True:
        out = tmp_path / "outs" / str(number)
        if not first:
            shutil.copytree(tmp_path / "start", out)
        if not killed(lambda: run(kit, out=out), lambda n, name, path: n == number):  # noqa: B023 - called at once
            break
        for part, files in visible(out).items():  # old or new, never a mixture
            assert files in (old.get(part), new.get(part)), f"{part} is in pieces after {number} calls"
        report = run(kit, out=out)
        assert not [f for f in report.findings if f.code.startswith("store.")], f"after {number} calls"
        assert tree(out) == clean, f"after {number} calls"
        assert {p.name for p in out.iterdir()} == {*PARTS, *HEAD}
        reached, number = reached + 1, number + 1
    assert reached > 40


def test_a_part_that_stands_aside_with_no_plan_comes_back(
    kit: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a disk that does not keep its order of writing could leave after a power cut."""
    run(kit)
    old = tree(kit / "output")
    (kit / "output/slides").rename(kit / "output/.old-slides")
    (kit / "output/.making-slides").mkdir()
    monkeypatch.setenv("CPD_TEST_LOG", str(tmp_path / "log"))
    assert run(kit).ok and tree(kit / "output") == old
    assert not (tmp_path / "log").exists()  # nothing was made again


def test_a_trace_held_open_is_a_finding(kit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(kit)
    (kit / "output/trace.csv").write_text("old")
    edit(kit / "modules/beta.md", "stands here", "stands there")
    with monkeypatch.context() as patch:
        refuse(patch, "replace", errno.EACCES, lambda source, target: Path(target).name == "trace.csv")
        report = run(kit)
    assert errors(report) == ["store.held-open: trace.csv"] and report.parts["slides"].made == 2
    assert (kit / "output/trace.csv").read_text() == "old" and "there" in (
        kit / "output/slides/beta-20min.txt"
    ).read_text()
    assert {p.name for p in (kit / "output").iterdir()} == {*PARTS, *HEAD}
    assert run(kit).ok and (kit / "output/trace.csv").read_text() != "old"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a forked copy of this process")
def test_errors_in_the_sources_do_not_keep_a_good_build_half_way(kit: Path, tmp_path: Path) -> None:
    """Killed between an old part's going and the new one's coming, then mistakes are made."""
    run(kit)
    change(kit)
    run(kit, out=tmp_path / "clean")
    assert killed(
        lambda: run(kit), lambda n, name, path: path == str(kit / "output/.making-slides") and name == "replace"
    )
    assert not (kit / "output/slides").exists()
    edit(kit / "modules/alpha.md", "stands here", "stands {fact}`nowhere`")
    with pytest.raises(FindingsError):
        run(kit)
    assert tree(kit / "output") == tree(tmp_path / "clean")


def test_the_disk_is_flushed_in_an_order_that_a_power_cut_survives(kit: Path) -> None:
    out = kit / "output"
    run(kit)
    edit(kit / "modules/beta.md", "stands here", "stands there")
    calls = calls_of(lambda: run(kit), out)

    def at(name: str, path: str) -> int:
        return calls.index((name, path))

    written = [
        i
        for i, (name, path) in enumerate(calls)
        if name == "fsync" and path.startswith(".making-jobs/") and path.endswith("beta-20min.txt")
    ]
    assert written and written[0] < at("fsync", ".making-slides") < at("fsync", ".manifest-next.json.draft")
    assert (
        at("fsync", ".manifest-next.json.draft") < at("replace", ".manifest-next.json.draft") < at("replace", "slides")
    )
    flushed = [i for i, call in enumerate(calls) if call == ("fsync", ".")]
    assert any(at("replace", ".manifest-next.json.draft") < i < at("replace", "book") for i in flushed)
    assert at("replace", "slides") < at("replace", ".making-slides") < at("replace", ".manifest-next.json")
    assert any(at("replace", ".making-slides") < i < at("replace", ".manifest-next.json") for i in flushed)
    assert any(i > at("replace", ".manifest-next.json") for i in flushed)
    assert not any(
        path.startswith("slides/") and name in ("unlink", "open") for name, path in calls
    )  # the old part is never written to


def refuse(monkeypatch: pytest.MonkeyPatch, name: str, code: int, when: Callable[[str, str], bool]) -> None:
    """Have the system refuse some calls."""
    real = getattr(os, name)

    def call(source: Any, target: Any = "", *more: Any, **named: Any) -> Any:
        if when(str(source), str(target)):
            raise OSError(code, os.strerror(code), str(source))
        return real(source, target, *more, **named) if target != "" else real(source, *more, **named)

    monkeypatch.setattr(os, name, call)


def errors(report: BuildReport) -> list[str]:
    return [f"{f.code}: {f.location.path}" for f in report.findings if f.severity is Severity.ERROR]


def words_of(report: BuildReport) -> list[str]:
    return [*map(str, report.failures), *(f.what for f in report.findings)]


@pytest.mark.parametrize("held", ["slides", ".making-slides"], ids=["old part held", "new part held"])
def test_a_part_held_open_is_a_finding_and_the_rest_goes_on(
    kit: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held: str
) -> None:
    run(kit)
    old = tree(kit / "output/slides")
    change(kit)
    run(kit, out=tmp_path / "clean")
    with monkeypatch.context() as patch:
        refuse(patch, "replace", errno.EACCES, lambda source, target: Path(source).name == held)
        report = run(kit)
    assert errors(report) == ["store.held-open: slides"] and not report.ok
    assert tree(kit / "output/slides") == old
    assert tree(kit / "output/book") == tree(tmp_path / "clean/book")
    assert {p.name for p in (kit / "output").iterdir()} == {*PARTS, *HEAD}
    assert not run(kit).failures and tree(kit / "output") == tree(tmp_path / "clean")


@pytest.mark.parametrize("call", ["mkdir", "link", "fsync", "replace"])
def test_a_full_disk_leaves_the_last_build(
    kit: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    run(kit)
    old = visible(kit / "output")
    edit(kit / "modules/beta.md", "stands here", "stands there")
    run(kit, out=tmp_path / "clean")
    making = str(kit / "output/.making-")
    with monkeypatch.context() as patch:
        if call == "fsync":
            patch.setattr(
                os, "fsync", lambda handle: (_ for _ in ()).throw(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
            )
        else:
            refuse(patch, call, errno.ENOSPC, lambda source, target: making in source or making in target)
        try:
            said = words_of(run(kit))
        except OutputError as error:
            said = [str(error)]
    assert any("the disk is full" in text for text in said)
    assert visible(kit / "output") == {
        **old,
        **({"book": tree(tmp_path / "clean/book")} if call == "link" else {}),
    }  # only decks were linked
    assert {p.name for p in (kit / "output").iterdir()} == {*PARTS, *HEAD}
    run(kit)
    assert tree(kit / "output") == tree(tmp_path / "clean")


def test_without_hard_links_files_are_copied(kit: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(kit)
    edit(kit / "modules/beta.md", "stands here", "stands there")
    run(kit, out=tmp_path / "clean")
    refuse(monkeypatch, "link", errno.EPERM, lambda source, target: True)
    assert run(kit).ok and tree(kit / "output") == tree(tmp_path / "clean")


@pytest.mark.parametrize(("workers", "to_all"), [("1", False), ("3", True), ("2", False)])
def test_ctrl_c_leaves_the_output_as_it_was(kit: Path, tmp_path: Path, workers: str, to_all: bool) -> None:
    out, log = kit / "output", tmp_path / "log"
    run(kit)
    before = tree(out)
    edit(kit / "modules/beta.md", "stands here", "stands there")
    (tmp_path / "driver.py").write_text(DRIVER)
    build = subprocess.Popen([sys.executable, tmp_path / "driver.py", ROOT, kit, out, workers, "slow"], env={**os.environ, "CPD_TEST_LOG": str(log)},
                             stderr=subprocess.PIPE, text=True, start_new_session=True)  # fmt: skip
    deadline = time.monotonic() + 30
    while not (log.exists() and "slow" in log.read_text()):
        assert time.monotonic() < deadline and build.poll() is None
        time.sleep(0.05)
    (os.killpg if to_all else os.kill)(build.pid, signal.SIGINT)  # a terminal sends it to all
    _, said = build.communicate(timeout=20)
    assert build.returncode != 0 and said.count("Traceback") == 1 and said.rstrip().endswith("KeyboardInterrupt")
    assert tree(out) == before


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc")
def test_workers_end_with_a_build_that_is_killed(kit: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    (tmp_path / "driver.py").write_text(DRIVER)
    build = subprocess.Popen([sys.executable, tmp_path / "driver.py", ROOT, kit, kit / "output", "2", "slow"],
                             env={**os.environ, "CPD_TEST_LOG": str(log)}, start_new_session=True)  # fmt: skip
    deadline = time.monotonic() + 30
    while not (log.exists() and "slow" in log.read_text()):
        assert time.monotonic() < deadline and build.poll() is None
        time.sleep(0.05)
    build.kill()
    build.wait()
    while left := [p for p in Path("/proc").glob("[0-9]*/stat") if _session(p) == build.pid]:
        assert time.monotonic() < deadline, f"{len(left)} workers live on"
        time.sleep(0.05)
    assert run(kit).ok
    assert {p.name for p in (kit / "output").iterdir()} == {*PARTS, *HEAD}


def _session(stat: Path) -> int:
    """The session of a process that lives; 0 for one that has ended."""
    try:
        fields = stat.read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return 0 if fields[0] == "Z" else int(fields[3])
