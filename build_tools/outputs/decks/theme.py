"""The theme's colours: which token fills which slot, and a school's own colours put in their place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree

from ...model.finding import Finding, Severity
from ...model.school import School
from ..tokens import LEAST_CONTRAST, contrast, mixed

SLOTS = {
    "dk1": "ink", "lt1": "#FFFFFF", "dk2": "pine", "lt2": "mist", "accent1": "pine", "accent2": "marigold", "accent3": "rust",
    "accent4": "quiet-ink", "accent5": "sand", "accent6": "rule", "hlink": "pine", "folHlink": "quiet-ink",
}  # fmt: skip
"""Theme slots → the token that fills each, or a colour that no school changes."""

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_THEME = "/ppt/theme/"


def with_light_accent(tokens: Mapping[str, str], school: School | None) -> tuple[dict[str, str], tuple[Finding, ...]]:
    """The tokens with an accent that ink can be read on, as the clock's words are; a finding where it was too dark.

    Args:
        tokens: colours `#RRGGBB` by name.
        school: whose accent it is.
    """
    accent = tokens["marigold"]
    light = next(
        shade
        for share in range(100, -1, -1)
        if contrast(tokens["ink"], shade := mixed(accent, "#FFFFFF", share / 100)) >= LEAST_CONTRAST
    )
    if school is None or light == accent:
        return {**tokens, "marigold": light}, ()
    finding = Finding(
        "theme.dark-accent",
        school.location,
        f"The accent colour {accent} is too dark for words to stand on it.",
        f"It is lightened to {light} on slides; choose a lighter one to have it exactly.",
        Severity.WARNING,
    )
    return {**tokens, "marigold": light}, (finding,)


def recolour(presentation: Any, tokens: Mapping[str, str]) -> None:
    """Fill the slots of every theme of a presentation from tokens `#RRGGBB`; what is drawn in theme colours follows."""
    for part in presentation.part.package.iter_parts():
        if not str(part.partname).startswith(_THEME):
            continue
        theme = etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False, no_network=True))
        scheme = theme.find(f".//{_A}clrScheme")
        for slot in scheme:
            token = SLOTS.get(etree.QName(slot).localname, "")
            if token in tokens:
                for child in list(slot):
                    slot.remove(child)
                etree.SubElement(slot, f"{_A}srgbClr", val=tokens[token].lstrip("#").upper())
        part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)  # noqa: SLF001 - python-pptx keeps a theme as bytes and offers no other way to change it


def contrasts_of(presentation: Any) -> list[tuple[str, str, str]]:
    """(what it is, colour, ground) of words in theme colours, as the first master maps them: `#RRGGBB`."""
    from pptx.opc.constants import RELATIONSHIP_TYPE

    master = presentation.slide_masters[0]
    theme = etree.fromstring(master.part.part_related_by(RELATIONSHIP_TYPE.THEME).blob, etree.XMLParser(resolve_entities=False, no_network=True))  # fmt: skip
    scheme = theme.find(f".//{_A}clrScheme")
    values = {etree.QName(slot).localname: _value(slot) for slot in scheme}
    mapped = next(e for e in master.element if etree.QName(e).localname == "clrMap")
    colours = {name: values.get(mapped.get(name, name), "") for name in ("bg1", "tx1", "bg2", "tx2")}
    pairs = (("text", "tx1", "bg1"), ("text on a panel", "tx1", "bg2"), ("a table's header", "tx2", "bg2"))
    return [(what, colours[one], colours[other]) for what, one, other in pairs if colours[one] and colours[other]]


def _value(slot: Any) -> str:
    """A theme colour as `#RRGGBB`; empty where it is said in another way than as red, green and blue."""
    for child in slot:
        value = child.get("lastClr") or child.get("val", "")
        if len(value) == 6 and all(letter in "0123456789abcdefABCDEF" for letter in value):
            return f"#{value.upper()}"
    return ""
