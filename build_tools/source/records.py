"""Every record of the source format. JSON Schemas and the key tables of `README.md` are held to these by a test."""

from __future__ import annotations

from ..item_types import ITEM_TYPES
from ..model.figure import FIGURE_KINDS
from ..model.handout import HANDOUT_KINDS, VARIANTS
from ..model.item import ITEM_LEVELS, MODES, REVEALS
from ..model.module import ROLES, SETTINGS
from ..model.quantities import Force, Level
from ..model.reference import Status
from ..schema.record import Key, Record

FORCES = tuple(Force)
LEVELS = tuple(Level)
UNITS = (
    "days",
    "calendar days",
    "school days",
    "working days",
    "weeks",
    "months",
    "years",
    "times a year",
    "per cent",
    "count",
)

_DATES = (
    Key("checked", "date", "the day it was last held against its sources", required=True),
    Key("reviewed", "date", "the day a person reviewed it"),
    Key("reviewed-by", "text", "who reviewed it; empty until someone has"),
    Key("review-by", "date", "the day it is due to be checked again", required=True),
)
_AUDIENCE = Key("audience", "choices", "whom it is for", required=True, among=ROLES)
_SETTINGS = Key("settings", "choices", "where it applies; everywhere where not given", among=SETTINGS, default=SETTINGS)

OUTCOME = Record("an outcome", (
    Key("id", "id", "its id", required=True),
    Key("text", "text", "what a reader can do afterwards", required=True),
))  # fmt: skip
MODULE = Record("a module", (
    Key("id", "id", "stable for ever", required=True),
    Key("title", "text", "its title", required=True),
    Key("summary", "text", "one sentence", required=True),
    _AUDIENCE, _SETTINGS,
    Key("phases", "texts", "phases or key stages"),
    Key("minutes", "whole", "minutes to read it alone", required=True),
    Key("outcomes", "records", "what a reader can do afterwards", required=True, record=OUTCOME),
    *_DATES,
    Key("further-reading", "ids", "ids of works"),
))  # fmt: skip

FIELD = Record("a field", (
    Key("id", "id", "its id", required=True),
    Key("label", "text", "what stands before it", required=True),
    Key("hint", "text", "what to write in it"),
))  # fmt: skip
HANDOUT = Record("a handout", (
    Key("id", "id", "stable for ever", required=True),
    Key("title", "text", "its title", required=True),
    Key("summary", "text", "one standing sentence", required=True),
    Key("kind", "choice", "what kind of sheet it is", required=True, among=HANDOUT_KINDS),
    _AUDIENCE, _SETTINGS,
    Key("modules", "ids", "the modules it draws on", required=True),
    Key("sides", "whole", "A4 sides it may take, 1 or 2", required=True),
    Key("variants", "choices", "forms it is printed in", among=VARIANTS, default=("standard",)),
    Key("note-space", "whole", "ruled lines at the end"),
    Key("fields", "records", "places a school fills in", record=FIELD),
    *_DATES,
))  # fmt: skip

