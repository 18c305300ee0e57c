"""A number with a legal unit of time agrees with a fact the sentence rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ..model.citation import Citation
from ..model.finding import Finding, shorten
from ..model.kit import Kit
from ..model.reference import Fact, Status
from ..provenance.sentences import Sentence, sentences_of

EXEMPT = ("story", "then", "distractor", "quote", "activity")
"""A story's own dates, an activity's minutes, what was so once, and what is wrong on purpose."""

_WORDS = {
    word: number
    for number, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"]
    )
} | {"thirty": 30, "forty": 40}  # fmt: skip
AMOUNT = re.compile(
    rf"\b(?P<number>\d+|{'|'.join(_WORDS)})(?:[ -](?P<kind>calendar|school|working))?[ -](?P<unit>days?|weeks?|months?|years?)\b",
    re.IGNORECASE,
)
BIRTHDAY = re.compile(r"\b(?P<number>\d+)(?:st|nd|rd|th) birthday\b", re.IGNORECASE)


def amounts_of(text: str) -> list[tuple[Decimal, str, str, str]]:
    """Amounts of time in a text: number, kind of day (or empty), unit in the plural, the words themselves."""
    found = []
    for match in AMOUNT.finditer(text):
        word = match["number"].lower()
        unit = match["unit"].lower().rstrip("s") + "s"
        if unit == "years" and re.match(r"[ -]olds?\b", text[match.end() :], re.IGNORECASE):
            continue  # an age, not a limit
        found.append((Decimal(_WORDS.get(word, word)), (match["kind"] or "").lower(), unit, match[0]))
    found += [(Decimal(match["number"]), "", "birthday", match[0]) for match in BIRTHDAY.finditer(text)]
    return found


def _facts_for(kit: Kit, sentence: Sentence) -> list[Fact]:
    """The facts a sentence may rest on: those it names, those that share a place it cites."""
    named = [fact for fact in (kit.fact(id) for id in sentence.facts) if fact is not None]
    cited = set(sentence.cites)
    shared = [
        f
        for f in kit.facts
        if f.status is not Status.DO_NOT_PRINT and any(_touches(c, d) for c in f.cites for d in cited)
    ]
    return named + shared


def _touches(one: Citation, other: Citation) -> bool:
    if one.work != other.work:
        return False
    places = one.start.partition("(")[0], other.start.partition("(")[0]
    return (
        one == other
        or (bool(one.work) and places[0] == places[1])
        or other.start in (one.start, one.end)
        or one.start in (other.start, other.end)
    )


def _agrees(fact: Fact, number: Decimal, kind: str, unit: str) -> bool:
    """Whether a fact's value, or a number in its own sentence, is this one; `15 days` agrees with `15 school days`."""
    if fact.value == number and (fact.unit.endswith(unit) or unit == "birthday"):
        return not kind or fact.unit == unit or fact.unit.startswith(kind)
    inside = (*amounts_of(fact.statement), *amounts_of(fact.now), *amounts_of(fact.clock_start))
    return any(n == number and u == unit and (not kind or not k or k == kind) for n, k, u, _ in inside)


def check(kit: Kit) -> Iterator[Finding]:
    """Amounts of time that match no fact, or differ from it."""
    for sentence in sentences_of(kit):
        if sentence.passage in (*EXEMPT, "fact"):
            continue
        amounts = amounts_of(sentence.text)
        if not amounts:
            continue
        facts = _facts_for(kit, sentence)
        for number, kind, unit, words in amounts:
            if any(_agrees(fact, number, kind, unit) for fact in facts):
                continue
            near = sorted({f"{f.id} ({f.amount})" for f in facts if f.value is not None})
            told = f"The facts cited say {', '.join(near)[:120]}." if near else "No fact it cites gives a time."
            yield Finding("numbers-agree", sentence.location, f'"{words}" in "{shorten(sentence.text, 70)}" matches no fact. {told}',
                          "Mend the number, or cite the fact or the place that gives it.")  # fmt: skip
