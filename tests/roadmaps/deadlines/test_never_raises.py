"""No text makes the grammar raise, and none keeps it busy."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nastavnik.roadmaps.deadlines import Kind, Period, find_deadlines, read_deadline, write_deadline
from nastavnik.roadmaps.deadlines.normal import normal, normal_with_places
from nastavnik.roadmaps.deadlines.windows import merged
from tests.roadmaps.deadlines.phrasing import ANY_PERIODS, SALAD, SENSIBLE

NO_WINDOWS = (Kind.RELATIVE, Kind.UNKNOWN)
TEXTS = st.one_of(st.text(), SALAD, SENSIBLE, st.text(alphabet="0123456789 .,-/()сдпокверяIVХ\u00ad\u0301"))


@given(TEXTS, ANY_PERIODS)
def test_any_text_is_read_written_and_searched(text: str, period: Period) -> None:
    read = read_deadline(text, period)

    assert read.windows == merged(read.windows)
    assert bool(read.windows) == (read.kind not in NO_WINDOWS)
    assert write_deadline(read, period)
    for schedule in (read, *read.alternatives):
        assert all(start <= end for start, end in schedule.occurrences(period))
    for first, last, found in find_deadlines(text, period):
        assert 0 <= first < last <= len(text)
        assert found.kind is not Kind.UNKNOWN


@given(st.text())
def test_both_ways_to_spell_agree_and_know_their_places(text: str) -> None:
    spelled, places = normal_with_places(text)

    assert len(places) == len(spelled) + 1
    assert places == sorted(places)
    assert spelled == normal(text)


@pytest.mark.parametrize(
    "piece",
    [
        "1,",
        "до ",
        "с 1 по ",
        "I, ",
        "по мере ",
        "срок ",
        "каждый ",
        "2022-",
        "(",
        "1 раз в ",
        "15.10.",
        "сентябрь-",
        "после ",
    ],
)
@pytest.mark.slow
def test_a_long_repetition_is_read_in_no_time(piece: str) -> None:
    period = Period.parse("2023")
    text = piece * 20_000
    start = time.process_time()

    read_deadline(text, period)
    find_deadlines(text, period)

    assert time.process_time() - start < 5
