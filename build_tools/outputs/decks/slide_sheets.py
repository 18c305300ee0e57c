"""A deck on paper: its slides three to a side with lines for notes, and what each shorter session leaves out.

Tagged like every PDF of ours. The slides stand there as text under their titles, not as pictures of slides, so that a
screen reader reads them and a photocopier does not blur them.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from markupsafe import Markup
from pptx import Presentation

from ...model.deck import Deck, deck_lengths, deck_of
from ...model.figure import Figure
from ...model.finding import Finding, Severity
from ...model.kit import Kit
from ...model.module import Module
from ...model.output_format import Job, Made, OutputFormat, Surroundings
from ...model.quantities import Minutes
from ..drawing.layout import DoesNotFit
from ..drawing.svg import paper, svg_of
from ..printing.engine import print_pdf, template_environment, unknown_letters
from ..standing import deck_standing
from ..tokens import load_tokens, standing_words
from .opening import WIDE
from .pages import Setter
from .runs import BULLET, INSIDE, LETTER, NUMBER, Paragraph
from .setting import Page
from .template import our_template

NOTE_LINES = 5
"""Beside each slide."""

_DRAWING_WIDTH = 262.0
"""Points: what a slide's box holds, so that words in a drawing are as large as it says."""

_LISTS = {BULLET: "<ul>", NUMBER: "<ol>", LETTER: '<ol class="letters">'}
_NOT_FOR_PAPER = ("title", "outcomes", "quiz-answer", "sources", "closing")
"""Slides whose words stand elsewhere on the sheet, or that would give an answer away."""


@dataclass(frozen=True, slots=True)
class SheetSlide:
    """A slide as it stands on paper: its number in the deck, title, and text as HTML."""

    number: int
    title: str
    text: Markup


def sheet_jobs(kit: Kit) -> tuple[Job, ...]:
    """One job a module and length."""
    return tuple(
        Job("slide-sheets", module.id, str(length), (module.location.path, *(bank.location.path for bank in kit.banks_of(module.id))),
            ("slides", "handouts", "words.yml", "tokens.yml"))
        for module in kit.modules for length in deck_lengths(module)
    )  # fmt: skip


def write_sheets(kit: Kit, job: Job, folder: Path, surroundings: Surroundings) -> Made:
    """Print the slides of one deck.

    Raises:
        OutputError: the PDF engine can't be used on this machine.
    """
    module = kit.module(job.subject)
    assert module is not None
    deck = deck_of(kit, module, Minutes(int(job.option)))
    words = standing_words(surroundings.templates)
    template = our_template(Presentation(str(surroundings.templates(WIDE))))
    pages = Setter(kit, deck, words, template).pages()
    tokens, _ = load_tokens(surroundings.templates, kit.school)
    source = (surroundings.kit_root / module.location.path).parent
    slides = list(_slides(pages, tokens.colours["ink"], source))
    html = template_environment(surroundings.templates).get_template("slides/sheets.html.jinja").render(
        deck=deck, owner=kit.school.name if kit.school else kit.title, as_of=kit.as_of.isoformat(), words=words, slides=slides,
        note_lines=NOTE_LINES, foot=" · ".join(_foot(kit, deck, words)), left_out=_left_out(kit, module),
        length=words["deck-length"].format(minutes=deck.length),
    )  # fmt: skip
    sheets = tuple(
        surroundings.templates(name).read_text("utf-8") for name in ("handouts/handout.css", "slides/sheets.css")
    )
    printed = print_pdf(html, (tokens.css("html"), *sheets), (surroundings.kit_root,))
    name = f"{module.id}-{job.option}min-slides.pdf"
    (folder / name).write_bytes(printed.data)
    unknown = unknown_letters(html)
    findings = (Finding("slide-sheets.missing-glyph", module.location, f"No typeface here has {', '.join(unknown[:8])}.",
                        "Install a Noto face for that script, or write it another way.", Severity.WARNING),) if unknown else ()  # fmt: skip
    return Made((name,), findings)


