"""The parts of our slide template that are the same for any design: theme, masters, properties, packaging.

Used by `make_template.py` only; a build never writes a template.
"""

from __future__ import annotations

from collections.abc import Mapping

from .theme import SLOTS

LANG = "en-GB"
NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "application/vnd.openxmlformats-officedocument.presentationml"
EMU_PER_INCH = 914_400
COLOUR_MAP = ('bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" '
              'accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"')  # fmt: skip


def emu(inches: float) -> int:
    """Inches in the unit of slides."""
    return round(inches * EMU_PER_INCH)


def theme(name: str, tokens: Mapping[str, str]) -> str:
    """A theme part: our colours, Arial, and the three plain fills, lines and effects that the schema wants.

    Args:
        name: as PowerPoint shows it.
        tokens: colours `#RRGGBB` by name, of `templates/tokens.yml`.
    """
    colours = "".join(
        f'<a:{slot}><a:srgbClr val="{tokens.get(token, token).lstrip("#").upper()}"/></a:{slot}>'
        for slot, token in SLOTS.items()
    )
    fonts = "".join(
        f'<a:{kind}Font><a:latin typeface="Arial"/><a:ea typeface=""/><a:cs typeface=""/></a:{kind}Font>'
        for kind in ("major", "minor")
    )
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    lines = "".join(
        f'<a:ln w="{width}" cap="flat" cmpd="sng" algn="ctr">{fill}<a:prstDash val="solid"/></a:ln>'
        for width in (9525, 19050, 28575)
    )
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (f'{DECLARATION}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="{name}"><a:themeElements>'
            f'<a:clrScheme name="{name}">{colours}</a:clrScheme><a:fontScheme name="{name}">{fonts}</a:fontScheme>'
            f'<a:fmtScheme name="{name}"><a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>{lines}</a:lnStyleLst>'
            f"<a:effectStyleLst>{effect * 3}</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme>"
            "</a:themeElements><a:objectDefaults/><a:extraClrSchemeLst/></a:theme>")  # fmt: skip


def default_levels(tag: str, sizes: list[float]) -> str:
    """Nine plain levels for defaults that nobody should see, each with a language."""
    levels = "".join(
        f'<a:lvl{level}pPr marL="{(level - 1) * 342900}" algn="l" defTabSz="914400" rtl="0" eaLnBrk="1" latinLnBrk="0" hangingPunct="1">'
        f'<a:defRPr lang="{LANG}" sz="{round(sizes[min(level, len(sizes)) - 1] * 100)}" kern="1200"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill>'
        '<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/></a:defRPr>'
        f"</a:lvl{level}pPr>"
        for level in range(1, 10)
    )
    return f'<p:{tag}><a:defPPr><a:defRPr lang="{LANG}"/></a:defPPr>{levels}</p:{tag}>'


def tree(shapes: str) -> str:
    """A shape tree."""
    return ('<p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x="0" y="0"/>'
            f'<a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>{shapes}</p:spTree>')  # fmt: skip


def background(slot: str) -> str:
    """A plain background in a theme colour."""
    return f'<p:bg><p:bgPr><a:solidFill><a:schemeClr val="{slot}"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'


def notes_master() -> str:
    """Notes pages on A4: the slide small at the head, the words below at 11 points, the page's number at the foot."""

    def holder(id: int, name: str, kind: str, index: str, box: tuple[float, float, float, float], inside: str) -> str:
        x, y, width, height = (emu(v) for v in box)
        locks = '<a:spLocks noGrp="1" noRot="1" noChangeAspect="1"/>' if kind == "sldImg" else '<a:spLocks noGrp="1"/>'
        edge = (
            '<a:noFill/><a:ln w="9525"><a:solidFill><a:schemeClr val="accent4"/></a:solidFill></a:ln>'
            if kind == "sldImg"
            else ""
        )
        return (f'<p:sp><p:nvSpPr><p:cNvPr id="{id}" name="{name}"/><p:cNvSpPr>{locks}</p:cNvSpPr><p:nvPr><p:ph type="{kind}"{index}/></p:nvPr></p:nvSpPr>'
                f'<p:spPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{edge}</p:spPr>{inside}</p:sp>')  # fmt: skip

    plain = '<a:bodyPr vert="horz" lIns="0" tIns="0" rIns="0" bIns="0" rtlCol="0"/>'
    image = holder(2, "Slide image", "sldImg", ' idx="2"', (0.9, 0.7, 4.6, 2.5875), "")
    body = holder(3, "Notes", "body", ' sz="quarter" idx="3"', (0.9, 3.6, 6.47, 7.2),
                  f'<p:txBody>{plain}<a:lstStyle/><a:p><a:pPr lvl="0"/><a:r><a:rPr lang="{LANG}"/><a:t>Notes</a:t></a:r></a:p></p:txBody>')  # fmt: skip
    number = holder(4, "Slide number", "sldNum", ' sz="quarter" idx="5"', (6.2, 10.95, 1.17, 0.3),
                    f'<p:txBody>{plain.replace("/>", " anchor=" + chr(34) + "b" + chr(34) + "/>")}<a:lstStyle><a:lvl1pPr algn="r"><a:defRPr sz="1000"/></a:lvl1pPr></a:lstStyle>'
                    f'<a:p><a:fld id="{{0F89C1C7-3DCD-4040-A9CF-14679D8B5D01}}" type="slidenum"><a:rPr lang="{LANG}"/><a:t>‹#›</a:t></a:fld><a:endParaRPr lang="{LANG}"/></a:p></p:txBody>')  # fmt: skip
    style = default_levels("notesStyle", [11]).replace(
        'hangingPunct="1">', 'hangingPunct="1"><a:spcAft><a:spcPts val="400"/></a:spcAft>'
    )
    return (f'{DECLARATION}<p:notesMaster {NAMESPACES}><p:cSld>{background("bg1")}{tree(image + body + number)}</p:cSld>'
            f'<p:clrMap {COLOUR_MAP}/>{style}</p:notesMaster>')  # fmt: skip


