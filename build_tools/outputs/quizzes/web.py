"""The quiz as a page of its own: one file, `quizzes/<bank>/quiz.html`, that works from file:// and fetches nothing.

Styles and scripts stand in the page; a Content-Security-Policy lets only those run, by their hashes. Pictures are held
in the page as data. Citations link to the public address of the work they cite, since a file that travels alone
has no book beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from markupsafe import Markup

from ...model.interaction import ALL_INTERACTIONS
from ...model.item import Bank
from ...model.kit import Kit
from ...model.output_format import Job, Made, OutputFormat, Surroundings
from ...prose.resolve import PLAIN_VIEW
from ..content_policy import content_policy, inlined
from ..standing import bank_standing
from ..tokens import load_tokens, standing_words
from .pictures import picture_inliner
from .rendered import SCRIPTS, STYLES, quiz_environment, render_quiz
from .shown import bank_job, bank_jobs, source_address

PAGE_STYLE = "quizzes/page.css"


def quiz_page(kit: Kit, bank: Bank, templates: Callable[[str], Path], picture: Callable[[str], str]) -> str:
    """The whole page, in the colours of the kit's school where it has one."""
    tokens, _ = load_tokens(templates, kit.school)  # what had to be darkened is told once, by the book
    style = "\n".join((tokens.css(), *(inlined(templates(name)) for name in (PAGE_STYLE, *STYLES))))
    scripts = [inlined(templates(name)) for name in SCRIPTS]
    view = replace(PLAIN_VIEW, cite_link=lambda citation: source_address(citation, kit))
    return quiz_environment(templates).get_template("quizzes/page.html.jinja").render(
        bank=bank, kit_title=kit.title, standing=bank_standing(kit, bank, standing_words(templates)), policy=content_policy([style], scripts),
        # Our own files, and HTML that was escaped where it was made.
        style=Markup(style), scripts=[Markup(script) for script in scripts],  # noqa: S704
        quiz=Markup(render_quiz(kit, bank, templates, view, heading_level=1, picture=picture)),  # noqa: S704
    )  # fmt: skip


def write_web(kit: Kit, job: Job, folder: Path, surroundings: Surroundings) -> Made:
    """Write `<bank>/quiz.html`."""
    bank, name = bank_job(kit, job), f"{job.subject}/quiz.html"
    page = quiz_page(kit, bank, surroundings.templates, picture_inliner(surroundings.kit_root, bank))
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(page, encoding="utf-8", newline="\n")
    return Made((name,))


WEB = OutputFormat(name="quiz-web", part="quizzes", jobs=bank_jobs("quiz-web", ("quizzes", "tokens.yml", "words.yml")), write=write_web,
                   carries=ALL_INTERACTIONS)  # fmt: skip
