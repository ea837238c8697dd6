"""The letter of the day: all of a day's news in one letter, at the hour its reader chose, never in quiet time."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from nastavnik import jobs, notifications
from nastavnik.accounts.models import Grant, User
from nastavnik.base.errors import Invalid
from nastavnik.notifications import mail
from nastavnik.notifications.hours import Hours
from nastavnik.notifications.models import Letter, Notice, Preference
from nastavnik.notifications.services import preferences
from nastavnik.org.models import Fact
from tests.cast import Cast
from tests.notifications.test_outbox import OfNodes, Postman, postman

__all__ = ["postman"]

DAY, NEXT = "2026-10-14", "2026-10-15"
Way = Preference.Way


@notifications.kind("probe.daily", subject="Дошло до школы")
class OfTheDay(OfNodes):
    """The same matter, told in the letter of the day."""


@notifications.kind("probe.over", subject="Скоро срок")
class Over(notifications.Kind):
    def tell(self, user: User, contexts: list[dict[str, Any]]) -> list[notifications.Told | None]:
        return [notifications.Told("Уже сделано.", is_over=True) for _context in contexts]


def at(day: str, time: str = "12:00", zone: str = "Europe/Moscow") -> time_machine.travel:
    return time_machine.travel(dt.datetime.fromisoformat(f"{day} {time}").replace(tzinfo=ZoneInfo(zone)), tick=False)


def tell(cast: Cast, *people: User, event: str = "e1", kind: str = "probe.daily", node: Any = None) -> None:
    where = node or cast.school
    notifications.queue(kind, to=people, event=event, context={"node": where.pk}, node=where)


def post() -> None:
    """What the clock does every half a minute."""
    mail.send_what_waits()
    jobs.run_all()


def states() -> dict[str, str]:
    return dict(Letter.objects.order_by("pk").values_list("event", "state"))


def test_a_days_news_are_one_letter_at_the_hour_of_its_reader(cast: Cast, postman: Postman) -> None:
    preferences.choose(cast.director, letters=True, hours=Hours(digest=18), ways={})
    with at(DAY, "09:30"):
        tell(cast, cast.curator, cast.director)
    with at(DAY, "18:00"):
        post()
    with at(DAY, "23:00"):
        tell(cast, cast.curator, cast.director, event="e2", node=cast.branch)
        tell(cast, cast.curator, event="e3", kind="probe.over")
        post()
    assert [letter["To"] for letter in postman.got] == [cast.director.email]
    assert Notice.objects.filter(user=cast.curator).count() == 3
    with at(NEXT, "08:00"):
        post()
        post()

    (letter,) = [letter for letter in postman.got if letter["To"] == cast.curator.email]
    text = letter.get_content()
    assert text.count("Дошло до школы:") == 1
    assert f"- {cast.school.short_name}" in text
    assert f"- {cast.branch.short_name}" in text
    assert "Уже сделано" not in text
    assert "/notices/settings/" in text
    assert letter["List-Unsubscribe"] == "<http://localhost:8000/notices/settings/>"
    mine = Letter.objects.filter(user=cast.curator)
    assert dict(mine.values_list("event", "state")) == dict.fromkeys(
        ("e1", "e2", "e3", f"notices.digest:{NEXT}"), "sent"
    )

    with at(NEXT, "18:00"):
        post()
    assert [letter["To"] for letter in postman.got] == [cast.director.email, cast.curator.email, cast.director.email]


def test_news_that_concern_nobody_any_more_make_no_letter(cast: Cast, postman: Postman) -> None:
    with at(DAY):
        tell(cast, cast.curator)
        tell(cast, cast.director, kind="probe.over")
        Grant.objects.filter(user=cast.curator).update(to_on=dt.date(2026, 10, 14))
    with at(NEXT):
        post()

    assert postman.got == []
    assert set(states().values()) == {"withdrawn"}


def test_one_letter_a_day_whatever_the_clock_does(cast: Cast, postman: Postman) -> None:
    with at(DAY):
        tell(cast, cast.curator)
    with at(NEXT, "08:30"):
        post()
    with at(NEXT, "07:30"):  # set back by an hour
        tell(cast, cast.curator, event="e2")
    with at(NEXT, "08:00"):
        post()
    assert len(postman.got) == 1
    assert states()["e2"] == "for_digest"
    with at("2026-10-16", "08:00"):  # and ahead by a day
        post()

    assert len(postman.got) == 2
    assert states()["e2"] == "sent"


def test_a_letter_that_came_late_is_the_only_one_of_its_day(cast: Cast, postman: Postman) -> None:
    with at(DAY, "07:30"):
        tell(cast, cast.curator)
    with at(DAY, "23:00"):  # nobody was at work at eight, and now it is quiet
        post()
    with at(NEXT, "07:30"):
        post()
        tell(cast, cast.curator, event="e2")
    with at(NEXT, "12:00"):
        post()
    assert (len(postman.got), states()["e2"]) == (1, "for_digest")
    with at("2026-10-16", "08:00"):
        post()

    assert (len(postman.got), states()["e2"]) == (2, "sent")


def test_what_a_server_away_for_days_could_not_bring_comes_in_one_letter(
    cast: Cast, postman: Postman, settings: Any
) -> None:
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1  # nothing listens there
    for number, day in enumerate((DAY, NEXT, "2026-10-16")):
        with at(day, "07:30"):
            tell(
                cast,
                cast.regional_operator,
                event=f"e{number}",
                node=(cast.school, cast.district, cast.region)[number],
            )
        with at(day, "08:00"):
            post()
    settings.EMAIL_PORT = port
    with at("2026-10-16", "20:00"):
        post()

    (letter,) = postman.got
    names = (cast.school.short_name, cast.district.short_name, cast.region.short_name)
    assert [name in letter.get_content() for name in names] == [True] * 3
    assert [states()[f"e{number}"] for number in range(3)] == ["sent"] * 3
    with at("2026-10-17"):
        post()
    assert len(postman.got) == 1


def test_even_a_hurried_letter_waits_for_the_end_of_the_quiet_time(cast: Cast, postman: Postman) -> None:
    with at(DAY, "23:10"):
        tell(cast, cast.curator, kind="probe.node")
        post()
        assert postman.got == []
    with at(NEXT, "06:59"):
        post()
        assert postman.got == []
    with at(NEXT, "07:00"):
        post()

    assert [letter["To"] for letter in postman.got] == [cast.curator.email]


def test_a_letter_held_back_by_quiet_time_stops_no_other(
    cast: Cast, postman: Postman, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "BATCH", 1)
    preferences.choose(cast.director, letters=True, hours=Hours(8, 0, 0), ways={})
    with at(DAY, "23:10"):
        tell(cast, cast.curator, cast.director, kind="probe.node")
        post()

    assert [letter["To"] for letter in postman.got] == [cast.director.email]


def test_what_somebody_does_not_want_is_not_told(cast: Cast) -> None:
    hours = Hours()
    preferences.choose(cast.curator, letters=True, hours=hours, ways={"probe.daily": Way.SITE})
    preferences.choose(cast.director, letters=True, hours=hours, ways={"probe.daily": Way.OFF})
    preferences.choose(cast.psychologist, letters=False, hours=hours, ways={})
    tell(cast, cast.curator, cast.director, cast.psychologist, cast.registrar)

    assert set(Notice.objects.values_list("user", flat=True)) == {
        user.pk for user in (cast.curator, cast.psychologist, cast.registrar)
    }
    assert [letter.user for letter in Letter.objects.all()] == [cast.registrar]


def test_a_letter_of_the_day_within_the_quiet_time_is_refused(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        preferences.choose(cast.curator, letters=True, hours=Hours(6, 21, 7), ways={})

    assert set(refusal.value.fields) == {"digest_hour"}
    assert not Preference.objects.exists()


@pytest.mark.parametrize(
    ("hours", "quiet"),
    [(Hours(8, 21, 7), [*range(7), 21, 22, 23]), (Hours(8, 12, 14), [12, 13]), (Hours(8, 0, 0), [])],
    ids=["over midnight", "at noon", "never"],
)
def test_the_quiet_hours(hours: Hours, quiet: list[int]) -> None:
    assert [hour for hour in range(24) if hours.is_quiet(hour)] == quiet


@pytest.mark.parametrize("zone", ["Europe/Kaliningrad", "Europe/Moscow", "Asia/Kamchatka"])
def test_hours_are_those_on_the_wall_of_the_reader(cast: Cast, postman: Postman, zone: str) -> None:
    Fact.objects.create(node=cast.district, kind=Fact.Kind.TIME_ZONE, value=zone, from_on=dt.date(2020, 1, 1))
    with at("2026-08-31", "23:30", zone):
        tell(cast, cast.curator)
    with at("2026-09-01", "07:59", zone):
        post()
        assert postman.got == []
    with at("2026-09-01", "08:00", zone):
        post()

    assert [letter["To"] for letter in postman.got] == [cast.curator.email]
    assert "notices.digest:2026-09-01" in states()


def test_many_events_are_queued_by_as_many_queries_as_one(cast: Cast, django_assert_max_num_queries: Any) -> None:
    def queries(count: int, start: int) -> int:
        matters = [
            notifications.Matter([cast.curator], f"m{start + n}", {"node": cast.school.pk}, cast.school)
            for n in range(count)
        ]
        with django_assert_max_num_queries(20) as asked:
            assert notifications.queue_many("probe.daily", matters) == count
        return len(asked)

    assert queries(1, 0) == queries(50, 1)
