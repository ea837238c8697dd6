"""Where bars, months and days stand; no database."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nastavnik.portal.roadmaps.views.bars import bars_of, hull, joined, together, whole_band
from nastavnik.portal.roadmaps.views.month import Month, month_of, nearest, within
from nastavnik.portal.roadmaps.views.scale import Scale, Span, months_between, percent
from nastavnik.portal.roadmaps.views.wall import by_month, cells_of
from nastavnik.roadmaps.timeline import LIMITS, MOST_TIMES, Time, TimedLine, drawn_apart

D = dt.date
YEAR = Scale(D(2027, 9, 1), D(2028, 8, 31))
DAYS = st.dates(D(2020, 1, 1), D(2035, 12, 31))


def time(start: dt.date, due: dt.date | None) -> Time:
    return Time(uuid.uuid4(), start, due, None, "not_started")


LINE = TimedLine(
    uid=uuid.uuid4(), version=1, number="1", title="Встреча", section_id=None, responsible="", deadline="",
    state="in_progress", due_soon=False, next_due_on=None, count=400, done=3, first_on=D(2027, 10, 1),
    last_on=D(2029, 6, 1), waiting=None, manual_due_on=None, is_undated=False,
)  # fmt: skip


def test_the_scale_of_a_leap_year_has_its_day():
    assert YEAR.days == 366
    assert YEAR.span(D(2028, 2, 29), D(2028, 2, 29)) == Span(YEAR.at(D(2028, 2, 29)), pytest.approx(100 / 366))
    assert [round(span.width * 366 / 100) for _first, span in YEAR.months()] == [
        30, 31, 30, 31, 31, 29, 31, 30, 31, 30, 31, 31
    ]  # fmt: skip


def test_what_goes_beyond_the_scale_is_cut_and_says_so():
    found = [YEAR.span(D(2027, 8, 1), D(2027, 9, 1)), YEAR.span(D(2028, 8, 31), D(2030, 1, 1))]

    assert [(span.before, span.after) for span in found if span] == [(True, False), (False, True)]
    assert YEAR.span(D(2026, 1, 1), D(2027, 8, 31)) is None
    assert YEAR.span(D(2026, 1, 1), D(2030, 1, 1)) == Span(0, 100, before=True, after=True)


@given(st.tuples(DAYS, DAYS).map(sorted), st.tuples(DAYS, DAYS).map(sorted))
def test_a_span_never_leaves_the_room(period, window):
    span = Scale(*period).span(*window)

    overlaps = window[0] <= period[1] and window[1] >= period[0]
    assert (span is not None) == overlaps
    if span:
        assert span.at >= 0
        assert span.width > 0
        assert span.at + span.width <= 100 + 1e-9


@given(st.tuples(DAYS, DAYS).map(sorted))
def test_months_and_weeks_follow_one_another(period):
    scale = Scale(*period)
    months, weeks = [span for _, span in scale.months()], [span for _, span in scale.weeks()]

    assert months[0].at == 0
    assert months[-1].at + months[-1].width == pytest.approx(100)
    assert all(a.at + a.width == pytest.approx(b.at) for found in (months, weeks) for a, b in pairwise(found))
    assert all(monday.weekday() == 0 for monday, _ in scale.weeks())


def test_numbers_of_the_drawing_are_short():
    assert [percent(0), percent(8.21917808), percent(100)] == ["0%", "8.219%", "100%"]


def test_bars_know_points_and_what_strays_from_its_section():
    october = (D(2027, 10, 1), D(2027, 10, 31))
    times = [
        time(D(2027, 9, 1), D(2027, 10, 15)),
        time(D(2027, 11, 5), D(2027, 11, 5)),
        time(D(2027, 9, 1), None),
        time(D(2029, 1, 1), D(2029, 2, 1)),
    ]

    bars = bars_of(times, YEAR, october)

    assert [(bar.is_point, bar.strays) for bar in bars] == [(False, False), (True, True)]
    assert [bar.strays for bar in bars_of(times, YEAR)] == [False, False]


def test_times_that_touch_and_say_the_same_are_one_bar():
    weeks = [D(2027, 9, 1) + dt.timedelta(weeks=week) for week in range(20)]
    states = ["done"] * 2 + ["overdue"] + ["not_started"] * 17
    times = [Time(uuid.uuid4(), day, day, None, state) for day, state in zip(weeks, states, strict=True)]
    bars = bars_of(times, YEAR)

    drawn = joined(bars, lambda bar: bar.time.state)
    assert [(bar.time.state, bar.times) for bar in drawn] == [
        ("done", 1), ("done", 1), ("overdue", 1), ("not_started", 17)
    ]  # fmt: skip
    assert (drawn[-1].time.due_on, drawn[-1].until) == (weeks[3], weeks[-1])
    assert drawn[-1].span.at == bars[3].span.at
    assert drawn[-1].span.right == pytest.approx(bars[-1].span.right)
    months = bars_of([time(D(2027, month, 1), D(2027, month, 1)) for month in (9, 10, 11, 12)], YEAR)
    assert joined(months, lambda bar: bar.time.state) == months


def test_a_rhythm_that_was_approved_is_one_stretch():
    days = [D(2027, 9, 1), D(2027, 9, 8), D(2027, 9, 15), D(2027, 11, 1)]

    assert together((day, day) for day in reversed(days)) == [(days[0], days[2]), (days[3], days[3])]


def words_of_cells(line: TimedLine) -> list[tuple[str, int, bool]]:
    firsts = list(months_between(YEAR.starts_on, YEAR.ends_on))
    return [(cell.days, cell.span, cell.runs) for cell in cells_of(line, firsts)]


def test_a_sheet_for_the_wall_tells_a_rhythm_and_a_term_without_a_day_by_words():
    weekly = [time(day, day) for day in (D(2027, 10, 6), D(2027, 10, 13), D(2027, 10, 20), D(2027, 11, 3))]
    line = replace(LINE, deadline="каждую среду", count=4, done=0, times=weekly)
    assert words_of_cells(line)[:3] == [("", 1, False), ("каждую среду", 2, True), ("", 1, False)]
    assert sum(span for _words, span, _runs in words_of_cells(line)) == 12

    assert words_of_cells(replace(line, times=[], deadline="по запросу")) == [("по запросу", 12, False)]
    twice = words_of_cells(replace(line, times=weekly[2:]))
    assert [words for words, _span, _runs in twice if words] == ["20", "3"]
    assert len(twice) == 12


def test_a_telephone_reads_the_sheet_by_months_and_days():
    late = replace(
        LINE, number="2", times=[time(D(2027, 10, 1), D(2027, 10, 20)), time(D(2027, 9, 1), D(2026, 9, 1))]
    )
    early = replace(LINE, number="1", times=[replace(time(D(2027, 10, 1), D(2027, 10, 6)), done_on=D(2027, 10, 5))])
    firsts = list(months_between(D(2027, 9, 1), D(2028, 8, 31)))

    (october,) = by_month([late, early], firsts)

    assert [(day.day, line.number, is_done) for day, line, is_done in october.due] == [
        (6, "1", True),
        (20, "2", False),
    ]


def test_a_line_that_recurs_without_end_is_one_band():
    band = whole_band(LINE, YEAR)

    assert band == YEAR.span(D(2027, 10, 1), D(2028, 8, 31)) or (band and band.after)
    assert whole_band(replace(LINE, last_on=None), YEAR) is None


@pytest.mark.parametrize(
    ("counts", "limit"),
    [
        ([], 60),
        ([1] * 500, 60),
        ([400] * 25, 60),  # 10,000 times: none of them one by one
        ([50] * 500, 24),
        ([20] * 500, 12),
        ([1] * (MOST_TIMES + 1), 0),
    ],
)
def test_so_many_times_are_drawn_one_by_one_at_most(counts, limit):
    assert drawn_apart(counts) == limit
    assert sum(count for count in counts if count <= limit) <= MOST_TIMES
    assert limit in (*LIMITS, 0)


def test_a_month_is_laid_out_from_monday_to_sunday():
    weeks = Month(D(2028, 2, 1)).weeks()

    assert (weeks[0][0], weeks[-1][-1]) == (D(2028, 1, 31), D(2028, 3, 5))
    assert all(len(week) == 7 and week[0].weekday() == 0 for week in weeks)
    assert D(2028, 2, 29) in weeks[-1]
    assert (Month(D(2026, 12, 1)).next.code, Month(D(2026, 1, 1)).previous.code) == ("2027-01", "2025-12")


@pytest.mark.parametrize("text", ["", "2026", "2026-13", "2026-00", "0000-01", "октябрь", "2026-10-31", "9999-12"])
def test_an_address_without_a_month_gives_the_one_at_hand(text):
    assert month_of(text, D(2026, 11, 30)) == Month(D(2026, 11, 1))
    assert month_of("2026-10", D(2026, 11, 30)).code == "2026-10"


def test_the_day_nearest_to_a_plan_and_the_holidays_around_a_day():
    assert [nearest(day, D(2026, 9, 1), D(2027, 8, 31)) for day in (D(2026, 1, 1), D(2027, 1, 1), D(2030, 1, 1))] == [
        D(2026, 9, 1), D(2027, 1, 1), D(2027, 8, 31)
    ]  # fmt: skip
    winter = [(D(2026, 12, 30), D(2027, 1, 9), "зимние каникулы")]
    assert [within(day, winter) for day in (D(2026, 12, 29), D(2026, 12, 30), D(2027, 1, 9), D(2027, 1, 10))] == [
        "", "зимние каникулы", "зимние каникулы", ""
    ]  # fmt: skip
    assert hull([]) is None
    assert len(list(months_between(D(2026, 9, 30), D(2027, 8, 1)))) == 12
