"""A small kit on a folder of its own, and builds of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from build_tools.pipeline import BuildReport, BuildRequest, build

from .fake_formats import FORMATS

MODULE = """---
id: {id}
title: {title}
summary: What to know about {id}.
audience: [teachers]
minutes: 5
outcomes:
  - id: say-{id}
    text: Say {id}
checked: {checked}
review-by: 2027-09-01
---
# {title}

The word {id} stands here.
"""
BANK = """module: {id}
items:
  - id: {id}-first
    type: true-false
    stem: The word is {id}.
    answer: "true"
    option-feedback:
      "true": It is.
      "false": Read it again.
    cites: []
    outcome: say-{id}
    level: recall
"""
HANDOUT = """---
id: {id}-sheet
title: A sheet on {id}
summary: All on one side.
kind: keydoc
audience: [teachers]
modules: [{id}]
sides: 1
checked: 2026-11-20
review-by: 2027-09-01
---
## What it is

A word.
"""


def write_module(kit: Path, id: str, checked: str = "2026-11-25") -> None:
    """Add a module with its bank and handout."""
    (kit / f"modules/{id}.md").write_text(MODULE.format(id=id, title=id.capitalize(), checked=checked), "utf-8")
    (kit / f"quizzes/{id}.yml").write_text(BANK.format(id=id), "utf-8")
    (kit / f"handouts/{id}.md").write_text(HANDOUT.format(id=id), "utf-8")


def make_kit(kit: Path) -> Path:
    """A kit with two modules."""
    for folder in ("modules", "quizzes", "handouts", "templates/book"):
        (kit / folder).mkdir(parents=True)
    (kit / "modules/works.yml").write_text("title: Fire safety\nworks: []\n", "utf-8")
    (kit / "modules/facts.yml").write_text("facts: []\n", "utf-8")
    (kit / "modules/glossary.yml").write_text("terms: []\n", "utf-8")
    (kit / "templates/book/style.css").write_text("p { color: black }\n", "utf-8")
    write_module(kit, "alpha")
    write_module(kit, "beta", checked="2026-11-01")
    return kit


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, hidden ones too, by path."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    return make_kit(tmp_path / "kit")


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """Gives the names of the jobs done since it was last asked, sorted."""
    path = tmp_path / "log"
    monkeypatch.setenv("CPD_TEST_LOG", str(path))

    def done() -> list[str]:
        lines = sorted(path.read_text("utf-8").splitlines()) if path.exists() else []
        path.unlink(missing_ok=True)
        return lines

    return done


def run(kit: Path, formats=FORMATS, executor=None, **asked) -> BuildReport:  # type: ignore[no-untyped-def]
    """Build a kit with the fake formats, as of 25 November 2026 where not said otherwise."""
    return build(BuildRequest(kit, **{"as_of": date(2026, 11, 25), **asked}), formats=formats, executor=executor)
