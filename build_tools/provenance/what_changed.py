"""A small kit that teaches what a new edition changes: a module with three slides, a handout, a bank of five items.

Written from the two indexes alone, so it claims what they hold and no more: gists, forces, numbers. A statement is said
once, as a fact, and printed from there, so page, slide, sheet and item agree.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ..model.quantities import Force, Level
from ..model.reference import Paragraph, Statement, Work
from .edition_changes import Change, Changes, Kind, differing

ID = "what-changed"
OUTCOME = "say-what-changed"
LEVELS = tuple(Level)
ON_THE_HANDOUT = 12
"""Changes two sides hold; all of them stand in the module."""
ON_A_SLIDE = 3
WORDS_A_MINUTE = 100
"""Law is read slowly, and the paragraph is looked up beside it."""
SLIDE_LETTERS = 150
"""A statement longer than this is not put on a slide: its number is."""
HEADINGS = {
    Kind.CHANGED: "Changed",
    Kind.ADDED: "New",
    Kind.WITHDRAWN: "Withdrawn",
    Kind.RENUMBERED: "The same under another number",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One thing to tell: a fact of the small kit, the change it tells of, and its statement before and now."""

    id: str
    change: Change
    before: Statement | None
    now: Statement | None
    level: Level

    @property
    def force(self) -> Force:
        """Its force now; that it had, where it is no more."""
        statement = self.now or self.before
        assert statement is not None
        return statement.force


@dataclass(frozen=True)
class Editions:
    """The two works as the small kit names them, the day the new one holds from, and the indexes' files as written."""

    old: Work
    new: Work
    others: tuple[Work, ...]
    since: date
    as_of: date
    audience: tuple[str, ...]
    old_text: str
    new_text: str
    uses: Mapping[str, int] = field(default_factory=dict)

    def cite(self, entry: Paragraph, edition: str) -> str:
        """A citation of an entry, as roles and YAML write it."""
        place = entry.id.replace("-", " to ")
        return place if edition == "new" else f"{self.old.id} {place}"

    def role(self, entry: Paragraph, edition: str) -> str:
        """The same in running text."""
        return (
            f"{{{self.new.role}}}`{self.cite(entry, 'new')}`"
            if edition == "new"
            else f"{{reg}}`{self.cite(entry, 'old')}`"
        )


def what_is_told(changes: Changes) -> tuple[Told, ...]:
    """Everything to tell, each once; renumbered entries too."""
    found = []
    for change in changes.listed:
        entry = change.new or change.old
        assert entry is not None
        pairs = differing(change)
        if change.kind is Kind.RENUMBERED or not pairs:  # only the wording differs, or nothing does
            pairs = tuple((s if change.old else None, s) for s in entry.statements)
        for number, (before, now) in enumerate(pairs, 1):
            levels = [s.level for s in (before, now) if s] + [e.level for e in (change.old, change.new) if e]
            found.append(Told(f"{_slug(change)}-{number}", change, before, now, max(levels, key=LEVELS.index)))
    return tuple(found)


def _slug(change: Change) -> str:
    """A name for a change: `changed-2-4`."""
    entry = change.new or change.old
    assert entry is not None
    return f"{change.kind}-{re.sub(r'[^a-z0-9]+', '-', entry.id)}"


def sources_of(changes: Changes, editions: Editions) -> dict[str, str]:
    """The small kit's files: text by path. The items stand in `what_changed_items.py`."""
    from .what_changed_items import bank_text

    told = what_is_told(changes)
    return {
        "modules/works.yml": _works(editions),
        f"modules/{editions.old.index}": editions.old_text,
        f"modules/{editions.new.index}": editions.new_text,
        "modules/facts.yml": _facts(told, editions),
        "modules/glossary.yml": "terms: []\n",
        f"modules/{ID}.md": _module(told, changes, editions),
        f"handouts/{ID}.md": _handout(told, changes, editions),
        f"quizzes/{ID}.yml": bank_text(told, changes, editions),
    }


def quoted(text: str) -> str:
    """A text as YAML."""
    return json.dumps(text, ensure_ascii=False)


