"""The quiz on paper, in versions A to D: question papers, one in large print, an answer sheet, and the mark scheme.

What learners get lies in `paper/`, what only the presenter gets in `facilitator/`: nothing in the first tells a key.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from markupsafe import Markup

from ...marking.mark_answer import draw_items, feedback_of, is_marked
from ...marking.rules import show_number
from ...model.finding import Finding, Severity
from ...model.interaction import (
    ALL_INTERACTIONS,
    ChooseMany,
    ChooseOne,
    EnterNumber,
    FillGaps,
    MatchPairs,
    PutInOrder,
    WriteFreely,
)
from ...model.item import Bank, Item
from ...model.kit import Kit
from ...model.output_format import Job, Made, OutputFormat, Surroundings
from ...model.prose import Prose
from ...prose.html import html_of
from ...prose.resolve import PLAIN_VIEW
from ..printing.engine import print_pdf, template_environment, unknown_letters
from ..standing import bank_standing
from ..tokens import load_tokens, standing_words
from .pictures import picture_inliner
from .shown import answer_lines, bank_job, feedback_leads, one_line, with_gaps
from .versions import VERSIONS, choices, edition_of, key_letters

LEARNER, FACILITATOR = "paper", "facilitator"
WRITING_LINES = 5


@dataclass(frozen=True, slots=True)
class PaperItem:
    """An item as paper prints it.

    Attributes:
        options: (letter, HTML) of each choice; lefts: HTML of each left side to match.
        gaps: (number, (letter, HTML) of each choice) of each chosen gap.
        how: what to write, in words; lines: how many to write on.
    """

    number: int
    stem: Markup
    how: str
    options: tuple[tuple[str, Markup], ...]
    lefts: tuple[Markup, ...]
    gaps: tuple[tuple[int, tuple[tuple[str, Markup], ...]], ...]
    points: str
    lines: int
    box: str


@dataclass(frozen=True, slots=True)
class SchemeItem:
    """An item in the mark scheme: its key in each version, in words, with reasons and places."""

    number: int
    stem: str
    keys: tuple[str, ...]
    answers: tuple[str, ...]
    reasons: tuple[tuple[str, str], ...]
    cites: str
    points: str


def paper_jobs(kit: Kit) -> tuple[Job, ...]:
    """One job a bank and version, and one for the mark scheme."""
    return tuple(
        Job("quiz-paper", bank.id, option, (bank.location.path,), ("quizzes", "handouts", "words.yml", "tokens.yml"))
        for bank in kit.banks for option in (*VERSIONS, "large-print", "scheme")
    )  # fmt: skip


def write_paper(kit: Kit, job: Job, folder: Path, surroundings: Surroundings) -> Made:
    """Print one of a bank's papers.

    Raises:
        OutputError: the PDF engine can't be used on this machine.
    """
    bank = bank_job(kit, job)
    printer = _Printer(kit, bank, surroundings)
    if job.option == "scheme":
        files = {
            f"{FACILITATOR}/mark-scheme.pdf": printer.page("scheme", scheme=list(_scheme(kit, bank))),
            f"{LEARNER}/answer-sheet.pdf": printer.page("sheet", items=printer.items("A")),
        }
    else:
        large = job.option == "large-print"
        version = VERSIONS[0] if large else job.option
        name = "questions-large-print" if large else f"questions-{version.lower()}"
        files = {
            f"{LEARNER}/{name}.pdf": printer.page(
                "questions", items=printer.items(version), version=version, large=large
            )
        }
    for name, data in files.items():
        target = folder / bank.id / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return Made(tuple(f"{bank.id}/{name}" for name in files), tuple(printer.findings))


class _Printer:
    """Prints the papers of one bank."""

    def __init__(self, kit: Kit, bank: Bank, around: Surroundings):
        self.kit, self.bank, self.around = kit, bank, around
        self.words = standing_words(around.templates)
        self.picture = picture_inliner(around.kit_root, bank)
        self.findings: list[Finding] = []

    def page(
        self, kind: str, *, version: str = "", large: bool = False, items: object = (), scheme: object = ()
    ) -> bytes:
        """A PDF of one kind: questions, sheet or scheme."""
        kit, around = self.kit, self.around
        html = template_environment(around.templates).get_template("quizzes/paper.html.jinja").render(
            kind=kind, bank=self.bank, standing=bank_standing(kit, self.bank, self.words), owner=kit.school.name if kit.school else kit.title, words=self.words, version=version,
            versions=VERSIONS, items=items, scheme=scheme, edition=edition_of(kit, self.bank), as_of=kit.as_of.isoformat(),
            points=show_number(sum((Fraction(i.points) for i in draw_items(self.bank) if is_marked(i)), Fraction(0))), large=large,
        )  # fmt: skip
        tokens, _ = load_tokens(around.templates, kit.school)
        names = [
            "handouts/handout.css",
            "quizzes/paper.css",
            *(["handouts/large-print.css", "quizzes/paper-large.css"] if large else []),
        ]
        printed = print_pdf(html, (tokens.css("html"), *(around.templates(n).read_text("utf-8") for n in names)))
        if unknown := unknown_letters(html):
            self.findings.append(Finding("paper.missing-glyph", self.bank.location, f"No typeface here has {', '.join(unknown[:8])}.",
                                         "Install a Noto face for that script, or write it another way.", Severity.WARNING))  # fmt: skip
        return printed.data

    def items(self, version: str) -> list[PaperItem]:
        """The items of one sitting as a version prints them."""
        return [self._item(item, number, version) for number, item in enumerate(draw_items(self.bank), 1)]

    def html(self, text: Prose) -> Markup:
        """A text as HTML, its citations left out: a paragraph's number tells the answer to whoever has the book."""
        return Markup(html_of(text, self.kit, PLAIN_VIEW, top_level=4, picture=self.picture))  # noqa: S704 - escaped by html_of

    def _item(self, item: Item, number: int, version: str) -> PaperItem:
        interaction, lettered = item.interaction, choices(item, version)
        stem = self.html(item.stem)
        options = tuple((choice.letter, self.html(choice.text)) for choice in lettered.get("", ()))
        lefts: tuple[Markup, ...] = ()
        gaps: tuple[tuple[int, tuple[tuple[str, Markup], ...]], ...] = ()
        lines, how, box = 0, self.words["paper-one"], "□"
        match interaction:
            case ChooseOne():
                how = self.words["paper-true-false" if item.type == "true-false" else "paper-one"]
            case ChooseMany(listed):
                how = self.words["paper-many"].format(count=sum(option.key for option in listed))
            case MatchPairs(pairs):
                lefts, how = tuple(self.html(pair.left) for pair in pairs), self.words["paper-match"]
            case PutInOrder():
                how = self.words["paper-order"]
            case FillGaps() as filling:
                stem += Markup("".join(self._with_blanks(filling)))  # noqa: S704 - escaped by html_of
                gaps = tuple((n, tuple((c.letter, self.html(c.text)) for c in lettered[gap.id]))
                             for n, gap in enumerate(filling.gaps, 1) if gap.id in lettered)  # fmt: skip
                how = self.words["paper-gaps"]
            case EnterNumber(unit=unit):
                lines = 1
                how = self.words["paper-number"].format(unit=unit) if unit else self.words["paper-number-alone"]
            case WriteFreely():
                how, lines = self.words["paper-write"], WRITING_LINES
            case _:
                lines, how = 1, self.words["paper-text"]
        points = show_number(Fraction(item.points)) if is_marked(item) else ""
        return PaperItem(number, stem, how, options, lefts, gaps, points, lines, box)

    def _with_blanks(self, filling: FillGaps) -> Iterator[str]:
        from docutils import nodes

        for node in with_gaps(filling, lambda gap, number: nodes.strong("", f"({number}) ________")):
            yield html_of((node,), self.kit, PLAIN_VIEW, top_level=4, picture=self.picture)


def _scheme(kit: Kit, bank: Bank) -> Iterator[SchemeItem]:
    for number, item in enumerate(draw_items(bank), 1):
        leads, texts = feedback_leads(item, kit), feedback_of(item)
        reasons = tuple((leads.get(id, id), one_line(text, kit)) for id, text in texts.items())
        yield SchemeItem(
            number, one_line(item.stem, kit), tuple(key_letters(item, version) for version in VERSIONS),
            tuple(answer_lines(item, kit)), reasons, "; ".join(kit.named_as(c) for c in item.cites),
            show_number(Fraction(item.points)) if is_marked(item) else "",
        )  # fmt: skip


QUIZ_PAPER = OutputFormat(
    name="quiz-paper", part="quizzes", jobs=paper_jobs, write=write_paper, carries=ALL_INTERACTIONS
)
