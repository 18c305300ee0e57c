"""The pages the build writes: start, glossary, sources. Built as nodes, so that a source's text is never markup."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from docutils import nodes

from ...model.kit import Kit
from ...model.module import ROLES, Module
from ...model.reference import Term, Work
from ...prose.resolve import ROLE_NAMES, container, date_words, inline, join_names, paragraph
from .cited_page import cited_page
from .course import CITED_PAGE, GLOSSARY_PAGE, SOURCES_PAGE, TRACE_PAGE, Course, cite_address
from .opening import bullets, link, minutes_words, roles_words
from .trace_page import trace_page

INDEX_LINE = "Read it on your own, a module at a time, on a computer, a tablet or a phone, with or without a network."


def section(title: str, id: str, *children: nodes.Node) -> nodes.section:
    """A section with a heading."""
    return nodes.section("", nodes.title("", title), *children, ids=[id])


def index_page(course: Course) -> nodes.section:
    """The start: what the course is, its modules, a path for each role."""
    kit = course.kit
    total = sum(module.minutes for module in kit.modules)
    count = len(kit.modules)
    page = section(
        kit.title, "start",
        paragraph(f"A course for {join_names(_audience_names(kit))}.", classes=["lead"]),
        paragraph(f"{count} module{'s' * (count != 1)}, about {minutes_words(total)} in all. {INDEX_LINE}"),
        section("Modules", "modules", *(_module_card(kit, module) for module in kit.modules)),
    )  # fmt: skip
    if kit.modules:
        page += section("Your path", "paths", paragraph("Find your role. Take the modules in this order."), _paths(kit))
    page += section("How it works", "how-it-works", bullets([
        ["Each module opens with what you will be able to do, and how long it takes."],
        ["A paragraph number in brackets is a link. It leads to ", link("what that paragraph says", CITED_PAGE), ", how strongly, and how surely we know it."],
        [inline("Must", "force", "force-must"), " marks law. ", inline("Should", "force", "force-should"), " marks guidance: do it, or be able to say why not. ",
         "No mark: a plain statement."],
        ["A word with a dotted line is in the ", link("glossary", GLOSSARY_PAGE), "."],
        ["A quiz is marked in the page. Your answers stay in this browser; nothing is sent anywhere."],
        [f"{course.words['not-advice']}. The ", link("sources", SOURCES_PAGE), " are listed with their dates, and ",
         link("every statement", TRACE_PAGE), " with what it rests on."],
    ]))  # fmt: skip
    return page


def _audience_names(kit: Kit) -> list[str]:
    named = {role for module in kit.modules for role in module.audience}
    return [ROLE_NAMES[role] for role in ROLES if role in named] or ["staff"]


def _module_card(kit: Kit, module: Module) -> nodes.Node:
    items = sum(len(bank.items) for bank in kit.banks_of(module.id))
    facts = [minutes_words(module.minutes), f"for {roles_words(module.audience)}"]
    if items:
        facts.append(f"quiz with {items} question{'s' * (items != 1)}")
    title = nodes.rubric("", "", link(module.title, f"{module.id}.html"), **{"level": 3, "heading-level": 3})
    return container(
        ["module-card"], [title, paragraph(module.summary), paragraph(" · ".join(facts), classes=["quiet"])]
    )


def _paths(kit: Kit) -> nodes.definition_list:
    """The modules for each role, in order; roles with the same path share an entry."""
    roles_of: dict[tuple[Module, ...], list[str]] = {}
    for role in ROLES:
        if wanted := tuple(module for module in kit.modules if role in module.audience):
            roles_of.setdefault(wanted, []).append(role)
    entries = []
    for modules, roles in roles_of.items():
        names = join_names([ROLE_NAMES[role] for role in roles])
        steps = nodes.enumerated_list(
            "",
            *(
                nodes.list_item("", paragraph(link(m.title, f"{m.id}.html"), f", {minutes_words(m.minutes)}"))
                for m in modules
            ),
        )
        total = (
            [paragraph(f"{minutes_words(sum(m.minutes for m in modules))} in all", classes=["quiet"])]
            if modules[1:]
            else []
        )
        entries.append(_entry(names[0].upper() + names[1:], f"path-{roles[0]}", [steps, *total]))
    return nodes.definition_list("", *entries, classes=["paths"])


def _entry(term: str, id: str, body: Sequence[nodes.Node]) -> nodes.definition_list_item:
    return nodes.definition_list_item("", nodes.term("", term, ids=[id]), nodes.definition("", *body))


def glossary_page(course: Course) -> nodes.section:
    """Every term with its definition, in alphabetical order."""
    page = section("Glossary", "glossary-of-terms")
    if not course.kit.terms:
        page += paragraph("This course has no glossary.")
        return page
    terms = sorted(course.kit.terms, key=lambda term: (term.term.lower(), term.term))
    page += nodes.definition_list("", *(_term(course.kit, term) for term in terms), classes=["glossary-list"])
    return page


def _term(kit: Kit, term: Term) -> nodes.definition_list_item:
    text: list[nodes.Node | str] = [f"{term.long[0].upper()}{term.long[1:]}. " if term.long else "", term.definition]
    if term.cites:
        cites: list[nodes.Node] = []
        for citation in term.cites:
            cites += [nodes.Text("; ")] if cites else [nodes.Text(" (")]
            cites.append(link(kit.named_as(citation), cite_address(kit, citation), "cite"))
        text.append(nodes.inline("", "", *cites, nodes.Text(")"), classes=["cites"]))
    body: list[nodes.Node] = [paragraph(*text)]
    if term.also:
        body.append(paragraph(f"Also: {', '.join(term.also)}", classes=["quiet"]))
    return _entry(term.term, term.anchor, body)


def sources_page(course: Course) -> nodes.section:
    """Every work with its edition, dates and licence."""
    page = section(
        "Sources",
        "works",
        paragraph(
            f"Everything this course rests on. {course.words['not-advice']}. Where a source has changed since, the newer one counts."
        ),
    )
    page += nodes.definition_list("", *(_work(course.kit, work) for work in course.kit.works), classes=["works"])
    return page


def _work(kit: Kit, work: Work) -> nodes.definition_list_item:
    lines: list[list[nodes.Node | str]] = []
    if work.edition:
        lines.append(["Edition: ", work.edition])
    if work.published and work.published != work.edition:
        lines.append(["Published: ", work.published])
    if work.in_force:
        lines.append(["In force from ", date_words(work.in_force)])
    for label, id in (("Takes the place of ", work.supersedes), ("Its place has been taken by ", work.superseded_by)):
        other = kit.work(id) if id else None
        if other is not None:
            lines.append(
                [label, link(f"{other.title}, {other.edition}" if other.edition else other.title, f"#work-{other.id}")]
            )
    if work.checked:
        lines.append(["Checked on ", date_words(work.checked)])
    if work.licence:
        lines.append(["Licence: ", work.licence])
    if work.attribution:
        lines.append([work.attribution])
    if work.link.startswith("https://"):
        lines.append(["Read it at ", nodes.reference("", work.link, refuri=work.link, internal=False)])
    return _entry(work.title, f"work-{work.id}", [bullets(lines)] if lines else [paragraph("")])


PAGES: dict[str, Callable[[Course], nodes.section]] = {
    "index": index_page, "paragraphs": cited_page, "trace": trace_page, "glossary": glossary_page, "sources": sources_page,
}  # fmt: skip
"""The pages the build writes, by name."""
