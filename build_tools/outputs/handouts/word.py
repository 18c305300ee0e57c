"""Handouts as Word files, for adapting: `handouts/<id>.docx`, Office Open XML (ECMA-376).

The words are the PDF's. What a school fills in are content controls; at the end stands a block for its own notes. Both
outlast a rebuild: they are taken over from the file of the last build. What was changed outside them is not lost
either: such a file is kept beside the new one as `<id>-edited.docx`, and a finding says so.
"""

from __future__ import annotations

import base64
import io
import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime, time
from pathlib import Path
from typing import Any

from docutils import nodes
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from ...errors import OutputError
from ...model.figure import Figure
from ...model.finding import Finding, Severity
from ...model.handout import Handout
from ...model.kit import Kit
from ...model.output_format import Job, Made, OutputFormat, Surroundings
from ...prose.resolve import resolve
from ..office_file import UnusableTemplateError, repacked
from ..pictures import CannotBeShown, FitPicture, fit_picture
from ..printing.engine import print_pdf
from ..tokens import load_tokens, standing_words
from .figures import FigureWriter
from .logo import school_logo
from .sheet import Sheet, handout_of, jobs_of, sheet_of, view_of
from .word_base import LANG, Base, open_base
from .word_blocks import TEXT_WIDTH, BlockWriter, Shown, picture_run
from .word_controls import Filled, UnreadableFormError, notes_control, read_controls, run, words_outside

TEMPLATES = ("handouts", "tokens.yml", "words.yml")
DOTS_AN_INCH = 200
LOGO_HEIGHT, LOGO_WIDTH = 432_000, 1_440_000
"""EMU: 12 and 40 mm at most."""

NOTHING_FILLED = Filled()
word_jobs = jobs_of("handout-word", TEMPLATES)
_SVG_SIZE = re.compile(r'width="([\d.]+)pt" height="([\d.]+)pt"')
_EDITED_BY_OFFICE = "docProps/app.xml"
"""Word and LibreOffice write this part into every file they save; we never do."""


def write_word(kit: Kit, job: Job, folder: Path, surroundings: Surroundings) -> Made:
    """Write one handout.

    Raises:
        OutputError: the last build's file holds notes that can't be taken over; it stays as it is.
    """
    handout = handout_of(kit, job)
    name = f"{handout.id}.docx"
    last = surroundings.last / name if surroundings.last is not None else None
    filled = _filled(handout, last) if last is not None and last.is_file() else NOTHING_FILLED
    data, findings = handout_docx(kit, handout, surroundings, filled)
    (folder / name).write_bytes(data)
    kept = _keep_edited(handout, folder, surroundings.last, findings) if surroundings.last is not None else []
    return Made((name, *kept), tuple(findings))


def handout_docx(
    kit: Kit, handout: Handout, surroundings: Surroundings, filled: Filled = NOTHING_FILLED
) -> tuple[bytes, list[Finding]]:
    """A handout's file, and what was met.

    Args:
        kit: where its facts, figures and school come from.
        handout: what is written.
        surroundings: finds templates, pictures and the school's own template.
        filled: what an earlier file of it held in its controls.
    """
    words = standing_words(surroundings.templates)
    colours = load_tokens(surroundings.templates, kit.school)[0].colours
    findings: list[Finding] = []
    base = _base(kit, handout, surroundings, colours, findings)
    sheet = sheet_of(kit, handout, words)
    writer = BlockWriter(
        base, kit, handout.kind == "form", filled,
        _drawer(colours, findings), _pictures(surroundings, handout, findings), words["word-your-school"], words["word-to-fill-in"],
    )  # fmt: skip
    writer.add(writer.text("heading 1", handout.title))
    writer.add(writer.text("Subtitle", handout.summary))
    writer.blocks(resolve(handout.body.children, kit, view_of(handout, lambda figure: figure.id)))
    writer.add(writer.text("heading 2", words["word-notes"]))
    notes = [_styled_here(block, base) for block in filled.notes]
    hint = writer.text("Normal", "")
    hint.append(run(f"[{words['word-notes-hint']}]", base.style("Placeholder Text")))
    writer.add(notes_control(words["word-notes"], notes or [hint], placeholder=not notes))
    for line in sheet.closing:
        writer.add(writer.text("Kit Standing", line))
    if sheet.read_more:
        said = words["read-more"].format(address=sheet.read_more)
        link = nodes.reference("", sheet.read_more, refuri=sheet.read_more)
        writer.add(writer.text("Kit Standing", [nodes.Text(said.removesuffix(sheet.read_more)), link]))
    logo, of_logo = school_logo(kit, surroundings.school_root)
    findings += of_logo if handout is kit.handouts[0] else ()  # told once
    _head_and_foot(base, writer, sheet, words, logo)
    _properties(base.document, handout, sheet.owner, kit)
    stream = io.BytesIO()
    base.document.save(stream)
    return repacked(stream.getvalue()), findings


