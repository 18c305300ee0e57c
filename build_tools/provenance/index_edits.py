"""What an edition confirms, written into the index: single values changed where they stand, all else left as it is.

The index is not written afresh: comments, order, quotation marks and line ends of what does not change stay as a person
wrote them.
"""

from __future__ import annotations

import difflib
import json
import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import yaml

from ..errors import KitError
from ..model.quantities import Level
from ..model.reference import Index, Paragraph
from .edition import Edition
from .edition_import import Outcome, Verdict, paragraphs_of

WIDTH = 116
"""Columns a stored wording is wrapped to."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: the letters from `start` to before `end` become `new`."""

    start: int
    end: int
    new: str


@dataclass(frozen=True, slots=True)
class Raised:
    """What one step raises: entries and chapters whole, statements by (entry, place), pages and texts by entry."""

    entries: frozenset[str]
    chapters: frozenset[str]
    statements: frozenset[tuple[str, int]]
    pages: dict[str, int]
    texts: dict[str, str]


def what_rises(index: Index, edition: Edition, verdicts: Sequence[Verdict], store_text: bool) -> Raised:
    """What may be raised to `primary`.

    A statement rises where its force is confirmed, nothing casts doubt on it, and neither page nor wording of its
    entry is contradicted; an entry where it is there, nothing about it is contradicted and all its statements have
    risen, or were primary before. A page that is not known as `primary` is set to the edition's; one that is, and is
    contradicted, is left to a person. Texts are stored for single paragraphs.
    """
    by_entry: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        if verdict.what not in ("quotation", "chapter"):
            by_entry.setdefault(verdict.subject, []).append(verdict)
    statements: set[tuple[str, int]] = set()
    entries: set[str] = set()
    pages: dict[str, int] = {}
    texts: dict[str, str] = {}
    for entry in index.paragraphs:
        found = paragraphs_of(entry.id, edition)
        told = by_entry.get(entry.id, [])
        there = any(v.what in ("paragraph", "range", "page") and v.outcome is Outcome.CONFIRMED for v in told)
        against = {v.what for v in told if v.outcome is Outcome.CONTRADICTED}
        if entry.page_level is not Level.PRIMARY:
            against.discard("page number")
        if not against - {"force"}:
            statements |= {
                (entry.id, v.statement)
                for v in told
                if v.what == "force" and v.outcome is Outcome.CONFIRMED and not v.doubt
            }
        if (
            there
            and not against
            and all((entry.id, n) in statements or s.level is Level.PRIMARY for n, s in enumerate(entry.statements))
        ):
            entries.add(entry.id)
        if found and entry.page_level is not Level.PRIMARY:
            pages[entry.id] = found[0].page
        if store_text and len(found) == 1 and not entry.text and not against:
            texts[entry.id] = found[0].text
    chapters = frozenset(
        v.subject for v in verdicts if v.what == "chapter" and v.outcome is Outcome.CONFIRMED and not v.note
    )
    return Raised(frozenset(entries), chapters, frozenset(statements), pages, texts)


def edited(text: str, index: Index, raised: Raised, as_of: date) -> str:
    """The index file's text with what rises written in.

    Args:
        text: the file as it stands, free of findings.
        index: what was read from it.
        raised: what rises.
        as_of: the day the step is taken, written into `source`.

    Raises:
        KitError: the file is laid out so that its values can't be found again.
    """
    root = yaml.compose(text, Loader=yaml.BaseLoader)
    edits: list[Edit] = []
    for node in _entries(root, "chapters"):
        if _scalar(node, "id") in raised.chapters:
            edits += _set(text, node, "level", Level.PRIMARY.value)
    records = {entry.id: entry for entry in index.paragraphs}
    for node in _entries(root, "paragraphs"):
        entry = records.get(_scalar(node, "id"))
        if entry is not None:
            edits += _entry_edits(text, node, entry, raised, as_of)
    made = text
    for edit in sorted(edits, key=lambda e: (e.start, e.end), reverse=True):
        made = made[: edit.start] + edit.new + made[edit.end :]
    return made


def _entry_edits(text: str, node: yaml.MappingNode, entry: Paragraph, raised: Raised, as_of: date) -> Iterator[Edit]:
    before_gist: list[tuple[str, str]] = []
    if entry.id in raised.pages:
        for key, value in (("page", str(raised.pages[entry.id])), ("page-level", Level.PRIMARY.value)):
            if _value(node, key) is None:
                before_gist.append((key, value))
            else:
                yield from _set(text, node, key, value)
    if before_gist:
        yield _insert(node, "gist", before_gist)
    before_statements: list[tuple[str, str]] = []
    if entry.id in raised.entries and entry.level is not Level.PRIMARY:
        yield from _set(text, node, "level", Level.PRIMARY.value)
        read = f"read in the edition's PDF on {as_of.isoformat()}"
        source = f"{entry.source}; {read}" if entry.source else read
        if _value(node, "source") is None:
            before_statements.append(("source", _plain(source)))
        else:
            yield from _set(text, node, "source", _plain(source))
    if entry.id in raised.texts:
        if _value(node, "text") is None:
            before_statements.append(("text", raised.texts[entry.id]))
        else:
            yield from _set(text, node, "text", json.dumps(raised.texts[entry.id], ensure_ascii=False))
    if before_statements:
        yield _insert(node, "statements", before_statements)
    statements = _value(node, "statements")
    for place, statement in enumerate(statements.value if isinstance(statements, yaml.SequenceNode) else ()):
        if (entry.id, place) in raised.statements and entry.statements[place].level is not Level.PRIMARY:
            yield from _set(text, statement, "level", Level.PRIMARY.value)


