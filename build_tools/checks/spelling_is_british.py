"""British spelling: -ise and -yse, -our, -re, doubled l, and the words that differ."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model.finding import Finding, Severity
from ..model.kit import Kit
from ..provenance.sentences import sentences_of

_DIFFERENT = {
    "analog": "analogue", "artifact": "artefact", "catalog": "catalogue", "center": "centre", "centers": "centres", "check-box": "tick box",
    "defense": "defence", "dialog": "dialogue", "enroll": "enrol", "enrollment": "enrolment", "favor": "favour", "fiber": "fibre",
    "fulfill": "fulfil", "gotten": "got", "gray": "grey", "installment": "instalment", "jewelry": "jewellery", "judgment call": "",
    "kindergarten": "reception", "liter": "litre", "math": "maths", "meter": "metre", "mom": "mum", "mommy": "mummy", "offense": "offence",
    "pajamas": "pyjamas", "paraprofessional": "teaching assistant", "program": "programme", "programs": "programmes", "skillful": "skilful",
    "theater": "theatre", "tire": "tyre", "traveled": "travelled", "traveling": "travelling", "traveler": "traveller", "whilst": "while",
    "labeled": "labelled", "labeling": "labelling", "modeled": "modelled", "modeling": "modelling", "canceled": "cancelled",
    "counselor": "counsellor", "behavior": "behaviour", "behaviors": "behaviours", "behavioral": "behavioural", "color": "colour",
    "colors": "colours", "colored": "coloured", "honor": "honour", "humor": "humour", "labor": "labour", "neighbor": "neighbour",
    "neighborhood": "neighbourhood", "rumor": "rumour", "pediatric": "paediatric", "pediatrician": "paediatrician", "licensed": "",
}  # fmt: skip
_ZED = re.compile(r"\b\w{3,}(?:iz|yz)(?:e|es|ed|er|ers|ing|ation|ations)\b", re.IGNORECASE)
_RIGHT_WITH_ZED = re.compile(
    r"(?:re|over|down|up|mid|life|full|bite)?-?siz|\b(?:pri|sei|cap|citi|qui|bli|bri|ama|gla|gra|bla|ha|la|ra|do|free|snoo|boo|wee|ga|cra|bree|horizon|assi|denizen|wizen)z",
    re.IGNORECASE,
)
_WORDS = {word: say for word, say in _DIFFERENT.items() if say}
_LISTED = re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, _WORDS), key=len, reverse=True)) + r")\b", re.IGNORECASE)


def check(kit: Kit) -> Iterator[Finding]:
    """A warning for each word spelt in another way. What is quoted, and what names a work, is left as it is."""
    titles = " ".join(f"{work.title} {work.short}" for work in kit.works)
    for sentence in sentences_of(kit):
        if sentence.passage == "quote":
            continue
        for match in (*_LISTED.finditer(sentence.text), *_ZED.finditer(sentence.text)):
            word = match[0]
            if word in titles or (word.lower() not in _WORDS and _RIGHT_WITH_ZED.match(word)):
                continue
            say = _WORDS.get(word.lower()) or re.sub("(?i)(i|y)z", r"\1s", word, count=1)
            yield Finding("spelling-is-british", sentence.location, f'"{word}" is not the British spelling.', f'Write "{say}".', Severity.WARNING)  # fmt: skip
