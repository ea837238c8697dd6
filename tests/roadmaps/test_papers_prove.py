"""A line that names a document is done when the register has it, and opens again when it is repealed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone
from time_machine import travel

from nastavnik.documents.services import issuing
from nastavnik.roadmaps.models import Evidence, LineRule, RoadmapLine
from nastavnik.roadmaps.services import rules
from tests.cast import Cast
from tests.documents.papers import signed, with_head

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(cast: Cast, add: Callable[..., RoadmapLine]) -> RoadmapLine:
    return add("до 10 сентября", title="Издать приказ о назначении куратора программы наставничества")


@travel(dt.datetime(2026, 10, 5, 9, tzinfo=dt.UTC))
def test_the_order_on_the_curator_turns_its_line_both_ways(cast: Cast, line: RoadmapLine):
    with_head(cast)
    rule = LineRule.objects.get(line=line)
    assert (rule.kind, rule.code) == (LineRule.Kind.DOCUMENT, "order_curator")
    rules.confirm(rule, version=rule.version, actor=cast.curator)
    occurrence = line.occurrences.get()
    assert occurrence.done_on is None

    paper = signed(cast, on=dt.date(2026, 9, 9))
    occurrence.refresh_from_db()
    assert occurrence.done_on == dt.date(2026, 9, 9)
    assert Evidence.objects.standing().get(occurrence=occurrence).kind == Evidence.Kind.DATA

    issuing.repeal(paper, on=timezone.localdate(), basis="Издан по ошибке", actor=cast.director)
    occurrence.refresh_from_db()
    assert occurrence.done_on is None
    issuing.reinstate(paper, actor=cast.director)
    occurrence.refresh_from_db()
    assert occurrence.done_on == dt.date(2026, 9, 9)


@travel(dt.datetime(2026, 10, 5, 9, tzinfo=dt.UTC))
def test_a_rule_confirmed_after_the_order_sees_it_at_once(cast: Cast, line: RoadmapLine):
    with_head(cast)
    signed(cast, on=dt.date(2026, 9, 9))
    rule = LineRule.objects.get(line=line)
    rules.confirm(rule, version=rule.version, actor=cast.curator)
    assert line.occurrences.get().done_on == dt.date(2026, 9, 9)


@travel(dt.datetime(2027, 9, 20, 9, tzinfo=dt.UTC))
def test_last_years_order_proves_nothing_of_this_year(cast: Cast):
    from nastavnik.documents.queries import in_force_since

    with_head(cast)
    paper = signed(cast, on=dt.date(2027, 9, 10))
    assert in_force_since(cast.school.pk, "order_curator", dt.date(2027, 9, 20)) == dt.date(2027, 9, 10)
    paper.school_year = 2026
    paper.save(update_fields=["school_year"])
    assert in_force_since(cast.school.pk, "order_curator", dt.date(2027, 9, 20)) is None
