"""What all quiz formats share: the order in which choices are shown, ids for pages, and right answers in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from hashlib import sha256
from typing import Any, Protocol, TypeVar, assert_never

from docutils import nodes

from ...marking.mark_answer import interaction_spec, shuffle_key
from ...model import prose as prose_nodes
from ...model.citation import Citation
from ...model.interaction import (
    ChooseMany,
    ChooseOne,
    EnterNumber,
    EnterText,
    FillGaps,
    Gap,
    MatchPairs,
    Option,
    PutInOrder,
    Spare,
    WriteFreely,
)
from ...model.item import Bank, Item
from ...model.kit import Kit
from ...model.output_format import Job
from ...model.prose import Prose
from ...prose.plain import plain_text


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=_HasId)

STATE_NAMES = {"right": "Right", "partly": "Partly right", "wrong": "Not right"}


# --- order --------------------------------------------------------------------------------------------------------


def shuffled(seed: str, entries: Sequence[T]) -> tuple[T, ...]:
    """Entries in an order that looks random and is always the same; never the given one, if there are two or more."""
    made = tuple(sorted(entries, key=lambda entry: shuffle_key(seed, entry.id)))
    return (*made[1:], made[0]) if made == tuple(entries) and len(made) > 1 else made


def shown_options(item: Item, options: Sequence[Option], part: str = "") -> tuple[Option, ...]:
    """Options as shown: mixed where the item is shuffled, so that a key an author always writes first is not first."""
    if not item.shuffle or item.type == "true-false":
        return tuple(options)
    return tuple(sorted(options, key=lambda option: shuffle_key(f"{item.id} {part}", option.id)))


def shown_rights(item: Item, interaction: MatchPairs) -> tuple[Spare, ...]:
    """Right sides as shown: mixed always, since beside their lefts they would be the key. Like texts are shown once."""
    different: list[Spare] = []
    for right in interaction.rights:
        if all(right.text != other.text for other in different):
            different.append(right)
    return shuffled(f"{item.id} rights", different)


def shown_entries(item: Item, interaction: PutInOrder) -> tuple[Any, ...]:
    """Entries as shown: mixed always, since their own order is the key."""
    return shuffled(f"{item.id} entries", interaction.entries)


# --- ids that do not tell -----------------------------------------------------------------------------------------


def page_ids(item: Item) -> dict[str, str]:
    """Ids that a page uses in place of an item's own where those tell the key: `e1, e2, e3` is the right order.

    Stable as long as the item's own ids are, so answers kept in a browser stay good. Empty for other interactions.
    """
    match item.interaction:
        case MatchPairs() as matching:
            known = [*(pair.id for pair in matching.pairs), *(right.id for right in matching.rights)]
        case PutInOrder(entries):
            known = [entry.id for entry in entries]
        case _:
            return {}
    return {id: sha256(f"{item.id}\0{id}".encode()).hexdigest()[:8] for id in known}


def page_spec(item: Item) -> dict[str, Any]:
    """The item's spec for marking, in the ids its page uses."""
    spec, ids = interaction_spec(item.interaction), page_ids(item)
    if spec["kind"] == "match-pairs":
        spec["pairs"] = [{"id": ids[p["id"]], "rights": [ids[r] for r in p["rights"]]} for p in spec["pairs"]]
        spec["rights"] = [ids[r] for r in spec["rights"]]
    if spec["kind"] == "put-in-order":
        spec["entries"] = [ids[e] for e in spec["entries"]]
    return spec


def response_from_page(item: Item, response: object) -> object:
    """A response kept or exported by a page, back in the item's own ids. Unknown ids stay as they are."""
    back = {short: id for id, short in page_ids(item).items()}
    if not back:
        return response
    if isinstance(response, list):
        return [back.get(entry, entry) if isinstance(entry, str) else entry for entry in response]
    if isinstance(response, dict):
        return {back.get(k, k): back.get(v, v) if isinstance(v, str) else v for k, v in response.items()}
    return response


# --- right answers and citations in words -------------------------------------------------------------------------


def number_words(value: Decimal) -> str:
    """A number as a British reader expects it: `1,000`, `0.6`."""
    return f"{value.normalize():,f}"


def one_line(what: Prose | Iterable[nodes.Node], kit: Kit) -> str:
    """Plain text on a single line, as labels and lists need it."""
    return " ".join(plain_text(what, kit).split())


