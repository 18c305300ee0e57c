"""What is made again and what is not, what a manifest says, what errors leave."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from build_tools.errors import FindingsError, MisuseError, OutputError
from build_tools.jobs.key import pictures_shown
from build_tools.jobs.manifest import Manifest, read_manifest
from build_tools.jobs.store import Store
from build_tools.model.finding import Severity
from build_tools.source.load_kit import load_kit

from .conftest import make_kit, run, tree, write_module

Log = Callable[[], list[str]]
ROOT = Path(__file__).resolve().parents[2]
HEAD = {"manifest.json", "trace.csv"}
"""The files at the head of the output, beside the parts."""

ALL_JOBS = ["fake-book", "fake-deck alpha 20", "fake-deck alpha 45", "fake-deck beta 20", "fake-deck beta 45",
            "fake-sheet alpha-sheet", "fake-sheet beta-sheet"]  # fmt: skip


def states(folder: Path) -> dict[str, tuple[int, int]]:
    """Inode and time of each file and folder."""
    return {p.relative_to(folder).as_posix(): (p.stat().st_ino, p.stat().st_mtime_ns) for p in folder.rglob("*")}


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_first_build_makes_every_part_and_leaves_nothing_else(kit: Path, log: Log) -> None:
    report = run(kit)
    assert report.ok and log() == ALL_JOBS
    assert sorted(tree(kit / "output")) == [
        "book/assets/style.css", "book/index.html", "handouts/alpha-sheet.txt", "handouts/beta-sheet.txt", "manifest.json",
        "slides/alpha-20min.txt", "slides/alpha-45min.txt", "slides/beta-20min.txt", "slides/beta-45min.txt", "trace.csv",
    ]  # fmt: skip
    assert {p.name for p in (kit / "output").iterdir()} == {"book", "handouts", "slides", *HEAD}
    assert "The word alpha stands here." in (kit / "output/slides/alpha-45min.txt").read_text("utf-8")


def test_second_build_does_nothing_and_touches_nothing(kit: Path, log: Log) -> None:
    first = run(kit)
    log()
    before = states(kit / "output")
    second = run(kit)
    assert log() == [] and states(kit / "output") == before
    assert second.findings == first.findings and len(second.findings) == 4  # a warning is told each time, not only once


def test_one_source_changed_does_only_its_jobs(kit: Path, log: Log) -> None:
    run(kit)
    log()
    before = states(kit / "output")
    edit(kit / "modules/beta.md", "stands here", "stands there")
    run(kit)
    assert log() == ["fake-book", "fake-deck beta 20", "fake-deck beta 45"]
    after = states(kit / "output")
    assert {p: s for p, s in after.items() if p.startswith("handouts")} == {
        p: s for p, s in before.items() if p.startswith("handouts")
    }
    assert after["slides/alpha-20min.txt"] == before["slides/alpha-20min.txt"]  # linked, not copied
    assert "stands there" in (kit / "output/slides/beta-20min.txt").read_text("utf-8")
    assert tree(kit / "output") == tree_of_clean_build(kit)


def tree_of_clean_build(kit: Path) -> dict[str, bytes]:
    out = kit.parent / "clean"
    run(kit, out=out)
    return tree(out)


@pytest.mark.parametrize(
    ("change", "jobs"),
    [
        (lambda kit: edit(kit / "modules/glossary.yml", "terms: []", "terms: []\n# later"), ALL_JOBS),
        (lambda kit: edit(kit / "templates/book/style.css", "black", "green"), ["fake-book"]),
        (lambda kit: edit(kit / "handouts/alpha.md", "A word.", "The word."), ["fake-book", "fake-sheet alpha-sheet"]),
        (lambda kit: (kit / "output/slides/beta-20min.txt").unlink(), ["fake-deck beta 20"]),
        (lambda kit: (kit / "output/slides/beta-20min.txt").write_text("edited"), ["fake-deck beta 20"]),
        (lambda kit: (kit / "output/manifest.json").unlink(), ALL_JOBS),
        (lambda kit: (kit / "output/manifest.json").write_text("{"), ALL_JOBS),
        (
            lambda kit: (kit / "output/manifest.json").write_text(
                '{"kit":"","version":"","as_of":"","parts":{},"files":{"../x":{}}}'
            ),
            ALL_JOBS,
        ),
        (lambda kit: (kit / ".cache").rename(kit / "elsewhere"), []),
    ],
    ids=[
        "reference file",
        "template",
        "handout",
        "file gone",
        "file edited",
        "no manifest",
        "broken manifest",
        "foul manifest",
        "no cache",
    ],
)
def test_what_a_change_rebuilds(kit: Path, log: Log, change: Callable[[Path], object], jobs: list[str]) -> None:
    run(kit)
    log()
    change(kit)
    assert not [f for f in run(kit).findings if f.severity is Severity.ERROR]
    assert log() == jobs
    assert tree(kit / "output") == tree_of_clean_build(kit)


def test_an_edited_file_is_named_and_a_stranger_stays(kit: Path) -> None:
    run(kit)
    (kit / "output/slides/alpha-20min.txt").write_text("my own words")
    (kit / "output/slides/mine").mkdir()
    (kit / "output/slides/mine/notes.docx").write_text("my notes")
    (kit / "output/slides/.DS_Store").write_text("")
    told = {f.code: f.what for f in run(kit).findings}
    assert told["store.changed-by-hand"] == "slides/alpha-20min.txt was changed after it was made, and is made again."
    assert told["store.not-ours"] == "slides/mine/notes.docx is not of this program's making; it stays."
    assert (kit / "output/slides/mine/notes.docx").read_text() == "my notes"
    assert "my own words" not in (kit / "output/slides/alpha-20min.txt").read_text()
    assert not (kit / "output/slides/.DS_Store").exists()


def test_a_day_or_a_program_changed_makes_all_again(kit: Path, log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    run(kit)
    log()
    run(kit, as_of=date(2026, 11, 26))
    assert log() == ALL_JOBS
    assert "2026-11-26" in (kit / "output/book/index.html").read_text("utf-8")
    monkeypatch.setattr("build_tools.pipeline.program_version", lambda: "2+0000")
    run(kit, as_of=date(2026, 11, 26))
    assert log() == ALL_JOBS


def test_files_of_a_module_that_is_gone_go(kit: Path, log: Log) -> None:
    run(kit)
    log()
    for path in ("modules/beta.md", "quizzes/beta.yml", "handouts/beta.md", "handouts/alpha.md"):
        (kit / path).unlink()
    run(kit)
    assert log() == ["fake-book"]
    assert sorted(p.name for p in (kit / "output/slides").iterdir()) == ["alpha-20min.txt", "alpha-45min.txt"]
    assert not (kit / "output/handouts").exists()
    assert tree(kit / "output") == tree_of_clean_build(kit)


def test_parts_modules_and_lengths_not_asked_for_stay(kit: Path, log: Log) -> None:
    run(kit)
    log()
    before = states(kit / "output")
    for id in ("alpha", "beta"):
        edit(kit / f"modules/{id}.md", "stands here", "stands there")
    run(kit, parts=("slides",), module="beta", minutes=45)
    assert log() == ["fake-deck beta 45"]
    after = states(kit / "output")
    assert {p for p in after if after[p] != before[p]} == {"manifest.json", "slides", "slides/beta-45min.txt"}
    run(kit, module="beta")
    assert log() == ["fake-deck beta 20"]  # the handout did not change; the book is of the whole kit
    run(kit)
    assert log() == ["fake-book", "fake-deck alpha 20", "fake-deck alpha 45"]
    assert tree(kit / "output") == tree_of_clean_build(kit)


def test_a_damaged_file_is_mended_though_it_was_not_asked_for(kit: Path, log: Log) -> None:
    run(kit)
    log()
    (kit / "output/slides/alpha-20min.txt").write_text("")
    edit(kit / "modules/beta.md", "stands here", "stands there")
    run(kit, parts=("slides",), module="beta", minutes=45)
    assert log() == ["fake-deck alpha 20", "fake-deck beta 45"]
    assert "The word alpha" in (kit / "output/slides/alpha-20min.txt").read_text("utf-8")


@pytest.mark.parametrize("name", ["../x", "slides/../../x", "/etc/x", "slides\\..\\x", "c:/slides/x", "elsewhere/x"])
def test_a_manifest_can_not_name_what_lies_outside(tmp_path: Path, name: str) -> None:
    record = {"sha256": "", "bytes": 1, "job": "", "key": "", "sources": [], "facts": [], "oldest_check": ""}
    whole = {"kit": "", "version": "", "as_of": "", "parts": {}, "files": {"slides/good": record}}
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(whole))
    assert set((read_manifest(path) or Manifest()).files) == {"slides/good"}
    path.write_text(json.dumps({**whole, "files": {name: record}}))
    with pytest.raises(ValueError, match="names a file outside the output folder"):
        read_manifest(path)


def test_manifest(kit: Path) -> None:
    run(kit)
    text = (kit / "output/manifest.json").read_text("utf-8")
    whole = json.loads(text)
    assert (whole["kit"], whole["as_of"]) == ("Fire safety", "2026-11-25")
    deck = whole["files"]["slides/alpha-45min.txt"]
    assert (deck["job"], deck["sources"], deck["oldest_check"]) == (
        "fake-deck alpha 45",
        ["modules/alpha.md"],
        "2026-11-25",
    )
    assert deck["bytes"] == (kit / "output/slides/alpha-45min.txt").stat().st_size
    book = whole["files"]["book/index.html"]
    assert (book["sources"], book["oldest_check"]) == (["*"], "2026-11-01")
    assert str(kit) not in text and list(whole["files"]) == sorted(whole["files"])
    assert set(whole["files"]) == set(tree(kit / "output")) - HEAD


def test_errors_write_nothing_and_leave_the_last_build(kit: Path) -> None:
    edit(kit / "modules/alpha.md", "stands here", "stands {fact}`nowhere`")
    with pytest.raises(FindingsError) as stopped:
        run(kit)
    assert any(f.location.path == "modules/alpha.md" and f.severity is Severity.ERROR for f in stopped.value.findings)
    assert not (kit / "output").exists() and not (kit / ".cache").exists()
    edit(kit / "modules/alpha.md", "stands {fact}`nowhere`", "stands here")
    run(kit)
    before = states(kit / "output")
    edit(kit / "modules/alpha.md", "stands here", "stands {fact}`nowhere`")
    with pytest.raises(FindingsError):
        run(kit)
    assert states(kit / "output") == before


DRIVER = """
import sys
from datetime import date
from pathlib import Path
if __name__ == "__main__":
    sys.path.insert(0, sys.argv[1])
    from build_tools.pipeline import BuildRequest, build
    from tests.jobs.fake_formats import FORMATS, quiz_format
    formats = FORMATS if sys.argv[5:] != ["slow"] else quiz_format("slow")
    build(BuildRequest(Path(sys.argv[2]), date(2026, 11, 25), out=Path(sys.argv[3]), workers=int(sys.argv[4])), formats=formats)
