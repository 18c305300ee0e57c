"""A picture file → bytes a slide can hold: upright, in screen colours, no larger than shown, without metadata."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from pathlib import Path

LARGEST = 2_400
"""Pixels of the longer side kept: twice what a projector shows of half a slide."""

MAX_PIXELS = 60_000_000
LEAST = 16
"""Pixels of the shorter side below which nothing can be seen."""

MAX_BYTES = 60_000_000


class CannotBeShown(ValueError):
    """The picture can't stand on a slide; the message says why."""


@dataclass(frozen=True, slots=True)
class SlidePicture:
    """A picture's bytes and its size in pixels."""

    data: bytes
    width: int
    height: int


def slide_picture(path: Path) -> SlidePicture:
    """Read a picture.

    Raises:
        CannotBeShown: it is no picture, too large, too small, or drawn in a form slides do not hold.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    if path.suffix.lower() in (".svg", ".svgz"):
        raise CannotBeShown("It is an SVG drawing, which slides do not hold everywhere. Save it as PNG")
    if path.stat().st_size > MAX_BYTES:
        raise CannotBeShown(f"It has {path.stat().st_size:,} bytes; {MAX_BYTES:,} are allowed")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # sizes are looked at just below
            image = Image.open(path)
        across, down = image.size
        if across * down > MAX_PIXELS:
            raise CannotBeShown(f"It has {across:,} by {down:,} pixels, more than can be opened safely. Save it smaller")
        if min(across, down) < LEAST:
            raise CannotBeShown(f"It has {across} by {down} pixels, too few to be seen")
        exact = image.format in ("PNG", "JPEG") and image.mode in ("RGB", "RGBA", "L", "P")
        if exact and max(image.size) <= LARGEST and not image.getexif() and not {"exif", "xmp", "XML:com.adobe.xmp"} & set(image.info):
            return SlidePicture(path.read_bytes(), across, down)
        upright = ImageOps.exif_transpose(image)
        clear = "transparency" in upright.info or upright.mode in ("RGBA", "LA", "PA")
        shown = upright.convert("RGBA" if clear else "RGB")
        shown.thumbnail((LARGEST, LARGEST))
    except (OSError, ValueError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        if isinstance(error, CannotBeShown):
            raise
        raise CannotBeShown("It is not a picture that can be read") from error
    stream = io.BytesIO()
    if image.format == "JPEG" or image.mode == "CMYK":
        shown.convert("RGB").save(stream, "JPEG", quality=88, optimize=False)
    else:
        shown.save(stream, "PNG", optimize=False)
    return SlidePicture(stream.getvalue(), *shown.size)
