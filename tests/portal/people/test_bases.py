"""The two bases through the browser's eyes: the list, the search, taking in, classes; by those who may."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from nastavnik.audit.models import Event
from nastavnik.people.models import Consent, Group, Participation
from tests.cast import Cast
from tests.people.bases_rows import grow, part, person
from tests.portal.documents.test_pages import browse, text_of

pytestmark = pytest.mark.django_db
LIST = {"year": "2026"}


@pytest.fixture(autouse=True)
def in_november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_args: dt.date(2026, 11, 22))


def at(name: str, *args: Any) -> str:
    return reverse(f"people:{name}", args=args)


def base(client: Client, **chosen: str) -> str:
    return text_of(client.get(at("bases"), LIST | chosen))


def test_an_empty_base_says_what_to_do(cast: Cast):
    page = base(browse(cast.curator))
    assert at("add") in page
    assert "<table" not in page


def test_mentees_and_mentors_stand_apart_with_their_counts(cast: Cast):
    one, other = (person(cast.school, cast.curator, last) for last in ("Ветрова", "Орлова"))
    part(one, cast.curator)
    part(other, cast.curator, side="mentor", audience="teacher", source="teacher")
    part(other, cast.curator, year=2025)
    client = browse(cast.curator)
    mentees, mentors = base(client), base(client, side="mentor")
    assert ("Ветрова Анна" in mentees, "Орлова Анна" in mentees) == (True, False)
    assert ("Ветрова Анна" in mentors, "Орлова Анна" in mentors) == (False, True)
    assert mentees.count('<span class="tab-count">1</span>') == 2
    assert "Орлова Анна" in base(client, year="2025")


def test_the_list_is_written_down_once_for_all_who_are_shown(cast: Cast):
    people = [person(cast.school, cast.curator, last) for last in ("Ветрова", "Орлова")]
    for one in people:
        part(one, cast.curator)
    browse(cast.curator).get(at("bases"), LIST)
    (event,) = Event.objects.filter(action="person.listed")
    assert (event.node_id, event.facts["people"]) == (cast.school.pk, [one.pk for one in people])


def test_a_search_is_posted_and_its_words_never_stand_in_an_address(cast: Cast):
    for last in ("Ветрова", "Орлова"):
        part(person(cast.school, cast.curator, last), cast.curator)
    client = browse(cast.curator)
    answer = client.post(f"{at('bases')}?year=2026&status=candidate", {"q": "орл"})
    assert "status=candidate" in answer["Location"]
    assert "%D0" not in answer["Location"]
    assert "орл" not in str(dict(client.session.items()))
    page = text_of(client.get(answer["Location"]))
    assert ("Ветрова Анна" in page, "Орлова Анна" in page) == (False, True)
    assert Event.objects.filter(action="people.searched", facts__found=1).exists()
    # The token means nothing to somebody else.
    assert "Ветрова Анна" in text_of(browse(cast.team_member).get(answer["Location"]))


def test_filters_narrow_by_class_consents_and_selection(cast: Cast):
    group = Group.objects.create(node=cast.school, name="8А", sort="0008 8а")
    one = part(person(cast.school, cast.curator, "Ветрова"), cast.curator, group=group)
    part(person(cast.school, cast.curator, "Орлова"), cast.curator)
    Consent.objects.create(
        node=cast.school,
        person=one.person,
        kind="minor_rep_pd",
        state="active",
        signed_on=dt.date(2026, 9, 1),
        way="paper",
    )
    Consent.objects.create(
        node=cast.school,
        person=one.person,
        kind="minor_own_ack",
        state="active",
        signed_on=dt.date(2026, 9, 1),
        way="paper",
    )
    client = browse(cast.curator)
    for chosen in ({"group": str(group.uid)}, {"consents": "yes"}):
        page = base(client, **chosen)
        assert ("Ветрова Анна" in page, "Орлова Анна" in page) == (True, False)
    for chosen in ({"group": "none"}, {"consents": "no"}):
        page = base(client, **chosen)
        assert ("Ветрова Анна" in page, "Орлова Анна" in page) == (False, True)


def test_taking_in_many_and_undoing_it(cast: Cast):
    parts = [part(person(cast.school, cast.curator, last), cast.curator) for last in ("Ветрова", "Орлова")]
    early = part(person(cast.school, cast.curator, "Белова"), cast.curator, entered_on=dt.date(2026, 9, 3))
    client = browse(cast.curator)
    marked = {"part": [str(one.uid) for one in (*parts, early)], "on": "2026-10-01"}
    answer = client.post(f"{at('take-in')}?year=2026", marked, follow=True)
    entered = dict(Participation.objects.values_list("pk", "entered_on"))
    october = dt.date(2026, 10, 1)
    assert entered == {parts[0].pk: october, parts[1].pk: october, early.pk: dt.date(2026, 9, 3)}
    undo = text_of(answer).split("/undo")[0].rsplit("/", 1)[1]
    client.post(at("take-in-undo", undo))
    entered = dict(Participation.objects.values_list("pk", "entered_on"))
    assert entered == {parts[0].pk: None, parts[1].pk: None, early.pk: dt.date(2026, 9, 3)}


def test_nobody_takes_in_people_of_another_school(cast: Cast):
    theirs = part(person(cast.sibling_school, cast.sibling_curator, "Белова"), cast.sibling_curator)
    browse(cast.curator).post(at("take-in"), {"part": [str(theirs.uid)], "on": "2026-10-01"})
    theirs.refresh_from_db()
    assert theirs.entered_on is None


@pytest.mark.parametrize(
    ("who", "sees"),
    [("curator", True), ("team_member", True), ("data_protection_officer", True), ("director", False),
     ("psychologist", False), ("mentor", False), ("partner", False), ("sibling_curator", False)],
)  # fmt: skip
def test_who_sees_a_minor_in_the_base(cast: Cast, who: str, sees: bool):
    part(person(cast.school, cast.curator, "Ветрова"), cast.curator)
    assert ("Ветрова" in base(browse(getattr(cast, who)))) == sees


@pytest.mark.parametrize("who", ["regional_operator", "methodologist", "district_coordinator", "registrar"])
def test_nobody_above_has_a_base(cast: Cast, who: str):
    assert browse(getattr(cast, who)).get(at("bases")).status_code == 403


def test_as_many_queries_for_3_people_as_for_300(cast: Cast):
    client = browse(cast.curator)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(at("bases"), LIST)
        return len(queries)

    grow(cast.school, 3)
    asked()  # keys and reference lists are read once in a process
    few = asked()
    grow(cast.school, 297, first=4)
    assert asked() == few


def test_classes_are_added_at_once_and_closed_with_a_way_back(cast: Cast):
    client = browse(cast.curator)
    client.post(at("groups"), {"names": "8А, 8 «Б» класс; 10А\n8а"})
    assert list(Group.objects.order_by("sort").values_list("name", flat=True)) == ["8А", "8Б", "10А"]
    client.post(at("groups"), {"names": "8Б, 9А"})
    assert Group.objects.count() == 4
    group = Group.objects.get(name="9А")
    client.post(at("group-close", group.uid))
    group.refresh_from_db()
    assert group.closed_on == dt.date(2026, 11, 22)
    client.post(at("group-open", group.uid))
    group.refresh_from_db()
    assert group.closed_on is None
    assert browse(cast.director).post(at("groups"), {"names": "9Б"}).status_code == 403
