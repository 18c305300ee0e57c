"""What slides a module becomes."""

from __future__ import annotations

from dataclasses import replace

from build_tools.model.deck import deck_of
from build_tools.model.quantities import Minutes
from build_tools.outputs.standing import deck_standing
from tests.kits import sample_kit

KIT = sample_kit()
MODULE = KIT.modules[0]


def test_the_shorter_session_is_part_of_the_longer() -> None:
    short, long = deck_of(KIT, MODULE, Minutes(20)), deck_of(KIT, MODULE, Minutes(45))
    titles = [s.title for s in long.slides]
    assert [t for t in titles if t in {s.title for s in short.slides}] == [s.title for s in short.slides]
    assert len(long.slides) == len(short.slides) + 3


def test_what_the_shorter_session_leaves_out_is_told() -> None:
    assert [s.title for s in deck_of(KIT, MODULE, Minutes(20)).left_out] == [
        "Two columns keep two jobs apart", "A small table says who does what", "Amira hears the drill whine",
    ]  # fmt: skip


def test_the_clock_runs_on_from_slide_to_slide() -> None:
    deck = deck_of(KIT, MODULE, Minutes(20))
    timed = [(s.title, *clock) for s, clock in zip(deck.slides, deck.clock, strict=True) if s.minutes]
    assert timed == [
        ("Goggles come before the switch", 0, 4), ("Four steps follow a fault", 4, 8), ("Find every stop button in the room", 8, 16),
        ("Check what you know", 16, 19), ("Answer: Check what you know", 19, 20),
    ]  # fmt: skip
    assert deck.minutes == 20


def test_a_quiz_is_answered_on_the_next_slide() -> None:
    roles = [s.role for s in deck_of(KIT, MODULE, Minutes(20)).slides]
    assert roles == ["title", "outcomes", "content", "diagram", "activity", "quiz", "quiz-answer", "sources", "closing"]


def test_slides_stand_in_the_part_of_the_module_they_were_written_in() -> None:
    parts = {s.title: s.part for s in deck_of(KIT, MODULE, Minutes(20)).slides}
    assert parts["Goggles come before the switch"] == "Try it"
    assert parts["What this rests on"] == "Sources and close"


def test_sources_name_what_the_slides_cite_the_indexed_work_first() -> None:
    cited = deck_of(KIT, MODULE, Minutes(45)).cited
    assert cited[0].work is not None and cited[0].work.short == "Rules"
    assert "1.9" in [place.label for place in cited[0].places]


def test_the_date_shown_is_the_oldest_check() -> None:
    older = replace(MODULE, dates=replace(MODULE.dates, checked=MODULE.dates.checked.replace(year=2025)))
    assert deck_standing(KIT, deck_of(KIT, older, Minutes(20)), {}).checked.year == 2025


def test_two_slides_of_one_title_get_titles_of_their_own() -> None:
    twice = replace(MODULE, slides=(MODULE.slides[0], MODULE.slides[0]))
    titles = [s.title for s in deck_of(KIT, twice, Minutes(20)).slides]
    assert len(set(titles)) == len(titles)
