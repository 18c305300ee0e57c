"""Numbers that carry their unit in their type, and the closed sets of words that several records share."""

from enum import StrEnum
from typing import NewType

Minutes = NewType("Minutes", int)
"""Whole minutes of a session or of reading."""

SESSION_LENGTHS: tuple[Minutes, ...] = (Minutes(20), Minutes(45), Minutes(90))
"""The lengths a deck is made for, shortest first; each holds all slides of the shorter ones."""


class Force(StrEnum):
    """How strongly a text binds: its own verb. `states` is a plain statement; `unknown`, the verb was not read."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"
    STATES = "states"
    UNKNOWN = "unknown"

    @property
    def mark(self) -> str:
        """The word printed as a mark, empty where the text only states."""
        return self.value.capitalize() if self in (Force.MUST, Force.SHOULD, Force.MAY) else ""


class Level(StrEnum):
    """How surely a statement is known, surest first."""

    PRIMARY = "primary"
    SECOND_HAND = "second-hand"
    CONTENT = "content"
    SEED_ONLY = "seed-only"

    @property
    def may_be_keyed(self) -> bool:
        """Whether a quiz key, a poster or a Must row may rest on it."""
        return self in (Level.PRIMARY, Level.SECOND_HAND)
