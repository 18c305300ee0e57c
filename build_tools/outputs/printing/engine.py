"""HTML → PDF/UA-1 and PDF/A-2a, by WeasyPrint and our repairs: the one way anything of ours is printed.

Defined by ISO 14289-1 and ISO 19005-2. Nothing is fetched: the engine may read our typeface, and files in the folders
it is given.
"""

from __future__ import annotations

import atexit
import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from jinja2 import Environment, FunctionLoader, StrictUndefined

from ...errors import NoEngineError

if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

FACES = ("Regular", "Bold", "Italic", "BoldItalic")


NO_PANGO = (
    "No PDF can be made: the Pango library is missing on this machine. All else is made, and PDFs of the last build stay. "
    "Debian, Ubuntu: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0. Fedora: dnf install pango. "
    "macOS: brew install pango. Windows: install MSYS2, then pacman -S mingw-w64-x86_64-pango. Then build again."
)


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF, how many pages it has, and the addresses that its HTML named and that were not read."""

    data: bytes
    pages: int
    refused: tuple[str, ...]


def print_pdf(html: str, styles: tuple[str, ...], roots: tuple[Path, ...] = ()) -> Printed:
    """Print a document.

    Args:
        html: a whole document.
        styles: the texts of its style sheets; each is parsed once a process.
        roots: folders whose files it may show.

    Raises:
        NoEngineError: the PDF engine can't be used on this machine.
    """
    engine = _engine()
    fetcher = reader(roots)
    document = engine.render(html, styles, fetcher)
    from .repair import repaired

    raw = io.BytesIO()
    document.write_pdf(raw, pdf_variant="pdf/a-2a")
    return Printed(
        repaired(raw.getvalue()),
        len(document.pages),
        tuple(dict.fromkeys((*engine.refused_by(styles), *fetcher.refused))),
    )


def template_environment(templates: Callable[[str], Path]) -> Environment:
    """Jinja2 that reads template files only, escapes everything and knows no undefined name."""
    return Environment(
        loader=FunctionLoader(lambda name: templates(name).read_text("utf-8")), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, keep_trailing_newline=False,
    )  # fmt: skip


def unknown_letters(html: str) -> tuple[str, ...]:
    """Letters of a document that neither our typeface nor a Noto face on this machine has."""
    texts: list[str] = []

    class Words(HTMLParser):
        def handle_data(self, data: str) -> None:
            texts.append(data)

    Words().feed(html)
    return tuple(
        sorted({c for text in texts for c in text if c.isprintable() and not c.isspace() and ord(c) not in covered()})
    )


@lru_cache(maxsize=1)
def covered() -> frozenset[int]:
    """Code points of our typeface and of every Noto face that fontconfig's usual folders hold."""
    from fontTools.ttLib import TTFont

    points: set[int] = set()
    with TTFont(str(_face("Regular"))) as font:
        points |= set(font.getBestCmap())
    for folder in (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts"):
        for path in sorted(folder.rglob("Noto*-Regular.ttf")) if folder.is_dir() else ():
            with TTFont(str(path), lazy=True) as font:
                points |= set(font.getBestCmap() or ())
    return frozenset(points)


def _face(style: str) -> Path:
    return Path(str(files("fontpkg_atkinson_hyperlegible").joinpath("files", f"AtkinsonHyperlegible-{style}.ttf")))


def may_read(url: str, roots: tuple[Path, ...]) -> bool:
    """Whether the engine may read an address: data in the page, our typeface, files inside the folders given."""
    parts = urlsplit(url)
    if parts.scheme == "data":
        return True
    if parts.scheme != "file" or parts.netloc:
        return False
    path = Path(unquote(parts.path)).resolve()
    return any(path.is_relative_to(root.resolve()) for root in (*roots, _face("Regular").parent))


def reader(roots: tuple[Path, ...]) -> Any:
    """A WeasyPrint URL fetcher that opens only what `may_read` allows and notes the rest in `refused`."""
    from weasyprint.urls import URLFetcher

    class Reader(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
        refused: list[str]

        def fetch(self, url: str, headers: Any = None) -> Any:
            if not may_read(url, roots):
                self.refused.append(url)
                raise ValueError(f"not read: {url}")
            return super().fetch(url, headers)

    made = Reader(allowed_protocols={"data", "file"}, allow_redirects=False)
    made.refused = []
    return made


class _Engine:
    """WeasyPrint with our typeface, loaded once a process; style sheets are parsed once too."""

    def __init__(self) -> None:
        try:
            from weasyprint import CSS, HTML
            from weasyprint.text.fonts import FontConfiguration
        except (ImportError, OSError) as error:
            raise NoEngineError(NO_PANGO) from error
        self._css, self._html = CSS, HTML
        self.fonts: FontConfiguration = FontConfiguration()
        self._sheets: dict[str, CSS] = {}
        self._imports: dict[str, tuple[str, ...]] = {}
        self._faces = [self.sheet("".join(self._face_rule(style) for style in FACES))]

    def _face_rule(self, style: str) -> str:
        slant, weight = ("italic" if "Italic" in style else "normal"), ("bold" if "Bold" in style else "normal")
        return (f'@font-face {{ font-family: "Atkinson Hyperlegible"; src: url("{_face(style).as_uri()}"); '
                f"font-style: {slant}; font-weight: {weight}; }}\n")  # fmt: skip

    def sheet(self, text: str) -> CSS:
        """A parsed style sheet."""
        if text not in self._sheets:
            fetcher = reader(())
            self._sheets[text] = self._css(string=text, font_config=self.fonts, url_fetcher=fetcher)
            self._imports[text] = tuple(fetcher.refused)
        return self._sheets[text]

    def refused_by(self, styles: tuple[str, ...]) -> list[str]:
        """The addresses that style sheets wanted to import and that were not read."""
        return [url for text in styles for url in self._imports.get(text, ())]

    def render(self, html: str, styles: tuple[str, ...], fetcher: Any) -> Any:
        """The document laid out, not yet written."""
        sheets = [*self._faces, *(self.sheet(text) for text in styles)]
        document = self._html(string=html, url_fetcher=fetcher)
        return document.render(stylesheets=sheets, font_config=self.fonts, pdf_variant="pdf/a-2a")


@lru_cache(maxsize=1)
def _engine() -> _Engine:
    # Let go of before the interpreter takes its modules apart, or WeasyPrint's fonts complain as they go.
    atexit.register(_engine.cache_clear)
    return _Engine()
