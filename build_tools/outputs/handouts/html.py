"""A handout as one HTML document: masthead, title, body, colophon. Jinja2 with autoescape; every text is text."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

from ...model import prose
from ...model.figure import Figure
from ...model.handout import Handout
from ...model.kit import Kit
from ...model.reference import Fact
from ...prose.html import html_of
from ...prose.resolve import ROLE_NAMES, View, date_words, join_names
from ..drawing.svg import paper, svg_of
from ..tokens import load_tokens, standing_words

KIND_NAMES = {
    "keydoc": "Staff handout", "factsheet": "Factsheet", "poster": "Poster", "checklist": "Checklist",
    "prompts": "Prompts", "comparison": "Then and now", "form": "Form to fill in",
}  # fmt: skip
NO_PICTURE_VARIANTS = ("large-print",)
"""Variants in which a figure stands as words: at that size its boxes would not fit beside each other."""


def facts_of(kit: Kit, handout: Handout) -> tuple[Fact, ...]:
    """The facts a handout prints, each once, in order of first use."""
    ids = [node["fact"] for node in handout.body.find(prose.fact_ref)]
    ids += [id for node in handout.body.find(prose.handout_block) for id, _ in node["ids_listed"]]
    return tuple(fact for fact in (kit.fact(id) for id in dict.fromkeys(ids)) if fact is not None)


def oldest_check(kit: Kit, handout: Handout) -> date:
    """The oldest day on which anything it says was held against its source."""
    return min([handout.dates.checked, *(fact.checked for fact in facts_of(kit, handout))])


def document_html(
    kit: Kit, handout: Handout, variant: str, templates: Callable[[str], Path], picture: Callable[[str], str]
) -> str:
    """The whole document, without its style sheets.

    Args:
        kit: where its facts, figures and school come from.
        handout: what is printed.
        variant: one of `model.handout.VARIANTS`.
        templates: finds template files.
        picture: the address to write for a picture's source path.
    """
    words = standing_words(templates)
    school = kit.school
    owner = school.name if school else kit.title
    who = (school.senco_name if school else "") or words["whom-to-ask"]
    view = View(
        audience=frozenset(handout.audience), settings=frozenset(handout.settings) if handout.settings else None,
        folds=False, draw=_words_of if variant in NO_PICTURE_VARIANTS else _picture_of(templates, kit, variant), activities="group",
    )  # fmt: skip
    return _environment(templates).get_template("handouts/base.html.jinja").render(
        handout=handout, variant=variant, owner=owner, kind_name=KIND_NAMES[handout.kind], as_of=kit.as_of.isoformat(),
        audience=join_names([ROLE_NAMES[role] for role in handout.audience]),
        ask=words["ask"].format(who=who) if who else "",
        body=Markup(html_of(handout.body, kit, view, top_level=3, picture=picture)),  # noqa: S704 - escaped by html_of
        note_lines=min(handout.note_space, 60), foot_left=" · ".join(_foot(kit, handout, words)),
        colophon=list(_colophon(kit, handout, words, who)),
    )  # fmt: skip


def _foot(kit: Kit, handout: Handout, words: dict[str, str]) -> Iterator[str]:
    yield words["sources-checked"].format(date=date_words(oldest_check(kit, handout)))
    yield words["not-advice"]
    work = kit.indexed_work
    if work is not None:
        yield f"{work.short}: {work.edition}" if work.edition else work.title


def _colophon(kit: Kit, handout: Handout, words: dict[str, str], who: str) -> Iterator[str]:
    dates = handout.dates
    due = words["overdue" if dates.review_by < kit.as_of else "check-again"].format(date=date_words(dates.review_by))
    if dates.reviewed and dates.reviewed_by:
        reviewed = words["reviewed"].format(name=dates.reviewed_by, date=date_words(dates.reviewed))
    else:
        reviewed = words["not-reviewed"]
    yield f"{due}. {reviewed}. {words['report-error'].format(who=who, id=handout.id)}."
    quoted = {c.work for node in handout.body.find(prose.code_quote) for c in node["cite"]}
    for work in {id: kit.work(id) for id in sorted(quoted)}.values():
        if work is not None and work.attribution:
            yield work.attribution


def _picture_of(templates: Callable[[str], Path], kit: Kit, variant: str) -> Callable[[Figure], str]:
    tokens, _ = load_tokens(templates, kit.school)
    ink = tokens.colours["ink"]

    def draw(figure: Figure) -> str:
        medium = paper(text=12.0) if variant == "dyslexia" else paper()
        svg = svg_of(figure, medium, colour=ink)
        if variant == "greyscale":
            for name in ("pine", "rust"):
                svg = svg.replace(tokens.colours[name], ink)
            svg = svg.replace(tokens.colours["mist"], "#FFFFFF").replace(tokens.colours["marigold"], "#FFFFFF")
        data = base64.b64encode(svg.encode("utf-8")).decode("ascii")
        return f'<img alt="{escape(figure.text_equivalent)}" src="data:image/svg+xml;base64,{data}">'

    return draw


def _words_of(figure: Figure) -> str:
    """A figure's own words as a list, for variants without pictures."""
    if figure.rows:
        rows = "".join(
            f"<li><strong>{escape(row.label)}</strong> "
            + "; ".join(
                f"{escape(column)}: {escape(cell)}" for column, cell in zip(figure.columns, row.cells, strict=True)
            )
            + "</li>"
            for row in figure.rows
        )
        return f"<ul>{rows}</ul>"
    parts = "".join(
        f"<li><strong>{escape(part.label)}</strong> {escape(part.text)}"
        + (
            f' <span class="force force-{part.force}">{part.force.mark}</span>'
            if part.force and part.force.mark
            else ""
        )
        + "</li>"
        for part in figure.parts
    )
    return f"<ol>{parts}</ol>" if figure.kind in ("cycle", "steps", "timeline") else f"<ul>{parts}</ul>"


def _environment(templates: Callable[[str], Path]) -> Environment:
    """Jinja2 that reads template files only, escapes everything and knows no undefined name."""
    return Environment(
        loader=FunctionLoader(lambda name: templates(name).read_text("utf-8")), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, keep_trailing_newline=False,
    )  # fmt: skip
