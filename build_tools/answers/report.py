"""Results → files for people: marks, items, what to look at, and a feedback sheet a person.

Everything goes into the one folder asked for, made aside and put in place whole. No cell of a table is a formula.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from ..errors import OutputError
from ..marking.mark_answer import feedback_of
from ..marking.rules import show_number
from ..model.kit import Kit
from ..outputs.printing.engine import print_pdf, template_environment
from ..outputs.quizzes.shown import answer_lines, feedback_leads, one_line
from ..outputs.tokens import load_tokens, standing_words
from ..provenance.trace import safe_cell
from .results import Marked, Results

OURS = "made by cpd mark"
"""Stands in a folder of ours, so that only such a one is ever replaced or erased."""

_MARKER = ".cpd-mark"


@dataclass(frozen=True, slots=True)
class FeedbackLine:
    """One item on a person's feedback sheet."""

    number: int
    stem: str
    written: str
    state: str
    points: str
    said: tuple[str, ...]
    answer: tuple[str, ...]
    cites: str


def write_results(
    kit: Kit, results: Results, target: Path, templates: Callable[[str], Path], *, sheets: bool = True
) -> tuple[str, ...]:
    """Write all files into a folder.

    Args:
        kit: for words and citations.
        results: what was marked.
        target: the folder; one that this made before is replaced whole.
        templates: finds template files.
        sheets: whether feedback sheets are printed.

    Returns:
        The files' names, sorted.

    Raises:
        OutputError: the folder holds something else, or can't be written to.
    """
    if target.exists() and not (target / _MARKER).is_file():
        raise OutputError(
            f"{target} is there already and was not made by this command. Name another folder with --out."
        )
    files: dict[str, bytes] = {
        _MARKER: f"{OURS}\n".encode(),
        "marks.csv": _table(_marks(results)),
        "items.csv": _table(_items(kit, results)),
        "topics.csv": _table(_topics(results)),
        "look-at.csv": _table(_doubts(results)),
    }
    if sheets:
        files |= _feedback(kit, results, templates)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".cpd-mark-", dir=target.parent) as aside:
            made = Path(aside) / "made"
            for name, data in files.items():
                (made / name).parent.mkdir(parents=True, exist_ok=True)
                (made / name).write_bytes(data)
            if target.exists():
                shutil.move(target, Path(aside) / "old")
            shutil.move(made, target)
    except OSError as error:
        raise OutputError(f"{target} can't be written to: {error.strerror or error}.") from error
    return tuple(sorted(name for name in files if name != _MARKER))


def erase_results(target: Path) -> None:
    """Take away a folder that `write_results` made.

    Raises:
        OutputError: it was not made by it.
    """
    if not (target / _MARKER).is_file():
        raise OutputError(f"{target} was not made by cpd mark, so it is left alone.")
    shutil.rmtree(target)


def percent(share: Fraction | None) -> str:
    """A share as printed: `67%`; empty for none."""
    return f"{show_number(share * 100, 0)}%" if share is not None else ""


