"""A school's logo for its handouts: made safe first, and left out with a finding where it can't be shown."""

from __future__ import annotations

import base64
from functools import lru_cache
from pathlib import Path

from ...model.finding import Finding, Severity, shorten
from ...model.kit import Kit
from ..pictures import CannotBeShown, FitPicture, fit_picture


def school_logo(kit: Kit, school_root: Path | None) -> tuple[FitPicture | None, tuple[Finding, ...]]:
    """The logo of the kit's school; None where it has none, or where it can't be shown, and then what is to be told."""
    school = kit.school
    if school is None or not school.logo or school_root is None:
        return None, ()
    try:
        path = school_root / school.logo
        stat = path.stat()
        return _fit(path, stat.st_size, stat.st_mtime_ns), ()
    except (CannotBeShown, OSError) as error:
        why = str(error) if isinstance(error, CannotBeShown) else f"It can't be read: {error.strerror or error}"
        return None, (Finding("logo.not-shown", school.location, f'The logo "{shorten(school.logo)}" can\'t be shown. {why}.',
                     "Save it as a PNG of at least 200 pixels; until then handouts have the name alone.", Severity.WARNING),)  # fmt: skip


@lru_cache(maxsize=2)
def _fit(path: Path, size: int, changed: int) -> FitPicture:
    """The picture made fit once a process: every form of every handout shows it."""
    return fit_picture(path)


def data_address(logo: FitPicture | None) -> str:
    """The picture as an address that holds it; empty for none."""
    if logo is None:
        return ""
    kind = "jpeg" if logo.data.startswith(b"\xff\xd8") else "png"
    return f"data:image/{kind};base64,{base64.b64encode(logo.data).decode('ascii')}"
