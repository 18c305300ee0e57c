"""The few icons the theme shows, as lines on a grid of 24, in place of a library of two thousand (543 kB)."""

from __future__ import annotations

from lxml import etree

PATHS = {
    "fa-bars": "M4 6h16M4 12h16M4 18h16",
    "fa-list": "M9 6h11M9 12h11M9 18h11M4 6h1M4 12h1M4 18h1",
    "fa-magnifying-glass": "M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M15.5 15.5L21 21",
    "fa-sun": "M12 8a4 4 0 1 0 0 8a4 4 0 1 0 0-8M12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M5 19l2-2M17 7l2-2",
    "fa-moon": "M19 14.5A8 8 0 1 1 10 4a6.5 6.5 0 0 0 9 10.5z",
    "fa-circle-half-stroke": "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M12 3v18M12 7h6M12 11h8.5M12 15h7.5",
    "fa-chevron-down": "M5 9l7 7l7-7",
    "fa-angle-left": "M15 5l-7 7l7 7",
    "fa-angle-right": "M9 5l7 7l-7 7",
}
"""Name in the theme → path."""


def icon(name: str, classes: str = "") -> etree._Element:
    """An icon as an SVG element; words beside it or on its button say what it means."""
    svg = etree.Element(
        "svg",
        {"class": f"kit-icon {classes}".strip(), "viewBox": "0 0 24 24", "aria-hidden": "true", "focusable": "false"},
    )
    svg.append(etree.Element("path", {"d": PATHS[name]}))
    return svg
