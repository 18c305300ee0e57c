"""Whatever a response holds, the rules give a mark between 0 and 1 and never raise."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from build_tools.marking.rules import mark, read_number, show_number

from .vectors import VECTORS

SPECS = list({str(v.spec): v.spec for v in VECTORS}.values())
IDS = sorted(
    {id for spec in SPECS for key in ("options", "entries", "rights") for id in spec.get(key, ())} | {"p1", "g1"}
)
TEXTS = st.text(st.characters(), max_size=30) | st.sampled_from(IDS)
RESPONSES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=8,
)


@settings(max_examples=400, deadline=None)
@given(spec=st.sampled_from(SPECS), response=RESPONSES)
def test_any_response_has_a_mark(spec: dict[str, Any], response: Any) -> None:
    result = mark(spec, response)
    assert 0 <= result.mark <= 1
    assert (result.state == "right") == (result.mark == 1)
    assert result.state in ("right", "partly", "wrong", "blank", "unmarked")
    assert all(doubt.isprintable() or "\u202e" in doubt or doubt.encode() for doubt in result.doubts)


@settings(max_examples=300, deadline=None)
@given(number=st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**9), max_value=10**9))
def test_a_number_is_read_as_it_is_written(number: Any) -> None:
    read, doubt = read_number(f"{number:f}", "")
    assert doubt == ""
    assert read == number


@settings(max_examples=200, deadline=None)
@given(number=st.integers(min_value=0, max_value=10**12), unit=st.sampled_from(["weeks", "school days", "%", "pounds"]))
def test_thousands_and_units_do_not_change_a_number(number: int, unit: str) -> None:
    for text in (f"{number:,}", f"{number:,}".replace(",", " "), f"{number} {unit}", f" {number}{unit} "):
        assert read_number(text, unit) == (number, ""), text


@settings(max_examples=200, deadline=None)
@given(number=st.fractions(min_value=0, max_value=1000, max_denominator=997))
def test_a_shown_number_is_half_a_hundredth_off_at_most(number: Any) -> None:
    from fractions import Fraction

    assert abs(Fraction(show_number(number)) - number) <= Fraction(1, 200)
