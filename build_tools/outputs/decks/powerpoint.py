"""Slide decks as PowerPoint files (.pptx, ISO/IEC 29500), from our template.

Native text in placeholders, real tables, diagrams as native shapes, notes on every slide. One deck a module and session
length. Nothing is left of the moment or machine it was made on.
"""

from __future__ import annotations

import io
import posixpath
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from lxml import etree

from ...model.deck import Deck, deck_of
from ...model.finding import Finding, Severity
from ...model.kit import Kit
from ...model.module import Module
from ...model.output_format import Job, Made, OutputFormat, Surroundings
from ...model.quantities import SESSION_LENGTHS, Minutes
from ..tokens import standing_words
from .opening import opened_template, titles_by_role
from .package import repacked
from .pages import Page, Setter, sections_of
from .placing import Placer
from .text_xml import LANG, P

_P14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"
_SECTIONS_URI = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"
"""Of the extension that holds sections: [MS-PPTX] 2.2.5."""


def deck_lengths(module: Module) -> tuple[Minutes, ...]:
    """The session lengths a module has slides for."""
    longest = max((slide.from_minutes for slide in module.slides), default=Minutes(0))
    return tuple(length for length in SESSION_LENGTHS if length <= longest)


def deck_jobs(kit: Kit) -> tuple[Job, ...]:
    """One job a module and length."""
    return tuple(
        Job("deck", module.id, str(length), _sources(kit, module), ("slides", "words.yml", "tokens.yml"))
        for module in kit.modules
        for length in deck_lengths(module)
    )


def _sources(kit: Kit, module: Module) -> tuple[str, ...]:
    """The module, its banks, and the handouts that its closing slide names."""
    handouts = [handout.location.path for handout in kit.handouts if module.id in handout.modules]
    return (module.location.path, *(bank.location.path for bank in kit.banks_of(module.id)), *handouts)


def write_deck(kit: Kit, job: Job, folder: Path, surroundings: Surroundings) -> Made:
    """Write one deck; where a slide can't be set, say so and write none."""
    module = kit.module(job.subject)
    assert module is not None
    deck = deck_of(kit, module, Minutes(int(job.option)))
    presentation, template, findings = opened_template(kit.school, surroundings)
    if template is None:
        return Made((), findings)
    words = standing_words(surroundings.templates)
    if not template.is_wide_ours:
        template.set_titles(titles_by_role(deck, template, words))
    setter = Setter(kit, deck, words, template)
    pages = setter.pages()
    placer = Placer(presentation, template, _pictures(kit, module, surroundings.kit_root))
    for page in pages:
        placer.add(page)
    all_findings: tuple[Finding, ...] = (*findings, *setter.findings, *placer.findings)
    if any(finding.severity is Severity.ERROR for finding in all_findings):
        return Made((), all_findings)
    _add_sections(presentation, pages, f"{module.id} {job.option}")
    _describe(presentation, kit, deck)
    stream = io.BytesIO()
    presentation.save(stream)
    name = f"{module.id}-{job.option}min.pptx"
    (folder / name).write_bytes(repacked(stream.getvalue()))
    return Made((name,), all_findings)


def _pictures(kit: Kit, module: Module, root: Path) -> dict[str, Path]:
    """The kit's pictures by the address the module's text has for them; nothing else on the disk is opened."""
    folder = posixpath.dirname(module.location.path)
    return {posixpath.relpath(picture.path, folder or "."): root / picture.path for picture in kit.pictures}


def _add_sections(presentation: Any, pages: Sequence[Page], name_of_deck: str) -> None:
    """Sections by part of the module, which PowerPoint shows in its list of slides."""
    root = presentation.element
    ids = [entry.get("id") for entry in root.find(f"{{{P}}}sldIdLst")]
    extensions = root.find(f"{{{P}}}extLst")
    if extensions is None:
        extensions = etree.SubElement(root, f"{{{P}}}extLst")
    extension = etree.SubElement(extensions, f"{{{P}}}ext", uri=_SECTIONS_URI)
    listed = etree.SubElement(extension, f"{{{_P14}}}sectionLst", nsmap={"p14": _P14})
    start = 0
    for name, count in sections_of(pages):
        id = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{name_of_deck} {start} {name}")).upper()
        section = etree.SubElement(listed, f"{{{_P14}}}section", name=name, id=f"{{{id}}}")
        slides = etree.SubElement(section, f"{{{_P14}}}sldIdLst")
        for slide_id in ids[start : start + count]:
            etree.SubElement(slides, f"{{{_P14}}}sldId", id=slide_id)
        start += count


def _describe(presentation: Any, kit: Kit, deck: Deck) -> None:
    """What the file says of itself; stock properties would name the library's author and the moment."""
    properties = presentation.core_properties
    owner = kit.school.name if kit.school else kit.title
    day = datetime.combine(kit.as_of, time(), UTC).replace(tzinfo=None)
    properties.title, properties.subject = f"{deck.module.title}: {deck.length} minutes", deck.module.summary
    properties.author, properties.last_modified_by = owner, owner
    properties.language, properties.revision = LANG, 1
    properties.created = properties.modified = day


DECK = OutputFormat(name="deck", part="slides", jobs=deck_jobs, write=write_deck)
