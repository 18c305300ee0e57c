"""The quiz as a notebook: `quizzes/<bank>/quiz.ipynb`, nbformat 4.5, defined at https://nbformat.readthedocs.io .

For each item a cell with the question, and one with `answer = …` and a call that marks it; at the end one with the
marks. The marking rules stand in it whole, the key compressed and in base64: out of sight, no secret. It runs with
Python's own library, top to bottom, with blanks as well. Answers stand in the cells, so saving it keeps them.

Questions are written as HTML in Markdown cells, on one line each: Markdown of ours knows roles and directives that a
notebook does not, and a blank line would end the HTML. Attempts are not counted here.
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, assert_never

from docutils import nodes
from markupsafe import Markup

from ...marking import rules
from ...marking.mark_answer import draw_items, feedback_of, interaction_spec, is_marked
from ...model.interaction import (
    ALL_INTERACTIONS,
    ChooseMany,
    ChooseOne,
    EnterNumber,
    EnterText,
    FillGaps,
    MatchPairs,
    PutInOrder,
    WriteFreely,
)
from ...model.item import Bank, Item
from ...model.kit import Kit
from ...model.output_format import Job, Made, OutputFormat, Surroundings
from ...prose.plain import plain_text
from ...prose.resolve import PLAIN_VIEW
from ..standing import Standing, bank_standing
from ..tokens import standing_words
from . import notebook_runner
from .item_view import Writer
from .pictures import picture_inliner
from .shown import (
    STATE_NAMES,
    answer_lines,
    bank_job,
    bank_jobs,
    feedback_leads,
    one_line,
    shown_entries,
    shown_options,
    shown_rights,
    with_gaps,
)

KEY_LINE = 100
"""Characters of the key in a line of the notebook."""
MAX_CELL_ID = 64


def quiz_notebook(kit: Kit, bank: Bank, words: Mapping[str, str], picture: Callable[[str], str]) -> dict[str, Any]:
    """The notebook as the JSON value that nbformat defines."""
    items = draw_items(bank)
    writer = Writer(kit, PLAIN_VIEW, picture)
    cells = [
        _markdown("about", _about(bank, items, bank_standing(kit, bank, words))),
        _code("rules", Path(rules.__file__).read_text(encoding="utf-8").rstrip("\n"), hidden=True),
        _code("key", f'{runner_source()}\n\n\nquiz = Quiz("""\n{_seal(_key(bank, items, kit))}\n""")', hidden=True),
    ]
    for number, item in enumerate(items, 1):
        cells.append(_markdown(_cell_id("question", item.id), _question(item, number, writer)))
        cells.append(_code(_cell_id("answer", item.id), f'{_answer_line(item, kit)}\nquiz.check("{item.id}", answer)'))
    cells.append(_markdown("marks", "## Your marks\n\nRun this cell when you have answered."))
    cells.append(_code("summary", "quiz.summary()"))
    return {
        "cells": cells, "nbformat": 4, "nbformat_minor": 5,
        "metadata": {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
                     "language_info": {"name": "python"}, "title": bank.title},
    }  # fmt: skip


def runner_source() -> str:
    """`notebook_runner.py` without its import of the rules, which stand in the cell above it."""
    text = Path(notebook_runner.__file__).read_text(encoding="utf-8")
    return re.sub(r"\nfrom \.\.\.marking\.rules import [^\n]*\n", "", text).rstrip("\n")


# --- cells --------------------------------------------------------------------------------------------------------


def _cell_id(kind: str, item: str) -> str:
    made = f"{kind}-{item}"
    return made if len(made) <= MAX_CELL_ID else f"{kind}-{sha256(item.encode()).hexdigest()[:16]}"


def _markdown(id: str, source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": id, "metadata": {}, "source": source}


def _code(id: str, source: str, hidden: bool = False) -> dict[str, Any]:
    metadata = {"jupyter": {"source_hidden": True}, "tags": ["hide-input"]} if hidden else {}
    return {"cell_type": "code", "id": id, "metadata": metadata, "source": source,
            "execution_count": None, "outputs": []}  # fmt: skip


def flat_html(html: str) -> str:
    """HTML on one line, with nothing in it that a notebook's Markdown or its mathematics would take for its own."""
    html = re.sub(r"<pre>.*?</pre>", lambda match: match[0].replace("\n", "&#10;"), html, flags=re.DOTALL)

    def without_dollars(match: re.Match[str]) -> str:
        return match[1].replace("$", "&#36;") if match[1] else "<span>&#36;</span>"

    return re.sub(r"(<[^>]*>)|\$", without_dollars, html.replace("\n", " ")).strip()


