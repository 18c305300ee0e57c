"""An Open XML package as the same bytes each time: parts sorted, times fixed, one way of packing."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

FIXED_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest a zip can hold."""

CONTENT_TYPES = "[Content_Types].xml"
"""Goes first: programs look for it there."""


def package_bytes(parts: Mapping[str, bytes]) -> bytes:
    """A zip of parts by path."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
        for path in sorted(parts, key=lambda p: (p != CONTENT_TYPES, p)):
            entry = zipfile.ZipInfo(path, FIXED_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # or the zip tells which system it was made on
            entry.external_attr = 0
            package.writestr(entry, parts[path])
    return stream.getvalue()


def write_package(parts: Mapping[str, bytes], target: Path) -> None:
    """Write a package."""
    target.write_bytes(package_bytes(parts))


def repacked(package: bytes) -> bytes:
    """A package packed again, so that nothing of the moment it was saved stays in it."""
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        return package_bytes({name: source.read(name) for name in source.namelist()})
