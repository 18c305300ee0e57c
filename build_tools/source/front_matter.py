"""Front matter: the YAML between two `---` lines at the head of a Markdown file, read by our own loader."""

from __future__ import annotations

from ..model.location import Location
from ..prose.parse import front_matter_blanked
from ..schema.reading import Reading
from ..schema.yaml_lines import Value, read_yaml


def read_front_matter(text: str, path: str, reading: Reading) -> tuple[Value | None, str]:
    """Part a Markdown file.

    Returns:
        The front matter (None after a finding) and the body with the front matter's lines blank, so that lines count
        from the file's start.
    """
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        reading.add("front-matter.missing", Location(path), "The file does not start with front matter.",
                    "Write --- on the first line, the keys, and --- again.")  # fmt: skip
        return None, text
    for number, line in enumerate(lines[1:], 2):
        if line.rstrip() == "---":
            value, findings = read_yaml("\n".join(lines[1 : number - 1]), path, first_line=2)
            reading.findings += findings
            if value is None and not findings:
                reading.add(
                    "front-matter.empty",
                    Location(path),
                    "The front matter is empty.",
                    "Write its keys between the two --- lines.",
                )
            return value, front_matter_blanked(text, number)
    reading.add(
        "front-matter.unclosed",
        Location(path),
        "The front matter is never closed.",
        "Write --- on a line of its own after its last key.",
    )
    return None, ""
