"""The sample course as a book, built once a worker, and what its tests read it with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from build_tools.jobs.templates import template_folders
from build_tools.model.finding import Finding
from build_tools.model.kit import Kit
from build_tools.model.output_format import Surroundings
from build_tools.outputs.book.course import read_course
from build_tools.outputs.book.sphinx_book import BOOK, build_pages
from build_tools.outputs.book.staging import stage
from tests.kits import AS_OF, SAMPLE, sample_kit


def surroundings(root: Path, cache: Path) -> Surroundings:
    return Surroundings(root, template_folders(root), cache, AS_OF.isoformat())


@dataclass(frozen=True)
class Built:
    """A book on disk."""

    kit: Kit
    folder: Path
    cache: Path
    files: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def pages(self) -> list[str]:
        return [name for name in self.files if name.endswith(".html")]

    def page(self, name: str) -> Any:
        return html.document_fromstring((self.folder / name).read_bytes(), parser=html.HTMLParser(encoding="utf-8"))

    def bytes(self) -> dict[str, bytes]:
        return {name: (self.folder / name).read_bytes() for name in self.files}


def build(kit: Kit, root: Path, folder: Path, cache: Path) -> Built:
    folder.mkdir(parents=True)
    cache.mkdir(parents=True, exist_ok=True)
    made = BOOK.write(kit, BOOK.jobs(kit)[0], folder, surroundings(root, cache))
    return Built(kit, folder, cache, made.files, made.findings)


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The sample course, in a folder with a space in its name."""
    base = tmp_path_factory.mktemp("book")
    return build(sample_kit(), SAMPLE, base / "a book", base / "cache")


@pytest.fixture(scope="session")
def stock_pages(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """The same pages as Jupyter Book leaves them."""
    base = tmp_path_factory.mktemp("stock")
    kit, around = sample_kit(), surroundings(SAMPLE, base)
    course = read_course(kit, SAMPLE, around.templates)
    stage(course, base / "source", around)
    assert not build_pages(course, base / "source", base / "html", base / "doctrees")
    return [path.read_bytes() for path in sorted((base / "html").glob("*.html"))]
