"""Items and item banks."""

from dataclasses import dataclass
from decimal import Decimal

from .citation import Citation
from .interaction import Interaction
from .location import Location
from .prose import Prose

ITEM_LEVELS = ("recall", "understand", "apply")
MODES = ("practice", "check", "survey")
REVEALS = ("each", "end", "never")


@dataclass(frozen=True, slots=True)
class ItemFeedback:
    """What is said to the whole answer: all right, partly right, wrong. Any may be empty."""

    right: Prose
    partly: Prose
    wrong: Prose


@dataclass(frozen=True, slots=True)
class Item:
    """One item: a stem and an interaction. Never altered by marking."""

    id: str
    type: str
    stem: Prose
    interaction: Interaction
    feedback: ItemFeedback
    hint: Prose
    points: Decimal
    shuffle: bool
    cites: tuple[Citation, ...]
    facts: tuple[str, ...]
    outcome: str
    level: str
    setting: str
    pool: str
    form: str
    parallel: str
    location: Location


@dataclass(frozen=True, slots=True)
class Draw:
    """Which items one sitting takes: `count` of all, or `pools` (pool, count); the same seed, the same items."""

    count: int
    seed: int
    pools: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Bank:
    """An item bank. `pass_mark` is a percentage, `attempts` 0 means no limit."""

    id: str
    module: str
    title: str
    pass_mark: int
    attempts: int
    reveal: str
    mode: str
    draw: Draw | None
    items: tuple[Item, ...]
    location: Location
