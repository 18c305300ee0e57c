"""The template that is committed, and the pictures and renders of decks made from it."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from pptx import Presentation
from pptx.util import Inches

from build_tools.jobs.templates import OUR_TEMPLATES
from build_tools.outputs.decks.make_template import template_bytes
from build_tools.outputs.decks.template import our_template
from build_tools.outputs.pictures import CannotBeShown, fit_picture
from build_tools.outputs.tokens import load_tokens

from .conftest import Written, slide_block

ROLES = (
    "title", "section", "content", "two-columns", "comparison", "picture", "diagram", "table", "activity", "scenario", "discussion",
    "quiz", "quiz-answer", "key-points", "sources", "closing",
)  # fmt: skip


def test_the_committed_template_is_what_its_script_makes_from_the_tokens() -> None:
    tokens, _ = load_tokens(lambda name: OUR_TEMPLATES / name)
    assert (OUR_TEMPLATES / "slides" / "kit.pptx").read_bytes() == template_bytes(tokens.colours)
    assert (OUR_TEMPLATES / "slides" / "kit-4x3.pptx").read_bytes() == template_bytes(tokens.colours, narrow=True)


def test_it_is_wide_has_a_layout_for_each_role_and_no_type_under_18_but_the_foot() -> None:
    presentation = Presentation(str(OUR_TEMPLATES / "slides" / "kit.pptx"))
    assert (presentation.slide_width, presentation.slide_height) == (Inches(13.333), Inches(7.5))
    template = our_template(presentation)
    assert set(ROLES) <= set(template.layouts)
    for role in template.layouts:
        for slot in template.slots(role):
            sizes = [level.size for level in template.room(role, slot).levels]
            assert min(sizes) >= (12 if slot[0] in ("ftr", "sldNum") else 18), (role, slot)


def picture(**options: object) -> bytes:
    stream = io.BytesIO()
    size = options.pop("size", (80, 40))
    mode = str(options.pop("mode", "RGB"))
    form = str(options.pop("format", "PNG"))
    Image.new(mode, size).save(stream, form, **options)  # type: ignore[arg-type]
    return stream.getvalue()


def shown(tmp_path: Path, data: bytes, name: str = "p.png") -> tuple[int, int]:
    (tmp_path / name).write_bytes(data)
    made = fit_picture(tmp_path / name)
    with Image.open(io.BytesIO(made.data)) as image:
        assert image.mode in ("RGB", "RGBA", "L", "P")
        assert not image.getexif()
        assert image.size == (made.width, made.height)
    return made.width, made.height


def test_a_plain_picture_is_kept_as_it_is(tmp_path: Path) -> None:
    data = picture()
    (tmp_path / "p.png").write_bytes(data)
    assert fit_picture(tmp_path / "p.png").data == data


def test_a_picture_for_print_is_turned_into_screen_colours(tmp_path: Path) -> None:
    assert shown(tmp_path, picture(mode="CMYK", format="JPEG"), "p.jpg") == (80, 40)


def test_a_picture_on_its_side_is_set_upright_and_loses_its_metadata(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: turned by a quarter
    exif[0x010E] = "taken at home"
    assert shown(tmp_path, picture(format="JPEG", exif=exif), "p.jpg") == (40, 80)


def test_a_huge_picture_is_made_smaller(tmp_path: Path) -> None:
    assert shown(tmp_path, picture(size=(6000, 3000))) == (2400, 1200)


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("p.svg", b"<svg/>", "SVG"), ("p.png", b"no picture", "not a picture"), ("p.png", picture(size=(1, 1)), "too few"),
        ("p.png", picture(size=(30_000, 3_000), mode="1"), "more than can be opened"), ("p.png", picture()[:60], "not a picture"),
    ],
)  # fmt: skip
def test_a_picture_that_cannot_be_shown_says_why(tmp_path: Path, name: str, data: bytes, why: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(CannotBeShown, match=why):
        fit_picture(tmp_path / name)


def test_a_picture_is_shown_whole_with_its_words(with_slides: Callable[..., Written]) -> None:
    written = with_slides(
        slide_block("The red button", "![A red button on a grey machine](figures/button.png)\n\n- press it", "picture")
    )
    placed = next(s for s in written.slide("The red button").shapes if s.shape_type.name == "PICTURE")
    with Image.open(io.BytesIO(placed.image.blob)) as image:
        assert placed.width / placed.height == pytest.approx(image.width / image.height, rel=0.01)
    assert placed.element.xpath(".//p:cNvPr")[0].get("descr") == "A red button on a grey machine"


def test_a_picture_of_one_pixel_is_a_finding_on_its_line(with_slides: Callable[..., Written]) -> None:
    written = with_slides(slide_block("A dot", "![A dot](figures/dot.png)", "picture"), dot_png=picture(size=(1, 1)))
    assert [f.code for f in written.findings] == ["placing.picture"]
    assert not written.path.exists()


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_libreoffice_draws_as_many_pages_as_there_are_slides(sample: Written, tmp_path: Path) -> None:
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(tmp_path), str(sample.path)],
                   check=True, capture_output=True, timeout=200)  # fmt: skip
    document = pypdfium2.PdfDocument(tmp_path / f"{sample.path.stem}.pdf")
    try:
        assert len(document) == len(sample.deck.slides)
        first = document[0].get_textpage().get_text_range()
    finally:
        document.close()
    assert "A safe start in the workshop" in " ".join(first.split())
