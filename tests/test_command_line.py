"""Exit codes, and what is printed where."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from build_tools import command_line, pipeline
from build_tools.model.quantities import SESSION_LENGTHS
from build_tools.outputs import OUTPUTS

from .jobs.conftest import make_kit, tree
from .jobs.fake_formats import FORMATS
from .jobs.test_build import edit

ROOT = Path(__file__).resolve().parents[1]
DAY = ("--as-of", "2026-11-25")


@pytest.fixture
def kit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small kit, and small formats in place of the real ones."""
    for name in list(OUTPUTS):
        monkeypatch.delitem(OUTPUTS, name)
    for name, entry in FORMATS.items():
        monkeypatch.setitem(OUTPUTS, name, entry)
    return make_kit(tmp_path / "kit")


def cpd(*arguments: object) -> int:
    """Run the command line; its exit code."""
    sys.argv = ["cpd", *map(str, arguments)]
    with pytest.raises(SystemExit) as stop:
        command_line.main()
    assert isinstance(stop.value.code, int)
    return stop.value.code


@pytest.fixture(autouse=True)
def argv(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", sys.argv)


def test_build(kit: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cpd("build", "--kit", kit, "--jobs", 1, *DAY) == 0
    out, err = capsys.readouterr()
    assert err.splitlines()[:2] == [f"Reading {kit}", "made 1 of 7: fake-book"]
    assert "modules/alpha.md:1: warning: alpha-20min.txt is short. Write more. [fake.short]" in err.splitlines()
    assert out.splitlines() == [
        "book: 1 made, 0 kept; 2 files", "slides: 4 made, 0 kept; 4 files", "handouts: 2 made, 0 kept; 2 files",
        f"{kit}/output: 0 errors, 4 warnings.",
    ]  # fmt: skip
    assert cpd("build", "slides", "--kit", kit, "--jobs", 1, *DAY) == 0
    assert capsys.readouterr().out.splitlines()[0] == "slides: 0 made, 4 kept; 4 files"


def test_in_this_folder_by_default(
    kit: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(kit)
    assert cpd("build", "handouts", "--out", "made here", *DAY) == 0
    assert capsys.readouterr().err.startswith("Reading this folder\n")
    assert sorted(tree(kit / "made here")) == [
        "handouts/alpha-sheet.txt",
        "handouts/beta-sheet.txt",
        "manifest.json",
        "trace.csv",
    ]


def test_errors(kit: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(kit / "modules/alpha.md", "stands here", "stands {fact}`nowhere`")
    assert cpd("build", "--kit", kit, *DAY) == 1
    out, err = capsys.readouterr()
    (line,) = [text for text in err.splitlines() if ": error: " in text]
    assert line.startswith("modules/alpha.md:15: error: ") and "nowhere" in line and line.endswith("]")
    assert out == "" and err.endswith("1 error, 0 warnings. Nothing was written.\n")
    assert cpd("check", "--kit", kit, *DAY) == 1
    out, err = capsys.readouterr()
    assert out.splitlines() == [line, "1 error, 0 warnings, 0 silenced."] and err == ""


def test_warnings_are_no_failure(kit: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cpd("check", "--kit", kit, "--as-of", "2028-01-01") == 0
    out = capsys.readouterr().out.splitlines()
    assert out[0].startswith("handouts/alpha.md:1: warning: It was due to be checked again by 2027-09-01")
    assert out[-1] == "0 errors, 4 warnings, 0 silenced."


def test_silenced_findings_are_counted_and_listed_with_their_reasons(
    kit: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(
        kit / "modules/alpha.md",
        "The word alpha",
        "<!-- allow: links-resolve.fact, it comes with the next edition -->\nThe {fact}`nowhere` alpha",
    )
    assert cpd("check", "--kit", kit, *DAY) == 0
    out = capsys.readouterr().out.splitlines()
    assert out == [
        "modules/alpha.md:15: silenced: links-resolve.fact: it comes with the next edition",
        "0 errors, 0 warnings, 1 silenced.",
    ]
    assert cpd("check", "--json", "--kit", kit, *DAY) == 0
    assert json.loads(capsys.readouterr().out) == {"errors": 0, "warnings": 0, "coverage": {"stated": 0, "cited": 0}, "findings": [], "silenced": [
        {"path": "modules/alpha.md", "line": 15, "code": "links-resolve.fact", "reason": "it comes with the next edition"}]}  # fmt: skip


def test_json(kit: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cpd("build", "slides", "--json", "--kit", kit, "--jobs", 1, *DAY) == 0
    out, err = capsys.readouterr()
    told = json.loads(out)
    assert err == "" and told["parts"] == {"slides": {"made": 4, "kept": 0, "files": 4}}
    assert told["findings"][0] == {"code": "fake.short", "path": "modules/alpha.md", "line": 1, "severity": "warning",
                                   "what": "alpha-20min.txt is short.", "mend": "Write more."}  # fmt: skip
    edit(kit / "modules/alpha.md", "stands here", "stands {fact}`nowhere`")
    assert cpd("build", "--json", "--kit", kit, *DAY) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["errors"], told["out"], told["findings"][0]["line"]) == (1, None, 15)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["build", "--as-of", "tomorrow"], "Write it as 2026-11-25."),
        (["build", "--as-of", "2026-02-30"], '"2026-02-30" is not a date'),
        (["build", "pack"], "'pack' is not one of"),
        (["build", "--minutes", "30"], "'30' is not one of"),
        (["build", "--kit", "nowhere"], "'nowhere' does not exist"),
        (["build", "--school", "nowhere.toml"], "does not exist"),
        (["build", "--module", "gamma"], 'There is no module "gamma". Name one of: alpha, beta.'),
        (["build", "--out", "."], "can't be the output folder"),
        (["build", "--jobs", "0"], "0 is not in the range"),
        (["biuld"], "No such command 'biuld'"),
    ],
)
def test_misuse(
    kit: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    monkeypatch.chdir(kit)
    before = tree(kit)
    assert cpd(*arguments) == 2
    out, err = capsys.readouterr()
    assert says in err and out == "" and tree(kit) == before


def test_a_job_that_fails(kit: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from .jobs.fake_formats import quiz_format

    monkeypatch.setitem(OUTPUTS, "raises", quiz_format("raises")["raises"])
    assert cpd("build", "--kit", kit, "--jobs", 1, *DAY) == 1
    out, err = capsys.readouterr()
    assert 'error: The job "raises alpha" could not be done: ZeroDivisionError' in err and "Traceback" not in err
    assert out.endswith("0 errors, 4 warnings, 1 could not be made; the last files of these stay.\n")
    assert cpd("build", "--traceback", "--kit", kit, "--jobs", 1, *DAY) == 1
    assert "in write_but_raise" in capsys.readouterr().err


def test_stopped_by_hand(kit: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert cpd("build", "--kit", kit, "--jobs", 1, *DAY) == 0
    before = tree(kit / "output")

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "run_jobs", stop)
    assert cpd("build", "--kit", kit, "--jobs", 1, "--as-of", "2026-11-26") == 130
    assert capsys.readouterr().err.endswith("\nStopped. The output is as it was.\n")
    assert tree(kit / "output") == before


def test_help_and_version_load_nothing_heavy() -> None:
    heavy = [
        "docutils",
        "myst_parser",
        "sphinx",
        "weasyprint",
        "pptx",
        "lxml",
        "yaml",
        "jinja2",
        "rich",
        "nbformat",
        "PIL",
    ]
    for arguments in (["--help"], ["build", "--help"], ["--version"]):
        script = (f"import sys; sys.argv = ['cpd', *{arguments}]\nfrom build_tools.command_line import main\ntry: main()\n"
                  f"except SystemExit as stop: print(stop.code, [m for m in {heavy} if m in sys.modules])")  # fmt: skip
        said = subprocess.run(
            [sys.executable, "-W", "error", "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
        )
        assert said.stdout.splitlines()[-1] == "0 []" and said.stderr == ""


def test_help_names_only_what_there_is() -> None:
    assert {entry.part for entry in OUTPUTS.values()} == set(command_line.PARTS)
    assert tuple(map(str, SESSION_LENGTHS)) == command_line.LENGTHS
    said = subprocess.run([sys.executable, "-m", "build_tools", "build", "--help"], cwd=ROOT, capture_output=True, text=True, check=True,
                          env={**os.environ, "COLUMNS": "200"}).stdout  # fmt: skip
    for option in (
        "--module",
        "--as-of",
        "--school",
        "--minutes [20|45|90]",
        "--out",
        "--jobs",
        "--kit",
        "book, slides, handouts, quizzes",
    ):
        assert option in said


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
def test_a_bar_on_a_terminal_and_names_are_text(tmp_path: Path) -> None:
    import pty

    kit = make_kit(tmp_path / "kit")
    script = (f"import sys; sys.argv = ['cpd', 'build', '--kit', {str(kit)!r}, '--as-of', '2026-11-25', '--jobs', '1']\n"
              "from build_tools.outputs import OUTPUTS\nfrom tests.jobs.fake_formats import FORMATS\nOUTPUTS.clear(); OUTPUTS.update(FORMATS)\n"
              "from build_tools.command_line import main\nmain()")  # fmt: skip
    master, slave = pty.openpty()
    build = subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=ROOT,
        stderr=slave,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "TERM": "xterm"},
    )
    os.close(slave)
    seen = b""
    try:
        while piece := os.read(master, 65536):
            seen += piece
    except OSError:  # the terminal's other end is closed
        pass
    out, _ = build.communicate(timeout=30)
    os.close(master)
    assert build.returncode == 0 and "slides: 4 made" in out and "\x1b" not in out
    assert b"\xe2\x94\x81" in seen and b"made 1 of 7" not in seen  # a bar is drawn, and no plain line
    assert b"\x1b[33m\x1b[1mwarning" in seen
