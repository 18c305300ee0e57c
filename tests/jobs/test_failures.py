"""Jobs that fail, and formats that can't be used: each is named, and the rest is made."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from build_tools.model.finding import Severity
from build_tools.model.output_format import Made, OutputFormat
from build_tools.outputs import Listed

from .conftest import run, tree
from .fake_formats import FORMATS, deck_jobs, quiz_format, write_with_error
from .test_build import HEAD, Log, edit, tree_of_clean_build


@pytest.mark.parametrize("workers", [1, 2])
def test_a_failing_job_is_named_and_the_others_are_made(kit: Path, workers: int) -> None:
    report = run(kit, quiz_format("raises"), workers=workers)
    assert [str(e) for e in report.failures] == [
        'The job "raises alpha" could not be done: ZeroDivisionError: no slides to share the minutes among.'
    ]
    assert "write_but_raise" in report.traces[0]
    assert not report.ok
    assert (kit / "output/quizzes/beta.txt").read_text() == "made" and (kit / "output/book/index.html").is_file()
    assert not [p for p in tree(kit / "output") if p.startswith(".")]


def test_a_failing_job_keeps_its_last_file_and_is_tried_again(
    kit: Path, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(kit)
    before = (kit / "output/slides/alpha-20min.txt").read_bytes()
    edit(kit / "modules/alpha.md", "stands here", "stands there")
    with monkeypatch.context() as patch:
        patch.setattr("tests.jobs.fake_formats.DECK", OutputFormat("fake-deck", "slides", deck_jobs, _fail))
        report = run(kit)
    assert len(report.failures) == 2 and (kit / "output/slides/alpha-20min.txt").read_bytes() == before
    run(kit)
    assert "stands there" in (kit / "output/slides/alpha-20min.txt").read_text("utf-8")
    assert tree(kit / "output") == tree_of_clean_build(kit)


def test_a_job_that_finds_an_error_keeps_its_last_file_and_is_tried_again(
    kit: Path, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(kit)
    before = (kit / "output/slides/alpha-20min.txt").read_bytes()
    edit(kit / "modules/alpha.md", "stands here", "stands there")
    with monkeypatch.context() as patch:
        patch.setattr("tests.jobs.fake_formats.DECK", OutputFormat("fake-deck", "slides", deck_jobs, write_with_error))
        report = run(kit)
    assert [f.what for f in report.findings if f.severity is Severity.ERROR] == ["It runs over.", "It runs over."]
    assert not report.ok and (kit / "output/slides/alpha-20min.txt").read_bytes() == before
    log()
    run(kit)
    assert log() == ["fake-deck alpha 20", "fake-deck alpha 45"]


def _fail(*_: object) -> Made:
    raise ValueError("nothing works")


def test_a_job_that_kills_its_process_is_found_out(kit: Path) -> None:
    report = run(kit, quiz_format("dies"), workers=2)
    assert len(report.failures) == 1 and str(report.failures[0]).startswith(
        'The job "dies alpha" could not be done: its process ended'
    )
    assert set(tree(kit / "output")) >= {"quizzes/beta.txt", "book/index.html", "slides/beta-45min.txt"}


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("silent", 'The job "silent alpha" could not be done: it made the file "beta.txt" without naming it.'),
        ("same", 'The job "same beta" makes quizzes/same.txt, which the job "same alpha" has made already.'),
        ("full", 'The job "full alpha" could not be done: the disk is full.'),
    ],
)
def test_what_a_job_must_not_do(kit: Path, name: str, says: str) -> None:
    report = run(kit, quiz_format(name))
    assert says in map(str, report.failures)
    assert not (kit / "output/quizzes").exists() and (kit / "output/book").is_dir()
    assert {p.name for p in (kit / "output").iterdir()} == {"book", "handouts", "slides", *HEAD}


def test_a_missing_library_switches_its_format_off(kit: Path) -> None:
    run(kit)
    (kit / "faulty.py").write_text("import a_library_that_is_missing\n")
    sys.path.insert(0, str(kit))
    try:
        formats = {**FORMATS, "fake-deck": Listed("slides", "faulty:DECK")}
        report = run(kit, formats)
        off = [f for f in report.findings if f.code == "outputs.switched-off"]
        assert report.ok and '"fake-deck" is switched off: it needs "a_library_that_is_missing"' in off[0].what
        assert (kit / "output/slides/alpha-20min.txt").is_file()  # what is there of it stays
        assert not run(kit, formats, parts=("slides",)).ok  # but who asks for it is told by the exit code
    finally:
        sys.path.remove(str(kit))
