"""An address as a QR code, for a phone held over paper. Drawn here; nothing is asked of any server."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=64)
def qr_address(address: str) -> str:
    """A QR code (ISO/IEC 18004, level M) as a `data:` address of an SVG; empty for an empty address."""
    if not address:
        return ""
    import segno

    made: str = segno.make(address, error="m", micro=False).svg_data_uri(dark="#17212B", light="#FFFFFF", border=4)
    return made
