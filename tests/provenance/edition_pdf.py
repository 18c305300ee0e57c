"""A PDF of the sample course's rules, in the layout of an official code; the rules are invented for tests.

Running heads, page numbers that are not the file's own, numbered paragraphs over page breaks, roman numerals, boxes,
footnotes, words broken at a line's end, a line that begins with the next paragraph's number, a list of contents.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

_FONT = files("fontpkg_atkinson_hyperlegible").joinpath("files")
_FACES = "".join(
    f"@font-face {{ font-family: Text; font-weight: {weight}; src: url({Path(str(_FONT.joinpath(f'AtkinsonHyperlegible-{face}.ttf'))).as_uri()}) }}\n"
    for face, weight in (("Regular", 400), ("Bold", 700))
)
STYLE = (
    _FACES
    + """
@page { size: 148mm 210mm; margin: 22mm 18mm 20mm 18mm; font: 8pt Text;
        @top-left { content: "Rules for school workshops" }
        @bottom-center { content: counter(page) } }
@page :right { @top-left { content: none } @top-right { content: string(chapter) } }
@page cover { counter-reset: page 0; @top-left { content: none } @top-right { content: none } @bottom-center { content: none } }
html { font: 10.5pt/1.35 Text }
.cover { page: cover; break-after: page }
h1 { string-set: chapter content(); font-size: 18pt; break-before: page; margin: 0 0 6mm 0 }
h2 { font-size: 13pt; margin: 5mm 0 2mm 0 }
h3 { font-size: 10.5pt; margin: 0 0 2mm 0 }
p { margin: 0 0 2mm 0; padding-left: 12mm; text-align: justify }
p.n { text-indent: -12mm }
p.n > b.n { display: inline-block; width: 12mm; text-indent: 0; font-weight: normal }
ul { margin: 0 0 2mm 0; padding-left: 18mm }
.plain p, .box p { padding-left: 0 }
.box { border: 1pt solid #444; background: #eef; padding: 3mm; margin: 0 0 4mm 0; break-inside: avoid }
.note { float: footnote; font-size: 8pt; text-indent: 0 }
.page { break-before: page }
"""
)

ROMAN = [ten + one for ten in ("", "x") for one in ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")][:19]
ALONG = "Lathe, drill, saw and sander stand apart from one another, each with its own light and its own switch"
"""Long enough, said thrice, to run over a page's end."""


def numbered(number: str, text: str, classes: str = "") -> str:
    return f'<p class="n {classes}"><b class="n">{number}</b>{text}</p>'


INTRODUCTION = {number: f"Introductory remark {place}." for place, number in enumerate(ROMAN, 1)} | {
    "ii": "Where the text uses the word ‘must’ it marks a legal duty. Where it uses ‘should’ there is a strong reason.",
    "iii": "A school keeps a copy of the Act.<span class='note'>Machines Act 2001, section 4. It must be kept dry.</span> So do its teachers.",
}

PARTS = {
    "cover": '<div class="cover plain"><p>Rules for school workshops</p><p>Second edition, March 2024</p></div>',
    "contents": '<section class="plain"><h2>Contents</h2><p>Introduction . . . . . . . . . . . . . . 2</p>'
    "<p>1.1 Who these rules are for . . . . . . . 3</p><p>At the machine . . . . . . . . . . . . . . 10</p></section>",
    "introduction": "<h1>Introduction</h1>" + "".join(numbered(f"{number}.", text) for number, text in INTRODUCTION.items()),
    "1.1": '<h1>Before work</h1><div class="box"><h3>Relevant law</h3><p>Section 4 must be read by everyone.</p></div>'
    + numbered("1.1", "These rules are for every workshop with a fixed machine."),
    "1.2": "".join(numbered(f"1.{n}", f"Room {n}. {ALONG} ({n}). {ALONG} (again {n}).") for n in range(2, 9)),
    "1.8 on": "<p>" + " ".join(f"{ALONG} (number {n})." for n in range(1, 10)) + "</p>",
    "1.9": numbered("1.9", "Goggles <b>must</b> be worn be-<br>fore any ma‐<br>chine is switched on, and for as long as it runs. As paragraph<br>"
                    "1.10 says, hair is another matter. A well-known excuse, however well-<br>known, is none.", "page"),
    "1.10": "<h2>Hair</h2>" + numbered("1.10", "Long hair <b>should</b> be tied back. This means:", "page")
    + "<ul><li>hair that touches the shoulder</li><li>a long beard</li></ul><p>A cap may be worn.</p>"
    '<div class="box"><h3>Example</h3><p>Amira must not wear a scarf at the drill.</p></div>',
    "1.11": "".join(numbered(f"1.{n}", f"{n} things. {ALONG}.", "page") for n in (11, 12, 13)),
    "2.1": "<h1>At the machine</h1><p>The drawing shows the workshop.</p>" + numbered("2.1", "After a fault there are four steps: a person should notice, stop, tell and write down."),
    "2.2": numbered("2.2", "The person who sees the fault tells a teacher.") + numbered("2.3", "A fault must be reported within 3 school days."),
    "2.4": numbered("2.4", "Reports must be kept for 2 years."),
    "2.5": "".join(numbered(f"2.{n}", f"There is a broom for bench {n}.") for n in (5, 6)) + numbered("2.7", "A visitor should stay behind the line."),
}  # fmt: skip
"""The edition piece by piece; `test_edition_import.py` says on which page each stands."""


def write_pdf(path: Path, parts: dict[str, str] | None = None, style: str = STYLE) -> Path:
    """Print an edition."""
    import weasyprint

    body = "".join((PARTS if parts is None else parts).values())
    weasyprint.HTML(string=f'<html lang="en-GB"><style>{style}</style><body>{body}</body></html>').write_pdf(path)
    return path
