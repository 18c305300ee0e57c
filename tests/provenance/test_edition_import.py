"""The sample course's index held against a printed edition: confirmed, contradicted, not found, and what is raised."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from build_tools.checks import run_checks
from build_tools.editions import Import, import_edition, propose, write_copy, write_in_place
from build_tools.errors import FindingsError, MisuseError
from build_tools.model.quantities import Level
from build_tools.provenance.edition_import import Outcome, Verdict
from build_tools.provenance.edition_report import report_lines
from build_tools.provenance.pdf_lines import Limits
from build_tools.source.load_kit import load_kit
from tests.kits import AS_OF

from .conftest import edit
from .edition_pdf import PARTS, write_pdf

INDEX = "modules/workshop-rules.yml"


def outcomes(done: Import, *which: Outcome) -> list[tuple[str, str, str]]:
    return [(v.subject, v.what, v.outcome.value) for v in done.verdicts if v.outcome in which]


def the(done: Import, subject: str, what: str) -> Verdict:
    (found,) = [v for v in done.verdicts if (v.subject, v.what) == (subject, what)]
    return found


def test_an_index_that_agrees_is_confirmed_whole(kit: Path, edition_pdf: Path) -> None:
    done = import_edition(edition_pdf, kit, AS_OF)
    assert outcomes(done, Outcome.CONTRADICTED, Outcome.NOT_FOUND) == []
    assert outcomes(done, Outcome.NOT_COMPARED) == [("2.7", "force", "not compared")]
    assert sorted(outcomes(done, Outcome.CONFIRMED)) == sorted(
        (subject, what, "confirmed")
        for subject, what in [
            ("1", "chapter"), ("2", "chapter"), ("ii", "paragraph"), ("ii", "force"), ("1.9", "paragraph"), ("1.9", "page number"),
            ("1.9", "wording"), ("1.9", "quotation"), ("1.9", "force"), ("1.10", "paragraph"), ("1.10", "page number"),
            ("1.10", "force"), ("1.10", "force"), ("2.1", "paragraph"), ("2.1", "force"), ("2.1-2.4", "range"),
            ("2.1-2.4", "force"), ("2.4", "paragraph"), ("2.4", "force"), ("2.7", "paragraph"), ("p10", "page"), ("p10", "force"),
        ]
    )  # fmt: skip
    assert done.ok


def disagree(kit: Path) -> None:
    """Make the index and a quotation differ from the edition in each way."""
    edit(
        kit / INDEX,
        ("    last-page: 9\n", "    last-page: 8\n"),
        ("    page: 5\n", "    page: 4\n"),
        ("    page: 6\n    page-level: primary\n", "    page: 7\n    page-level: second-hand  # from a briefing\n"),
        ("and for as long as it runs.", "and while it runs."),
        (
            "      - gist: Reports are kept for 2 years.\n        force: must",
            "      - gist: Reports are kept for 2 years.\n        force: should",
        ),
        ('  - id: "2.1-2.4"\n', '  - id: "2.1-2.40"\n'),
        ('  - id: "2.7"\n', '  - id: "2.70"\n'),
        ("  - id: p10\n", "  - id: p40\n"),
    )
    for path in (
        *kit.glob("modules/*.*"),
        *kit.glob("modules/figures/*.yml"),
        *kit.glob("quizzes/*"),
        *kit.glob("handouts/*"),
    ):
        if path.suffix in (".md", ".yml"):
            text = path.read_text("utf-8").replace("2.1 to 2.4", "2.1 to 2.40").replace('"2.7"', '"2.70"')
            path.write_text(text, "utf-8", newline="")
    edit(
        kit / "modules/01-safe-start.md",
        (":::{code-quote} 1.9\nGoggles must be worn", ":::{code-quote} 1.9\nGoggles should be worn"),
    )
    edit(
        kit / "handouts/one-sheet.md",
        ("## What is asked\n", "## What is asked\n\n:::{code-quote} 1.9\nLong hair should be tied back.\n:::\n"),
    )


def test_exactly_what_disagrees_is_reported(kit: Path, edition_pdf: Path) -> None:
    disagree(kit)
    done = import_edition(edition_pdf, kit, AS_OF)
    assert not done.ok
    assert sorted(outcomes(done, Outcome.CONTRADICTED)) == sorted(
        (subject, what, "contradicted")
        for subject, what in [
            ("1", "chapter"), ("1.9", "page number"), ("1.9", "wording"), ("1.10", "page number"), ("2.4", "force"),
            ("1.9", "quotation"), ("1.9", "quotation"),
        ]
    )  # fmt: skip
    assert sorted(outcomes(done, Outcome.NOT_FOUND)) == sorted(
        (subject, what, "not found")
        for subject, what in [
            ("2.1-2.40", "range"),
            ("2.1-2.40", "force"),
            ("2.70", "paragraph"),
            ("2.70", "force"),
            ("p40", "page"),
            ("p40", "force"),
        ]
    )


def test_both_wordings_stand_side_by_side(kit: Path, edition_pdf: Path) -> None:
    disagree(kit)
    done = import_edition(edition_pdf, kit, AS_OF)
    force = the(done, "2.4", "force")
    assert (force.ours, force.theirs, force.page) == (
        "should: Reports are kept for 2 years.",
        "must: Reports must be kept for 2 years.",
        10,
    )
    wording = the(done, "1.9", "wording")
    assert wording.ours == "Goggles must be worn before any machine is switched on, and while it runs."
    assert wording.theirs == "Goggles must be worn before any machine is switched on, and for as long as it runs."
    page = the(done, "1.10", "page number")
    assert (page.ours, page.theirs) == ("page 7", "page 6")
    assert the(done, "1", "chapter").theirs == "Before work, from page 3 to 9"
    quotations = [v for v in done.verdicts if v.what == "quotation"]
    assert [(v.location.path, v.location.line) for v in quotations] == [
        ("handouts/one-sheet.md", 25),
        ("modules/01-safe-start.md", 30),
    ]
    assert quotations[0].note == "These words stand in paragraph 1.10, page 6."
    assert quotations[1].theirs.startswith("Goggles must be worn before any machine")
    assert the(done, "2.1-2.40", "range").note == "The edition read has no paragraph 2.40."
    lines = list(report_lines(done.work, done.edition, done.verdicts))
    where = lines.index("  modules/workshop-rules.yml:74: 2.4, force: contradicted")
    assert lines[where + 1 : where + 3] == [
        "      ours:   should: Reports are kept for 2 years.", "      theirs: must: Reports must be kept for 2 years. (page 10)",
    ]  # fmt: skip
    assert lines[-1] == "7 contradicted, 6 not found, 0 not compared, 11 confirmed."


def test_a_gist_is_not_contradicted_by_its_words_but_is_left_for_a_person(kit: Path, edition_pdf: Path) -> None:
    edit(kit / INDEX, ("gist: Four steps after a fault.", "gist: Tidy benches please visitors."))
    done = import_edition(edition_pdf, kit, AS_OF)
    verdict = the(done, "2.1", "force")
    assert verdict.outcome is Outcome.CONFIRMED
    assert verdict.doubt == "The gist shares few words with it."
    assert (
        "gist: Tidy benches please visitors.\n        force: should\n        level: second-hand" in propose(done).text
    )


def test_a_force_that_only_another_sentence_has_is_left_for_a_person(kit: Path, edition_pdf: Path) -> None:
    edit(
        kit / INDEX,
        (
            "      - gist: Long hair should be tied back.\n        force: should",
            "      - gist: Long hair is tied back.\n        force: may",
        ),
    )
    done = import_edition(edition_pdf, kit, AS_OF)
    doubts = [v.doubt for v in done.verdicts if v.subject == "1.10" and v.what == "force"]
    assert doubts == ["The sentence nearest to the gist has another force: should: Long hair should be tied back.", ""]


def test_apply_changes_lines_and_nothing_else(kit: Path, edition_pdf: Path) -> None:
    edit(
        kit / INDEX,
        ("checked: 2026-11-25\nchapters:", "# by hand\nchecked: 2026-11-25   # kept\nchapters:"),
        (
            "    source: quoted by a college\n    statements:\n      - gist: Four",
            "    source: >-\n      quoted by a college:\n      page 2\n    # a note\n    statements:\n      - gist: Four",
        ),
        (
            "      - gist: Reports are kept for 2 years.\n        force: must\n        level: second-hand\n",
            "      - {gist: Reports are kept, force: must, level: second-hand}   # flow\n",
        ),
        (
            "      - gist: A cap may be worn.\n        force: may\n        level: primary",
            "      - gist: A cap may be worn.\n        force: may\n        level:   content  # half sure",
        ),
    )
    done = import_edition(edition_pdf, kit, AS_OF)
    proposal = propose(done, store_text=True)
    changed = [line for line in proposal.difference.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")]
    assert changed == [
        "-    level: second-hand",                                                            # chapter 2
        "+    level: primary",
        "+    page: 2",                                                                       # ii
        "+    page-level: primary",
        "+    text: >-",
        "+      Where the text uses the word ‘must’ it marks a legal duty. Where it uses ‘should’ there is a strong reason.",
        "+    text: >-",                                                                      # 1.10
        "+      Long hair should be tied back. This means:",
        "+",
        "+      • hair that touches the shoulder",
        "+",
        "+      • a long beard",
        "+",
        "+      A cap may be worn.",
        "-        level:   content  # half sure",
        "+        level:   primary  # half sure",
        "+    page: 10",                                                                      # 2.1
        "+    page-level: primary",
        "-    level: second-hand",
        "-    source: >-",
        "-      quoted by a college:",
        "-      page 2",
        "+    level: primary",
        "+    source: \"quoted by a college: page 2; read in the edition's PDF on 2026-11-25\"",
        "+    text: >-",
        "+      After a fault there are four steps: a person should notice, stop, tell and write down.",
        "-        level: second-hand",
        "+        level: primary",
        "+    page: 10",                                                                      # 2.1-2.4
        "+    page-level: primary",
        "-    level: second-hand",
        "-    source: quoted by a college",
        "+    level: primary",
        "+    source: quoted by a college; read in the edition's PDF on 2026-11-25",
        "-        level: second-hand",
        "+        level: primary",
        "+    page: 10",                                                                      # 2.4
        "+    page-level: primary",
        "-    level: second-hand",
        "-    source: quoted by a college",
        "+    level: primary",
        "+    source: quoted by a college; read in the edition's PDF on 2026-11-25",
        "+    text: >-",
        "+      Reports must be kept for 2 years.",
        "-      - {gist: Reports are kept, force: must, level: second-hand}   # flow",
        "+      - {gist: Reports are kept, force: must, level: primary}   # flow",
        "+    page: 10",                                                                      # 2.7: there, but no force is claimed
        "+    page-level: primary",
        "+    text: >-",
        "+      A visitor should stay behind the line.",
    ]  # fmt: skip
    before = (kit / INDEX).read_bytes()
    copy = write_copy(proposal)
    assert copy.name == "workshop-rules.imported.yml"
    assert (kit / INDEX).read_bytes() == before
    write_in_place(proposal)
    assert (kit / INDEX).read_bytes() == copy.read_bytes()
    again, findings = load_kit(kit, AS_OF)
    assert (findings, run_checks(again)) == ((), ())
    levels = {p.id: p.level for p in again.indexes[0].paragraphs}
    assert levels == dict.fromkeys(levels, Level.PRIMARY) | {"2.7": Level.CONTENT}
    twice = propose(import_edition(edition_pdf, kit, AS_OF), store_text=True)
    assert (twice.text, twice.difference) == ("", "")


def test_apply_leaves_what_is_contradicted(kit: Path, edition_pdf: Path) -> None:
    disagree(kit)
    text = propose(import_edition(edition_pdf, kit, AS_OF), store_text=True).text
    assert "    page: 4\n    page-level: primary\n" in text  # two readings of one page: a person decides
    assert "    page: 6\n    page-level: primary  # from a briefing\n" in text
    assert "gist: Reports are kept for 2 years.\n        force: should\n        level: second-hand" in text
    assert "and while it runs." in text


def test_a_pdf_of_something_else_is_not_applied(kit: Path, tmp_path: Path) -> None:
    done = import_edition(write_pdf(tmp_path / "other.pdf", {"1": PARTS["1.1"] + PARTS["1.2"]}), kit, AS_OF)
    with pytest.raises(MisuseError, match="8 of the index's 8 entries are not in this PDF"):
        propose(done)


def refused(pdf: Path, kit: Path, limits: Limits | None = None) -> str:
    with pytest.raises(FindingsError) as stopped:
        import_edition(pdf, kit, AS_OF, limits=limits or Limits())
    (finding,) = stopped.value.findings
    assert finding.location.path == pdf.name
    return finding.code


def test_a_pdf_with_a_password(kit: Path, edition_pdf: Path, tmp_path: Path) -> None:
    import pikepdf

    locked = tmp_path / "locked.pdf"
    with pikepdf.open(edition_pdf) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(owner="o", user="u"))
    assert refused(locked, kit) == "edition-import.password"


def test_pdfs_that_are_none_or_broken(kit: Path, edition_pdf: Path, tmp_path: Path) -> None:
    text = tmp_path / "text.pdf"
    text.write_text("1.1 Not a PDF")
    assert refused(text, kit) == "edition-import.not-a-pdf"
    half = tmp_path / "half.pdf"
    half.write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 40)
    assert refused(half, kit) == "edition-import.broken"
    assert refused(tmp_path / "gone.pdf", kit) == "edition-import.unreadable"


def test_pdfs_without_text_or_without_numbers(kit: Path, tmp_path: Path) -> None:
    assert (
        refused(write_pdf(tmp_path / "blank.pdf", {"1": "<div style='height: 50mm; background: red'></div>"}, ""), kit)
        == "edition-import.no-text"
    )
    assert (
        refused(write_pdf(tmp_path / "letter.pdf", {"1": "<p>Dear all, no number here.</p>"}), kit)
        == "edition-import.no-paragraphs"
    )


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(bytes=1000), "too-large"), (Limits(pages=3), "too-long"), (Limits(letters=500), "too-long"), (Limits(seconds=0.01), "too-slow"),
    ],
)  # fmt: skip
def test_limits(kit: Path, edition_pdf: Path, limits: Limits, code: str) -> None:
    assert refused(edition_pdf, kit, limits) == f"edition-import.{code}"


def test_another_work(kit: Path, edition_pdf: Path) -> None:
    with pytest.raises(MisuseError, match=r'"machines-act" has no paragraph index\. Works with one: workshop-rules'):
        import_edition(edition_pdf, kit, AS_OF, "machines-act")


def test_a_kit_with_errors_is_not_compared(kit: Path, edition_pdf: Path) -> None:
    shutil.rmtree(kit / "quizzes")
    with pytest.raises(FindingsError, match=r"load-kit\.no-folder"):
        import_edition(edition_pdf, kit, AS_OF)
