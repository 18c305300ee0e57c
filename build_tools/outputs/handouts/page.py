"""Handouts as pages: `handouts/<id>.html`, one file each, for a phone and for a machine that can't print.

Styles and pictures stand in the page, no script does, and a Content-Security-Policy lets nothing else in.
"""

from __future__ import annotations

import re
from pathlib import Path

from markupsafe import Markup

from ...model.handout import Handout
from ...model.kit import Kit
from ...model.output_format import Job, Made, OutputFormat, Surroundings
from ...prose.html import html_of
from ...prose.resolve import ROLE_NAMES, View, join_names
from ..content_policy import content_policy
from ..drawing.on_pages import drawn
from ..printing.engine import template_environment
from ..quizzes.pictures import picture_inliner
from ..standing import facts_in, handout_standing
from ..tokens import load_tokens, standing_words
from .html import KIND_NAMES
from .logo import data_address, school_logo

STYLES = ("handouts/page.css", "drawing/drawing.css")
_COMMENT = re.compile(r"^[ ]*/\*.*?\*/\n", re.DOTALL | re.MULTILINE)


def page_jobs(kit: Kit) -> tuple[Job, ...]:
    """One job a handout."""
    return tuple(
        Job("handout-page", handout.id, "", (handout.location.path, *(m.location.path for m in map(kit.module, handout.modules) if m)),
            ("handouts", "drawing", "tokens.yml", "words.yml"), tuple(sorted(fact.id for fact in facts_in(kit, [handout.body]))))
        for handout in kit.handouts
    )  # fmt: skip


def handout_page(kit: Kit, handout: Handout, surroundings: Surroundings) -> str:
    """The whole page."""
    templates = surroundings.templates
    words, school = standing_words(templates), kit.school
    style = "\n".join((load_tokens(templates, school)[0].css(), *(_sheet(templates(name)) for name in STYLES)))
    who = (school.senco_name if school else "") or words["whom-to-ask"]
    standing = handout_standing(kit, handout, words)
    view = View(
        audience=frozenset(handout.audience), settings=frozenset(handout.settings) if handout.settings else None,
        folds=False, draw=drawn, activities="group",
    )  # fmt: skip
    picture = picture_inliner(surroundings.kit_root, handout)
    return template_environment(templates).get_template("handouts/page.html.jinja").render(
        handout=handout, words=words, owner=school.name if school else kit.title, kind_name=KIND_NAMES[handout.kind],
        audience=join_names([ROLE_NAMES[role] for role in handout.audience]), ask=words["ask"].format(who=who),
        standing=standing, closing=standing.closing(words["report-error"].format(who=who, id=handout.id)),
        read_more=kit.page_of(handout.modules), policy=content_policy([style]),
        logo=data_address(school_logo(kit, surroundings.school_root, _told_on_paper)),
        # Our own style, and HTML that was escaped where it was made.
        style=Markup(style), body=Markup(html_of(handout.body, kit, view, top_level=3, picture=picture)),  # noqa: S704
    )  # fmt: skip


def _told_on_paper(finding: object) -> None:
    """What is wrong with a logo is told by the printed handout."""


def _sheet(path: Path) -> str:
    """A style sheet as it may stand inside its element: nothing in it ends the element early."""
    return "\n" + _COMMENT.sub("", path.read_text("utf-8").replace("</", "<\\2f "))


def write_page(kit: Kit, job: Job, folder: Path, surroundings: Surroundings) -> Made:
    """Write one handout."""
    handout = next(h for h in kit.handouts if h.id == job.subject)
    name = f"{handout.id}.html"
    (folder / name).write_text(handout_page(kit, handout, surroundings), encoding="utf-8", newline="\n")
    return Made((name,))


HANDOUT_PAGE = OutputFormat(name="handout-page", part="handouts", jobs=page_jobs, write=write_page)
