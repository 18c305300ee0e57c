"""What each form of a quiz does not carry, as `loss.md` beside it: read off the formats and the bank."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ...marking.mark_answer import draw_items
from ...model.interaction import ALL_INTERACTIONS
from ...model.item import Bank
from ...model.kit import Kit
from ...model.output_format import Job, Made, OutputFormat, Surroundings
from .moodle_xml import MOODLE_XML, moodle_xml
from .notebook import NOTEBOOK
from .paper import QUIZ_PAPER
from .shown import bank_job, bank_jobs
from .web import WEB

NAMES = {
    WEB.name: "quiz.html, the page by itself", NOTEBOOK.name: "quiz.ipynb, the notebook", MOODLE_XML.name: "moodle.xml, for Moodle",
    QUIZ_PAPER.name: "paper/ and facilitator/, on paper",
}  # fmt: skip


def loss_text(kit: Kit, bank: Bank, kit_root: Path) -> str:
    """The report: a section a form, `Nothing lost.` where that is so."""
    made = [f"# What each form of “{bank.title}” does not carry", ""]
    for output in (WEB, NOTEBOOK, MOODLE_XML, QUIZ_PAPER):
        lines = [*_not_held(output, bank), *_LOSSES[output.name](kit, bank, kit_root)]
        made += [f"## {NAMES[output.name]}", "", *(f"- {line}" for line in lines or ["Nothing lost."]), ""]
    return "\n".join(made)


def _not_held(output: OutputFormat, bank: Bank) -> Iterator[str]:
    for item in bank.items:
        if type(item.interaction) not in output.carries:
            yield f"`{item.id}` ({item.type}) is left out."


def _nothing(kit: Kit, bank: Bank, kit_root: Path) -> Iterator[str]:
    yield from ()


def _moodle(kit: Kit, bank: Bank, kit_root: Path) -> Iterator[str]:
    for finding in moodle_xml(kit, bank, kit_root)[1]:
        yield finding.what
    yield "The pass mark, the number of attempts and when answers are shown belong to the Moodle quiz that uses the questions: set them there."
    if bank.draw is not None:
        yield f"All {len(bank.items)} items are in the file; the draw is made in the Moodle quiz, and draws others than ours."
    for item in bank.items:
        if item.hint and item.type in ("true-false", "free-text"):
            yield f"The hint of `{item.id}`: Moodle has none for its type."


def _paper(kit: Kit, bank: Bank, kit_root: Path) -> Iterator[str]:
    if any(item.hint for item in draw_items(bank)):
        yield "Hints are not printed."
    yield "Feedback and citations stand in the mark scheme, and on the feedback sheets that `cpd mark` prints."


_LOSSES = {WEB.name: _nothing, NOTEBOOK.name: _nothing, MOODLE_XML.name: _moodle, QUIZ_PAPER.name: _paper}


def write_loss(kit: Kit, job: Job, folder: Path, surroundings: Surroundings) -> Made:
    """Write `<bank>/loss.md`."""
    bank = bank_job(kit, job)
    target = folder / bank.id / "loss.md"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(loss_text(kit, bank, surroundings.kit_root), encoding="utf-8", newline="\n")
    return Made((f"{bank.id}/loss.md",))


QUIZ_LOSS = OutputFormat(
    name="quiz-loss", part="quizzes", jobs=bank_jobs("quiz-loss", ()), write=write_loss, carries=ALL_INTERACTIONS
)
