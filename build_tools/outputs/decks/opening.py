"""The presentation a deck is made in: the school's own template, or ours in its colours and with its logo."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lxml import etree

from ...model.deck import Deck
from ...model.finding import Finding, Severity, shorten
from ...model.location import Location
from ...model.output_format import Surroundings
from ...model.school import School
from ..office_file import UnusableTemplateError
from ..pictures import CannotBeShown, fit_picture
from ..tokens import LEAST_CONTRAST, contrast, load_tokens
from .layouts import ACROSS, LEFT, NARROW_WIDTH, WIDTH
from .school_template import open_school_template
from .template import Template, our_template
from .template_roles import school_roles
from .template_xml import emu
from .text_xml import P
from .theme import contrasts_of, recolour, with_light_accent

WIDE, NARROW = "slides/kit.pptx", "slides/kit-4x3.pptx"
LOGO_HEIGHT, LOGO_WIDTH, LOGO_TOP = 0.36, 2.4, 0.12
"""Inches: the logo stands over the title, at the right edge of what is shown."""

_PLATE = 0.06
"""Inches of white around a logo on a coloured ground, on which it might not be seen."""


def opened_template(
    school: School | None, surroundings: Surroundings
) -> tuple[Any, Template | None, tuple[Finding, ...]]:
    """A presentation without slides, its layouts by role, and what was found wrong; None where it can't be used."""
    from pptx import Presentation

    if school is not None and school.slide_template and surroundings.school_root is not None:
        return _schools_own(school, surroundings.school_root)
    narrow = school is not None and school.slide_shape == "4:3"
    presentation = Presentation(str(surroundings.templates(NARROW if narrow else WIDE)))
    tokens, findings = load_tokens(surroundings.templates, school)
    colours, faint = with_light_accent(tokens.colours, school)
    recolour(presentation, colours)
    found = [*findings, *faint]
    if school is not None and school.logo and surroundings.school_root is not None:
        found += _place_logo(presentation, school, surroundings.school_root, NARROW_WIDTH / WIDTH if narrow else 1.0)
    return presentation, our_template(presentation), tuple(found)


def titles_by_role(deck: Deck, template: Template, words: Mapping[str, str]) -> dict[str, list[str]]:
    """The titles that each layout has to have room for, with the number that a continued slide gets.

    Not those of the wide template of ours: its titles have one size, and one too long for it is to be shortened.
    """
    longest = max(len(entry.title) for entry in deck.slides)
    every = [
        words["deck-continued"].format(title=entry.title, number=1, total=2)
        if len(entry.title) < longest
        else entry.title
        for entry in deck.slides
        if entry.role not in ("title", "section")
    ]
    own = {role: [entry.title for entry in deck.slides if entry.role == role] for role in ("title", "section")}
    return {role: own.get(role, every) for role in template.layouts}


def _schools_own(school: School, root: Path) -> tuple[Any, Template | None, tuple[Finding, ...]]:
    name, location = school.slide_template, school.location
    try:
        presentation = open_school_template(root / name)
        template, missing = school_roles(presentation, dict(school.slide_layouts))
    except UnusableTemplateError as error:
        finding = Finding("opening.template", location, f'The slide template "{shorten(name)}" can\'t be used. {error}.',
                          "Give another, or take its line out to have ours in the school's colours.")  # fmt: skip
        return None, None, (finding,)
    found = []
    if missing:
        found.append(Finding(
            "opening.roles", location, f'The slide template "{shorten(name)}" has no layout of its own for: {", ".join(missing)}. Its text slide stands in.',
            "To name a layout for one, write it under [templates.layouts].", Severity.WARNING))  # fmt: skip
    found += _faint(presentation, name, location)
    return presentation, template, tuple(found)


def _faint(presentation: Any, name: str, location: Location) -> list[Finding]:
    """A finding for each pair of theme colours that words are shown in and can't be read in."""
    return [
        Finding(
            "opening.faint",
            location,
            f'In the slide template "{shorten(name)}", {what} is {one} on {other}: {contrast(one, other):.1f} to 1, '
            f"and {LEAST_CONTRAST} is the least that can be read.",
            "Choose other theme colours in PowerPoint.",
            Severity.WARNING,
        )
        for what, one, other in contrasts_of(presentation)
        if contrast(one, other) < LEAST_CONTRAST
    ]


def _place_logo(presentation: Any, school: School, root: Path, share: float) -> list[Finding]:
    """Put the logo on the master, and on a white plate on each layout that covers the master's ground."""
    try:
        logo = fit_picture(root / school.logo)
    except CannotBeShown as error:
        return [Finding("opening.logo", school.location, f'The logo "{shorten(school.logo)}" can\'t be shown. {error}.',
                        "Give it as PNG or JPEG, or take the line out.")]  # fmt: skip
    scale = min(LOGO_HEIGHT / logo.height, LOGO_WIDTH / logo.width)
    width, height = logo.width * scale, logo.height * scale
    left, top = (LEFT + ACROSS) * share - width, LOGO_TOP + (LOGO_HEIGHT - height) / 2
    master = presentation.slide_masters[0]
    for holder in (
        master,
        *(one for one in master.slide_layouts if one.element.find(f"{{{P}}}cSld/{{{P}}}bg") is not None),
    ):
        _, relation = holder.part.get_or_add_image_part(io.BytesIO(logo.data))
        shapes = holder.element.find(f"{{{P}}}cSld/{{{P}}}spTree")
        ids = [int(e.get("id")) for e in shapes.iter(f"{{{P}}}cNvPr")]
        if holder is not master:
            holder.element.set("showMasterSp", "0")
            plate = (left - _PLATE, top - _PLATE, width + 2 * _PLATE, height + 2 * _PLATE)
            shapes.insert(2, etree.fromstring(_PLATE_XML.format(id=max(ids) + 2, **_box(plate)), _parser()))
        element = etree.fromstring(
            _LOGO_XML.format(id=max(ids) + 1, relation=relation, **_box((left, top, width, height))), _parser()
        )
        element.find(f".//{{{P}}}cNvPr").set("descr", school.name)
        shapes.append(element)
    return []


def _box(box: tuple[float, float, float, float]) -> dict[str, int]:
    return dict(zip(("x", "y", "cx", "cy"), map(emu, box), strict=True))


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True)


_NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_PLACE = '<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
_LOGO_XML = (
    f'<p:pic {_NAMESPACES}><p:nvPicPr><p:cNvPr id="{{id}}" name="Logo"/><p:cNvPicPr><a:picLocks noChangeAspect="1"/></p:cNvPicPr><p:nvPr userDrawn="1"/></p:nvPicPr>'
    '<p:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></p:blipFill>'
    f"<p:spPr>{_PLACE}</p:spPr></p:pic>"
)
_PLATE_XML = (
    f'<p:sp {_NAMESPACES}><p:nvSpPr><p:cNvPr id="{{id}}" name="Ground of the logo"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
    f'<p:spPr>{_PLACE}<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr>'
    '<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="en-GB"/></a:p></p:txBody></p:sp>'
)
