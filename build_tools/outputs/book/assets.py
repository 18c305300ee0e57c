"""Style sheets, scripts and the typeface that the book's pages load."""

from __future__ import annotations

import io
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from ...model.kit import Kit
from ...model.output_format import Surroundings
from ..quizzes import rendered as quiz
from ..tokens import load_tokens

ASSETS = "_assets"
"""The folder of the staging folder that Sphinx copies to `_static`. Not `_static` itself: Jupyter Book would load every
script of that on every page."""

FACES = (
    "AtkinsonHyperlegible-Regular",
    "AtkinsonHyperlegible-Bold",
    "AtkinsonHyperlegible-Italic",
    "AtkinsonHyperlegible-BoldItalic",
)
"""Files in `fontpkg-atkinson-hyperlegible`; `templates/book/kit.css` gives each its weight and style."""

TEMPLATES = ("tokens.yml", "words.yml", "book", "drawing", *quiz.SCRIPTS, *quiz.STYLES, "quizzes/quiz.html.jinja")
"""What the book depends on below `templates/`."""


def book_assets(kit: Kit, around: Surroundings) -> dict[str, bytes]:
    """Files by their path in the staging folder."""
    made = {
        "tokens.css": load_tokens(around.templates, kit.school)[0].css("html").encode(),
        "kit.css": (_text(around, "book/kit.css") + _text(around, "drawing/drawing.css")).encode(),
        "icon.svg": _text(around, "book/icon.svg").encode(),
        "book.js": _text(around, "book/book.js").encode(),
        **{name: _text(around, name).encode() for name in (*quiz.SCRIPTS, *quiz.STYLES)},
        **{f"fonts/{face}.woff2": web_font(face, around.cache / "fonts") for face in FACES},
        "fonts/OFL.txt": files("fontpkg_atkinson_hyperlegible").joinpath("LICENSE").read_bytes(),
    }
    return {f"{ASSETS}/{name}": content for name, content in made.items()}


def _text(around: Surroundings, name: str) -> str:
    return around.templates(name).read_text(encoding="utf-8")


FONT_TOOLS = ("fontpkg-atkinson-hyperlegible", "fonttools", "brotli")
"""The packages that decide a web font's bytes."""


def web_font(face: str, cache: Path) -> bytes:
    """A face of the typeface as WOFF2, the same bytes each time.

    Args:
        face: its file's name, without the ending.
        cache: where it is kept between builds: packing takes longer than a page.
    """
    kept = cache / "-".join(version(name) for name in FONT_TOOLS) / f"{face}.woff2"
    if kept.is_file():
        return kept.read_bytes()
    from fontTools.ttLib import TTFont

    source = files("fontpkg_atkinson_hyperlegible").joinpath("files", f"{face}.ttf").read_bytes()
    font = TTFont(io.BytesIO(source), recalcTimestamp=False)
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out)
    packed: bytes = out.getvalue()
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(packed)
    return packed
