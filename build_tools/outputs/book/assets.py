"""Style sheets, scripts and the typeface that the book's pages load."""

from __future__ import annotations

import io
from functools import lru_cache
from importlib.resources import files

from ...model.kit import Kit
from ...model.output_format import Surroundings
from ..quizzes import rendered as quiz
from ..tokens import load_tokens

ASSETS = "_assets"
"""The folder of the staging folder that Sphinx copies to `_static`. Not `_static` itself: Jupyter Book would load every
script of that on every page."""

FACES = {
    "AtkinsonHyperlegible-Regular": (400, "normal"), "AtkinsonHyperlegible-Bold": (700, "normal"),
    "AtkinsonHyperlegible-Italic": (400, "italic"), "AtkinsonHyperlegible-BoldItalic": (700, "italic"),
}  # fmt: skip
"""File in `fontpkg-atkinson-hyperlegible` → weight and style."""

TEMPLATES = ("tokens.yml", "words.yml", "book", "drawing", *quiz.SCRIPTS, *quiz.STYLES, "quizzes/quiz.html.jinja")
"""What the book depends on below `templates/`."""


def book_assets(kit: Kit, around: Surroundings) -> dict[str, bytes]:
    """Files by their path in the staging folder."""
    made = {
        "tokens.css": load_tokens(around.templates, kit.school)[0].css("html").encode(),
        "kit.css": (_text(around, "book/kit.css") + _text(around, "drawing/drawing.css")).encode(),
        "book.js": _text(around, "book/book.js").encode(),
        **{name: _text(around, name).encode() for name in (*quiz.SCRIPTS, *quiz.STYLES)},
        **{f"fonts/{face}.woff2": web_font(face) for face in FACES},
        "fonts/OFL.txt": files("fontpkg_atkinson_hyperlegible").joinpath("LICENSE").read_bytes(),
    }
    return {f"{ASSETS}/{name}": content for name, content in made.items()}


def _text(around: Surroundings, name: str) -> str:
    return around.templates(name).read_text(encoding="utf-8")


@lru_cache(maxsize=len(FACES))
def web_font(face: str) -> bytes:
    """A face of the typeface as WOFF2, the same bytes each time."""
    from fontTools.ttLib import TTFont

    source = files("fontpkg_atkinson_hyperlegible").joinpath("files", f"{face}.ttf").read_bytes()
    font = TTFont(io.BytesIO(source), recalcTimestamp=False)
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()
