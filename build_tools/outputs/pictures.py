"""A picture file → bytes that Office files and pages can hold: upright, screen colours, no larger than shown, bare."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

_METADATA = frozenset({"exif", "xmp", "XML:com.adobe.xmp", "photoshop", "comment"})

LARGEST = 2_400
"""Pixels of the longer side kept: twice what a projector shows of half a slide."""

MAX_PIXELS = 60_000_000
LEAST = 16
"""Pixels of the shorter side below which nothing can be seen."""

MAX_BYTES = 60_000_000


class CannotBeShown(ValueError):
    """The picture can't stand in an output; the message says why."""


@dataclass(frozen=True, slots=True)
class FitPicture:
    """A picture's bytes and its size in pixels."""

    data: bytes
    width: int
    height: int


def fit_picture(path: Path) -> FitPicture:
    """Read a picture.

    Raises:
        CannotBeShown: it is no picture, too large, too small, or drawn in a form that Office files do not hold.
    """
    from PIL import Image, UnidentifiedImageError

    if path.suffix.lower() in (".svg", ".svgz"):
        raise CannotBeShown("It is an SVG drawing, which Office files do not hold everywhere. Save it as PNG")
    if (size := path.stat().st_size) > MAX_BYTES:
        raise CannotBeShown(f"It has {size:,} bytes; {MAX_BYTES:,} are allowed")
    data = path.read_bytes()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the size is looked at before it is opened
            with Image.open(io.BytesIO(data)) as image:
                _must_be_visible(*image.size)
                _load_whole(image)
                return FitPicture(data, *image.size) if _as_it_is(image) else _made_fit(image)
    except CannotBeShown:
        raise
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise CannotBeShown("It is not a picture that can be read") from error


def _must_be_visible(across: int, down: int) -> None:
    if across * down > MAX_PIXELS:
        raise CannotBeShown(f"It has {across:,} by {down:,} pixels, more than can be opened safely. Save it smaller")
    if min(across, down) < LEAST:
        raise CannotBeShown(f"It has {across} by {down} pixels, too few to be seen")


def _load_whole(image: Image.Image) -> None:
    """Read the picture's pixels; half a file is no picture, also where WeasyPrint told Pillow to make do with it."""
    from PIL import ImageFile

    made_do = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        image.load()
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = made_do


def _as_it_is(image: Image.Image) -> bool:
    """Whether the file can stand unchanged: whole, of a size and kind for screens, without metadata."""
    plain = image.format in ("PNG", "JPEG") and image.mode in ("RGB", "RGBA", "L", "P")
    return plain and max(image.size) <= LARGEST and not image.getexif() and not _METADATA.intersection(image.info)


def _made_fit(image: Image.Image) -> FitPicture:
    from PIL import ImageOps

    upright = ImageOps.exif_transpose(image)
    clear = "transparency" in upright.info or upright.mode in ("RGBA", "LA", "PA")
    shown = upright.convert("RGBA" if clear else "RGB")
    shown.thumbnail((LARGEST, LARGEST))
    shown.info.clear()
    stream = io.BytesIO()
    if image.format == "JPEG" and not clear:
        shown.save(stream, "JPEG", quality=88)
    else:
        shown.save(stream, "PNG")
    return FitPicture(stream.getvalue(), *shown.size)