DRAW_POOL = Record("a pool", (
    Key("pool", "text", "the pool's name", required=True), Key("count", "whole", "items taken from it", required=True),
))  # fmt: skip
DRAW = Record("a draw", (
    Key("count", "whole", "items taken from all"),
    Key("seed", "whole", "the same seed, the same items", default=1),
    Key("pools", "records", "items taken from each pool", record=DRAW_POOL),
))  # fmt: skip
ITEM_FEEDBACK = Record("feedback", (
    Key("right", "prose", "said when all is right"),
    Key("partly", "prose", "said when some is right"),
    Key("wrong", "prose", "said when nothing is right"),
))  # fmt: skip
_ITEM_KEYS = (
    Key("id", "id", "stable for ever", required=True),
    Key("type", "choice", "the item's type", required=True, among=tuple(ITEM_TYPES)),
    Key("stem", "prose", "what is asked", required=True),
    Key("feedback", "record", "said to the whole answer", record=ITEM_FEEDBACK),
    Key("hint", "prose", "a step towards the answer"),
    Key("points", "decimal", "what it is worth, above zero", default="1"),
    Key("shuffle", "boolean", "whether options may be shown in another order", default=True),
    Key("cites", "citations", "what the key rests on", required=True),
    Key("facts", "ids", "facts it names"),
    Key("outcome", "id", "the outcome it tests", required=True),
    Key("level", "choice", "what it asks of the learner", required=True, among=ITEM_LEVELS),
    Key("setting", "choice", "the setting its case plays in", among=SETTINGS),
    Key("pool", "text", "the pool it is drawn from"),
    Key("form", "choice", "the parallel form it belongs to", among=("A", "B")),
    Key("parallel", "id", "its twin in the other form"),
)
ITEM = Record("an item", _ITEM_KEYS)
ITEM_OF_TYPE = {name: Record(f"a {name} item", (*_ITEM_KEYS, *kind.keys)) for name, kind in ITEM_TYPES.items()}
BANK = Record("an item bank", (
    Key("module", "id", "the module it belongs to", required=True),
    Key("id", "id", "the module's where not given"),
    Key("title", "text", "the module's where not given"),
    Key("pass-mark", "percent", "share of the points needed to pass", default=80),
    Key("attempts", "whole", "tries allowed, 0 for no limit"),
    Key("reveal", "choice", "when answers are shown", among=REVEALS, default="each"),
    Key("mode", "choice", "practice, check or survey", among=MODES, default="practice"),
    Key("draw", "record", "which items one sitting takes", record=DRAW),
    Key("items", "raw", "the items", required=True),
))  # fmt: skip

LOCATOR = Record("a locator", (
    Key("id", "text", "the place, as it is cited", required=True),
    Key("gist", "text", "what it says, in our own words", required=True),
    Key("force", "choice", "its own verb", among=FORCES, default="unknown"),
    Key("level", "choice", "how surely it is known", required=True, among=LEVELS),
    Key("source", "text", "who was read", required=True),
))  # fmt: skip
WORK = Record("a work", (
    Key("id", "id", "stable for ever", required=True),
    Key("title", "text", "its full title", required=True),
    Key("short", "text", "how a citation names it", required=True),
    Key("edition", "text", "which edition"),
    Key("published", "text", "when, as far as known"),
    Key("in-force", "date", "in force from"),
    Key("supersedes", "id", "the work it replaced"),
    Key("superseded-by", "id", "the work that replaced it"),
    Key("licence", "text", "its licence"),
    Key("link", "text", "its address"),
    Key("attribution", "text", "the line its licence asks for where it is quoted"),
    Key("role", "id", "the role that cites it by bare paragraph"),
    Key("index", "text", "its paragraph index, a file in modules/"),
    Key("earlier-index", "text", "the index of the edition before it, to mark what is new or changed"),
    Key("later-index", "text", "the index of the edition after it, to mark what will be changed or withdrawn"),
    Key("locators", "records", "places in it that may be cited", record=LOCATOR),
    Key("checked", "date", "the day it was last looked at"),
))  # fmt: skip
WORKS = Record("the works file", (
    Key("title", "text", "the kit's name", required=True),
    Key("checked", "date", "the day the list was last looked at"),
    Key("news-seen", "date", "up to when news of what is only proposed was looked at"),
    Key("address", "text", "where the book is published: https://…"),
    Key("works", "records", "the works", required=True, record=WORK),
))  # fmt: skip

