"""Answers typed from paper: what is read, the marks, what a person is to look at, and the files."""

from __future__ import annotations

import csv
import io
import re
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from build_tools.answers.report import erase_results, write_results
from build_tools.answers.results import Results, mark_answers
from build_tools.answers.sheet import read_answers
from build_tools.command_line import cpd
from build_tools.errors import OutputError
from build_tools.jobs.templates import template_folders
from build_tools.model.item import Bank
from build_tools.outputs.quizzes.versions import key_letters
from tests.kits import SAMPLE, sample_kit

KIT = sample_kit()
BANK: Bank = KIT.banks[0]
TEXT = {"days-to-report": "3", "button-colour": '"stop button"', "in-your-words": '"She stops it."'}


def key(version: str, **changed: str) -> str:
    """A line of right answers, with some of them changed."""
    answers = {item.id: key_letters(item, version) or TEXT.get(item.id, "") for item in BANK.items}
    answers["gaps"] = '"goggles; switch"'
    return " ".join((answers | {id.replace("_", "-"): text for id, text in changed.items()}).values())


def marked(tmp_path: Path, text: str | bytes, name: str = "answers.txt", version: str = "") -> Results:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return mark_answers(KIT, BANK, read_answers(path, BANK, version))


def test_the_same_answers_earn_the_same_in_every_version(tmp_path: Path) -> None:
    results = marked(tmp_path, "".join(f"Person {v}, {v}: {key(v)}\n" for v in "ABCD"))
    assert [(p.sheet.name, p.mark.percentage) for p in results.people if p.mark] == [
        (f"Person {v}", 100) for v in "ABCD"
    ]
    assert all(p.doubts == () for p in results.people)


def test_csv_in_any_order_of_columns_and_the_mapping_is_shown(tmp_path: Path) -> None:
    results_text = "name;version;Question 3;1;goggles-when;colour of hair\nZoë;B;AB;A;B;brown\n".encode("cp1252")
    answers = read_answers(_file(tmp_path, results_text), BANK)
    assert answers.columns == (("Question 3", "worn-at-drill"), ("1", "goggles-when"))
    assert answers.sheets[0].name == "Zoë"
    assert any("colour of hair" in p for p in answers.problems) and any("stands twice" in p for p in answers.problems)
    assert any("No column for item 2" in p for p in answers.problems)


