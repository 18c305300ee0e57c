"""Our nodes → ordinary docutils nodes, as one reader is to see them.

The same function serves the book (inside Sphinx), handouts, quizzes and packs, so a fact, a citation or a change reads
the same everywhere. Slides and notes are dropped: the deck takes them from the model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from docutils import nodes

from ..model import prose
from ..model.citation import Citation
from ..model.figure import Figure
from ..model.kit import Kit
from ..model.quantities import Force, Level
from ..model.reference import Fact, Status

ROLE_NAMES = {
    "teachers": "teachers", "teaching-assistants": "teaching assistants", "senco": "the SENCO", "governors": "governors",
    "early-years": "early years staff", "new-staff": "new staff", "parents": "parents", "leaders": "school leaders",
}  # fmt: skip
SETTING_NAMES = {
    "nursery": "nursery", "primary": "primary", "secondary": "secondary", "sixteen-plus": "sixteen-plus",
    "alternative-provision": "alternative provision",
}  # fmt: skip
PART_TITLES = {
    "steps": "Steps", "good-answers": "What good answers look like", "short-of-time": "Short of time",
    "untimed": "With no clock and nothing read aloud", "alone": "On your own", "prompts": "Talk about",
    "good-looks-like": "What good looks like", "then": "Then", "now": "Now",
}  # fmt: skip
FOLDED_PARTS = ("good-answers", "good-looks-like", "short-of-time", "untimed")
LEVEL_MARKS = {
    Level.CONTENT: "substance checked, number not confirmed",
    Level.SEED_ONLY: "not confirmed by a public source",
}
"""What is printed beside a statement that is known less surely."""


def join_names(names: Sequence[str]) -> str:
    """`a, b and c`."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""


def date_words(day: date) -> str:
    """`25 November 2026`."""
    return f"{day.day} {day:%B %Y}"


@dataclass(frozen=True)
class View:
    """What one reader is to see.

    Attributes:
        audience: roles whose text is shown; None for everyone's, each marked with whom it is for.
        settings: settings whose text is shown; None for all, marked.
        folds: whether answers are folded away (on a screen) or left out (on paper a learner gets).
        cite_link: address a citation links to, None for no link.
        term_link: address of a glossary term, None for no link.
        source_link: address for a link to another source file (`other.md#part`), None to keep only its words.
        draw: a figure as HTML (SVG); None leaves its text equivalent alone.
        activities: `group`, `alone` (self-study form) or `none`.
    """

    audience: frozenset[str] | None = None
    settings: frozenset[str] | None = None
    folds: bool = True
    cite_link: Callable[[Citation], str] | None = None
    term_link: Callable[[str], str] | None = None
    source_link: Callable[[str], str] | None = None
    draw: Callable[[Figure], str] | None = None
    activities: str = "alone"


PLAIN_VIEW = View()


def resolve(children: Iterable[nodes.Node], kit: Kit, view: View = PLAIN_VIEW) -> list[nodes.Node]:
    """Copies of nodes with every node of ours replaced by ordinary ones.

    Unknown ids are printed as they stand: the checks have named them before any output is made.
    """
    return [made for child in children for made in _Resolver(kit, view).node(child)]


def paragraph(*children: nodes.Node | str, classes: Sequence[str] = ()) -> nodes.paragraph:
    """A paragraph of text and inline nodes."""
    return nodes.paragraph(
        "", "", *(nodes.Text(c) if isinstance(c, str) else c for c in children), classes=list(classes)
    )


def inline(text: str, *classes: str) -> nodes.inline:
    """A run of text with classes."""
    return nodes.inline("", text, classes=list(classes))


def unparted(text: str, place: str) -> list[nodes.Node]:
    """A citation whose place stays on one line with the word before it: `SEND Regulations` `2014, reg 13(2)`.

    Args:
        text: the citation as printed; it ends in its place.
        place: the place within the work.
    """
    name = text.removesuffix(place).rstrip()
    start = name.rfind(" ") + 1 if name else 0
    return [*([nodes.Text(text[:start])] if start else []), inline(text[start:], "place")]


