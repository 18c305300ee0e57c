"""Our directives and roles, defined once: plain docutils and Sphinx register the same classes and functions.

A directive only makes nodes of `model.prose`; what they look like is an output's business. What is wrong is reported
through docutils' reporter as `what || mend || code`, which `parse.py` turns into findings and Sphinx prints as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import Directive
from docutils.parsers.rst.directives import unchanged
from docutils.parsers.rst.states import Inliner

from ..model import prose
from ..model.citation import parse_citation
from ..model.location import Location
from ..model.module import ROLES, SETTINGS, SLIDE_LAYOUTS
from ..model.quantities import SESSION_LENGTHS, Force

RoleFunction = Callable[..., tuple[list[nodes.Node], list[nodes.system_message]]]
OptionSpec = dict[str, Callable[[str], Any]]
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

SEPARATOR = " || "
"""Parts what is wrong, the mend and the finding's name inside a docutils message."""


def message(what: str, mend: str, code: str) -> str:
    """A docutils message that `parse.py` can take apart again."""
    return SEPARATOR.join((what, mend, code))


def words(text: str) -> tuple[str, ...]:
    """A list written in an option or argument, separated by `;`."""
    return tuple(part for part in (" ".join(p.split()) for p in text.split(";")) if part)


class KitDirective(Directive):
    """What our directives share: reading options with a finding for each that is wrong."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    name_of_node: ClassVar[type[nodes.Element]]
    required_options: ClassVar[tuple[str, ...]] = ()
    needs_argument = ""
    required_parts: ClassVar[tuple[str, ...]] = ()

    def problem(self, what: str, mend: str, code: str) -> None:
        """Report what is wrong on this directive's line."""
        self.state_machine.reporter.error(message(what, mend, f"syntax.{code}"), line=self.lineno)

    def argument(self) -> str:
        """The directive's argument, reported when it is needed and missing."""
        text = " ".join(self.arguments[0].split()) if self.arguments else ""
        if not text and self.needs_argument:
            self.problem(f"{{{self.name}}} has no {self.needs_argument}.",
                         f"Write it after the name, as in :::{{{self.name}}} …", "no-argument")  # fmt: skip
        return text

    def option(self, name: str) -> str:
        """An option's text, reported when it is required and missing."""
        text = str(self.options.get(name) or "").strip()
        if not text and name in self.required_options:
            self.problem(f"{{{self.name}}} has no :{name}:.", f"Add a line :{name}: under its first line.", "no-option")
        return text

    def id(self) -> str:
        """The `:id:` option."""
        text = self.option("id")
        if text and not _ID.fullmatch(text):
            self.problem(f'"{text}" is not an id.', "Use lower-case words joined by hyphens.", "bad-id")
        return text

    def whole(self, name: str, default: int, among: Sequence[int] = ()) -> int:
        """A whole number above zero."""
        text = self.option(name)
        if not text:
            return default
        if not text.isascii() or not text.isdigit() or int(text) < 1 or (among and int(text) not in among):
            wanted = f"one of {', '.join(map(str, among))}" if among else "a whole number of minutes, 1 or more"
            self.problem(f':{name}: is "{text}".', f"Write {wanted}.", "bad-number")
            return default
        return int(text)

    def choice(self, name: str, among: Iterable[str], default: str) -> str:
        """One word out of a closed set."""
        text = self.option(name) or default
        if text and text not in among:
            self.problem(f':{name}: is "{text}", which is not known.', f"Use one of: {', '.join(among)}.", "bad-choice")
            return default
        return text

    def several(self, text: str, among: Sequence[str], what: str) -> tuple[str, ...]:
        """Words out of a closed set, separated by `;`."""
        found = words(text)
        for word in found:
            if word not in among:
                self.problem(f'"{word}" is not a known {what}.', f"Use some of: {'; '.join(among)}.", "bad-choice")
        return tuple(word for word in found if word in among)

    def citations(self, text: str) -> tuple[Any, ...]:
        """Citations separated by `;`."""
        found = []
        for word in words(text):
            try:
                found.append(parse_citation(word, self.location()))
            except ValueError as error:
                self.problem(f"{error}.", "Mend the citation.", "bad-citation")
        return tuple(found)

    def location(self) -> Location:
        """Where the directive stands."""
        return Location(str(self.state.document["source"] or ""), self.lineno)

    def make(self, node: nodes.Element) -> nodes.Element:
        """Give a node its line and parse the directive's content into it."""
        node.line, node.source = self.lineno, str(self.state.document["source"] or "")
        if self.content:
            self.state.nested_parse(self.content, self.content_offset, node)
        for role in self.required_parts:
            if not any(isinstance(c, prose.part) and c["role"] == role for c in node.children):
                self.problem(f"{{{self.name}}} has no {{{role}}} part.", f"Add :::{{{role}}} inside it.", "no-part")
        return node

    def run(self) -> list[nodes.Node]:
        """Make the node."""
        return [self.make(self.build())]

    def build(self) -> nodes.Element:
        """The node with its attributes, still empty."""
        raise NotImplementedError


