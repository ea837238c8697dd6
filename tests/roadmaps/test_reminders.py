"""The morning round: who is told of which line, on which morning, whatever the clock of the server does."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine

from nastavnik import jobs
from nastavnik.accounts.roles import Role
from nastavnik.notifications.models import Letter, Notice
from nastavnik.notifications.queries import readings
from nastavnik.org.models import Fact
from nastavnik.roadmaps import rounds
from nastavnik.roadmaps.models import Roadmap
from nastavnik.roadmaps.models.plans import Status
from nastavnik.roadmaps.services import lines, plans, reminders
from tests.plans import BEGIN, END

MOSCOW = ZoneInfo("Europe/Moscow")


def morning(day: str, zone: ZoneInfo = MOSCOW, hour: int = 6) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{day} {hour:02}:00").replace(tzinfo=zone)


def round_of(day: str, zone: ZoneInfo = MOSCOW) -> None:
    with time_machine.travel(morning(day, zone), tick=False):
        rounds.begin_the_rounds()
        jobs.run_all()


def told(user) -> list[tuple[str, int]]:
    notices = Notice.objects.filter(user=user, kind__startswith="plan.").order_by("pk")
    return [(notice.kind, len(notice.context.get("dates", ()))) for notice in notices]


def test_those_who_do_the_work_are_told_two_weeks_and_three_days_before_the_day_after_and_weekly(add, cast):
    add("до 15 октября", title="Издание приказа")
    expected = {
        "2026-09-30": [],
        "2026-10-01": ["plan.due_soon"],
        "2026-10-02": [],
        "2026-10-12": ["plan.due_soon"],
        "2026-10-15": [],
        "2026-10-16": ["plan.overdue"],
        "2026-10-17": [],
        "2026-10-23": ["plan.overdue"],
    }

    found = {}
    for day in expected:
        Notice.objects.all().delete()
        with time_machine.travel(morning(day), tick=False):
            since, on = dt.date.fromisoformat(day) - dt.timedelta(days=1), dt.date.fromisoformat(day)
            reminders.remind(list(reminders.plans_to_remind(cast.region, on)), since=since, on=on)
        found[day] = [kind for kind, _count in told(cast.curator)]
        assert told(cast.curator) == told(cast.team_member)
        assert not told(cast.director)
        assert not told(cast.sibling_curator)

    assert found == expected


def test_one_notice_a_plan_tells_of_all_its_lines_and_forgets_what_was_proved(add, cast, prove):
    add("до 15 октября", title="Издание приказа", number="1")
    done = add("до 15 октября", title="Положение", number="2")
    round_of("2026-10-01")
    assert told(cast.curator) == [("plan.due_soon", 2)]

    def text() -> tuple[str, bool]:
        with time_machine.travel(morning("2026-10-01", hour=9), tick=False):
            (reading,) = readings(cast.curator, list(Notice.objects.filter(user=cast.curator)))
        return reading.text, reading.is_over

    assert "1 Издание приказа (" in text()[0]
    assert "2 Положение (" in text()[0]
    prove(done.occurrences.get())
    assert "Положение" not in text()[0]
    first = Roadmap.objects.get().lines.get(number="1")
    lines.decide(first, kind="postponed", basis="Приказ", from_on=BEGIN, actor=cast.curator)
    assert text()[1]


def test_a_day_without_a_round_is_made_up_for_and_a_repeated_one_tells_nobody_twice(add, cast):
    add("до 15 октября")
    round_of("2026-09-29")
    round_of("2026-10-03")
    round_of("2026-10-03")

    assert told(cast.curator) == [("plan.due_soon", 1)]
    assert Letter.objects.filter(user=cast.curator).count() == 1


@pytest.mark.parametrize("status", [Status.DRAFT, Status.ARCHIVED])
def test_a_plan_that_is_not_in_force_asks_for_nothing(roadmap, add, cast, status):
    add("до 15 октября")
    Roadmap.objects.filter(pk=roadmap.pk).update(status=status)

    round_of("2026-10-16")

    assert told(cast.curator) == []


def test_the_next_level_hears_a_number_once(add, cast, roadmap):
    add("до 15 октября")
    add("до 15 октября")
    branch = plans.create_roadmap(
        cast.sibling_school, actor=cast.sibling_curator, title="План", starts_on=BEGIN, ends_on=END
    )
    Roadmap.objects.filter(pk=branch.pk).update(status=Status.IN_FORCE)
    lines.add_line(branch, actor=cast.sibling_curator, title="Приказ", deadline_text="до 15 октября")

    for day in ("2026-10-15", "2026-10-16", "2026-10-17", "2026-10-23"):
        round_of(day)

    notice = Notice.objects.get(user=cast.district_coordinator)
    assert (notice.context["organisations"], notice.context["lines"]) == (2, 3)
    (reading,) = readings(cast.district_coordinator, [notice])
    assert cast.district.short_name in reading.text
    assert not Notice.objects.filter(user__in=[cast.users[Role.REGIONAL_OPERATOR], cast.methodologist]).exists()


@pytest.mark.parametrize("zone", ["Europe/Kaliningrad", "Asia/Kamchatka"])
def test_the_morning_is_that_of_the_region(add, cast, zone):
    """Its 1 September may still be 31 August where the server stands: the region's day counts."""
    Fact.objects.create(node=cast.region, kind=Fact.Kind.TIME_ZONE, value=zone, from_on=BEGIN)
    add("до 3 сентября")
    there = ZoneInfo(zone)
    with time_machine.travel(morning("2026-08-31", there, hour=4), tick=False):
        rounds.begin_the_rounds()
        assert not jobs.Job.objects.filter(node=cast.region).exists()
    round_of("2026-09-03", there)
    assert told(cast.curator) == []
    round_of("2026-09-04", there)

    assert told(cast.curator) == [("plan.overdue", 1)]
    assert jobs.Job.objects.filter(kind=rounds.NAME, node=cast.region).last().params["on"] == "2026-09-04"


def test_a_clock_that_jumps_tells_nothing_twice_and_nothing_of_tomorrow(add, cast):
    add("до 15 октября")
    round_of("2026-10-15")
    round_of("2026-10-16")
    with time_machine.travel(morning("2026-10-16", hour=5), tick=False):  # set back by an hour
        assert rounds.begin_the_rounds() == []
    round_of("2026-10-17")  # and ahead by a day
    round_of("2026-10-16")

    assert told(cast.curator) == [("plan.overdue", 1)]


def test_a_round_asks_as_often_for_many_plans_as_for_one(add, cast, roadmap, django_assert_max_num_queries):
    def queries() -> int:
        Notice.objects.all().delete()
        Letter.objects.all().delete()
        found = list(reminders.plans_to_remind(cast.region, dt.date(2026, 10, 16)).select_related("node"))
        with django_assert_max_num_queries(60) as asked:
            reminders.remind(found, since=dt.date(2026, 10, 15), on=dt.date(2026, 10, 16))
            reminders.tell_overseers(cast.region, since=dt.date(2026, 10, 15), on=dt.date(2026, 10, 16))
        return len(asked)

    add("до 15 октября")
    alone = queries()
    for number in range(3):
        other = plans.create_roadmap(
            cast.school, actor=cast.curator, title=f"План {number}", starts_on=BEGIN, ends_on=END
        )
        Roadmap.objects.filter(pk=other.pk).update(status=Status.IN_FORCE)
        lines.add_line(other, actor=cast.curator, title="Приказ", deadline_text="до 15 октября")

    assert queries() == alone
    assert Notice.objects.filter(user=cast.curator).count() == 4