def markdown(text: str) -> str:
    """A plain text as MyST, none of it markup."""
    escaped = re.sub(r"([\\`*_{}\[\]<>#|~$&])", r"\\\1", " ".join(text.split()))
    return re.sub(r"^(\d+)([.)])(?=\s)", r"\1\\\2", re.sub(r"^([-+:=])", r"\\\1", escaped))


def sentence(statement: Statement) -> str:
    """A gist with a full stop at its end; one that only explains the words must and should names them as words."""
    words = " ".join(statement.gist.split())
    if statement.force is Force.STATES:
        words = re.sub(r"\b(must|should)\b", r'"\1"', words, flags=re.IGNORECASE)
    return words if words.endswith((".", "?", "!")) else words + "."


def _works(editions: Editions) -> str:
    lines = [
        f"title: {quoted(f'What changed in {editions.new.short}')}",
        f"checked: {editions.as_of.isoformat()}",
        "works:",
    ]
    for work in (editions.new, editions.old, *editions.others):
        values = {
            "id": work.id, "title": work.title, "short": work.short, "edition": work.edition, "published": work.published,
            "in-force": work.in_force.isoformat() if work.in_force else "", "supersedes": work.supersedes,
            "superseded-by": work.superseded_by, "licence": work.licence, "link": work.link, "attribution": work.attribution,
            "role": work.role, "index": work.index, "checked": work.checked.isoformat() if work.checked else "",
        }  # fmt: skip
        stated = [
            f"{key}: {value if key in ('in-force', 'checked') else quoted(value)}"
            for key, value in values.items()
            if value
        ]
        lines += [f"  - {stated[0]}", *(f"    {line}" for line in stated[1:])]
        if work.locators:
            lines.append("    locators:")
        for place in work.locators:
            lines += [f"      - id: {quoted(place.id)}", f"        gist: {quoted(place.gist)}", f"        force: {place.force}",
                      f"        level: {place.level}", f"        source: {quoted(place.source)}"]  # fmt: skip
    return "\n".join(lines) + "\n"


@dataclass(frozen=True, slots=True)
class _Said:
    """A fact of the small kit: what it states, of which edition's place, and for one that is past, what is so now."""

    id: str
    statement: Statement
    cites: tuple[str, ...]
    now: str = ""


def _said(told: Told, editions: Editions) -> tuple[_Said, ...]:
    """The facts that tell of one thing: what is so now first, then what was."""
    change, before, now = told.change, told.before, told.now
    old = (editions.cite(change.old, "old"),) if change.old else ()
    new = (editions.cite(change.new, "new"),) if change.new else ()
    if now is None:
        assert before is not None
        gone = f"The index of {editions.new.short} holds no paragraph in its place."
        return (
            _Said(
                told.id,
                before,
                old,
                gone if change.kind is Kind.WITHDRAWN else "The new index no longer says this of the paragraph.",
            ),
        )
    if before is now:
        return (_Said(told.id, now, (*new, *old)),)
    if before is None:
        return (_Said(told.id, now, new),)
    return (_Said(told.id, now, new), _Said(f"{told.id}-before", before, old, "The new edition puts it otherwise."))


def _facts(told: Sequence[Told], editions: Editions) -> str:
    lines = ["facts:"] if told else ["facts: []"]
    for entry in told:
        for fact in _said(entry, editions):
            lines += [
                f"  - id: {fact.id}",
                "    rows: [comparison of two editions]",
                f"    statement: {quoted(sentence(fact.statement))}",
                f"    cites: [{', '.join(map(quoted, fact.cites))}]",
                f"    force: {fact.statement.force}",
                f"    level: {entry.level}",
            ]
            if fact.now:
                lines += [
                    "    status: changed",
                    f"    since: {editions.since.isoformat()}",
                    f"    now: {quoted(fact.now)}",
                ]
            else:
                lines.append("    status: current")
            lines += ["    source: the indexes of the two editions", f"    checked: {editions.as_of.isoformat()}"]
    return "\n".join(lines) + "\n"


