"""A kit's folder → Kit and findings. The only way in: nobody else reads a source file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

from docutils import nodes

from ..model.citation import Citation
from ..model.finding import Finding, sort_findings
from ..model.item import Bank
from ..model.kit import Kit, SourceFile
from ..model.location import Location
from ..model.module import Module
from ..model.reference import Fact, Index, Term, Wording, Work
from ..model.session import Session
from ..provenance.edition_changes import compare_editions, marks_of
from ..schema.reading import Reading
from .handout_markdown import read_handout
from .item_bank import read_bank
from .module_markdown import read_module
from .reference_files import read_facts, read_figure, read_glossary, read_index, read_sessions, read_works
from .school_toml import read_school

FOLDERS = ("modules", "quizzes", "handouts")
MAX_FILES = 5_000
T = TypeVar("T")
_NO_WORKS: tuple[str, date | None, str, tuple[Work, ...]] = ("", None, "", ())
_NO_FACTS: tuple[Fact, ...] = ()
_NO_TERMS: tuple[tuple[Term, ...], tuple[Wording, ...]] = ((), ())
_NO_SESSIONS: tuple[Session, ...] = ()


def load_kit(root: Path, as_of: date, school: Path | None = None) -> tuple[Kit, tuple[Finding, ...]]:
    """Read every source of a kit.

    Args:
        root: the kit's folder, with `modules/`, `quizzes/` and `handouts/`.
        as_of: the day the build counts as today.
        school: a school's `school.toml`, if one is to be built for.

    Returns:
        The kit as far as it could be read, and all that is wrong, sorted by file and line.
    """
    reading = Reading(root.resolve())
    missing = [folder for folder in FOLDERS if not (root / folder).is_dir()]
    for folder in missing:
        reading.add(
            "load-kit.no-folder",
            Location(folder),
            f"The folder {folder}/ is missing.",
            "Make it, or start the command in the kit's folder.",
        )
    if "modules" in missing:
        return _empty_kit(as_of), sort_findings(reading.findings)

    title, news_seen, address, works = _reference(reading, "works.yml", read_works, _NO_WORKS)
    reading.indexed_role = next((w.role for w in works if w.role), "")
    indexes = tuple(_index(work, work.index, reading) for work in works if work.index)
    terms, wordings = _reference(reading, "glossary.yml", read_glossary, _NO_TERMS)
    kit = replace(
        _empty_kit(as_of),
        title=title,
        news_seen=news_seen,
        address=address,
        works=works,
        indexes=indexes,
        marks=_marks(works, indexes, reading),
        facts=_reference(reading, "facts.yml", read_facts, _NO_FACTS),
        terms=terms,
        wordings=wordings,
        sessions=_reference(reading, "sessions.yml", read_sessions, _NO_SESSIONS, required=False),
        figures=_each(reading, "modules/figures", ".yml", read_figure),
        modules=_each(reading, "modules", ".md", read_module),
        banks=_each(reading, "quizzes", ".yml", read_bank),
        handouts=_each(reading, "handouts", ".md", read_handout),
        school=read_school(school, reading) if school else None,
    )
    kit = replace(
        kit,
        banks=tuple(bank if bank.title else _titled(bank, kit.modules) for bank in kit.banks),
        pictures=_pictures(reading, kit),
        sources=tuple(sorted(reading.sources, key=lambda s: s.path)),
        silenced=tuple(sorted(reading.silenced)),
    )
    return kit, sort_findings(reading.findings)


def _empty_kit(as_of: date) -> Kit:
    return Kit(
        title="", news_seen=None, address="", as_of=as_of, modules=(), banks=(), handouts=(), works=(), indexes=(), facts=(), terms=(), wordings=(), figures=(),
        sessions=(), school=None, sources=(), pictures=(), silenced=(),
    )  # fmt: skip


def _titled(bank: Bank, modules: tuple[Module, ...]) -> Bank:
    return replace(bank, title=next((m.title for m in modules if m.id == bank.module), bank.module))


def _reference(
    reading: Reading, name: str, read: Callable[[str, str, Reading], T], empty: T, required: bool = True
) -> T:
    path = reading.root / "modules" / name
    if not path.is_file():
        if required:
            reading.add(
                "load-kit.no-file",
                Location(f"modules/{name}"),
                f"modules/{name} is missing.",
                "Make it; an empty list will do.",
            )
        return empty
    text = reading.read_text(path)
    return empty if text is None else read(text, f"modules/{name}", reading)


def _marks(works: tuple[Work, ...], indexes: tuple[Index, ...], reading: Reading) -> Callable[[Citation], str] | None:
    """What tells which citations are new, changed or withdrawn, where a work is compared with another edition."""
    for work in works:
        other = work.earlier_index or work.later_index
        if work.index and other:
            own = next(index for index in indexes if index.work == work.id)
            read = _index(work, other, reading)
            pair = (read, own) if work.earlier_index else (own, read)
            return partial(marks_of, compare_editions(*pair, cited="new" if work.earlier_index else "old"))
    return None


def _index(work: Work, name: str, reading: Reading) -> Index:
    if "/" in name or "\\" in name or not (reading.root / "modules" / name).is_file():
        reading.add(
            "load-kit.no-index",
            work.location,
            f'The index "{name[:60]}" is not a file in modules/.',
            "Name a file there.",
        )
        return Index(work.id, (), (), work.location)
    return _reference(
        reading,
        name,
        lambda text, path, r: read_index(text, path, work.id, r),
        Index(work.id, (), (), work.location),
    )


def _each(reading: Reading, folder: str, suffix: str, read: Callable[[str, str, Reading], T | None]) -> tuple[T, ...]:
    base = reading.root / folder
    if not base.is_dir():
        return ()
    paths = sorted(p for p in base.iterdir() if p.suffix == suffix and not p.name.startswith(("_", ".", "README")))
    if len(paths) > MAX_FILES:
        reading.add(
            "load-kit.too-many",
            Location(folder),
            f"{folder}/ holds {len(paths):,} files.",
            f"Keep it to {MAX_FILES:,}.",
        )
        return ()
    found = []
    for path in paths:
        text = reading.read_text(path)
        record = read(text, reading.relative(path), reading) if text is not None else None
        if record is not None:
            found.append(record)
    if not found and folder == "modules" and not paths:
        reading.add(
            "load-kit.no-modules", Location("modules"), "modules/ holds no module.", "Write one: its name ends in .md."
        )
    return tuple(found)


def _pictures(reading: Reading, kit: Kit) -> tuple[SourceFile, ...]:
    """Every picture the texts show, by path within the kit; one that is missing or outside is a finding."""
    found: dict[str, SourceFile] = {}
    for text in kit.texts:
        for image in text.body.find(nodes.image):
            path = text.location.path
            line = Location(path, image.line or (image.parent.line if image.parent is not None else 0) or 1)
            address = str(image["uri"])
            target = (reading.root / path).parent / address
            resolved = target.resolve()
            if (
                "://" in address
                or address.startswith(("data:", "/", "\\"))
                or not resolved.is_relative_to(reading.root)
            ):
                reading.add(
                    "load-kit.picture-outside",
                    line,
                    f'The picture "{address[:60]}" lies outside the kit.',
                    "Put it beside the text and name it from there.",
                )
            elif not resolved.is_file():
                reading.add(
                    "load-kit.no-picture",
                    line,
                    f'The picture "{address[:60]}" is not there.',
                    "Put the file in its place, or mend its name.",
                )
            else:
                name = resolved.relative_to(reading.root).as_posix()
                found[name] = SourceFile(name, hashlib.sha256(resolved.read_bytes()).hexdigest())
    return tuple(found[name] for name in sorted(found))
