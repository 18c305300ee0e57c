"""The one scoring rule of each interaction. Standard library only: notebooks carry this file word for word.

A *spec* is what is right, a *response* what somebody gave; both are plain JSON values. README.md beside this file
gives each rule with worked examples; `templates/quizzes/marking.js` is the same in JavaScript and must be changed
together with it (the vectors in tests/marking/cases hold the two to each other, doubts included).

| kind         | spec besides `kind`                                         | response                        |
| ------------ | ----------------------------------------------------------- | ------------------------------- |
| choose-one   | options: [id], keys: [id]                                   | id                              |
| choose-many  | options: [id], keys: [id]                                   | [id]                            |
| enter-number | value, tolerance: decimals as text, unit: text              | text                            |
| enter-text   | accepted: [text], case, spaces: whether they matter         | text                            |
| match-pairs  | pairs: [{id, rights: [ids that fit]}], rights: [all ids]    | {pair id: right id}             |
| put-in-order | entries: [id], in the right order                           | [id or null], a place each      |
| fill-gaps    | gaps: [{id, accepted} or {id, options, keys}], case, spaces | {gap id: text, or option id}    |
| write-freely |                                                             | text                            |

`null` is no answer in every kind. Nothing a response can hold raises: what can't be read gives a doubt, in plain
words for a person, and a mark of its own.
"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

RIGHT, PARTLY, WRONG, BLANK, UNMARKED = "right", "partly", "wrong", "blank", "unmarked"

LONGEST_TEXT = 10000
"""Code points of a typed answer that are read; a longer one is a doubt and earns nothing."""
LONGEST_NUMBER = 60
QUOTED = 40

WRONG_SHAPE = "The answer is not of the kind this question takes."
TOO_LONG = "The answer is too long to be read."


class Result(NamedTuple):
    """What came of one response.

    Attributes:
        mark: the share of the full mark, 0 to 1, exact.
        state: right, partly, wrong, blank, or unmarked (free writing).
        feedback: ids of the feedback that applies: `option:b`; `pair:p1` and `gap:g1` where answered wrongly;
            `gap:g1:b`; then the state.
        doubts: what a person should look at.
        parts: each answered part (option, pair, gap, or entry put in a place) and whether it is right.
    """

    mark: Fraction
    state: str
    feedback: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    parts: tuple[tuple[str, bool], ...] = ()


# --- text ---------------------------------------------------------------------------------------------------------

# Lists of code points, not classes of a library: Python's isspace() and JavaScript's \s differ.
SPACES = (*range(0x09, 0x0E), 0x20, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000)
INVISIBLE = (0xAD, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF)
APOSTROPHES = (0x60, 0xB4, 0x2BC, 0x2018, 0x2019, 0x201B, 0x2032)  # tablets and word processors curl them unasked
QUOTES = (0x201C, 0x201D, 0x201E, 0x201F, 0x2033)
DASHES = (0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212)

_TABLE: dict[int, Any] = {
    **dict.fromkeys(SPACES, " "), **dict.fromkeys(INVISIBLE), **dict.fromkeys(APOSTROPHES, "'"),
    **dict.fromkeys(QUOTES, '"'), **dict.fromkeys(DASHES, "-"),
}  # fmt: skip

# Blocks whose case pairs every Unicode version since 12 agrees on: outside them a letter stands for itself, so that
# an older Python and a newer browser never differ.
_CASED = re.compile("[A-Za-z\u00b5-\u024f\u0370-\u058f\u1e00-\u1fff\ufb00-\ufb17\uff21-\uff5a]")


def fold_case(text: str) -> str:
    """Letters without their case: lower, upper, lower, one code point at a time (so a sigma has no final form)."""
    if text.isascii():
        return text.lower()
    return _CASED.sub(lambda match: "".join(c.lower() for c in match[0].lower().upper()), text)


def tidy(text: str) -> str:
    """Composed (NFC), white space as single kind of space and none at the ends, invisible characters gone."""
    return unicodedata.normalize("NFC", text).translate(_TABLE).strip(" ")


def normal_text(text: str, case_matters: bool, spaces_matter: bool) -> str:
    """The form in which two spellings are compared."""
    flat = tidy(text)
    if not spaces_matter:
        flat = re.sub(" +", " ", flat)
    return unicodedata.normalize("NFC", flat if case_matters else fold_case(flat))


_normal_spelling = lru_cache(maxsize=4096)(normal_text)  # accepted spellings come again and again, answers do not


def quote(text: str) -> str:
    """A response inside a doubt: on one line, cut, nothing in it that can't be printed."""
    shown = re.sub("[\x00-\x1f\x7f-\x9f]", " ", re.sub("[\ud800-\udfff]", "\ufffd", text[:QUOTED]))
    return '"' + shown + ("…" if len(text) > QUOTED else "") + '"'


# --- numbers ------------------------------------------------------------------------------------------------------

_NUMBER = re.compile(
    r"(?P<sign>[+-]?)(?:(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]{1,3}(?: [0-9]{3})+(?![0-9])|[0-9]+)"
    r"(?:\.(?P<decimals>[0-9]*))?|\.(?P<bare>[0-9]+))(?:e(?P<exponent>[+-]?[0-9]{1,3})(?![0-9]))?(?P<rest>.*)"
)
_SAME_UNITS = (("%", "per cent", "percent"), ("£", "pound", "pounds"))


