"""Our one Sphinx extension: the directives and roles of the kit, what goes into each page, and what each page loads.

Sphinx makes this module's objects itself, so the course that is being built is found in `course.IN_HAND`.
"""

from __future__ import annotations

import hashlib
import logging
from html import escape
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform
from sphinx.util.logging import NAMESPACE, OnceFilter, WarningLogRecordTranslator, WarningSuppressor

from ...model import prose
from ...model.kit import Kit
from ...model.module import Module
from ...prose.resolve import raw_html, resolve
from ...prose.syntax import DIRECTIVES, role_functions
from ..quizzes.rendered import SCRIPTS, STYLES
from .course import IN_HAND, Course, picture_path
from .opening import closing, opening, way_up
from .pages import PAGES
from .staging import PICTURES


class WarningCollector(logging.Handler):
    """Keeps what Sphinx warns of, as (place, message)."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[tuple[str, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one warning, without the place that Sphinx puts before it."""
        self.found.append((str(getattr(record, "location", None) or ""), logging.LogRecord.getMessage(record)))


COLLECTOR = WarningCollector()


class KitTransform(SphinxTransform):
    """Our nodes become ordinary ones before any other transform or collector of Sphinx sees the page."""

    default_priority = 5

    def apply(self, **kwargs: Any) -> None:
        """Fill one page."""
        course, name = IN_HAND.get(), self.env.docname
        if name in PAGES:
            self.document.children = []
            self.document += PAGES[name](course)
        elif (module := course.kit.module(name)) is not None:
            self._module(module)
        _fit_headings(self.document)

    def _module(self, module: Module) -> None:
        course = IN_HAND.get()
        view = course.view(module)
        for link in [
            *self.document.findall(addnodes.pending_xref),
            *self.document.findall(addnodes.download_reference),
        ]:
            address = _source_of(link)
            if address and link.parent is not None:
                link.parent.replace(link, nodes.reference("", "", *_words(link), refuri=address))
        for node in list(_topmost(self.document)):
            made = (
                [raw_html(course.quizzes[node["bank"]])]
                if isinstance(node, prose.quiz)
                else resolve([node], course.kit, view)
            )
            assert node.parent is not None
            node.parent.replace(node, made)
        for image in self.document.findall(nodes.image):
            image["uri"] = f"/{PICTURES}/{picture_path(module, image['uri'])}"
        page = next(self.document.findall(nodes.section), None)
        if page is not None:
            page.children[1:1] = opening(course, module)
            page += closing(course, module)
            for child in page.children:
                child.parent = page
            self.document.insert(0, way_up(course.kit))


def _topmost(document: nodes.document) -> list[nodes.Element]:
    """Our nodes and links to other sources that stand in no other node of ours, in reading order."""
    found: list[nodes.Element] = []
    waiting: list[nodes.Node] = list(document.children)
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, prose.NODE_CLASSES) or (
            isinstance(node, nodes.reference) and ".md" in node.get("refuri", "") and "://" not in node["refuri"]
        ):
            found.append(node)
        else:
            waiting[:0] = node.children
    return found


def _source_of(link: nodes.Element) -> str:
    """The source file that a link of Sphinx's reading names, as its author wrote it; empty for any other link."""
    if link.get("reftype") != "myst":
        return ""
    target = str(link["reftarget"])
    if link.get("refdomain") == "doc":  # Sphinx found a page of that name
        target = f"{target}.md" + (f"#{link['reftargetid']}" if link.get("reftargetid") else "")
    return target if target.partition("#")[0].endswith(".md") else ""


def _words(link: nodes.Element) -> list[nodes.Node]:
    inner = link.children[0] if len(link.children) == 1 and isinstance(link.children[0], nodes.inline) else link
    return list(inner.children)


