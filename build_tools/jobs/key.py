"""A job's key: one hash of all that its files depend on. The same key, the same bytes.

Into it go the bytes of the job's sources (all sources, where it names none), of the pictures they show, of the
reference files and of its templates, the school's file with what it names, the build's day, the program, and the job
itself.
"""

from __future__ import annotations

import hashlib
import json
import re
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from docutils import nodes

from .. import __version__
from ..errors import OutputError
from ..model.handout import Handout
from ..model.kit import Kit
from ..model.module import Module
from ..model.output_format import Job
from .disk import in_words, sha256_of
from .templates import TemplateFolders

PROGRAM = Path(__file__).resolve().parents[1]
LOCK_FILE = PROGRAM.parent / "requirements.lock"

REFERENCE_FOLDER, REFERENCE_SUFFIX = "modules/", ".yml"
"""Works, indexes, facts, glossary, sessions and figures: what every output may print."""


@lru_cache(maxsize=1)
def program_version() -> str:
    """The program's version and a hash of it: of the package's code and data, the lock file, and the libraries found.

    The lock file says what should be installed and the libraries' versions what is: either can change an output.
    """
    total = hashlib.sha256()
    files = [
        p for p in PROGRAM.rglob("*") if p.is_file() and p.suffix not in (".pyc", ".md") and not p.name.startswith(".")
    ]
    for path in sorted(files, key=lambda p: p.relative_to(PROGRAM).as_posix()):
        total.update(f"{path.relative_to(PROGRAM).as_posix()}\0{sha256_of(path)}\n".encode())
    if LOCK_FILE.is_file():
        total.update(LOCK_FILE.read_bytes())
    for name, number in _libraries():
        total.update(f"{name}\0{number}\n".encode())
    return f"{__version__}+{total.hexdigest()[:16]}"


def _libraries() -> list[tuple[str, str]]:
    """The libraries the program asks for, with the versions that are installed."""
    try:
        asked = requires("cpd-kit") or []
    except PackageNotFoundError:  # run from a checkout that was never installed
        project = PROGRAM.parent / "pyproject.toml"
        import tomllib

        asked = tomllib.loads(project.read_text("utf-8"))["project"]["dependencies"] if project.is_file() else []
    found = []
    for name in sorted({match[0] for text in asked if (match := re.match(r"[A-Za-z0-9._-]+", text))}):
        try:
            found.append((name, version(name)))
        except PackageNotFoundError:
            found.append((name, ""))
    return found


class JobKeys:
    """Keys of the jobs of one build.

    Args:
        kit: the kit, with the hashes of its sources.
        templates: where templates are found.
        school: the school's file, if the build is for one.
        version: the program's version.
    """

    def __init__(self, kit: Kit, templates: TemplateFolders, school: Path | None, version: str):
        self._hashes = {file.path: file.sha256 for file in (*kit.sources, *kit.pictures)}
        self._sources = sorted(file.path for file in kit.sources)
        self._reference = [p for p in self._sources if p.startswith(REFERENCE_FOLDER) and p.endswith(REFERENCE_SUFFIX)]
        self._pictures = pictures_shown(kit)
        self._loose = sorted(
            {p.path for p in kit.pictures} - {path for paths in self._pictures.values() for path in paths}
        )
        self._templates, self._digests = templates, dict[str, str]()
        self._common = [version, kit.as_of.isoformat(), kit.title, _school_digest(kit, school)]

    def key(self, job: Job) -> str:
        """The key of a job, in hex.

        Raises:
            OutputError: the job names a source or template that is not there.
        """
        if strangers := set(job.sources) - set(self._hashes):
            raise OutputError(f'The job "{job.name}" names the source {min(strangers)}, which the kit does not have.')
        files = {*self._reference, *self._loose, *(job.sources or self._sources)}
        files |= {picture for path in list(files) for picture in self._pictures.get(path, ())}
        whole = [*self._common, job.format, job.subject, job.option, [(path, self._hashes[path]) for path in sorted(files)],
                 [(name, self._template(name)) for name in sorted(set(job.templates))]]  # fmt: skip
        return hashlib.sha256(json.dumps(whole).encode()).hexdigest()

    def _template(self, name: str) -> str:
        if name not in self._digests:
            with in_words(f'The template "{name}" can\'t be read'):
                self._digests[name] = self._templates.digest(name)
        return self._digests[name]


def pictures_shown(kit: Kit) -> dict[str, tuple[str, ...]]:
    """By source path, the pictures its text shows, by path within the kit."""
    known = {picture.path for picture in kit.pictures}
    shown = {}
    for text in _texts(kit):
        folder = text.location.path.rpartition("/")[0]
        addresses = (_joined(folder, str(image["uri"])) for image in text.body.find(nodes.image))
        shown[text.location.path] = tuple(sorted(known.intersection(addresses)))
    return shown


def oldest_check(kit: Kit, job: Job) -> str:
    """The earliest day a text or fact that the job rests on was held against its source; empty where none was."""
    texts = [text for text in _texts(kit) if not job.sources or text.location.path in job.sources]
    whole = not job.sources and not job.facts
    facts = [fact for fact in kit.facts if whole or fact.id in job.facts]
    days = [*(text.dates.checked for text in texts), *(fact.checked for fact in facts)]
    return min(days).isoformat() if days else ""


def _texts(kit: Kit) -> tuple[Module | Handout, ...]:
    return (*kit.modules, *kit.handouts)


def _joined(folder: str, address: str) -> str:
    parts: list[str] = []
    for part in f"{folder}/{address}".split("/"):
        if part == ".." and parts:
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def _school_digest(kit: Kit, school: Path | None) -> str:
    """A hash of the school's file and of the files it names."""
    if school is None or kit.school is None:
        return ""
    total = hashlib.sha256()
    with in_words("The school's files can't be read"):
        total.update(school.read_bytes())
        for name in filter(None, (kit.school.logo, kit.school.slide_template, kit.school.word_template)):
            total.update(f"\0{name}\0{sha256_of(school.parent / name)}".encode())
    return total.hexdigest()
