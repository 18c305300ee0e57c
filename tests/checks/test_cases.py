"""Each case changes the sample course and says what is found then: cases/<check>.yml reads as the check's manual."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from build_tools.checks import CHECKS
from tests.kits import AS_OF, SAMPLE, changed_copy, expected, findings_of, found

CASES = Path(__file__).parent / "cases"
FILES = sorted(CASES.glob("*.yml"))
ALL = [(path.stem, case) for path in FILES for case in yaml.safe_load(path.read_text("utf-8"))]


@pytest.mark.parametrize(("check", "case"), ALL, ids=[f"{stem}: {case['case']}" for stem, case in ALL])
def test_case(check: str, case: dict[str, Any], tmp_path: Path) -> None:
    as_of = date.fromisoformat(case["as-of"]) if "as-of" in case else AS_OF
    findings = findings_of(changed_copy(tmp_path, case), as_of)
    assert found(findings) == expected(case)
    for finding in findings:
        assert finding.what.endswith((".", "?")) and finding.mend.endswith((".", "?"))


def test_the_sample_course_is_clean() -> None:
    assert findings_of(SAMPLE) == ()


def test_every_check_has_cases_that_fail_and_that_pass() -> None:
    names = {check.__module__.rsplit(".", 1)[1] for check in CHECKS} | {"formats_carry_items"}
    with_cases = {path.stem for path in FILES}
    assert names - {"formats_carry_items"} <= with_cases
    for path in FILES:
        outcomes = {bool(case["findings"]) for case in yaml.safe_load(path.read_text("utf-8"))}
        assert outcomes == {True, False}, f"{path.name} needs a failing and a passing case"
