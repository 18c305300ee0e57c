"""The closed family of interactions: the words that item types, formats and marking share."""

from dataclasses import dataclass
from decimal import Decimal

from .prose import Prose


@dataclass(frozen=True, slots=True)
class Option:
    """One option: the key or a distractor. `id` is unique within its item."""

    id: str
    text: Prose
    key: bool
    feedback: Prose


@dataclass(frozen=True, slots=True)
class ChooseOne:
    """Exactly one option is the key."""

    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class ChooseMany:
    """One or more options are keys."""

    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class EnterNumber:
    """A number within `tolerance` of `value`, bounds included; `unit` is printed beside the box."""

    value: Decimal
    tolerance: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class EnterText:
    """One of the accepted spellings."""

    accepted: tuple[str, ...]
    case_matters: bool
    spaces_matter: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """A left side and the right side that belongs to it; `id` names the left, `right_id` the right."""

    id: str
    left: Prose
    right_id: str
    right: Prose
    feedback: Prose


@dataclass(frozen=True, slots=True)
class Spare:
    """A right side that belongs to no left."""

    id: str
    text: Prose


@dataclass(frozen=True, slots=True)
class MatchPairs:
    """Each left gets one right; a right may serve several lefts when pairs share its text."""

    pairs: tuple[Pair, ...]
    spare: tuple[Spare, ...]

    @property
    def rights(self) -> tuple[Spare, ...]:
        """Every different right side once, in order of writing, spares last."""
        seen: dict[str, Spare] = {}
        for entry in (*(Spare(p.right_id, p.right) for p in self.pairs), *self.spare):
            seen.setdefault(entry.id, entry)
        return tuple(seen.values())


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of an ordering."""

    id: str
    text: Prose


@dataclass(frozen=True, slots=True)
class PutInOrder:
    """Entries in their right order."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """A gap: typed where `accepted` is filled, chosen where `options` is."""

    id: str
    accepted: tuple[str, ...]
    options: tuple[Option, ...]
    feedback: Prose


@dataclass(frozen=True, slots=True)
class FillGaps:
    """A text with gaps; each `gap` node in `text` names one of `gaps`."""

    text: Prose
    gaps: tuple[Gap, ...]
    case_matters: bool
    spaces_matter: bool


@dataclass(frozen=True, slots=True)
class WriteFreely:
    """Free writing, held by the writer against a model answer; worth no marks."""

    model_answer: Prose


Interaction = ChooseOne | ChooseMany | EnterNumber | EnterText | MatchPairs | PutInOrder | FillGaps | WriteFreely
ALL_INTERACTIONS: frozenset[type] = frozenset(
    {ChooseOne, ChooseMany, EnterNumber, EnterText, MatchPairs, PutInOrder, FillGaps, WriteFreely}
)
