"""Two editions of the sample course's index: one change of each kind, exactly those reported, and what is written."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from build_tools.checks import run_checks
from build_tools.editions import Comparison, compare_indexes, write_what_changed
from build_tools.errors import FindingsError, MisuseError
from build_tools.model.citation import parse_citation
from build_tools.model.interaction import ChooseOne
from build_tools.model.quantities import Force
from build_tools.prose.plain import plain_text
from build_tools.provenance.changes_report import changes_lines
from build_tools.provenance.edition_changes import Kind, differing, marks_of
from build_tools.source.load_kit import load_kit
from tests.kits import AS_OF, SAMPLE

from .conftest import edit

OLD = SAMPLE / "modules/workshop-rules.yml"
NEW_PARAGRAPH = """  - id: "2.8"
    chapter: "2"
    gist: A first-aider is near.
    level: second-hand
    source: quoted by a college
    statements:
      - gist: A first-aider is in the building whenever a machine runs.
        force: must
        level: second-hand
"""
CAP_AND_HAIR = """  - id: "1.10"
    chapter: "1"
    page: 6
    page-level: primary
    gist: Long hair is tied back.
    level: primary
    source: read for the tests
    statements:
      - gist: Long hair should be tied back.
        force: should
        level: primary
      - gist: A cap may be worn.
        force: may
        level: primary
