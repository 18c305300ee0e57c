"""A school's own slide template, opened: .pptx, .potx, and their forms with macros, whose macros are left behind.

What comes from a school is not trusted. The file is looked at before it is opened, and nothing of it goes into a deck
but its masters, layouts, themes and their pictures: no slides, no macros, no embedded programs, no links to elsewhere.
"""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path
from typing import Any

from lxml import etree
from pptx.opc.constants import RELATIONSHIP_TYPE as RT

from ..office_file import CONTENT_TYPES, UnusableTemplateError, read_package, with_main_type
from .text_xml import LANG

_MAIN = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
_OTHER_MAINS = (
    "application/vnd.openxmlformats-officedocument.presentationml.template.main+xml",
    "application/vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml",
    "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml",
    "application/vnd.ms-powerpoint.template.macroEnabled.main+xml",
    "application/vnd.ms-powerpoint.slideshow.macroEnabled.main+xml",
)

_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_HD_PHOTO = "http://schemas.microsoft.com/office/2007/relationships/hdphoto"
_OF_PRESENTATION = (RT.SLIDE_MASTER, RT.NOTES_MASTER, RT.THEME, RT.PRES_PROPS, RT.VIEW_PROPS, RT.TABLE_STYLES)
_OF_DESIGN = (RT.SLIDE_LAYOUT, RT.SLIDE_MASTER, RT.THEME, RT.THEME_OVERRIDE, RT.IMAGE, _HD_PHOTO)
_KEPT_OF_PRESENTATION = ("sldMasterIdLst", "notesMasterIdLst", "sldIdLst", "sldSz", "notesSz", "defaultTextStyle")
_DROPPED_OF_DESIGN = ("custDataLst", "controls", "timing", "transition", "graphicFrame", "hlinkClick", "hlinkHover")


def open_school_template(path: Path) -> Any:
    """The template as a presentation without slides.

    Raises:
        UnusableTemplateError: it is no PowerPoint file, is locked, broken or too large.
    """
    from pptx import Presentation

    stat = path.stat()
    presentation = Presentation(io.BytesIO(_as_presentation(path, stat.st_size, stat.st_mtime_ns)))
    _strip(presentation)
    return presentation


@lru_cache(maxsize=2)
def _as_presentation(path: Path, size: int, changed: int) -> bytes:
    """The file's bytes with the content type of a plain presentation."""
    parts = read_package(path, "PowerPoint", ".potx")
    if b"presentation" not in parts.get(CONTENT_TYPES, b""):
        raise UnusableTemplateError("It is no PowerPoint file")
    data = with_main_type(parts, _OTHER_MAINS, _MAIN)
    _must_open(data)
    return data


def _must_open(data: bytes) -> None:
    from pptx import Presentation

    try:
        presentation = Presentation(io.BytesIO(data))
        layouts = sum(len(master.slide_layouts) for master in presentation.slide_masters)
    except (KeyError, ValueError, AttributeError, IndexError, TypeError, etree.LxmlError) as error:
        raise UnusableTemplateError("It is damaged: PowerPoint itself would have to mend it") from error
    if not layouts:
        raise UnusableTemplateError("It has no slide layouts")


def _strip(presentation: Any) -> None:
    """Leave the design alone. A part that nothing leads to any more is not saved."""
    root, rels = presentation.element, presentation.part.rels
    slides = root.find(f"{_P}sldIdLst")
    if slides is not None:
        for entry in list(slides):
            slides.remove(entry)
    for child in list(root):
        if etree.QName(child).localname not in _KEPT_OF_PRESENTATION:
            root.remove(child)
    for name in ("removePersonalInfoOnSave", "bookmarkIdSeed", "embedTrueTypeFonts"):
        root.attrib.pop(name, None)
    for id, rel in list(rels.items()):
        if rel.reltype not in _OF_PRESENTATION:
            rels.pop(id)
    outer = presentation.part.package._rels  # noqa: SLF001 - python-pptx offers no other way to leave a part behind
    for id, rel in list(outer.items()):
        if rel.reltype not in (RT.OFFICE_DOCUMENT, RT.CORE_PROPERTIES):
            outer.pop(id)
    _speak(root)
    for master in presentation.slide_masters:
        _strip_design(master)
        for layout in master.slide_layouts:
            _strip_design(layout)


def _speak(root: Any) -> None:
    """Say in which language words are, where the template says another: a screen reader picks its voice by it."""
    for element in root.iter(f"{_A}defRPr", f"{_A}rPr", f"{_A}endParaRPr"):
        if element.get("lang") or element.tag == f"{_A}defRPr":
            element.set("lang", LANG)


def _strip_design(holder: Any) -> None:
    """Take out what moves, sounds, runs or leads elsewhere, and what stood in it for that."""
    _speak(holder.element)
    rels = holder.part.rels
    for id, rel in list(rels.items()):
        if rel.is_external or rel.reltype not in _OF_DESIGN:
            rels.pop(id)
    for element in list(holder.element.iter()):
        if isinstance(element.tag, str) and etree.QName(element).localname in _DROPPED_OF_DESIGN:
            _remove(element)
    for element in list(holder.element.iter()):
        if any(name.startswith(_R) and value and value not in rels for name, value in element.attrib.items()):
            _remove(_drawn(element))


def _drawn(element: Any) -> Any:
    """The shape, picture or background that an element belongs to; itself where it belongs to none."""
    for above in (element, *element.iterancestors()):
        if isinstance(above.tag, str) and above.tag in (f"{_P}sp", f"{_P}pic", f"{_P}cxnSp", f"{_P}bg"):
            return above
    return element


def _remove(element: Any) -> None:
    parent = element.getparent()
    if parent is not None:
        # Where a choice of forms was offered, the whole choice goes.
        if etree.QName(parent).localname in ("Choice", "Fallback") and parent.getparent() is not None:
            element, parent = parent.getparent(), parent.getparent().getparent()
        if parent is not None:
            parent.remove(element)
