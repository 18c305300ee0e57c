"""Malformed items of each type end in a finding with its line; sound ones are read. The stem names the item type."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from build_tools.item_types import ITEM_TYPES
from tests.kits import changed_copy, expected, findings_of, found

FILES = sorted((Path(__file__).parent / "cases").glob("*.yml"))
ALL = [(path.stem, case) for path in FILES for case in yaml.safe_load(path.read_text("utf-8"))]


@pytest.mark.parametrize(("kind", "case"), ALL, ids=[f"{stem}: {case['case']}" for stem, case in ALL])
def test_case(kind: str, case: dict[str, Any], tmp_path: Path) -> None:
    findings = findings_of(changed_copy(tmp_path, case))
    assert found(findings) == expected(case)
    for finding in findings:
        assert finding.what.endswith((".", "?")), finding.what
        assert finding.mend.endswith((".", "?")), finding.mend


def test_every_item_type_has_malformed_and_sound_cases() -> None:
    assert {path.stem for path in FILES} == {"every-type", *ITEM_TYPES}
    for path in FILES:
        outcomes = {bool(case["findings"]) for case in yaml.safe_load(path.read_text("utf-8"))}
        assert outcomes == {True, False}, f"{path.name} needs a malformed and a sound case"