class SlideDirective(KitDirective):
    """A slide: title, layout, minutes, the shortest session that shows it, and notes."""

    needs_argument = "title"
    required_options = ("minutes",)
    option_spec = dict.fromkeys(("minutes", "layout", "from", "core", "shows"), unchanged)

    def build(self) -> nodes.Element:  # noqa: D102
        core = self.choice("core", ("yes", "no"), "no") == "yes"
        return prose.slide(
            title=self.argument(), layout=self.choice("layout", SLIDE_LAYOUTS, "content"), core=core,
            minutes=self.whole("minutes", 1), from_minutes=self.whole("from", SESSION_LENGTHS[0], SESSION_LENGTHS),
            shows=self.option("shows"),
        )  # fmt: skip


class NotesDirective(KitDirective):
    """What the presenter says; inside a slide."""

    def build(self) -> nodes.Element:  # noqa: D102
        return prose.notes()


class ActivityDirective(KitDirective):
    """An activity with its parts."""

    needs_argument = "title"
    required_options = ("id", "minutes", "grouping")
    required_parts = ("steps", "good-answers", "short-of-time", "untimed", "alone")
    option_spec = dict.fromkeys(("id", "minutes", "grouping", "materials", "from"), unchanged)

    def build(self) -> nodes.Element:  # noqa: D102
        return prose.activity(
            title=self.argument(), id=self.id(), minutes=self.whole("minutes", 1), grouping=self.option("grouping"),
            materials=words(self.option("materials")),
            from_minutes=self.whole("from", SESSION_LENGTHS[0], SESSION_LENGTHS),
        )  # fmt: skip


class ScenarioDirective(KitDirective):
    """An invented case with prompts and what a good response looks like."""

    needs_argument = "title"
    required_options = ("id", "setting")
    required_parts = ("prompts", "good-looks-like")
    option_spec = dict.fromkeys(("id", "setting", "phase", "cites"), unchanged)

    def build(self) -> nodes.Element:  # noqa: D102
        return prose.scenario(title=self.argument(), id=self.id(), setting=self.choice("setting", SETTINGS, ""),
                              phase=self.option("phase"), cites=self.citations(self.option("cites")))  # fmt: skip


class PartDirective(KitDirective):
    """A named part inside an activity, a scenario or a change; the part's role is the directive's name."""

    def build(self) -> nodes.Element:  # noqa: D102
        return prose.part(role=self.name)


class KeyPointDirective(KitDirective):
    """One sentence to keep."""

    required_options = ("id",)
    option_spec: ClassVar[OptionSpec] = {"id": unchanged, "roles": unchanged}

    def build(self) -> nodes.Element:  # noqa: D102
        return prose.key_point(id=self.id(), roles=self.several(self.option("roles"), ROLES, "role"))


