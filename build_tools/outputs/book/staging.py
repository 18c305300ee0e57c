"""Course → the staging folder that Jupyter Book reads.

A module's page is its own Markdown with the front matter's lines blank, so that a message of Sphinx names the author's
line, and with what only a presenter may see taken out before Sphinx reads it. Pages the build writes are a heading:
the extension fills them from the kit, so no text of a source is ever read as markup a second time.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from ...errors import OutputError
from ...model.kit import Kit
from ...model.module import Module
from ...model.output_format import Surroundings
from ...prose.fences import fences_blanked
from ...prose.parse import front_matter_blanked
from .assets import book_assets
from .configuration import config_yaml, toc_yaml
from .course import QUIZ_SECTION, Course

FACILITATOR_FENCES = frozenset({"slide", "notes"})
"""What only a presenter sees: it never reaches Sphinx, whose search index keeps words of nodes that no page shows."""

GENERATED = {
    "index": "Start",
    "paragraphs": "Paragraphs cited",
    "trace": "Every statement and its source",
    "glossary": "Glossary",
    "sources": "Sources",
}
"""The pages the build writes, by name, with their titles; the first is called after the kit."""

RESERVED = frozenset({*GENERATED, "search", "genindex", "404"})
PICTURES = "pictures"
MAX_FRONT_MATTER_LINES = 2_000


def stage(course: Course, folder: Path, around: Surroundings) -> None:
    """Write the staging folder.

    Files that are already there with the same bytes keep their time, so that Sphinx reads only what changed; files of
    an earlier build that are no longer wanted go.

    Raises:
        OutputError: a module has the name of a page of the book's own, or its source changed while building.
    """
    kit = course.kit
    files: dict[str, bytes] = {
        "_config.yml": config_yaml(kit, course.words).encode(),
        "_toc.yml": toc_yaml(kit).encode(),
        **{f"{name}.md": f"# {title}\n".encode() for name, title in GENERATED.items()},
        **{f"{PICTURES}/{picture.path}": (around.kit_root / picture.path).read_bytes() for picture in kit.pictures},
        **book_assets(kit, around),
    }
    for module in kit.modules:
        if module.id in RESERVED:
            raise OutputError(
                f'The module "{module.id}" ({module.location}) has the name of a page of the book\'s own. Give it another id.'
            )
        files[f"{module.id}.md"] = staged_module(kit, module, around.kit_root).encode()
    write_folder(folder, files)


def staged_module(kit: Kit, module: Module, kit_root: Path) -> str:
    """A module's page as Sphinx reads it: its source without front matter and slides, and its quizzes at the end."""
    text = (kit_root / module.location.path).read_text(encoding="utf-8")
    lines = text.split("\n")
    closing = next((n for n, line in enumerate(lines[1:MAX_FRONT_MATTER_LINES], 2) if line.rstrip() == "---"), 0)
    if lines[0].rstrip() != "---" or not closing:
        raise OutputError(f"{module.location.path} changed while the book was being built. Build again.")
    body = fences_blanked(front_matter_blanked(text, closing), FACILITATOR_FENCES)
    banks = kit.banks_of(module.id)
    if not banks:
        return body
    quizzes = "\n\n".join(f":::{{quiz}} {bank.id}\n:::" for bank in banks)
    return f"{body.rstrip()}\n\n## {QUIZ_SECTION}\n\n{quizzes}\n"


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make a folder hold exactly these files."""
    for path, content in files.items():
        target = folder / path
        if target.is_file() and target.read_bytes() == content:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    for old in sorted(folder.rglob("*"), reverse=True):
        name = old.relative_to(folder).as_posix()
        if old.is_file() and name not in files:
            old.unlink()
        elif old.is_dir() and not any(path.startswith(name + "/") for path in files):
            shutil.rmtree(old)
