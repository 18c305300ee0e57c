"""Open XML packages: ours, as the same bytes each time, and a school's own, looked at before it is opened."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

FIXED_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest a zip can hold."""

CONTENT_TYPES = "[Content_Types].xml"
"""Goes first: programs look for it there."""


MAX_BYTES, MAX_UNPACKED, MAX_PARTS = 100_000_000, 400_000_000, 5_000
"""Of a school's file. The largest school templates seen, full of photographs, have a third of the first."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a file begins that Office has locked with a password, and one of the form before 2007."""


class UnusableTemplateError(ValueError):
    """A school's file can't be used as a template; the message says why, in words for its owner."""


def read_package(path: Path, program: str, save_as: str) -> dict[str, bytes]:
    """The parts of a school's file, by path, looked at before they are unpacked.

    Args:
        path: the file.
        program: whose file it is to be, for messages: `PowerPoint`.
        save_as: the ending to save it with: `.potx`.

    Raises:
        UnusableTemplateError: it is no such file, is locked, broken or too large.
    """
    if (size := path.stat().st_size) > MAX_BYTES:
        raise UnusableTemplateError(f"It has {size:,} bytes; {MAX_BYTES:,} are allowed. Make its pictures smaller")
    data = path.read_bytes()
    if data.startswith(_OLE):
        raise UnusableTemplateError(
            f"It is locked with a password, or of {program}'s form before 2007. Open it in {program} and save it as {save_as} without a password"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            if sum(entry.file_size for entry in entries) > MAX_UNPACKED or len(entries) > MAX_PARTS:
                raise UnusableTemplateError("It holds more than can be opened safely. Make its pictures smaller")
            if any(entry.flag_bits & 1 for entry in entries):
                raise UnusableTemplateError("It is locked with a password. Save it without one")
            return {entry.filename: package.read(entry) for entry in entries if not entry.is_dir()}
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        if isinstance(error, UnusableTemplateError):
            raise
        raise UnusableTemplateError(f"It is damaged, or no {program} file") from error


def with_main_type(parts: dict[str, bytes], others: tuple[str, ...], main: str) -> bytes:
    """The package again, uncompressed, its main part's type made that of a plain file."""
    types = parts[CONTENT_TYPES].decode("utf-8", "replace")
    for other in others:
        types = types.replace(other, main)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as plain:
        for name in sorted(parts):
            plain.writestr(zipfile.ZipInfo(name), types.encode("utf-8") if name == CONTENT_TYPES else parts[name])
    return stream.getvalue()


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


def repacked(package: bytes) -> bytes:
    """A package packed again, so that nothing of the moment it was saved stays in it."""
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        return package_bytes({name: source.read(name) for name in source.namelist()})
