"""Pictures of a bank or handout: read from inside the kit only, and put into a file whole, since it travels alone."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path

from ...model.handout import Handout
from ...model.item import Bank

MEDIA_TYPES = {
    ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".svg": "image/svg+xml",
    ".webp": "image/webp",
}  # fmt: skip
MAX_PICTURE_BYTES = 4_000_000
"""A larger picture is left out: a quiz page with it would be slow on a school's line."""

NO_PICTURE = "data:,"
"""Address of a picture that can't be shown: its alternative text stands in its place."""


def read_picture(kit_root: Path, text: Bank | Handout, address: str) -> tuple[str, bytes] | None:
    """The file name and bytes of a picture that a text names relative to its own file.

    None where it lies outside the kit (symbolic links and `..` included), is missing, too large, or no picture: the
    checks have named it before any output is made.
    """
    root = kit_root.resolve()
    if "://" in address or address.startswith(("data:", "/", "\\")):
        return None
    path = ((root / text.location.path).parent / address).resolve()
    if not path.is_relative_to(root) or path.suffix.lower() not in MEDIA_TYPES or not path.is_file():
        return None
    return (path.name, path.read_bytes()) if path.stat().st_size <= MAX_PICTURE_BYTES else None


def picture_inliner(kit_root: Path, text: Bank | Handout) -> Callable[[str], str]:
    """A function from a picture's source path to a `data:` address that holds it."""

    def inline(address: str) -> str:
        found = read_picture(kit_root, text, address)
        if found is None:
            return NO_PICTURE
        name, content = found
        return f"data:{MEDIA_TYPES[Path(name).suffix.lower()]};base64,{base64.b64encode(content).decode('ascii')}"

    return inline
