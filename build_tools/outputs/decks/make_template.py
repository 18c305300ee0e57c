"""Makes our slide templates, `kit.pptx` and `kit-4x3.pptx`, from `layouts.py`. Run by hand; the files are committed.

python -m build_tools.outputs.decks.make_template templates/slides
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from ..office_file import package_bytes
from ..tokens import load_tokens
from .layout_xml import decoration_xml, foot_xml, holder_xml, levels, number_xml
from .layouts import FOOT, HEIGHT, LAYOUTS, NARROW_WIDTH, NUMBER, WIDTH, Box, Layout, narrow_layouts
from .template_xml import COLOUR_MAP, DECLARATION, NAMESPACES, background, default_levels, package_parts, tree

NAME = "Training kit"


def _furniture(colour: str, first_id: int, indexes: tuple[int, int], share: float) -> str:
    def narrowed(box: Box) -> Box:
        x, y, width, height = box
        return (x * share, y, width * share, height)

    return foot_xml(first_id, indexes[0], narrowed(FOOT), colour) + number_xml(
        first_id + 1, indexes[1], narrowed(NUMBER), colour
    )


def _layout(layout: Layout, share: float) -> str:
    decorations = "".join(decoration_xml(*shape, id) for id, shape in enumerate(layout.shapes, 40))
    holders = "".join(holder_xml(holder, id, id + 8) for id, holder in enumerate(layout.holders, 2))
    foot = _furniture(layout.foot, 30, (90, 91), share) if layout.foot else ""
    ground = background(layout.ground) if layout.ground else ""
    kind = f' type="{layout.kind}"' if layout.kind != "cust" else ' userDrawn="1"'
    return (f'{DECLARATION}<p:sldLayout {NAMESPACES}{kind} preserve="1"><p:cSld name="{layout.role}">{ground}{tree(decorations + holders + foot)}</p:cSld>'
            "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>")  # fmt: skip


def _master(layouts: Sequence[Layout], share: float) -> str:
    heading, body = next(layout for layout in layouts if layout.role == "content-long").holders
    shapes = (
        holder_xml(heading, 2, 0)
        + holder_xml(body, 3, 1).replace('<p:ph idx="1"/>', '<p:ph type="body" idx="1"/>')
        + _furniture("accent4", 4, (3, 4), share)
    )
    ids = "".join(f'<p:sldLayoutId id="{2147483649 + n}" r:id="rId{n + 1}"/>' for n in range(len(layouts)))
    return (f'{DECLARATION}<p:sldMaster {NAMESPACES}><p:cSld>{background("bg1")}{tree(shapes)}</p:cSld><p:clrMap {COLOUR_MAP}/>'
            f'<p:sldLayoutIdLst>{ids}</p:sldLayoutIdLst><p:hf hdr="0" dt="0"/><p:txStyles><p:titleStyle>{levels(heading)}</p:titleStyle>'
            f'<p:bodyStyle>{levels(body)}</p:bodyStyle>{default_levels("otherStyle", [18])}</p:txStyles></p:sldMaster>')  # fmt: skip


def template_bytes(tokens: Mapping[str, str], *, narrow: bool = False) -> bytes:
    """A template as a file, for colours by token name: 16:9, or 4:3 where it is to be narrow."""
    layouts, width = (narrow_layouts(), NARROW_WIDTH) if narrow else (LAYOUTS, WIDTH)
    share = width / WIDTH
    made = [_layout(layout, share) for layout in layouts]
    parts = package_parts(NAME, _master(layouts, share), made, width, HEIGHT, tokens)
    return package_bytes({path: text.encode("utf-8") for path, text in parts.items()})


def main(folder: Path) -> None:
    """Write both templates, in the colours of the `tokens.yml` beside their folder."""
    tokens, _ = load_tokens(lambda name: folder.parent / name)
    for name, narrow in (("kit.pptx", False), ("kit-4x3.pptx", True)):
        (folder / name).write_bytes(template_bytes(tokens.colours, narrow=narrow))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
