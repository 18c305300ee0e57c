"""A handout as one HTML document: masthead, title, body, colophon. Jinja2 with autoescape; every text is text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from markupsafe import Markup

from ...model.finding import Finding
from ...model.handout import Handout
from ...model.kit import Kit
from ...prose.html import html_of
from ..printing.engine import template_environment
from ..tokens import load_tokens, standing_words
from .figures import FigureWriter
from .qr import qr_address
from .sheet import sheet_of, view_of


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
    sheet = sheet_of(kit, handout, words)
    figures = FigureWriter(variant, load_tokens(templates, kit.school)[0].colours)
    body = html_of(handout.body, kit, view_of(handout, figures), top_level=3, picture=picture)
    html = template_environment(templates).get_template("handouts/base.html.jinja").render(
        words=words, handout=handout, variant=variant, as_of=kit.as_of.isoformat(), owner=sheet.owner, kind_name=sheet.kind_name,
        audience=sheet.audience, ask=sheet.ask, body=Markup(body),  # noqa: S704 - escaped by html_of
        logo=logo, read_more=sheet.read_more, qr=qr_address(sheet.read_more), note_lines=min(handout.note_space, 60),
        foot_left=" · ".join(sheet.standing.short), colophon=sheet.closing,
    )  # fmt: skip
    return html, tuple(figures.findings)
