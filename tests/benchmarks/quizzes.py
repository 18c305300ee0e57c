"""How fast quizzes are marked, read and checked on this machine: printed, never failed.

    python -m tests.benchmarks.quizzes [--json]

Each figure is the best of three runs in one process, and its ratio to what the same machine needs for a plain loop of
Python, so that figures of two machines can be compared.
"""

from __future__ import annotations

import gzip
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from build_tools.answers.results import mark_answers
from build_tools.answers.sheet import read_answers
from build_tools.checks import run_checks
from build_tools.jobs.templates import OUR_TEMPLATES
from build_tools.marking.mark_answer import SittingMarker
from build_tools.outputs.quizzes.rendered import SCRIPTS
from build_tools.source.load_kit import load_kit

SAMPLE = Path(__file__).parents[1] / "sample_course"
AS_OF = date(2026, 11, 25)
ITEMS, SITTINGS, PEOPLE = 2_000, 2_000, 200


def best(work: Callable[[], object]) -> float:
    """Seconds of the fastest of three runs."""
    found = []
    for _ in range(3):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)


def loop() -> int:
    """What everything is held against: a million additions."""
    total = 0
    for number in range(1_000_000):
        total += number
    return total


def large_kit(folder: Path) -> Path:
    """The sample course with a bank of 2,000 single-choice items."""
    root = folder / "kit"
    shutil.copytree(SAMPLE, root)
    items = "".join(
        f"  - id: item-{n}\n    type: single-choice\n    stem: What is worn at machine {n}?\n    options:\n"
        f"      - text: Goggles at machine {n}\n        key: true\n        feedback: Yes.\n      - text: A scarf\n        feedback: No.\n"
        f"      - text: Nothing at all\n        feedback: No.\n    cites: [\"1.9\"]\n    outcome: dress\n    level: recall\n"
        for n in range(ITEMS)
    )  # fmt: skip
    (root / "quizzes" / "large.yml").write_text(f"module: safe-start\nid: large\nitems:\n{items}", "utf-8")
    return root


def main() -> dict[str, float]:
    """All figures by name."""
    kit, _ = load_kit(SAMPLE, AS_OF)
    bank = kit.banks[0]
    marker = SittingMarker(bank)
    responses = {item.id: "a" for item in bank.items}
    unit = best(loop)

    def sittings() -> None:
        for _ in range(SITTINGS // 10):
            marker.mark(responses)

    figures = {"responses marked a second": SITTINGS // 10 * len(bank.items) / best(sittings)}
    with tempfile.TemporaryDirectory() as aside:
        root = large_kit(Path(aside))
        seconds = best(lambda: run_checks(load_kit(root, AS_OF)[0]))
        figures["2,000 items read and checked, seconds"] = seconds
        figures["2,000 items read and checked, loops"] = seconds / unit
        sheet = Path(aside) / "answers.csv"
        heads = ",".join(str(n) for n in range(1, len(bank.items) + 1))
        rows = "".join(f"Person {n},A,{','.join('AB'[n % 2] for _ in bank.items)}\n" for n in range(PEOPLE))
        sheet.write_text(f"name,version,{heads}\n{rows}", "utf-8")
        figures["200 people's sheets read and marked, seconds"] = best(
            lambda: mark_answers(kit, bank, read_answers(sheet, bank))
        )
    scripts = b"".join((OUR_TEMPLATES / name).read_bytes() for name in SCRIPTS)
    figures["page script, kB"] = len(scripts) / 1000
    figures["page script compressed, kB"] = len(gzip.compress(scripts)) / 1000
    return figures


if __name__ == "__main__":
    found = main()
    if "--json" in sys.argv:
        sys.stdout.write(json.dumps(found, indent=1) + "\n")
    else:
        for name, value in found.items():
            sys.stdout.write(f"{name:48} {value:12,.2f}\n")
