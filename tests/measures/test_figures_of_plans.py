"""Figures of plans: what they count as of a day, and that they say what the pages of plans say."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from nastavnik import measures
from nastavnik.accounts.services.grants import end_role
from nastavnik.approvals.models import Chain, Step
from nastavnik.roadmaps.models import Occurrence, Roadmap, RoadmapLine
from nastavnik.roadmaps.services import lines
from nastavnik.roadmaps.services.summaries import summary_of
from tests.plans import BEGIN, END

YEAR = measures.year(2026)
LINES = ["plan.lines_on_time", "plan.lines_late", "plan.lines_overdue", "plan.lines_done", "plan.lines_with_evidence"]


def pair(code: str, node: Any, on: dt.date, period: measures.Period = YEAR) -> tuple[int, int]:
    found = measures.value(code, node, period, on)
    return found.numerator, found.denominator


def names_behind(code: str, node: Any, on: dt.date, *, rest: bool = False) -> list[str]:
    rows = measures.rows_of(code, YEAR, on, measures.inside(node, on), rest=rest)
    assert rows is not None
    return sorted(getattr(row, "title", "") or row.short_name for row in rows)


@pytest.fixture
def worked(add, prove, cast):
    """Lines proved in time, late, never, ahead of time; one set aside, one without a date."""
    for title, term, done_on in (
        ("in time", "до 10 сентября", BEGIN),
        ("late", "до 20 сентября", dt.date(2026, 10, 5)),
        ("never", "до 1 октября", None),
        ("ahead", "до 1 мая", BEGIN),
        ("undated", "", BEGIN),
    ):
        line = add(term, title=title)
        if done_on:
            proof = prove(line.occurrences.get())
            proof.occurrence.evidence.update(done_on=done_on)
            Occurrence.objects.filter(pk=proof.occurrence_id).update(done_on=done_on)
    aside = add("до 2 октября", title="aside")
    lines.decide(aside, kind="not_relevant", basis="Приказ", from_on=BEGIN, actor=cast.curator)


def test_lines_are_counted_as_of_the_day(worked, cast):
    # on time, late, overdue, done, with evidence of (those with something to prove)
    for on, expected in (
        (dt.date(2026, 9, 9), [(2, 2), (0, 2), (0, 2), (2, 2), (2, 2)]),
        (dt.date(2026, 9, 30), [(2, 3), (0, 3), (1, 3), (2, 3), (2, 3)]),
        (dt.date(2026, 10, 20), [(2, 4), (1, 4), (1, 4), (3, 4), (3, 4)]),
    ):
        found = measures.values(LINES, cast.district, [YEAR], on)
        assert [(found[code, "2026/27"].numerator, found[code, "2026/27"].denominator) for code in LINES] == expected


def test_a_month_counts_what_was_due_in_it_and_a_line_once(add, cast):
    add("каждую среду")
    september, october = measures.month(2026, 9), measures.month(2026, 10)

    found = measures.values(["plan.lines_overdue"], cast.school, [september, october], dt.date(2026, 10, 3))

    assert [(value.numerator, value.denominator) for value in found.values()] == [(1, 1), (0, 0)]


def test_the_rows_behind_are_those_that_were_counted(worked, cast):
    on = dt.date(2026, 10, 20)

    assert names_behind("plan.lines_overdue", cast.region, on) == ["never"]
    assert names_behind("plan.lines_on_time", cast.region, on, rest=True) == ["late", "never"]


def test_figures_and_the_summary_of_the_plan_agree(worked, roadmap, cast):
    """Overdue on any day; when the year is over and everything was due, the other states too."""
    for day in (dt.date(2026, 9, 9), dt.date(2026, 9, 30), dt.date(2027, 1, 1)):
        assert pair("plan.lines_overdue", cast.school, day)[0] == summary_of(roadmap, day)["overdue"]
    after = END + dt.timedelta(days=1)
    dated = RoadmapLine.objects.filter(occurrences__due_on__isnull=False)
    summary = summary_of(roadmap, after)
    assert pair("plan.lines_late", cast.school, after)[0] == summary["done_late"]
    assert pair("plan.lines_on_time", cast.school, after)[0] == summary["done"] - 1, "one line has no date"
    assert pair("plan.lines_done", cast.school, after)[1] == dated.count() - summary["not_relevant"]


def test_only_plans_under_control_count(worked, roadmap, cast, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: dt.date(2028, 1, 1))
    as_it_was = {"status": "in_force", "is_template": False, "removed_at": None}
    for change, counts in (
        ({}, True),
        ({"status": "archived"}, True),
        ({"status": "draft"}, False),
        ({"status": "approved"}, False),
        ({"is_template": True}, False),
        ({"removed_at": dt.datetime(2026, 10, 1, tzinfo=dt.UTC)}, False),
    ):
        Roadmap.objects.filter(pk=roadmap.pk).update(**as_it_was | change)
        assert (pair("plan.lines_overdue", cast.school, dt.date(2026, 10, 20)) == (1, 4)) is counts, change


def test_organisations_are_those_that_keep_plans(lists, roadmap, cast, today):
    """Of the district: the school, its branch and the neighbour; not the enterprise, not the methodical centre."""
    Roadmap.objects.update(created_at=dt.datetime(2026, 10, 1, tzinfo=dt.UTC), approved_on=dt.date(2026, 10, 20))

    assert pair("plan.has_plan", cast.district, dt.date(2026, 9, 15)) == (0, 3)
    assert pair("plan.has_plan", cast.district, today) == (1, 3)
    assert pair("plan.approved", cast.district, dt.date(2026, 10, 19)) == (0, 3)
    assert pair("plan.approved", cast.district, today) == (1, 3)
    assert names_behind("plan.has_plan", cast.district, today, rest=True) == sorted(
        [cast.branch.short_name, cast.sibling_school.short_name]
    )


def test_agreed_by_the_day_of_the_calendar(lists, roadmap, cast, today):
    for steps, expected in (
        ([("agree", "agreed", 14), ("approve", "current", None)], 1),
        ([("agree", "agreed", 16), ("approve", "current", None)], 0),
        ([("agree", "agreed", 14), ("minutes", "current", None)], 0),
        ([("agree", "agreed", 14), ("minutes", "skipped", None)], 1),
    ):
        Chain.objects.all().delete()
        chain = Chain.objects.create(subject_kind="roadmap", subject_uid=roadmap.uid, node=cast.school, title="План")
        for position, (kind, state, day) in enumerate(steps):
            decided = dt.date(2026, 10, day) if day else None
            Step.objects.create(
                chain=chain, position=position, kind=kind, node=cast.school, state=state, decided_on=decided
            )
        assert pair("plan.agreed_by_date", cast.region, today)[0] == expected, steps


def test_a_curator_counts_while_the_role_holds(lists, cast):
    now = timezone.localdate()  # grants of the cast begin and end around the real day
    period = measures.Period.running(now)[0]
    before = pair("org.with_curator", cast.district, now, period)[0]
    grant = cast.curator.grants.get(role="curator")

    end_role(grant, actor=None)

    assert pair("org.with_curator", cast.district, now, period)[0] == before - 1
