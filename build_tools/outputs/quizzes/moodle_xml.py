"""Moodle XML: `quizzes/<bank>/moodle.xml`, for Moodle 4.4 and later: https://docs.moodle.org/en/Moodle_XML_format .

| interaction  | Moodle's type                                                                      |
| ------------ | ---------------------------------------------------------------------------------- |
| ChooseOne    | truefalse, or multichoice (single)                                                 |
| ChooseMany   | multichoice, +1/K a key and -1/K a distractor; K up to 10, or 20                    |
| EnterNumber  | numerical, the unit optional                                                       |
| EnterText    | shortanswer                                                                        |
| MatchPairs   | matching; cloze with menus where there are fewer than three right sides            |
| PutInOrder   | ordering by absolute position; in Moodle itself since 4.4                           |
| FillGaps     | cloze                                                                              |
| WriteFreely  | essay, worth nothing, the model answer as general feedback and for the marker       |

With one attempt and feedback afterwards the marks are ours: Moodle 4.5.6 gave that of every portable case in
tests/marking. What Moodle does in its own way: "20 days" is read as 20 where weeks are asked for; an ordering nobody
touched is marked as it happens to lie; a cloze question has no id number and counts whole marks a gap, which a finding
tells where it changes an item's points. Penalties are 0, so a retry costs nothing. All items of a bank are written,
whatever its draw: Moodle draws for itself, by the pool's tag.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from ...model.finding import Finding, Severity
from ...model.interaction import ALL_INTERACTIONS
from ...model.item import Bank, Item
from ...model.kit import Kit
from ...model.output_format import Job, Made, OutputFormat, Surroundings
from ..standing import bank_standing
from ..tokens import standing_words
from .moodle_questions import Question, question_of, sources_of
from .moodle_texts import TextWriter, plain_html, xml_attribute, xml_element, xml_text
from .shown import bank_job, bank_jobs, one_line

MAX_NAME = 120
"""Moodle cuts names at 255 characters; a list of questions is read more easily at this."""
MAX_ID_NUMBER = 100
MAX_TAG = 50


def moodle_xml(kit: Kit, bank: Bank, kit_root: Path, said: str = "") -> tuple[str, tuple[Finding, ...]]:
    """The file's text, and what Moodle can't hold or counts otherwise. `said` is told of the whole bank."""
    writer = TextWriter(kit, bank, kit_root)
    parts, findings = [_category(kit, bank, said)], []
    for item in bank.items:
        question = question_of(item, writer)
        if isinstance(question, str):
            findings.append(Finding("moodle-xml.not-carried", item.location,
                                    f'"{item.id}" is left out for Moodle: {question}.',
                                    "Split it, or let Moodle do without it.", Severity.WARNING))  # fmt: skip
            continue
        if question.marks != item.points and question.type != "essay":
            findings.append(Finding("moodle-xml.other-marks", item.location,
                                    f'"{item.id}" is worth {item.points:f}; Moodle counts {question.marks:f}, one a gap.',
                                    "Set its marks in the Moodle quiz, or give it as many points as it has gaps.",
                                    Severity.WARNING))  # fmt: skip
        parts.append(_written(item, question, writer))
    return '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n' + "\n".join(parts) + "\n</quiz>\n", tuple(findings)


def _category(kit: Kit, bank: Bank, said: str) -> str:
    # A slash in a name is doubled: single ones part the levels.
    path = "/".join(name.replace("/", "//") for name in (kit.title, bank.title) if name)
    info = plain_html(f"{len(bank.items)} questions. {bank.pass_mark}% to pass. {said}".strip())
    return (f'<question type="category">\n<category>{xml_text(f"$course$/top/{path}")}</category>\n'
            f"{xml_element('info', info)}\n</question>")  # fmt: skip


def _written(item: Item, question: Question, writer: TextWriter) -> str:
    general = question.general + sources_of(item, writer)
    lines = [
        f'<question type="{question.type}">',
        f"<name>{xml_text(question_name(item, writer.kit))}</name>",
        xml_element("questiontext", question.text),
        xml_element("generalfeedback", general),
        f"<defaultgrade>{question.marks:f}</defaultgrade>",
        "<penalty>0</penalty>",
        "<hidden>0</hidden>",
    ]
    if question.has_number:
        lines.append(f"<idnumber>{xml_attribute(id_number(item))}</idnumber>")
    lines += question.body
    if item.hint and question.hints:
        lines.append(xml_element("hint", writer.blocks(item.hint)))
    lines.append("<tags>" + "".join(f"<tag>{xml_text(tag)}</tag>" for tag in tags(item, writer.kit)) + "</tags>")
    return "\n".join([*lines, "</question>"])


def question_name(item: Item, kit: Kit) -> str:
    """A name for lists: the id, then as much of the stem as is read at a glance. Moodle takes no markup in it."""
    text = f"{item.id}: {one_line(item.stem, kit)}".replace("<", "‹").replace(">", "›")
    return text if len(text) <= MAX_NAME else text[: MAX_NAME - 1].rstrip() + "…"


def id_number(item: Item) -> str:
    """The id by which a second import knows the question again."""
    return item.id if len(item.id) <= MAX_ID_NUMBER else sha256(item.id.encode()).hexdigest()


def tags(item: Item, kit: Kit) -> list[str]:
    """What teachers look for: level, outcome, sources, setting, pool, form."""
    form = f"form {item.form}" if item.form else ""
    pool = f"pool {item.pool}" if item.pool else ""
    found = [item.level, item.outcome, *(kit.named_as(c) for c in item.cites), item.setting, pool, form]
    return list(dict.fromkeys(tag[:MAX_TAG].strip() for tag in found if tag))


def write_moodle_xml(kit: Kit, job: Job, folder: Path, surroundings: Surroundings) -> Made:
    """Write `<bank>/moodle.xml`."""
    name = f"{job.subject}/moodle.xml"
    bank = bank_job(kit, job)
    standing = bank_standing(kit, bank, standing_words(surroundings.templates))
    text, findings = moodle_xml(kit, bank, surroundings.kit_root, standing.sentences)
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return Made((name,), findings)


MOODLE_XML = OutputFormat(name="quiz-moodle-xml", part="quizzes", jobs=bank_jobs("quiz-moodle-xml", ("words.yml",)),
                          write=write_moodle_xml, carries=ALL_INTERACTIONS)  # fmt: skip
