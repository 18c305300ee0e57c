"""Handouts as pages: `handouts/<id>.html`, one file each, for a phone and for a machine that can't print.

Styles and pictures stand in the page, no script does, and a Content-Security-Policy lets nothing else in.
"""

from __future__ import annotations

from pathlib import Path

from markupsafe import Markup

from ...model.handout import Handout
from ...model.kit import Kit
from ...model.output_format import Job, Made, OutputFormat, Surroundings
from ...prose.html import html_of
from ..content_policy import content_policy, inlined
from ..drawing.on_pages import drawn
from ..printing.engine import template_environment
from ..quizzes.pictures import picture_inliner
from ..tokens import load_tokens, standing_words
from .logo import data_address, school_logo
from .sheet import handout_of, jobs_of, sheet_of, view_of

STYLES = ("handouts/page.css", "drawing/drawing.css")
page_jobs = jobs_of("handout-page", ("handouts", "drawing", "tokens.yml", "words.yml"))


def handout_page(kit: Kit, handout: Handout, surroundings: Surroundings) -> str:
    """The whole page."""
    templates = surroundings.templates
    words = standing_words(templates)
    sheet = sheet_of(kit, handout, words)
    style = "\n".join((load_tokens(templates, kit.school)[0].css(), *(inlined(templates(name)) for name in STYLES)))
    logo, _ = school_logo(kit, surroundings.school_root)  # what is wrong with it is told by the printed handout
    picture = picture_inliner(surroundings.kit_root, handout)
    body = html_of(handout.body, kit, view_of(handout, drawn), top_level=3, picture=picture)
    return template_environment(templates).get_template("handouts/page.html.jinja").render(
        handout=handout, words=words, owner=sheet.owner, kind_name=sheet.kind_name, audience=sheet.audience, ask=sheet.ask,
        standing=sheet.standing, closing=sheet.closing, read_more=sheet.read_more, policy=content_policy([style]),
        # Our own style, and HTML that was escaped where it was made.
        logo=data_address(logo), style=Markup(style), body=Markup(body),  # noqa: S704
    )  # fmt: skip


def write_page(kit: Kit, job: Job, folder: Path, surroundings: Surroundings) -> Made:
    """Write one handout."""
    handout = handout_of(kit, job)
    name = f"{handout.id}.html"
    (folder / name).write_text(handout_page(kit, handout, surroundings), encoding="utf-8", newline="\n")
    return Made((name,))


HANDOUT_PAGE = OutputFormat(name="handout-page", part="handouts", jobs=page_jobs, write=write_page)