def _file(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "answers.csv"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_that_spreadsheets_write(tmp_path: Path, encoding: str) -> None:
    answers = read_answers(_file(tmp_path, "name\tversion\t1\nChloé\tA\tA\n".encode(encoding)), BANK)
    assert answers.sheets[0].name == "Chloé" and answers.sheets[0].written == {"goggles-when": "A"}


def test_nothing_is_dropped_or_guessed(tmp_path: Path) -> None:
    results = marked(
        tmp_path, f"Ada, A: {key('A', goggles_when='-', worn_at_drill='ZA')}\nada, A: {key('A')}\nBo: A A\nCy, Q: A\n"
    )
    said = {p.sheet.name: [words for _, words in p.doubts] for p in results.people}
    assert set(said) == {"Ada (line 1)", "ada (line 2)", "Bo", "Cy"}
    assert "Left blank." in said["Ada (line 1)"] and '"Z" is not printed for this item.' in said["Ada (line 1)"]
    assert '"ada" stands 2 times.' in said["ada (line 2)"]
    assert any("version of the paper is not said" in words for words in said["Bo"])
    assert any('"Q" is no version' in words for words in said["Cy"])
    assert [p.sheet.name for p in results.marked] == ["Ada (line 1)", "ada (line 2)"]


def test_the_item_analysis_counts_what_a_person_would_count(tmp_path: Path) -> None:
    wrong = next(letter for letter in "ABC" if letter not in key_letters(BANK.items[0], "A"))
    lines = [f"P{n}, A: {key('A')}\n" for n in range(6)] + [
        f"Q{n}, A: {key('A', goggles_when=wrong, cap_allowed='F')}\n" for n in range(4)
    ]
    results = marked(tmp_path, "".join(lines))
    first = results.items[0]
    assert (first.answered, first.right) == (10, 6) and first.share is not None and float(first.share) == 0.6
    assert first.wrong is not None and first.wrong[1] == 4 and first.wrong[2]
    assert first.discrimination == 1, "the upper third all know it, the lower third does not"
    assert results.items[-1].share is None, "free writing earns no marks"
    assert min(results.outcomes, key=lambda g: g.share).name == "Say what is worn at a machine"


def test_a_line_of_letters_run_together(tmp_path: Path) -> None:
    from dataclasses import replace

    single = replace(BANK, items=(BANK.items[0], replace(BANK.items[0], id="again")))
    path = tmp_path / "a.txt"
    path.write_text("Ada: AB\n", "utf-8")
    assert read_answers(path, single, "A").sheets[0].written == {"goggles-when": "A", "again": "B"}


def test_files_for_people(tmp_path: Path) -> None:
    results = marked(tmp_path, f"=HYPERLINK(1), A: {key('A', days_to_report='4')}\nŁucja Žižka, B: {key('B')}\n")
    target = tmp_path / "marks"
    files = write_results(KIT, results, target, template_folders(SAMPLE))
    assert {"marks.csv", "items.csv", "topics.csv", "look-at.csv", "feedback.pdf"} < set(files)
    rows = list(csv.reader(io.StringIO((target / "marks.csv").read_text("utf-8-sig"))))
    assert rows[1][0] == "'=HYPERLINK(1)", "no cell is a formula"
    assert rows[2][:1] + rows[2][4:6] == ["Łucja Žižka", "100%", "yes"]
    told = subprocess.run(
        ["pdftotext", "-layout", target / "feedback.pdf", "-"], check=True, capture_output=True, text=True
    ).stdout
    told = " ".join(told.split())
    assert (
        "Łucja Žižka" in told
        and "You wrote: 4" in told
        and "It is three school days." in told
        and "Read: Rules 2.1 to 2.4" in told
    )
    assert len(list((target / "feedback").iterdir())) == 2
    assert write_results(KIT, results, target, template_folders(SAMPLE), sheets=False), "its own folder is replaced"
    assert not (target / "feedback.pdf").exists()
    erase_results(target)
    assert not target.exists() and sorted(p.name for p in tmp_path.iterdir()) == ["answers.txt"]


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    results = marked(tmp_path, f"Ada, A: {key('A')}\n")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("keep")
    with pytest.raises(OutputError, match="was not made by this command"):
        write_results(KIT, results, tmp_path / "mine", template_folders(SAMPLE))
    with pytest.raises(OutputError, match="left alone"):
        erase_results(tmp_path / "mine")
    assert (tmp_path / "mine" / "letter.txt").read_text() == "keep"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0", "not a text file"),
        (b"PK\x03\x04" + b"\0" * 30, "not a text file"),
        (b"name,colour\nAda,red\n", "no column is an item of this quiz"),
        (b"name,version,1\n", "holds no answer"),
        ("Ada, A:\n" * 20_001).encode() and (b"Ada, A:\n" * 20_001, "lines; 20,000 are allowed"),
    ],
)
def test_what_is_no_file_of_answers_is_told(tmp_path: Path, data: bytes, says: str) -> None:
    with pytest.raises(OutputError, match=re.escape(says)):
        read_answers(_file(tmp_path, data), BANK)


def test_the_command(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"Ada, A: {key('A')}\n", "utf-8")
    said = CliRunner().invoke(cpd, ["mark", BANK.id, str(tmp_path / "a.txt"), "--kit", str(SAMPLE), "--as-of", "2026-11-25", "--no-feedback"],
                              standalone_mode=False)  # fmt: skip
    assert said.exception is None, said.output
    assert said.return_value == 0
    assert "1 sheet, 1 marked, 0 to look at" in said.output and (tmp_path / f"marks-{BANK.id}" / "marks.csv").is_file()
    assert "Ada" not in said.output, "no name on a screen that others see"
