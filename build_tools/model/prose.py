"""Prose: MyST text as the docutils nodes it parses to, and the node classes of our directives and roles."""

from dataclasses import dataclass
from typing import Any

from docutils import nodes

from .location import Location


class slide(nodes.General, nodes.Element):  # noqa: N801 - docutils names node classes in lower case
    """A slide; attributes title, layout, minutes, from_minutes, core, shows. Not part of the running text."""


class notes(nodes.General, nodes.Element):  # noqa: N801
    """What the presenter says; stands inside a slide."""


class activity(nodes.General, nodes.Element):  # noqa: N801
    """An activity; attributes id, title, minutes, grouping, materials, from_minutes."""


class scenario(nodes.General, nodes.Element):  # noqa: N801
    """A scenario; attributes id, title, setting, phase, cites."""


class part(nodes.General, nodes.Element):  # noqa: N801
    """A named part of an activity, scenario or change; attribute role, such as steps or good-answers."""


class key_point(nodes.General, nodes.Element):  # noqa: N801
    """A key point; attributes id, roles."""


class reflect(nodes.General, nodes.Element):  # noqa: N801
    """A prompt for one person; attribute id."""


class code_quote(nodes.General, nodes.Element):  # noqa: N801
    """A marked quotation of the indexed work; attribute cite."""


class diagram(nodes.General, nodes.Element):  # noqa: N801
    """A figure drawn from data; attribute figure."""


class changed(nodes.General, nodes.Element):  # noqa: N801
    """What was said and what is so now; attributes title, since, fact; parts then and now."""


class audience_only(nodes.General, nodes.Element):  # noqa: N801
    """Text for some readers or settings only; attributes roles, settings (tuples, one of them empty)."""


class handout_block(nodes.General, nodes.Element):  # noqa: N801
    """A block only handouts have; attributes kind, argument, ids_listed, options."""


class quiz(nodes.General, nodes.Element):  # noqa: N801
    """The place of an item bank in a page; attribute bank. Written by the build, never by an author."""


class cite(nodes.Inline, nodes.TextElement):  # noqa: N801
    """A citation; attribute citation (a `Citation`). Its text is the short label."""


class fact_ref(nodes.Inline, nodes.TextElement):  # noqa: N801
    """A fact printed here; attributes fact, only_value."""


class gloss_ref(nodes.Inline, nodes.TextElement):  # noqa: N801
    """A glossary term with its definition in place; attribute term."""


class force_mark(nodes.Inline, nodes.TextElement):  # noqa: N801
    """The mark Must, Should or May; attribute force."""


class gap(nodes.Inline, nodes.TextElement):  # noqa: N801
    """A gap in the text of a gap-text item; attribute gap, the gap's id."""


NODE_CLASSES: tuple[type[nodes.Element], ...] = (
    slide, notes, activity, scenario, part, key_point, reflect, code_quote, diagram, changed, audience_only,
    handout_block, quiz, cite, fact_ref, gloss_ref, force_mark, gap,
)  # fmt: skip
"""Every node class of ours."""


@dataclass(frozen=True, slots=True, eq=False)
class Prose:
    """A piece of MyST text, parsed.

    Attributes:
        source: the text as written.
        children: the docutils nodes it parsed to, block level.
        location: where it starts.

    Two pieces are equal when their trees print alike: docutils nodes have no equality of their own.
    """

    source: str
    children: tuple[nodes.Node, ...]
    location: Location

    def __bool__(self) -> bool:
        return bool(self.children)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Prose) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[str, ...]:
        return tuple(child.pformat() for child in self.children)

    @property
    def text(self) -> str:
        """The words alone, blocks parted by a blank line."""
        return "\n\n".join(child.astext() for child in self.children)

    def find(self, *classes: type[nodes.Node]) -> list[Any]:
        """All nodes of these classes, in reading order."""
        if len(self.children) < 2 and all(
            len(c.children) == 1 and isinstance(c.children[0], nodes.Text) for c in self.children
        ):
            # Most texts of items are one plain sentence, and are asked for many kinds of nodes.
            return [node for c in self.children for node in (c, c.children[0]) if isinstance(node, classes)]
        return [node for child in self.children for node in child.findall() if isinstance(node, classes)]


def line_of(node: nodes.Node, fallback: int = 1) -> int:
    """The source line of a node: its own, or that of the nearest node around it."""
    current: nodes.Node | None = node
    while current is not None:
        if current.line:
            return int(current.line)
        current = current.parent
    return fallback
