"""Decks of the sample course, and of slides that a test writes into it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from build_tools.jobs.templates import OUR_TEMPLATES, TemplateFolders
from build_tools.model.finding import Finding
from build_tools.model.kit import Kit
from build_tools.model.output_format import Surroundings
from build_tools.outputs.decks.powerpoint import DECK
from build_tools.source.load_kit import load_kit
from tests.kits import AS_OF, SAMPLE, changed_copy, sample_kit

MODULE = "modules/01-safe-start.md"


def surroundings(root: Path, cache: Path) -> Surroundings:
    return Surroundings(root, TemplateFolders((OUR_TEMPLATES,)), cache)


@dataclass(frozen=True)
class Written:
    """A deck opened again, its file, and the findings met while it was made."""

    deck: Any
    path: Path
    findings: tuple[Finding, ...]

    def slide(self, title: str) -> Any:
        return next(s for s in self.deck.slides if s.shapes.title.text == title)

    @property
    def titles(self) -> list[str]:
        return [s.shapes.title.text for s in self.deck.slides]


def write(kit: Kit, root: Path, folder: Path, minutes: int = 45) -> Written:
    job = next(j for j in DECK.jobs(kit) if j.subject == "safe-start" and j.option == str(minutes))
    made = DECK.write(kit, job, folder, surroundings(root, folder))
    path = folder / f"safe-start-{minutes}min.pptx"
    return Written(Presentation(str(path)) if made.files else None, path, made.findings)


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """The sample module's deck of 45 minutes."""
    written = write(sample_kit(), SAMPLE, tmp_path_factory.mktemp("decks"))
    assert written.findings == ()
    return written


@pytest.fixture
def with_slides(tmp_path: Path) -> Callable[..., Written]:
    """Makes the deck of the sample module with a test's own slides at its end."""

    def make(slides: str, **changed: bytes) -> Written:
        root = changed_copy(tmp_path, {"file": MODULE, "append": f"\n{slides}\n"})
        for name, data in changed.items():
            (root / "modules" / "figures" / name.replace("_", ".")).write_bytes(data)
        kit, findings = load_kit(root, AS_OF)
        assert [str(f) for f in findings] == []
        out = tmp_path / "out"
        out.mkdir()
        return write(kit, root, out)

    return make


def texts(slide: Any) -> list[str]:
    """Every paragraph on a slide, but for its foot and number, in reading order."""
    found = []
    for shape in slide.shapes:
        if shape.has_text_frame and not (shape.is_placeholder and shape.placeholder_format.idx in (90, 91)):
            found += [p.text for p in shape.text_frame.paragraphs]
    return found


def group_texts(slide: Any) -> list[str]:
    """The words of the drawing on a slide."""
    group = next(s for s in slide.shapes if s.shape_type is not None and s.shape_type.name == "GROUP")
    return [p.text for s in group.shapes if s.has_text_frame for p in s.text_frame.paragraphs if p.text]


def slide_block(title: str, body: str, layout: str = "content", minutes: int = 1, shows: str = "") -> str:
    """A slide's source, with notes."""
    shown = f":shows: {shows}\n" if shows else ""
    return f"::::{{slide}} {title}\n:minutes: {minutes}\n:layout: {layout}\n:from: 45\n{shown}\n{body}\n\n:::{{notes}}\nSay this.\n:::\n::::\n"