def _unit_forms(unit: str) -> list[str]:
    plain = normal_text(unit, False, False)
    if not plain:
        return []
    for group in _SAME_UNITS:
        if plain in group:
            return list(group)
    return [plain, plain[:-1] if plain.endswith("s") else plain + "s"]


def read_number(text: str, unit: str) -> tuple[Fraction | None, str]:
    """Read a typed number.

    Read are `20`, `20.0`, `+20`, `1,000`, `1 000`, `.5`, `2e1`, and any of them with the item's own unit
    (`20 weeks`, `20week`). Anything else is a doubt: words, other units, a comma in any other place.

    Returns:
        The exact number and "", or None and the doubt.
    """
    flat = normal_text(text, False, False)
    if len(flat) > LONGEST_NUMBER:
        return None, TOO_LONG
    forms = _unit_forms(unit)
    if "£" in forms and re.match("[+-]?£", flat):
        flat = flat.replace("£", "", 1)
    match = _NUMBER.fullmatch(flat)
    if not match:
        return None, f"{quote(text)} is not a number in figures."
    rest = match["rest"].strip(" ")
    if rest and rest not in forms and not (rest.endswith(".") and rest[:-1] in forms):
        asked = f"the unit asked for is {unit}" if forms else "only a number is asked for"
        return None, f"{quote(text)} has more than a number in it; {asked}."
    decimals = match["bare"] or match["decimals"] or ""
    digits = re.sub("[, ]", "", match["whole"] or "") + decimals
    power = int(match["exponent"] or 0) - len(decimals)
    value = int(digits) * (-1 if match["sign"] == "-" else 1)
    return (Fraction(value * 10**power) if power >= 0 else Fraction(value, 10**-power)), ""


# --- one function an interaction ----------------------------------------------------------------------------------


_share = lru_cache(maxsize=4096)(Fraction)  # the same few fractions are made again and again


def _finish(mark: Fraction, feedback: list[str], doubts: list[str], parts: list[tuple[str, bool]]) -> Result:
    state = RIGHT if mark == 1 else PARTLY if mark > 0 else WRONG
    return Result(mark, state, (*feedback, state), tuple(doubts), tuple(parts))


def _nothing(state: str, *doubts: str) -> Result:
    return Result(_share(0), state, (WRONG,) if state == WRONG else (), doubts)


def _read_text(response: Any) -> tuple[str, Result | None]:
    """The text of a typed answer, and the result that settles it at once (blank, unreadable) or None."""
    if not isinstance(response, str):
        return "", _nothing(WRONG, WRONG_SHAPE)
    if len(response) > LONGEST_TEXT:
        return "", _nothing(WRONG, TOO_LONG)
    return response, None if tidy(response) else _nothing(BLANK)


def _choose_one(spec: dict[str, Any], response: Any) -> Result:
    if not isinstance(response, str):
        return _nothing(WRONG, WRONG_SHAPE)
    if response == "":
        return _nothing(BLANK)
    if response not in spec["options"]:
        return _nothing(WRONG, f"{quote(response)} is not one of the options.")
    right = response in spec["keys"]
    return _finish(_share(int(right)), ["option:" + response], [], [(response, right)])


def _choose_many(spec: dict[str, Any], response: Any) -> Result:
    if not isinstance(response, list) or not all(isinstance(entry, str) for entry in response):
        return _nothing(WRONG, WRONG_SHAPE)
    if not response:
        return _nothing(BLANK)
    doubts = []
    given = set(response)
    for index, entry in enumerate(response):
        if entry not in spec["options"]:
            doubts.append(f"{quote(entry)} is not one of the options.")
        elif entry in response[:index]:
            doubts.append(f"{quote(entry)} is given twice.")
        if len(doubts) == 3:
            break
    chosen = [option for option in spec["options"] if option in given]
    parts = [(option, option in spec["keys"]) for option in chosen]
    right = sum(is_right for _, is_right in parts)
    mark = _share(max(0, 2 * right - len(parts)), len(spec["keys"]))
    return _finish(mark, ["option:" + option for option in chosen], doubts, parts)


def _enter_number(spec: dict[str, Any], response: Any) -> Result:
    text, settled = _read_text(response)
    if settled:
        return settled
    number, doubt = read_number(text, spec["unit"])
    if number is None:
        return _nothing(WRONG, doubt)
    is_near = abs(number - _share(spec["value"])) <= _share(spec["tolerance"])
    return _finish(_share(int(is_near)), [], [], [])


def _enter_text(spec: dict[str, Any], response: Any) -> Result:
    text, settled = _read_text(response)
    if settled:
        return settled
    return _finish(_share(int(_is_accepted(spec["accepted"], text, spec))), [], [], [])


def _is_accepted(accepted: list[str], text: str, spec: dict[str, Any]) -> bool:
    given = normal_text(text, spec["case"], spec["spaces"])
    return any(_normal_spelling(spelling, spec["case"], spec["spaces"]) == given for spelling in accepted)


