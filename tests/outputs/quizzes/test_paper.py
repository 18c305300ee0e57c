"""The quiz on paper: the words on each sheet, the same numbers everywhere, and no key where learners look."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pikepdf
import pytest

from build_tools.jobs.templates import template_folders
from build_tools.marking.mark_answer import draw_items, mark_answer
from build_tools.model.interaction import WriteFreely
from build_tools.model.kit import Kit
from build_tools.model.output_format import Surroundings
from build_tools.outputs.quizzes.paper import QUIZ_PAPER
from build_tools.outputs.quizzes.shown import one_line
from build_tools.outputs.quizzes.versions import VERSIONS, choices, edition_of, key_letters, response_of
from build_tools.outputs.quizzes.web import WEB
from tests.kits import AS_OF, SAMPLE, sample_kit

KIT: Kit = sample_kit()
BANK = KIT.banks[0]
ITEMS = {item.id: item for item in BANK.items}


def around(cache: Path) -> Surroundings:
    return Surroundings(SAMPLE, template_folders(SAMPLE), cache, AS_OF.isoformat())


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("paper")
    found: dict[str, Path] = {}
    for job in QUIZ_PAPER.jobs(KIT):
        if job.subject == BANK.id:
            made = QUIZ_PAPER.write(KIT, job, folder, around(folder))
            assert made.findings == ()
            found |= {name: folder / name for name in made.files}
    return found


def words(path: Path) -> str:
    done = subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True, text=True)
    return " ".join(done.stdout.split())


def test_learners_and_presenters_have_folders_of_their_own(printed: dict[str, Path]) -> None:
    assert set(printed) == {
        *(f"{BANK.id}/paper/questions-{v}.pdf" for v in "abcd"), f"{BANK.id}/paper/questions-large-print.pdf",
        f"{BANK.id}/paper/answer-sheet.pdf", f"{BANK.id}/facilitator/mark-scheme.pdf",
    }  # fmt: skip


def test_each_version_numbers_the_same_questions_alike(printed: dict[str, Path]) -> None:
    for version in "abcd":
        text = words(printed[f"{BANK.id}/paper/questions-{version}.pdf"])
        places = [text.index(f"Question {number} ") for number in range(1, len(BANK.items) + 1)]
        assert places == sorted(places)
        after = text[places[2] :]
        assert after.index("Which two are right at the drill?") < 60
        assert f"version {version.upper()}" in text


def test_no_learner_file_tells_a_key(printed: dict[str, Path]) -> None:
    scheme = words(printed[f"{BANK.id}/facilitator/mark-scheme.pdf"])
    telling = ["By then it is too late.", "It could be caught.", "Yes, three school days.", "The teacher keeps the book, pupils tell of faults.",
               "She stops the drill at once."]  # fmt: skip
    for said in telling:
        assert said in scheme
    for name, path in printed.items():
        if "/paper/" in name:
            text = words(path)
            assert not [said for said in telling if said in text], name
            assert "Mark scheme" not in text and "Rules 1.9" not in text


def test_the_mark_scheme_gives_each_version_s_letters_with_reasons_and_places(printed: dict[str, Path]) -> None:
    scheme = words(printed[f"{BANK.id}/facilitator/mark-scheme.pdf"])
    item = ITEMS["worn-at-drill"]
    row = re.search(r"3 ([A-D]{2}) ([A-D]{2}) ([A-D]{2}) ([A-D]{2}) 1", scheme)
    assert row is not None
    assert row.groups() == tuple(key_letters(item, version) for version in VERSIONS)
    assert "Rests on: Rules 1.9" in scheme


def test_paper_and_screen_name_one_edition(printed: dict[str, Path], tmp_path: Path) -> None:
    edition = edition_of(KIT, BANK)
    assert re.fullmatch(r"[0-9a-f]{8}", edition)
    for path in printed.values():
        assert f"Edition {edition}" in words(path)
    job = next(j for j in WEB.jobs(KIT) if j.subject == BANK.id)
    WEB.write(KIT, job, tmp_path, around(tmp_path))
    assert f"Edition {edition}" in (tmp_path / BANK.id / "quiz.html").read_text("utf-8")


def test_large_print_is_18_points_or_more_and_no_question_is_parted(printed: dict[str, Path]) -> None:
    with pikepdf.open(printed[f"{BANK.id}/paper/questions-large-print.pdf"]) as pdf:
        pages = len(pdf.pages)
    assert pages >= 2
    done = subprocess.run(["pdftotext", "-bbox-layout", printed[f"{BANK.id}/paper/questions-large-print.pdf"], "-"],
                          check=True, capture_output=True, text=True)  # fmt: skip
    heights = [
        float(b) - float(a) for a, b in re.findall(r'<word[^>]*yMin="([\d.]+)"[^>]*yMax="([\d.]+)"', done.stdout)
    ]
    assert min(heights) >= 17.5
    text = subprocess.run(
        ["pdftotext", printed[f"{BANK.id}/paper/questions-a.pdf"], "-"], check=True, capture_output=True, text=True
    ).stdout
    for page in text.split("\f"):
        numbers = re.findall(r"Question (\d+)", page)
        if "Which two are right at the drill?" in page:
            assert "3" in numbers and "Loose sleeves" in page


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    "item", [i for i in BANK.items if not isinstance(i.interaction, WriteFreely)], ids=lambda i: i.id
)
def test_the_key_as_printed_earns_the_full_mark(item: object, version: str) -> None:
    written = (
        key_letters(item, version)
        or {"days-to-report": "3", "button-colour": "stop button", "gaps": "goggles; " + _gap_letter(version)}[item.id]
    )  # type: ignore[arg-type, attr-defined]
    response, doubts = response_of(item, version, written)  # type: ignore[arg-type]
    assert doubts == ()
    assert mark_answer(item, response).mark == 1  # type: ignore[arg-type]


def _gap_letter(version: str) -> str:
    return next(c.letter for c in choices(ITEMS["gaps"], version)["press"] if one_line(c.text, KIT) == "switch")


def test_versions_differ_and_are_the_same_each_time() -> None:
    orders = {v: [c.id for c in choices(ITEMS["worn-at-drill"], v)[""]] for v in VERSIONS}
    assert len({tuple(o) for o in orders.values()}) > 1
    assert orders == {v: [c.id for c in choices(ITEMS["worn-at-drill"], v)[""]] for v in VERSIONS}
    for version in VERSIONS:
        shown = [c.id for c in choices(ITEMS["steps-order"], version)[""]]
        assert shown != [e.id for e in ITEMS["steps-order"].interaction.entries]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("item", "written", "says"),
    [
        ("goggles-when", "AB", "has 2 letters; one is asked for"),
        ("goggles-when", "Z", '"Z" is not printed for this item'),
        ("worn-at-drill", "AA", '"A" is written twice'),
        ("steps-order", "AB", "has 2 letters; 4 are asked for"),
        ("who-what", "A", "has 1 letters; 2 are asked for"),
        ("gaps", "goggles", "has 1 parts; the item has 2 gaps"),
    ],
)
def test_what_can_t_be_read_is_told_and_not_guessed(item: str, written: str, says: str) -> None:
    _, doubts = response_of(ITEMS[item], "A", written)
    assert any(says in doubt for doubt in doubts)


@pytest.mark.parametrize("written", ["", " ", "-", "?"])
def test_what_is_left_out_is_blank(written: str) -> None:
    assert response_of(ITEMS["goggles-when"], "B", written) == (None, ())


def test_the_sitting_is_the_one_on_the_screen() -> None:
    assert [i.id for i in draw_items(BANK)] == [i.id for i in BANK.items]