class ReflectDirective(KitDirective):
    """A prompt for one person."""

    required_options = ("id",)
    option_spec: ClassVar[OptionSpec] = {"id": unchanged}

    def build(self) -> nodes.Element:  # noqa: D102
        return prose.reflect(id=self.id())


class CodeQuoteDirective(KitDirective):
    """A marked quotation: the paragraph as argument, only the quoted words as content."""

    needs_argument = "paragraph"

    def build(self) -> nodes.Element:  # noqa: D102
        return prose.code_quote(cite=self.citations(self.argument()))


class DiagramDirective(KitDirective):
    """A figure by id."""

    needs_argument = "figure id"

    def build(self) -> nodes.Element:  # noqa: D102
        return prose.diagram(figure=self.argument())


class ChangedDirective(KitDirective):
    """What was said, what is so now, since when."""

    needs_argument = "title"
    required_options = ("since",)
    required_parts = ("then", "now")
    option_spec: ClassVar[OptionSpec] = {"since": unchanged, "fact": unchanged}

    def build(self) -> nodes.Element:  # noqa: D102
        text = self.option("since")
        since: date | None = None
        try:
            since = date.fromisoformat(text) if text else None
        except ValueError:
            self.problem(f':since: is "{text}", which is not a date.', "Write it as 2022-07-01.", "bad-date")
        return prose.changed(title=self.argument(), since=since, fact=self.option("fact"))


class ForRoleDirective(KitDirective):
    """Text for some readers only."""

    needs_argument = "role"

    def build(self) -> nodes.Element:  # noqa: D102
        return prose.audience_only(roles=self.several(self.argument(), ROLES, "role"), settings=())


class ForSettingDirective(KitDirective):
    """Text for some settings only."""

    needs_argument = "setting"

    def build(self) -> nodes.Element:  # noqa: D102
        return prose.audience_only(roles=(), settings=self.several(self.argument(), SETTINGS, "setting"))


class HandoutBlockDirective(KitDirective):
    """A block only handouts have; its kind is the directive's name."""

    option_spec: ClassVar[OptionSpec] = {"hint": unchanged}

    def build(self) -> nodes.Element:  # noqa: D102
        return prose.handout_block(kind=self.name, argument=self.argument(), ids_listed=(),
                                   options={"hint": self.option("hint")})  # fmt: skip


class IdListDirective(HandoutBlockDirective):
    """A handout block whose content is a list of ids, one a line."""

    def run(self) -> list[nodes.Node]:  # noqa: D102
        node = self.build()
        node.line, node.source = self.lineno, str(self.state.document["source"] or "")
        found: list[tuple[str, int]] = []
        for offset, line in enumerate(self.content):
            text = line.strip()
            if not text:
                continue
            id = text.removeprefix("- ").strip()
            if not text.startswith("- ") or not _ID.fullmatch(id):
                self.problem(
                    f'{{{self.name}}} holds "{text[:60]}".', "Write one fact's id a line, after a dash.", "bad-id"
                )
                continue
            found.append(
                (id, self.lineno + self.content_offset + offset + 1)
            )  # MyST counts from the directive's own line
        node["ids_listed"] = tuple(found)
        return [node]


class QuizDirective(KitDirective):
    """The place of an item bank in a page of the book."""

    needs_argument = "bank id"

    def build(self) -> nodes.Element:  # noqa: D102
        return prose.quiz(bank=self.argument())


PART_ROLES = ("steps", "good-answers", "short-of-time", "untimed", "alone", "prompts", "good-looks-like", "then", "now")

DIRECTIVES: dict[str, type[KitDirective]] = {
    "slide": SlideDirective, "notes": NotesDirective, "activity": ActivityDirective, "scenario": ScenarioDirective,
    "key-point": KeyPointDirective, "reflect": ReflectDirective, "code-quote": CodeQuoteDirective,
    "diagram": DiagramDirective, "changed": ChangedDirective, "for-role": ForRoleDirective,
    "for-setting": ForSettingDirective, "quiz": QuizDirective,
    **dict.fromkeys(PART_ROLES, PartDirective),
    **dict.fromkeys(("in-one-minute", "key-points", "columns", "column", "checklist", "lines", "field"), HandoutBlockDirective),
    "duties": IdListDirective, "changes": IdListDirective,
}  # fmt: skip
"""Every directive of ours by name."""