def heading(text: str, level: int = 3) -> nodes.rubric:
    """A heading inside a block, which docutils does not allow as a section."""
    return nodes.rubric("", text, **{"level": level, "heading-level": level})


def container(classes: Sequence[str], children: Iterable[nodes.Node]) -> nodes.container:
    """A block with classes."""
    return nodes.container("", *children, classes=list(classes))


def raw_html(html: str) -> nodes.raw:
    """Markup of our own making; never an author's."""
    return nodes.raw("", html, format="html")


def table(
    header: Sequence[str], rows: Sequence[Sequence[Sequence[nodes.Node]]], classes: Sequence[str], widths: Sequence[int]
) -> nodes.table:
    """A table; each cell is a list of block nodes."""
    group = nodes.tgroup("", *(nodes.colspec(colwidth=w) for w in widths), cols=len(widths))
    group += nodes.thead("", nodes.row("", *(nodes.entry("", paragraph(h)) for h in header)))
    group += nodes.tbody("", *(nodes.row("", *(nodes.entry("", *cell) for cell in row)) for row in rows))
    return nodes.table("", group, classes=list(classes))


class _Resolver:
    def __init__(self, kit: Kit, view: View):
        self.kit, self.view = kit, view

    def node(self, node: nodes.Node) -> list[nodes.Node]:
        """What stands in a node's place."""
        if isinstance(node, nodes.Text):
            return [nodes.Text(node.astext())]
        handler = getattr(self, "_" + type(node).__name__, None) if isinstance(node, prose.NODE_CLASSES) else None
        if handler is not None:
            made = handler(node)
            for new in made:
                if not new.line:
                    new.line, new.source = node.line, node.source
            return list(made)
        if isinstance(node, nodes.reference) and not node.get("refid") and _is_source_link(node.get("refuri", "")):
            return self._source_reference(node)
        assert isinstance(node, nodes.Element)
        copy = node.copy()
        copy.extend(self.inside(node))
        return [copy]

    def inside(self, node: nodes.Element) -> list[nodes.Node]:
        """What stands in place of a node's children."""
        return [made for child in node.children for made in self.node(child)]

    # --- inline ---------------------------------------------------------------
    def one_cite(self, citation: Citation) -> nodes.Node:
        """A citation as a link that shows the gist, or as plain words."""
        text = unparted(self.kit.named_as(citation), self.kit.label_of(citation))
        if self.view.cite_link is None:
            return nodes.inline("", "", *text, classes=["cite"])
        entry = self.kit.paragraph(citation)
        work = self.kit.work(citation.work)
        locator = work.locator(citation.start) if work else None
        gist = entry.gist if entry else locator.gist if locator else ""
        link = nodes.reference("", "", *text, refuri=self.view.cite_link(citation), classes=["cite"], internal=True)
        if gist:
            link["reftitle"] = gist
        return link

    def cites(self, citations: Sequence[Citation]) -> list[nodes.Node]:
        """Citations in round brackets."""
        made: list[nodes.Node] = [nodes.Text("(")]
        for number, citation in enumerate(citations):
            made += [nodes.Text("; ")] if number else []
            made.append(self.one_cite(citation))
        return [*made, nodes.Text(")")]

    def _cite(self, node: prose.cite) -> list[nodes.Node]:
        return [nodes.inline("", "", *self.cites([node["citation"]]), classes=["cites"])]

    def _fact_ref(self, node: prose.fact_ref) -> list[nodes.Node]:
        fact = self.kit.fact(node["fact"])
        if fact is None:
            return [nodes.Text(node["fact"])]
        return self.fact(fact, only_value=node["only_value"])

    def fact(self, fact: Fact, only_value: bool = False, with_cites: bool = True) -> list[nodes.Node]:
        """A fact as printed: statement, marks, citation, full stop; or its amount and citation."""
        text = fact.amount if only_value else fact.statement.rstrip()
        stop = "." if not only_value and text.endswith(".") else ""
        made: list[nodes.Node] = [nodes.Text(text.removesuffix(stop) if stop else text)]
        if fact.level in LEVEL_MARKS:
            made += [nodes.Text(" "), inline(f"[{LEVEL_MARKS[fact.level]}]", "level-mark")]
        if fact.cites and with_cites:
            made += [nodes.Text(" "), nodes.inline("", "", *self.cites(fact.cites), classes=["cites"])]
        made.append(nodes.Text(stop))
        if not only_value and fact.status is Status.CHANGED and fact.since:
            made += [nodes.Text(" "), inline(f"Changed {fact.since.year}", "changed-mark"), nodes.Text(f": {fact.now}")]
        if not only_value and fact.status is Status.PROPOSED:
            made += [nodes.Text(" "), inline("Proposed, not law", "changed-mark")]
        return [nodes.inline("", "", *made, classes=["fact"], ids=[])]

    def _gloss_ref(self, node: prose.gloss_ref) -> list[nodes.Node]:
        term = self.kit.term(node["term"])
        if term is None or self.view.term_link is None:
            return [nodes.Text(node.astext())]
        return [nodes.reference("", node.astext(), refuri=self.view.term_link(term.anchor), classes=["gloss"],
                                internal=True, reftitle=term.definition)]  # fmt: skip

    def _force_mark(self, node: prose.force_mark) -> list[nodes.Node]:
        return [self.force(node["force"])]

    def force(self, force: Force) -> nodes.Node:
        """The mark Must, Should or May."""
        return inline(force.mark, "force", f"force-{force}")

    def _gap(self, node: prose.gap) -> list[nodes.Node]:
        return [inline("____", "gap")]

    def _source_reference(self, node: nodes.reference) -> list[nodes.Node]:
        if self.view.source_link is None:
            return self.inside(node)
        return [
            nodes.reference("", "", *self.inside(node), refuri=self.view.source_link(node["refuri"]), internal=True)
        ]

    # --- blocks ---------------------------------------------------------------
    def _slide(self, node: nodes.Element) -> list[nodes.Node]:
        return []

    _notes = _slide
    _quiz = _slide  # the book's own extension puts the quiz in its place

    def shown(self, node: prose.audience_only) -> bool:
        """Whether the view's reader is among those a text is for."""
        roles, settings = self.view.audience, self.view.settings
        return not (roles is not None and node["roles"] and roles.isdisjoint(node["roles"])) and not (
            settings is not None and node["settings"] and settings.isdisjoint(node["settings"])
        )

    def _audience_only(self, node: prose.audience_only) -> list[nodes.Node]:
        if not self.shown(node):
            return []
        names = (
            [ROLE_NAMES[r] for r in node["roles"]] if node["roles"] else [SETTING_NAMES[s] for s in node["settings"]]
        )
        unmarked = self.view.audience is not None if node["roles"] else self.view.settings is not None
        if unmarked:
            return self.inside(node)
        return [container(["only"], [paragraph(f"For {join_names(names)}", classes=["kicker"]), *self.inside(node)])]

    def _key_point(self, node: prose.key_point) -> list[nodes.Node]:
        if self.view.audience is not None and node["roles"] and self.view.audience.isdisjoint(node["roles"]):
            return []
        return [container(["key-point"], [paragraph("Key point", classes=["kicker"]), *self.inside(node)])]

    def _reflect(self, node: prose.reflect) -> list[nodes.Node]:
        made = container(["reflect"], [paragraph("Think about it", classes=["kicker"]), *self.inside(node)])
        made["ids"] = [f"reflect-{node['id']}"]
        return [made]

    def _code_quote(self, node: prose.code_quote) -> list[nodes.Node]:
        quote = nodes.block_quote("", *self.inside(node), classes=["code-quote"])
        if node["cite"]:
            work = self.kit.work(node["cite"][0].work)
            title = f"{work.title}, {work.edition}, " if work else ""
            quote += nodes.attribution("", "", nodes.Text(title), self.one_cite(node["cite"][0]))
        return [quote]

    def _changed(self, node: prose.changed) -> list[nodes.Node]:
        mark = f"Changed {node['since'].year}" if node["since"] else "Changed"
        return [
            container(
                ["changed"],
                [
                    paragraph(inline(mark, "changed-mark"), classes=["kicker"]),
                    heading(node["title"]),
                    *self.inside(node),
                ],
            )
        ]

    def _part(self, node: prose.part) -> list[nodes.Node]:
        role, children = node["role"], self.inside(node)
        title = PART_TITLES[role]
        if role in ("then", "now"):
            return [container(["part", f"part-{role}"], [paragraph(nodes.strong("", title)), *children])]
        if role in FOLDED_PARTS:
            if not self.view.folds:
                return []
            return [
                raw_html(f'<details class="part part-{role}"><summary>{title}</summary>'),
                *children,
                raw_html("</details>"),
            ]
        said = role == "alone" and self.view.activities == "alone"  # the activity's own line says it already
        return [container(["part", f"part-{role}"], [*([] if said else [heading(title, 4)]), *children])]

    def _activity(self, node: prose.activity) -> list[nodes.Node]:
        if self.view.activities == "none":
            return []
        alone = self.view.activities == "alone"
        wanted = ("alone", "good-answers") if alone else ("steps", "untimed", "short-of-time", "good-answers")
        minutes = node["minutes"]
        kicker = (
            "Activity · on your own"
            if alone
            else f"Activity · {node['grouping']} · {minutes} minute{'s' * (minutes != 1)}"
        )
        made: list[nodes.Node] = [paragraph(kicker, classes=["kicker"]), heading(node["title"])]
        if not alone and node["materials"]:
            made.append(paragraph("You need: " + join_names(node["materials"]) + "."))
        for child in node.children:
            if not isinstance(child, prose.part) or child["role"] in wanted:
                made += self.node(child)
        block = container(["activity"], made)
        block["ids"] = [f"activity-{node['id']}"]
        return [block]

    def _scenario(self, node: prose.scenario) -> list[nodes.Node]:
        where = " · ".join(filter(None, ("Scenario", SETTING_NAMES.get(node["setting"], ""), node["phase"])))
        block = container(
            ["scenario"], [paragraph(where, classes=["kicker"]), heading(node["title"]), *self.inside(node)]
        )
        if node["cites"]:
            block += paragraph("Rests on ", *self.cites(node["cites"]), classes=["rests-on"])
        block["ids"] = [f"scenario-{node['id']}"]
        return [block]

    def _diagram(self, node: prose.diagram) -> list[nodes.Node]:
        figure = self.kit.figure(node["figure"])
        if figure is None:
            return [paragraph(node["figure"])]
        caption = figure.caption or figure.title
        if self.view.draw is None:
            return [container(["figure"], [paragraph(nodes.strong("", caption)), paragraph(figure.text_equivalent)])]
        made: list[nodes.Node] = [raw_html(self.view.draw(figure))]
        line: list[nodes.Node | str] = [caption]
        if figure.cites:
            line += [" ", nodes.inline("", "", *self.cites(figure.cites), classes=["cites"])]
        made.append(paragraph(*line, classes=["caption"]))
        if self.view.folds:
            made += [raw_html('<details class="in-words"><summary>The diagram in words</summary>'),
                     paragraph(figure.text_equivalent), raw_html("</details>")]  # fmt: skip
        return [container(["figure"], made)]

    def _handout_block(self, node: prose.handout_block) -> list[nodes.Node]:
        from .handout_blocks import handout_block  # the two know each other; a course page never needs it

        return handout_block(self, node)


def _is_source_link(address: str) -> bool:
    return bool(address) and "://" not in address and not address.startswith(("mailto:", "#"))
