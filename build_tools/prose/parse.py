"""MyST text → `Prose` and findings, by myst-parser with our directives and roles.

The same settings stand in the book's configuration, so that both readings of a text give the same tree.
"""

from __future__ import annotations

import re
from functools import lru_cache
from io import StringIO
from typing import Any

from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst import directives as docutils_directives
from docutils.parsers.rst import roles as docutils_roles
from docutils.utils import new_document
from markdown_it import MarkdownIt
from myst_parser.config.main import MdParserConfig
from myst_parser.mdit_to_docutils.base import DocutilsRenderer
from myst_parser.parsers.docutils_ import Parser as MystParser
from myst_parser.parsers.mdit import create_md_parser

from ..model.finding import Finding, shorten
from ..model.location import Location
from ..model.prose import Prose
from .fences import check_fences
from .syntax import DIRECTIVES, SEPARATOR, role_functions

MYST_EXTENSIONS = ("colon_fence", "deflist")
"""Extensions of MyST that sources may use; the book's configuration names the same."""

HEADING_ANCHORS = 3
MAX_CHARACTERS = 400_000
"""A source text longer than this is refused: the largest module of a course is a tenth of it."""

_PLAIN_MARKS = " .,;?:/()'\"-–’‘“”£"
_PLAIN = re.compile(rf"(?:[^\W_]|[{re.escape(_PLAIN_MARKS)}])*")
"""Beside letters and digits, what a one-line sentence may hold and still mean the same to a Markdown parser."""


class KitRenderer(DocutilsRenderer):
    """myst-parser's renderer for plain docutils, except that links to other sources keep their text and target."""

    def render_link_unknown(self, token: Any) -> None:
        """A link to another file of the kit: a reference by address, checked later."""
        node = nodes.reference()
        self.add_line_and_source_path(node, token)
        self.copy_attributes(token, node, ("class", "id", "reftitle"), aliases={"title": "reftitle"})
        node["refuri"] = self.md.normalizeLinkText(str(token.attrGet("href") or ""))
        with self.current_node_context(node, append=True):
            self.render_children(token)


@lru_cache(maxsize=1)
def _settings() -> Any:
    settings = get_default_settings(MystParser)
    settings.report_level = 5  # nothing is printed: messages become findings
    settings.halt_level = 6
    settings.raw_enabled = False
    settings.file_insertion_enabled = False
    settings._disable_config = True  # noqa: SLF001 - a setting's name in docutils: no configuration file is read
    settings.warning_stream = StringIO()
    return settings


_registered: set[str] = set()


def register_syntax(indexed_role: str) -> None:
    """Make our directives and roles known to docutils in this process."""
    if not _registered:
        for name, directive in DIRECTIVES.items():
            docutils_directives.register_directive(name, directive)
    if indexed_role not in _registered:
        _registered.add(indexed_role)
        for name, function in role_functions(indexed_role).items():
            docutils_roles.register_local_role(name, function)  # type: ignore[arg-type]  # the stubs know only references


def _plain_document(path: str) -> nodes.document:
    document = new_document(path, _settings())
    document.settings = _settings()
    return document


