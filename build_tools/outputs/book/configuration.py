"""The book's `_config.yml` and `_toc.yml`: Jupyter Book's own settings, as a person could have written them."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import yaml

from ...model.kit import Kit
from ...prose.parse import HEADING_ANCHORS, MYST_EXTENSIONS
from ...prose.resolve import date_words

STYLES = ("tokens.css", "kit.css")
SCRIPTS = ("book.js",)
EXTENSIONS = (
    "myst_nb",
    "jupyter_book",
    "sphinx_external_toc",
    "sphinx_book_theme",
    "build_tools.outputs.book.sphinx_extension",
)
"""Jupyter Book's extensions without those whose scripts every page would load and none uses: live code (which asks an
address on the network), copy buttons, comments, folding by script, tabs and cards."""


def config_yaml(kit: Kit, words: Mapping[str, str]) -> str:
    """`_config.yml`."""
    return _dump({
        "title": kit.title, "author": "", "copyright": "", "only_build_toc_files": True,
        "execute": {"execute_notebooks": "off"},
        "parse": {"myst_enable_extensions": list(MYST_EXTENSIONS)},
        "html": {"use_multitoc_numbering": False, "favicon": "_assets/icon.svg"},
        "latex": {"use_jupyterbook_latex": False},
        "sphinx": {"config": {
            "extensions": list(EXTENSIONS),
            "language": "en-GB",
            "myst_heading_anchors": HEADING_ANCHORS,
            "smartquotes": False,                # a text reads the same in the book as on paper
            "numfig": False,
            "html_static_path": ["_assets"],
            "html_css_files": list(STYLES),
            "html_js_files": list(SCRIPTS),
            "html_copy_source": False,           # a source holds what only a presenter may see
            "html_show_sourcelink": False,
            "html_show_search_summary": False,   # it fetches pages, which no browser allows from file://
            "html_use_index": False,
            "html_domain_indices": False,
            "html_permalinks": False,            # one tab stop less a heading; the page's own contents list links to them
            "html_show_sphinx": False,
            "html_show_copyright": False,
            "html_context": {"default_mode": "light"},
            "html_sidebars": {"**": ["navbar-logo.html", "search-field.html", "sbt-sidebar-nav.html"]},
            "html_theme_options": {
                "logo": {"text": escape(kit.title)},
                "search_bar_text": "Search this course",
                "home_page_in_toc": True,
                "navbar_persistent": [],
                "use_download_button": False,
                "use_fullscreen_button": False,
                "show_toc_level": 2,
                "footer_content_items": ["extra-footer.html"],
                "extra_footer": footer_html(kit, words),
            },
        }},
    })  # fmt: skip


def toc_yaml(kit: Kit) -> str:
    """`_toc.yml`."""
    return _dump({
        "format": "jb-book", "root": "index",
        "parts": [
            {"caption": "Modules", "chapters": [{"file": module.id} for module in kit.modules]},
            {"caption": "Look things up", "chapters": [{"file": name} for name in ("paragraphs", "trace", "glossary", "sources")]},
        ],
    })  # fmt: skip


def footer_html(kit: Kit, words: Mapping[str, str]) -> str:
    """What stands under every page: when the sources were checked, what the book is not, whose words it quotes."""
    days = [*(text.dates.checked for text in kit.texts), *(fact.checked for fact in kit.facts)]
    checked = min(days, default=None)
    said = [words["sources-checked"].format(date=date_words(checked))] if checked else []
    lines = [". ".join([*said, words["not-advice"]]) + "."]
    lines += dict.fromkeys(f"{work.title}: {work.attribution}" for work in kit.works if work.attribution)
    return "".join(f"<p>{escape(line)}</p>" for line in lines)


def _dump(value: dict[str, Any]) -> str:
    return yaml.safe_dump(value, sort_keys=False, allow_unicode=True, width=120)
