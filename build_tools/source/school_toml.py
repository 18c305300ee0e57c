"""`school.toml` → School. Untrusted: paths stay in its folder, text is text."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path, PurePosixPath
from typing import Any

from ..model.finding import shorten
from ..model.location import Location
from ..model.quantities import Minutes
from ..model.school import School
from ..schema.reading import Reading
from ..schema.record import Fields, read_record
from ..schema.yaml_lines import Mapping, Scalar, Sequence, Value
from .records import PINNED_ROLES, SCHOOL

MAX_NAME = 200


def read_school(path: Path, reading: Reading) -> School | None:
    """Read one school file; None where it can't be used. What is wrong is noted in `reading`."""
    here = Location(path.name)
    try:
        text = path.read_text("utf-8")
        table = tomllib.loads(text)
    except OSError as error:
        reading.add(
            "school-toml.unreadable",
            here,
            f"The file can't be read: {error.strerror or error}.",
            "Check its name and place.",
        )
        return None
    except UnicodeDecodeError:
        reading.add("school-toml.not-utf-8", here, "The file is not UTF-8.", "Save it as UTF-8 in your editor.")
        return None
    except tomllib.TOMLDecodeError as error:
        match = re.search(r"line (\d+)", str(error))
        reading.add("school-toml.broken", Location(path.name, int(match[1]) if match else 1), f"The TOML can't be read: {shorten(str(error), 120)}.",
                    "Put texts in double quotes.")  # fmt: skip
        return None
    lines = text.split("\n")
    fields = read_record(SCHOOL, _value(table, path.name, lines), reading, here)
    name: str = fields["name"]
    if not name:
        return None
    if len(name) > MAX_NAME:
        reading.add(
            "school-toml.name", fields.at("name"), f"The name has {len(name)} letters.", f"Keep it to {MAX_NAME}."
        )
        return None

    def inner(group: str, key: str) -> str:
        table: Fields | None = fields[group]
        return str(table[key]) if table else ""

    for where, file in (
        ("logo", fields["logo"]),
        ("templates", inner("templates", "slides")),
        ("templates", inner("templates", "word")),
    ):
        pure = PurePosixPath(file.replace("\\", "/"))
        inside = not (pure.is_absolute() or ".." in pure.parts or re.match(r"[A-Za-z]:", file))
        if file and not (inside and (path.parent / pure).resolve().is_relative_to(path.parent.resolve())):
            reading.add(
                "school-toml.outside",
                fields.at(where),
                f'"{shorten(file)}" lies outside the school\'s folder.',
                "Put the file beside school.toml.",
            )
        elif file and not (path.parent / pure).is_file():
            reading.add(
                "school-toml.no-file",
                fields.at(where),
                f'"{shorten(file)}" is not there.',
                "Put the file beside school.toml, or take the line out.",
            )
    for key in ("main", "accent"):
        colour = inner("colours", key)
        if colour and not re.fullmatch(r"#[0-9A-Fa-f]{6}", colour):
            reading.add(
                "school-toml.colour",
                fields.at("colours"),
                f'"{shorten(colour)}" is not a colour.',
                "Write it as #0F4C4A.",
            )
    wishes: Fields | None = fields["print"]
    templates: Fields | None = fields["templates"]
    layouts: Fields | None = templates["layouts"] if templates else None
    return School(
        id=re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-") or "school", name=name, logo=fields["logo"],
        main_colour=inner("colours", "main"), accent_colour=inner("colours", "accent"), senco_name=inner("senco", "name"),
        senco_contact=inner("senco", "contact"), local_offer=inner("links", "local-offer"),
        sen_information_report=inner("links", "sen-information-report"), slide_template=inner("templates", "slides"),
        slide_layouts=tuple((role, str(layouts[role])) for role in PINNED_ROLES if layouts[role]) if layouts else (),
        slide_shape=inner("templates", "shape") or "16:9",
        word_template=inner("templates", "word"), session_minutes=Minutes(fields["session-minutes"]) if fields["session-minutes"] else None,
        settings=fields["settings"], roles=fields["roles"], print_colour=bool(wishes and wishes["colour"]),
        print_duplex=bool(wishes["duplex"]) if wishes else True, typeface=fields["typeface"], location=here,
    )  # fmt: skip


def _value(value: Any, path: str, lines: list[str], key: str = "") -> Value:
    here = Location(
        path,
        next(
            (n for n, line in enumerate(lines, 1) if key and re.match(rf"\s*\[?\s*{re.escape(key)}\s*[\]=]", line)), 1
        ),
    )
    if isinstance(value, dict):
        entries = {name: _value(entry, path, lines, name) for name, entry in value.items()}
        return Mapping(entries, {name: entry.location for name, entry in entries.items()}, here)
    if isinstance(value, list):
        return Sequence(tuple(_value(entry, path, lines, key) for entry in value), here)
    return Scalar(str(value).lower() if isinstance(value, bool) else str(value), here, quoted=isinstance(value, str))
