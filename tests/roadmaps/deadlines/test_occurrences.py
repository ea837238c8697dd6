"""When a schedule falls due."""

from __future__ import annotations

import pytest

from nastavnik.roadmaps.deadlines import Period, read_deadline

SCHOOL = "2022-09-01..2023-08-31"
FIVE_YEARS = "2020-01-01..2024-12-31"


def _due(text: str, plan: str, asked: str | None = None) -> list[str]:
    """The due windows as text, a day as one date."""
    period = Period.parse(plan)
    windows = read_deadline(text, period).occurrences(Period.parse(asked) if asked else period)
    return [f"{start}" if start == end else f"{start}..{end}" for start, end in windows]


def test_a_due_day_and_a_day_fall_due_once() -> None:
    assert _due("до 15 октября", SCHOOL) == ["2022-10-15"]
    assert _due("16.09.2022", SCHOOL) == ["2022-09-16"]
    assert _due("16.09.2021", SCHOOL) == []


def test_a_due_day_repeated_each_year() -> None:
    assert _due("до 21 октября 2022, далее ежегодно", FIVE_YEARS) == ["2022-10-21", "2023-10-21", "2024-10-21"]
    assert _due("29 февраля 2020, далее ежегодно", "2020-01-01..2021-12-31") == ["2020-02-29", "2021-02-28"]


def test_ranges_fall_due_one_by_one_and_whole() -> None:
    assert _due("ноябрь, апрель", SCHOOL) == ["2022-11-01..2022-11-30", "2023-04-01..2023-04-30"]
    assert _due("ноябрь-январь", SCHOOL, "2023") == ["2022-11-01..2023-01-31"]


def test_something_continuous_is_looked_at_each_calendar_quarter() -> None:
    assert _due("постоянно", SCHOOL) == [
        "2022-09-01..2022-09-30",
        "2022-10-01..2022-12-31",
        "2023-01-01..2023-03-31",
        "2023-04-01..2023-06-30",
        "2023-07-01..2023-08-31",
    ]
    assert _due("постоянно с ноября по февраль", SCHOOL) == ["2022-11-01..2022-12-31", "2023-01-01..2023-02-28"]


@pytest.mark.parametrize("text", ["по запросу", "по плану", "за неделю до конкурса", "сроки уточняются", ""])
def test_what_hangs_on_something_never_falls_due(text: str) -> None:
    assert _due(text, SCHOOL) == []


def test_months_named_each_year() -> None:
    assert _due("ежегодно (май, ноябрь)", "2022-01-01..2023-12-31") == [
        "2022-05-01..2022-05-31",
        "2022-11-01..2022-11-30",
        "2023-05-01..2023-05-31",
        "2023-11-01..2023-11-30",
    ]


def test_quarters_are_the_calendars_and_halves_and_years_the_schools() -> None:
    assert _due("1 раз в квартал", "2023")[:2] == ["2023-01-01..2023-03-31", "2023-04-01..2023-06-30"]
    assert _due("1 раз в квартал", SCHOOL)[:2] == ["2022-09-01..2022-09-30", "2022-10-01..2022-12-31"]
    assert _due("1 раз в полугодие", SCHOOL) == ["2022-09-01..2022-12-31", "2023-01-01..2023-08-31"]
    assert _due("1 раз в полугодие", "2023") == ["2023-01-01..2023-06-30", "2023-07-01..2023-12-31"]
    assert _due("1 раз в четверть", SCHOOL) == [
        "2022-09-01..2022-10-31",
        "2022-11-01..2022-12-31",
        "2023-01-01..2023-03-31",
        "2023-04-01..2023-05-31",
    ]
    assert _due("1 раз в триместр", SCHOOL) == [
        "2022-09-01..2022-11-30",
        "2022-12-01..2023-02-28",
        "2023-03-01..2023-05-31",
    ]
    assert _due("ежегодно", SCHOOL) == ["2022-09-01..2023-08-31"]
    assert _due("1 раз в 2 года", FIVE_YEARS) == [
        "2020-01-01..2021-12-31",
        "2022-01-01..2023-12-31",
        "2024-01-01..2024-12-31",
    ]


def test_days_of_each_month() -> None:
    assert _due("до 31 числа каждого месяца", "2023-01-01..2023-04-30") == [
        "2023-01-31",
        "2023-02-28",
        "2023-03-31",
        "2023-04-30",
    ]
    assert _due("последний рабочий день месяца", "2023-04-01..2023-05-31") == ["2023-04-28", "2023-05-31"]
    assert _due("первая неделя каждого месяца", "2023-01-01..2023-02-28") == [
        "2023-01-01..2023-01-07",
        "2023-02-01..2023-02-07",
    ]
    assert _due("ежеквартально до 10 числа", "2023") == ["2023-01-10", "2023-04-10", "2023-07-10", "2023-10-10"]


def test_weekdays() -> None:
    assert _due("по вторникам и средам", "2023-02-01..2023-02-08") == [
        "2023-02-01",
        "2023-02-07",
        "2023-02-08",
    ]
    assert _due("третья среда месяца", "2023-01-01..2023-02-28") == ["2023-01-18", "2023-02-15"]
    assert _due("последняя пятница мая ежегодно", "2023") == ["2023-05-26"]


def test_weeks_begin_on_monday_and_are_clipped() -> None:
    assert _due("еженедельно", "2023-02-01..2023-02-14") == [
        "2023-02-01..2023-02-05",
        "2023-02-06..2023-02-12",
        "2023-02-13..2023-02-14",
    ]
    assert len(_due("ежедневно", "2023-02-01..2023-02-14")) == 14


@pytest.mark.parametrize("text", ["1 раз в 2 недели по средам", "1 раз в 2 недели", "1 раз в 2 месяца", "через день"])
def test_a_month_asked_for_by_itself_has_the_steps_of_the_plan(text: str) -> None:
    plan = Period.parse(SCHOOL)
    schedule = read_deadline(text, plan)
    november = Period.parse("2022-11-01..2022-11-30")

    within = [
        window for window in schedule.occurrences(plan) if window[0] <= november.end and window[1] >= november.start
    ]

    asked = schedule.occurrences(november)
    assert [end for _, end in asked[:-1]] == [end for _, end in within[:-1]]
    assert len(asked) == len(within)
