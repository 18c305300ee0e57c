"""The source format as JSON Schemas, for editors: `python -m build_tools.source.json_schemas` writes them afresh.

Editors read plain YAML, where `6.20` is a number and `No` is false; our own reading types by the schema in
`schema.record`. So a scalar is allowed wherever text is.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ..schema.record import Record, json_schema
from .records import BANK, FILES, ITEM_OF_TYPE

FOLDER = Path(__file__).parent / "schemas"


def schemas() -> dict[str, dict[str, Any]]:
    """Every schema by file name."""
    made = {f"{name}.schema.json": _whole(record) for name, record in FILES.items()}
    bank = _whole(BANK)
    bank["properties"]["items"] = {
        "type": "array",
        "minItems": 1,
        "items": {"oneOf": [_item(n, r) for n, r in ITEM_OF_TYPE.items()]},
    }
    made["bank.schema.json"] = bank
    return made


def _whole(record: Record) -> dict[str, Any]:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": record.name.capitalize(),
        **json_schema(record),
    }


def _item(name: str, record: Record) -> dict[str, Any]:
    schema = json_schema(record)
    schema["properties"]["type"] = {"const": name, "description": "the item's type"}
    return schema


def as_text(schema: dict[str, Any]) -> str:
    """A schema as its file holds it."""
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def write_schemas() -> None:
    """Write every schema file afresh."""
    FOLDER.mkdir(exist_ok=True)
    for name, schema in schemas().items():
        (FOLDER / name).write_text(as_text(schema), "utf-8", newline="\n")


if __name__ == "__main__":
    write_schemas()