def _base(
    kit: Kit, handout: Handout, around: Surroundings, colours: Mapping[str, str], findings: list[Finding]
) -> Base:
    school = kit.school
    if school is None or not school.word_template or around.school_root is None:
        return open_base(None, around.templates, colours)
    try:
        return open_base(around.school_root / school.word_template, around.templates, colours)
    except (UnusableTemplateError, OSError) as error:
        why = str(error) if isinstance(error, UnusableTemplateError) else f"It can't be read: {error.strerror}"
        if handout is kit.handouts[0]:  # told once
            findings.append(Finding("word.unusable-template", school.location, f'The Word template "{school.word_template}" can\'t be used. {why}.',
                                    "Handouts are set in our own styles until it is mended.", Severity.WARNING))  # fmt: skip
        return open_base(None, around.templates, colours)


def _filled(handout: Handout, last: Path) -> Filled:
    try:
        filled = read_controls(last)
    except UnreadableFormError as error:
        raise OutputError(f"{last.name} of the last build can't be read, so what was filled in can't be taken over. {error}. "
                          "Mend it, or move it out of the output folder and build again") from error  # fmt: skip
    if filled.notes_hold_files:
        raise OutputError(f'The notes in {last.name} ("{handout.title}") hold a picture, a link or a comment, which can\'t be taken over. '
                          "Keep them as plain text, or move the file out of the output folder and build again")  # fmt: skip
    return filled


def _keep_edited(handout: Handout, folder: Path, last: Path, findings: list[Finding]) -> list[str]:
    """Keep the files whose own text a school has changed; returns their names."""
    kept = []
    for path in sorted(last.glob(f"{handout.id}-edited*.docx")):
        (folder / path.name).write_bytes(path.read_bytes())
        kept.append(path.name)
    old = last / f"{handout.id}.docx"
    if old.is_file() and _was_edited(old) and words_outside(old) != words_outside(folder / old.name):
        number = 1
        while (name := f"{handout.id}-edited{'' if number == 1 else f'-{number}'}.docx") in kept:
            number += 1
        (folder / name).write_bytes(old.read_bytes())
        kept.append(name)
        findings.append(Finding("word.edited", handout.location, f'The text of {old.name} was changed by hand. It is kept as {name}; {old.name} is made anew.',
                                "Copy what you want to keep into the notes at its end, or keep your file outside the output folder.", Severity.WARNING))  # fmt: skip
    return kept


def _was_edited(path: Path) -> bool:
    with zipfile.ZipFile(path) as package:
        return _EDITED_BY_OFFICE in package.namelist()


def _styled_here(block: Any, base: Base) -> Any:
    """A block of notes with the styles that this document has; Word would drop others, and say nothing."""
    known = {style.get(qn("w:styleId")) for style in base.document.styles.element.findall(qn("w:style"))}
    for element in list(block.iter(qn("w:pStyle"), qn("w:rStyle"), qn("w:tblStyle"))):
        if element.get(qn("w:val")) not in known:
            element.getparent().remove(element)
    return block


def _drawer(colours: dict[str, str], findings: list[Finding]) -> Callable[[Figure], Shown | None]:
    writer = FigureWriter("standard", colours, findings)

    def draw(figure: Figure) -> Shown | None:
        svg = writer.svg(figure)
        if svg is None:  # it can't be drawn, which a finding tells
            return None
        size = _SVG_SIZE.search(svg)
        assert size is not None, "the drawing says its size"
        width, height = float(size[1]), float(size[2])
        try:
            data = _png(svg, width, height)
        except OutputError:  # nothing can be printed here, which is told where printing was asked for: said in words
            return None
        return Shown(data, min(round(width * 20), TEXT_WIDTH), figure.text_equivalent)

    return draw


