"""Works supersede one another in a line, never in a circle, and both sides say so."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.finding import Finding
from ..model.kit import Kit


def check(kit: Kit) -> Iterator[Finding]:
    """Supersession between works."""
    works = {work.id: work for work in kit.works}
    for work in kit.works:
        for key, other in (("supersedes", work.supersedes), ("superseded-by", work.superseded_by)):
            if other and other not in works:
                yield Finding(
                    "editions-in-order.unknown",
                    work.location,
                    f'"{work.id}" has {key}: "{other}", which is not in works.yml.',
                    "Add that work, or take the line out.",
                )
        if work.supersedes in works and works[work.supersedes].superseded_by not in ("", work.id):
            yield Finding(
                "editions-in-order.disagree",
                work.location,
                f'"{work.id}" supersedes "{work.supersedes}", which says another work replaced it.',
                "Make both say the same.",
            )
        seen, current = {work.id}, work.superseded_by
        while current in works:
            if current in seen:
                if current == work.id:
                    yield Finding(
                        "editions-in-order.circle",
                        work.location,
                        f'"{work.id}" is superseded by itself, by way of {", ".join(sorted(seen))}.',
                        "Break the circle.",
                    )
                break
            seen.add(current)
            current = works[current].superseded_by
    roles = [work for work in kit.works if work.role]
    for work in roles[1:]:
        yield Finding(
            "editions-in-order.roles",
            work.location,
            f'Both "{roles[0].id}" and "{work.id}" have a role.',
            "Keep it on the current edition.",
        )
