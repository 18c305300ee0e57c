"""Item types: how an author writes an item. One file a type; each becomes one interaction."""

from .free_text import FREE_TEXT
from .gap_text import GAP_TEXT
from .item_type import ItemType
from .matching import MATCHING
from .multiple_choice import MULTIPLE_CHOICE
from .numeric import NUMERIC
from .ordering import ORDERING
from .short_text import SHORT_TEXT
from .single_choice import SINGLE_CHOICE
from .true_false import TRUE_FALSE

ITEM_TYPES: dict[str, ItemType] = {
    kind.name: kind
    for kind in (
        TRUE_FALSE,
        SINGLE_CHOICE,
        MULTIPLE_CHOICE,
        NUMERIC,
        SHORT_TEXT,
        MATCHING,
        ORDERING,
        GAP_TEXT,
        FREE_TEXT,
    )
}
