"""A handout as one HTML document: masthead, title, body, colophon. Jinja2 with autoescape; every text is text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from markupsafe import Markup

from ...model import prose
from ...model.finding import Finding
from ...model.handout import Handout
from ...model.kit import Kit
from ...model.reference import Fact
from ...prose.html import html_of
from ...prose.resolve import ROLE_NAMES, View, date_words, join_names
from ..printing.engine import template_environment
from ..tokens import load_tokens, standing_words
from .figures import FigureWriter

KIND_NAMES = {
    "keydoc": "Staff handout", "factsheet": "Factsheet", "poster": "Poster", "checklist": "Checklist",
    "prompts": "Prompts", "comparison": "Then and now", "form": "Form to fill in",
}  # fmt: skip


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
) -> tuple[str, tuple[Finding, ...]]:
    """The whole document, without its style sheets, and what was met while its figures were drawn.

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
    figures = FigureWriter(variant, load_tokens(templates, school)[0].colours)
    view = View(
        audience=frozenset(handout.audience), settings=frozenset(handout.settings) if handout.settings else None,
        folds=False, draw=figures, activities="group",
    )  # fmt: skip
    html = template_environment(templates).get_template("handouts/base.html.jinja").render(
        handout=handout, variant=variant, owner=owner, kind_name=KIND_NAMES[handout.kind], as_of=kit.as_of.isoformat(),
        audience=join_names([ROLE_NAMES[role] for role in handout.audience]),
        ask=words["ask"].format(who=who) if who else "",
        body=Markup(html_of(handout.body, kit, view, top_level=3, picture=picture)),  # noqa: S704 - escaped by html_of
        note_lines=min(handout.note_space, 60), foot_left=" · ".join(_foot(kit, handout, words)),
        colophon=list(_colophon(kit, handout, words, who)),
    )  # fmt: skip
    return html, tuple(figures.findings)


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
