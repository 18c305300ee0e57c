"""`cpd edition import` and `cpd changes` as typed: what is printed, asked and written, and the exit codes."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import click
import pytest

from build_tools import command_line
from tests.kits import SAMPLE

from .conftest import edit

INDEX = "modules/workshop-rules.yml"
DAY = ("--as-of", "2026-11-25")


def cpd(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["cpd", *map(str, arguments)])
    with pytest.raises(SystemExit) as stop:
        command_line.main()
    assert isinstance(stop.value.code, int)
    return stop.value.code


def test_import_prints_and_writes_nothing(
    kit: Path, edition_pdf: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in kit.rglob("*") if path.is_file()}
    assert cpd(monkeypatch, "edition", "import", edition_pdf, "--kit", kit, *DAY) == 0
    out = capsys.readouterr().out
    assert out.startswith(
        "Rules: 39 numbered paragraphs read from 11 pages.\nPages are as the edition numbers them.\nCompared are:"
    )
    assert out.endswith("0 contradicted, 0 not found, 1 not compared, 22 confirmed.\n")
    assert {path: path.read_bytes() for path in kit.rglob("*") if path.is_file()} == before


def test_import_as_json(
    kit: Path, edition_pdf: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(kit / INDEX, ("    page: 5\n", "    page: 4\n"))
    assert cpd(monkeypatch, "edition", "import", edition_pdf, "--kit", kit, "--json", *DAY) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["counts"] == {"confirmed": 21, "contradicted": 1, "not found": 0, "not compared": 1}
    (wrong,) = [v for v in told["verdicts"] if v["outcome"] == "contradicted"]
    assert (wrong["subject"], wrong["what"], wrong["ours"], wrong["theirs"], wrong["path"], wrong["line"]) == (
        "1.9",
        "page number",
        "page 4",
        "page 5",
        INDEX,
        22,
    )
    (paragraph,) = [p for p in told["paragraphs"] if p["number"] == "2.3"]
    assert paragraph == {
        "number": "2.3", "page": 10, "last-page": 10, "text": "A fault must be reported within 3 school days.",
        "sentences": [{"text": "A fault must be reported within 3 school days.", "forces": ["must"]}],
    }  # fmt: skip


def test_apply_writes_a_copy(
    kit: Path, edition_pdf: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (kit / INDEX).read_bytes()
    assert cpd(monkeypatch, "edition", "import", edition_pdf, "--kit", kit, "--apply", *DAY) == 0
    out = capsys.readouterr().out
    assert f"--- {INDEX}\n+++ {INDEX}\n@@" in out
    assert out.endswith(f"Written: {kit.as_posix()}/modules/workshop-rules.imported.yml\n")
    assert (kit / INDEX).read_bytes() == before


@pytest.mark.parametrize(("answer", "code"), [("y", 0), ("n", 130)])
def test_in_place_asks_after_showing_the_difference(
    kit: Path,
    edition_pdf: Path,
    answer: str,
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = (kit / INDEX).read_text("utf-8")
    seen: list[str] = []

    def confirm(question: str, abort: bool) -> None:
        seen.append(capsys.readouterr().out)
        assert question == f"Change {INDEX} so?"
        assert abort
        if answer == "n":
            raise click.Abort

    monkeypatch.setattr(click, "confirm", confirm)
    assert cpd(monkeypatch, "edition", "import", edition_pdf, "--kit", kit, "--apply", "--in-place", *DAY) == code
    assert "+    page-level: primary" in seen[0]
    assert ((kit / INDEX).read_text("utf-8") == before) is (answer == "n")


def test_in_place_for_scripts(
    kit: Path, edition_pdf: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        cpd(monkeypatch, "edition", "import", edition_pdf, "--kit", kit, "--apply", "--in-place", "--json", *DAY) == 2
    )
    assert "add --yes" in capsys.readouterr().err
    assert (
        cpd(
            monkeypatch,
            "edition",
            "import",
            edition_pdf,
            "--kit",
            kit,
            "--apply",
            "--in-place",
            "--yes",
            "--json",
            *DAY,
        )
        == 0
    )
    told = json.loads(capsys.readouterr().out)
    assert told["written"] == (kit / INDEX).as_posix()
    assert "+    page: 10\n" in told["difference"]
    assert cpd(monkeypatch, "edition", "import", edition_pdf, "--kit", kit, "--apply", "--in-place", "--yes", *DAY) == 0
    assert capsys.readouterr().out.endswith("There is nothing to raise.\n")


def test_a_pdf_that_can_not_be_used_is_one_line(
    kit: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pdf = tmp_path / "scan.pdf"
    pdf.write_bytes(b"GIF89a")
    assert cpd(monkeypatch, "edition", "import", pdf, "--kit", kit, *DAY) == 1
    assert (
        capsys.readouterr().err
        == "Reading scan.pdf\nscan.pdf:1: error: The file is not a PDF. Give the edition as a PDF. [edition-import.not-a-pdf]\n"
    )


def test_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    new = Path(shutil.copy(SAMPLE / INDEX, tmp_path / "new.yml"))
    edit(new, ("Reports are kept for 2 years.", "Reports are kept for 5 years."))
    old = SAMPLE / INDEX
    assert (
        cpd(
            monkeypatch,
            "changes",
            old,
            new,
            "--kit",
            SAMPLE,
            "--write",
            tmp_path / "out",
            "--since",
            "2027-09-01",
            *DAY,
        )
        == 0
    )
    out = capsys.readouterr().out
    assert "      modules/02-tidy-end.md:19: Changed: sentence: Brooms out, book signed, lights off.\n" in out
    assert f"Written: {tmp_path.as_posix()}/out/handouts/what-changed.md\n" in out
    assert cpd(monkeypatch, "changes", old, new, "--kit", SAMPLE, "--json", *DAY) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["counts"] == {"changed": 1, "added": 0, "withdrawn": 0, "renumbered": 0}
    assert told["changes"][0]["statements"] == [
        {"before": "must: Reports are kept for 2 years.", "now": "must: Reports are kept for 5 years."}
    ]
    assert {
        "kind": "item",
        "path": "quizzes/tidy-end.yml",
        "line": 3,
        "label": "last-thing",
        "cites": "2.4",
        "mark": "Changed",
    } in told["changes"][0]["cited-by"]
    assert cpd(monkeypatch, "changes", old, new, "--kit", SAMPLE, "--since", "soon", *DAY) == 2
