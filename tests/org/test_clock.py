"""What day it is from Kaliningrad to Kamchatka, at midnight and when clocks jump."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nastavnik import jobs
from nastavnik.base.errors import Invalid
from nastavnik.org.clock import ZONES, today_at, zone_of
from nastavnik.org.models import Fact
from nastavnik.org.services.facts import set_fact
from tests.cast import OPENED_ON, Cast

# One second before midnight in Moscow.
EVENING = dt.datetime(2026, 10, 15, 20, 59, 59, tzinfo=dt.UTC)


def say(node, zone: str) -> None:
    set_fact(node, Fact.Kind.TIME_ZONE, zone, from_on=OPENED_ON, actor=None)


def test_a_place_follows_the_nearest_territory_that_says_its_time(cast: Cast):
    say(cast.region, "Asia/Yakutsk")
    say(cast.district, "Asia/Magadan")

    nodes = (cast.branch, cast.district, cast.far_school, cast.region, cast.other_school)
    assert [str(zone_of(node)) for node in nodes] == [
        "Asia/Magadan", "Asia/Magadan", "Asia/Yakutsk", "Asia/Yakutsk", "Europe/Moscow"
    ]  # fmt: skip


def test_around_midnight_each_place_has_its_own_day(cast: Cast):
    found = {}
    for zone in ("Europe/Kaliningrad", "Europe/Moscow", "Europe/Samara", "Asia/Kamchatka"):
        say(cast.region, zone)
        found[zone] = [today_at(cast.school, EVENING + dt.timedelta(seconds=step)).day for step in (0, 1, 3601)]

    assert found == {
        "Europe/Kaliningrad": [15, 15, 16],
        "Europe/Moscow": [15, 16, 16],
        "Europe/Samara": [16, 16, 16],
        "Asia/Kamchatka": [16, 16, 16],
    }


def test_a_jump_of_the_clock_moves_no_day(cast: Cast):
    """Russia put its clocks back on 26 October 2014: the hour after midnight came twice."""
    say(cast.region, "Europe/Moscow")
    night = [dt.datetime(2014, 10, 25, hour, 30, tzinfo=dt.UTC) for hour in (19, 20, 21, 22, 23)]

    assert [today_at(cast.school, moment).day for moment in night] == [25, 26, 26, 26, 26]


def test_only_a_time_of_the_list_is_taken(cast: Cast):
    with pytest.raises(Invalid):
        say(cast.region, "Europe/Berlin")
    assert len(ZONES) == 11


def test_a_request_lives_in_the_time_of_its_place(cast: Cast, roadmap, add, monkeypatch):
    say(cast.region, "Asia/Kamchatka")
    line = add("до 15 октября")
    monkeypatch.setattr(timezone, "now", lambda: EVENING)
    curator = Client()
    curator.force_login(cast.curator)

    overdue = curator.get(reverse("roadmaps:board", args=[roadmap.uid]), {"state": "overdue"}).content.decode()

    # In Moscow the day on which the line is due still has a second to go.
    assert f"/plans/lines/{line.uid}/" in overdue
    assert timezone.get_current_timezone_name() == "Europe/Moscow"


@jobs.kind("probe.day", title="Asking the day", action="roadmap.import")
class AskTheDay(jobs.Kind):
    def chunk(self, run: jobs.Run) -> bool:
        run.advance(done=1, result={"day": timezone.localdate().isoformat()})
        return True


def test_a_job_lives_in_the_time_of_its_place(cast: Cast, monkeypatch):
    say(cast.region, "Asia/Kamchatka")
    job = jobs.start("probe.day", node=cast.school, actor=cast.curator)
    monkeypatch.setattr(timezone, "now", lambda: EVENING)
    jobs.run_all()

    job.refresh_from_db()
    assert job.result == {"day": "2026-10-16"}