STATEMENT = Record("a statement", (
    Key("gist", "text", "what it says, in our own words", required=True),
    Key("force", "choice", "its own verb", required=True, among=FORCES),
    Key("level", "choice", "how surely it is known", required=True, among=LEVELS),
))  # fmt: skip
PARAGRAPH = Record("a paragraph", (
    Key("id", "text", "paragraph, range (6.45-6.56) or page (p12)", required=True),
    Key("chapter", "text", "the chapter's id", required=True),
    Key("page", "whole", "its page, where known"),
    Key("page-level", "choice", "how surely the page is known", among=LEVELS),
    Key("gist", "text", "what it says, in our own words", required=True),
    Key("level", "choice", "how surely the number holds this", required=True, among=LEVELS),
    Key("source", "text", "who was read"),
    Key("law", "citations", "what to cite first"),
    Key("note", "text", "a note for authors"),
    Key("text", "text", "the stored wording, where it is held"),
    Key("statements", "records", "what it says, each with its force", required=True, record=STATEMENT),
))  # fmt: skip
CHAPTER = Record("a chapter", (
    Key("id", "text", "its id", required=True),
    Key("title", "text", "its title", required=True),
    Key("first-page", "whole", "its first page, where known"),
    Key("last-page", "whole", "its last page, where known"),
    Key("level", "choice", "how surely this is known", required=True, among=LEVELS),
))  # fmt: skip
INDEX = Record("a paragraph index", (
    Key("checked", "date", "the day it was last held against its sources"),
    Key("chapters", "records", "the chapters", record=CHAPTER),
    Key("paragraphs", "records", "the paragraphs", required=True, record=PARAGRAPH),
))  # fmt: skip

FACT = Record("a fact", (
    Key("id", "id", "stable for ever", required=True),
    Key("rows", "texts", "rows of the reference it rests on", required=True),
    Key("statement", "text", "one or two plain sentences", required=True),
    Key("value", "decimal", "its number"),
    Key("unit", "choice", "the number's unit", among=UNITS),
    Key("clock-start", "text", "what the time runs from"),
    Key("binds", "text", "whom it binds"),
    Key("cites", "citations", "the law first, then the paragraph", required=True),
    Key("force", "choice", "how strongly it binds", required=True, among=FORCES),
    Key("level", "choice", "how surely it is known", required=True, among=LEVELS),
    Key("status", "choice", "where it stands today", required=True, among=tuple(Status)),
    Key("since", "date", "when it changed"),
    Key("before", "text", "what was said before"),
    Key("now", "text", "what is so now"),
    Key("source", "text", "who was read", required=True),
    Key("caution", "text", "what not to say"),
    Key("checked", "date", "the day it was last held against its source", required=True),
))  # fmt: skip
FACTS = Record("the facts file", (Key("facts", "records", "the facts", required=True, record=FACT),))

TERM = Record("a term", (
    Key("term", "text", "the term", required=True),
    Key("long", "text", "spelt out, where it is short"),
    Key("definition", "text", "one or two sentences", required=True),
    Key("cites", "citations", "what it rests on"),
    Key("also", "texts", "other forms of it"),
))  # fmt: skip
WORDING = Record("a way of speaking", (
    Key("avoid", "text", "words not to use", required=True),
    Key("say", "text", "what to say in their place", required=True),
))  # fmt: skip
GLOSSARY = Record("the glossary", (
    Key("terms", "records", "the terms", required=True, record=TERM),
    Key("wording", "records", "ways of speaking to avoid", record=WORDING),
))  # fmt: skip

