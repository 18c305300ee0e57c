"""Content controls: what a school fills in, what it ticks, and its own notes; and how they are read back.

Defined by ECMA-376, 17.5.2, and for tick boxes by [MS-DOCX] 2.6.1.9. A control is known by its tag, which comes from
what stands beside it, so that what was filled in finds its place again when the text around it has changed.
"""

from __future__ import annotations

import copy
import hashlib
import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml import etree

W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
NOTES_TAG = "kit-notes"
MAX_BYTES, MAX_UNPACKED = 50_000_000, 300_000_000
_BRACKETS = re.compile(r"\[[^\[\]\n]{1,200}\]")


class UnreadableFormError(ValueError):
    """The file can't be read as a form of ours; the message says why."""


@dataclass(frozen=True)
class Filled:
    """What a file's controls hold, by tag.

    Attributes:
        texts: what was written, with line ends; nothing for one that was left as it was.
        labels: what stands beside each control, for a person.
        ticks: whether each box is ticked.
        notes: the blocks of the school's own notes; nothing where there are none.
        notes_hold_files: whether the notes hold pictures, links or the like, which lie outside the document's own text.
        brackets: words in square brackets that stand outside any control.
    """

    texts: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    ticks: dict[str, bool] = field(default_factory=dict)
    notes: tuple[Any, ...] = ()
    notes_hold_files: bool = False
    brackets: tuple[str, ...] = ()


def tag_of(prefix: str, *words: str, taken: set[str]) -> str:
    """A tag from the words beside a control, unlike any in `taken`; Word allows 64 letters."""
    said = " ".join(" ".join(words).split()).lower()
    base = f"{prefix}-{hashlib.sha256(said.encode()).hexdigest()[:16]}"
    tag, number = base, 1
    while tag in taken:
        number += 1
        tag = f"{base}-{number}"
    taken.add(tag)
    return tag


def _control(tag: str, label: str, kind: str, content: Iterable[Any], *, placeholder: bool) -> Any:
    made = parse_xml(f'<w:sdt {nsdecls("w")} xmlns:w14="{W14}"><w:sdtPr>{kind}</w:sdtPr><w:sdtContent/></w:sdt>')
    properties = made.find(qn("w:sdtPr"))
    alias, name, id = (properties.makeelement(qn(f"w:{part}"), {}) for part in ("alias", "tag", "id"))
    alias.set(qn("w:val"), label[:64])
    name.set(qn("w:val"), tag)
    # Ids are to differ within a file, and to be the same each time it is made.
    id.set(qn("w:val"), str(int(hashlib.sha256(tag.encode()).hexdigest()[:7], 16) + 1))
    for place, element in enumerate((alias, name, id)):
        properties.insert(place, element)
    if placeholder:
        properties.insert(3, properties.makeelement(qn("w:showingPlcHdr"), {}))
    holder = made.find(qn("w:sdtContent"))
    for element in content:
        holder.append(element)
    return made


