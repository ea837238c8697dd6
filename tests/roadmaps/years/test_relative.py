"""Terms without a year: into anchors, back into dates, and the words that go with them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nastavnik.org.calendar import SchoolYear
from nastavnik.roadmaps.deadlines import Period, Schedule, read_deadline
from nastavnik.roadmaps.relative import (
    Anchor,
    Calendar,
    Circular,
    Dangling,
    NotAnAnchor,
    Unknown,
    carried,
    loosened,
    shifted_years,
    without_years,
)

YEAR = SchoolYear(2026)
PERIOD = Period(*YEAR.period)
SPANS = {"winter": (dt.date(2026, 12, 30), dt.date(2027, 1, 9))}
TERMS = (
    "до 15 октября", "сентябрь - октябрь", "ноябрь 2026 г. – май 2027", "декабрь, февраль", "1 раз в квартал",
    "постоянно", "по запросу", "16 сентября 2026", "ежегодно (май, ноябрь)", "", "до 21 октября, далее – ежегодно",
)  # fmt: skip


@pytest.mark.parametrize("text", TERMS)
@pytest.mark.parametrize("years", [1, 3, -2])
def test_a_term_means_the_same_in_another_year(text: str, years: int) -> None:
    meant = read_deadline(text, PERIOD)
    moved = SchoolYear(YEAR.start_year + years)
    fixed = Schedule.from_json(Calendar(moved).fixed({"a": loosened(meant.to_json(), YEAR)})["a"])

    assert fixed.kind is meant.kind
    assert [(start.month, start.day, end.month, end.day) for start, end in fixed.windows] == [
        (start.month, start.day, end.month, end.day) for start, end in meant.windows
    ]
    term = carried(text, fixed, PERIOD, Period(*moved.period), years)
    assert term.sure
    assert read_deadline(term.text, Period(*moved.period)) == fixed


@given(st.dates(dt.date(2025, 9, 1), dt.date(2031, 8, 31)))
def test_a_day_comes_back_to_itself(day: dt.date) -> None:
    json = {"kind": "date", "windows": [[day.isoformat(), day.isoformat()]]}
    assert Calendar(YEAR).fixed({"a": loosened(json, YEAR)})["a"]["windows"] == json["windows"]


def test_29_february_is_the_28th_of_a_common_year() -> None:
    leap = {"kind": "date", "windows": [["2028-02-29", "2028-02-29"]]}
    fixed = Calendar(SchoolYear(2028)).fixed({"a": loosened(leap, SchoolYear(2027))})
    assert fixed["a"]["windows"] == [["2029-02-28", "2029-02-28"]]


def test_terms_hang_on_holidays_and_on_other_lines() -> None:
    fixed = Calendar(YEAR, SPANS).fixed(
        {
            "after": {"kind": "range", "windows": [["line:first.end+1", "line:first.end+7"]]},
            "first": {"kind": "date", "windows": [["winter.end+3", "winter.end+3"]]},
        }
    )
    assert fixed["first"]["windows"] == [["2027-01-12", "2027-01-12"]]
    assert fixed["after"]["windows"] == [["2027-01-13", "2027-01-19"]]


def test_a_circle_is_named_whole() -> None:
    terms = {
        key: {"kind": "date", "windows": [[f"line:{other}.end+1", f"line:{other}.end+1"]]}
        for key, other in (("a", "b"), ("b", "c"), ("c", "a"))
    }
    with pytest.raises(Circular) as refused:
        Calendar(YEAR).fixed(terms)
    assert set(refused.value.keys) == {"a", "b", "c"}


@pytest.mark.parametrize(("anchor", "fault"), [("line:gone.end", Dangling), ("carnival.start", Unknown)])
def test_what_hangs_in_the_air_is_told(anchor: str, fault: type[Exception]) -> None:
    with pytest.raises(fault):
        Calendar(YEAR, SPANS).fixed({"a": {"kind": "date", "windows": [[anchor, anchor]]}})


@pytest.mark.parametrize(
    "text", ["", "y0-13-01", "y0-02-30", "y0-09-31", "winter", "winter.end+400", "winter.middle"]
)
def test_nonsense_is_no_anchor(text: str) -> None:
    with pytest.raises(NotAnAnchor):
        Anchor.parse(text)


@pytest.mark.parametrize("text", ["y0-10-15", "y3-02-29", "winter.end+3", "year.start-7", "line:ab-1.start"])
def test_an_anchor_is_written_as_it_was_read(text: str) -> None:
    assert str(Anchor.parse(text)) == text


@pytest.mark.parametrize(
    ("text", "shifted"),
    [
        ("План на 2026/27 учебный год", "План на 2027/28 учебный год"),
        ("на 2026–2027 учебный год", "на 2027–2028 учебный год"),
        ("приказ от 01.09.26 № 2026", "приказ от 01.09.27 № 2026"),
        ("основан в 1998 году", "основан в 1998 году"),
    ],
)
def test_only_years_of_the_plan_are_shifted(text: str, shifted: str) -> None:
    assert shifted_years(text, 1, range(2026, 2028)) == shifted


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("ноябрь 2026 г. – май 2027", "ноябрь – май"),
        ("до 15.11.2026г.", "до 15.11."),
        ("2026-2030 гг.", "2026-2030 гг."),
    ],
)
def test_years_fall_where_the_meaning_stays(text: str, bare: str) -> None:
    assert without_years(text, read_deadline(text, PERIOD), PERIOD) == bare
