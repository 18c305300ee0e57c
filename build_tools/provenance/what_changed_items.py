"""Five items on what a new edition changes, each from what the two indexes hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from ..model.quantities import Force
from ..model.reference import Paragraph, Statement
from .edition import flat
from .edition_changes import Changes, Kind
from .what_changed import ID, OUTCOME, Editions, Told, label, markdown, named, quoted, sentence

WANTED = 5
DISTRACTORS = 2
KEYED_FORCES = (Force.MUST, Force.SHOULD, Force.MAY)


@dataclass(frozen=True, slots=True)
class _Item:
    """A single choice; an option is its text, whether it is the key, and its feedback, all MyST."""

    id: str
    stem: str
    options: tuple[tuple[str, bool, str], ...]
    cites: tuple[str, ...]
    facts: tuple[str, ...]
    level: str


def bank_text(told: Sequence[Told], changes: Changes, editions: Editions) -> str:
    """The bank's file: five items, or as many as the two indexes can rest."""
    makers = (_says_now, _force_now, _which_is_new, _which_is_withdrawn, _where_now)
    sure = [entry for entry in told if entry.level.may_be_keyed]
    by_kind = [[item for entry in sure if (item := make(entry, changes, editions)) is not None] for make in makers]
    by_kind.append(list(_still_stands(changes, editions)))
    items = [item for row in zip_longest(*by_kind) for item in row if item is not None][:WANTED]
    lines = [f"module: {ID}", "items:" if items else "items: []"]
    for number, item in enumerate(items):
        turn = number % len(item.options)  # each item is written with its key first; a bank has its keys spread
        lines += [f"  - id: {item.id}", "    type: single-choice", f"    stem: {quoted(item.stem)}", "    options:"]
        for text, key, feedback in (*item.options[-turn:], *item.options[:-turn]) if turn else item.options:
            lines += [
                f"      - text: {quoted(text)}",
                *(["        key: true"] if key else []),
                f"        feedback: {quoted(feedback)}",
            ]
        lines += [
            f"    cites: [{', '.join(map(quoted, item.cites))}]",
            f"    outcome: {OUTCOME}",
            f"    level: {item.level}",
        ]
        if item.facts:
            lines.append(f"    facts: [{', '.join(item.facts)}]")
    return "\n".join(lines) + "\n"


def _unchanged(changes: Changes) -> Iterator[tuple[Paragraph, Paragraph]]:
    """Entries that say the same in both editions, each as the old and the new index hold it."""
    touched = {change.new.id for change in changes.listed if change.new and change.kind is not Kind.RENUMBERED}
    moved = {change.new.id: change.old for change in changes.of(Kind.RENUMBERED) if change.new and change.old}
    before = {entry.id: entry for entry in changes.old.paragraphs}
    for entry in changes.new.paragraphs:
        old = moved.get(entry.id) or before.get(entry.id)
        if entry.id not in touched and old is not None:
            yield old, entry


def _others(changes: Changes, editions: Editions, apart_from: Sequence[str]) -> list[tuple[str, bool, str]]:
    """Wrong options: what stands in both editions."""
    taken = {flat(text) for text in apart_from}
    found: list[tuple[str, bool, str]] = []
    for old, entry in _unchanged(changes):
        statement = (
            entry.statements[0]
            if entry.statements
            else Statement(entry.gist, Force.UNKNOWN, entry.level, entry.location)
        )
        if flat(statement.gist) not in taken and len(found) < DISTRACTORS:
            taken.add(flat(statement.gist))
            where = f"at {label(old)}" if old.id == entry.id else f"at {label(old)} before and at {label(entry)} now"
            found.append((markdown(sentence(statement)), False, f"That stands in both editions, {where}."))
    return found


def _says_now(told: Told, changes: Changes, editions: Editions) -> _Item | None:
    new, before, now = told.change.new, told.before, told.now
    if (
        told.change.kind is not Kind.CHANGED
        or new is None
        or before is None
        or now is None
        or flat(before.gist) == flat(now.gist)
    ):
        return None
    options = (
        (markdown(sentence(now)), True, f"Yes: that is what the index says of {label(new)} now."),
        (markdown(sentence(before)), False, "That is what the earlier edition said, as its index has it."),
        *_others(changes, editions, (before.gist, now.gist))[:1],
    )
    stem = f"What does {markdown(named(editions.new))} say at {label(new)}?"
    return _Item(f"{told.id}-now", stem, options, (editions.cite(new, "new"),), (told.id,), "recall")


