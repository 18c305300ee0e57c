"""YAML whose every key and value remembers its line, every scalar read as text.

PyYAML composes the node tree; nothing is constructed from tags. Types are the schema's business, so `6.20` stays
`6.20` and `No` stays `No`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

import yaml

from ..model.finding import Finding, shorten
from ..model.location import Location

MAX_DEPTH = 40
_PLAIN_TAGS = (None, *(f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map")))
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text and where it stands. `block` tells a text written as a block (`|`), whose first line is the next one."""

    text: str
    location: Location
    quoted: bool = False
    block: bool = False

    @property
    def first_line(self) -> Location:
        """Where the text itself starts: for a block, the line after its `|`."""
        return Location(self.location.path, self.location.line + 1) if self.block else self.location


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list and where it stands."""

    entries: tuple[Value, ...]
    location: Location


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys in order of writing, with the line of each."""

    entries: dict[str, Value]
    keys: dict[str, Location]
    location: Location = field(default=Location(""))


Value: TypeAlias = Scalar | Sequence | Mapping


def read_yaml(text: str, path: str, first_line: int = 1) -> tuple[Value | None, list[Finding]]:
    """Read one YAML document.

    Args:
        text: the document, without front-matter fences.
        path: the file's name in findings.
        first_line: the file's line on which `text` starts.

    Returns:
        The value (None where the document is empty or broken) and what is wrong.
    """
    offset = first_line - 1
    try:
        if "*" in text or "&" in text:  # an alias can make a small file huge
            for event in yaml.parse(text, Loader=_Loader):
                if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                    line = (event.start_mark.line + 1 if event.start_mark else 1) + offset
                    return None, [Finding("yaml-lines.anchor", Location(path, line),
                                          "Anchors and aliases (& and *) are not used here.", "Write the value out, or put the text in quotes.")]  # fmt: skip
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
        finally:
            loader.dispose()
    except RecursionError:
        return None, [Finding("yaml-lines.too-deep", Location(path, first_line), "The YAML is nested too deeply.",
                              f"Keep it under {MAX_DEPTH} levels.")]  # fmt: skip
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = (mark.line + 1 if mark else 1) + offset
        return None, [Finding("yaml-lines.broken", Location(path, line), f"The YAML can't be read: {shorten(str(error.problem or error.context), 120)}.",
                              "Look for a missing quote, colon or space on this line or the one before.")]  # fmt: skip
    except yaml.YAMLError as error:  # a character YAML does not allow
        return None, [Finding("yaml-lines.broken", Location(path, first_line), f"The YAML can't be read: {shorten(str(error), 120)}.",
                              "Delete the character that is not allowed.")]  # fmt: skip
    if node is None:
        return None, []
    findings: list[Finding] = []
    return _value(node, path, offset, findings, 0, set()), findings


def _value(node: yaml.Node, path: str, offset: int, findings: list[Finding], depth: int, open_nodes: set[int]) -> Value:
    here = Location(path, node.start_mark.line + 1 + offset)
    if depth > MAX_DEPTH or id(node) in open_nodes:
        findings.append(
            Finding("yaml-lines.too-deep", here, "The YAML is nested too deeply.", f"Keep it under {MAX_DEPTH} levels.")
        )
        return Scalar("", here)
    if node.tag not in _PLAIN_TAGS:
        findings.append(
            Finding("yaml-lines.tag", here, f'The tag "{shorten(node.tag)}" is not used here.', "Delete it.")
        )
    if isinstance(node, yaml.ScalarNode):
        return Scalar(node.value, here, quoted=node.style in ("'", '"'), block=node.style in ("|", ">"))
    inside = open_nodes | {id(node)}
    if isinstance(node, yaml.SequenceNode):
        return Sequence(tuple(_value(n, path, offset, findings, depth + 1, inside) for n in node.value), here)
    entries: dict[str, Value] = {}
    keys: dict[str, Location] = {}
    for key_node, value_node in node.value:
        where = Location(path, key_node.start_mark.line + 1 + offset)
        if not isinstance(key_node, yaml.ScalarNode):
            findings.append(Finding("yaml-lines.key", where, "A key is not a word.", "Write a word before the colon."))
            continue
        key = key_node.value
        if key in entries:
            findings.append(Finding("yaml-lines.repeated-key", where, f'The key "{shorten(key)}" stands twice, first on line {keys[key].line}.',
                                    "Keep one of them."))  # fmt: skip
            continue
        keys[key] = where
        entries[key] = _value(value_node, path, offset, findings, depth + 1, inside)
    return Mapping(entries, keys, here)
