"""In which files of the output a sentence stands. Read off the kit, so the trace is whole whatever part is built."""

from __future__ import annotations

from functools import lru_cache

from ..model import prose
from ..model.deck import deck_lengths
from ..model.kit import Kit
from ..model.module import Module
from .sentences import Sentence

QUIZ_FILES = ("quiz.html", "moodle.xml", "notebook.ipynb")


def files_of(kit: Kit, sentence: Sentence) -> tuple[str, ...]:
    """Paths relative to the output folder; those of a fact are all files that print it."""
    match sentence.passage:
        case "slide" | "notes":
            return _decks(kit, sentence.subject, sentence.element)
        case "handout":
            return _sheets(kit, sentence.subject)
        case "stem" | "key" | "distractor" | "feedback":
            return (f"quizzes/{sentence.subject}/", *_shown_items(kit, sentence.subject, sentence.element))
        case "figure":
            return _figure_files(kit, sentence.subject)
        case "fact":
            return _fact_files(kit, sentence.subject)
        case "term":
            return ("book/glossary.html",)
        case "activity" | "story":
            return (f"book/{sentence.subject}.html", *_shown(kit, sentence.subject, sentence.element))
        case "outcome" if kit.module(sentence.subject) is None:
            return _sheets(kit, sentence.subject)
        case _:
            return (f"book/{sentence.subject}.html", *_key_point_sheets(kit, sentence))


def _sheets(kit: Kit, handout: str) -> tuple[str, ...]:
    found = next((h for h in kit.handouts if h.id == handout), None)
    variants = found.variants if found else ()
    printed = (f"handouts/{handout}.pdf" if v == "standard" else f"handouts/{handout}-{v}.pdf" for v in variants)
    return (*printed, f"handouts/{handout}.html", f"handouts/{handout}.docx") if found else ()


def _deck_files(kit: Kit, module: Module, least: int) -> tuple[str, ...]:
    """The decks that show a slide from the session length `least` on: the module's own, and those of whole sessions."""
    lengths = deck_lengths(module)
    sessions = (
        f"slides/session-{session.id}.pptx"
        for session in kit.sessions
        if any(
            part.module == module.id and max((n for n in lengths if n <= part.minutes), default=0) >= least
            for part in session.parts
        )
    )
    return (*(f"slides/{module.id}-{length}min.pptx" for length in lengths if least <= length), *sessions)


def _decks(kit: Kit, module: str, title: str) -> tuple[str, ...]:
    found = kit.module(module)
    slides = found.slides if found else ()
    return next((_deck_files(kit, found, s.from_minutes) for s in slides if found and s.title == title), ())


def _shown(kit: Kit, module: str, element: str) -> tuple[str, ...]:
    found = kit.module(module)
    return next((_decks(kit, module, s.title) for s in (found.slides if found else ()) if s.shows == element), ())


def _shown_items(kit: Kit, bank: str, item: str) -> tuple[str, ...]:
    owner = kit.bank(bank)
    return (f"book/{owner.module}.html", *_shown(kit, owner.module, item)) if owner else ()


def _key_point_sheets(kit: Kit, sentence: Sentence) -> tuple[str, ...]:
    module = kit.module(sentence.subject)
    lines = {point.location.line for point in module.key_points} if module else set()
    if not any(0 <= sentence.location.line - line <= 6 for line in lines):
        return ()
    return tuple(
        file
        for handout in kit.handouts
        if any(
            n["kind"] == "key-points" and n["argument"] == sentence.subject
            for n in handout.body.find(prose.handout_block)
        )
        for file in _sheets(kit, handout.id)
    )


def _figure_files(kit: Kit, figure: str) -> tuple[str, ...]:
    files: list[str] = []
    for module in kit.modules:
        if any(n["figure"] == figure for n in module.body.find(prose.diagram)):
            files.append(f"book/{module.id}.html")
        for slide in module.slides:
            if slide.shows == figure:
                files += _deck_files(kit, module, slide.from_minutes)
    for handout in kit.handouts:
        if any(n["figure"] == figure for n in handout.body.find(prose.diagram)):
            files += _sheets(kit, handout.id)
    return tuple(dict.fromkeys(files))


def _fact_files(kit: Kit, fact: str) -> tuple[str, ...]:
    return _files_by_fact(kit).get(fact, ())


@lru_cache(maxsize=1)
def _files_by_fact(kit: Kit) -> dict[str, tuple[str, ...]]:
    """The files that print each fact. Every text is walked once: asked for fact by fact, a kit took seconds."""
    found: dict[str, dict[str, None]] = {}

    def note(fact: str, files: tuple[str, ...]) -> None:
        found.setdefault(fact, {}).update(dict.fromkeys(files))

    for module in kit.modules:
        for node in module.body.find(prose.fact_ref):
            note(node["fact"], (f"book/{module.id}.html",))
    for handout in kit.handouts:
        files = _sheets(kit, handout.id)
        for node in handout.body.find(prose.handout_block, prose.fact_ref):
            for id in [node["fact"]] if isinstance(node, prose.fact_ref) else [id for id, _ in node["ids_listed"]]:
                note(id, files)
    for bank in kit.banks:
        for item in bank.items:
            for id in item.facts:
                note(id, (f"quizzes/{bank.id}/",))
    return {fact: tuple(files) for fact, files in found.items()}
