"""The plan's period and recurrence rules."""

from __future__ import annotations

from datetime import date

import pytest

from nastavnik.roadmaps.deadlines import Period
from nastavnik.roadmaps.deadlines.rules import Rule


def test_a_period_is_a_year_or_two_dates() -> None:
    assert Period.parse("2020") == Period(date(2020, 1, 1), date(2020, 12, 31))
    assert Period.parse(" 2021-09-01..2022-08-31 ") == Period.school_year(2021)
    assert str(Period.school_year(2021)) == "2021-09-01..2022-08-31"


@pytest.mark.parametrize(
    "text", ["", "20", "20211", "2021-09-01", "2021-09-01..", "2022-08-31..2021-09-01", "год", "٢٠٢٠"]
)
def test_anything_else_is_no_period(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Period.parse(text)


@pytest.mark.parametrize(
    ("text", "school_year", "follows_school"),
    [
        ("2022-09-01..2023-08-31", True, True),
        ("2022-09-01..2023-05-31", True, True),
        ("2022-08-15..2023-06-30", True, True),
        ("2021-09-01..2024-08-31", False, True),
        ("2022-09-01..2022-12-31", False, True),
        ("2023-01-01..2023-05-31", False, True),
        ("2023", False, False),
        ("2020-01-01..2024-12-31", False, False),
        ("2019-10-01..2023-12-31", False, False),
        ("2021-09-01..2024-12-31", False, False),
    ],
)
def test_whose_years_a_plan_is_counted_in(text: str, school_year: bool, follows_school: bool) -> None:
    period = Period.parse(text)

    assert (period.is_school_year, period.follows_school) == (school_year, follows_school)


@pytest.mark.parametrize(
    "text",
    ["FREQ=YEARLY;BYMONTH=5,11", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=10,-1", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE",
     "FREQ=MONTHLY;BYDAY=3WE,-1FR", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "FREQ=DAILY"],
)  # fmt: skip
def test_a_rule_is_written_as_it_was_read(text: str) -> None:
    assert str(Rule.parse(text)) == text
    assert Rule.parse("RRULE:" + text) == Rule.parse(text)


@pytest.mark.parametrize("text", ["", "FREQ=HOURLY", "FREQ=DAILY;COUNT=3", "FREQ=DAILY;INTERVAL=0", "BYMONTH=5"])
def test_other_rules_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Rule.parse(text)
