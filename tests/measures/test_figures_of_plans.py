"""Figures of plans: what they count, how they go up the tree, and that kept values are the counted ones."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from nastavnik import measures
from nastavnik.measures.counting import close_round, recount
from nastavnik.measures.models import KeptValue
from nastavnik.org.models import Node
from nastavnik.org.services.reference import load
from nastavnik.roadmaps.models import Occurrence
from nastavnik.roadmaps.services import lines, plans
from nastavnik.roadmaps.services.summaries import summary_of
from tests.plans import BEGIN, END

YEAR = measures.year(2026)
AFTER = dt.date(2027, 9, 1)
LINES = ["plan.lines_on_time", "plan.lines_late", "plan.lines_overdue", "plan.lines_done", "plan.lines_with_evidence"]


def pair(code, node, period=YEAR, on=None):
    found = measures.value(code, node, period, on)
    return found.numerator, found.denominator


@pytest.fixture
def worked(add, prove, cast):
    """Six lines: in time, late, never, ahead of time, set aside, without a date."""
    in_time, late, _never, ahead, aside, undated = (
        add(term) for term in ("до 10 сентября", "до 20 сентября", "до 1 октября", "до 1 мая", "до 2 октября", "")
    )
    for line, day in ((in_time, BEGIN), (late, dt.date(2026, 10, 5)), (ahead, BEGIN), (undated, BEGIN)):
        proof = prove(line.occurrences.get())
        proof.occurrence.evidence.update(done_on=day)
        Occurrence.objects.filter(pk=proof.occurrence_id).update(done_on=day)
    lines.decide(aside, kind="not_relevant", basis="Приказ", from_on=BEGIN, actor=cast.curator)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        # on time, late, overdue, done, with evidence of (those with something to prove)
        (dt.date(2026, 9, 9), [(2, 2), (0, 2), (0, 2), (2, 2), (2, 2)]),
        (dt.date(2026, 9, 30), [(2, 3), (0, 3), (1, 3), (2, 3), (2, 3)]),
        (dt.date(2026, 10, 20), [(2, 4), (1, 4), (1, 4), (3, 4), (3, 4)]),
    ],
)
@pytest.mark.django_db
def test_lines_are_counted_as_of_the_day(worked, cast, on, expected):
    found = measures.values(LINES, cast.district, [YEAR], on)

    assert [(found[code, "2026/27"].numerator, found[code, "2026/27"].denominator) for code in LINES] == expected