FIGURE_PART = Record("a part", (
    Key("id", "id", "its id", required=True),
    Key("label", "text", "its heading", required=True),
    Key("text", "text", "a few words under the heading"),
    Key("force", "choice", "how strongly it binds", among=FORCES),
    Key("cites", "citations", "what it rests on"),
    Key("at", "decimal", "its place on a timeline's axis"),
    Key("end", "boolean", "whether it is the end point"),
))  # fmt: skip
MATRIX_ROW = Record("a row", (
    Key("label", "text", "its heading", required=True), Key("cells", "texts", "its cells", required=True),
))  # fmt: skip
AXIS = Record("an axis", (
    Key("unit", "text", "its unit", required=True),
    Key("from", "decimal", "where it starts", required=True),
    Key("to", "decimal", "where it ends", required=True),
))  # fmt: skip
FIGURE = Record("a figure", (
    Key("id", "id", "as its file's name", required=True),
    Key("title", "text", "its title", required=True),
    Key("kind", "choice", "how it is drawn", required=True, among=FIGURE_KINDS),
    Key("caption", "text", "the line under it"),
    Key("text-equivalent", "text", "the same in words, written by a person", required=True),
    Key("cites", "citations", "what it rests on"),
    Key("parts", "records", "its parts, in order", record=FIGURE_PART),
    Key("axis", "record", "a timeline's scale", record=AXIS),
    Key("columns", "texts", "a matrix's column headings"),
    Key("rows", "records", "a matrix's rows", record=MATRIX_ROW),
))  # fmt: skip

SESSION_PART = Record("a part of a session", (
    Key("module", "id", "the module it takes"),
    Key("what", "text", "what happens", required=True),
    Key("minutes", "whole", "how long", required=True),
    Key("break", "boolean", "whether it is a break"),
))  # fmt: skip
SESSION = Record("a session", (
    Key("id", "id", "stable for ever", required=True),
    Key("title", "text", "its title", required=True),
    _AUDIENCE,
    Key("parts", "records", "its parts, in order", required=True, record=SESSION_PART),
))  # fmt: skip
SESSIONS = Record("the sessions file", (Key("sessions", "records", "the sessions", required=True, record=SESSION),))

COLOURS = Record(
    "colours", (Key("main", "text", "in place of pine, as #0F4C4A"), Key("accent", "text", "in place of marigold"))
)
SENCO = Record("the person to ask", (Key("name", "text", "the name"), Key("contact", "text", "how to reach them")))
LINKS = Record("links", (Key("local-offer", "text", "an address"), Key("sen-information-report", "text", "an address")))
PINNED_ROLES = ("title", "section", "content", "two-columns", "comparison", "picture", "table")
SLIDE_LAYOUTS = Record("layouts of its slide template", tuple(
    Key(role, "text", f'the layout for "{role}", by its name') for role in PINNED_ROLES))  # fmt: skip
TEMPLATES = Record("templates", (Key("slides", "text", "a .pptx or .potx"), Key("word", "text", "a .docx or .dotx"),
                                 Key("layouts", "record", "layouts of its slides", record=SLIDE_LAYOUTS),
                                 Key("shape", "choice", "of our own slides", among=("16:9", "4:3"), default="16:9")))  # fmt: skip
PRINT = Record("print wishes", (Key("colour", "boolean", "whether the printer has colour"),
                                Key("duplex", "boolean", "whether it prints both sides", default=True)))  # fmt: skip
SCHOOL = Record("a school", (
    Key("name", "text", "the school's name", required=True),
    Key("logo", "text", "a picture, in this file's folder"),
    Key("colours", "record", "two colours", record=COLOURS),
    Key("senco", "record", "whom to ask", record=SENCO),
    Key("links", "record", "addresses", record=LINKS),
    Key("templates", "record", "its own templates", record=TEMPLATES),
    Key("session-minutes", "whole", "how long sessions are"),
    Key("settings", "choices", "which duties apply", among=SETTINGS, default=SETTINGS),
    Key("roles", "choices", "roles wanted", among=ROLES),
    Key("print", "record", "print wishes", record=PRINT),
    Key("typeface", "choice", "the typeface on paper", among=("atkinson", "lexend"), default="atkinson"),
))  # fmt: skip

FILES: dict[str, Record] = {
    "module": MODULE, "handout": HANDOUT, "works": WORKS, "index": INDEX, "facts": FACTS, "glossary": GLOSSARY,
    "figure": FIGURE, "sessions": SESSIONS, "school": SCHOOL,
}  # fmt: skip
"""The record each kind of file holds; banks, whose items differ by type, have a schema of their own."""