def _about(bank: Bank, items: Sequence[Item], standing: Standing) -> str:
    marks = "" if bank.mode == "survey" else f" {bank.pass_mark}% of the marks are a pass."
    return flat_html(str(Markup(
        "<div><h1>{}</h1><p>{} question{}.{}</p><p>Run all cells once (in JupyterLab: Run, Run All Cells). Then write "
        "each answer between the quotation marks of its cell and run that cell: Shift and Enter. Save the notebook to "
        "keep your answers. Nothing is sent anywhere.</p><p>{}</p></div>"
    ).format(bank.title, len(items), "" if len(items) == 1 else "s", marks, standing.sentences)))  # fmt: skip


def _lettered(texts: Iterable[Markup]) -> Markup:
    line = Markup("<div><strong>{}</strong> {}</div>")
    return Markup("").join(line.format(letter, text) for letter, text in zip(_letters(), texts, strict=False))


def _letters() -> Iterable[str]:
    return (chr(ord("A") + number) for number in range(26))


def _question(item: Item, number: int, writer: Writer) -> str:
    body = Markup("")
    match item.interaction:
        case ChooseOne(options) | ChooseMany(options):
            body = _lettered(writer.label(o.text) or writer.blocks(o.text) for o in shown_options(item, options))
        case MatchPairs(pairs) as matching:
            lefts = Markup("").join(
                Markup("<div><strong>{}</strong> {}</div>").format(line, writer.label_or_text(pair.left))
                for line, pair in enumerate(pairs, 1)
            )
            rights = (writer.label(r.text) or writer.blocks(r.text) for r in shown_rights(item, matching))
            body = lefts + Markup("<p>Choose from:</p>") + _lettered(rights)
        case PutInOrder() as ordering:
            body = _lettered(writer.label_or_text(entry.text) for entry in shown_entries(item, ordering))
        case FillGaps(gaps=gaps) as gapped:
            body = writer.blocks(with_gaps(gapped, lambda gap, line: nodes.strong("", f"____ ({line})")))
            for line, gap in enumerate(gaps, 1):
                if gap.options:
                    listed = _lettered(writer.label_or_text(o.text) for o in shown_options(item, gap.options, gap.id))
                    body += Markup("<p>Gap {}:</p>{}").format(line, listed)
        case EnterNumber() | EnterText() | WriteFreely():
            pass
        case _:
            assert_never(item.interaction)
    hint = Markup("<details><summary>Hint</summary>{}</details>").format(writer.blocks(item.hint)) if item.hint else ""
    html = Markup("<div>{}{}{}</div>").format(writer.blocks(item.stem), body, hint)
    return f"### Question {number}\n\n{flat_html(str(html))}"


def _answer_line(item: Item, kit: Kit) -> str:
    match item.interaction:
        case ChooseOne():
            return 'answer = ""  # one letter'
        case ChooseMany():
            return 'answer = ""  # the letters of all that are right'
        case EnterNumber(unit=unit):
            return f'answer = ""  # a number{" of " + _comment(unit) if unit else ""}'
        case EnterText():
            return 'answer = ""  # a word or two'
        case MatchPairs(pairs):
            lines = (f'    {line}: "",  # {_comment(one_line(pair.left, kit))}' for line, pair in enumerate(pairs, 1))
            return "\n".join(("answer = {  # a letter for each", *lines, "}"))
        case PutInOrder():
            return 'answer = ""  # the letters in order, first one first'
        case FillGaps(gaps=gaps):
            hints = ("a letter" if gap.options else "a word or two" for gap in gaps)
            return "\n".join(("answer = {", *(f'    {line}: "",  # {hint}' for line, hint in enumerate(hints, 1)), "}"))
        case WriteFreely():
            return 'answer = """\n\n"""'
        case _:
            assert_never(item.interaction)