def _table(rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([safe_cell(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def _marks(results: Results) -> Iterator[Sequence[str]]:
    numbers = [str(item.number) for item in results.items]
    yield ("name", "version", "points", "of", "per cent", "passed", "to look at", *numbers)
    for person in results.people:
        mark = person.mark
        if mark is None:
            yield (person.sheet.name, "", "", "", "", "", str(len(person.doubts)), *[""] * len(numbers))
            continue
        passed = "" if mark.passed is None else "yes" if mark.passed else "no"
        share = percent(mark.percentage / 100) if mark.percentage is not None else ""
        yield (person.sheet.name, person.sheet.version, show_number(mark.earned), show_number(mark.possible), share, passed,
               str(len(person.doubts)), *(show_number(m.points) if m.state != "unmarked" else "" for m in mark.marks))  # fmt: skip


def _items(kit: Kit, results: Results) -> Iterator[Sequence[str]]:
    yield ("item", "question", "answered", "right", "share of the marks", "commonest wrong answer", "chosen by", "what to say of it",
           "discrimination", "outcome", "rests on")  # fmt: skip
    for entry in results.items:
        wrong = entry.wrong or ("", 0, "")
        parted = show_number(entry.discrimination) if entry.discrimination is not None else ""
        yield (str(entry.number), one_line(entry.item.stem, kit), str(entry.answered), str(entry.right), percent(entry.share), wrong[0],
               str(wrong[1] or ""), wrong[2], parted, entry.item.outcome, "; ".join(kit.named_as(c) for c in entry.item.cites))  # fmt: skip


def _topics(results: Results) -> Iterator[Sequence[str]]:
    yield ("kind", "topic", "items", "share of the marks")
    for kind, groups in (("outcome", results.outcomes), ("place", results.places)):
        for group in sorted(groups, key=lambda g: (g.share, g.name)):
            yield (kind, group.name, str(group.items), percent(group.share))


def _doubts(results: Results) -> Iterator[Sequence[str]]:
    yield ("name", "line", "item", "written", "what to look at")
    for problem in results.problems:
        yield ("", "", "", "", problem)
    items = {entry.number: entry.item.id for entry in results.items}
    for person in results.people:
        for number, words in person.doubts:
            written = person.sheet.written.get(items.get(number, ""), "")
            yield (person.sheet.name, str(person.sheet.line), str(number or ""), written, words)


def _feedback(kit: Kit, results: Results, templates: Callable[[str], Path]) -> dict[str, bytes]:
    words = standing_words(templates)
    tokens, _ = load_tokens(templates, kit.school)
    styles = (
        tokens.css("html"),
        *(templates(name).read_text("utf-8") for name in ("handouts/handout.css", "quizzes/feedback.css")),
    )
    template = template_environment(templates).get_template("quizzes/feedback.html.jinja")

    def printed(people: Sequence[Marked]) -> bytes:
        html = template.render(
            bank=results.bank, words=words, owner=kit.school.name if kit.school else kit.title, as_of=kit.as_of.isoformat(),
            people=[(p, list(_lines(kit, results, p)), show_number(p.mark.earned), show_number(p.mark.possible)) for p in people if p.mark],
        )  # fmt: skip
        return print_pdf(html, styles).data

    made: dict[str, bytes] = {}
    if results.marked:
        made["feedback.pdf"] = printed(results.marked)
    taken: set[str] = set()
    for person in results.marked:
        made[f"feedback/{_file_name(person.sheet.name, taken)}.pdf"] = printed([person])
    return made


def _lines(kit: Kit, results: Results, person: Marked) -> Iterator[FeedbackLine]:
    assert person.mark is not None
    for entry, mark in zip(results.items, person.mark.marks, strict=True):
        texts, leads = feedback_of(entry.item), feedback_leads(entry.item, kit)
        said = tuple(
            f"{leads[id]}: {one_line(texts[id], kit)}" if id.startswith(("option:", "pair:", "gap:")) else one_line(texts[id], kit)
            for id in mark.feedback if id in texts
        )  # fmt: skip
        answer = () if mark.state == "right" else tuple(answer_lines(entry.item, kit))
        yield FeedbackLine(entry.number, one_line(entry.item.stem, kit), person.sheet.written.get(entry.item.id, ""), mark.state,
                           show_number(mark.points), said, answer, "; ".join(kit.named_as(c) for c in entry.item.cites))  # fmt: skip


def _file_name(name: str, taken: set[str]) -> str:
    """A name that every system can hold, made of the person's own letters; with a number where two would share it."""
    plain = re.sub(r"[^\w-]+", "-", name, flags=re.ASCII).strip("-")[:60] or "sheet"
    found, number = plain, 2
    while found.casefold() in taken or found.upper() in {"CON", "PRN", "AUX", "NUL"}:
        found, number = f"{plain}-{number}", number + 1
    taken.add(found.casefold())
    return found