def run(text: str, style: str = "") -> Any:
    """A run of text, its line ends as Word's."""
    made = parse_xml(f"<w:r {nsdecls('w')}/>")
    if style:
        properties = made.makeelement(qn("w:rPr"), {})
        properties.append(made.makeelement(qn("w:rStyle"), {qn("w:val"): style}))
        made.append(properties)
    for number, line in enumerate(text.split("\n")):
        if number:
            made.append(made.makeelement(qn("w:br"), {}))
        words = made.makeelement(qn("w:t"), {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
        words.text = line
        made.append(words)
    return made


def text_control(tag: str, label: str, hint: str, filled: str, placeholder_style: str) -> Any:
    """An inline control for a text: what was filled in, or the hint in brackets."""
    content = run(filled) if filled else run(f"[{hint}]", placeholder_style)
    return _control(tag, label, '<w:text w:multiLine="1"/>', [content], placeholder=not filled)


def tick_box(tag: str, label: str, ticked: bool) -> Any:
    """An inline tick box."""
    state = (f'<w14:checkbox><w14:checked w14:val="{int(ticked)}"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
             '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>')  # fmt: skip
    return _control(tag, label, state, [run("☒" if ticked else "☐")], placeholder=False)


def notes_control(label: str, blocks: Iterable[Any], *, placeholder: bool) -> Any:
    """The block of a school's own notes; it holds whole paragraphs."""
    return _control(NOTES_TAG, label, "", blocks, placeholder=placeholder)


def read_controls(path: Path) -> Filled:
    """What the controls of a file hold.

    Raises:
        UnreadableFormError: it is no Word file, is locked, broken or too large.
    """
    body = _body_of(path)
    found = Filled()
    notes: list[Any] = []
    for control in body.iter(qn("w:sdt")):
        properties, content = control.find(qn("w:sdtPr")), control.find(qn("w:sdtContent"))
        tag = _value(properties, "w:tag")
        if not tag or content is None:
            continue
        box = properties.find(f"{{{W14}}}checkbox")
        if tag == NOTES_TAG:
            if properties.find(qn("w:showingPlcHdr")) is not None:
                continue
            notes += [copy.deepcopy(block) for block in content]
            continue
        found.labels[tag] = _value(properties, "w:alias")
        if box is not None:
            checked = box.find(f"{{{W14}}}checked")
            found.ticks[tag] = checked is not None and checked.get(f"{{{W14}}}val") in ("1", "true")
        elif properties.find(qn("w:showingPlcHdr")) is None:
            found.texts[tag] = _text(content).strip()
        else:
            found.texts[tag] = ""
    outside = "\n".join(_text(p, outside=True) for p in body.iter(qn("w:p")) if not _within(p, NOTES_TAG))
    return Filled(found.texts, found.labels, found.ticks, tuple(notes), any(_leads_out(block) for block in notes),
                  tuple(dict.fromkeys(_BRACKETS.findall(outside))))  # fmt: skip


def words_outside(path: Path) -> list[str]:
    """The words of a file that stand in no control.

    Raises:
        UnreadableFormError: it is no Word file, is locked, broken or too large.
    """
    return _text(_body_of(path), outside=True).split()


def _body_of(path: Path) -> Any:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableFormError(f"It has more than {MAX_BYTES:,} bytes")
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as package:
            if sum(entry.file_size for entry in package.infolist()) > MAX_UNPACKED:
                raise UnreadableFormError("It holds more than can be opened safely")
            data = package.read("word/document.xml")
        root = parse_xml(data)
    except UnreadableFormError:
        raise
    except OSError as error:
        raise UnreadableFormError(f"It can't be read: {error.strerror or error}") from error
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError, EOFError, etree.XMLSyntaxError) as error:
        raise UnreadableFormError("It is no Word file, or is locked or damaged") from error
    body = root.find(qn("w:body"))
    if body is None:
        raise UnreadableFormError("It is no Word file")
    return body


def _value(properties: Any, name: str) -> str:
    element = properties.find(qn(name)) if properties is not None else None
    return str(element.get(qn("w:val"), "")) if element is not None else ""


def _text(element: Any, *, outside: bool = False) -> str:
    """The words in an element; with `outside`, without those in controls."""
    made = []
    for node in element.iter(qn("w:t"), qn("w:br"), qn("w:p")):
        if outside and any(above.tag == qn("w:sdt") for above in _up_to(node, element)):
            continue
        if node.tag == qn("w:t"):
            made.append(node.text or "")
        elif node is not element:
            made.append("\n" if made else "")
    return "".join(made)


def _up_to(node: Any, top: Any) -> Iterable[Any]:
    for above in node.iterancestors():
        if above is top:
            return
        yield above


def _within(element: Any, tag: str) -> bool:
    return any(
        above.tag == qn("w:sdt") and _value(above.find(qn("w:sdtPr")), "w:tag") == tag
        for above in element.iterancestors()
    )


def _leads_out(block: Any) -> bool:
    """Whether a block names another part of its package: a picture, a link, a comment, a footnote."""
    relation = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
    names = {
        qn("w:footnoteReference"),
        qn("w:endnoteReference"),
        qn("w:commentReference"),
        qn("w:object"),
        qn("w:pict"),
    }
    return any(
        element.tag in names or any(str(key).startswith(relation) for key in element.attrib) for element in block.iter()
    )