def _placed(node: nodes.Element, inliner: Inliner, lineno: int) -> nodes.Element:
    node.line, node.source = lineno, str(inliner.document["source"] or "")
    return node


def _role_problem(inliner: Inliner, lineno: int, what: str, mend: str) -> None:
    inliner.reporter.error(message(what, mend, "syntax.bad-role"), line=lineno)


def cite_role(name: str, rawtext: str, text: str, lineno: int, inliner: Inliner,
              options: Any = None, content: Any = None) -> tuple[list[nodes.Node], list[nodes.system_message]]:  # fmt: skip
    """A citation, in the grammar of `model.citation`."""
    try:
        citation = parse_citation(text, Location(str(inliner.document["source"] or ""), lineno))
    except ValueError as error:
        _role_problem(inliner, lineno, f"{error}.", "Mend the citation.")
        return [nodes.Text(text)], []
    return [_placed(prose.cite("", citation.label, citation=citation), inliner, lineno)], []


def fact_role(name: str, rawtext: str, text: str, lineno: int, inliner: Inliner,
              options: Any = None, content: Any = None) -> tuple[list[nodes.Node], list[nodes.system_message]]:  # fmt: skip
    """A fact by id; `id value` prints only its value."""
    id, _, rest = " ".join(text.split()).partition(" ")
    if not _ID.fullmatch(id) or rest not in ("", "value"):
        _role_problem(inliner, lineno, f'"{text}" is not a fact\'s id.', "Write {fact}`id` or {fact}`id value`.")
        return [nodes.Text(text)], []
    return [_placed(prose.fact_ref("", "", fact=id, only_value=rest == "value"), inliner, lineno)], []


def gloss_role(name: str, rawtext: str, text: str, lineno: int, inliner: Inliner,
               options: Any = None, content: Any = None) -> tuple[list[nodes.Node], list[nodes.system_message]]:  # fmt: skip
    """A glossary term."""
    return [_placed(prose.gloss_ref("", text, term=" ".join(text.split())), inliner, lineno)], []


def force_role(name: str, rawtext: str, text: str, lineno: int, inliner: Inliner,
               options: Any = None, content: Any = None) -> tuple[list[nodes.Node], list[nodes.system_message]]:  # fmt: skip
    """The mark Must, Should or May."""
    if text not in (Force.MUST, Force.SHOULD, Force.MAY):
        _role_problem(inliner, lineno, f'"{text}" is not a force mark.', "Write must, should or may.")
        return [nodes.Text(text)], []
    return [_placed(prose.force_mark("", Force(text).mark, force=Force(text)), inliner, lineno)], []


def gap_role(name: str, rawtext: str, text: str, lineno: int, inliner: Inliner,
             options: Any = None, content: Any = None) -> tuple[list[nodes.Node], list[nodes.system_message]]:  # fmt: skip
    """A gap of a gap-text item; authors write `[[id]]`."""
    return [_placed(prose.gap("", "____", gap=text), inliner, lineno)], []


ROLE_FUNCTIONS: dict[str, RoleFunction] = {
    "reg": cite_role, "fact": fact_role, "gloss": gloss_role, "force": force_role, "gap": gap_role,
}  # fmt: skip
"""Roles every kit has. The role of the indexed work is named in the kit's `works.yml` and is `cite_role` too."""


def role_functions(indexed_role: str) -> dict[str, RoleFunction]:
    """All roles of a kit whose indexed work is cited by the role `indexed_role` (empty for none)."""
    return {**ROLE_FUNCTIONS, **({indexed_role: cite_role} if indexed_role else {})}
