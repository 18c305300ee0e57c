"""The sample course, loaded and changed: what reader and check tests share."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

from build_tools.checks import run_checks
from build_tools.model.finding import Finding
from build_tools.model.kit import Kit
from build_tools.source.load_kit import load_kit

SAMPLE = Path(__file__).parent / "sample_course"
AS_OF = date(2026, 11, 25)


def sample_kit() -> Kit:
    """The sample course as it stands; it has no finding."""
    kit, findings = load_kit(SAMPLE, AS_OF)
    assert not findings
    return kit


def changed_copy(folder: Path, case: dict[str, Any]) -> Path:
    """A copy of the sample course with one case's changes made.

    A case changes `file` by `replace` (old, new), `append`, `write` (whole text), `bytes` (hexadecimal) or `delete`.
    """
    root = folder / "kit"
    shutil.copytree(SAMPLE, root)
    for change in case.get("changes", [case]):
        path = root / change["file"]
        if change.get("delete"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        elif "bytes" in change:
            path.write_bytes(bytes.fromhex(change["bytes"]))
        elif "write" in change:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(change["write"], "utf-8", newline="")
        elif "append" in change:
            path.write_text(path.read_text("utf-8") + change["append"], "utf-8", newline="")
        else:
            old, new = change["replace"]
            text = path.read_text("utf-8")
            assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {change['file']}"
            path.write_text(text.replace(old, new), "utf-8", newline="")
    return root


def findings_of(root: Path, as_of: date = AS_OF) -> tuple[Finding, ...]:
    """All that reading and checking have to say; checks run only where reading found no error, as in a build."""
    kit, findings = load_kit(root, as_of)
    return findings or run_checks(kit)


def expected(case: dict[str, Any]) -> list[tuple[str, int, str]]:
    """What a case says will be found: (path, line, code), the path being the changed file where none is given."""
    return [(f.get("path", case.get("file", "")), f["line"], f["code"]) for f in case["findings"]]


def found(findings: tuple[Finding, ...]) -> list[tuple[str, int, str]]:
    """Findings in the same form."""
    return [(f.location.path, f.location.line, f.code) for f in findings]
