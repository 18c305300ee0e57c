"""A handout as one HTML document: masthead, title, body, colophon. Jinja2 with autoescape; every text is text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from markupsafe import Markup

from ...model.finding import Finding
from ...model.handout import Handout
from ...model.kit import Kit
from ...prose.html import html_of
from ...prose.resolve import ROLE_NAMES, View, join_names
from ..printing.engine import template_environment
from ..standing import handout_standing
from ..tokens import load_tokens, standing_words
from .figures import FigureWriter
from .qr import qr_address

KIND_NAMES = {
    "keydoc": "Staff handout", "factsheet": "Factsheet", "poster": "Poster", "checklist": "Checklist",
    "prompts": "Prompts", "comparison": "Then and now", "form": "Form to fill in",
}  # fmt: skip


def document_html(
    kit: Kit,
    handout: Handout,
    variant: str,
    templates: Callable[[str], Path],
    picture: Callable[[str], str],
    logo: str = "",
) -> tuple[str, tuple[Finding, ...]]:
    """The whole document, without its style sheets, and what was met while its figures were drawn.

    Args:
        kit: where its facts, figures and school come from.
        handout: what is printed.
        variant: one of `model.handout.VARIANTS`.
        templates: finds template files.
        picture: the address to write for a picture's source path.
        logo: the address of the school's logo, empty for none.
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
    standing = handout_standing(kit, handout, words)
    html = template_environment(templates).get_template("handouts/base.html.jinja").render(
        words=words, handout=handout, variant=variant, owner=owner, kind_name=KIND_NAMES[handout.kind], as_of=kit.as_of.isoformat(),
        audience=join_names([ROLE_NAMES[role] for role in handout.audience]),
        ask=words["ask"].format(who=who) if who else "",
        body=Markup(html_of(handout.body, kit, view, top_level=3, picture=picture)),  # noqa: S704 - escaped by html_of
        logo=logo, read_more=(address := kit.page_of(handout.modules)), qr=qr_address(address),
        note_lines=min(handout.note_space, 60), foot_left=" · ".join(standing.short),
        colophon=standing.closing(words["report-error"].format(who=who, id=handout.id)),
    )  # fmt: skip
    return html, tuple(figures.findings)
