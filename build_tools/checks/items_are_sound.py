"""Items that can be answered without knowing: by the place of the key, by its length, by how the options are worded."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from docutils import nodes

from ..model.finding import Finding, Severity, shorten
from ..model.interaction import ChooseMany, ChooseOne, FillGaps, MatchPairs, Option, PutInOrder
from ..model.item import Bank, Item
from ..model.kit import Kit

LEAST_ITEMS = 4
"""Single-choice items in a bank below which nothing can be said of its keys."""

MOST_AT_ONE_PLACE, MOST_LONGEST = 0.6, 0.6
"""Shares of a bank's single-choice items."""

ALIKE = 0.6
"""Share of words that two stems have in common, above which they are taken to ask one thing."""

_CATCH_ALL = re.compile(r"\b(?:all|none|both|neither) of (?:the )?(?:above|these|them)\b", re.IGNORECASE)
_NEGATIVE = re.compile(r"\b(?:not|never|except|least|NOT|cannot)\b")
_WORD = re.compile(r"[a-z0-9]+")


def check(kit: Kit) -> Iterator[Finding]:
    """Each bank by itself, then items of all banks against each other."""
    for bank in kit.banks:
        yield from _keys(bank)
        for item in bank.items:
            yield from _options(item)
            yield from _negatives(item)
    yield from _alike([item for bank in kit.banks for item in bank.items])


def _keys(bank: Bank) -> Iterator[Finding]:
    single = [item.interaction.options for item in bank.items if isinstance(item.interaction, ChooseOne) and len(item.interaction.options) > 2]  # fmt: skip
    if len(single) < LEAST_ITEMS:
        return
    places = Counter(next(n for n, option in enumerate(options, 1) if option.key) for options in single if any(o.key for o in options))  # fmt: skip
    place, count = max(places.items(), key=lambda entry: (entry[1], -entry[0]), default=(0, 0))
    if count > MOST_AT_ONE_PLACE * len(single):
        yield Finding("items-are-sound.same-place", bank.location, f"In {count} of {len(single)} single-choice items the key is option {place}.",
                      "Move some keys to other places.", Severity.WARNING)  # fmt: skip
    longest = sum(_is_longest(options) for options in single)
    if longest > MOST_LONGEST * len(single):
        yield Finding("items-are-sound.longest", bank.location, f"In {longest} of {len(single)} single-choice items the key is the longest option.",
                      "Shorten some keys, or lengthen some distractors.", Severity.WARNING)  # fmt: skip


def _is_longest(options: tuple[Option, ...]) -> bool:
    lengths = [len(_words(option)) for option in options]
    key = next((n for n, option in enumerate(options) if option.key), 0)
    return all(lengths[key] > length for n, length in enumerate(lengths) if n != key)


def _words(option: Option) -> str:
    return " ".join(child.astext() for child in option.text.children)


def _options(item: Item) -> Iterator[Finding]:
    if isinstance(item.interaction, (ChooseOne, ChooseMany)):
        for option in item.interaction.options:
            if _CATCH_ALL.search(_words(option)):
                yield Finding("items-are-sound.catch-all", item.location, f'An option of "{item.id}" is "{shorten(_words(option))}".',
                              "Write what it stands for: options are shuffled, and guessing it takes no knowledge.")  # fmt: skip


def _negatives(item: Item) -> Iterator[Finding]:
    """A negative in the question itself, which a hurried reader passes over unless it is in bold."""
    if not isinstance(item.interaction, (ChooseOne, ChooseMany)):
        return
    paragraphs = list(item.stem.find(nodes.paragraph))
    if not paragraphs:
        return
    last = paragraphs[-1]
    question = re.split(r"(?<=[.!?])\s+", last.astext().strip())[-1]
    bold = " ".join(node.astext() for node in last.findall(nodes.strong))
    for match in _NEGATIVE.finditer(question):
        if question.endswith("?") and match[0] not in bold:
            yield Finding("items-are-sound.negative", item.location, f'The question of "{item.id}" turns on "{match[0]}".',
                          f"Ask it the other way round, or set **{match[0]}** in bold.", Severity.WARNING)  # fmt: skip
            return


def _alike(items: list[Item]) -> Iterator[Finding]:
    # Only items with one key and the same figures can ask one thing: thousands of items are compared a few at a time.
    groups: dict[tuple[str, frozenset[str]], list[tuple[Item, frozenset[str]]]] = {}
    for item in items:
        words = frozenset(_WORD.findall(_asked(item).lower()))
        group = groups.setdefault((_key(item), _numbers(words)), [])
        for other, others in group:
            if len(words & others) > ALIKE * len(words | others):
                yield Finding("items-are-sound.alike", item.location, f'"{item.id}" asks what "{other.id}" asks.',
                              "Ask something else, or delete one of the two.", Severity.WARNING)  # fmt: skip
        group.append((item, words))


def _numbers(words: frozenset[str]) -> frozenset[str]:
    return frozenset(word for word in words if word.isdigit())


def _asked(item: Item) -> str:
    """The stem, with what is to be filled, matched or put in order."""
    texts = [item.stem]
    match item.interaction:
        case FillGaps(text=text):
            texts.append(text)
        case MatchPairs(pairs=pairs):
            texts += [text for pair in pairs for text in (pair.left, pair.right)]
        case PutInOrder(entries=entries):
            texts += [entry.text for entry in entries]
        case _:
            pass
    return " ".join(child.astext() for text in texts for child in text.children)


def _key(item: Item) -> str:
    if isinstance(item.interaction, (ChooseOne, ChooseMany)):
        return "|".join(sorted(_words(option).lower() for option in item.interaction.options if option.key))
    return item.type