def _force_now(told: Told, changes: Changes, editions: Editions) -> _Item | None:
    new, before, now = told.change.new, told.before, told.now
    if (
        new is None
        or before is None
        or now is None
        or before.force is now.force
        or not {before.force, now.force} <= set(KEYED_FORCES)
    ):
        return None
    options = []
    for force in KEYED_FORCES:
        if force is now.force:
            feedback = f"Yes: so the index has {label(new)} now."
        elif force is before.force:
            feedback = "So it was in the earlier edition."
        else:
            feedback = "Neither edition puts it so."
        options.append((force.mark, force is now.force, feedback))
    stem = f"{markdown(sentence(now))} How strongly does {markdown(named(editions.new))} put this at {label(new)}?"
    return _Item(f"{told.id}-force", stem, tuple(options), (editions.cite(new, "new"),), (told.id,), "understand")


def _which_is_new(told: Told, changes: Changes, editions: Editions) -> _Item | None:
    new, now = told.change.new, told.now
    if told.change.kind is not Kind.ADDED or new is None or now is None:
        return None
    others = _others(changes, editions, (now.gist,))
    if not others:
        return None
    key = (
        markdown(sentence(now)),
        True,
        f"Yes: it stands at {label(new)}, and the earlier index has no such paragraph.",
    )
    return _Item(
        f"{told.id}-new",
        f"Which of these is new in {markdown(named(editions.new))}?",
        (key, *others),
        (editions.cite(new, "new"),),
        (told.id,),
        "recall",
    )


def _which_is_withdrawn(told: Told, changes: Changes, editions: Editions) -> _Item | None:
    old, before = told.change.old, told.before
    if told.change.kind is not Kind.WITHDRAWN or old is None or before is None:
        return None
    others = _others(changes, editions, (before.gist,))
    if not others:
        return None
    key = (
        markdown(sentence(before)),
        True,
        f"Yes: it stood at {label(old)}, and the new index holds no paragraph in its place.",
    )
    stem = f"Which of these stood in {markdown(named(editions.old))} and is withdrawn?"
    return _Item(f"{told.id}-withdrawn", stem, (key, *others), (editions.cite(old, "old"),), (told.id,), "recall")


def _where_now(told: Told, changes: Changes, editions: Editions) -> _Item | None:
    old, new, now = told.change.old, told.change.new, told.now
    if told.change.kind is not Kind.RENUMBERED or old is None or new is None or now is None:
        return None
    other = next((entry for entry in changes.new.paragraphs if entry.id not in (old.id, new.id)), None)
    options = (
        (label(new), True, "Yes: it says the same under this number."),
        (label(old), False, "That was its number in the earlier edition."),
        *([(label(other), False, "Something else stands there.")] if other else []),
    )
    stem = f"{markdown(sentence(now))} Where does this stand in {markdown(named(editions.new))}?"
    return _Item(f"{told.id}-where", stem, options, (editions.cite(new, "new"),), (told.id,), "recall")


def _still_stands(changes: Changes, editions: Editions) -> Iterator[_Item]:
    """Whether a paragraph has changed, asked of those that have not."""
    for old, new in _unchanged(changes):
        if old.id != new.id or not new.level.may_be_keyed or new.id.startswith("p"):
            continue
        options = (
            ("The same in both", True, "Yes: what the two indexes say of it is the same."),
            ("Changed in what it says", False, "What the two indexes say of it is the same."),
            ("New in the later edition", False, "The earlier index has it too."),
        )
        slug = "".join(c if c.isalnum() else "-" for c in new.id)
        yield _Item(f"same-{slug}", f"What became of paragraph {label(new)} in {markdown(named(editions.new))}?", options,
                    (editions.cite(new, "new"),), (), "recall")  # fmt: skip
