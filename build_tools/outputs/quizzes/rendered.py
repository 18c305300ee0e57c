"""A bank → the HTML of the player.

It is complete without scripts (questions, hints, a folded answer key) and made to be marked by
`templates/quizzes/marking.js` and `player.js`. The book puts it in its pages, `web.py` in a page of its own.
In check mode, and where answers are never revealed, the page has no answer key to unfold.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

from jinja2 import FunctionLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from ...marking.mark_answer import draw_items, is_marked
from ...marking.rules import show_number
from ...model.item import Bank
from ...model.kit import Kit
from ...prose.resolve import PLAIN_VIEW, View
from .item_view import Writer, view_item
from .page_data import page_data, script_json
from .versions import edition_of

SCRIPTS = ("quizzes/marking.js", "quizzes/parts.js", "quizzes/player.js")
"""Templates a page with a quiz loads, in this order."""
STYLES = ("quizzes/player.css",)


def quiz_environment(templates: Callable[[str], Path]) -> ImmutableSandboxedEnvironment:
    """Jinja2 for quiz templates: everything escaped, and sandboxed since a kit may bring templates of its own."""
    return ImmutableSandboxedEnvironment(
        loader=FunctionLoader(lambda name: templates(name).read_text(encoding="utf-8")),
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip


def render_quiz(kit: Kit, bank: Bank, templates: Callable[[str], Path], view: View = PLAIN_VIEW, *,
                heading_level: int = 2, picture: Callable[[str], str] = lambda address: address) -> str:  # fmt: skip
    """The HTML of one quiz.

    Args:
        kit: for facts, citations and outcomes.
        bank: the bank; the items its draw takes are shown.
        templates: finds a template file by its path under `templates/`.
        view: how prose is shown; its `cite_link` gives the links back to the text.
        heading_level: of the quiz's title.
        picture: the address to write for a picture's source path.
    """
    items = draw_items(bank)
    writer = Writer(kit, view, picture)
    points = sum((Fraction(item.points) for item in items if is_marked(item)), Fraction(0))
    return quiz_environment(templates).get_template("quizzes/quiz.html.jinja").render(
        bank=bank,
        items=[view_item(item, number, bank, writer) for number, item in enumerate(items, 1)],
        points=show_number(points),
        edition=edition_of(kit, bank),
        shows_key=bank.mode != "check" and bank.reveal != "never",
        heading_level=heading_level,
        data=Markup(script_json(page_data(bank, items, kit, view))),  # noqa: S704 - no sign in it can end the element
    )  # fmt: skip
