"""Marks the answers written in this notebook. Nothing leaves it, and nothing beside Python's own library is needed."""

from __future__ import annotations

import base64
import json
import re
import zlib
from fractions import Fraction
from typing import Any

from ...marking.rules import Result, mark, show_number, sum_marks  # in the notebook they stand in the cell above


class Quiz:
    """The items of a quiz by id, and what came of each answer so far."""

    def __init__(self, sealed: str) -> None:
        key = json.loads(zlib.decompress(base64.b64decode(sealed)))
        self.items: dict[str, dict[str, Any]] = {item["id"]: item for item in key["items"]}
        self.pass_mark, self.reveal, self.mode = key["pass_mark"], key["reveal"], key["mode"]
        self.results: dict[str, Result] = {}

    def check(self, id: str, answer: Any) -> None:
        """Mark an answer and print what came of it."""
        item = self.items[id]
        result = self.results[id] = mark(item["spec"], read_answer(item, answer))
        if result.state == "blank":
            print("Not answered yet.")
        elif self.mode == "survey" or self.reveal == "never":
            print("Kept.")
        elif self.reveal == "end":
            print("Kept. The last cell gives the marks.")
        else:
            print("\n".join(report(item, result)))

    def show_answer(self, id: str) -> None:
        """Print the right answer to one question."""
        print("\n".join(self.items[id]["answer"]))

    def summary(self) -> None:
        """Print the marks of the whole quiz, by outcome and by source."""
        blank = [item["number"] for item in self.items.values() if self._result(item).state == "blank"]
        if blank:
            print("No answer yet:", ", ".join(f"question {number}" for number in blank) + ".")
        if self.mode == "survey":
            print("Your answers stand in the cells above: save the notebook to keep them.")
            return
        if self.reveal == "end":
            for item in self.items.values():
                if item["id"] in self.results:
                    print(f"\nQuestion {item['number']}")
                    print("\n".join(report(item, self._result(item))))
        earned, possible = self._total(list(self.items.values()))
        if possible:
            share = 100 * earned / possible
            print(f"\n{show_number(earned)} of {_count(possible)}, {show_number(share, 1)}%.", end=" ")
            print("Passed" if share >= self.pass_mark else "Not passed yet", f"(the pass mark is {self.pass_mark}%).")
        self._groups("By outcome", "outcomes")
        self._groups("By source", "cites")
        for item in self.items.values():
            for doubt in self._result(item).doubts:
                print(f"For a person to look at, question {item['number']}: {doubt}")

    def _result(self, item: dict[str, Any]) -> Result:
        return self.results.get(item["id"]) or mark(item["spec"], None)

    def _total(self, items: list[dict[str, Any]]) -> tuple[Fraction, Fraction]:
        return sum_marks([(self._result(i).mark, Fraction(i["points"])) for i in items if i["marked"]])

    def _groups(self, title: str, field: str) -> None:
        groups: dict[str, list[dict[str, Any]]] = {}
        for item in self.items.values():
            for name in item[field] if item["marked"] else ():
                groups.setdefault(name, []).append(item)
        print(f"\n{title}")
        for name, items in groups.items():
            earned, possible = self._total(items)
            print(f"  {show_number(earned)} of {show_number(possible)}  {name}")


def read_answer(item: dict[str, Any], answer: Any) -> Any:
    """What was written in a cell, as the marking rules take it.

    Letters stand for the options as the notebook shows them, numbers for the lines of a matching and for gaps.
    What is not understood goes on as it is: the rules make a doubt of it.
    """
    letters, kind = item["letters"], item["spec"]["kind"]
    if answer is None or answer == "":
        return None
    if kind == "choose-one":
        return letters.get(str(answer).strip().lower(), answer if isinstance(answer, str) else str(answer))
    if kind in ("choose-many", "put-in-order"):
        parts = _words(answer) if isinstance(answer, str) else answer
        return [letters.get(str(part).strip().lower(), str(part)) for part in parts] if _is_list(parts) else answer
    if kind in ("match-pairs", "fill-gaps"):
        if not isinstance(answer, dict):
            return answer
        return {item["lines"].get(str(n), str(n)): _read_line(item, str(n), given) for n, given in answer.items()}
    if isinstance(answer, (int, float)) and not isinstance(answer, bool):
        return str(answer)
    return answer


def _read_line(item: dict[str, Any], line: str, given: Any) -> Any:
    letters = item["line_letters"].get(line, item["letters"])
    if not letters or given is None:
        return given if isinstance(given, str) or given is None else str(given)
    text = str(given).strip()
    return letters.get(text.lower(), text)


def _words(answer: str) -> list[str]:
    """`A C`, `a, c` or `AC`."""
    words = re.findall("[^ ,;]+", answer)
    return list(words[0]) if len(words) == 1 and words[0].isalpha() else words


def _is_list(value: Any) -> bool:
    return isinstance(value, (list, tuple))


def _count(points: Fraction) -> str:
    return show_number(points) + (" mark" if points == 1 else " marks")


def report(item: dict[str, Any], result: Result) -> list[str]:
    """The lines printed below an answer."""
    verdicts = {"right": "Right", "partly": "Partly right", "wrong": "Not right", "blank": "Not answered"}
    lines = []
    if result.state == "unmarked":
        lines += ["Hold it against a good answer:", *item["answer"]]
    else:
        points = Fraction(item["points"])
        lines.append(f"{verdicts[result.state]}: {show_number(result.mark * points)} of {_count(points)}.")
    lines += result.doubts
    said = [(lead, text) for id, lead, text in item["said"] if id in result.feedback]
    several = sum(bool(lead) for lead, _ in said) > 1
    for lead, text in said:
        lines.append(f"{lead}: {text}" if lead and several else text)
    return [*lines, "Read: " + "; ".join(item["cites"]) + "."] if item["cites"] else lines
