"""One item → one Moodle question, or the reason why Moodle can't hold it. One function an interaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from html import escape
from typing import assert_never

from docutils import nodes

from ...marking.mark_answer import feedback_of
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
from ...model.item import Item
from .moodle_texts import (
    Text,
    TextWriter,
    cloze_html,
    cloze_text,
    plain_html,
    spellings,
    wildcard_safe,
    without_braces,
    xml_attribute,
    xml_element,
    xml_text,
)
from .shown import one_line, shown_rights, with_gaps

KEYS_MOODLE_CAN_SHARE_OUT = (*range(1, 11), 20)
"""Moodle's importer takes only fractions from a fixed list (`question_bank::fraction_options_full`, compared within
0.00001): p/q up to sixths, tenths, and 1/q up to tenths, and 1/20. So 1/K is there for these K and no others."""

LEAST_MATCHING_CHOICES = 3
"""Moodle's own form wants two stems and three choices; with fewer, matching is written as a gap text with menus."""

LONGEST_UNIT = 50
"""Characters Moodle's table of units holds; a longer one stops the whole import, so it is printed, not registered."""

_SCALE = 5
"""Decimals of a percentage: 33.33333 is a third to Moodle, which then stores its own 0.3333333."""


@dataclass(frozen=True)
class Question:
    """A question ready to be written.

    Attributes:
        type: Moodle's name for it.
        text: stem and all that belongs to it.
        body: the elements peculiar to its type, one a line.
        general: explanation beside the sources, shown to everybody afterwards.
        marks: what Moodle will count for it; differs from the item's points only for gap texts.
        has_number: whether Moodle keeps an id number for it: its importer reads none for gap texts.
    """

    type: str
    text: Text
    body: list[str]
    marks: Decimal
    general: Text = field(default_factory=Text)
    has_number: bool = True
    hints: bool = True


def percent(numerator: int, denominator: int) -> str:
    """A fraction as Moodle's attribute has it: `33.33333`, `-50`, rounded half up."""
    scaled = (2 * abs(numerator) * 10 ** (_SCALE + 2) + denominator) // (2 * denominator)
    whole, rest = divmod(scaled, 10**_SCALE)
    text = f"{whole}.{rest:0{_SCALE}d}".rstrip("0").rstrip(".")
    return f"-{text}" if numerator < 0 else text


def question_of(item: Item, writer: TextWriter) -> Question | str:
    """The question, or why Moodle can't hold the item."""
    stem = writer.blocks(item.stem)
    match item.interaction:
        case ChooseOne(options) if item.type == "true-false":
            return _true_false(item, options, stem, writer)
        case ChooseOne(options):
            fractions = [(1, 1) if option.key else (0, 1) for option in options]
            return _multichoice(item, options, fractions, stem, writer, single=True)
        case ChooseMany(options):
            keys = sum(option.key for option in options)
            if keys not in KEYS_MOODLE_CAN_SHARE_OUT:
                return f"it has {keys} keys, and Moodle has no fraction for one in {keys}"
            return _multichoice(
                item, options, [(1 if o.key else -1, keys) for o in options], stem, writer, single=False
            )
        case EnterNumber() as number:
            return _numerical(item, number, stem, writer)
        case EnterText() as short:
            return _short_answer(item, short, stem, writer)
        case MatchPairs() as matching:
            choices = {one_line(right.text, writer.kit) for right in matching.rights}
            write = _matching if len(choices) >= LEAST_MATCHING_CHOICES else _matching_by_menus
            return write(item, matching, stem, writer)
        case PutInOrder() as ordering:
            return _ordering(item, ordering, stem, writer)
        case FillGaps() as gapped:
            return _gap_text(item, gapped, stem, writer)
        case WriteFreely(model_answer):
            model = writer.blocks(model_answer)
            body = ["<responseformat>editor</responseformat>", "<responserequired>1</responserequired>",
                    "<responsefieldlines>10</responsefieldlines>", "<attachments>0</attachments>",
                    xml_element("graderinfo", model)]  # fmt: skip
            return Question("essay", stem, body, Decimal(0), plain_html("A good answer:") + model, hints=False)
        case _:
            assert_never(item.interaction)


# --- parts --------------------------------------------------------------------------------------------------------


def _feedback(item: Item, id: str, writer: TextWriter) -> Text:
    prose = feedback_of(item).get(id)
    return writer.blocks(prose) if prose else Text()


def _combined(item: Item, writer: TextWriter) -> list[str]:
    names = (("right", "correctfeedback"), ("partly", "partiallycorrectfeedback"), ("wrong", "incorrectfeedback"))
    return [xml_element(tag, _feedback(item, id, writer)) for id, tag in names]