def _fit_headings(document: nodes.document) -> None:
    """Give headings inside blocks the level that follows the section they stand in, so that none is skipped."""
    for rubric in document.findall(nodes.rubric):
        depth, current = 0, rubric.parent
        while current is not None:
            depth += isinstance(current, nodes.section)
            current = current.parent
        wanted = int(rubric.get("level", 3))
        level = wanted if wanted <= 2 else wanted - 3 + depth + 1
        rubric["heading-level"] = min(6, max(2, level))


def _visit_div(translator: Any, node: nodes.Element) -> None:
    # Sphinx adds the class "container", which the theme's grid narrows and pads.
    translator.body.append(translator.starttag(node, "div"))


def _depart_div(translator: Any, node: nodes.Element) -> None:
    translator.body.append("</div>\n")


def _page_context(
    app: Sphinx, name: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """What one page loads beside the theme's, and how it is described."""
    kit = IN_HAND.get().kit
    module = kit.module(name)
    if module is not None and kit.banks_of(name):
        for style in STYLES:
            app.add_css_file(style)
        for script in SCRIPTS:
            app.add_js_file(script, loading_method="defer")
    if doctree is not None or name == "search":
        context["metatags"] = (
            context.get("metatags", "")
            + f'\n<meta name="description" content="{escape(_description(kit, module, name))}">'
        )


def _escape_titles(
    app: Sphinx, name: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """The theme writes two titles into its pages as if they were markup."""
    for key in ("root_title", "pagetitle"):
        if key in context:
            context[key] = escape(context[key])


def _description(kit: Kit, module: Module | None, name: str) -> str:
    if module is not None:
        return module.summary
    return {"index": f"{kit.title}: a course for staff.", "paragraphs": f"What {kit.title} cites, and what it says.",
            "glossary": f"The words of {kit.title}, explained.", "search": f"Search {kit.title}."}.get(name, f"The sources of {kit.title}.")  # fmt: skip


def _outdated(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> set[str]:
    """Pages to be read again though their own text stayed: what they draw on has changed."""
    course = IN_HAND.get()
    now = {name: page_key(course, name) for name in env.found_docs}
    before: dict[str, str] = getattr(env, "kit_page_keys", {})
    env.kit_page_keys = now  # type: ignore[attr-defined]
    return {name for name, key in now.items() if before.get(name) != key}


def page_key(course: Course, name: str) -> str:
    """A hash of all that goes into a page: its own source, and every module's where it names or lists other modules."""
    kit, module = course.kit, course.kit.module(name)
    hashes = {file.path: file.sha256 for file in kit.sources}
    whole = module is None or any(".md" in link.get("refuri", "") for link in module.body.find(nodes.reference))
    paths = [m.location.path for m in kit.modules] if whole or module is None else [module.location.path]
    return hashlib.sha256(" ".join([course.digest, name, *(hashes[path] for path in paths)]).encode()).hexdigest()


def setup(app: Sphinx) -> dict[str, Any]:
    """Make the kit known to Sphinx."""
    course = IN_HAND.get()
    logger = logging.getLogger(NAMESPACE)
    COLLECTOR.filters = [WarningSuppressor(app), WarningLogRecordTranslator(app), OnceFilter()]  # type: ignore[list-item]
    if COLLECTOR not in logger.handlers:
        logger.addHandler(COLLECTOR)
    for name, directive in DIRECTIVES.items():
        app.add_directive(name, directive, override=True)
    work = course.kit.indexed_work
    for role, function in role_functions(work.role if work else "").items():
        app.add_role(role, function, override=True)
    app.add_node(nodes.container, override=True, html=(_visit_div, _depart_div))
    app.add_config_value("comments_config", {}, "html")  # Jupyter Book sets it also where comments are not loaded
    app.add_transform(KitTransform)
    app.connect("env-get-outdated", _outdated)
    app.connect("html-page-context", _page_context, priority=400)
    app.connect("html-page-context", _escape_titles, priority=900)  # after the theme has set them
    return {"parallel_read_safe": False, "parallel_write_safe": False}