def _png(svg: str, width: float, height: float) -> bytes:
    import pypdfium2

    source = base64.b64encode(svg.encode("utf-8")).decode("ascii")
    page = (f'<html lang="{LANG}"><head><title>figure</title></head><body>'
            f'<img alt="figure" src="data:image/svg+xml;base64,{source}"></body></html>')  # fmt: skip
    style = (
        f"@page {{ size: {width}pt {height}pt; margin: 0 }} body {{ margin: 0 }} img {{ display: block; width: 100% }}"
    )
    document = pypdfium2.PdfDocument(print_pdf(page, (style,)).data)
    try:
        picture = document[0].render(scale=DOTS_AN_INCH / 72).to_pil().convert("RGB")
    finally:
        document.close()
    stream = io.BytesIO()
    picture.quantize(64).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _pictures(around: Surroundings, handout: Handout, findings: list[Finding]) -> Callable[[str, str], Shown | None]:
    folder = (around.kit_root / handout.location.path).parent

    def show(address: str, alt: str) -> Shown | None:
        path = (folder / address).resolve()
        if "://" in address or not path.is_relative_to(around.kit_root.resolve()) or not path.is_file():
            return None  # the checks have named it
        try:
            found = fit_picture(path)
        except CannotBeShown as error:
            findings.append(Finding("word.picture", handout.location, f'The picture "{address}" can\'t stand in Word. {error}.',
                                    "Its words stand in its place.", Severity.WARNING))  # fmt: skip
            return None
        return Shown(found.data, min(found.width * 15, TEXT_WIDTH), alt)

    return show


def _head_and_foot(
    base: Base, writer: BlockWriter, sheet: Sheet, words: Mapping[str, str], logo: FitPicture | None
) -> None:
    """Our header and footer, where the template has none of its own."""
    section = base.document.sections[0]
    if base.own and (_has_words(section.header) or _has_words(section.footer)):
        return
    section.different_first_page_header_footer = False
    header, footer = section.header, section.footer
    header.is_linked_to_previous = footer.is_linked_to_previous = False
    for part in (header, footer):
        for child in list(part._element):  # noqa: SLF001 - python-docx offers no way to empty one
            part._element.remove(child)  # noqa: SLF001
    what = " · ".join(filter(None, (sheet.kind_name, f"for {sheet.audience}", sheet.ask)))
    line = writer.styled("header")
    if logo is not None:
        scale = min(LOGO_HEIGHT / logo.height, LOGO_WIDTH / logo.width)
        line.append(picture_run(header.part, logo.data, round(logo.width * scale), f"Logo of {sheet.owner}"))
        line.append(run("  "))
    line.append(run(sheet.owner, base.style("Strong")))
    header._element.append(line)  # noqa: SLF001
    header._element.append(writer.text("header", what))  # noqa: SLF001
    line = writer.styled("footer")
    line.append(run(" · ".join(sheet.standing.short)))
    line.append(parse_xml(f"<w:r {nsdecls('w')}><w:tab/></w:r>"))
    before, between = words["word-page"].split("{page}")
    middle, after = between.split("{pages}")
    for text, code in ((before, "PAGE"), (middle, "NUMPAGES"), (after, "")):
        if text:
            line.append(run(text))
        if code:
            line.append(
                parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="{code}"><w:r><w:t>1</w:t></w:r></w:fldSimple>')
            )
    footer._element.append(line)  # noqa: SLF001


def _has_words(part: Any) -> bool:
    return not part.is_linked_to_previous and bool(
        "".join(t.text or "" for t in part._element.iter(qn("w:t"))).strip()  # noqa: SLF001
        or next(part._element.iter(qn("w:drawing")), None) is not None  # noqa: SLF001
    )


def _properties(document: Any, handout: Handout, owner: str, kit: Kit) -> None:
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = handout.title[:255], owner[:255], owner[:255]
    properties.subject, properties.language = handout.summary[:255], LANG
    properties.comments, properties.keywords, properties.category = "", "", ""
    properties.created = properties.modified = datetime.combine(kit.as_of, time())
    properties.revision = 1


HANDOUT_WORD = OutputFormat(name="handout-word", part="handouts", jobs=word_jobs, write=write_word, written_into=True)
