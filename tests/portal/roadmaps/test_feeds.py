"""A calendar address shows what its owner may see today, and nothing to anybody else."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nastavnik.accounts.models import Grant
from nastavnik.base.errors import NotAllowed
from nastavnik.roadmaps.models import Feed, Roadmap
from nastavnik.roadmaps.services import feeds, lines
from nastavnik.roadmaps.services.feeds import TooManyFeeds

pytest_plugins = ["tests.plans"]
TODAY = dt.date(2026, 10, 1)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(dt.datetime(2026, 10, 1, 9, tzinfo=dt.UTC), tick=False):
        yield


def address(feed):
    return reverse("feeds:file", args=[feeds.token_of(feed)])


def summaries(response):
    text = response.content.decode().replace("\r\n ", "")
    return [line.removeprefix("SUMMARY:") for line in text.split("\r\n") if line.startswith("SUMMARY:")]


def test_the_address_of_a_plan_shows_its_days_with_their_state_and_no_names(client, cast, roadmap, add, prove):
    done = add("до 15 октября", title="Приказ", number="1.1")
    prove(done.occurrences.get())
    add("до 20 октября", title="Беседа с Ивановой А.А. о парах", number="1.2", responsible_text="Петрова И.И.")
    add("по запросу", title="Ответы")
    feed = feeds.make_feed(roadmap, actor=cast.curator)

    response = client.get(address(feed))

    body = response.content.decode().replace("\r\n ", "")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert summaries(response) == ["✓ 1.1 Приказ", "1.2 Беседа с … о парах"]
    assert f"UID:{done.occurrences.get().uid}@nastavnik" in body
    assert f"URL:{settings.PUBLIC_URL}/plans/lines/{done.uid}/" in body
    assert "Иванов" not in body
    assert "Петров" not in body
    assert Feed.objects.get().read_at is not None


def test_the_address_of_all_shows_only_what_waits(client, cast, roadmap, add, prove):
    prove(add("до 15 октября", title="Сделано").occurrences.get())
    later = add("до 20 октября", title="Отложено")
    lines.decide(later, kind="postponed", basis="приказ", from_on=TODAY, actor=cast.curator)
    add("до 25 октября", title="Ждёт")
    feed = feeds.make_feed(None, actor=cast.curator)

    assert summaries(client.get(address(feed))) == ["Ждёт"]


def test_the_same_days_are_not_sent_twice(client, cast, roadmap, add):
    add("до 15 октября", title="Приказ")
    feed = feeds.make_feed(roadmap, actor=cast.curator)
    first = client.get(address(feed))

    again = client.get(address(feed), headers={"if-none-match": first["ETag"]})
    add("до 20 октября", title="План")
    changed = client.get(address(feed), headers={"if-none-match": first["ETag"]})

    assert (again.status_code, again.content, changed.status_code) == (304, b"", 200)


def revoked(feed, cast):
    feeds.revoke(feed, actor=cast.curator)


def role_over(feed, cast):
    Grant.objects.filter(user=cast.curator).update(to_on=TODAY)


def signed_off(feed, cast):
    type(cast.curator).objects.filter(pk=cast.curator.pk).update(is_active=False)


def plan_removed(feed, cast):
    Roadmap.objects.update(removed_at=dt.datetime(2026, 10, 1, tzinfo=dt.UTC))


def plan_elsewhere(feed, cast):
    Roadmap.objects.update(node=cast.sibling_school)


@pytest.mark.parametrize("ended", [revoked, role_over, signed_off, plan_removed, plan_elsewhere])
def test_an_address_ends_with_the_right(client, cast, roadmap, add, ended):
    add("до 15 октября", title="Приказ")
    feed = feeds.make_feed(roadmap, actor=cast.curator)
    assert client.get(address(feed)).status_code == 200

    ended(feed, cast)

    assert client.get(address(feed)).status_code == 404


@pytest.mark.parametrize("token", ["x", "А" * 300, "x" * 5000, "' OR 1=1 --", "%00"])
def test_a_wrong_address_costs_one_question_and_tells_nothing(client, db, token):
    with CaptureQueriesContext(connection) as asked:
        response = client.get(reverse("feeds:file", args=[token]))

    assert (response.status_code, len(asked)) == (404, 1)


def test_the_database_does_not_hold_the_address(cast, roadmap):
    feed = feeds.make_feed(roadmap, actor=cast.curator)

    token = feeds.token_of(feed)
    assert len(token) == 43
    assert token not in {str(value) for value in Feed.objects.values().get().values()}


def test_who_may_have_one(cast, roadmap):
    with pytest.raises(NotAllowed):
        feeds.make_feed(roadmap, actor=cast.sibling_curator)
    with pytest.raises(NotAllowed):
        feeds.make_feed(None, actor=cast.director)
    feed = feeds.make_feed(roadmap, actor=cast.director)
    with pytest.raises(NotAllowed):
        feeds.revoke(feed, actor=cast.curator)
    for _ in range(feeds.MOST):
        feeds.make_feed(None, actor=cast.curator)
    with pytest.raises(TooManyFeeds):
        feeds.make_feed(None, actor=cast.curator)


def test_made_on_the_page_revoked_and_brought_back(client, cast, roadmap, add):
    add("до 15 октября")
    client.force_login(cast.curator)
    page = client.get(reverse("feeds:list"), {"plan": roadmap.uid})
    assert roadmap.title in page.content.decode()

    client.post(reverse("feeds:make"), {"plan": roadmap.uid})
    feed = Feed.objects.get()
    assert address(feed) in client.get(reverse("feeds:list")).content.decode()

    client.post(reverse("feeds:revoke", args=[feed.uid]))
    assert client.get(address(feed)).status_code == 404
    client.post(reverse("feeds:bring-back", args=[feed.uid]))
    assert client.get(address(feed)).status_code == 200


def test_the_page_names_no_plan_out_of_reach(client, cast, roadmap):
    feeds.make_feed(roadmap, actor=cast.curator)
    Roadmap.objects.update(node=cast.sibling_school)
    client.force_login(cast.curator)

    assert roadmap.title not in client.get(reverse("feeds:list")).content.decode()
    assert client.post(reverse("feeds:make"), {"plan": roadmap.uid}).status_code == 404
    assert client.post(reverse("feeds:make"), {"plan": "nonsense"}).status_code == 404
