"""Banks for quiz tests, made without a source file: items around any interaction, with any text in them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from docutils import nodes

from build_tools.model.interaction import (
    ChooseMany,
    ChooseOne,
    EnterNumber,
    EnterText,
    Entry,
    FillGaps,
    Gap,
    Interaction,
    MatchPairs,
    Option,
    Pair,
    PutInOrder,
    Spare,
    WriteFreely,
)
from build_tools.model.item import Bank, Item, ItemFeedback
from build_tools.model.location import Location
from build_tools.model.prose import Prose, gap

HERE = Location("quizzes/made.yml", 1)
ROOT = Path(__file__).parents[3]


def template(name: str) -> Path:
    """A stock template."""
    return ROOT / "templates" / name


def words(text: str) -> Prose:
    """One paragraph of exactly this text; nothing where it is empty."""
    return Prose(text, (nodes.paragraph(text, text),) if text else (), HERE)


def gapped(*parts: str) -> Prose:
    """Running text in which every second part is the id of a gap."""
    paragraph = nodes.paragraph()
    for index, part in enumerate(parts):
        paragraph += gap("", "____", gap=part) if index % 2 else nodes.Text(part)
    return Prose("", (paragraph,), HERE)


def options(ids: list[str], keys: list[str], said: str = "") -> tuple[Option, ...]:
    """Options that read as their ids."""
    return tuple(Option(id, words(id), id in keys, words(said and f"{said} {id}")) for id in ids)


def item(id: str, interaction: Interaction, **changes: Any) -> Item:
    """An item around an interaction."""
    feedback = ItemFeedback(words("all right"), words("in part"), words("not so"))
    values: dict[str, Any] = {
        "type": "single-choice", "stem": words(f"Stem of {id}"), "feedback": feedback, "hint": words(""), "points": Decimal(1),
        "shuffle": True, "cites": (), "facts": (), "outcome": "dress", "level": "recall", "setting": "", "pool": "", "form": "",
        "parallel": "", "location": HERE,
    }  # fmt: skip
    return Item(id=id, interaction=interaction, **{**values, **changes})


def bank(*items: Item, **changes: Any) -> Bank:
    """A bank of items, of the sample course's first module."""
    values: dict[str, Any] = {"module": "safe-start", "title": "Made", "pass_mark": 80, "attempts": 0, "reveal": "each",
                              "mode": "practice", "draw": None, "location": HERE}  # fmt: skip
    return Bank(id="made", items=items, **{**values, **changes})


def interaction_of(spec: dict[str, Any]) -> Interaction:
    """The interaction of a marking vector's spec; whatever has an id reads as its id."""
    match spec["kind"]:
        case "choose-one":
            return ChooseOne(options(spec["options"], spec["keys"]))
        case "choose-many":
            return ChooseMany(options(spec["options"], spec["keys"]))
        case "enter-number":
            return EnterNumber(Decimal(spec["value"]), Decimal(spec["tolerance"]), spec["unit"])
        case "enter-text":
            return EnterText(tuple(spec["accepted"]), spec["case"], spec["spaces"])
        case "match-pairs":
            pairs = [
                Pair(p["id"], words(p["id"]), p["rights"][0], words(p["rights"][0]), words("")) for p in spec["pairs"]
            ]
            used = {r for p in spec["pairs"] for r in p["rights"]}
            return MatchPairs(tuple(pairs), tuple(Spare(r, words(r)) for r in spec["rights"] if r not in used))
        case "put-in-order":
            return PutInOrder(tuple(Entry(id, words(id)) for id in spec["entries"]))
        case "fill-gaps":
            gaps = tuple(Gap(g["id"], tuple(g.get("accepted", ())), options(g.get("options", []), g.get("keys", [])), words(""))
                         for g in spec["gaps"])  # fmt: skip
            parts = [part for g in gaps for part in (f"Here {g.id} is ", g.id)]
            return FillGaps(gapped(*parts, "."), gaps, spec["case"], spec["spaces"])
        case _:
            return WriteFreely(words("A model answer."))


HOSTILE = "<b>&amp;</b> </script><script>window.hit=1</script> ]]> {1:SHORTANSWER:=x} {{ 7*7 }} {% x %} \"'`$$ \\n \u202eabc 🙂 é ~#%="
"""Text that means something to one format or another, and must come through all of them as it stands."""


def hostile_items() -> tuple[Item, ...]:
    """An item of each interaction with hostile text in every field."""
    text = HOSTILE
    said = words(text)
    both = (Option("a", words(f"{text} a"), True, said), Option("b", words(f"{text} b"), False, said))
    made: dict[str, Interaction] = {
        "one": ChooseOne(both),
        "many": ChooseMany((*both, Option("c", words(f"{text} c"), True, said))),
        "number": EnterNumber(Decimal("0.5"), Decimal(0), text),
        "text": EnterText((text, "plain"), False, False),
        "match": MatchPairs(
            (Pair("l1", words(f"{text} l1"), "r1", words(f"{text} r1"), said), Pair("l2", words("l2"), "r2", words("r2"), said)),
            (Spare("r3", words(f"{text} r3")),),
        ),
        "order": PutInOrder((Entry("e1", words(f"{text} 1")), Entry("e2", words(f"{text} 2")), Entry("e3", words("third")))),
        "gaps": FillGaps(gapped(f"{text} ", "g1", " and ", "g2", f" {text}"),
                         (Gap("g1", (text, "plain"), (), said), Gap("g2", (), both, said)), False, False),
        "free": WriteFreely(said),
    }  # fmt: skip
    return tuple(
        item(id, interaction, stem=words(text), hint=said, feedback=ItemFeedback(said, said, said))
        for id, interaction in made.items()
    )
