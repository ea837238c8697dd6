"""Who looked at whom."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from nastavnik.audit.models import Event
from nastavnik.people import sights
from tests.cast import Cast
from tests.people_data import person

pytestmark = pytest.mark.django_db


def test_a_card_is_one_event_and_a_list_is_one_for_two_hundred(cast: Cast) -> None:
    people = [person(cast.school) for _ in range(3)]

    sights.seen(cast.curator, people[:1], "card")
    sights.seen(cast.curator, people, "base")

    events = Event.objects.filter(action__in=sights.ACTIONS).order_by("id")
    assert [(event.action, event.object_id) for event in events] == [
        ("person.viewed", people[0].pk),
        ("person.listed", None),
    ]
    assert events[1].facts == {"how": "base", "people": [row.pk for row in people]}


def test_who_saw_tells_of_one_person_within_the_period(cast: Cast) -> None:
    one, other = person(cast.school), person(cast.school)
    today = timezone.localdate()
    sights.seen(cast.curator, [one, other], "base")
    sights.seen(cast.curator, [other], "card")
    sights.seen(cast.director, [one], "export")

    found = list(sights.who_saw(one, today, today))

    assert [(sight.user_id, sight.how, sight.people) for sight in found] == [
        (cast.director.pk, "export", (one.pk,)),
        (cast.curator.pk, "base", (one.pk,)),
    ]
    assert list(sights.who_saw(one, today - dt.timedelta(days=9), today - dt.timedelta(days=2))) == []


def test_the_first_event_of_a_moment_is_found_by_halving(cast: Cast) -> None:
    now = timezone.now()
    for days in range(40, 0, -1):
        Event.objects.create(action="x", at=now - dt.timedelta(days=days), mac="x")

    found = sights.within((now - dt.timedelta(days=10)).date(), (now - dt.timedelta(days=8)).date())

    assert found.filter(action="x").count() == 3


def test_no_event_at_all(cast: Cast) -> None:
    Event.objects.all().delete()
    today = timezone.localdate()
    assert list(sights.sights([cast.school.pk], today, today)) == []
