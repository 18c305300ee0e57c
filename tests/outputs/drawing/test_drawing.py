"""Figures drawn from data: the same words as SVG and as native shapes, large enough to read, inside their room."""

from __future__ import annotations

import itertools
from dataclasses import replace
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from build_tools.model.figure import Figure, MatrixRow
from build_tools.model.quantities import Force
from build_tools.outputs.decks.diagrams import slide_drawing
from build_tools.outputs.drawing.layout import DoesNotFit, layout_figure
from build_tools.outputs.drawing.measure import arial, atkinson
from build_tools.outputs.drawing.primitives import Box, Circle, Line, Tone
from build_tools.outputs.drawing.shapes import group_of
from build_tools.outputs.drawing.svg import paper, svg_of
from tests.kits import sample_kit

KIT = sample_kit()
FIGURES = KIT.figures
SVG = "{http://www.w3.org/2000/svg}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
WIDE, HIGH = 830.0, 331.0
by_id = pytest.mark.parametrize("figure", FIGURES, ids=lambda f: f.id)


def figure(id: str) -> Figure:
    found = KIT.figure(id)
    assert found is not None
    return found


def svg_words(text: str) -> list[str]:
    return ["".join(t.itertext()).strip() for t in ElementTree.fromstring(text).iter(f"{SVG}text")]


def shape_words(figure: Figure) -> list[str]:
    group = group_of(figure, slide_drawing(figure, WIDE, HIGH), 0, 0, itertools.count(2).__next__, "en-GB")
    return ["".join(t.text for t in p.iter(f"{A}t")) for p in group.iter(f"{A}p")]


@by_id
def test_svg_and_shapes_hold_the_same_words(figure: Figure) -> None:
    assert sorted(svg_words(svg_of(figure))) == sorted(shape_words(figure))
    assert len(svg_words(svg_of(figure))) >= len(figure.parts)


@by_id
def test_every_kind_of_figure_is_among_the_samples_and_says_all_its_parts(figure: Figure) -> None:
    said = " ".join(shape_words(figure))
    for part in figure.parts:
        assert part.label in said
        assert part.text in said
    assert {f.kind for f in FIGURES} == {"cycle", "timeline", "steps", "matrix", "map"}


@by_id
def test_an_svg_is_named_and_described_and_obeys_a_strict_policy(figure: Figure) -> None:
    text = svg_of(figure)
    root = ElementTree.fromstring(text)
    named = {e.get("id"): e.text for e in root if e.get("id")}
    assert root.get("role") == "img"
    assert [named[id] for id in (root.get("aria-labelledby") or "").split()] == [figure.title, figure.text_equivalent]
    assert " style=" not in text and "<style" not in text and "<script" not in text
    assert svg_of(figure) == text


def test_one_figure_twice_on_a_page_has_ids_of_its_own() -> None:
    assert 'id="second-fault-steps-title"' in svg_of(figure("fault-steps"), prefix="second")


@by_id
def test_text_is_9_points_on_paper_and_18_on_a_slide_or_more(figure: Figure) -> None:
    sizes = [float(t.get("font-size", 0)) for t in ElementTree.fromstring(svg_of(figure)).iter(f"{SVG}text")]
    assert min(sizes) >= 9
    group = group_of(figure, slide_drawing(figure, WIDE, HIGH), 0, 0, itertools.count(2).__next__, "en-GB")
    assert min(int(e.get("sz")) for e in group.iter(f"{A}rPr")) >= 1800


@by_id
@pytest.mark.parametrize("on_slide", [False, True])
def test_nothing_leaves_the_drawing_and_no_text_leaves_its_box(figure: Figure, on_slide: bool) -> None:
    face = arial() if on_slide else atkinson()
    drawing = slide_drawing(figure, WIDE, HIGH) if on_slide else layout_figure(figure, paper())
    for shape in drawing.primitives:
        if isinstance(shape, Box):
            assert shape.x >= -0.6 and shape.x + shape.width <= drawing.width + 0.6
            assert shape.y >= -0.6 and shape.y + shape.height <= drawing.height + 0.6
            assert shape.words_height <= shape.height + 0.6
            for words in shape.words:
                assert all(face.width(line, words.size, words.bold) <= shape.width + 0.6 for line in words.lines)
        elif isinstance(shape, Circle):
            assert shape.cx - shape.r + 0.6 >= 0 and shape.cx + shape.r <= drawing.width + 0.6


@by_id
@pytest.mark.parametrize("on_slide", [False, True])
def test_no_two_texts_stand_on_each_other(figure: Figure, on_slide: bool) -> None:
    drawing = slide_drawing(figure, WIDE, HIGH) if on_slide else layout_figure(figure, paper())
    boxes = [s for s in drawing.primitives if isinstance(s, Box) and s.words and s.stroke is Tone.NONE]
    for one, other in itertools.combinations(boxes, 2):
        apart = (one.x + one.width <= other.x + 0.6 or other.x + other.width <= one.x + 0.6
                 or one.y + one.height <= other.y + 0.6 or other.y + other.height <= one.y + 0.6)  # fmt: skip
        assert apart, (one.words[0].text, other.words[0].text)


