"""The notebook: valid, runs top to bottom, marks by the same rules, keeps its key out of sight."""

from __future__ import annotations

import copy
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from build_tools.marking import rules
from build_tools.marking.mark_answer import interaction_spec, mark_bank
from build_tools.model.item import Bank
from build_tools.model.output_format import Surroundings
from build_tools.outputs.quizzes.notebook import NOTEBOOK, flat_html, quiz_notebook, write_notebook
from build_tools.outputs.tokens import standing_words
from tests.kits import SAMPLE, sample_kit
from tests.marking.vectors import VECTORS

from .banks import HOSTILE, bank, hostile_items, interaction_of, item, template

ANSWERS = {
    "goggles-when": 'answer = "{}"',
    "cap-allowed": "answer = True",
    "worn-at-drill": 'answer = "{}, {}"',
    "days-to-report": "answer = 3",
    "button-colour": 'answer = "STOP  button"',
    "who-what": 'answer = {{1: "{}", 2: "{}"}}',
    "steps-order": 'answer = "{}{}{}{}"',
    "gaps": 'answer = {{1: "Goggles", 2: "{}"}}',
    "in-your-words": 'answer = "She stops."',
}
NAMED = {
    "goggles-when": ["Before the machine is switched on"],
    "worn-at-drill": ["Goggles", "Hair tied back"],
    "who-what": ["keeps the book", "tells of faults"],
    "steps-order": ["Notice", "Stop", "Tell", "Write down"],
    "gaps": ["switch"],
}


def safe_start(**changes: Any) -> Bank:
    found = sample_kit().bank("safe-start")
    assert found is not None
    return replace(found, **changes)


def notebook_of(made: Bank) -> dict[str, Any]:
    return quiz_notebook(sample_kit(), made, standing_words(template), lambda address: address)


def source_of(notebook: dict[str, Any], id: str) -> str:
    return str(next(cell["source"] for cell in notebook["cells"] if cell["id"] == id))


def letter_of(notebook: dict[str, Any], id: str, words: str) -> str:
    """The letter a reader finds before a choice."""
    found = re.search(rf"<strong>([A-Z])</strong> {words}<", source_of(notebook, f"question-{id}"))
    assert found, words
    return found[1]


def answered(notebook: dict[str, Any]) -> dict[str, Any]:
    """The same with every item of the sample answered rightly, as a reader would."""
    made = copy.deepcopy(notebook)
    for cell in made["cells"]:
        id = cell["id"].removeprefix("answer-")
        if cell["id"].startswith("answer-"):
            line = ANSWERS[id].format(*(letter_of(notebook, id, words) for words in NAMED.get(id, ())))
            cell["source"] = f"{line}\n{cell['source'].splitlines()[-1]}"
    return made


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs a notebook in a kernel of its own; gives what each code cell printed, by cell id."""
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))

    def run_notebook(notebook: dict[str, Any]) -> dict[str, str]:
        node = nbformat.from_dict(notebook)
        NotebookClient(
            node, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}
        ).execute()
        return {
            cell["id"]: "".join(output["text"] for output in cell["outputs"])
            for cell in node.cells
            if cell["cell_type"] == "code"
        }

    return run_notebook


def test_it_is_valid_and_written_the_same_each_time(tmp_path: Path) -> None:
    surroundings = Surroundings(SAMPLE, template, tmp_path)
    texts = []
    for name in ("one", "two"):
        for job in NOTEBOOK.jobs(sample_kit()):
            write_notebook(sample_kit(), job, tmp_path / name, surroundings)
        texts.append((tmp_path / name / "safe-start/quiz.ipynb").read_bytes())
    assert texts[0] == texts[1]
    plain = json.loads(texts[0])
    assert (plain["nbformat"], plain["nbformat_minor"]) == (4, 5)
    nbformat.validate(plain)
    ids = [cell["id"] for cell in plain["cells"]]
    assert len(ids) == len(set(ids))
    assert "answer-goggles-when" in ids


def test_left_blank_it_runs_from_top_to_bottom(run: Any) -> None:
    printed = run(notebook_of(safe_start()))
    assert {text for id, text in printed.items() if id.startswith("answer-")} == {"Not answered yet.\n"}
    assert printed["rules"] == printed["key"] == ""
    assert "0 of 8 marks, 0%. Not passed yet (the pass mark is 70%)." in printed["summary"]


def test_answered_it_gives_marks_and_feedback(run: Any) -> None:
    printed = run(answered(notebook_of(safe_start())))
    assert printed["answer-goggles-when"] == "Right: 1 of 1 mark.\nYes: Rules 1.9.\nRead: Rules 1.9.\n"
    assert "Hold it against a good answer:" in printed["answer-in-your-words"]
    assert all(text.startswith("Right: 1 of 1 mark.") for id, text in printed.items() if id.startswith("answer-")
               and id != "answer-in-your-words")  # fmt: skip
    assert "8 of 8 marks, 100%. Passed (the pass mark is 70%)." in printed["summary"]
    assert "  4 of 4  Say what is worn at a machine" in printed["summary"]
    assert "  3 of 3  Rules 1.9" in printed["summary"]


def test_marks_at_the_end_never_and_in_a_survey(run: Any) -> None:
    end = run(answered(notebook_of(safe_start(reveal="end"))))
    assert end["answer-cap-allowed"] == "Kept. The last cell gives the marks.\n"
    assert "Question 2\nRight: 1 of 1 mark.\nRight, a cap is allowed." in end["summary"]
    never = run(answered(notebook_of(safe_start(reveal="never", mode="check"))))
    assert never["answer-cap-allowed"] == "Kept.\n"
    assert "a cap is allowed" not in never["summary"]
    survey = run(answered(notebook_of(safe_start(mode="survey"))))
    assert "%" not in survey["summary"]


def test_its_rules_are_ours_word_for_word_and_mark_every_vector_alike() -> None:
    source = source_of(notebook_of(safe_start()), "rules")
    assert source == Path(rules.__file__).read_text("utf-8").rstrip("\n")
    names: dict[str, Any] = {"__name__": "rules_of_the_notebook"}
    exec(compile(source, "rules", "exec"), names)
    for vector in VECTORS:
        result = names["mark"](vector.spec, vector.response)
        assert (str(result.mark), result.state) == (vector.mark, vector.state), vector.name
        assert tuple(result) == tuple(rules.mark(vector.spec, vector.response)), vector.name


def runner(made: Bank) -> Any:
    """The notebook's own `quiz`, without a kernel."""
    notebook = notebook_of(made)
    names: dict[str, Any] = {"__name__": "cells_of_the_notebook"}
    for id in ("rules", "key"):
        exec(compile(source_of(notebook, id), id, "exec"), names)
    return names["quiz"], names["read_answer"]