"""


def new_edition(folder: Path, *changes: tuple[str, str], append: str = "") -> Path:
    path = Path(shutil.copy(OLD, folder / "new.yml"))
    edit(path, *changes)
    path.write_text(path.read_text("utf-8") + append, "utf-8")
    return path


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """One of each kind: 2.4 changed, 2.8 added, 2.7 withdrawn, 1.10 now 1.12 with the same words."""
    visitor = OLD.read_text("utf-8")[
        OLD.read_text("utf-8").index('  - id: "2.7"') : OLD.read_text("utf-8").index("  - id: p10")
    ]
    return new_edition(
        tmp_path,
        (
            "      - gist: Reports are kept for 2 years.\n        force: must",
            "      - gist: Reports are kept for 5 years.\n        force: should",
        ),
        ('  - id: "1.10"\n    chapter: "1"\n    page: 6\n', '  - id: "1.12"\n    chapter: "1"\n    page: 8\n'),
        (visitor, ""),
        append=NEW_PARAGRAPH,
    )


@pytest.fixture
def found(new: Path) -> Comparison:
    return compare_indexes(OLD, new, SAMPLE, AS_OF)


def kinds(found: Comparison) -> list[tuple[str, str]]:
    return [(change.kind.value, change.label) for change in found.changes.listed]


def test_exactly_one_of_each_kind(found: Comparison) -> None:
    assert kinds(found) == [
        ("renumbered", "1.10, now 1.12"),
        ("changed", "2.4"),
        ("withdrawn", "2.7"),
        ("added", "2.8"),
    ]


def test_what_cites_each_with_its_line(found: Comparison) -> None:
    listed = {
        change.label: [(str(m.use.location), m.use.kind, m.mark) for m in uses] for change, uses in found.uses
    }  # fmt: skip
    assert listed["2.7"] == [("modules/facts.yml:48", "fact", "Withdrawn")]
    assert listed["2.8"] == []
    assert listed["1.10, now 1.12"] == [
        ("handouts/one-sheet.md:1", "handout", ""), ("modules/01-safe-start.md:22", "sentence", ""), ("modules/facts.yml:11", "fact", ""),
        ("quizzes/safe-start.yml:22", "item", ""), ("quizzes/safe-start.yml:32", "item", ""),
    ]  # fmt: skip
    # 2.4 and the range that holds it: the handout cites it through a fact, slides through what they show.
    assert listed["2.4"] == [
        ("handouts/one-sheet.md:1", "handout", "Changed"), ("modules/01-safe-start.md:36", "sentence", "Changed"),
        ("modules/01-safe-start.md:101", "scenario", "Changed"), ("modules/01-safe-start.md:127", "slide", "Changed"),
        ("modules/01-safe-start.md:186", "slide", "Changed"), ("modules/02-tidy-end.md:19", "sentence", "Changed"),
        ("modules/facts.yml:20", "fact", "Changed"), ("modules/figures/fault-steps.yml:1", "figure", "Changed"),
        ("modules/figures/report-clock.yml:1", "figure", "Changed"), ("quizzes/safe-start.yml:51", "item", "Changed"),
        ("quizzes/tidy-end.yml:3", "item", "Changed"),
    ]  # fmt: skip


def test_marks(found: Comparison) -> None:
    marks = {
        place: marks_of(found.changes, parse_citation(place))
        for place in ("1.9", "1.10", "2.4", "2.7", "2.8", "2.1 to 2.4", "1.9 to 1.10", "machines-act s.4")
    }
    assert marks == {
        "1.9": "", "1.10": "", "2.4": "Changed", "2.7": "Withdrawn", "2.8": "New", "2.1 to 2.4": "Changed", "1.9 to 1.10": "",
        "machines-act s.4": "",
    }  # fmt: skip


def test_the_report_says_before_and_now(found: Comparison, new: Path) -> None:
    lines = list(changes_lines(found.changes, found.uses))
    place = lines.index(f"  2.4 ({OLD.as_posix()}:68, {new.as_posix()}:68)")
    assert lines[place + 1 : place + 4] == [
        "      before: must: Reports are kept for 2 years.", "      now:    should: Reports are kept for 5 years.",
        "      handouts/one-sheet.md:1: Changed: handout: The workshop in one sheet",
    ]  # fmt: skip
    assert lines[-1] == "1 changed, 1 added, 1 withdrawn, 1 renumbered."


def test_the_same_edition_has_no_changes(tmp_path: Path) -> None:
    same = new_edition(
        tmp_path,
        ("    page: 5\n", "    page: 15\n"),
        ("gist: Reports are kept.\n    level: second-hand", "gist: Reports are kept.\n    level: primary"),
    )
    assert compare_indexes(OLD, same, SAMPLE, AS_OF).changes.listed == ()  # a page and a level are no change of the law


def test_a_number_taken_by_a_new_paragraph(tmp_path: Path) -> None:
    """What stood at 1.10 stands at 1.11 now, and 1.10 says something else: the old text is not called changed."""
    other = NEW_PARAGRAPH.replace("2.8", "1.10").replace('chapter: "2"', 'chapter: "1"')
    new = new_edition(tmp_path, (CAP_AND_HAIR, other + CAP_AND_HAIR.replace("1.10", "1.11")))
    assert kinds(compare_indexes(OLD, new, SAMPLE, AS_OF)) == [("added", "1.10"), ("renumbered", "1.10, now 1.11")]


MOVED = (('  - id: "2.4"\n', '  - id: "2.5"\n'), ("Reports are kept for 2 years.", "Reports are kept for 4 years."))


def test_a_mapping_joins_what_moved_and_changed(tmp_path: Path) -> None:
    new = new_edition(tmp_path, *MOVED)
    assert kinds(compare_indexes(OLD, new, SAMPLE, AS_OF)) == [("withdrawn", "2.4"), ("added", "2.5")]
    for name, text in (("map.yml", '"2.4": "2.5"\n'), ("map.csv", "old,new\n2.4,2.5\n")):
        (tmp_path / name).write_text(text, "utf-8")
        found = compare_indexes(OLD, new, SAMPLE, AS_OF, tmp_path / name)
        assert kinds(found) == [("changed", "2.4, now 2.5")]
        (tell,) = differing(found.changes.listed[0])
        assert [s.gist for s in tell if s] == ["Reports are kept for 2 years.", "Reports are kept for 4 years."]


def test_a_mapping_may_withdraw(tmp_path: Path) -> None:
    (tmp_path / "map.csv").write_text("old,new\n2.4,\n", "utf-8")
    new = new_edition(tmp_path, ("Reports are kept for 2 years.", "Reports are burnt."))
    assert kinds(compare_indexes(OLD, new, SAMPLE, AS_OF, tmp_path / "map.csv")) == [
        ("withdrawn", "2.4"),
        ("added", "2.4"),
    ]


@pytest.mark.parametrize(
    ("name", "text", "line", "code"),
    [
        ("m.yml", '"1.9": "1.9"\n"9.9": "2.4"\n', 2, "edition-changes.old"), ("m.yml", '"2.4": "9.9"\n', 1, "edition-changes.new"),
        ("m.yml", '"2.4": "1.9"\n"1.9": "1.9"\n', 2, "edition-changes.twice"), ("m.yml", "- 2.4\n", 1, "edition-changes.mapping"),
        ("m.yml", '"2.4": ["2.5"]\n', 1, "edition-changes.mapping"), ("m.csv", "from,to\n2.4,2.5\n", 1, "edition-changes.columns"),
        ("m.csv", 'old,new\n"2.4,2.5\n', 1, "edition-changes.csv"),
    ],
)  # fmt: skip
def test_a_wrong_mapping_is_a_finding(tmp_path: Path, name: str, text: str, line: int, code: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(FindingsError) as stopped:
        compare_indexes(OLD, OLD, SAMPLE, AS_OF, tmp_path / name)
    assert [(f.location.line, f.code) for f in stopped.value.findings] == [(line, code)]


def test_where_both_wordings_are_held_the_wording_decides(tmp_path: Path) -> None:
    gist = (
        "      - gist: Goggles are on before a machine is switched on.",
        "      - gist: No machine without goggles.",
    )
    assert kinds(compare_indexes(OLD, new_edition(tmp_path, gist), SAMPLE, AS_OF)) == []
    words = new_edition(tmp_path, ("and for as long as it runs.", "and until it stops."))
    found = compare_indexes(OLD, words, SAMPLE, AS_OF)
    assert kinds(found) == [("changed", "1.9")]
    assert differing(found.changes.listed[0]) == ()
    assert (
        "      now, word for word:    Goggles must be worn before any machine is switched on, and until it stops."
        in list(changes_lines(found.changes, found.uses))
    )


def test_a_kit_of_the_new_edition_is_seen_to_be_one(new: Path, tmp_path: Path) -> None:
    kit = Path(shutil.copytree(SAMPLE, tmp_path / "kit"))
    shutil.copy(new, kit / "modules/workshop-rules.yml")
    found = compare_indexes(OLD, new, kit, AS_OF)
    assert found.changes.cited == "new"
    assert marks_of(found.changes, parse_citation("1.12")) == ""  # under its new number
    assert marks_of(found.changes, parse_citation("2.8")) == "New"
    assert marks_of(found.changes, parse_citation("2.7")) == "Withdrawn"  # the number is in the old edition only


def test_an_index_with_an_entry_twice_is_refused(tmp_path: Path) -> None:
    twice = new_edition(tmp_path, append=CAP_AND_HAIR)
    with pytest.raises(FindingsError, match=r'The entry "1\.10" is there already'):
        compare_indexes(OLD, twice, SAMPLE, AS_OF)


def test_the_small_kit_is_clean_and_says_what_changed(found: Comparison, tmp_path: Path) -> None:
    with pytest.raises(MisuseError, match="since when"):
        write_what_changed(found, tmp_path / "out")
    write_what_changed(found, tmp_path / "out", AS_OF)
    kit, findings = load_kit(tmp_path / "out", AS_OF)
    assert (findings, run_checks(kit)) == ((), ())
    module, handout, bank = kit.modules[0], kit.handouts[0], kit.banks[0]
    assert len(module.slides) == 3
    assert all(slide.notes for slide in module.slides)
    assert len(bank.items) == 5
    for text in (plain_text(module.body, kit), plain_text(handout.body, kit)):
        assert (
            'Changed from "must" to "should": Reports are kept for 5 years (Rules (new edition) 2.4). Before: Reports are kept for 2 years (Rules, 2.4).'
            in text
        )
        assert "New: A first-aider is in the building whenever a machine runs (Rules (new edition) 2.8)." in text
        assert "Withdrawn: A visitor stays behind the line" in text
        assert "The index of Rules (new edition) holds no paragraph in its place." in text
        assert "1.10 is now 1.12: Long hair should be tied back" in text
    assert (
        'Changed from "must" to "should": Reports are kept for 5 years (Rules (new edition) 2.4).'
        in plain_text(module.slides[1].body, kit).splitlines()[1]
    )
    assert plain_text(module.slides[0].body, kit).splitlines() == [
        "- Changed: 1 (Rules (new edition) 2.4)", "- New: 1 (Rules (new edition) 2.8)", "- Withdrawn: 1 (Rules, 2.7)",
        "- The same under another number: 1 (Rules (new edition) 1.12)",
    ]  # fmt: skip


def keys(found: Comparison, folder: Path) -> dict[str, str]:
    """The key of each item written, by its stem."""
    write_what_changed(found, folder, AS_OF)
    kit, _ = load_kit(folder, AS_OF)
    chosen = {}
    for item in kit.banks[0].items:
        assert isinstance(item.interaction, ChooseOne)
        (key,) = [option for option in item.interaction.options if option.key]
        chosen[plain_text(item.stem, kit)] = plain_text(key.text, kit)
    return chosen


def test_the_keys_are_what_the_indexes_say(found: Comparison, tmp_path: Path) -> None:
    assert keys(found, tmp_path / "out") == {
        "What does Rules (new edition) say at 2.4?": "Reports are kept for 5 years.",
        "Reports are kept for 5 years. How strongly does Rules (new edition) put this at 2.4?": "Should",
        "Which of these is new in Rules (new edition)?": "A first-aider is in the building whenever a machine runs.",
        "Long hair should be tied back. Where does this stand in Rules (new edition)?": "1.12",
        # 2.7 was withdrawn, but its number was never confirmed: no key rests on it.
        "What became of paragraph ii in Rules (new edition)?": "The same in both",
    }


def test_a_withdrawn_paragraph_that_is_surely_known_is_asked_for(tmp_path: Path) -> None:
    text = OLD.read_text("utf-8")
    new = new_edition(tmp_path, (text[text.index("  - id: ii\n") : text.index('  - id: "1.9"')], ""))
    found = compare_indexes(OLD, new, SAMPLE, AS_OF)
    stem = "Which of these stood in Rules, second edition, 2024 and is withdrawn?"
    assert keys(found, tmp_path / "out")[stem] == '"Must" marks a legal duty, "should" a strong reason.'
    kit, findings = load_kit(tmp_path / "out", AS_OF)
    assert (findings, run_checks(kit), len(kit.banks[0].items)) == ((), (), 5)


def test_what_is_written_is_equal_to_the_byte(found: Comparison, tmp_path: Path) -> None:
    first, second = (write_what_changed(found, tmp_path / name, AS_OF) for name in ("one", "two"))
    assert [p.read_bytes() for p in first] == [p.read_bytes() for p in second]
    assert [p.read_bytes() for p in write_what_changed(found, tmp_path / "one", AS_OF)] == [
        p.read_bytes() for p in second
    ]


def test_a_gist_full_of_marks_is_text(tmp_path: Path) -> None:
    marks = "*Stars* {fact}`x` <b>, `code`, [a](b.md), $x$, a_b_ and ::: ~ | # & \\ stay"
    new = new_edition(
        tmp_path,
        append=NEW_PARAGRAPH.replace(
            "gist: A first-aider is in the building whenever a machine runs.", f"gist: '{marks}'"
        ),
    )
    found = compare_indexes(OLD, new, SAMPLE, AS_OF)
    assert keys(found, tmp_path / "out")["Which of these is new in Rules (new edition)?"] == marks + "."
    kit, findings = load_kit(tmp_path / "out", AS_OF)
    assert (findings, run_checks(kit)) == ((), ())
    assert marks in plain_text(kit.modules[0].body, kit)


def test_it_writes_over_nothing_else(found: Comparison, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/letter.txt").write_text("Dear all")
    with pytest.raises(MisuseError, match="holds other files"):
        write_what_changed(found, tmp_path / "mine", AS_OF)
    assert [p.name for p in (tmp_path / "mine").iterdir()] == ["letter.txt"]


def test_nothing_is_written_where_nothing_changed(tmp_path: Path) -> None:
    with pytest.raises(MisuseError, match="say the same"):
        write_what_changed(compare_indexes(OLD, OLD, SAMPLE, AS_OF), tmp_path / "out", AS_OF)


def test_a_force_alone_that_changed(tmp_path: Path) -> None:
    new = new_edition(
        tmp_path,
        (
            "gist: Reports are kept for 2 years.\n        force: must",
            "gist: Reports are kept for 2 years.\n        force: may",
        ),
    )
    found = compare_indexes(OLD, new, SAMPLE, AS_OF)
    assert [(c.kind, [(b and b.force, n and n.force) for b, n in differing(c)]) for c in found.changes.listed] == [
        (Kind.CHANGED, [(Force.MUST, Force.MAY)])
    ]
