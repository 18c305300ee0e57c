"""An edition printed once, and the sample course to hold against it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.kits import SAMPLE

from .edition_pdf import write_pdf


@pytest.fixture(scope="session")
def edition_pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_pdf(tmp_path_factory.mktemp("edition") / "rules.pdf")


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SAMPLE, tmp_path / "kit"))


def edit(path: Path, *changes: tuple[str, str]) -> None:
    """Change a file; each old text stands in it once."""
    text = path.read_text("utf-8")
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path.name}"
        text = text.replace(old, new)
    path.write_text(text, "utf-8", newline="")
