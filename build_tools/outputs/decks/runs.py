"""Prose as paragraphs of runs, the only text a slide knows.

The prose is resolved as for every output, so a fact, a mark or a change reads the same here. Citations are left out of
what a slide shows, since they stand at its foot, and kept in its notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from docutils import nodes

from ...model.kit import Kit
from ...model.prose import Prose
from ...prose.resolve import PLAIN_VIEW, View, resolve

_ONLY_CITES = re.compile(r"(^|: )\((.*)\)$")
_WORD_BEFORE, _WORD_AFTER = re.compile(r"\w $"), re.compile(r" [a-z]")

BULLET, NUMBER, LETTER, INSIDE, NONE = "bullet", "number", "letter", "inside", "none"
"""How a paragraph is marked: as a list's entry, as a further paragraph inside an entry, or not at all."""

_LISTS = (nodes.bullet_list, nodes.enumerated_list)
_ELSEWHERE = (nodes.comment, nodes.table, nodes.image, nodes.raw, nodes.target)
"""Not text, or not this reader's: tables and pictures are their slide's business."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text of one weight and slant; `link` is an address outside the deck."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph.

    Attributes:
        level: of its list, from 0; two levels at most.
        marker: how it is marked.
        number: its number where it is numbered or lettered, from 1.
    """

    runs: tuple[Run, ...]
    level: int = 0
    marker: str = NONE
    number: int = 0

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(run.text for run in self.runs)


def plain(text: str, bold: bool = False, level: int = 0) -> Paragraph:
    """An unmarked paragraph of one run."""
    return Paragraph((Run(text, bold),), level)


def bullet(text: str) -> Paragraph:
    """An entry of a list."""
    return Paragraph((Run(text),), 0, BULLET)


def paragraphs_of(
    what: Prose | Iterable[nodes.Node], kit: Kit, view: View = PLAIN_VIEW, *, cites: bool = False
) -> tuple[Paragraph, ...]:
    """The paragraphs of a text in reading order.

    Args:
        what: prose, or nodes.
        kit: for facts, terms and citations.
        view: what the reader is to see.
        cites: whether citations are printed.
    """
    children = what.children if isinstance(what, Prose) else tuple(what)
    made = (p for node in resolve(children, kit, view) for p in _blocks(node, cites))
    return tuple(p for p in made if p.text.strip())


def columns_of(what: Prose, kit: Kit, view: View = PLAIN_VIEW) -> tuple[tuple[Paragraph, ...], ...]:
    """The same, parted at each `+++`."""
    groups: list[list[nodes.Node]] = [[]]
    for child in what.children:
        if isinstance(child, nodes.comment) and "block_break" in child["classes"]:
            groups.append([])
        else:
            groups[-1].append(child)
    return tuple(paragraphs_of(group, kit, view) for group in groups)


def cell_of(cell: nodes.Element, kit: Kit, view: View = PLAIN_VIEW) -> Paragraph:
    """A table's cell as one paragraph."""
    found = paragraphs_of(cell.children, kit, view)
    return Paragraph(
        _tidy(run for number, p in enumerate(found) for run in ((Run("; "), *p.runs) if number else p.runs))
    )


def _unbracketed(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Citations that are what a line says need no brackets round them."""
    return tuple(replace(run, text=_ONLY_CITES.sub(r"\1\2", run.text)) for run in runs)


def _blocks(node: nodes.Node, cites: bool, level: int = 0, marker: str = NONE, number: int = 0) -> Iterable[Paragraph]:
    if isinstance(node, _ELSEWHERE) or (isinstance(node, nodes.container) and "figure" in node["classes"]):
        return
    if isinstance(node, (nodes.paragraph, nodes.rubric, nodes.title, nodes.term, nodes.attribution)):
        heading = isinstance(node, (nodes.rubric, nodes.title)) or "kicker" in node["classes"]
        runs = _tidy(_runs(node, cites, heading, False, ""))
        if not cites and (not runs or runs[-1].text.endswith(":")):
            # The citation is what the line says, not what it rests on.
            runs = _unbracketed(_tidy(_runs(node, True, heading, False, "")))
        yield Paragraph(runs, level, marker, number)
    elif isinstance(node, _LISTS):
        numbered = isinstance(node, nodes.enumerated_list)
        for count, item in enumerate(node.children, int(node.get("start", 1))):
            own = NUMBER if numbered else BULLET
            for child in item.children:
                if isinstance(child, _LISTS):
                    yield from _blocks(child, cites, min(level + 1, 1))
                else:
                    yield from _blocks(child, cites, level, own, count if numbered else 0)
                    own = INSIDE
    elif isinstance(node, nodes.Element):
        for child in node.children:
            yield from _blocks(child, cites, level, marker, number)


def _runs(node: nodes.Element, cites: bool, bold: bool, italic: bool, link: str) -> list[Run]:
    made: list[Run] = []
    for child in node.children:
        if isinstance(child, nodes.Text):
            made.append(Run(" ".join(child.astext().split("\n")), bold, italic, link))
            continue
        if not isinstance(child, nodes.Element):
            continue
        classes = child.get("classes", ())
        if "cites" in classes and not cites:
            if made:  # the space that stands before a citation goes with it
                made[-1] = replace(made[-1], text=made[-1].text.rstrip(" "))
        elif "force" in classes:
            made.append(Run(_mark(child.astext(), made, node, child), True, italic, link))
        else:
            address = str(child.get("refuri", "")) if isinstance(child, nodes.reference) else ""
            heavy = bold or isinstance(child, nodes.strong) or "changed-mark" in classes
            slant = italic or isinstance(child, nodes.emphasis)
            made += _runs(
                child, cites, heavy, slant, address if address.startswith(("http://", "https://", "mailto:")) else link
            )
    return made


def _mark(word: str, before: Sequence[Run], node: nodes.Element, mark: nodes.Element) -> str:
    """A force mark as its word: one that opens a line stands apart from it, one inside a sentence is its verb."""
    if not before:
        return f"{word}:"
    after = "".join(child.astext() for child in node.children[node.index(mark) + 1 :])
    return word.lower() if _WORD_BEFORE.search(before[-1].text) and _WORD_AFTER.match(after) else word


def _tidy(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Runs joined where they look alike, white space at the ends dropped, none before a full stop."""
    joined: list[Run] = []
    for run in runs:
        if joined and run.text[:1] in tuple(".,;:") and joined[-1].text.endswith(" "):
            joined[-1] = replace(joined[-1], text=joined[-1].text.rstrip(" "))
        if joined and replace(joined[-1], text="") == replace(run, text=""):
            joined[-1] = replace(joined[-1], text=joined[-1].text + run.text)
        elif run.text:
            joined.append(run)
    if joined:
        joined[0] = replace(joined[0], text=joined[0].text.lstrip())
        joined[-1] = replace(joined[-1], text=joined[-1].text.rstrip())
    return tuple(run for run in joined if run.text)
