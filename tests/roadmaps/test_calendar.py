"""From a schedule to the dates of control."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nastavnik.roadmaps.calendar import MOST, times_of
from nastavnik.roadmaps.deadlines import Period, read_deadline

YEAR = Period(dt.date(2026, 9, 1), dt.date(2027, 8, 31))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("до 15 октября", [("2026-09-01", "2026-10-15")]),
        ("16 сентября", [("2026-09-16", "2026-09-16")]),
        ("октябрь", [("2026-10-01", "2026-10-31")]),
        ("декабрь, февраль", [("2026-12-01", "2026-12-31"), ("2027-02-01", "2027-02-28")]),
        ("до 10.06.2026", [("2026-06-10", "2026-06-10")]),
        ("ежегодно", [("2026-09-01", "2027-08-31")]),
        (
            "в течение года",
            [
                ("2026-09-01", "2026-09-30"),
                ("2026-10-01", "2026-12-31"),
                ("2027-01-01", "2027-03-31"),
                ("2027-04-01", "2027-06-30"),
                ("2027-07-01", "2027-08-31"),
            ],
        ),
        ("по запросу", [("2026-09-01", None)]),
        ("", [("2026-09-01", None)]),
        ("когда зацветёт сирень", [("2026-09-01", None)]),
    ],
)
def test_times_of_what_schools_write(text, times):
    found = times_of(read_deadline(text, YEAR), YEAR)

    assert found == tuple((day(start), day(due) if due else None) for start, due in times)


def test_a_constant_line_may_be_controlled_every_month():
    found = times_of(read_deadline("постоянно", YEAR), YEAR, control="month")

    assert [due for _start, due in found][:2] == [day("2026-09-30"), day("2026-10-31")]
    assert len(found) == 12


def test_a_date_set_by_hand_wins():
    found = times_of(read_deadline("по запросу", YEAR), YEAR, manual_due_on=day("2026-12-25"))

    assert found == ((day("2026-09-01"), day("2026-12-25")),)


def test_a_daily_rhythm_is_not_controlled_every_day_for_ever():
    long = Period(dt.date(2020, 1, 1), dt.date(2026, 12, 31))

    assert len(times_of(read_deadline("ежедневно", long), long)) == MOST


@given(st.text(max_size=60))
def test_any_text_gives_a_line_at_least_one_time_and_no_time_ends_before_it_begins(text):
    found = times_of(read_deadline(text, YEAR), YEAR)

    assert found
    assert all(due is None or start <= due for start, due in found)