def presentation(layouts: int, width: float, height: float) -> str:
    """The presentation part, still without slides."""
    return (f'{DECLARATION}<p:presentation {NAMESPACES} saveSubsetFonts="1"><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/></p:sldMasterIdLst>'
            '<p:notesMasterIdLst><p:notesMasterId r:id="rId2"/></p:notesMasterIdLst>'
            f'<p:sldSz cx="{emu(width)}" cy="{emu(height)}"/><p:notesSz cx="{emu(8.27)}" cy="{emu(11.69)}"/>'
            f'{default_levels("defaultTextStyle", [18])}</p:presentation>')  # fmt: skip


def relations(entries: list[tuple[str, str, str]]) -> str:
    """A relationships part: (id, kind, target)."""
    inside = "".join(
        f'<Relationship Id="{id}" Type="{kind if "://" in kind else f"{RELATIONS}/{kind}"}" Target="{target}"/>'
        for id, kind, target in entries
    )
    return f'{DECLARATION}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>'


def package_parts(
    name: str, master: str, layouts: list[str], width: float, height: float, tokens: Mapping[str, str]
) -> dict[str, str]:
    """All parts of a template by their path in the package."""
    count = len(layouts)
    properties = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    parts = {
        "_rels/.rels": relations([("rId1", "officeDocument", "ppt/presentation.xml"), ("rId2", properties, "docProps/core.xml"),
                                  ("rId3", "extended-properties", "docProps/app.xml")]),
        "docProps/core.xml": f'{DECLARATION}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
                             'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
                             f"<dc:title>{name}</dc:title><dc:creator>{name}</dc:creator><dc:language>{LANG}</dc:language></cp:coreProperties>",
        "docProps/app.xml": f'{DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
                            "<Application>Microsoft Office PowerPoint</Application></Properties>",
        "ppt/presentation.xml": presentation(count, width, height),
        "ppt/_rels/presentation.xml.rels": relations([
            ("rId1", "slideMaster", "slideMasters/slideMaster1.xml"), ("rId2", "notesMaster", "notesMasters/notesMaster1.xml"),
            ("rId3", "presProps", "presProps.xml"), ("rId4", "viewProps", "viewProps.xml"), ("rId5", "theme", "theme/theme1.xml"),
            ("rId6", "tableStyles", "tableStyles.xml")]),
        "ppt/presProps.xml": f"{DECLARATION}<p:presentationPr {NAMESPACES}/>",
        "ppt/viewProps.xml": f"{DECLARATION}<p:viewPr {NAMESPACES}/>",
        "ppt/tableStyles.xml": f'{DECLARATION}<a:tblStyleLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" def="{{2D5ABB26-0587-4C30-8999-92F81FD0307C}}"/>',
        "ppt/theme/theme1.xml": theme(name, tokens),
        "ppt/theme/theme2.xml": theme(name, tokens),
        "ppt/slideMasters/slideMaster1.xml": master,
        "ppt/slideMasters/_rels/slideMaster1.xml.rels": relations(
            [(f"rId{n}", "slideLayout", f"../slideLayouts/slideLayout{n}.xml") for n in range(1, count + 1)]
            + [(f"rId{count + 1}", "theme", "../theme/theme1.xml")]),
        "ppt/notesMasters/notesMaster1.xml": notes_master(),
        "ppt/notesMasters/_rels/notesMaster1.xml.rels": relations([("rId1", "theme", "../theme/theme2.xml")]),
    }  # fmt: skip
    for number, layout in enumerate(layouts, 1):
        parts[f"ppt/slideLayouts/slideLayout{number}.xml"] = layout
        parts[f"ppt/slideLayouts/_rels/slideLayout{number}.xml.rels"] = relations(
            [("rId1", "slideMaster", "../slideMasters/slideMaster1.xml")]
        )
    parts["[Content_Types].xml"] = _content_types(parts)
    return parts


def _content_types(parts: dict[str, str]) -> str:
    kinds = {
        "ppt/presentation.xml": f"{TYPES}.presentation.main+xml", "ppt/presProps.xml": f"{TYPES}.presProps+xml",
        "ppt/viewProps.xml": f"{TYPES}.viewProps+xml", "ppt/tableStyles.xml": f"{TYPES}.tableStyles+xml",
        "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    }  # fmt: skip
    folders = {
        "ppt/theme/": "application/vnd.openxmlformats-officedocument.theme+xml", "ppt/slideMasters/": f"{TYPES}.slideMaster+xml",
        "ppt/slideLayouts/": f"{TYPES}.slideLayout+xml", "ppt/notesMasters/": f"{TYPES}.notesMaster+xml",
    }  # fmt: skip
    overrides = "".join(
        f'<Override PartName="/{path}" ContentType="{kinds.get(path) or next(k for f, k in folders.items() if path.startswith(f))}"/>'
        for path in sorted(parts) if not path.endswith(".rels")
    )  # fmt: skip
    return (f'{DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>')  # fmt: skip
