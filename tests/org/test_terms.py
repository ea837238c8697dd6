from __future__ import annotations

import datetime as dt

import pytest

from nastavnik.org.calendar import SchoolYear
from nastavnik.org.models import ReferenceSet
from nastavnik.org.services.reference import add_entry
from nastavnik.org.terms import holidays, quarters, trimesters

pytestmark = pytest.mark.usefixtures("lists")
YEAR = SchoolYear(2026)


def test_general_terms_fall_into_the_year():
    assert [(term.code, term.starts_on, term.ends_on) for term in quarters(YEAR)] == [
        ("quarter_1", dt.date(2026, 9, 1), dt.date(2026, 10, 31)),
        ("quarter_2", dt.date(2026, 11, 1), dt.date(2026, 12, 31)),
        ("quarter_3", dt.date(2027, 1, 1), dt.date(2027, 3, 31)),
        ("quarter_4", dt.date(2027, 4, 1), dt.date(2027, 5, 31)),
    ]
    assert trimesters(YEAR)[1].ends_on == dt.date(2027, 2, 28)
    assert all(term.starts_on <= term.ends_on for term in (*holidays(YEAR), *trimesters(YEAR)))


def test_terms_of_a_year_put_the_general_ones_aside():
    data = {"from": "10-24", "to": "11-01", "year": 2026}
    add_entry(
        ReferenceSet.objects.get(code="school_holidays"),
        code="autumn_2026",
        title="осенние каникулы",
        data=data,
        from_on=dt.date(2026, 6, 1),
        basis="Приказ № 9",
        actor=None,
    )
    assert [term.code for term in holidays(YEAR)] == ["autumn_2026"]
    assert [term.code for term in holidays(SchoolYear(2025))] == ["autumn", "winter", "spring", "summer"]
