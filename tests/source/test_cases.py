"""Bad input: each case ends in one clear finding with its file and line, never in an exception."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.kits import changed_copy, expected, findings_of, found

ALL = [
    (path.stem, case)
    for path in sorted((Path(__file__).parent / "cases").glob("*.yml"))
    for case in yaml.safe_load(path.read_text("utf-8"))
]


@pytest.mark.parametrize(("stem", "case"), ALL, ids=[f"{stem}: {case['case']}" for stem, case in ALL])
def test_case(stem: str, case: dict[str, Any], tmp_path: Path) -> None:
    findings = findings_of(changed_copy(tmp_path, case))
    assert found(findings) == expected(case)
    for finding in findings:
        assert finding.what.endswith((".", "?")), finding.what
        assert finding.mend.endswith((".", "?")), finding.mend
        assert str(finding).startswith(f"{finding.location.path}:{finding.location.line}: ")
