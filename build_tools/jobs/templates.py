"""Template files: the kit's own `templates/` before ours, file by file, and nothing outside either folder."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

from ..errors import OutputError

OUR_TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
"""The stock templates, beside this package."""

MAX_BYTES = 50_000_000
"""A template file larger than this is refused: a school's PowerPoint template full of pictures has a tenth of it."""

MAX_FILES = 2_000


@dataclass(frozen=True, slots=True)
class TemplateFolders:
    """Finds template files. Picklable, and called with a name: `templates("handouts/handout.css")`.

    Attributes:
        folders: the folders looked in, in this order.
    """

    folders: tuple[Path, ...]

    def __call__(self, name: str) -> Path:
        """The file of this name below the first folder that has it.

        Raises:
            OutputError: the name leads out of the folder, or no folder has the file.
        """
        for folder in self.folders:
            if (path := _inside(folder, name)).is_file():
                return path
        raise OutputError(f'The template "{name}" is in none of {", ".join(f.as_posix() for f in self.folders)}.')

    def names(self, name: str) -> tuple[str, ...]:
        """The template `name`, or all templates below it where it is a folder, sorted.

        Raises:
            OutputError: the name leads out of the folder, there is no such template, or there are too many.
        """
        found = set()
        for folder in self.folders:
            path = _inside(folder, name)
            if path.is_file():
                found.add(name)
            elif path.is_dir():
                found |= {
                    f"{name.rstrip('/')}/{p.relative_to(path).as_posix()}"
                    for p in path.rglob("*")
                    if _counts(p.relative_to(path)) and p.is_file()
                }
        if not found:
            raise OutputError(f'The template "{name}" is in none of {", ".join(f.as_posix() for f in self.folders)}.')
        if len(found) > MAX_FILES:
            raise OutputError(f'The template folder "{name}" holds {len(found):,} files. Keep it to {MAX_FILES:,}.')
        return tuple(sorted(found))

    def digest(self, name: str) -> str:
        """SHA-256 over the names and bytes of `names(name)`."""
        total = hashlib.sha256()
        for each in self.names(name):
            path = self(each)
            if (size := path.stat().st_size) > MAX_BYTES:
                raise OutputError(f'The template "{each}" has {size:,} bytes. Keep it to {MAX_BYTES:,}.')
            total.update(f"{each}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
        return total.hexdigest()


def template_folders(kit_root: Path) -> TemplateFolders:
    """The template folders of a kit: its own where it has one, then ours."""
    own = (kit_root / "templates").resolve()
    return TemplateFolders((own, OUR_TEMPLATES) if own.is_dir() and own != OUR_TEMPLATES else (OUR_TEMPLATES,))


def _inside(folder: Path, name: str) -> Path:
    pure = PurePosixPath(name)
    if not name or "\\" in name or pure.is_absolute() or ".." in pure.parts or PureWindowsPath(name).drive:
        raise OutputError(
            f'"{name[:80]}" is not the name of a template: write its path below templates/, with forward slashes.'
        )
    path = folder / pure
    if not path.resolve().is_relative_to(folder.resolve()):
        raise OutputError(f'The template "{name}" leads out of {folder.as_posix()}. Put a real file in its place.')
    return path


def _counts(path: Path) -> bool:
    """Whether a file is a template: not an editor's or the system's own."""
    return not any(part.startswith((".", "~$", "__pycache__")) for part in path.parts) and path.name != "Thumbs.db"
