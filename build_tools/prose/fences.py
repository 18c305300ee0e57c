"""Colon fences the parser is silent about: bare, unclosed, and equal to the fence around them.

Read off the parser's own tokens, so that a fence inside a code block is no fence here either.
"""

from __future__ import annotations

from collections.abc import Iterator

from markdown_it import MarkdownIt
from mdit_py_plugins.colon_fence import colon_fence_plugin

from ..model.finding import Finding
from ..model.location import Location

_PARSER = MarkdownIt("commonmark").use(colon_fence_plugin)
MAX_DEPTH = 20


def check_fences(text: str, path: str, first_line: int = 1, depth: int = 0) -> Iterator[Finding]:
    """Findings for the colon fences of `text`, whose first line is `first_line` of the file."""
    if ":::" not in text:
        return
    if depth > MAX_DEPTH:
        yield Finding("fences.too-deep", Location(path, first_line), f"Fences are nested more than {MAX_DEPTH} deep.",
                      "Take some of them apart.")  # fmt: skip
        return
    lines = text.split("\n")
    for token in _PARSER.parse(text):
        if token.type != "colon_fence" or token.map is None:
            continue
        start, end = token.map
        here = Location(path, first_line + start)
        if not token.info.strip():
            yield Finding("fences.bare", here, f"A bare {token.markup} opens a fence with no name, which swallows what follows.",
                          "Delete it, or give an outer fence more colons than the fences inside it.")  # fmt: skip
            continue
        last = lines[end - 1].strip() if end - 1 < len(lines) else ""
        if end - start < 2 or not last or set(last) != {":"} or len(last) < len(token.markup):
            yield Finding("fences.unclosed", here, f"{token.markup}{token.info.strip()} is never closed.",
                          f"Close it with a line {token.markup}.")  # fmt: skip
            continue
        if _fence_after_options(token.content):
            yield Finding("fences.after-options", here, f"In {token.markup}{token.info.strip()[:40]} a fence follows the options directly, so the options are lost.",
                          "Leave a blank line after the last option.")  # fmt: skip
        for offset, line in enumerate(token.content.split("\n")):
            stripped = line.strip()
            if stripped.startswith(token.markup + "{") and not stripped.startswith(token.markup + ":"):
                yield Finding("fences.equal", Location(path, first_line + start + 1 + offset),
                              f"{stripped[:40]} has as many colons as the fence around it, which ends too early.",
                              f"Give the outer fence on line {here.line} more colons.")  # fmt: skip
        yield from check_fences(token.content, path, first_line + start + 1, depth + 1)


def _fence_after_options(content: str) -> bool:
    lines = content.split("\n")
    after = next((line for line in lines if not line.lstrip().startswith(":") or line.lstrip().startswith(":::")), "")
    return after.lstrip().startswith(":::") and lines[0] != after


def fences_blanked(text: str, names: frozenset[str], depth: int = 0) -> str:
    """A text whose colon fences of these names are blank lines: what they hold goes, line numbers stay."""
    if ":::" not in text or depth > MAX_DEPTH:
        return text
    lines = text.split("\n")
    for token in _PARSER.parse(text):
        if token.type != "colon_fence" or token.map is None:
            continue
        start, end = token.map
        if token.info.strip().partition("}")[0].removeprefix("{") in names:
            lines[start:end] = [""] * (end - start)
        elif (inside := fences_blanked(token.content, names, depth + 1)) != token.content:
            # The content is written back as the parser gave it, without the indent of a list around the fence: so only
            # the lines that went are taken from it.
            for number, line in enumerate(inside.split("\n"), start + 1):
                if not line and number < len(lines):
                    lines[number] = ""
    return "\n".join(lines)
