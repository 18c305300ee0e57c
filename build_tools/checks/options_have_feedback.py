"""Feedback that teaches stands on every option, and each item says something when it is wrong."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.finding import Finding
from ..model.interaction import ChooseMany, ChooseOne, WriteFreely
from ..model.kit import Kit


def check(kit: Kit) -> Iterator[Finding]:
    """Options and items without feedback."""
    for bank in kit.banks:
        for item in bank.items:
            if isinstance(item.interaction, (ChooseOne, ChooseMany)):
                for option in item.interaction.options:
                    if not option.feedback:
                        yield Finding("options-have-feedback", option.text.location, f'The option "{option.text.text[:50]}" of "{item.id}" has no feedback.',
                                      "Say why it is right or wrong, with its paragraph.")  # fmt: skip
            elif not isinstance(item.interaction, WriteFreely) and not item.feedback.wrong:
                yield Finding("options-have-feedback.item", item.location, f'The item "{item.id}" says nothing to a wrong answer.',
                              "Write feedback: wrong:, and say what is right.")  # fmt: skip