def parse_prose(
    text: str, location: Location, indexed_role: str, max_characters: int = MAX_CHARACTERS
) -> tuple[Prose, list[Finding]]:
    """Parse one text.

    Args:
        text: MyST, with Unix line ends.
        location: its first line; findings and nodes count from there.
        indexed_role: the role that cites the kit's indexed work.
        max_characters: a longer text is a finding and parses to nothing.

    Returns:
        The prose and what is wrong in it.
    """
    if len(text) > max_characters:
        return Prose(text, (), location), [Finding("parse.too-long", location, f"The text has {len(text)} characters.",
                                                   f"Keep it under {max_characters}.")]  # fmt: skip
    if _is_plain(text):
        # Most options and feedbacks are one plain sentence: no parser is needed to see that.
        paragraph = nodes.paragraph(text.strip(), text.strip())
        paragraph.line, paragraph.source = location.line, location.path
        return Prose(text, (paragraph,) if text.strip() else (), location), []
    register_syntax(indexed_role)
    document = _plain_document(location.path)
    findings = list(check_fences(text, location.path, location.line))
    if any(f.code == "fences.too-deep" for f in findings):
        return Prose(text, (), location), findings
    offset = location.line - 1

    def observe(system_message: nodes.system_message) -> None:
        # Level 1 only tells how a name was looked up; handouts and banks start at second-level headings on purpose.
        if system_message["level"] >= 2 and "Document headings start at" not in system_message.astext():
            findings.append(_finding_of(system_message, location.path, offset))

    document.reporter.attach_observer(observe)
    parser = _parser()
    parser.options["document"] = document
    parser.render(text)
    document.reporter.detach_observer(observe)
    _strip(document, offset, findings)
    return Prose(text, tuple(document.children), location), _one_a_line(findings)


def _is_plain(text: str) -> bool:
    """Whether a text is one sentence without markup, so that it parses to one paragraph."""
    stripped = text.strip()
    return not stripped or (stripped[0].isalpha() and "\n" not in text and _PLAIN.fullmatch(stripped) is not None)


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    config = MdParserConfig(
        enable_extensions=set(MYST_EXTENSIONS), heading_anchors=HEADING_ANCHORS, highlight_code_blocks=False
    )
    return create_md_parser(config, KitRenderer)


def _finding_of(node: nodes.system_message, path: str, offset: int) -> Finding:
    text = node.children[0].astext() if node.children else node.astext()
    line = int(node.get("line") or 1) + offset
    parts = text.split(SEPARATOR)
    if len(parts) == 3:
        return Finding(parts[2].strip(), Location(path, line), parts[0], parts[1])
    what = shorten(text.split("\n")[0].removesuffix(" [myst.header]"), 200).rstrip(".") + "."
    return Finding("parse.markup", Location(path, line), what, "Mend the markup on this line.")


def _one_a_line(findings: list[Finding]) -> list[Finding]:
    """One cause, one finding: one raw tag a line, and no markup message where a fence finding explains the line."""
    fenced = {f.location for f in findings if f.code.startswith("fences.")}
    kept = {(f.code, f.location, "" if f.code == "parse.raw-html" else f.what): f for f in reversed(findings)}
    return [f for f in reversed(kept.values()) if f.code.startswith("fences.") or f.location not in fenced]


def _strip(document: nodes.document, offset: int, findings: list[Finding]) -> None:
    """Make the tree picklable and free of what no reader may see; move its lines to the file's."""
    for raw in list(document.findall(nodes.raw)):
        if raw.astext().strip().startswith("<!--") and raw.astext().strip().endswith("-->"):
            raw.parent.remove(raw)  # a comment, such as one that silences a finding
            continue
        findings.append(Finding("parse.raw-html", Location(str(document["source"]), _line(raw) + offset),
                                f"Raw HTML: {shorten(raw.astext())}.", "Write Markdown instead; markup is not passed through."))  # fmt: skip
        raw.parent.remove(raw)
    for message_node in list(document.findall(nodes.system_message)):
        if message_node.parent is not None:
            message_node.parent.remove(message_node)
    for problematic in list(document.findall(nodes.problematic)):
        problematic.parent.replace(problematic, nodes.Text(problematic.astext()))
    if offset:
        for node in document.findall():
            if node.line:
                node.line += offset
    for name in ("reporter", "transformer", "settings"):
        setattr(document, name, None)
    for child in document.children:
        for name in ("parent", "document"):
            setattr(child, name, None)


def _line(node: nodes.Node) -> int:
    current: nodes.Node | None = node
    while current is not None:
        if current.line:
            return int(current.line)
        current = current.parent
    return 1


def front_matter_blanked(text: str, lines: int) -> str:
    """A source text whose first `lines` lines are blank: line numbers stay, front matter goes."""
    return "\n" * lines + "".join(text.split("\n", lines)[lines:]) if lines else text
