"""Handouts as PDF: WeasyPrint's PDF/A-2a, repaired so that it is PDF/UA-1 too.

Defined by ISO 14289-1 and ISO 19005-2. Nothing is fetched: the engine may read the typeface, and pictures of the kit.
"""

from __future__ import annotations

import atexit
import io
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from ...errors import OutputError
from ...model.finding import Finding, Severity
from ...model.handout import Handout
from ...model.kit import Kit
from ...model.location import Location
from ...model.output_format import Job, Made, OutputFormat, Surroundings
from ..tokens import load_tokens
from .html import document_html, facts_of

if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

FACES = ("Regular", "Bold", "Italic", "BoldItalic")
TEMPLATES = ("handouts", "tokens.yml", "words.yml")
LONG_VARIANTS = ("large-print", "dyslexia")
"""Variants that take the sides their type needs: a handout's `sides` counts for the others."""


def handout_jobs(kit: Kit) -> tuple[Job, ...]:
    """One job a handout and variant."""
    return tuple(
        Job("handout-pdf", handout.id, variant, (handout.location.path, *_module_paths(kit, handout)), TEMPLATES,
            tuple(sorted(fact.id for fact in facts_of(kit, handout))))
        for handout in kit.handouts for variant in handout.variants
    )  # fmt: skip


def _module_paths(kit: Kit, handout: Handout) -> tuple[str, ...]:
    return tuple(module.location.path for module in (kit.module(id) for id in handout.modules) if module is not None)


def file_name(handout: str, variant: str) -> str:
    """The file a handout's variant goes to."""
    return f"{handout}.pdf" if variant == "standard" else f"{handout}-{variant}.pdf"


def write_handout(kit: Kit, job: Job, folder: Path, surroundings: Surroundings) -> Made:
    """Print one handout in one variant.

    Raises:
        OutputError: the PDF engine can't be used on this machine.
    """
    handout = next(h for h in kit.handouts if h.id == job.subject)
    source_folder = (surroundings.kit_root / handout.location.path).parent
    html = document_html(
        kit, handout, job.option, surroundings.templates, lambda address: (source_folder / address).as_uri()
    )
    engine = _engine()
    fetcher = reader((surroundings.kit_root,))
    document = engine.render(html, _styles(kit, job.option, surroundings), fetcher)
    findings = [
        *_too_long(handout, job.option, len(document.pages)),
        *_missing_glyphs(handout, html),
        *_refused(handout, fetcher.refused),
    ]
    if handout.variants[0] == job.option:
        findings += load_tokens(surroundings.templates, kit.school)[1]
    from .repair import repaired

    name = file_name(handout.id, job.option)
    raw = io.BytesIO()
    document.write_pdf(raw, pdf_variant="pdf/a-2a")
    (folder / name).write_bytes(repaired(raw.getvalue()))
    return Made((name,), tuple(findings))


def _styles(kit: Kit, variant: str, surroundings: Surroundings) -> tuple[str, ...]:
    tokens, _ = load_tokens(surroundings.templates, kit.school)
    names = ["handouts/handout.css"] + ([] if variant == "standard" else [f"handouts/{variant}.css"])
    return (tokens.css("html"), *(surroundings.templates(name).read_text("utf-8") for name in names))


def _too_long(handout: Handout, variant: str, pages: int) -> list[Finding]:
    if variant in LONG_VARIANTS or pages <= handout.sides:
        return []
    last = handout.body.children[-1].line if handout.body.children else None
    return [Finding("pdf.too-long", Location(handout.location.path, last or 1),
                    f'"{handout.title}" takes {pages} sides as {variant}; it may take {handout.sides}.',
                    "Cut its last blocks, shorten its table, or allow more sides.")]  # fmt: skip


def _missing_glyphs(handout: Handout, html: str) -> list[Finding]:
    """Letters that neither our typeface nor a Noto face on this machine has."""
    from html.parser import HTMLParser

    texts: list[str] = []

    class Words(HTMLParser):
        def handle_data(self, data: str) -> None:
            texts.append(data)

    Words().feed(html)
    unknown = sorted(
        {c for text in texts for c in text if c.isprintable() and not c.isspace() and ord(c) not in covered()}
    )
    if not unknown:
        return []
    named = ", ".join(f"{c} (U+{ord(c):04X})" for c in unknown[:8])
    return [Finding("pdf.missing-glyph", handout.location, f"No typeface here has {named}.",
                    "Install a Noto face for that script (Debian: fonts-noto-core), or write it another way.", Severity.WARNING)]  # fmt: skip


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


def _refused(handout: Handout, urls: list[str]) -> list[Finding]:
    return [Finding("pdf.not-read", handout.location, f'"{url[:80]}" is outside the kit, so it was not read.',
                    "Put the file into the kit and name it from there.") for url in dict.fromkeys(urls)]  # fmt: skip


class _Engine:
    """WeasyPrint with our typeface, loaded once a process; style sheets are parsed once too."""

    def __init__(self) -> None:
        try:
            from weasyprint import CSS, HTML
            from weasyprint.text.fonts import FontConfiguration
        except (ImportError, OSError) as error:
            raise OutputError("Handouts can't be printed: the Pango library is missing. On Debian and Ubuntu: "
                              f"apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0. ({error})") from error  # fmt: skip
        self._css, self._html = CSS, HTML
        self.fonts: FontConfiguration = FontConfiguration()
        self._sheets: dict[str, CSS] = {}
        self._faces = [self.sheet("".join(self._face_rule(style) for style in FACES))]

    def _face_rule(self, style: str) -> str:
        slant, weight = ("italic" if "Italic" in style else "normal"), ("bold" if "Bold" in style else "normal")
        return (f'@font-face {{ font-family: "Atkinson Hyperlegible"; src: url("{_face(style).as_uri()}"); '
                f"font-style: {slant}; font-weight: {weight}; }}\n")  # fmt: skip

    def sheet(self, text: str) -> CSS:
        """A parsed style sheet."""
        if text not in self._sheets:
            self._sheets[text] = self._css(string=text, font_config=self.fonts, url_fetcher=reader(()))
        return self._sheets[text]

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


HANDOUT_PDF = OutputFormat(name="handout-pdf", part="handouts", jobs=handout_jobs, write=write_handout)
