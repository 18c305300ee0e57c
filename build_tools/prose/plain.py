"""Nodes → plain text, as formats without markup and comparisons between formats need it."""

from __future__ import annotations

from collections.abc import Iterable

from docutils import nodes

from ..model.kit import Kit
from ..model.prose import Prose
from .resolve import PLAIN_VIEW, View, resolve


def plain_text(what: Prose | Iterable[nodes.Node], kit: Kit, view: View = PLAIN_VIEW) -> str:
    """The words a reader sees: blocks parted by a blank line, list entries by a line each, cells by tabs."""
    children = what.children if isinstance(what, Prose) else tuple(what)
    return "\n\n".join(filter(None, (_block(node) for node in resolve(children, kit, view))))


def _block(node: nodes.Node) -> str:
    if isinstance(node, (nodes.comment, nodes.raw, nodes.target)):
        return ""
    if isinstance(node, nodes.bullet_list):
        return "\n".join("- " + _entry(child, "  ") for child in node.children)
    if isinstance(node, nodes.enumerated_list):
        start = int(node.get("start", 1))
        return "\n".join(f"{number}. " + _entry(child, "   ") for number, child in enumerate(node.children, start))
    if isinstance(node, nodes.table):
        rows = (
            "\t".join(" ".join(_blocks(cell, "\n").split()) for cell in row.children) for row in node.findall(nodes.row)
        )
        return "\n".join(rows)
    if isinstance(node, nodes.image):
        return str(node.get("alt", ""))
    if isinstance(node, (nodes.container, nodes.section, nodes.block_quote, nodes.list_item)):
        return _blocks(node, "\n\n")
    return node.astext()


def _blocks(node: nodes.Node, separator: str) -> str:
    return separator.join(filter(None, (_block(child) for child in node.children)))


def _entry(node: nodes.Node, indent: str) -> str:
    return _blocks(node, "\n").replace("\n", "\n" + indent)
