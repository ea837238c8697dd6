"""Pages of the selection of mentors."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from nastavnik.accounts import proof
from nastavnik.audit.models import Event
from nastavnik.documents.models import Paper
from nastavnik.org.services.reference import load
from nastavnik.people import selection, standing
from nastavnik.people.models import Care, Participation, ReadinessFact, Safeguard
from tests.cast import Cast
from tests.people_data import part, person

pytestmark = pytest.mark.django_db

LIST = "/people/readiness/"


def mentor(cast: Cast, last: str = "Синицын", source: str = "teacher") -> Participation:
    who = person(cast.school, last, "Павел", birth_year=1980, adult_from=dt.date(1998, 6, 1))
    return part(who, side="mentor", audience="adult", source=source)


def fact(of: Participation, kind: str, **told: Any) -> ReadinessFact:
    whole = {"dated_on": timezone.localdate(), **told}
    return ReadinessFact.objects.create(node_id=of.node_id, person=of.person, kind=kind, **whole)


def enter(client: Client, user: Any) -> Client:
    """Signed in, with the password given just now."""
    client.force_login(user)
    session = client.session
    session[proof.PROVED_AT] = timezone.now().timestamp()
    session.save()
    return client


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def curator(client: Client, cast: Cast) -> Client:
    return enter(client, cast.curator)


def test_the_list_says_what_is_missing_and_is_narrowed_by_it(curator: Client, cast: Cast) -> None:
    ready, open_one = mentor(cast), mentor(cast, "Липатов", "employee")
    for kind in standing.SELECTION:
        fact(ready, kind)
    fact(open_one, "interview", outcome="failed")

    page = words(curator.get(LIST))
    assert "Синицын Павел" in page
    for lacking in ("анкета кандидата", "собеседование", "обучение", "справка об отсутствии судимости"):
        assert lacking in re.findall('data-label="Не хватает"><div>(.*?)</div></td>', page)[0]
    assert "не пройдено" in page
    for state, found in {"ready": "Синицын", "open": "Липатов", "lacks-no_conviction": "Липатов"}.items():
        page = words(curator.get(LIST, {"state": state}))
        assert [name for name in ("Синицын", "Липатов") if name in page] == [found]

    unsaid = mentor(cast, "Котов", "")
    asked = words(curator.get(reverse("people:readiness-person", args=[unsaid.person.uid])))
    assert "Категория наставника не указана, поэтому нужна справка" in asked
    assert reverse("people:edit", args=[unsaid.uid]) in asked
    assert Event.objects.filter(action="person.listed").count() == 1


def test_names_are_searched_for_by_a_posted_form(curator: Client, cast: Cast) -> None:
    mentor(cast), mentor(cast, "Липатов")
    found = curator.post(LIST, {"q": "липатов"})
    assert "липатов" not in found.url.casefold()
    page = words(curator.get(found.url))
    assert "Липатов" in page
    assert "Синицын" not in page


def test_a_list_of_three_and_of_thirty_asks_as_much(curator: Client, cast: Cast) -> None:
    counts = []
    for more in (3, 27):
        for _ in range(more):
            fact(mentor(cast), "interview")
        with CaptureQueriesContext(connection) as queries:
            curator.get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_an_interview_is_written_down_taken_back_and_brought_back(curator: Client, cast: Cast) -> None:
    who = mentor(cast).person
    at = reverse("people:readiness-write", args=[who.uid])
    told = {"kind": "interview", "outcome": "passed", "dated_on": "2026-11-02", "basis": "протокол № 7"}
    refused = words(curator.post(at, {**told, "dated_on": "2126-01-01"}))
    assert "протокол № 7" in refused
    page = words(curator.post(at, told, follow=True))
    assert "протокол № 7" in page
    row = ReadinessFact.objects.get()
    page = words(curator.post(reverse("people:readiness-take-back", args=[row.uid]), follow=True))
    assert "отменено" in page
    curator.post(reverse("people:readiness-bring-back", args=[row.uid]))
    row.refresh_from_db()
    assert row.withdrawn_at is None


def test_a_psychologist_sees_their_people_and_writes_interviews_alone(client: Client, cast: Cast) -> None:
    mine, other = mentor(cast), mentor(cast, "Липатов")
    Care.objects.create(node=cast.school, person=mine.person, user=cast.psychologist, from_on=dt.date(2026, 9, 1))
    client.force_login(cast.psychologist)
    page = words(client.get(LIST))
    assert "Синицын" in page
    assert "Липатов" not in page
    at = reverse("people:readiness-write", args=[mine.person.uid])
    told = {"outcome": "passed", "dated_on": "2026-11-02"}
    assert client.post(at, {**told, "kind": "training"}).status_code == 200
    assert not ReadinessFact.objects.exists()
    assert client.post(at, {**told, "kind": "interview"}).status_code == 302
    assert client.get(reverse("people:readiness-write", args=[other.person.uid])).status_code == 404
    training = fact(mine, "training")
    assert client.post(reverse("people:readiness-take-back", args=[training.uid])).status_code == 302
    training.refresh_from_db()
    assert training.withdrawn_at is None


def test_many_are_written_down_together_and_taken_back(curator: Client, cast: Cast) -> None:
    rows = [mentor(cast) for _ in range(3)]
    at = reverse("people:readiness-write-many")
    assert "Отметьте" in words(curator.post(at, follow=True))
    ticked = {"person": [str(row.person.uid) for row in rows] + ["x"]}
    page = words(curator.post(at, ticked))
    assert page.count('type="hidden" name="person"') == 3
    told = {**ticked, "kind": "training", "dated_on": "2026-11-02", "basis": "Школа наставника"}
    done = words(curator.post(at, told, follow=True))
    assert "3 наставников" in done
    mark = ReadinessFact.objects.values_list("source_uid", flat=True).distinct().get()
    curator.post(reverse("people:readiness-undo-many", args=[mark]))
    assert not ReadinessFact.objects.filter(withdrawn_at=None).exists()


def test_the_sheet_of_an_interview_is_drawn_up_once(curator: Client, cast: Cast) -> None:
    row = fact(mentor(cast), "interview")
    at = reverse("people:readiness-sheet", args=[row.uid])
    assert curator.post(at).url == curator.post(at).url
    paper = Paper.objects.get()
    assert (paper.code, paper.source_uid, paper.is_personal) == ("interview_sheet", row.uid, True)
    assert "Синицын" not in paper.title
    assert str(paper.uid) in words(curator.get(reverse("people:readiness-person", args=[row.person.uid])))


def test_a_suspension_is_decided_with_a_ground_and_every_look_at_it_is_kept(curator: Client, cast: Cast) -> None:
    who = mentor(cast).person
    page, move = reverse("people:safeguard", args=[who.uid]), reverse("people:safeguard-move", args=[who.uid])
    assert "Пока ничего не решено" in words(curator.get(page))
    assert (
        "Напишите" in words(curator.post(move, {"to": "suspended", "reason": " "})) or not Safeguard.objects.exists()
    )
    curator.post(move, {"to": "suspended", "reason": "жалоба от 3 ноября", "since": ""})
    step = Safeguard.objects.get()
    assert "жалоба" not in words(curator.get(page))
    assert "жалоба от 3 ноября" in words(curator.post(reverse("people:safeguard-reason", args=[step.uid])))
    assert Event.objects.filter(action="safeguard.reason_viewed", object_uid=step.uid).count() == 1
    stale = words(curator.post(move, {"to": "barred", "reason": "по старой странице", "since": ""}))
    assert "по старой странице" in stale
    assert Safeguard.objects.count() == 1


def test_grounds_are_not_for_everybody(client: Client, cast: Cast) -> None:
    who = mentor(cast).person
    step = Safeguard.objects.create(node=cast.school, person=who, state="suspended", reason="жалоба")
    at = reverse("people:safeguard-reason", args=[step.uid])
    for role, code in {"data_protection_officer": 403, "team_member": 404, "district_coordinator": 404}.items():
        enter(client, cast.users[role])  # type: ignore[index]  # roles are texts
        assert client.post(at).status_code == code
    assert not Event.objects.filter(action="safeguard.reason_viewed").exists()


@pytest.mark.parametrize("passed_ago", [None, 2, 40])
@pytest.mark.parametrize("failed_ago", [None, 1, 2, 20])
@pytest.mark.parametrize("expires_in", [None, 0, 1, 30, 31])
def test_words_say_what_the_gate_does(
    cast: Cast, passed_ago: int | None, failed_ago: int | None, expires_in: int | None
) -> None:
    today, day = timezone.localdate(), dt.timedelta(days=1)
    row = mentor(cast)
    if passed_ago is not None:
        until = None if expires_in is None else today + expires_in * day
        fact(row, "interview", dated_on=today - passed_ago * day, expires_on=until)
    if failed_ago is not None:
        fact(row, "interview", dated_on=today - failed_ago * day, outcome="failed")
    facts = selection.facts_of([row.person_id]).get(row.person_id, {})
    seen = selection.look("interview", facts.get("interview", ()), today)
    holds = Participation.objects.filter(pk=row.pk).exclude(
        pk__in=selection.narrowed(Participation.objects.filter(pk=row.pk), "lacks-interview", today).values("pk")
    )
    assert seen.is_there == holds.exists()


def test_the_kinds_are_those_of_the_reference_list(db: None) -> None:
    load()
    from nastavnik.people import readiness_kinds

    assert list(readiness_kinds.titles()) == list(readiness_kinds.KINDS)
