"""How many statements with a duty word name what they rest on: counted, printed, and able to be less than all."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from build_tools.command_line import cpd
from build_tools.provenance.trace import Coverage, coverage
from build_tools.source.load_kit import load_kit
from tests.kits import AS_OF, SAMPLE, changed_copy, sample_kit

UNCITED = {"file": "modules/02-tidy-end.md", "append": "\nThe floor must be dry.\n"}


def test_every_statement_of_the_sample_course_is_covered() -> None:
    counted = coverage(sample_kit())
    assert counted.stated == counted.cited >= 5
    assert (
        str(counted)
        == f"Trace: {counted.cited} of {counted.stated} statements with a duty word name what they rest on (100%)."
    )


def test_one_that_rests_on_nothing_is_counted_and_shown(tmp_path: Path) -> None:
    root = changed_copy(tmp_path, UNCITED)
    before, after = coverage(sample_kit()), coverage(load_kit(root, AS_OF)[0])
    assert (after.stated, after.cited) == (before.stated + 1, before.cited)
    said = CliRunner().invoke(cpd, ["check", "--kit", str(root), "--as-of", "2026-11-25"])
    assert f"{after.cited} of {after.stated} statements" in said.output and "100%" not in said.output


def test_a_share_is_never_rounded_up_to_all() -> None:
    assert Coverage(1_000, 999).share == "99%"


def test_a_statement_whose_force_is_a_mark_is_traced(tmp_path: Path) -> None:
    root = changed_copy(
        tmp_path, {"file": "modules/02-tidy-end.md", "append": "\n- {force}`should` tie back hair {rule}`1.10`\n"}
    )
    assert coverage(load_kit(root, AS_OF)[0]).stated == coverage(load_kit(SAMPLE, AS_OF)[0]).stated + 1