def _strangers(response: dict[Any, Any], ids: list[str], what: str) -> list[str]:
    """Doubts for keys that name no part of the item, three at most."""
    return [f"{quote(id)} is not one of the {what}." for id in sorted({str(key) for key in response} - set(ids))[:3]]


def _match_pairs(spec: dict[str, Any], response: Any) -> Result:
    if not isinstance(response, dict) or not all(v is None or isinstance(v, str) for v in response.values()):
        return _nothing(WRONG, WRONG_SHAPE)
    ids = [pair["id"] for pair in spec["pairs"]]
    doubts = _strangers(response, ids, "pairs")
    feedback: list[str] = []
    parts = []
    for pair in spec["pairs"]:
        given = response.get(pair["id"])
        if not given:
            continue
        if given not in spec["rights"]:
            doubts.append(f"{quote(given)} is not one of the choices.")
        right = given in pair["rights"]
        feedback += [] if right else ["pair:" + pair["id"]]
        parts.append((pair["id"], right))
    if not parts:
        return _nothing(WRONG if doubts else BLANK, *doubts)
    return _finish(_share(sum(right for _, right in parts), len(ids)), feedback, doubts, parts)


def _put_in_order(spec: dict[str, Any], response: Any) -> Result:
    if not isinstance(response, list) or not all(entry is None or isinstance(entry, str) for entry in response):
        return _nothing(WRONG, WRONG_SHAPE)
    entries = spec["entries"]
    doubts: list[str] = []
    parts = []
    for place, entry in enumerate(response[: len(entries)]):
        if not entry:
            continue
        if entry not in entries:
            doubts.append(f"{quote(entry)} is not one of the entries.")
        elif entry in response[:place]:
            doubts.append(f"{quote(entry)} is given twice.")
        parts.append((entry, entry == entries[place]))
    if len(response) > len(entries):
        doubts.append("More entries are given than there are places.")
    if not parts:
        return _nothing(WRONG if doubts else BLANK, *doubts)
    return _finish(_share(sum(right for _, right in parts), len(entries)), [], doubts[:4], parts)


def _fill_gaps(spec: dict[str, Any], response: Any) -> Result:
    if not isinstance(response, dict) or not all(v is None or isinstance(v, str) for v in response.values()):
        return _nothing(WRONG, WRONG_SHAPE)
    ids = [gap["id"] for gap in spec["gaps"]]
    doubts = _strangers(response, ids, "gaps")
    feedback: list[str] = []
    parts = []
    for gap in spec["gaps"]:
        given = response.get(gap["id"])
        if given is None or (len(given) <= LONGEST_TEXT and not tidy(given)):
            continue
        if "options" in gap:
            right = given in gap["keys"]
            if given in gap["options"]:
                feedback.append("gap:" + gap["id"] + ":" + given)
            else:
                doubts.append(f"{quote(given)} is not one of the choices.")
        elif len(given) > LONGEST_TEXT:
            right = False
            doubts.append(TOO_LONG)
        else:
            right = _is_accepted(gap["accepted"], given, spec)
        feedback += [] if right else ["gap:" + gap["id"]]
        parts.append((gap["id"], right))
    if not parts:
        return _nothing(WRONG if doubts else BLANK, *doubts)
    return _finish(_share(sum(right for _, right in parts), len(ids)), feedback, doubts, parts)


def _write_freely(spec: dict[str, Any], response: Any) -> Result:
    if not isinstance(response, str):
        return _nothing(UNMARKED, WRONG_SHAPE)
    return _nothing(UNMARKED if len(response) > LONGEST_TEXT or tidy(response) else BLANK)


RULES = {
    "choose-one": _choose_one, "choose-many": _choose_many, "enter-number": _enter_number, "enter-text": _enter_text,
    "match-pairs": _match_pairs, "put-in-order": _put_in_order, "fill-gaps": _fill_gaps, "write-freely": _write_freely,
}  # fmt: skip


def mark(spec: dict[str, Any], response: Any) -> Result:
    """Mark one response.

    Args:
        spec: of a kind in `RULES`; it comes from a checked item and is trusted.
        response: anything at all.

    Raises:
        KeyError: the spec is of no known kind, or lacks a field.
    """
    rule = RULES[spec["kind"]]
    return _nothing(BLANK) if response is None else rule(spec, response)


def sum_marks(marks: list[tuple[Fraction, Fraction]]) -> tuple[Fraction, Fraction]:
    """Points earned and points possible, from (mark, points) of each marked item."""
    return sum((m * p for m, p in marks), Fraction(0)), sum((p for _, p in marks), Fraction(0))


def show_number(value: Fraction, places: int = 2) -> str:
    """A number as printed: rounded once, half up, to at most `places` decimals, with no needless nought."""
    scaled = (abs(value.numerator) * 10**places * 2 + value.denominator) // (2 * value.denominator)
    whole, decimals = divmod(scaled, 10**places)
    tail = str(decimals).zfill(places).rstrip("0") if places else ""
    return ("-" if value < 0 and scaled else "") + str(whole) + ("." + tail if tail else "")
