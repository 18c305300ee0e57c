"""Colours and standing words: `templates/tokens.yml` and `templates/words.yml`, with a school's two colours in."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import yaml

from ..errors import OutputError
from ..model.finding import Finding, Severity
from ..model.school import School

LEAST_CONTRAST = 4.5
"""WCAG 2.2, 1.4.3: text on its ground."""

_HEX = re.compile(r"#[0-9A-Fa-f]{6}")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The look's values by name; colours as `#RRGGBB`."""

    colours: dict[str, str]
    measure: str

    def css(self, selector: str = ":root") -> str:
        """The tokens as custom properties `--kit-<name>`."""
        pairs = "".join(f" --kit-{name}: {value};" for name, value in sorted(self.colours.items()))
        return f"{selector} {{{pairs} --kit-measure: {self.measure}; }}\n"


def load_tokens(templates: Callable[[str], Path], school: School | None = None) -> tuple[Tokens, tuple[Finding, ...]]:
    """The tokens, and a finding for each of the school's colours that had to be darkened to be read.

    Raises:
        OutputError: the token file is broken.
    """
    data = _mapping(templates("tokens.yml"))
    listed = data.get("colours")
    colours = {str(k): str(v) for k, v in listed.items()} if isinstance(listed, dict) else {}
    bad = [name for name, value in colours.items() if not _HEX.fullmatch(value)]
    if bad or not colours:
        raise OutputError(f"templates/tokens.yml: {', '.join(bad) or 'colours'} is not a colour. Write it as #0F4C4A.")
    findings: list[Finding] = []
    if school is not None and school.main_colour:
        dark = darkened(school.main_colour)
        if dark.lower() != school.main_colour.lower():
            findings.append(Finding(
                "tokens.faint-colour", school.location, f"The main colour {school.main_colour} is too faint for text on white.",
                f"It is darkened to {dark}; choose a darker one to have it exactly.", Severity.WARNING))  # fmt: skip
        colours["pine"] = dark
        colours["mist"] = mixed(dark, "#FFFFFF", 0.10)
    if school is not None and school.accent_colour:
        colours["marigold"] = school.accent_colour.upper()
    return Tokens(colours, str(data.get("measure", "70ch"))), tuple(findings)


def standing_words(templates: Callable[[str], Path]) -> dict[str, str]:
    """The words that stand on every output, by name; `{date}` and `{name}` are places to fill.

    Raises:
        OutputError: the file is broken.
    """
    return {str(k): str(v) for k, v in _mapping(templates("words.yml")).items()}


def _mapping(path: Path) -> dict[str, object]:
    try:
        data = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise OutputError(f"templates/{path.name} can't be read: {error}") from error
    if not isinstance(data, dict):
        raise OutputError(f"templates/{path.name} holds no keys.")
    return data


def luminance(colour: str) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mixed(one: str, other: str, share: float) -> str:
    """`share` of the first colour, the rest of the second."""
    values = (round(int(one[i : i + 2], 16) * share + int(other[i : i + 2], 16) * (1 - share)) for i in (1, 3, 5))
    return "#" + "".join(f"{value:02X}" for value in values)


def darkened(colour: str, ground: str = "#FFFFFF") -> str:
    """The colour itself where it can be read on the ground, else the lightest darker shade that can."""
    shade = colour.upper()
    for share in range(100, -1, -1):
        shade = mixed(colour, "#000000", share / 100)
        if contrast(shade, ground) >= LEAST_CONTRAST:
            return shade
    return shade
