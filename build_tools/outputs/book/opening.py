"""The head of a module's page: what it is for, how long it takes, who has checked it and when, what goes with it."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from docutils import nodes

from ...model.deck import deck_lengths
from ...model.handout import Handout
from ...model.item import Bank
from ...model.kit import Kit
from ...model.module import ROLES, SETTINGS, Module
from ...prose.resolve import (
    ROLE_NAMES,
    SETTING_NAMES,
    container,
    date_words,
    heading,
    inline,
    join_names,
    paragraph,
    raw_html,
)
from ..standing import module_standing
from .course import SOURCES_PAGE, Course


def link(text: str, address: str, *classes: str) -> nodes.reference:
    """A link within the book, or to a file beside it."""
    return nodes.reference("", text, refuri=address, internal=True, classes=list(classes))


def bullets(entries: Iterable[Iterable[nodes.Node | str]], *classes: str) -> nodes.bullet_list:
    """A list with a line of text and inline nodes each."""
    return nodes.bullet_list(
        "", *(nodes.list_item("", paragraph(*entry)) for entry in entries), bullet="-", classes=list(classes)
    )


def minutes_words(minutes: int) -> str:
    """`1 minute`, `25 minutes`."""
    return f"{minutes} minute" + "s" * (minutes != 1)


def roles_words(roles: Iterable[str]) -> str:
    """Whom a text is for."""
    known = tuple(roles)
    return "everyone" if set(known) == set(ROLES) else join_names([ROLE_NAMES[role] for role in known])


def opening(course: Course, module: Module) -> list[nodes.Node]:
    """What stands between a module's title and its text."""
    kit, words, dates = course.kit, course.words, module.dates
    about = [
        paragraph(*_labelled("Time", f"{minutes_words(module.minutes)} to read alone")),
        paragraph(*_labelled("For", roles_words(module.audience))),
    ]
    if module.settings and set(module.settings) != set(SETTINGS):
        about.append(paragraph(*_labelled("Settings", join_names([SETTING_NAMES[s] for s in module.settings]))))
    if module.phases:
        about.append(paragraph(*_labelled("Phases", join_names(module.phases))))
    standing = module_standing(kit, module, words)
    about += [paragraph(line) for line in filter(None, (
        standing.edition, standing.sources_checked, standing.reviewed,
        words["check-again"].format(date=date_words(dates.review_by)), standing.news,
    ))]  # fmt: skip
    made: list[nodes.Node] = [
        paragraph(module.summary, classes=["lead"]),
        container(["about"], about),
    ]
    if kit.as_of <= dates.review_by:
        # The page may be read long after it was made: its script holds this date against the reader's own clock.
        late = escape(words["overdue"].format(date=date_words(dates.review_by)))
        note = f'<p class="changed-mark" data-review-by="{dates.review_by.isoformat()}" hidden>{late}</p>'
        made.append(container(["overdue-later"], [raw_html(note)]))
    else:
        made.append(
            container(
                ["overdue"],
                [paragraph(inline(words["overdue"].format(date=date_words(dates.review_by)), "changed-mark"))],
            )
        )
    if module.outcomes:
        made.append(
            container(
                ["outcomes"],
                [heading("By the end you can", 2), bullets([[_sentence(outcome.text)] for outcome in module.outcomes])],
            )
        )
    if files := downloads(kit, module):
        made.append(container(["downloads"], [heading("To take away", 2), bullets(files)]))
    return made


def closing(course: Course, module: Module) -> list[nodes.Node]:
    """What stands at the end of a module's page: what to read, whom to tell of a mistake, whose words are quoted."""
    kit, school = course.kit, course.kit.school
    who = (school.senco_name if school else "") or course.words["whom-to-ask"]
    made = further_reading(kit, module)
    lines: list[nodes.Node] = [
        paragraph(f"{course.words['report-error'].format(who=who, id=module.id)}. {course.words['not-advice']}.")
    ]
    lines += [paragraph(line) for line in module_standing(kit, module, course.words).attributions]
    return [*made, container(["colophon", "quiet"], lines)]


def _labelled(label: str, text: str) -> list[nodes.Node | str]:
    return [nodes.strong("", label), " ", text]


def _sentence(text: str) -> str:
    """An outcome after "you can": its first letter small, unless the word is a name in capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def way_up(kit: Kit) -> nodes.Node:
    """The link above a page's title to the course's start: the one way there on a phone without scripts."""
    return nodes.container("", paragraph(link(kit.title, "index.html")), classes=["up"])


def downloads(kit: Kit, module: Module) -> list[list[nodes.Node | str]]:
    """What lies beside the book in the build's folder: the module's decks, handouts and quizzes, a line a kind."""
    decks = [(minutes_words(length), f"../slides/{module.id}-{length}min.pptx") for length in deck_lengths(module)]
    quizzes = [entry for bank in kit.banks_of(module.id) for entry in (
        (_of(bank, module, "page by itself"), f"../quizzes/{bank.id}/quiz.html"),
        (_of(bank, module, "Jupyter notebook"), f"../quizzes/{bank.id}/quiz.ipynb"),
        (_of(bank, module, "Moodle file"), f"../quizzes/{bank.id}/moodle.xml"),
    )]  # fmt: skip
    return [
        _kind(label, files)
        for label, files in (
            ("Slides (PowerPoint)", decks),
            *((handout.title, _variants(handout)) for handout in kit.handouts if module.id in handout.modules),
            ("Quiz", quizzes),
        )
        if files
    ]


def _variants(handout: Handout) -> list[tuple[str, str]]:
    """The handout as it is mostly wanted, in large print, and to adapt."""
    first = "standard" if "standard" in handout.variants else handout.variants[0]
    found = [("PDF", f"../handouts/{handout.id}{'' if first == 'standard' else '-' + first}.pdf")]
    if "large-print" in handout.variants and first != "large-print":
        found.append(("large print", f"../handouts/{handout.id}-large-print.pdf"))
    if "a3" in handout.variants:
        found.append(("A3", f"../handouts/{handout.id}-a3.pdf"))
    return [*found, ("page", f"../handouts/{handout.id}.html"), ("Word", f"../handouts/{handout.id}.docx")]


def _of(bank: Bank, module: Module, what: str) -> str:
    return what if bank.title == module.title else f"{bank.title}: {what}"


def _kind(label: str, files: list[tuple[str, str]]) -> list[nodes.Node | str]:
    made: list[nodes.Node | str] = [nodes.strong("", label), ": "]
    for number, (text, address) in enumerate(files):
        made += [" · "] if number else []
        made.append(link(text, address))
    return made


def further_reading(kit: Kit, module: Module) -> list[nodes.Node]:
    """The works a module names, at its end."""
    works = [work for id in module.further_reading if (work := kit.work(id)) is not None]
    if not works:
        return []
    listed = bullets(
        [
            [link(work.title, f"{SOURCES_PAGE}#work-{work.id}"), f", {work.edition}" if work.edition else ""]
            for work in works
        ]
    )
    return [nodes.section("", nodes.title("", "Further reading"), listed, ids=["works-to-read"])]
