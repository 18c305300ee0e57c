"""Slide decks as PowerPoint files (.pptx, ISO/IEC 29500), from our template.

Native text in placeholders, real tables, diagrams as native shapes, notes on every slide. One deck a module and session
length, and one a named session of several modules. Nothing is left of the moment or machine it was made on.
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

from ...model.deck import Deck, deck_lengths, deck_of, modules_of, session_deck_of
from ...model.finding import Finding, Severity
from ...model.kit import Kit
from ...model.module import Module
from ...model.output_format import Job, Made, OutputFormat, Surroundings
from ...model.quantities import Minutes
from ..office_file import repacked
from ..tokens import standing_words
from .opening import opened_template, titles_by_role
from .pages import Setter, sections_of
from .placing import Placer
from .setting import Page
from .text_xml import LANG, P

_P14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"
_SECTIONS_URI = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"
"""Of the extension that holds sections: [MS-PPTX] 2.2.5."""


def deck_jobs(kit: Kit) -> tuple[Job, ...]:
    """One job a module and length."""
    return tuple(
        Job("deck", module.id, str(length), _sources(kit, (module,)), ("slides", "words.yml", "tokens.yml"))
        for module in kit.modules
        for length in deck_lengths(module)
    )


def session_jobs(kit: Kit) -> tuple[Job, ...]:
    """One job a named session."""
    return tuple(
        Job(
            "session-deck",
            session.id,
            "",
            _sources(kit, modules_of(kit, session)),
            ("slides", "words.yml", "tokens.yml"),
        )
        for session in kit.sessions
    )


def _sources(kit: Kit, modules: tuple[Module, ...]) -> tuple[str, ...]:
    """The modules, their banks, and the handouts that the closing slide names."""
    ids = {module.id for module in modules}
    banks = [bank.location.path for module in modules for bank in kit.banks_of(module.id)]
    handouts = [handout.location.path for handout in kit.handouts if ids & set(handout.modules)]
    return (*(module.location.path for module in modules), *banks, *handouts)


def write_deck(kit: Kit, job: Job, folder: Path, surroundings: Surroundings) -> Made:
    """Write one module's deck; where a slide can't be set, say so and write none."""
    module = kit.module(job.subject)
    assert module is not None
    deck = deck_of(kit, module, Minutes(int(job.option)))
    return _written(kit, deck, f"{module.id}-{job.option}min", folder, surroundings)


def write_session_deck(kit: Kit, job: Job, folder: Path, surroundings: Surroundings) -> Made:
    """Write the deck of a whole session: agenda, modules, breaks."""
    session = next(one for one in kit.sessions if one.id == job.subject)
    return _written(kit, session_deck_of(kit, session), f"session-{session.id}", folder, surroundings)


def _written(kit: Kit, deck: Deck, name: str, folder: Path, surroundings: Surroundings) -> Made:
    presentation, template, findings = opened_template(kit.school, surroundings)
    if template is None:
        return Made((), findings)
    words = standing_words(surroundings.templates)
    if not template.is_wide_ours:
        template.set_titles(titles_by_role(deck, template, words))
    setter = Setter(kit, deck, words, template)
    pages = setter.pages()
    placer = Placer(presentation, template, _pictures(kit, deck, surroundings.kit_root))
    for page in pages:
        placer.add(page)
    all_findings: tuple[Finding, ...] = (*findings, *setter.findings, *placer.findings)
    if any(finding.severity is Severity.ERROR for finding in all_findings):
        return Made((), all_findings)
    _add_sections(presentation, pages, name)
    _describe(presentation, kit, deck)
    stream = io.BytesIO()
    presentation.save(stream)
    (folder / f"{name}.pptx").write_bytes(repacked(stream.getvalue()))
    return Made((f"{name}.pptx",), all_findings)


def _pictures(kit: Kit, deck: Deck, root: Path) -> dict[str, Path]:
    """The kit's pictures by the address the modules' texts have for them; nothing else on the disk is opened."""
    folder = posixpath.dirname(deck.modules[0].location.path)
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
    properties.title, properties.subject = f"{deck.title}: {deck.length} minutes", deck.summary
    properties.author, properties.last_modified_by = owner, owner
    properties.language, properties.revision = LANG, 1
    properties.created = properties.modified = day


DECK = OutputFormat(name="deck", part="slides", jobs=deck_jobs, write=write_deck)
SESSION_DECK = OutputFormat(name="session-deck", part="slides", jobs=session_jobs, write=write_session_deck)