def _entries(root: yaml.Node | None, key: str) -> list[yaml.MappingNode]:
    listed = _value(root, key) if isinstance(root, yaml.MappingNode) else None
    return (
        [node for node in listed.value if isinstance(node, yaml.MappingNode)]
        if isinstance(listed, yaml.SequenceNode)
        else []
    )


def _pair(node: yaml.MappingNode, key: str) -> tuple[yaml.Node, yaml.Node] | None:
    return next(((name, value) for name, value in node.value if name.value == key), None)


def _value(node: yaml.MappingNode, key: str) -> yaml.Node | None:
    pair = _pair(node, key)
    return pair[1] if pair else None


def _scalar(node: yaml.MappingNode, key: str) -> str:
    value = _value(node, key)
    return " ".join(str(value.value).split()) if isinstance(value, yaml.ScalarNode) else ""


def _set(text: str, node: yaml.MappingNode, key: str, new: str) -> list[Edit]:
    """The edit that gives a key a new value of one line; none where it has it."""
    value = _value(node, key)
    if value is None:
        raise KitError(f'The key "{key}" was not found again. Nothing was written.')
    start, end = value.start_mark.index, value.end_mark.index
    end = start + len(text[start:end].rstrip())  # a block's end lies on the line after it
    if text[start:end] == new:
        return []
    return [Edit(start, end, new if end > start else f" {new}")]


def _insert(node: yaml.MappingNode, before: str, entries: Sequence[tuple[str, str]]) -> Edit:
    """The edit that puts keys before another one, in the way the record is written."""
    pair = _pair(node, before)
    if pair is None:
        raise KitError(f'The key "{before}" was not found again. Nothing was written.')
    mark = pair[0].start_mark
    if node.flow_style:
        return Edit(
            mark.index,
            mark.index,
            "".join(
                f"{key}: {json.dumps(value, ensure_ascii=False) if key == 'text' else value}, "
                for key, value in entries
            ),
        )
    indent = " " * mark.column
    return Edit(
        mark.index,
        mark.index,
        "".join(f"{key}: {_folded(value, indent) if key == 'text' else value}\n{indent}" for key, value in entries),
    )


def _folded(text: str, indent: str) -> str:
    """A text as a folded block, its lines parted by blank ones."""
    blocks = [
        "\n".join(textwrap.wrap(block, WIDTH - len(indent) - 2, break_long_words=False, break_on_hyphens=False))
        for block in text.split("\n")
    ]
    return ">-\n" + "\n".join(f"{indent}  {line}" if line else "" for line in "\n\n".join(blocks).split("\n"))


def _plain(text: str) -> str:
    """A one-line text as YAML: bare where that reads the same."""
    try:
        node = yaml.compose(f"k: {text}", Loader=yaml.BaseLoader)
        bare = isinstance(node, yaml.MappingNode) and [(k.value, v.value) for k, v in node.value] == [("k", text)]
    except (yaml.YAMLError, ValueError):
        bare = False
    return text if bare and not re.search(r"[,\[\]{}#*&]", text) else json.dumps(text, ensure_ascii=False)


def difference(old: str, new: str, path: str) -> str:
    """A unified diff, as reviewers read it."""
    return "".join(difflib.unified_diff(old.splitlines(keepends=True), new.splitlines(keepends=True), path, path))


def check_edited(old: Index, new: Index, raised: Raised) -> None:
    """See that only what rises has changed.

    Raises:
        KitError: something else has.
    """
    if [_kept(entry) for entry in old.paragraphs] != [_kept(entry) for entry in new.paragraphs]:
        raise KitError(
            "Changing the index would have changed more than levels, pages, sources and texts. Nothing was written."
        )
    for before, after in zip(old.paragraphs, new.paragraphs, strict=True):
        wanted = Level.PRIMARY if before.id in raised.entries else before.level
        levels = tuple(
            Level.PRIMARY if (before.id, n) in raised.statements else s.level for n, s in enumerate(before.statements)
        )
        page = raised.pages.get(before.id, before.page)
        wording = raised.texts.get(before.id, before.text)
        if (after.level, tuple(s.level for s in after.statements), after.page, " ".join(after.text.split())) != (
            wanted,
            levels,
            page,
            " ".join(wording.split()),
        ):
            raise KitError(f'The entry "{before.id}" could not be changed where it stands. Nothing was written.')


def _kept(entry: Paragraph) -> tuple[object, ...]:
    return (
        entry.id,
        entry.chapter,
        entry.gist,
        entry.law,
        entry.note,
        tuple((s.gist, s.force) for s in entry.statements),
    )
