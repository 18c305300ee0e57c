"""What every form of a handout shares: on paper, as a page and in Word it is made from the same and says the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ...model.figure import Figure
from ...model.handout import Handout
from ...model.kit import Kit
from ...model.output_format import Job
from ...prose.resolve import ROLE_NAMES, View, join_names
from ..standing import Standing, facts_in, handout_standing

KIND_NAMES = {
    "keydoc": "Staff handout", "factsheet": "Factsheet", "poster": "Poster", "checklist": "Checklist",
    "prompts": "Prompts", "comparison": "Then and now", "form": "Form to fill in",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands around a handout's text.

    Attributes:
        owner: the school's name, or the kit's.
        ask: whom to ask, in words; empty where nobody is named.
        read_more: the public address of its module's page; empty where there is none.
    """

    owner: str
    kind_name: str
    audience: str
    ask: str
    standing: Standing
    closing: tuple[str, ...]
    read_more: str


def sheet_of(kit: Kit, handout: Handout, words: Mapping[str, str]) -> Sheet:
    """What stands around a handout's text, in the standing words of the kit."""
    school = kit.school
    who = (school.senco_name if school else "") or words["whom-to-ask"]
    standing = handout_standing(kit, handout, words)
    return Sheet(
        school.name if school else kit.title, KIND_NAMES[handout.kind],
        join_names([ROLE_NAMES[role] for role in handout.audience]), words["ask"].format(who=who) if who else "",
        standing, standing.closing(words["report-error"].format(who=who, id=handout.id)), kit.page_of(handout.modules),
    )  # fmt: skip


def view_of(handout: Handout, draw: Callable[[Figure], str]) -> View:
    """How a handout shows prose: for its own readers, nothing folded away."""
    return View(
        audience=frozenset(handout.audience), settings=frozenset(handout.settings) if handout.settings else None,
        folds=False, draw=draw, activities="group",
    )  # fmt: skip


def jobs_of(
    format: str, templates: tuple[str, ...], options: Callable[[Handout], Sequence[str]] = lambda handout: ("",)
) -> Callable[[Kit], tuple[Job, ...]]:
    """A function that gives a format's jobs: one a handout and option."""

    def jobs(kit: Kit) -> tuple[Job, ...]:
        return tuple(
            Job(format, handout.id, option, _sources(kit, handout), templates,
                tuple(sorted(fact.id for fact in facts_in(kit, [handout.body]))))
            for handout in kit.handouts for option in options(handout)
        )  # fmt: skip

    return jobs


def _sources(kit: Kit, handout: Handout) -> tuple[str, ...]:
    modules = (module for module in map(kit.module, handout.modules) if module is not None)
    return (handout.location.path, *(module.location.path for module in modules))


def handout_of(kit: Kit, job: Job) -> Handout:
    """The handout that a job is for."""
    return next(handout for handout in kit.handouts if handout.id == job.subject)