def test_a_cycle_comes_back_to_its_start_on_paper_and_on_a_slide() -> None:
    cycle = figure("fault-steps")
    for drawing in (layout_figure(cycle, paper()), slide_drawing(cycle, WIDE, HIGH)):
        assert len([s for s in drawing.primitives if isinstance(s, Line) and s.arrow]) == len(cycle.parts)


def test_a_timeline_is_to_scale_and_marks_its_end() -> None:
    circles = [s for s in layout_figure(figure("report-clock"), paper()).primitives if isinstance(s, Circle)]
    zero, three, five = (c.cx for c in circles)
    assert (three - zero) / (five - zero) == pytest.approx(3 / 5)
    assert [c.fill for c in circles] == [Tone.NONE, Tone.NONE, Tone.MARIGOLD]


def test_labels_of_close_points_move_above_the_line_or_aside() -> None:
    clock = figure("report-clock")
    tight = replace(
        clock, parts=tuple(replace(p, at=Decimal(at)) for p, at in zip(clock.parts, ("0", "4", "5"), strict=True))
    )
    boxes = [
        s for s in slide_drawing(tight, WIDE, HIGH).primitives if isinstance(s, Box) and s.words and s.words[0].bold
    ]
    assert [b.words[0].text for b in boxes if b.words[0].text != "Must"] == ["Fault seen", "Day 3", "Day 5"]


def test_force_is_a_word_first_and_a_look_second() -> None:
    steps = figure("start-steps")
    marked = replace(
        steps,
        parts=tuple(
            replace(p, force=f) for p, f in zip(steps.parts, (Force.MUST, Force.SHOULD, Force.MAY), strict=True)
        ),
    )
    marks = {
        b.words[0].text: b
        for b in layout_figure(marked, paper()).primitives
        if isinstance(b, Box) and b.words and b.words[0].text in ("Must", "Should", "May")
    }
    assert marks["Must"].fill is Tone.INK and marks["Must"].words[0].tone is Tone.ON_INK
    assert marks["Should"].fill is Tone.NONE and not marks["Should"].dashed
    assert marks["May"].dashed


def test_the_group_has_the_words_for_it_and_its_lines_are_decoration() -> None:
    group = group_of(
        figure("fault-steps"),
        slide_drawing(figure("fault-steps"), WIDE, HIGH),
        0,
        0,
        itertools.count(2).__next__,
        "en-GB",
    )
    assert group.find(f"{P}nvGrpSpPr/{P}cNvPr").get("descr") == figure("fault-steps").text_equivalent
    for line in group.iter(f"{P}cxnSp"):
        assert line.find(".//{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative").get("val") == "1"
    ids = [e.get("id") for e in group.iter(f"{P}cNvPr")]
    assert len(set(ids)) == len(ids)


def test_what_needs_more_room_than_there_is_says_so() -> None:
    matrix = figure("who-does")
    long = replace(matrix, rows=matrix.rows * 20)
    with pytest.raises(DoesNotFit, match="points high"):
        slide_drawing(long, WIDE, HIGH)
    wide = replace(
        matrix,
        columns=matrix.columns * 12,
        rows=tuple(MatrixRow(r.label, r.cells * 12, r.location) for r in matrix.rows),
    )
    with pytest.raises(DoesNotFit, match="too wide"):
        slide_drawing(wide, WIDE, HIGH)
    word = replace(figure("start-steps"), parts=(replace(figure("start-steps").parts[0], text="x" * 80),))
    with pytest.raises(DoesNotFit, match="wider than its box"):
        slide_drawing(word, 200, HIGH)


def test_a_school_may_have_its_own_colours() -> None:
    text = svg_of(figure("start-steps"), colours=dict.fromkeys(Tone, "#123456"))
    assert "#0F4C4A" not in text and "#123456" in text


# --- measuring -----------------------------------------------------------------------------


def test_widths_are_those_of_arial() -> None:
    # Arial's widths in 1/2048 em (Monotype): A 1366, i 455, space 569; bold A 1479.
    assert arial().regular[ord("A")] * 2048 == 1366
    assert arial().regular[ord("i")] * 2048 == 455
    assert arial().regular[ord(" ")] * 2048 == 569
    assert arial().bold[ord("A")] * 2048 == 1479
    assert all(ord(letter) in arial().regular for letter in "ŵŷâêîôûÀéñçßŁőžşΑЖ£€–—‘’“”…•")


def test_lines_break_between_words_and_at_hyphens_and_inside_a_word_wider_than_a_line() -> None:
    assert arial().wrap("one two-three four", 10, 50) == ["one two-", "three four"]
    assert "".join(arial().wrap("x" * 80, 10, 100)) == "x" * 80
    assert arial().wrap("one\u00a0two three", 10, 40) == ["one\u00a0two", "three"]
    assert arial().wrap("", 10, 40) == [""]


def test_a_word_may_change_its_weight_inside() -> None:
    assert arial().wrap_runs([("Mus", True), ("t tell", False)], 10, 30) == [
        [("Mus", True), ("t", False)],
        [("tell", False)],
    ]
