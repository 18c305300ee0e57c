"""Finished pages: repairs, a security policy that each page obeys, and nothing left over that no page loads."""

from __future__ import annotations

import base64
import hashlib
import posixpath
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from lxml import html

from .repairs import REPAIRS

ENGINE_FILES = (".buildinfo", "objects.inv")
"""What Sphinx leaves for itself and for other Sphinx projects."""

_CSS_ADDRESS = re.compile(r"(?:url\(\s*[\"']?|@import\s+[\"'])([^\"')]+?)[\"']?\s*[);]")
_VENDOR = "_static/vendor/"
"""The theme's icon fonts, which its style sheet names and no page of ours shows."""


def finish_site(folder: Path) -> tuple[str, ...]:
    """Finish every page below a folder.

    Returns:
        The paths of all files that are left, sorted.
    """
    pages = sorted(
        path for path in folder.rglob("*.html") if not path.relative_to(folder).as_posix().startswith("_static/")
    )
    for page in pages:
        page.write_bytes(finish_page(page.read_bytes()))
    _prune(folder, pages)
    return tuple(sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()))


def finish_page(source: bytes) -> bytes:
    """One page, repaired and with its policy."""
    page = html.document_fromstring(source, parser=html.HTMLParser(encoding="utf-8"))
    for repair in REPAIRS:
        repair(page)
    meta = page.makeelement("meta", {"http-equiv": "Content-Security-Policy", "content": policy(page)})
    page.find("head").insert(1, meta)  # after the character set, before all that it governs
    finished: bytes = html.tostring(page, encoding="utf-8")
    return b"<!DOCTYPE html>\n" + finished + b"\n"


def policy(page: Any) -> str:
    """A Content-Security-Policy: the page runs the book's files and the scripts and styles it holds now, no other.

    Nothing may be fetched or sent but from and to where the book lies. Data scripts run nothing and need no hash.
    """
    scripts = _hashes(
        e.text
        for e in page.iter("script")
        if not e.get("src") and e.get("type") in (None, "", "text/javascript", "module")
    )
    styles = _hashes(e.text for e in page.iter("style"))
    return (f"default-src 'none'; script-src 'self'{scripts}; style-src 'self'{styles}; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
            "form-action 'self'; base-uri 'none'")  # fmt: skip


def _hashes(texts: Any) -> str:
    digests = dict.fromkeys(base64.b64encode(hashlib.sha256((text or "").encode()).digest()).decode() for text in texts)
    return "".join(f" 'sha256-{digest}'" for digest in digests)


def _prune(folder: Path, pages: list[Path]) -> None:
    """Take away what no page loads, directly or by way of a style sheet."""
    kept: set[str] = set()
    waiting = [
        name for page in pages for name in _loaded_by(page.read_bytes(), page.relative_to(folder).parent.as_posix())
    ]
    while waiting:
        name = waiting.pop()
        path = folder / name
        if name in kept or not path.is_file() or name.startswith(_VENDOR):
            continue
        kept.add(name)
        if name.endswith(".css"):
            waiting += [
                _joined(posixpath.dirname(name), address) for address in _CSS_ADDRESS.findall(path.read_text("utf-8"))
            ]
    for path in sorted(folder.rglob("*"), reverse=True):
        name = path.relative_to(folder).as_posix()
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif name in ENGINE_FILES or (
            name.startswith(("_static/", "_sphinx_design_static/", "_sources/"))
            and name not in kept
            and not name.endswith("OFL.txt")
        ):
            path.unlink()


def _loaded_by(source: bytes, base: str) -> list[str]:
    page = html.document_fromstring(source, parser=html.HTMLParser(encoding="utf-8"))
    addresses = page.xpath("//@src | //link/@href | //a/@href | //source/@srcset")
    return [
        _joined(base, str(address))
        for address in addresses
        if "://" not in address and not address.startswith(("data:", "#", "mailto:"))
    ]


def _joined(base: str, address: str) -> str:
    return posixpath.normpath(posixpath.join(base, unquote(address.partition("#")[0].partition("?")[0])))