def counted(changes: Changes) -> str:
    """`2 changed, 1 new, 1 withdrawn, 1 under another number`."""
    words = {
        Kind.CHANGED: "changed",
        Kind.ADDED: "new",
        Kind.WITHDRAWN: "withdrawn",
        Kind.RENUMBERED: "under another number",
    }
    return ", ".join(f"{len(changes.of(kind))} {word}" for kind, word in words.items() if changes.of(kind))


def _dates(editions: Editions) -> list[str]:
    day = editions.as_of
    due = day.replace(year=day.year + 1, day=min(day.day, 28) if day.month == 2 else day.day)
    return [f"checked: {day.isoformat()}", "reviewed-by:", f"review-by: {due.isoformat()}"]


def printed(told: Told, editions: Editions, brief: bool = False) -> str:
    """A thing to tell as running text: the mark in words, what is so now, and unless `brief`, what was so."""
    first, *past = (f"{{fact}}`{fact.id}`" for fact in _said(told, editions))
    before, now = told.before, told.now
    how = ""
    if told.change.kind is Kind.CHANGED:
        if now is None:
            how = ", no longer said"
        elif before is now:
            how = " in its wording"
        elif before is not None and before.force is not now.force and Force.UNKNOWN not in (before.force, now.force):
            how = f' from "{before.force}" to "{now.force}"'
    mark = f"**{told.change.mark}**{how}: " if told.change.mark else ""
    return mark + " Before: ".join([first] if brief else [first, *past])


def _lines(told: Sequence[Told], kind: Kind, editions: Editions) -> Iterator[str]:
    """A list's lines for one kind of change; a renumbered paragraph has one line, whatever it says."""
    listed = [entry for entry in told if entry.change.kind is kind]
    if kind is not Kind.RENUMBERED:
        yield from (f"- {printed(entry, editions)}" for entry in listed)
        return
    for change in dict.fromkeys(entry.change.label for entry in listed):
        own = [entry for entry in listed if entry.change.label == change]
        old, new = own[0].change.old, own[0].change.new
        assert old is not None
        assert new is not None
        yield f"- {label(old)} is now {label(new)}: {' '.join(printed(entry, editions) for entry in own)}"


def label(entry: Paragraph) -> str:
    """An entry's number as people read it."""
    return f"page {entry.id[1:]}" if re.fullmatch(r"p\d+", entry.id) else entry.id.replace("-", " to ")


def _sections(told: Sequence[Told], editions: Editions) -> Iterator[str]:
    for kind, heading in HEADINGS.items():
        lines = list(_lines(told, kind, editions))
        if lines:
            yield from (f"## {heading}", "", *lines, "")


