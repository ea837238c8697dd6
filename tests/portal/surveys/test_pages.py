"""Pages of questionnaires."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from nastavnik.accounts import proof
from nastavnik.accounts.models import User
from nastavnik.audit.models import Event
from nastavnik.org.services.reference import load
from nastavnik.people.models import Care, Group, ReadinessFact
from nastavnik.surveys.models import Filling
from nastavnik.surveys.services import fillings, versions
from tests.cast import Cast
from tests.people_data import DAY, part, person

pytestmark = pytest.mark.django_db

LIST, OWN, GIVE = "/surveys/", "/surveys/own/", "/surveys/give/"
FIRST = {"q1": "люблю учить", "q2": "физика", "go": "next"}


@pytest.fixture(autouse=True)
def lists(db: None) -> None:
    load()


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


def enter(client: Client, user: User) -> None:
    client.force_login(user)
    session = client.session
    session[proof.PROVED_AT] = timezone.now().timestamp()
    session.save()


def given(cast: Cast, user: User | None = None, by: User | None = None) -> Filling:
    who = person(cast.school, "Липатов", "Глеб", user=user)
    if by is not None:
        Care.objects.create(node=cast.school, person=who, user=by, from_on=DAY)
    row = part(who, side="mentor", source="pupil")
    fillings.give(cast.school, versions.CANDIDATE, [row], actor=by or cast.curator)
    return Filling.objects.get(person=who)


def test_one_answers_stops_goes_on_and_completes(client: Client, cast: Cast) -> None:
    filling = given(cast, cast.mentor)
    client.force_login(cast.mentor)
    assert "Анкета кандидата" in words(client.get(OWN))
    at = reverse("surveys:fill", args=[filling.uid])
    page = words(client.get(at))
    assert "Шаг 1 из 2" in page
    assert "Почему тебе хочется" in page

    assert client.post(f"{at}?step=1", {**FIRST, "go": "stop"}).url == OWN
    assert "люблю учить" in words(client.get(at))
    assert client.post(f"{at}?step=1", FIRST).url == f"{at}?step=2"
    refused = words(client.post(f"{at}?step=2", {"q6": "много", "q10": "только по средам", "go": "next"}))
    assert "только по средам" in refused
    assert "много" in refused
    assert "Ответ не подходит" in refused
    # What fitted is kept all the same.
    assert "только по средам" in words(client.get(f"{at}?step=2"))

    done = client.post(f"{at}?step=2", {"q6": "4", "q8": "да", "q9": "да", "go": "next"})
    assert done.url == OWN
    assert ReadinessFact.objects.get().source_uid == filling.uid
    assert "люблю учить" in words(client.get(at))
    client.post(reverse("surveys:reopen", args=[filling.uid]))
    filling.refresh_from_db()
    assert filling.state == "begun"


def test_the_curator_sees_completion_and_never_the_answers(client: Client, cast: Cast) -> None:
    filling = given(cast, cast.mentor)
    for step in (0, 1):
        told = {"why": "секрет", "hours": 4, "experience": "да", "training_ready": "да"}
        said = {f"intake.mentor_candidate.{name}": value for name, value in told.items()}
        fillings.save_step(filling, step, said, actor=cast.mentor)
    fillings.complete(filling, actor=cast.mentor)
    enter(client, cast.curator)
    page = words(client.get(LIST))
    assert "Липатов" in page
    assert "заполнена" in page
    for name, code in {"fill": (403, 404), "enter": (404,), "answers": (403,), "reopen": (403, 404)}.items():
        at = reverse(f"surveys:{name}", args=[filling.uid])
        answer = client.post(at)
        assert answer.status_code in code, name
        assert "секрет" not in words(answer)
    person_page = reverse("people:readiness-person", args=[filling.person.uid])
    assert "секрет" not in page + words(client.get(person_page)) + words(client.get(f"{LIST}?state=completed"))
    assert not Event.objects.filter(action="survey.answers_viewed").exists()


def test_a_psychologist_reads_what_they_asked_and_the_journal_keeps_it(client: Client, cast: Cast) -> None:
    asked, other = given(cast, by=cast.psychologist), given(cast)
    enter(client, cast.psychologist)
    begin = client.post(reverse("surveys:take-paper", args=[asked.uid]))
    at = begin.url
    client.post(f"{at}?step=1", FIRST)
    done = client.post(f"{at}?step=2", {"go": "next", "on": timezone.localdate().isoformat()})
    assert done.url == LIST
    page = words(client.get(LIST))
    assert "Прочитать ответы" in page
    answers = client.post(reverse("surveys:answers", args=[asked.uid]))
    assert "люблю учить" in words(answers)
    assert Event.objects.filter(action="survey.answers_viewed", object_uid=asked.uid).count() == 1
    assert client.post(reverse("surveys:answers", args=[other.uid])).status_code == 404


def test_paper_goes_in_by_the_curator_who_holds_it(client: Client, cast: Cast) -> None:
    filling = given(cast)
    client.force_login(cast.curator)
    at = client.post(reverse("surveys:candidate", args=[filling.person.uid])).url
    assert at == reverse("surveys:enter", args=[filling.uid])
    client.post(f"{at}?step=1", FIRST)
    assert "люблю учить" in words(client.get(f"{at}?step=1"))
    ahead = words(client.post(f"{at}?step=2", {"go": "next", "on": "2126-01-01"}))
    assert "Напишите день" in ahead or "ещё не наступил" in ahead
    done = client.post(f"{at}?step=2", {"go": "next", "on": "2026-11-02"})
    filling.refresh_from_db()
    assert (filling.state, str(filling.filled_on)) == ("completed", "2026-11-02")
    # The selection goes on where it was left.
    assert client.get(at).url == done.url == reverse("people:readiness-person", args=[filling.person.uid])
    assert "Анкета внесена с бумаги" in words(client.get(done.url))


def test_a_class_is_asked_and_counted(client: Client, cast: Cast) -> None:
    eighth = Group.objects.create(node=cast.school, name="8А", sort="0008 8а")
    for group in (eighth, eighth, None):
        part(person(cast.school), group=group)
    client.force_login(cast.curator)
    told = {"code": versions.LEARNER_REQUEST, "year": 2026, "group": str(eighth.uid)}
    page = words(client.post(GIVE, told, follow=True))
    assert "Выдано: 2" in page
    again = words(client.post(GIVE, told))
    assert "Выдавать некому" in again
    mark = Filling.objects.values_list("mark", flat=True).distinct().get()
    client.post(reverse("surveys:call-off-many", args=[mark]))
    assert set(Filling.objects.values_list("state", flat=True)) == {"called_off"}


def test_the_blank_is_a_file_without_names(client: Client, cast: Cast) -> None:
    client.force_login(cast.curator)
    answer = client.get(reverse("surveys:blank", args=[versions.CANDIDATE]))
    assert b"".join(answer.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]  # a file
    assert client.get(reverse("surveys:blank", args=["no.such"])).url == LIST


def test_three_and_thirty_take_as_many_queries(client: Client, cast: Cast) -> None:
    client.force_login(cast.curator)
    counts = []
    for more in (3, 27):
        for _ in range(more):
            given(cast)
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[1]
