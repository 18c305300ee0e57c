"""What a handout in Word is written into: an empty document with our styles, or a school's own template.

python-docx writes it. Pandoc with a reference document was the other choice: it has no content controls, no table
captions and no say over what a school has filled in, and would be one more program to install.

A school's template is not trusted. It is looked at before it is opened; its styles, theme, lists, page set-up, headers
and footers stay, its text, macros, links to elsewhere and everything else goes.
"""

from __future__ import annotations

import copy
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml import etree

from ...errors import OutputError
from ..office_file import CONTENT_TYPES, UnusableTemplateError, read_package, with_main_type

STYLES, LISTS = "handouts/word-styles.xml", "handouts/word-lists.xml"
NUMBERED = 1
"""The numbered list's abstract id in our own lists."""

FACE, LANG = "Arial", "en-GB"
"""A face that every school's machine has: what is adapted in Word is laid out by that machine."""

_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OTHER_MAINS = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    "application/vnd.ms-word.document.macroEnabled.main+xml",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
)
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KEPT = (RT.STYLES, RT.SETTINGS, RT.FONT_TABLE, RT.THEME, RT.NUMBERING, RT.HEADER, RT.FOOTER)


@dataclass(frozen=True)
class Base:
    """An empty document to write into.

    Attributes:
        document: python-docx's.
        styles: id of each of our styles in it, by the style's name in small letters.
        numbers: id of the abstract list that numbered lists are made from.
        own: whether it is a school's.
    """

    document: Any
    styles: Mapping[str, str]
    numbers: int
    own: bool

    def style(self, name: str) -> str:
        """The id of a style of ours.

        Raises:
            KeyError: we have no style of this name.
        """
        return self.styles[name.lower()]


def open_base(template: Path | None, templates: Callable[[str], Path], colours: Mapping[str, str]) -> Base:
    """An empty document.

    Args:
        template: the school's own file, None for ours.
        templates: finds our template files.
        colours: of the tokens, as `#RRGGBB`.

    Raises:
        UnusableTemplateError: the school's file is no Word file, is locked, broken or too large.
        OutputError: a template file of ours is broken.
    """
    import docx

    styles = _ours(templates(STYLES), {"face": FACE, "lang": LANG, **{k: v.lstrip("#") for k, v in colours.items()}})
    lists = _ours(templates(LISTS), {})
    if template is None:
        document = docx.Document()
    else:
        stat = template.stat()
        document = docx.Document(io.BytesIO(_as_document(template, stat.st_size, stat.st_mtime_ns)))
    _strip(document)
    own = template is not None
    body = document.element.body
    for child in list(body):
        if child.tag != qn("w:sectPr"):
            body.remove(child)
    numbering = document.part.numbering_part.element
    numbers, nums = _add_lists(numbering, lists, empty=not own)
    ids = _add_styles(document.styles.element, styles, nums, empty=not own)
    if not own:
        _set_page(document.sections[0])
    _speak(document.styles.element)
    return Base(document, ids, numbers, own)


def _ours(path: Path, values: Mapping[str, str]) -> Any:
    text = path.read_text("utf-8")
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    try:
        return parse_xml(text.encode("utf-8"))
    except etree.XMLSyntaxError as error:
        raise OutputError(f"{path.name} is broken: {error}. Mend it, or take your own copy out.") from error


@lru_cache(maxsize=2)
def _as_document(path: Path, size: int, changed: int) -> bytes:
    """The file's bytes with the content type of a plain document, once it is known to open."""
    import docx

    parts = read_package(path, "Word", ".dotx")
    types = parts.get(CONTENT_TYPES, b"").decode("utf-8", "replace")
    if not any(kind in types for kind in (_MAIN, *_OTHER_MAINS)):
        raise UnusableTemplateError("It is no Word file")
    data = with_main_type(parts, _OTHER_MAINS, _MAIN)
    try:
        docx.Document(io.BytesIO(data)).styles.element.find(qn("w:style"))
    except (KeyError, ValueError, AttributeError, IndexError, TypeError, etree.LxmlError) as error:
        raise UnusableTemplateError("It is damaged: Word itself would have to mend it") from error
    return data


def _strip(document: Any) -> None:
    """Take out all but what a look is made of. A part that nothing leads to any more is not saved."""
    for id, rel in list(document.part.rels.items()):
        if rel.is_external or rel.reltype not in _KEPT:
            document.part.rels.pop(id)
        elif rel.reltype in (RT.HEADER, RT.FOOTER, RT.SETTINGS, RT.NUMBERING):
            _without_strangers(rel.target_part)
    outer = document.part.package.rels
    for id, rel in list(outer.items()):
        if rel.reltype not in (RT.OFFICE_DOCUMENT, RT.CORE_PROPERTIES):
            outer.pop(id)
    body = document.element.body
    section = body.find(qn("w:sectPr"))
    if section is None:
        section = body.makeelement(qn("w:sectPr"), {})
        body.append(section)
    known = set(document.part.rels)
    for reference in list(section):
        if reference.get(qn("r:id")) and reference.get(qn("r:id")) not in known:
            section.remove(reference)
    settings = document.settings.element
    for name in ("attachedTemplate", "mailMerge", "documentProtection", "writeProtection", "removePersonalInformation"):
        for found in settings.findall(qn(f"w:{name}")):
            settings.remove(found)


