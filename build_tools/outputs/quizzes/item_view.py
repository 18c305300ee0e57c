"""An item → the pieces of HTML that a page shows of it. The template puts them in their places."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import assert_never

from docutils import nodes
from markupsafe import Markup, escape

from ...marking.mark_answer import feedback_of, interaction_spec
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
    WriteFreely,
)
from ...model.item import Bank, Item
from ...model.kit import Kit
from ...model.prose import Prose
from ...prose.html import html_of
from ...prose.resolve import View
from .shown import (
    answer_lines,
    feedback_leads,
    gap_answer,
    one_line,
    page_ids,
    shown_entries,
    shown_options,
    shown_rights,
    with_gaps,
)

_NOTHING = Markup("")


@dataclass(frozen=True)
class Writer:
    """Prose → HTML as one page wants it."""

    kit: Kit
    view: View
    picture: Callable[[str], str]

    def blocks(self, what: Prose | Iterable[nodes.Node]) -> Markup:
        """Blocks, as they are."""
        return Markup(html_of(what, self.kit, self.view, picture=self.picture))  # noqa: S704 - html_of escapes all text

    def label(self, what: Prose | Iterable[nodes.Node]) -> Markup:
        """For places that take no blocks (legend, label): one paragraph without its tags; empty if it is more."""
        html = str(self.blocks(what)).strip()
        inner = html.removeprefix("<p>").removesuffix("</p>")
        one = html.startswith("<p>") and html.endswith("</p>") and "<p>" not in inner
        return Markup(inner) if one else _NOTHING  # noqa: S704 - a part of what html_of made

    def label_or_text(self, what: Prose) -> Markup:
        """The same, with plain words where it is more than one paragraph."""
        return self.label(what) or escape(one_line(what, self.kit))


@dataclass(frozen=True)
class Choice:
    """An option, or a row with a menu. `blocks` instead of `label` where the text is more than a paragraph."""

    id: str
    dom: str
    label: Markup
    blocks: Markup = _NOTHING


@dataclass(frozen=True)
class Said:
    """One feedback: its id, what it is about, and its text."""

    id: str
    lead: str
    text: Markup


@dataclass(frozen=True)
class ItemView:
    """What the template needs of one item.

    Attributes:
        dom: the item's id in the page; ids of controls begin with it.
        kind: the interaction's name, as marking has it.
        legend: the stem's first paragraph; empty where the stem begins with something else.
        stem: the rest of the stem.
        rows: options, pairs or entries, in the order they are shown.
        menu: (value, text) of a row's menu: the right sides, or the places.
        lettered: right sides that need more than plain text, shown above their letters.
        answer: the right answer as HTML, for the answer key.
    """

    id: str
    dom: str
    number: int
    kind: str
    legend: Markup
    stem: Markup
    hint: Markup
    answer: Markup
    said: tuple[Said, ...]
    cites: tuple[tuple[str, str], ...]
    points: str
    rows: tuple[Choice, ...] = ()
    menu: tuple[tuple[str, str], ...] = ()
    lettered: tuple[tuple[str, Markup], ...] = ()
    unit: str = ""
    text: Markup = _NOTHING


@dataclass(frozen=True)
class _Controls:
    rows: tuple[Choice, ...] = ()
    menu: tuple[tuple[str, str], ...] = ()
    lettered: tuple[tuple[str, Markup], ...] = ()
    unit: str = ""
    text: Markup = _NOTHING


def view_item(item: Item, number: int, bank: Bank, writer: Writer) -> ItemView:
    """One item as a page shows it, the `number`th of its bank."""
    dom, kit = f"quiz-{bank.id}-{item.id}", writer.kit
    first, rest = item.stem.children[:1], item.stem.children[1:]
    legend = writer.label(first) if first and isinstance(first[0], nodes.paragraph) else Markup("")
    controls = _controls(item, dom, writer)
    ids, leads = page_ids(item), feedback_leads(item, kit)
    said = tuple(
        Said(page_feedback_id(id, ids), leads[id], writer.blocks(text)) for id, text in feedback_of(item).items()
    )
    return ItemView(
        item.id, dom, number, interaction_spec(item.interaction)["kind"], legend,
        writer.blocks(rest if legend else item.stem), writer.blocks(item.hint), _answer(item, writer), said,
        tuple((kit.named_as(c), writer.view.cite_link(c) if writer.view.cite_link else "") for c in item.cites),
        f"{item.points.normalize():f}", controls.rows, controls.menu, controls.lettered, controls.unit, controls.text,
    )  # fmt: skip


def page_feedback_id(id: str, ids: dict[str, str]) -> str:
    """A feedback's id in the ids a page uses."""
    kind, _, part = id.partition(":")
    return f"{kind}:{ids[part]}" if part in ids else id


def _choice(id: str, dom: str, text: Prose, writer: Writer) -> Choice:
    label = writer.label(text)
    return Choice(id, dom, label, Markup("") if label else writer.blocks(text))