def _answer(text: str, fraction: str, feedback: Text, more: str = "") -> str:
    said = xml_element("feedback", feedback)
    return f'<answer fraction="{fraction}" format="moodle_auto_format">{xml_text(text)}{more}{said}</answer>'


def _html_answer(text: Text, fraction: str, feedback: Text) -> str:
    inside = xml_element("answer", text, fraction=fraction).removesuffix("</answer>")
    return f"{inside}{xml_element('feedback', feedback)}</answer>"


def _flag(tag: str, value: bool) -> str:
    return f"<{tag}>{'true' if value else 'false'}</{tag}>"


# --- one function an interaction ----------------------------------------------------------------------------------


def _true_false(item: Item, options: Iterable[Option], stem: Text, writer: TextWriter) -> Question:
    body = []
    for option in options:
        # Moodle has no combined feedback here: it goes with the option's own.
        said = writer.blocks(option.feedback) + _feedback(item, "right" if option.key else "wrong", writer)
        body.append(_answer(option.id, "100" if option.key else "0", said))
    return Question("truefalse", stem, body, item.points)


def _multichoice(
    item: Item,
    options: Sequence[Option],
    fractions: Sequence[tuple[int, int]],
    stem: Text,
    writer: TextWriter,
    single: bool,
) -> Question:
    body = [_flag("single", single), _flag("shuffleanswers", item.shuffle), "<answernumbering>abc</answernumbering>",
            f"<showstandardinstruction>{int(not single)}</showstandardinstruction>", *_combined(item, writer)]  # fmt: skip
    for option, (numerator, denominator) in zip(options, fractions, strict=True):
        fraction = percent(numerator, denominator)
        body.append(_html_answer(writer.short(option.text), fraction, writer.blocks(option.feedback)))
    return Question("multichoice", stem, body, item.points)


def _numerical(item: Item, number: EnterNumber, stem: Text, writer: TextWriter) -> Question:
    tolerance = f"<tolerance>{number.tolerance:f}</tolerance>"
    body = [_answer(f"{number.value:f}", "100", _feedback(item, "right", writer), tolerance)]
    if wrong := _feedback(item, "wrong", writer):
        body.append(_answer("*", "0", wrong, "<tolerance>0</tolerance>"))
    if number.unit and len(number.unit) <= LONGEST_UNIT:
        # The unit may be typed behind the number and need not be: 0 is Moodle's "unit optional".
        unit = f"<unit><multiplier>1</multiplier><unit_name>{xml_attribute(number.unit)}</unit_name></unit>"
        body += [f"<units>{unit}</units>", "<unitgradingtype>0</unitgradingtype>", "<unitpenalty>0.1</unitpenalty>",
                 "<showunits>0</showunits>", "<unitsleft>0</unitsleft>"]  # fmt: skip
    if number.unit:
        stem += plain_html(f"Answer in {number.unit}.")
    return Question("numerical", stem, body, item.points)


def _short_answer(item: Item, short: EnterText, stem: Text, writer: TextWriter) -> Question:
    right, wrong = _feedback(item, "right", writer), _feedback(item, "wrong", writer)
    body = [f"<usecase>{int(short.case_matters)}</usecase>"]
    body += [_answer(wildcard_safe(s), "100", right) for s in spellings(short.accepted, short.spaces_matter)]
    if wrong:
        body.append(_answer("*", "0", wrong))
    return Question("shortanswer", stem, body, item.points)


def _matching(item: Item, matching: MatchPairs, stem: Text, writer: TextWriter) -> Question:
    body = [_flag("shuffleanswers", item.shuffle), *_combined(item, writer), "<shownumcorrect/>"]
    pairs = [(writer.short(pair.left), one_line(pair.right, writer.kit)) for pair in matching.pairs]
    for left, right in (*pairs, *((Text(), one_line(spare.text, writer.kit)) for spare in matching.spare)):
        inside = xml_element("subquestion", left).removesuffix("</subquestion>")
        body.append(f"{inside}<answer>{xml_text(right)}</answer></subquestion>")
    return Question("matching", stem, body, item.points, _pair_feedback(item, matching, writer))


def _pair_feedback(item: Item, matching: MatchPairs, writer: TextWriter) -> Text:
    # Moodle has no feedback of a pair's own: it goes into the general one, with the pair it is about.
    said = Text()
    for pair in matching.pairs:
        if pair.feedback:
            said += Text("<p><strong>") + writer.short(pair.left) + Text("</strong></p>") + writer.blocks(pair.feedback)
    return said


