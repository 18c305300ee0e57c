"""`manifest.json`: what the last build made, from what. Sorted, without times or paths of this machine.

kit, version, as_of   the kit's title, the program's version, the day the build counted as today
parts                 by part: how many files and bytes, and its jobs, each with its key, its day and its findings
files                 by path: SHA-256, bytes, the job and key it was made by, the sources and facts it rests on
                      (sources `*`: the whole kit) and the earliest day one of them was checked
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from ..model.finding import Finding, Severity
from ..model.location import Location
from ..model.output_format import PARTS

MANIFEST = "manifest.json"
MAX_BYTES = 100_000_000


@dataclass(frozen=True, slots=True)
class FileRecord:
    """One file of the output."""

    sha256: str
    bytes: int
    job: str
    key: str
    sources: tuple[str, ...]
    facts: tuple[str, ...]
    oldest_check: str


@dataclass(frozen=True, slots=True)
class JobRecord:
    """One job of a part: its key, the build's day when it ran, and what it found."""

    key: str
    as_of: str
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """The record of a build.

    Attributes:
        jobs: by part, by the job's name. A part without jobs is not there.
        files: by path, which begins with the part.
    """

    kit: str = ""
    version: str = ""
    as_of: str = ""
    jobs: Mapping[str, Mapping[str, JobRecord]] = field(default_factory=dict)
    files: Mapping[str, FileRecord] = field(default_factory=dict)

    def files_of(self, part: str) -> dict[str, FileRecord]:
        """The files of a part."""
        return {path: record for path, record in self.files.items() if path.startswith(part + "/")}

    def with_parts(self, other: Manifest, parts: frozenset[str]) -> Manifest:
        """This record, but `parts` as `other` has them."""
        jobs = {part: entries for part, entries in self.jobs.items() if part not in parts}
        files = {path: record for path, record in self.files.items() if path.split("/")[0] not in parts}
        return Manifest(
            self.kit, self.version, self.as_of, {**jobs, **{part: other.jobs[part] for part in parts if part in other.jobs}},
            {**files, **{path: record for part in parts for path, record in other.files_of(part).items()}},
        )  # fmt: skip

    def to_bytes(self) -> bytes:
        """As written: the same bytes for the same record."""
        parts: dict[str, Any] = {}
        for part, jobs in self.jobs.items():
            files = self.files_of(part)
            parts[part] = {
                "files": len(files), "bytes": sum(record.bytes for record in files.values()),
                "jobs": {name: {"key": job.key, "as_of": job.as_of, "findings": [finding_fields(f) for f in job.findings]} for name, job in jobs.items()},
            }  # fmt: skip
        whole = {"kit": self.kit, "version": self.version, "as_of": self.as_of, "parts": parts,
                 "files": {path: asdict(record) for path, record in self.files.items()}}  # fmt: skip
        return (json.dumps(whole, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def read_manifest(path: Path) -> Manifest | None:
    """The record in a file; None where there is none.

    Raises:
        ValueError: the file is no manifest, or names files outside the output folder.
        OSError: it can't be read.
    """
    if not path.is_file():
        return None
    if path.stat().st_size > MAX_BYTES:
        raise ValueError(f"it has more than {MAX_BYTES:,} bytes")
    try:
        whole = json.loads(path.read_bytes())
        jobs = {
            str(part): {
                str(name): JobRecord(str(job["key"]), str(job["as_of"]), tuple(map(_finding, job["findings"])))
                for name, job in entry["jobs"].items()
            }
            for part, entry in whole["parts"].items()
        }
        files = {
            _safe(name): FileRecord(str(f["sha256"]), int(f["bytes"]), str(f["job"]), str(f["key"]), tuple(map(str, f["sources"])),
                                    tuple(map(str, f["facts"])), str(f["oldest_check"]))
            for name, f in whole["files"].items()
        }  # fmt: skip
        if strangers := set(jobs) - set(PARTS):
            raise ValueError(f"it names a part that is none: {min(strangers)[:40]}")
        return Manifest(str(whole["kit"]), str(whole["version"]), str(whole["as_of"]), jobs, files)
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"it is not laid out as a manifest ({type(error).__name__})") from error


def is_safe_path(name: str) -> bool:
    """Whether a path stays where it is joined, on every system."""
    pure = PurePosixPath(name)
    return (
        bool(name)
        and "\\" not in name
        and "\0" not in name
        and not pure.is_absolute()
        and ".." not in pure.parts
        and not PureWindowsPath(name).drive
    )


def _safe(name: str) -> str:
    if not is_safe_path(name) or PurePosixPath(name).parts[0] not in PARTS:
        raise ValueError(f"it names a file outside the output folder: {name[:60]}")
    return name


def finding_fields(finding: Finding) -> dict[str, object]:
    """A finding as JSON holds it."""
    return {"code": finding.code, "path": finding.location.path, "line": finding.location.line, "severity": str(finding.severity),
            "what": finding.what, "mend": finding.mend}  # fmt: skip


def _finding(fields: Any) -> Finding:
    return Finding(
        str(fields["code"]),
        Location(str(fields["path"]), int(fields["line"])),
        str(fields["what"]),
        str(fields["mend"]),
        Severity(fields["severity"]),
    )