def test_only_pythons_own_library_is_imported() -> None:
    notebook = notebook_of(safe_start())
    imported = set()
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            imported |= set(re.findall(r"^(?:from|import) (\w+)", cell["source"], re.MULTILINE))
            assert "build_tools" not in cell["source"]
            assert "..marking" not in cell["source"]
    assert imported == {"__future__", "base64", "fractions", "functools", "json", "re", "typing", "unicodedata", "zlib"}


def test_the_key_is_out_of_sight() -> None:
    text = json.dumps(notebook_of(safe_start()), ensure_ascii=False)
    for telling in (
        "By then it is too late",
        "safety goggles",
        "stop button",
        "She stops the drill",
        '"keys": ["a"]',
        '"e1"',
    ):
        assert telling not in text, telling


@pytest.mark.parametrize(
    ("id", "written", "marks"),
    [
        ("cap-allowed", "true", 1), ("cap-allowed", "A", 1), ("cap-allowed", False, 0), ("cap-allowed", 7, 0),
        ("days-to-report", 3.0, 1), ("days-to-report", "3 school days", 1), ("days-to-report", None, 0), ("days-to-report", True, 0),
        ("days-to-report", [3], 0), ("worn-at-drill", "", 0), ("worn-at-drill", [], 0), ("worn-at-drill", {"A": 1}, 0),
        ("who-what", {}, 0), ("who-what", "A B", 0), ("who-what", {"9": "Z", None: 1}, 0), ("steps-order", "Z Y X", 0),
        ("gaps", {1: "goggles", 2: ""}, 0.5), ("gaps", {"1": " SAFETY goggles", "2": None}, 0.5), ("gaps", ["goggles"], 0),
        ("button-colour", 5, 0), ("goggles-when", b"a", 0), ("goggles-when", object(), 0),
    ],
)  # fmt: skip
def test_whatever_is_written_in_a_cell_is_marked(
    id: str, written: Any, marks: float, capsys: pytest.CaptureFixture[str]
) -> None:
    quiz, _ = runner(safe_start())
    quiz.check(id, written)
    assert capsys.readouterr().out
    assert quiz.results[id].mark == marks


def test_letters_stand_for_what_is_shown() -> None:
    notebook = notebook_of(safe_start())
    quiz, read = runner(safe_start())
    by_id = {item.id: item for item in safe_start().items}
    response = {
        id: read(quiz.items[id], " ".join(letter_of(notebook, id, w) for w in NAMED[id]))
        for id in ("worn-at-drill", "steps-order")
    }
    assert mark_bank(safe_start(), response).earned == 2
    assert response["steps-order"] == interaction_spec(by_id["steps-order"].interaction)["entries"]


def test_every_vectors_item_is_carried() -> None:
    specs = {str(v.spec): v.spec for v in VECTORS}.values()
    made = bank(*(item(f"item-{n}", interaction_of(spec)) for n, spec in enumerate(specs)))
    nbformat.validate(notebook_of(made))
    quiz, _ = runner(made)
    assert [entry["spec"] for entry in quiz.items.values()] == [interaction_spec(i.interaction) for i in made.items]


def test_hostile_texts_break_nothing(run: Any) -> None:
    notebook = notebook_of(bank(*hostile_items(), title=HOSTILE))
    nbformat.validate(notebook)
    printed = run(notebook)
    assert {text for id, text in printed.items() if id.startswith("answer-")} == {"Not answered yet.\n"}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown" and cell["id"].startswith("question-"):
            html = cell["source"].split("\n\n", 1)[1]
            assert "\n" not in html
            assert "<script" not in html
            assert "$" not in html


def test_html_is_flat_and_without_dollars() -> None:
    assert flat_html('<p>a\n\nb $5 and <img alt="$x"></p><pre>1\n2</pre>\n') == (
        '<p>a  b <span>&#36;</span>5 and <img alt="&#36;x"></p><pre>1&#10;2</pre>'
    )