def _comment(text: str) -> str:
    """Text that may stand in a Python comment: on one line, whatever counts as a line end."""
    return " ".join("".join(c if c.isprintable() else " " for c in text[:80]).split())


# --- the key ------------------------------------------------------------------------------------------------------


def _key(bank: Bank, items: Sequence[Item], kit: Kit) -> dict[str, Any]:
    module = kit.module(bank.module)
    outcomes = {outcome.id: outcome.text for outcome in (module.outcomes if module else ())}
    return {
        "pass_mark": bank.pass_mark, "reveal": bank.reveal, "mode": bank.mode,
        "items": [_key_of(item, number, kit, outcomes) for number, item in enumerate(items, 1)],
    }  # fmt: skip


def _key_of(item: Item, number: int, kit: Kit, outcomes: dict[str, str]) -> dict[str, Any]:
    leads = feedback_leads(item, kit)
    letters, lines, line_letters = _written(item)
    return {
        "id": item.id, "number": number, "points": f"{item.points:f}", "marked": is_marked(item),
        "spec": interaction_spec(item.interaction), "letters": letters, "lines": lines, "line_letters": line_letters,
        "answer": answer_lines(item, kit), "outcomes": [outcomes.get(item.outcome, item.outcome)],
        "cites": [kit.named_as(citation) for citation in item.cites],
        "said": [[id, "" if id in STATE_NAMES else leads[id], plain_text(text, kit)]
                 for id, text in feedback_of(item).items()],
    }  # fmt: skip


def _by_letter(entries: Iterable[Any]) -> dict[str, str]:
    return {letter.lower(): entry.id for letter, entry in zip(_letters(), entries, strict=False)}


def _written(item: Item) -> tuple[dict[str, str], dict[str, str], dict[str, dict[str, str]]]:
    """What an answer's letters and line numbers stand for; letters of a line of its own where gaps differ."""
    match item.interaction:
        case ChooseOne(options) | ChooseMany(options):
            words = {o.id: o.id for o in options} if item.type == "true-false" else {}
            return words | _by_letter(shown_options(item, options)), {}, {}
        case MatchPairs(pairs) as matching:
            return _by_letter(shown_rights(item, matching)), {str(n): pair.id for n, pair in enumerate(pairs, 1)}, {}
        case PutInOrder() as ordering:
            return _by_letter(shown_entries(item, ordering)), {}, {}
        case FillGaps(gaps=gaps):
            chosen = {str(n): gap for n, gap in enumerate(gaps, 1) if gap.options}
            return {}, {str(n): gap.id for n, gap in enumerate(gaps, 1)}, {
                line: _by_letter(shown_options(item, gap.options, gap.id)) for line, gap in chosen.items()
            }  # fmt: skip
        case _:
            return {}, {}, {}


def _seal(key: dict[str, Any]) -> str:
    # One level, named: the bytes then hang on nothing but the text (and on zlib, which few systems replace).
    text = base64.b64encode(zlib.compress(json.dumps(key, sort_keys=True).encode("ascii"), 9)).decode("ascii")
    return "\n".join(text[start : start + KEY_LINE] for start in range(0, len(text), KEY_LINE))


def write_notebook(kit: Kit, job: Job, folder: Path, surroundings: Surroundings) -> Made:
    """Write `<bank>/quiz.ipynb`."""
    import nbformat  # heavy: not before a notebook is written

    bank, name = bank_job(kit, job), f"{job.subject}/quiz.ipynb"
    notebook = quiz_notebook(
        kit, bank, standing_words(surroundings.templates), picture_inliner(surroundings.kit_root, bank)
    )
    nbformat.validate(notebook)
    text = json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return Made((name,))


NOTEBOOK = OutputFormat(name="quiz-notebook", part="quizzes", jobs=bank_jobs("quiz-notebook", ("words.yml",)), write=write_notebook,
                        carries=ALL_INTERACTIONS)  # fmt: skip