"""


def drive(kit: Path, out: str, workers: int, seed: str, cwd: Path) -> None:
    driver = kit.parent / "driver.py"
    driver.write_text(DRIVER)
    subprocess.run([sys.executable, "-W", "error", driver, ROOT, os.path.relpath(kit, cwd), out, str(workers)], cwd=cwd, check=True,
                   env={**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo" if seed == "7" else "UTC"})  # fmt: skip


def test_equal_to_the_byte_over_folders_worker_counts_and_hash_seeds(kit: Path, tmp_path: Path) -> None:
    other = make_kit(tmp_path / "a deep" / "folder" / "kit")
    drive(kit, "out", 1, "1", tmp_path)
    drive(other, "elsewhere", 2, "7", other)
    assert tree(tmp_path / "out") == tree(other / "elsewhere")
    assert len(tree(tmp_path / "out")) == 10


def test_another_executor_gives_the_same_bytes(kit: Path, tmp_path: Path) -> None:
    run(kit)
    with ThreadPoolExecutor(2) as pool:
        run(kit, executor=pool, out=tmp_path / "other")
    assert tree(kit / "output") == tree(tmp_path / "other")


def test_pictures_count_for_the_text_that_shows_them(kit: Path, log: Log) -> None:
    (kit / "modules/way-out.png").write_bytes(b"one")
    edit(kit / "modules/alpha.md", "stands here.", "stands here.\n\n![The way out](way-out.png)")
    assert pictures_shown(load_kit(kit, date(2026, 11, 25))[0])["modules/alpha.md"] == ("modules/way-out.png",)
    run(kit)
    log()
    (kit / "modules/way-out.png").write_bytes(b"two")
    run(kit)
    assert log() == ["fake-book", "fake-deck alpha 20", "fake-deck alpha 45"]


def test_a_school_has_a_folder_of_its_own(kit: Path, log: Log) -> None:
    run(kit)
    log()
    before = tree(kit / "output")
    (kit / "hill.toml").write_text('name = "Hill School"\nlogo = "hill.png"\n')
    (kit / "hill.png").write_bytes(b"one")
    report = run(kit, school=kit / "hill.toml")
    assert report.out == kit / "output/schools/hill" and log() == ALL_JOBS
    (kit / "hill.png").write_bytes(b"two")
    run(kit, school=kit / "hill.toml")
    assert log() == ALL_JOBS
    assert {p: b for p, b in tree(kit / "output").items() if not p.startswith("schools/")} == before


@pytest.mark.parametrize("out", [".", "modules", "handouts/deep", "output/.."])
def test_output_never_lies_over_the_sources(kit: Path, out: str) -> None:
    before = tree(kit)
    with pytest.raises(
        MisuseError, match=r"can't be the output folder: [a-z]+/ in it would lie over the kit's [a-z]+/"
    ):
        run(kit, out=kit / out)
    assert tree(kit) == before


def test_misuse_is_said(kit: Path) -> None:
    with pytest.raises(MisuseError, match=r'no module "gamma"\. Name one of: alpha, beta'):
        run(kit, module="gamma")
    with pytest.raises(MisuseError, match='no part "pack"'):
        run(kit, parts=("pack",))


def test_a_read_only_folder_is_said(kit: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match="can't be used"):
        run(kit, out=tmp_path / "file" / "out")
    assert (tmp_path / "file").read_text() == "in the way"


def test_the_cache_stays_between_builds_but_not_after_a_kill(kit: Path) -> None:
    run(kit)
    (visits,) = kit.glob(".cache/*/*/fake-book-*/visits")
    assert visits.read_text() == "1"
    write_module(kit, "gamma")
    run(kit)
    assert visits.read_text() == "11"
    visits.parent.with_name(visits.parent.name + ".busy").touch()
    edit(kit / "modules/gamma.md", "stands here", "stands there")
    run(kit)
    assert visits.read_text() == "1"
    assert [p.name for p in visits.parent.parent.iterdir()] == [visits.parent.name]


def test_two_builds_do_not_mix(kit: Path) -> None:
    run(kit)
    before = states(kit / "output")
    edit(kit / "modules/alpha.md", "stands here", "stands there")
    with Store(kit / "output"), pytest.raises(OutputError, match="Another build is at work"):
        run(kit)
    assert states(kit / "output").keys() == before.keys()
    (kit / "output/.lock").write_text("left by a build that was killed")
    assert run(kit).ok
    assert not (kit / "output/.lock").exists()
