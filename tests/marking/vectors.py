"""Reads cases/*.yml: what tests of every platform run over."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

CASE_KEYS = ("case", "spec", "response", "repeat", "at", "mark", "state", "feedback", "doubts", "portable")


@dataclass(frozen=True)
class Vector:
    """One response and the mark it earns. `feedback` None: not looked at. `portable`: so on every platform."""

    name: str
    spec: dict[str, Any]
    response: Any
    mark: str
    state: str
    feedback: list[str] | None
    doubts: list[str]
    portable: bool
    stray_keys: tuple[str, ...]


def _response(case: dict[str, Any]) -> Any:
    """The response as written, or `repeat: [text, times]`, in a map under `at` where that is given."""
    if "repeat" not in case:
        return case["response"]
    text = case["repeat"][0] * case["repeat"][1]
    return {case["at"]: text} if "at" in case else text


def read_vectors(folder: Path) -> tuple[Vector, ...]:
    """All vectors, by file and in order of writing."""
    made = []
    for path in sorted(folder.glob("*.yml")):
        written = yaml.safe_load(path.read_text(encoding="utf-8"))
        for case in written["cases"]:
            spec = {"kind": written["kind"], **written["specs"][case["spec"]]}
            made.append(Vector(f"{written['kind']}: {case['case']}", spec, _response(case), case["mark"], case["state"],
                               case.get("feedback"), case.get("doubts", []), case["portable"],
                               tuple(k for k in case if k not in CASE_KEYS)))  # fmt: skip
    return tuple(made)


VECTORS = read_vectors(Path(__file__).parent / "cases")