def with_gaps(interaction: FillGaps, fill: Callable[[Gap, int], nodes.Node]) -> list[nodes.Node]:
    """Copies of the nodes of a gap text with each gap replaced by what `fill(gap, its number from 1)` gives."""
    gaps = {gap.id: (gap, number) for number, gap in enumerate(interaction.gaps, 1)}
    made: list[nodes.Node] = []
    for child in interaction.text.children:
        copy = child.deepcopy()
        for node in list(copy.findall(prose_nodes.gap)):
            assert node.parent is not None  # a gap is inline: it always stands in a block
            node.parent.replace(node, fill(*gaps[node["gap"]]))
        made.append(copy)
    return made


def gap_answer(gap: Gap, kit: Kit) -> str:
    """The best answer of a gap, in words."""
    return next(iter(gap.accepted), "") or next((one_line(o.text, kit) for o in gap.options if o.key), "")


def answer_lines(item: Item, kit: Kit) -> list[str]:
    """The right answer in plain words, a line for each part of it; what is accepted beside it follows."""
    match item.interaction:
        case ChooseOne(options) | ChooseMany(options):
            return [one_line(option.text, kit) for option in options if option.key]
        case EnterNumber(value, tolerance, unit):
            near = f", give or take {number_words(tolerance)}" if tolerance else ""
            return [f"{number_words(value)} {unit}".strip() + near]
        case EnterText(accepted):
            return [accepted[0], *(f"also: {other}" for other in accepted[1:])]
        case MatchPairs(pairs):
            return [f"{one_line(pair.left, kit)} → {one_line(pair.right, kit)}" for pair in pairs]
        case PutInOrder(entries):
            return [f"{place}. {one_line(entry.text, kit)}" for place, entry in enumerate(entries, 1)]
        case FillGaps(gaps=gaps):
            return [f"Gap {number}: {gap_answer(gap, kit)}" for number, gap in enumerate(gaps, 1)]
        case WriteFreely(model_answer):
            return [plain_text(model_answer, kit)]
        case _:
            assert_never(item.interaction)


def feedback_leads(item: Item, kit: Kit) -> dict[str, str]:
    """What each feedback of an item is about, in words, by the ids that marks use."""
    leads = dict(STATE_NAMES)
    match item.interaction:
        case ChooseOne(options) | ChooseMany(options):
            leads |= {f"option:{option.id}": one_line(option.text, kit) for option in options}
        case MatchPairs(pairs):
            leads |= {f"pair:{pair.id}": one_line(pair.left, kit) for pair in pairs}
        case FillGaps(gaps=gaps):
            for number, gap in enumerate(gaps, 1):
                leads[f"gap:{gap.id}"] = f"Gap {number}"
                leads |= {f"gap:{gap.id}:{o.id}": f"Gap {number}, {one_line(o.text, kit)}" for o in gap.options}
        case _:
            pass
    return leads


def source_address(citation: Citation, kit: Kit) -> str:
    """The public address of the work a citation names; empty where it has none that is safe to link to."""
    work = kit.work(citation.work)
    return work.link if work is not None and work.link.startswith("https://") else ""


# --- jobs ---------------------------------------------------------------------------------------------------------


def bank_jobs(format: str, templates: tuple[str, ...]) -> Callable[[Kit], tuple[Job, ...]]:
    """The jobs of a format that makes one set of files a bank."""

    def jobs(kit: Kit) -> tuple[Job, ...]:
        return tuple(
            Job(format, bank.id, sources=_sources(kit, bank), templates=templates, facts=_facts(bank))
            for bank in kit.banks
            if bank.items
        )

    return jobs


def _sources(kit: Kit, bank: Bank) -> tuple[str, ...]:
    # The module's file too: outcomes are printed from it.
    module = kit.module(bank.module)
    return tuple(sorted({bank.location.path, *([module.location.path] if module else [])}))


def _facts(bank: Bank) -> tuple[str, ...]:
    return tuple(sorted({fact for item in bank.items for fact in item.facts}))


def bank_job(kit: Kit, job: Job) -> Bank:
    """The bank a job is made from.

    Raises:
        KeyError: the kit has no bank of that id: the job was not made from this kit.
    """
    bank = kit.bank(job.subject)
    if bank is None:
        raise KeyError(job.subject)
    return bank
