"""What the book's pages are made from: the kit, how it is viewed, the quizzes, and what is cited where."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from docutils import nodes

from ...marking.mark_answer import draw_items
from ...model.citation import Citation
from ...model.item import Bank
from ...model.kit import Kit
from ...model.module import Module
from ...prose.resolve import View, resolve
from ...provenance.trace import cites_of, duty_sentences
from ..drawing.on_pages import drawn
from ..quizzes.pictures import picture_inliner
from ..quizzes.rendered import render_quiz
from ..tokens import standing_words

CITED_PAGE = "paragraphs.html"
GLOSSARY_PAGE = "glossary.html"
SOURCES_PAGE = "sources.html"
TRACE_PAGE = "trace.html"
QUIZ_SECTION = "Check your knowledge"


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the book, as the page of what is cited names it: the page's title, and a heading or question on it."""

    address: str
    page: str
    title: str


@dataclass(frozen=True)
class Course:
    """All that the extension needs while Sphinx builds.

    Attributes:
        words: the words that stand on every output, by name.
        quizzes: the HTML of each bank, by bank id.
        cited: each citation shown anywhere in the book, with the places that show it; indexed work as empty work id.
        digest: a hash of all that pages draw on beside the modules' own text.
    """

    kit: Kit
    words: dict[str, str]
    digest: str = ""
    quizzes: dict[str, str] = field(default_factory=dict)
    cited: dict[Citation, list[Place]] = field(default_factory=dict)

    def view(self, module: Module | None = None) -> View:
        """How a page shows prose: for everyone, on a screen, for one person alone."""
        return self.view_noting(module, lambda citation: cite_address(self.kit, citation))

    def view_noting(self, module: Module | None, cite_link: Callable[[Citation], str]) -> View:
        """The same, with citations told to `cite_link`, which gives their addresses."""
        return View(
            cite_link=cite_link, term_link=lambda anchor: f"{GLOSSARY_PAGE}#{anchor}",
            source_link=lambda address: source_address(self.kit, module, address) if module else address,
            draw=drawn,
        )  # fmt: skip


IN_HAND: ContextVar[Course] = ContextVar("course")
"""The course whose book this process builds: Sphinx makes its transforms itself, with no way to hand it in."""


def read_course(kit: Kit, kit_root: Path, templates: Callable[[str], Path], digest: str = "") -> Course:
    """Render what is rendered outside Sphinx, and note each citation that a page will show."""
    course = Course(kit, standing_words(templates), digest)
    for module in kit.modules:
        _note_prose(course, module)
        for bank in kit.banks_of(module.id):
            course.quizzes[bank.id] = _rendered(course, module, bank, kit_root, templates)
    for term in kit.terms:
        for citation in term.cites:
            _noted(course, citation, Place(f"{GLOSSARY_PAGE}#{term.anchor}", "Glossary", term.term))
    for sentence in duty_sentences(kit):  # the trace leads to what slides and handouts cite as well
        for citation in cites_of(kit, sentence):
            course.cited.setdefault(plain_citation(kit, citation), [])
    return course


def _rendered(course: Course, module: Module, bank: Bank, kit_root: Path, templates: Callable[[str], Path]) -> str:
    address = f"{module.id}.html#quiz-{bank.id}"
    listed = set()
    for number, item in enumerate(draw_items(bank), 1):
        for citation in item.cites:
            listed.add(plain_citation(course.kit, citation))
            _noted(course, citation, Place(f"{address}-{item.id}", module.title, f"question {number}"))

    def note(citation: Citation) -> str:  # one that stands in a question's or an answer's text alone
        if plain_citation(course.kit, citation) in listed:
            return cite_address(course.kit, citation)
        return _noted(course, citation, Place(address, module.title, "quiz"))

    pictures = picture_inliner(kit_root, bank)
    return render_quiz(course.kit, bank, templates, course.view_noting(module, note), heading_level=3, picture=pictures)


def _note_prose(course: Course, module: Module) -> None:
    shown: list[Citation] = []

    def note(citation: Citation) -> str:
        shown.append(citation)
        return str(len(shown) - 1)  # found again in the resolved tree, which knows under which heading it stands

    for top in module.body.children:
        holder = nodes.container("", *resolve([top], course.kit, course.view_noting(module, note)))
        for link in holder.findall(nodes.reference):
            if "cite" in link["classes"]:
                _noted(course, shown[int(link["refuri"])], _place(module, link))


def _place(module: Module, node: nodes.Node) -> Place:
    current: nodes.Node | None = node
    while current is not None and not (isinstance(current, nodes.section) and current["ids"]):
        current = current.parent
    if current is None or current.parent is None or not isinstance(current.parent, nodes.section):
        return Place(f"{module.id}.html", module.title, "its start")
    title = next(current.findall(nodes.title)).astext()
    return Place(f"{module.id}.html#{current['ids'][0]}", module.title, title)


def _noted(course: Course, citation: Citation, place: Place) -> str:
    places = course.cited.setdefault(plain_citation(course.kit, citation), [])
    if place not in places:
        places.append(place)
    return cite_address(course.kit, citation)


def plain_citation(kit: Kit, citation: Citation) -> Citation:
    """The citation with the indexed work named one way only."""
    indexed = kit.indexed_work
    return replace(citation, work="") if indexed is not None and citation.work == indexed.id else citation


def cite_address(kit: Kit, citation: Citation) -> str:
    """Where a citation leads: its entry on the page of what is cited."""
    return f"{CITED_PAGE}#{plain_citation(kit, citation).anchor}"


def source_address(kit: Kit, module: Module, address: str) -> str:
    """The page address of a link to another source file, `02-tidy-end.md#part`, written in `module`."""
    file, _, anchor = address.partition("#")
    target = _joined(module, file)
    for other in kit.modules:
        if other.location.path == target:
            return f"{other.id}.html" + (f"#{_section_id(other, anchor)}" if anchor else "")
    return address  # named by the checks


def _section_id(module: Module, anchor: str) -> str:
    for section in module.body.find(nodes.section):
        if section["ids"] and anchor in (section.get("slug"), *section["ids"]):
            return str(section["ids"][0])
    return anchor


def _joined(module: Module, address: str) -> str:
    parts: list[str] = []
    for part in (PurePosixPath(module.location.path).parent / address).parts:
        if part == ".." and parts:
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def picture_path(module: Module, address: str) -> str:
    """The path within the kit of a picture that `module` shows, also where it lies beside the module's folder."""
    return _joined(module, address)