def _ordering(item: Item, ordering: PutInOrder, stem: Text, writer: TextWriter) -> Question:
    body = ["<layouttype>VERTICAL</layouttype>", "<selecttype>ALL</selecttype>", "<selectcount>0</selectcount>",
            "<gradingtype>ABSOLUTE_POSITION</gradingtype>", "<showgrading>SHOW</showgrading>",
            "<numberingstyle>none</numberingstyle>", *_combined(item, writer),
            # Left out, Moodle makes up hints of its own and then fails to store them.
            "<shownumcorrect>1</shownumcorrect>"]  # fmt: skip
    for place, entry in enumerate(ordering.entries, 1):
        body.append(xml_element("answer", writer.short(entry.text), fraction=str(place)))
    return Question("ordering", stem, body, item.points)


def _whole_feedback(item: Item, writer: TextWriter) -> Text:
    # Gap texts have no combined feedback in Moodle: what is said to a wrong answer explains, so all get it.
    return _feedback(item, "wrong", writer) or _feedback(item, "partly", writer) or _feedback(item, "right", writer)


def _gap_weight(item: Item, gaps: int) -> int:
    """Marks of one gap. Moodle adds up whole numbers: the item's points where they share out evenly, else 1 each."""
    each = item.points / gaps
    return int(each) if each == each.to_integral_value() and each >= 1 else 1


def _gap_text(item: Item, gapped: FillGaps, stem: Text, writer: TextWriter) -> Question:
    weight = _gap_weight(item, len(gapped.gaps))

    def place(_: Gap, number: int) -> nodes.Node:
        return nodes.raw("", f'<gap n="{number}">', format="html")  # an author's own < is escaped: it can't be met else

    text = without_braces(stem + Text("\n") + writer.blocks(with_gaps(gapped, place)))
    for number, gap in enumerate(gapped.gaps, 1):
        written = _cloze_gap(item, gap, gapped, weight, writer)
        text = Text(text.html.replace(f'<gap n="{number}">', written), text.files)
    return Question("cloze", text, [], Decimal(weight * len(gapped.gaps)), _whole_feedback(item, writer), False)


def _cloze_gap(item: Item, gap: Gap, gapped: FillGaps, weight: int, writer: TextWriter) -> str:
    wrong = writer.short(gap.feedback).html  # without a paragraph's tags: it stands inside a paragraph already
    if gap.options:
        kind = "MULTICHOICE_S" if item.shuffle else "MULTICHOICE"
        parts = []
        for option in gap.options:
            said = " ".join(filter(None, (writer.short(option.feedback).html, "" if option.key else wrong)))
            # In a menu only words are seen, but Moodle holds them as HTML: escaped twice over.
            words = cloze_html(escape(one_line(option.text, writer.kit), quote=False))
            parts.append(("=" if option.key else "") + words + _cloze_feedback(said))
    else:
        kind = "SHORTANSWER_C" if gapped.case_matters else "SHORTANSWER"
        parts = ["=" + cloze_text(wildcard_safe(s)) for s in spellings(gap.accepted, gapped.spaces_matter)]
        parts += ["*" + _cloze_feedback(wrong)] if wrong else []
    return f"{{{weight}:{kind}:{'~'.join(parts)}}}"


def _cloze_feedback(html: str) -> str:
    return "#" + cloze_html(html) if html else ""


def _matching_by_menus(item: Item, matching: MatchPairs, stem: Text, writer: TextWriter) -> Question:
    weight = _gap_weight(item, len(matching.pairs))
    rights = [one_line(right.text, writer.kit) for right in shown_rights(item, matching)]
    rows = Text()
    for pair in matching.pairs:
        own = one_line(pair.right, writer.kit)
        choices = "~".join(("=" if r == own else "") + cloze_html(escape(r, quote=False)) for r in rights)
        left = without_braces(writer.short(pair.left))
        rows += Text("<li>") + left + Text(f": {{{weight}:MULTICHOICE:{choices}}}</li>")
    general = _pair_feedback(item, matching, writer) + _whole_feedback(item, writer)
    text = without_braces(stem) + Text("<ul>") + rows + Text("</ul>")
    return Question("cloze", text, [], Decimal(weight * len(matching.pairs)), general, False)


def sources_of(item: Item, writer: TextWriter) -> Text:
    """The line that names where the answer is written."""
    words = "; ".join(writer.kit.named_as(citation) for citation in item.cites)
    return plain_html(f"Read: {words}.") if words else Text()
