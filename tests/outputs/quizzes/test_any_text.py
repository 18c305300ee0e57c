"""Any text in any field of an item: a finding, or carried unharmed into every form of the quiz."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import nbformat
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from build_tools.checks import run_checks
from build_tools.jobs.templates import template_folders
from build_tools.model.finding import Severity
from build_tools.model.output_format import Surroundings
from build_tools.outputs.quizzes.moodle_xml import MOODLE_XML
from build_tools.outputs.quizzes.notebook import NOTEBOOK
from build_tools.outputs.quizzes.versions import VERSIONS, choices, edition_of
from build_tools.outputs.quizzes.web import WEB
from build_tools.source.load_kit import load_kit
from tests.kits import AS_OF, SAMPLE, changed_copy

HOSTILE = (
    "<script>alert(1)</script>", "</textarea></script><img src=x onerror=alert(1)>", "]]>", "<!-- -->", "{{ 7*7 }}{% raw %}", "a \" b ' c & d",
    "½ £20 – “so”", "👩🏽\u200d🏫 🎉", "\u202eabc \u0627\u0644\u0639\u0631\u0628\u064a\u0629", "&lt;b&gt;", "javascript:alert(1)", "C:\\path\\n", "= : { } ~ # \\ & < > \" '",
    "x" * 5_000, "*a* **b** `c` [d](https://example.org)", "- a\n- b", "| a | b |\n| --- | --- |\n| 1 | 2 |", "\u0000", "\ud7ff\ufffd", "  ", "$E=mc^2$",
)  # fmt: skip
FIELDS = ("stem", "option", "option-feedback", "left", "right", "entry", "gap-text", "hint", "model-answer", "wrong")
TEXTS = st.sampled_from(HOSTILE) | st.text(st.characters(blacklist_categories=("Cs",)), max_size=60) | st.builds(
    " ".join, st.lists(st.sampled_from(HOSTILE[:13]), min_size=2, max_size=4))  # fmt: skip


def placed(field: str, text: str) -> str:
    """The sample bank's file with a text in one of its fields."""
    bank = yaml.safe_load((SAMPLE / "quizzes/safe-start.yml").read_text("utf-8"))
    items = {item["id"]: item for item in bank["items"]}
    match field:
        case "stem":
            items["goggles-when"]["stem"] = text
        case "option":
            items["goggles-when"]["options"][1]["text"] = text
        case "option-feedback":
            items["goggles-when"]["options"][0]["feedback"] = text
        case "left":
            items["who-what"]["pairs"][0]["left"] = text
        case "right":
            items["who-what"]["pairs"][1]["right"] = text
        case "entry":
            items["steps-order"]["entries"][0]["text"] = text
        case "gap-text":
            items["gaps"]["text"] = f"{text} [[wear]] on, then the [[press]]."
        case "hint":
            items["goggles-when"]["hint"] = text
        case "model-answer":
            items["in-your-words"]["model-answer"] = text
        case _:
            items["steps-order"]["feedback"]["wrong"] = text
    return json.dumps(bank, ensure_ascii=True)  # JSON is YAML, and quotes whatever there is


def holds(field: str, text: str, folder: Path) -> bool:
    """Make every form of the bank; False where reading or checking found an error instead."""
    root = changed_copy(folder, {"file": "quizzes/safe-start.yml", "write": placed(field, text)})
    kit, findings = load_kit(root, AS_OF)
    findings = findings or run_checks(kit)
    if any(f.severity is Severity.ERROR for f in findings):
        assert all(f.location.path and f.what and f.mend for f in findings)
        return False
    around = Surroundings(root, template_folders(root), folder, AS_OF.isoformat())
    out = folder / "out"
    out.mkdir()
    bank = next(b for b in kit.banks if b.id == "safe-start")
    for output in (MOODLE_XML, NOTEBOOK, WEB):
        output.write(kit, next(j for j in output.jobs(kit) if j.subject == bank.id), out, around)
    ET.parse(out / bank.id / "moodle.xml")
    nbformat.validate(nbformat.read(out / bank.id / "quiz.ipynb", as_version=4))
    page = html.document_fromstring(
        (out / bank.id / "quiz.html").read_bytes(), parser=html.HTMLParser(encoding="utf-8")
    )
    assert [s.get("type", "") for s in page.iter("script")].count("") == 3, "no script but ours runs"
    assert not page.xpath("//*[@onerror or @onclick or @onload]") and not page.xpath(
        "//a[starts-with(@href, 'javascript:')]"
    )
    json.loads(page.xpath("string(//script[@type='application/json'])"))
    assert edition_of(kit, bank) and all(
        choices(item, version) is not None for item in bank.items for version in VERSIONS
    )
    return True


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("text", HOSTILE[:6] + HOSTILE[12:13], ids=range(7))
def test_hostile_text_is_text(field: str, text: str, tmp_path: Path) -> None:
    holds(field, text, tmp_path)


def test_what_is_carried_reads_the_same(tmp_path: Path) -> None:
    text = "Is 5 < 6 & \"so\" for £20 – 'yes'?"
    assert holds("stem", text, tmp_path)
    page = html.document_fromstring(
        (tmp_path / "out/safe-start/quiz.html").read_bytes(), parser=html.HTMLParser(encoding="utf-8")
    )
    assert "5 < 6" in page.text_content() and "£20 – 'yes'?" in page.text_content()


@pytest.mark.long
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(field=st.sampled_from(FIELDS), text=TEXTS)
def test_any_text_at_all(field: str, text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    holds(field, text, tmp_path_factory.mktemp("any"))
