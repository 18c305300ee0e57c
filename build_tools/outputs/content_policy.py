"""The Content-Security-Policy of pages that travel alone: their own styles and scripts, by hash, and nothing else."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

_COMMENT = re.compile(r"^[ ]*/\*.*?\*/\n", re.DOTALL | re.MULTILINE)


def inlined(path: Path) -> str:
    """A script or style as it may stand inside its element: nothing in it ends the element early."""
    text = path.read_text(encoding="utf-8").replace("</", "<\\/" if path.suffix == ".js" else "<\\2f ")
    return "\n" + _COMMENT.sub("", text)


def content_policy(styles: Sequence[str], scripts: Sequence[str] = ()) -> str:
    """The policy of a page that holds these texts in its style and script elements, and nothing from elsewhere.

    See https://www.w3.org/TR/CSP3/ .
    """

    def hashes(texts: Sequence[str]) -> str:
        digests = (base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii") for text in texts)
        return " ".join(f"'sha256-{digest}'" for digest in digests)

    allowed = f"script-src {hashes(scripts)}; " if scripts else ""
    return (f"default-src 'none'; {allowed}style-src {hashes(styles)}; img-src data:; "
            "form-action 'none'; base-uri 'none'")  # fmt: skip