def _controls(item: Item, dom: str, writer: Writer) -> _Controls:
    ids = page_ids(item)
    match item.interaction:
        case ChooseOne(options) | ChooseMany(options):
            return _Controls(tuple(
                _choice(option.id, f"{dom}-{option.id}", option.text, writer) for option in shown_options(item, options)
            ))  # fmt: skip
        case EnterNumber(unit=unit):
            return _Controls(unit=unit)
        case EnterText() | WriteFreely():
            return _Controls()
        case MatchPairs(pairs) as matching:
            return _matching(item, matching, dom, writer, tuple(
                Choice(ids[pair.id], f"{dom}-{ids[pair.id]}", writer.label_or_text(pair.left)) for pair in pairs
            ))  # fmt: skip
        case PutInOrder() as ordering:
            entries = shown_entries(item, ordering)
            rows = (Choice(ids[e.id], f"{dom}-{ids[e.id]}", writer.label_or_text(e.text)) for e in entries)
            return _Controls(tuple(rows), tuple((str(n), str(n)) for n in range(1, len(entries) + 1)))
        case FillGaps() as gapped:
            # Boxes of one width: a width of its own would tell how long each answer is.
            longest = max((len(spelling) for gap in gapped.gaps for spelling in gap.accepted), default=0)
            size = max(8, min(30, longest + 2))

            def fill(gap: Gap, number: int) -> nodes.Node:
                return nodes.raw("", str(_gap(item, gap, number, f"{dom}-{gap.id}", size, writer)), format="html")

            return _Controls(text=writer.blocks(with_gaps(gapped, fill)))
        case _:
            assert_never(item.interaction)


def _matching(item: Item, matching: MatchPairs, dom: str, writer: Writer, rows: tuple[Choice, ...]) -> _Controls:
    ids, rights = page_ids(item), shown_rights(item, matching)
    # A menu holds plain text only: right sides with more in them stand above it, lettered.
    if all(writer.label(r.text) and not r.text.find(nodes.image, nodes.math) for r in rights):
        return _Controls(rows, tuple((ids[r.id], one_line(r.text, writer.kit)) for r in rights))
    letters = [chr(ord("A") + n) for n in range(len(rights))]
    return _Controls(
        rows, tuple((ids[r.id], letter) for r, letter in zip(rights, letters, strict=True)),
        tuple((letter, writer.blocks(r.text)) for r, letter in zip(rights, letters, strict=True)),
    )  # fmt: skip


def _gap(item: Item, gap: Gap, number: int, dom: str, size: int, writer: Writer) -> Markup:
    # In one line: a gap stands in running text, where white space shows.
    label = f"Gap {number}"
    if not gap.options:
        return Markup(
            '<input class="quiz-gap" type="text" id="{}" data-gap="{}" aria-label="{}" size="{}" '
            'autocomplete="off" autocapitalize="off" spellcheck="false">'
        ).format(dom, gap.id, label, size)
    options = Markup("").join(
        Markup('<option value="{}">{}</option>').format(option.id, one_line(option.text, writer.kit))
        for option in shown_options(item, gap.options, gap.id)
    )
    return Markup('<select class="quiz-gap" id="{}" data-gap="{}" aria-label="{}"><option value="">Choose</option>'
                  "{}</select>").format(dom, gap.id, label, options)  # fmt: skip


# --- the answer key -----------------------------------------------------------------------------------------------


_BULLETS, _NUMBERS = Markup("<ul>{}</ul>"), Markup("<ol>{}</ol>")


def _list(around: Markup, entries: Iterable[Markup]) -> Markup:
    return around.format(_NOTHING.join(Markup("<li>{}</li>").format(entry) for entry in entries))


def _keys(options: Iterable[Option], writer: Writer) -> Markup:
    texts = [writer.label(o.text) or writer.blocks(o.text) for o in options if o.key]
    return texts[0] if len(texts) == 1 else _list(_BULLETS, texts)


def _answer(item: Item, writer: Writer) -> Markup:
    match item.interaction:
        case ChooseOne(options) | ChooseMany(options):
            return _keys(options, writer)
        case MatchPairs(pairs):
            return _list(_BULLETS, (
                Markup("{} → {}").format(writer.label_or_text(p.left), writer.label_or_text(p.right)) for p in pairs
            ))  # fmt: skip
        case PutInOrder(entries):
            return _list(_NUMBERS, (writer.label_or_text(entry.text) for entry in entries))
        case FillGaps() as gapped:
            return writer.blocks(with_gaps(gapped, lambda gap, _: nodes.strong("", gap_answer(gap, writer.kit))))
        case WriteFreely(model_answer):
            return writer.blocks(model_answer)
        case EnterNumber() | EnterText():
            lines = answer_lines(item, writer.kit)
            return escape("; ".join(lines))
        case _:
            assert_never(item.interaction)
