"""Every picture has words for those who can't see it."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes

from ..model.finding import Finding
from ..model.kit import Kit
from ..model.location import Location
from ..model.prose import Prose, line_of
from .citations_resolve import prose_of_item

_NO_WORDS = (".png", ".jpg", ".jpeg", ".svg", ".gif", ".webp")


def check(kit: Kit) -> Iterator[Finding]:
    """Pictures in modules, handouts and items."""
    texts: list[tuple[Prose, str]] = [(t.body, t.location.path) for t in kit.texts]
    texts += [(p, b.location.path) for b in kit.banks for i in b.items for p in prose_of_item(i)]
    for text, path in texts:
        for image in text.find(nodes.image):
            alt = str(image.get("alt") or "").strip()
            here = Location(path, line_of(image, text.location.line))
            if not alt:
                yield Finding("pictures-have-alt-text", here, f'The picture "{image["uri"][:60]}" has no words for those who can\'t see it.',
                              "Write what it shows between the square brackets.")  # fmt: skip
            elif alt.lower().endswith(_NO_WORDS):
                yield Finding(
                    "pictures-have-alt-text",
                    here,
                    f'The words for the picture are its file name, "{alt[:60]}".',
                    "Write what it shows.",
                )