def _slides(pages: Sequence[Page], ink: str, source: Path) -> Iterator[SheetSlide]:
    for number, page in enumerate(pages, 1):
        if page.entry.role not in _NOT_FOR_PAPER:
            yield SheetSlide(number, page.title, Markup("".join(_text(page, ink, source))))  # noqa: S704 - escaped below


def _text(page: Page, ink: str, source: Path) -> Iterator[str]:
    clock = page.entry.role in ("activity", "pause")
    for slot in sorted(page.slots, key=lambda slot: (("subTitle", "body", "obj").index(slot[0]), slot[1])):
        if slot[0] == "body" and clock:
            yield f'<p class="clock">{escape(" ".join(p.text for p in page.slots[slot]))}</p>'
        elif slot[0] == "subTitle":
            yield f'<p class="kicker">{escape(" ".join(p.text for p in page.slots[slot]))}</p>'
        else:
            yield paragraphs_html(page.slots[slot])
    if page.table is not None:
        header, *rows = page.table.rows
        heads = "".join(f'<th scope="col">{_runs(cell)}</th>' for cell in header)
        body = "".join("<tr>" + "".join(f"<td>{_runs(cell)}</td>" for cell in row) + "</tr>" for row in rows)
        yield f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
    if page.figure is not None:
        yield _drawn(page.figure, ink)
    if page.picture is not None:
        yield f'<img alt="{escape(page.picture.alt)}" src="{(source / page.picture.address).as_uri()}">'


def _drawn(figure: Figure, ink: str) -> str:
    try:
        svg = svg_of(figure, paper(_DRAWING_WIDTH), colour=ink)
    except DoesNotFit:
        return f"<p>{escape(figure.text_equivalent)}</p>"
    data = base64.b64encode(svg.encode("utf-8")).decode("ascii")
    return f'<img alt="{escape(figure.text_equivalent)}" src="data:image/svg+xml;base64,{data}">'


def paragraphs_html(paragraphs: Sequence[Paragraph]) -> str:
    """Paragraphs as HTML: what is marked becomes lists, two levels at most."""
    made: list[str] = []
    open_lists: list[str] = []

    def close(depth: int) -> None:
        while len(open_lists) > depth:
            made.append("</li></ul>" if open_lists.pop() == BULLET else "</li></ol>")

    for paragraph in paragraphs:
        if paragraph.marker == INSIDE and open_lists:
            made.append(f"<br>{_runs(paragraph)}")
        elif paragraph.marker in _LISTS:
            depth = min(paragraph.level, len(open_lists)) + 1
            close(depth)
            if len(open_lists) == depth and open_lists[-1] != paragraph.marker:
                close(depth - 1)
            if len(open_lists) < depth:
                made.append(_LISTS[paragraph.marker] + "<li>")
                open_lists.append(paragraph.marker)
            else:
                made.append("</li><li>")
            made.append(_runs(paragraph))
        else:
            close(0)
            made.append(f"<p>{_runs(paragraph)}</p>")
    close(0)
    return "".join(made)


def _runs(paragraph: Paragraph) -> str:
    found = []
    for run in paragraph.runs:
        text = escape(run.text)
        text = f"<em>{text}</em>" if run.italic else text
        found.append(f"<strong>{text}</strong>" if run.bold else text)
    return "".join(found)


def _left_out(kit: Kit, module: Module) -> list[tuple[int, list[str]]]:
    """(length, titles) of what each shorter session of a module leaves out."""
    decks = [deck_of(kit, module, length) for length in deck_lengths(module)]
    return [(deck.length, [slide.title for slide in deck.left_out]) for deck in decks if deck.left_out]


def _foot(kit: Kit, deck: Deck, words: Mapping[str, str]) -> Iterator[str]:
    standing = deck_standing(kit, deck, words)
    yield from standing.short
    yield from filter(None, (standing.due, standing.news))


SLIDE_SHEETS = OutputFormat(name="slide-sheets", part="slides", jobs=sheet_jobs, write=write_sheets)
