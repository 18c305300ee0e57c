"""The kit: all that one build knows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from .citation import Citation
from .figure import Figure
from .handout import Handout
from .item import Bank
from .module import Module
from .reference import Fact, Index, Paragraph, Term, Wording, Work
from .school import School
from .session import Session


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file the kit was read from: path relative to the kit, SHA-256 of its bytes."""

    path: str
    sha256: str


@dataclass(frozen=True, eq=False)
class Kit:
    """One set of sources, read. Picklable: its document trees hold no open file.

    Attributes:
        title: the kit's name, from `modules/works.yml`.
        news_seen: up to when news of what is only proposed was looked at; None where nobody follows it.
        address: where its book is published; empty where it is not.
        as_of: the day the build counts as today.
        silenced: (path, line, finding name, reason) of every finding an author has silenced.
        marks: tells what another edition makes of a citation, where the work is compared with one.
    """

    title: str
    news_seen: date | None
    address: str
    as_of: date
    modules: tuple[Module, ...]
    banks: tuple[Bank, ...]
    handouts: tuple[Handout, ...]
    works: tuple[Work, ...]
    indexes: tuple[Index, ...]
    facts: tuple[Fact, ...]
    terms: tuple[Term, ...]
    wordings: tuple[Wording, ...]
    figures: tuple[Figure, ...]
    sessions: tuple[Session, ...]
    school: School | None
    sources: tuple[SourceFile, ...]
    pictures: tuple[SourceFile, ...]
    silenced: tuple[tuple[str, int, str, str], ...]
    marks: Callable[[Citation], str] | None = None

    # Look-ups by id, each made once: outputs ask for the same fact or paragraph hundreds of times.
    @cached_property
    def _modules(self) -> dict[str, Module]:
        return {m.id: m for m in self.modules}

    @cached_property
    def _banks(self) -> dict[str, Bank]:
        return {b.id: b for b in self.banks}

    @cached_property
    def _works(self) -> dict[str, Work]:
        return {w.id: w for w in self.works}

    @cached_property
    def _facts(self) -> dict[str, Fact]:
        return {f.id: f for f in self.facts}

    @cached_property
    def _figures(self) -> dict[str, Figure]:
        return {f.id: f for f in self.figures}

    @cached_property
    def _terms(self) -> dict[str, Term]:
        return {form.lower(): t for t in self.terms for form in (t.term, t.long, *t.also) if form}

    @cached_property
    def _paragraphs(self) -> dict[tuple[str, str], Paragraph]:
        return {(i.work, p.id): p for i in self.indexes for p in i.paragraphs}

    def module(self, id: str) -> Module | None:
        """The module of this id."""
        return self._modules.get(id)

    def bank(self, id: str) -> Bank | None:
        """The bank of this id."""
        return self._banks.get(id)

    def banks_of(self, module: str) -> tuple[Bank, ...]:
        """The banks that belong to a module, in order of file."""
        return tuple(bank for bank in self.banks if bank.module == module)

    def work(self, id: str) -> Work | None:
        """The work of this id; the indexed work for an empty one."""
        return self._works.get(id) if id else self.indexed_work

    def fact(self, id: str) -> Fact | None:
        """The fact of this id."""
        return self._facts.get(id)

    def figure(self, id: str) -> Figure | None:
        """The figure of this id."""
        return self._figures.get(id)

    def term(self, form: str) -> Term | None:
        """The glossary term of this form, in any case."""
        return self._terms.get(form.lower())

    def page_of(self, modules: Iterable[str]) -> str:
        """The public address of the first module's page; empty where the book is not published."""
        first = next((id for id in modules if self.module(id) is not None), "")
        return f"{self.address.rstrip('/')}/{first}.html" if self.address and first else ""

    def named_as(self, citation: Citation) -> str:
        """The same with the indexed work named too: `Code 6.2`."""
        work = self.work(citation.work)
        named = f"{work.short} " if work is not None and work is self.indexed_work else ""
        return named + self.cited_as(citation)

    @property
    def texts(self) -> tuple[Module | Handout, ...]:
        """All that is written to be read as a whole: the modules, then the handouts."""
        return (*self.modules, *self.handouts)

    @property
    def indexed_work(self) -> Work | None:
        """The work that bare paragraph numbers cite: the one with a role and an index."""
        return next((w for w in self.works if w.role and w.index), None)

    def paragraph(self, citation: Citation) -> Paragraph | None:
        """The index entry a citation of an indexed work names, None where there is none."""
        work = citation.work or (self.indexed_work.id if self.indexed_work else "")
        return self._paragraphs.get((work, citation.locator))

    def resolves(self, citation: Citation) -> bool:
        """Whether the cited place is known: an index entry, both ends of a range, or a work's locator."""
        work = self.work(citation.work)
        if work is None:
            return False
        if work.index:
            if self.paragraph(citation):
                return True
            ends = ((work.id, citation.start), (work.id, citation.end))
            return bool(citation.end) and all(end in self._paragraphs for end in ends)
        return work.locator(citation.start) is not None and (not citation.end or work.locator(citation.end) is not None)

    def label_of(self, citation: Citation) -> str:
        """The place alone: `6.2`, `s.66`, `6.2 [Changed]` where another edition has it otherwise."""
        mark = self.marks(citation) if self.marks else ""
        return f"{citation.label} [{mark}]" if mark else citation.label

    def cited_as(self, citation: Citation) -> str:
        """How a reader sees a citation: `6.2`, `Children and Families Act 2014, s.66`."""
        work = self.work(citation.work)
        if work is None or work is self.indexed_work:
            return self.label_of(citation)
        return f"{work.short}, {self.label_of(citation)}"
