"""Decks of whole sessions: agenda, modules in the length their minutes hold, breaks, one clock through all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pptx import Presentation

from build_tools.model.deck import session_deck_of
from build_tools.model.location import Location
from build_tools.model.quantities import Minutes
from build_tools.model.session import Session, SessionPart
from build_tools.outputs.decks.powerpoint import SESSION_DECK
from tests.kits import SAMPLE, sample_kit

from .conftest import surroundings, texts

KIT = sample_kit()


def session(*parts: tuple[str, str, int], title: str = "A day") -> Session:
    here = Location("modules/sessions.yml", 1)
    made = tuple(SessionPart(module, what, Minutes(minutes), what == "Tea", here) for module, what, minutes in parts)
    return Session("day", title, ("teachers",), made, here)


DAY = session(("safe-start", "Before you switch on", 25), ("", "Tea", 15), ("safe-start", "The whole of it", 50),
              ("", "Walk round in pairs", 30))  # fmt: skip


def test_each_part_gets_the_longest_deck_its_minutes_hold() -> None:
    deck = session_deck_of(KIT, DAY)
    timed = [(s.part, s.title, s.start, s.start + s.minutes) for s in deck.slides if s.minutes]
    assert timed[0] == ("Before you switch on", "Goggles come before the switch", 0, 4)
    assert timed[5] == ("Tea", "Tea", 25, 40)
    assert timed[6][2] == 40, "the clock goes on where the part begins, not where the slides before it ended"
    assert timed[-1] == ("Walk round in pairs", "Walk round in pairs", 90, 120)
    assert deck.length == 120
    twice = [s.title for s in deck.slides if s.title.startswith("Goggles come before the switch")]
    assert twice == ["Goggles come before the switch", "Goggles come before the switch – 2"]


def test_a_part_too_short_for_its_module_is_refused_with_its_name() -> None:
    with pytest.raises(ValueError, match='"Hurry" gives "safe-start" 15 minutes'):
        session_deck_of(KIT, session(("safe-start", "Hurry", 15)))


def test_the_agenda_is_a_table_and_a_break_has_its_clock(tmp_path: Path) -> None:
    kit = replace(KIT, sessions=(DAY,))
    job = SESSION_DECK.jobs(kit)[0]
    assert job.name == "session-deck day" and "modules/01-safe-start.md" in job.sources
    made = SESSION_DECK.write(kit, job, tmp_path, surroundings(SAMPLE, tmp_path))
    assert made.findings == () and made.files == ("session-day.pptx",)
    slides = {s.shapes.title.text: s for s in Presentation(str(tmp_path / "session-day.pptx")).slides}
    table = next(s.table for s in slides["What we will do"].shapes if s.has_table)
    assert [[c.text for c in row.cells] for row in table.rows] == [
        ["From", "What we do", "Minutes"], ["0:00", "Before you switch on", "25"], ["0:25", "Tea", "15"],
        ["0:40", "The whole of it", "50"], ["1:30", "Walk round in pairs", "30"],
    ]  # fmt: skip
    assert texts(slides["Tea"]) == ["Tea", "15", "minutes", "We go on when the clock stands at 0:40"]
    assert slides["Tea"].notes_slide.notes_text_frame.text.startswith("Minute 25 to 40 of 120")
    assert "Running late? Take it off this break." in slides["Tea"].notes_slide.notes_text_frame.text
    assert all(s.has_notes_slide for s in slides.values())