def _without_strangers(part: Any) -> None:
    """A header's own pictures stay; what leads out of the file, or runs, goes with the element that names it."""
    from docx.opc.part import XmlPart

    gone = set()
    for id, rel in list(part.rels.items()):
        if rel.is_external or rel.reltype != RT.IMAGE:
            part.rels.pop(id)
            gone.add(id)
    if not gone or not isinstance(part, XmlPart):
        return
    for element in list(part.element.iter()):
        if any(str(value) in gone for key, value in element.attrib.items() if str(key).startswith(f"{{{_R}}}")):
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)


def _add_lists(numbering: Any, ours: Any, *, empty: bool) -> tuple[int, dict[str, str]]:
    """Put our lists in; returns the abstract id of the numbered one, and our list ids → theirs in the document."""
    if empty:
        for child in list(numbering):
            numbering.remove(child)
    abstracts, nums = numbering.findall(qn("w:abstractNum")), numbering.findall(qn("w:num"))
    first_abstract = max((int(a.get(qn("w:abstractNumId"))) for a in abstracts), default=-1) + 1
    first_num = max((int(n.get(qn("w:numId"))) for n in nums), default=0) + 1
    at = len(abstracts) + len(numbering.findall(qn("w:numPicBullet")))
    found: dict[str, str] = {}
    for child in ours:
        made = copy.deepcopy(child)
        if made.tag == qn("w:abstractNum"):
            made.set(qn("w:abstractNumId"), str(first_abstract + int(made.get(qn("w:abstractNumId")))))
            numbering.insert(at, made)
            at += 1
        else:
            old = made.get(qn("w:numId"))
            found[old] = str(first_num + int(old) - 1)
            made.set(qn("w:numId"), found[old])
            link = made.find(qn("w:abstractNumId"))
            link.set(qn("w:val"), str(first_abstract + int(link.get(qn("w:val")))))
            numbering.append(made)
    return first_abstract + NUMBERED, found


def _add_styles(there: Any, ours: Any, nums: Mapping[str, str], *, empty: bool) -> dict[str, str]:
    """Put in the styles that are not there; returns the id of each of ours by name."""
    if empty:
        for child in list(there):
            there.remove(child)
        there.append(copy.deepcopy(ours.find(qn("w:docDefaults"))))
    ids = {_name(style): style.get(qn("w:styleId")) for style in there.findall(qn("w:style"))}
    taken = set(ids.values())
    renamed: dict[str, str] = {}
    added = []
    for style in ours.findall(qn("w:style")):
        name, old = _name(style), style.get(qn("w:styleId"))
        if name not in ids:
            new = old if old not in taken else f"Kit{old}"
            taken.add(new)
            ids[name] = new
            made = copy.deepcopy(style)
            made.set(qn("w:styleId"), new)
            if not empty:
                made.attrib.pop(qn("w:default"), None)
            there.append(made)
            added.append(made)
        renamed[old] = ids[name]
    for style in added:
        for tag in ("basedOn", "next", "link"):
            for element in style.findall(qn(f"w:{tag}")):
                element.set(qn("w:val"), renamed[element.get(qn("w:val"))])
        for element in style.iter(qn("w:numId")):
            element.set(qn("w:val"), nums[element.get(qn("w:val"))])
    return {_name(style): ids[_name(style)] for style in ours.findall(qn("w:style"))}


def _name(style: Any) -> str:
    """A style's name as Word compares it. Word keeps its own styles' names in English, whatever it shows."""
    return str(style.find(qn("w:name")).get(qn("w:val"))).lower()


def _set_page(section: Any) -> None:
    from docx.shared import Mm

    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(16)
    section.top_margin, section.bottom_margin = Mm(24), Mm(20)
    section.header_distance, section.footer_distance = Mm(10), Mm(10)


def _speak(styles: Any) -> None:
    """Say in which language words are: a screen reader picks its voice by it."""
    defaults = styles.find(qn("w:docDefaults"))
    if defaults is None:
        defaults = styles.makeelement(qn("w:docDefaults"), {})
        styles.insert(0, defaults)
    holder = defaults.find(qn("w:rPrDefault"))
    if holder is None:
        holder = defaults.makeelement(qn("w:rPrDefault"), {})
        defaults.insert(0, holder)
    properties = holder.find(qn("w:rPr"))
    if properties is None:
        properties = holder.makeelement(qn("w:rPr"), {})
        holder.append(properties)
    lang = properties.find(qn("w:lang"))
    if lang is None:
        lang = properties.makeelement(qn("w:lang"), {})
        properties.append(lang)
    lang.set(qn("w:val"), LANG)
