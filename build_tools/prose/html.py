"""Nodes → an HTML fragment: small, valid, the same bytes each time.

Every text is escaped; only markup we made ourselves (figures, folds) passes through.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from html import escape
from typing import Any

from docutils import nodes

from ..model.kit import Kit
from ..model.prose import Prose
from .resolve import PLAIN_VIEW, View, resolve

_BLOCKS: dict[type[nodes.Element], str] = {
    nodes.bullet_list: "ul", nodes.list_item: "li", nodes.block_quote: "blockquote", nodes.attribution: "footer",
    nodes.definition_list: "dl", nodes.term: "dt", nodes.definition: "dd", nodes.container: "div", nodes.section: "section",
    nodes.tbody: "tbody", nodes.row: "tr", nodes.caption: "figcaption", nodes.figure: "figure",
}  # fmt: skip
_INLINES: dict[type[nodes.Element], str] = {
    nodes.strong: "strong",
    nodes.emphasis: "em",
    nodes.literal: "code",
    nodes.superscript: "sup",
    nodes.subscript: "sub",
}
_SILENT = (nodes.comment, nodes.target, nodes.substitution_definition, nodes.colspec, nodes.system_message)
_THROUGH = (nodes.definition_list_item, nodes.tgroup, nodes.line_block)


def html_of(what: Prose | Iterable[nodes.Node], kit: Kit, view: View = PLAIN_VIEW, *, top_level: int = 2,
            picture: Callable[[str], str] = lambda address: address) -> str:  # fmt: skip
    """An HTML fragment.

    Args:
        what: prose, or nodes.
        kit: for facts, citations and figures.
        view: what the reader is to see.
        top_level: the heading level of a second-level section.
        picture: the address to write for a picture's source path.
    """
    children = what.children if isinstance(what, Prose) else tuple(what)
    return _Writer(top_level, picture).all(resolve(children, kit, view))


def inline_html_of(what: Prose | Iterable[nodes.Node], kit: Kit, view: View = PLAIN_VIEW) -> str:
    """The same for one sentence: the paragraph's own tags are left out where there is just one."""
    children = what.children if isinstance(what, Prose) else tuple(what)
    resolved = resolve(children, kit, view)
    if len(resolved) == 1 and isinstance(resolved[0], nodes.paragraph):
        return _Writer(2, str).all(resolved[0].children)
    return _Writer(2, str).all(resolved)


def _elements(node: nodes.Element) -> Iterator[nodes.Element]:
    return (child for child in node.children if isinstance(child, nodes.Element))


class _Writer:
    def __init__(self, top_level: int, picture: Callable[[str], str]):
        self.top_level, self.picture, self.depth = top_level, picture, 0

    def all(self, children: Iterable[nodes.Node]) -> str:
        return "".join(self.one(child) for child in children)

    def one(self, node: nodes.Node) -> str:
        if isinstance(node, nodes.Text):
            return escape(node.astext(), quote=False)
        if isinstance(node, _SILENT):
            return ""
        if isinstance(node, nodes.raw):
            return node.astext() if node.get("format") == "html" else ""
        assert isinstance(node, nodes.Element)
        special = getattr(self, "_" + type(node).__name__, None)
        if special is not None:
            return str(special(node))
        if isinstance(node, _THROUGH):
            return self.all(node.children)
        if type(node) in _INLINES:
            return self.tag(_INLINES[type(node)], node)
        return self.tag(_BLOCKS.get(type(node), "div"), node) + "\n"

    def tag(self, name: str, node: nodes.Element, **attributes: str) -> str:
        return f"<{name}{self.attributes(node, attributes)}>{self.all(node.children)}</{name}>"

    def attributes(self, node: nodes.Element, more: dict[str, str]) -> str:
        given: Iterable[str] = node.get("classes", ())
        classes = [name for name in given if name != "block_break"]
        pairs: dict[str, Any] = {"id": node["ids"][0] if node.get("ids") else "", "class": " ".join(classes), **more}
        return "".join(f' {key.rstrip("_")}="{escape(str(value))}"' for key, value in pairs.items() if value)

    def _paragraph(self, node: nodes.paragraph) -> str:
        if isinstance(node.parent, (nodes.list_item, nodes.entry)) and not node["classes"]:
            blocks = [c for c in node.parent.children if not isinstance(c, nodes.comment)]
            if len(blocks) == 1 or (
                blocks[0] is node and all(isinstance(c, (nodes.bullet_list, nodes.enumerated_list)) for c in blocks[1:])
            ):
                return self.all(node.children)
        return self.tag("p", node) + "\n"

    def _inline(self, node: nodes.inline) -> str:
        return self.tag("span", node) if node["classes"] else self.all(node.children)

    def _enumerated_list(self, node: nodes.enumerated_list) -> str:
        return self.tag("ol", node, start=str(node["start"]) if node.get("start", 1) != 1 else "") + "\n"

    def _section(self, node: nodes.section) -> str:
        self.depth += 1
        text = self.tag("section", node)
        self.depth -= 1
        return text + "\n"

    def _title(self, node: nodes.title) -> str:
        return self.tag(f"h{min(6, max(1, self.top_level + self.depth - 2))}", node) + "\n"

    def _rubric(self, node: nodes.rubric) -> str:
        return self.tag(f"h{min(6, max(1, int(node.get('level', 3))))}", node) + "\n"

    def _reference(self, node: nodes.reference) -> str:
        address = node.get("refuri") or ("#" + node["refid"] if node.get("refid") else "")
        return self.tag("a", node, href=address, title=node.get("reftitle", "")) if address else self.all(node.children)

    def _image(self, node: nodes.image) -> str:
        return f'<img src="{escape(self.picture(node["uri"]))}" alt="{escape(node.get("alt", ""))}">'

    def _literal_block(self, node: nodes.literal_block) -> str:
        return f"<pre>{escape(node.astext(), quote=False)}</pre>\n"

    def _transition(self, node: nodes.transition) -> str:
        return "<hr>\n"

    def _table(self, node: nodes.table) -> str:
        return self.tag("table", node) + "\n"

    def _thead(self, node: nodes.thead) -> str:
        rows = "".join(
            "<tr>" + "".join(self.tag("th", cell, scope="col") for cell in _elements(row)) + "</tr>"
            for row in _elements(node)
        )
        return f"<thead>{rows}</thead>\n"

    def _entry(self, node: nodes.entry) -> str:
        spans = {"colspan": str(node["morecols"] + 1) if node.get("morecols") else "",
                 "rowspan": str(node["morerows"] + 1) if node.get("morerows") else ""}  # fmt: skip
        return self.tag("td", node, **spans)
