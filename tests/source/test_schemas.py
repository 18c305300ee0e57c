"""The source format is said three times, and each time the same: in `records.py`, in JSON Schemas, in the README."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, ClassVar

import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker

from build_tools.schema.record import Key, Record
from build_tools.source.json_schemas import FOLDER, as_text, schemas
from build_tools.source.records import BANK, FACT, FACTS, FILES, HANDOUT, ITEM_OF_TYPE, MODULE
from tests.kits import SAMPLE

README = (Path(__file__).parents[2] / "build_tools/source/README.md").read_text("utf-8")
WORD = re.compile(r"`([a-z][a-z-]*)(?::[^`]*)?`")
"""A key in backquotes, or one with its value: `index: code-of-practice.yml`."""


# The schemas


def test_the_schemas_on_disk_are_those_of_the_records() -> None:
    assert {path.name: path.read_text("utf-8") for path in FOLDER.iterdir()} == {
        name: as_text(schema) for name, schema in schemas().items()
    }, "write them afresh: python -m build_tools.source.json_schemas"


@pytest.mark.parametrize("name", sorted(schemas()))
def test_each_schema_is_one(name: str) -> None:
    Draft202012Validator.check_schema(schemas()[name])


class AsEditorsRead(yaml.SafeLoader):
    """YAML as an editor hands it to a schema: dates are texts, and so is every key."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {
        letter: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def text_keyed(self, node: yaml.MappingNode) -> dict[str, Any]:
        return {key.value: self.construct_object(value, deep=True) for key, value in node.value}


AsEditorsRead.add_constructor("tag:yaml.org,2002:map", AsEditorsRead.text_keyed)


def kind_of(path: Path) -> str:
    if path.suffix == ".md":
        return path.parent.name.removesuffix("s")
    named = {"quizzes": "bank", "figures": "figure"}.get(path.parent.name, path.stem)
    return named if f"{named}.schema.json" in schemas() else "index"


def problems(kind: str, text: str) -> list[str]:
    document = yaml.load(text, AsEditorsRead)
    validator = Draft202012Validator(schemas()[f"{kind}.schema.json"], format_checker=FormatChecker())
    return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(document)]


def yaml_of(path: Path) -> str:
    text = path.read_text("utf-8")
    return text.split("---\n", 2)[1] if path.suffix == ".md" else text


SOURCES = sorted(path for path in SAMPLE.rglob("*") if path.suffix in (".yml", ".md"))


@pytest.mark.parametrize("path", SOURCES, ids=[path.relative_to(SAMPLE).as_posix() for path in SOURCES])
def test_the_sample_course_is_of_its_schema(path: Path) -> None:
    assert problems(kind_of(path), yaml_of(path)) == []


def test_the_sample_course_has_every_kind_of_file() -> None:
    met = {f"{kind_of(path)}.schema.json" for path in SOURCES}
    assert met == set(schemas()) - {"school.schema.json"}  # school.toml is not YAML


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    type: numeric", "    type: number"),
        ("    answer: 3\n", "    answer: three\n"),
        ("    answer: 3\n", ""),
        ("    hint: Think", "    hin: Think"),
        ("    level: apply\n  - id: gaps", "    level: analyse\n  - id: gaps"),
        ("    answer: true", "    answer: perhaps"),
    ],
)
def test_a_schema_tells_what_is_wrong(old: str, new: str) -> None:
    text = (SAMPLE / "quizzes/safe-start.yml").read_text("utf-8")
    assert text.count(old) == 1
    assert problems("bank", text.replace(old, new))


@pytest.mark.parametrize("text", ["5", "2.5", "true", "Five"])
def test_a_schema_lets_a_text_look_like_a_number_or_a_truth_value(text: str) -> None:
    bank = (SAMPLE / "quizzes/safe-start.yml").read_text("utf-8")
    assert problems("bank", bank.replace("- text: A scarf", f"- text: {text}")) == []


# The README


def rows_under(heading: str) -> list[tuple[str, str]]:
    """First and second cell of each row of the tables in one section; `|` stands in no cell."""
    assert README.count(f"\n{heading}\n") == 1, heading
    section = README.split(f"\n{heading}\n", 1)[1]
    rows: list[tuple[str, str]] = []
    for line in section.split("\n"):
        if line.startswith("## ") or (rows and not line.startswith("|")):
            break
        if line.startswith("| ") and not line.startswith(("| key ", "| --- ")):
            first, second = line.split("|")[1:3]
            rows.append((first, second))
    return rows


def keys_within(record: Record) -> set[str]:
    """The keys of a record and of every record in it."""
    return {key.name for key in record.keys} | {
        name for key in record.keys if key.record for name in keys_within(key.record)
    }


ITEM_KEYS = {key.name: key for record in ITEM_OF_TYPE.values() for key in record.keys}

TABLES: list[tuple[str, dict[str, Key]]] = [
    ("## A module: `modules/02-mainstream-duties.md`", {key.name: key for key in MODULE.keys}),
    ("## An item bank: `quizzes/mainstream-duties.yml`", {key.name: key for key in BANK.keys}),
    ("An item:", ITEM_KEYS),
    ("## A handout: `handouts/teachers.md`", {key.name: key for key in HANDOUT.keys}),
    ("`facts.yml`: `facts:` list of", {key.name: key for key in FACT.keys}),
]


@pytest.mark.parametrize(("heading", "keys"), TABLES, ids=[heading for heading, _ in TABLES])
def test_a_table_names_exactly_the_keys(heading: str, keys: dict[str, Key]) -> None:
    assert {name for first, _ in rows_under(heading) for name in WORD.findall(first)} == set(keys)


@pytest.mark.parametrize(("heading", "keys"), TABLES, ids=[heading for heading, _ in TABLES])
def test_a_row_names_the_keys_of_the_records_within(heading: str, keys: dict[str, Key]) -> None:
    for first, second in rows_under(heading):
        records = [record for name in WORD.findall(first) if (record := keys[name].record)]
        told = set(WORD.findall(second))
        for record in records:
            assert {key.name for key in record.keys} <= told <= keys_within(record), first


PARAGRAPHS = [
    ("`works.yml`:", FILES["works"]),
    ("`code-of-practice.yml`", FILES["index"]),
    ("`glossary.yml`:", FILES["glossary"]),
    ("`figures/<id>.yml`:", FILES["figure"]),
    ("`sessions.yml`:", FILES["sessions"]),
    ("`school.toml`:", FILES["school"]),
]


@pytest.mark.parametrize(("start", "record"), PARAGRAPHS, ids=[start for start, _ in PARAGRAPHS])
def test_a_paragraph_names_exactly_the_keys(start: str, record: Record) -> None:
    found = [block for block in README.split("\n\n") if block.startswith(start)]
    assert len(found) == 1
    assert set(WORD.findall(found[0])) == keys_within(record)


def test_every_kind_of_file_is_told() -> None:
    told = [record for _, record in PARAGRAPHS] + [MODULE, HANDOUT, FACTS]
    assert sorted(record.name for record in told) == sorted(record.name for record in FILES.values())
