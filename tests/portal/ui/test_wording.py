import datetime as dt

import pytest
from django.utils.translation import override

from nastavnik.portal.ui import wording

NB = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("start", "end", "russian"),
    [
        (dt.date(2026, 10, 15), dt.date(2026, 10, 15), "15 октября 2026"),
        (dt.date(2026, 10, 15), dt.date(2026, 10, 20), "15–20 октября 2026"),
        (dt.date(2026, 9, 15), dt.date(2026, 10, 20), "15 сентября – 20 октября 2026"),
        (dt.date(2026, 12, 15), dt.date(2027, 1, 20), "15 декабря 2026 – 20 января 2027"),
        (dt.date(2026, 10, 1), dt.date(2026, 10, 31), "октябрь 2026"),
        (dt.date(2026, 10, 1), dt.date(2026, 12, 31), "октябрь–декабрь 2026"),
        (dt.date(2028, 2, 1), dt.date(2028, 2, 29), "февраль 2028"),
        (dt.date(2026, 10, 1), dt.date(2027, 5, 31), "октябрь 2026 – май 2027"),
        (dt.date(2026, 1, 1), dt.date(2026, 12, 31), "2026 год"),
        (dt.date(2026, 9, 1), dt.date(2027, 8, 31), "2026/27 учебный год"),
        (dt.date(2099, 9, 1), dt.date(2100, 8, 31), "2099/00 учебный год"),
        (dt.date(2026, 10, 15), None, "с 15 октября 2026"),
        (None, dt.date(2026, 10, 15), "до 15 октября 2026"),
        (None, None, ""),
    ],
)
def test_period_in_russian(start, end, russian):
    with override("ru"):
        assert wording.period(start, end).replace(NB, " ") == russian


def test_a_range_breaks_only_at_its_dash():
    with override("ru"):
        written = wording.period(dt.date(2026, 12, 15), dt.date(2027, 1, 20))

    assert written == f"15{NB}декабря{NB}2026 – 20{NB}января{NB}2027"


def test_months_keep_their_capital_in_english():
    with override("en"):
        assert wording.period(dt.date(2026, 10, 1), dt.date(2026, 12, 31)) == f"October–December{NB}2026"


def test_moment_is_told_in_the_time_of_the_installation():
    noon_in_london = dt.datetime(2026, 10, 15, 12, 5, tzinfo=dt.UTC)

    with override("ru"):
        assert wording.moment(noon_in_london) == f"15{NB}октября{NB}2026, 15:05"


@pytest.mark.parametrize(("value", "places", "written"), [(12345, None, "12 345"), (87.5, 1, "87,5"), (0, None, "0")])
def test_number_in_russian(value, places, written):
    with override("ru"):
        assert wording.number(value, places) == written.replace(" ", NB)


def test_percent_holds_its_sign():
    with override("ru"):
        assert wording.percent(87.54, 1) == f"87,5{NB}%"
