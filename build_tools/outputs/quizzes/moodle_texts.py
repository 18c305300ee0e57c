"""Texts of a Moodle XML file: escaped as Moodle's own exporter does, with the files they show beside them."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

from docutils import nodes
from markupsafe import Markup

from ...marking.rules import normal_text
from ...model.interaction import Option
from ...model.item import Bank
from ...model.kit import Kit
from ...model.prose import Prose
from ...prose.resolve import PLAIN_VIEW
from .item_view import Writer
from .pictures import NO_PICTURE, read_picture
from .shown import source_address

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CLOZE_SIGNS = re.compile(r'[&{}~#"\\%=/]')


@dataclass(frozen=True)
class Text:
    """HTML with the files it shows: (name, content). Adds up with `+`."""

    html: str = ""
    files: tuple[tuple[str, bytes], ...] = ()

    def __add__(self, other: Text) -> Text:
        return Text(self.html + other.html, tuple(dict.fromkeys(self.files + other.files)))

    def __bool__(self) -> bool:
        return bool(self.html)


class TextWriter:
    """Prose of one bank → `Text`. Citations link to the work's public address, since Moodle has no book beside it."""

    def __init__(self, kit: Kit, bank: Bank, kit_root: Path) -> None:
        self.kit, self._bank, self._root = kit, bank, kit_root
        self._files: list[tuple[str, bytes]] = []
        view = replace(PLAIN_VIEW, cite_link=lambda citation: source_address(citation, kit))
        self._writer = Writer(kit, view, self._picture)

    def _picture(self, address: str) -> str:
        found = read_picture(self._root, self._bank, address)
        if found is None:
            return NO_PICTURE
        # Named by content as well: two folders may each hold a plan.png, and Moodle keeps one folder a text.
        name = f"{hashlib.sha256(found[1]).hexdigest()[:8]}-{re.sub('[^A-Za-z0-9._-]', '-', found[0])}"
        self._files.append((name, found[1]))
        return f"@@PLUGINFILE@@/{name}"

    def _made(self, html: Markup) -> Text:
        files, self._files = tuple(self._files), []
        return Text(str(html).strip(), tuple(dict.fromkeys(files)))

    def blocks(self, what: Prose | Iterable[nodes.Node]) -> Text:
        """Block-level HTML."""
        return self._made(self._writer.blocks(what))

    def short(self, what: Prose) -> Text:
        """HTML without the paragraph's own tags where there is just one, as an option or an entry wants it."""
        label = self._made(self._writer.label(what))
        return label or self.blocks(what)

    def keys(self, options: Iterable[Option]) -> list[Text]:
        """The options that are keys."""
        return [self.short(option.text) for option in options if option.key]


def plain_html(text: str) -> Text:
    """A paragraph of plain words."""
    return Text(f"<p>{escape(text, quote=False)}</p>") if text else Text()


def xml_text(raw: str) -> str:
    """A `text` element; in CDATA where it holds markup, split where it holds the end of one."""
    clean = _NOT_XML.sub("\ufffd", raw)
    if escape(clean) == clean:
        return f"<text>{clean}</text>"
    return "<text><![CDATA[" + clean.replace("]]>", "]]]]><![CDATA[>") + "]]></text>"


def xml_attribute(value: str) -> str:
    """A value as it stands between the quotation marks of an attribute, or as an element's plain content."""
    return escape(_NOT_XML.sub("\ufffd", value))


def xml_element(tag: str, text: Text, **attributes: str) -> str:
    """An element that holds HTML and its files."""
    named = "".join(f' {name}="{xml_attribute(value)}"' for name, value in attributes.items())
    files = "".join(_file(name, content) for name, content in text.files)
    return f'<{tag}{named} format="html">{xml_text(text.html)}{files}</{tag}>'


def _file(name: str, content: bytes) -> str:
    coded = base64.b64encode(content).decode("ascii")
    return f'<file name="{xml_attribute(name)}" path="/" encoding="base64">{coded}</file>'


# --- what gap texts (Moodle's cloze) and short answers need ---------------------------------------------------------


def cloze_text(text: str) -> str:
    """Plain text inside a gap's braces.

    Signs with a meaning there are written as entities, which Moodle undoes after it has taken the gap apart; unlike
    its backslashes, they work in every place. `&amp;` would not do: an answer may not end with it.
    """
    return _CLOZE_SIGNS.sub(lambda match: f"&#{ord(match[0])};", text)


def cloze_html(html: str) -> str:
    """HTML inside a gap's braces: undone once like plain text, and HTML again after that."""
    return cloze_text(" ".join(html.split()))


def wildcard_safe(spelling: str) -> str:
    """A spelling as Moodle's short answer takes it: a star stands for anything there, unless escaped."""
    return spelling.replace("*", "\\*")


def spellings(accepted: Iterable[str], spaces_matter: bool) -> list[str]:
    """The accepted spellings as written, and each with its apostrophes straight and curly.

    Tablets type curly ones unasked, and Moodle tells the two apart.
    """
    made: dict[str, None] = {}
    for spelling in accepted:
        written = spelling.strip() if spaces_matter else " ".join(spelling.split())
        straight = normal_text(spelling, True, spaces_matter)
        made |= dict.fromkeys([written, straight, straight.replace("'", "\u2019")])
    return list(made)


def without_braces(text: Text) -> Text:
    """HTML in which no brace of an author's can be taken for the beginning of a gap."""
    return Text(text.html.replace("{", "&#123;").replace("}", "&#125;"), text.files)
