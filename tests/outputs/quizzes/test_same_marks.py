"""The page's script marks as Python does: every vector, every letter of the folded blocks, and texts at random."""

from __future__ import annotations

import json
import random
from fractions import Fraction
from typing import Any

from build_tools.marking.rules import _CASED, fold_case, mark, normal_text, read_number, show_number
from tests.marking.vectors import VECTORS

from .banks import template
from .conftest import Opener

READ = "JSON.parse(document.getElementById('data').textContent)"


def page_with(data: Any) -> str:
    """A page that holds marking.js and a JSON value, every sign beyond ASCII escaped."""
    script = template("quizzes/marking.js").read_text(encoding="utf-8")
    text = json.dumps(data).replace("<", "\\u003c")
    return f'<!DOCTYPE html><meta charset="utf-8"><title>t</title><script type="application/json" id="data">{text}</script><script>{script}</script>'


def in_python(spec: dict[str, Any], response: Any) -> list[Any]:
    """A result as the page reports it."""
    result = mark(spec, response)
    parts = [list(part) for part in result.parts]
    return [str(result.mark), result.state, list(result.feedback), list(result.doubts), parts]


IN_PAGE = """list => list.map(([spec, response]) => {
  const r = quizMarking.mark(spec, response);
  return [quizMarking.show(r.mark), r.state, r.feedback, r.doubts, r.parts];
})"""


def test_every_vector(open_page: Opener) -> None:
    page = open_page(page_with([[v.spec, v.response] for v in VECTORS]))
    found = page.evaluate(f"({IN_PAGE})({READ})")
    for vector, result in zip(VECTORS, found, strict=True):
        assert result == in_python(vector.spec, vector.response), vector.name
        assert result[:2] == [vector.mark, vector.state], vector.name


def test_every_cased_letter_is_folded_alike(open_page: Opener) -> None:
    letters = [chr(code) for code in range(0x10000) if _CASED.fullmatch(chr(code))]
    page = open_page(page_with([[letter, fold_case(letter)] for letter in letters]))
    assert len(letters) > 1500
    assert page.evaluate(f"{READ}.filter(([c, f]) => quizMarking.foldCase(c) !== f)") == []


def test_no_other_sign_is_folded(open_page: Opener) -> None:
    page = open_page(page_with(None))
    changed = page.evaluate("""() => { const found = [];
      for (let c = 0; c < 0x110000; c++) {
        if (c >= 0xd800 && c < 0xe000) continue;
        const s = String.fromCodePoint(c);
        if (quizMarking.foldCase(s) !== s) found.push(c);
      } return found; }""")
    assert changed == [
        code for code in range(0x110000) if not 0xD800 <= code < 0xE000 and fold_case(chr(code)) != chr(code)
    ]


def random_texts(count: int) -> list[str]:
    """Texts with what trips text rules: case, accents, spaces, signs, figures, halves of pairs."""
    made = random.Random(20261125)
    alphabet = "aAbZß\u1e9eéÉΣσςİıǰﬁ\u0301\u0345\u0308  \t\n\u00a0\u2009\u3000\u0085\u001f\u200b\u202e\ufeff'’`\"“–-−0123456789.,+eE%£½²x/🙂\ud83d\udc00\u0000"
    texts = ["".join(made.choice(alphabet) for _ in range(made.randint(0, 14))) for _ in range(count)]
    return [json.loads(json.dumps(text)) for text in texts]  # two halves that meet are one sign, as in a page


def test_texts_and_numbers_at_random(open_page: Opener) -> None:
    texts = random_texts(1500)
    number = {"kind": "enter-number", "value": "20", "tolerance": "5.5", "unit": "%"}
    specs = [number, {"kind": "choose-one", "options": ["a"], "keys": ["a"]}]
    specs += [{"kind": "enter-text", "accepted": [text], "case": False, "spaces": False} for text in texts[:6]]
    cases = [[spec, text] for spec in specs for text in texts]
    page = open_page(page_with(cases))
    found = page.evaluate(f"({IN_PAGE})({READ})")
    for (spec, text), result in zip(cases, found, strict=True):
        assert result == in_python(spec, text), repr(text)
    assert sum(read_number(text, "%")[0] is not None for text in texts) > 20
    assert any(normal_text(a, False, False) != a for a in texts)


def test_numbers_are_shown_alike(open_page: Opener) -> None:
    made = random.Random(1)
    cases = [(made.randint(-5000, 5000), made.randint(1, 999), made.randint(0, 3)) for _ in range(2000)]
    cases += [(1, 8, 2), (-1, 8, 2), (1, 2000, 2), (79996, 1000, 2), (5, 10, 0)]
    page = open_page(page_with(cases))
    found = page.evaluate(f"{READ}.map(([n, d, p]) => quizMarking.showNumber(quizMarking.fraction(n, d), p))")
    assert found == [show_number(Fraction(n, d), places) for n, d, places in cases]
