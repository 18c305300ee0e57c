"""The marking vectors of cases/, held against the rules in Python.

The page's script and the notebook are held against the same vectors in tests/outputs/quizzes.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from build_tools.marking.rules import RULES, mark

from .vectors import CASE_KEYS, VECTORS, Vector


@pytest.mark.parametrize("vector", VECTORS, ids=[v.name for v in VECTORS])
def test_vector(vector: Vector) -> None:
    result = mark(vector.spec, vector.response)
    assert (str(result.mark), result.state) == (vector.mark, vector.state)
    assert list(result.doubts) == vector.doubts
    if vector.feedback is not None:
        assert list(result.feedback) == vector.feedback


def test_there_are_enough_of_every_kind() -> None:
    assert len(VECTORS) >= 220
    for kind in RULES:
        portable = [v.portable for v in VECTORS if v.spec["kind"] == kind]
        assert set(portable) == {True, False}, f"{kind} lacks portable or ours-only cases"


def test_cases_are_well_written() -> None:
    assert len({v.name for v in VECTORS}) == len(VECTORS), "two cases have one name"
    for vector in VECTORS:
        assert not vector.stray_keys, f"{vector.name}: {vector.stray_keys} not among {CASE_KEYS}"
        assert not vector.portable or not vector.doubts, f"{vector.name}: no platform carries a doubt"
        assert 0 <= Fraction(vector.mark) <= 1