def _module(told: Sequence[Told], changes: Changes, editions: Editions) -> str:
    title = f"What changed in {editions.new.short}"[:120]
    words = sum(len(fact.statement.gist.split()) for entry in told for fact in _said(entry, editions))
    minutes = max(1, words // WORDS_A_MINUTE)
    head = ["---", f"id: {ID}", f"title: {quoted(title)}",
            f"summary: {quoted(f'What {named(editions.new)} changes, adds and withdraws.')}",
            f"audience: [{', '.join(editions.audience)}]", f"minutes: {minutes}", "outcomes:", f"  - id: {OUTCOME}",
            "    text: Say what the new edition changes, adds and withdraws", *_dates(editions), "---"]  # fmt: skip
    body = [f"# {markdown(title)}", "",
            f"Compared were the indexes of {markdown(named(editions.old))} and {markdown(named(editions.new))}: {counted(changes)}. "
            "An index holds our own words for what a paragraph says. Read the paragraph itself before you act on it.", "",
            *_sections(told, editions)]  # fmt: skip
    return "\n".join([*head, *body, *_slides(told, changes, editions)]) + "\n"


def named(work: Work) -> str:
    """A work with its edition."""
    return f"{work.short}, {work.edition}" if work.edition and work.edition not in work.short else work.short


def _slides(told: Sequence[Told], changes: Changes, editions: Editions) -> Iterator[str]:
    yield from _slide(f"The new edition differs in {_paragraphs(len(changes.listed))}", 5, list(_overview(changes, editions)),
                      ("Say which edition is new, and since when it holds.", "Ask who has read it.", "Listen for what people think has changed."))  # fmt: skip
    ranked = ranking([t for t in told if t.change.kind is not Kind.RENUMBERED], editions) or list(told)
    short = [t for t in ranked if len(_said(t, editions)[0].statement.gist) <= SLIDE_LETTERS][:ON_A_SLIDE]
    lines = [f"- {printed(t, editions, brief=True)}" for t in short]
    lines = lines or [f"- {t.change.mark or 'Moved'} {_roles(t.change, editions)}" for t in ranked[:ON_A_SLIDE]]
    yield from _slide("These differences come first", 8, lines,
                      ("Say each one, as it was and as it is.", "Ask what it means here.", "Listen for habits that rest on the old text."))  # fmt: skip
    rests = [
        f"- {count} of our {kind}s {'cites' if count == 1 else 'cite'} a paragraph that differs"
        for kind, count in sorted(editions.uses.items())
    ]
    rests = rests or ["- Which of our papers rest on a paragraph that differs?"]
    yield from _slide("Our own papers may rest on the old text", 7, rests,
                      ("Say where our own papers cite these paragraphs.", "Ask who mends each paper, and by when.", "Listen for papers nobody has named."))  # fmt: skip


def _slide(title: str, minutes: int, lines: Sequence[str], notes: Sequence[str]) -> Iterator[str]:
    yield from (
        f"::::{{slide}} {title}",
        f":minutes: {minutes}",
        ":core: yes",
        "",
        *lines,
        "",
        ":::{notes}",
        " ".join(notes),
        ":::",
        "::::",
        "",
    )


def _overview(changes: Changes, editions: Editions) -> Iterator[str]:
    for kind, heading in HEADINGS.items():
        listed = changes.of(kind)
        if listed:
            rest = f" and {len(listed) - ON_A_SLIDE} more" if len(listed) > ON_A_SLIDE else ""
            yield (
                f"- **{heading}**: {len(listed)} "
                + " ".join(_roles(change, editions) for change in listed[:ON_A_SLIDE])
                + rest
            )


def _roles(change: Change, editions: Editions) -> str:
    return editions.role(change.new, "new") if change.new else editions.role(change.old, "old") if change.old else ""


def _paragraphs(count: int) -> str:
    return "1 paragraph" if count == 1 else f"{count} paragraphs"


def ranking(told: Sequence[Told], editions: Editions) -> list[Told]:
    """What binds most first; in order of the text within a force."""
    return sorted(told, key=lambda entry: tuple(Force).index(entry.force))


def _handout(told: Sequence[Told], changes: Changes, editions: Editions) -> str:
    shown = set(ranking([t for t in told if t.change.kind is not Kind.RENUMBERED], editions)[:ON_THE_HANDOUT])
    shown |= set([t for t in told if t.change.kind is Kind.RENUMBERED][: max(0, ON_THE_HANDOUT - len(shown))])
    listed = [entry for entry in told if entry in shown]
    left = len(told) - len(listed)
    head = ["---", f"id: {ID}", f"title: {quoted(f'What changed in {editions.new.short}'[:120])}",
            f"summary: {quoted(f'What {named(editions.new)} changes, adds and withdraws.')}", "kind: factsheet",
            f"audience: [{', '.join(editions.audience)}]", f"modules: [{ID}]", "sides: 2", *_dates(editions), "---"]  # fmt: skip
    more = (
        [
            f"{left} more {'difference stands' if left == 1 else 'differences stand'} in the course page of the same title.",
            "",
        ]
        if left
        else []
    )
    tail = ["## How this was made", "",
            f"The indexes of {markdown(named(editions.old))} and {markdown(named(editions.new))} were compared: {counted(changes)}. "
            "An index holds our own words for what a paragraph says. Read the paragraph itself before you act on it."]  # fmt: skip
    return "\n".join([*head, *_sections(listed, editions), *more, *tail]) + "\n"
