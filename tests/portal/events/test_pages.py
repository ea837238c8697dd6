"""Pages of events, walked by those who keep them and those who are invited."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from nastavnik.accounts.models import User
from nastavnik.audit.models import Event as Deed
from nastavnik.events.models import Attendance, Event, Turnout
from nastavnik.events.services import attendance, events
from nastavnik.people.models import Person, ReadinessFact
from tests.cast import Cast
from tests.people_data import DAY, part, person

pytestmark = pytest.mark.django_db
LIST, NEW, OWN, ABOVE = "/events/", "/events/new/", "/events/own/", "/events/above/"
TODAY = timezone.localdate()


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


def at(name: str, *args: Any) -> str:
    return reverse(f"events:{name}", args=args)


def typed(days: int = 3, **told: Any) -> dict[str, Any]:
    begin = (timezone.localtime() + dt.timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")
    return {"kind": "seminar", "title": "Семинар наставников", "starts_at": begin, "way": "online",
            "link": "https://example.org/room", "audience": ["mentors"], **told}  # fmt: skip


def mentor(cast: Cast, last: str, user: User | None = None) -> Person:
    who = person(cast.school, last, user=user)
    part(who, side="mentor", source="teacher", status="in_base", entered_on=DAY)
    return who


def test_planned_changed_called_off_and_back(client: Client, cast: Cast) -> None:
    client.force_login(cast.curator)
    assert "Ничего не запланировано" in words(client.get(LIST))
    refused = words(client.post(NEW, typed(link="http://example.org")))
    assert "начинается с https://" in refused
    page = words(client.post(NEW, typed(), follow=True))
    event = Event.objects.get()
    assert "Теперь пригласите" in page
    assert "наставники" in page
    assert "Семинар наставников" in words(client.get(LIST))
    assert client.get(at("calendar", event.uid)).content.startswith(b"BEGIN:VCALENDAR")

    client.post(at("edit", event.uid), typed(title="Иначе", version="1"))
    conflict = client.post(at("edit", event.uid), typed(title="По-третьему", version="1"))
    assert conflict.status_code == 409
    assert "Иначе" in words(conflict)
    event.refresh_from_db()
    client.post(at("call-off", event.uid), {"reason": "Карантин", "version": str(event.version)})
    assert "Карантин" in words(client.get(at("event", event.uid)))
    assert "Иначе" in words(client.get(f"{LIST}?state=called_off"))
    client.post(at("call-again", event.uid))
    event.refresh_from_db()
    assert event.state == "planned"


def test_invited_answered_marked_held(client: Client, cast: Cast) -> None:
    mine, other = mentor(cast, "Липатов", cast.mentor), mentor(cast, "Ветрова")
    event = events.plan(
        cast.school, actor=cast.curator, kind="seminar", title="Обучение", is_training=True,
        starts_at=timezone.now() + dt.timedelta(days=1),
    )  # fmt: skip
    client.force_login(cast.curator)
    page = words(client.get(at("invite", event.uid)))
    assert page.index("Ветрова") < page.index("Липатов")
    done = client.post(at("invite", event.uid), {"person": [mine.uid, "torn"], "user": [cast.psychologist.uid]})
    assert Attendance.objects.count() == 2
    toast = words(client.get(done.url))
    undo = toast.split('class="toast-card')[1].split('action="')[1].split('"')[0]
    client.post(undo)
    assert not Attendance.objects.exists()
    client.post(at("invite", event.uid), {"all": "1"})
    assert Attendance.objects.count() == 2

    client.force_login(cast.mentor)
    row = Attendance.objects.get(person=mine)
    assert "Ждём вашего ответа" in words(client.get(OWN))
    assert "что придёте" in words(client.post(at("come", row.uid), follow=True))
    assert client.post(at("decline", Attendance.objects.get(person=other).uid)).status_code == 404
    assert client.get(at("event", event.uid)).status_code == 404

    client.force_login(cast.curator)
    rows = list(Attendance.objects.order_by("pk"))
    among = [str(each.uid) for each in rows]
    assert "ещё не началось" in words(client.post(at("attendance", event.uid), {"among": among}, follow=True))
    Event.objects.filter(pk=event.pk).update(starts_at=timezone.now() - dt.timedelta(hours=2))
    assert "Липатов" in words(client.get(at("attendance", event.uid)))
    client.post(at("attendance", event.uid), {"among": among, "everybody": "1"})
    said = {"held_on": TODAY.isoformat(), "version": "1", "outsiders": "3", "resolution": "Учиться"}
    page = words(client.post(at("hold", event.uid), said, follow=True))
    assert "Учиться" in page
    assert ReadinessFact.objects.filter(withdrawn_at=None).count() == 2
    sheet = client.get(at("sheet", event.uid))
    assert b"".join(sheet.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]  # a file
    looks = Deed.objects.filter(action__startswith="person.").values_list("facts__how", flat=True)
    assert {"event", "print"} <= set(looks)
    client.post(at("unhold", event.uid))
    assert not ReadinessFact.objects.filter(withdrawn_at=None).exists()

    # The head sees how many, and no names.
    client.force_login(cast.director)
    page = words(client.get(at("event", event.uid)))
    assert "Приглашено" in page
    assert client.get(at("attendance", event.uid)).status_code == 403


def test_those_below_say_who_came_and_the_district_reads_numbers(client: Client, cast: Cast) -> None:
    mine = mentor(cast, "Липатов")
    client.force_login(cast.district_coordinator)
    client.post(NEW, typed(-1, title="Вебинар района", addressed_to="below", is_training="on"))
    event = Event.objects.get()
    client.force_login(cast.curator)
    assert "Вебинар района" in words(client.get(ABOVE))
    assert "Вебинар района" not in words(client.get(LIST))
    page = words(client.get(at("announcement", event.uid)))
    assert "Указать, кто от нас участвовал" in page
    assert client.get(at("event", event.uid)).status_code == 404
    assert "Липатов" in words(client.get(at("ours", event.uid)))
    client.post(at("ours", event.uid), {"person": [mine.uid], "user": [cast.curator.uid], "count": "2"})
    assert Turnout.objects.get().count == 2
    assert client.get(at("ours", "01990000-0000-7000-8000-000000000000")).url == ABOVE

    client.force_login(cast.district_coordinator)
    page = words(client.get(at("event", event.uid)))
    assert "Школа № 15" in page
    assert "Липатов" not in page
    assert str(cast.curator) not in page
    # What a school does for itself is seen below it as an event, without how many were invited.
    own = events.plan(cast.school, actor=cast.curator, kind="seminar", title="Своё", starts_at=timezone.now())
    attendance.invite(own, cast.school, people=[mine.pk], actor=cast.curator)
    assert "Своё" in words(client.get(f"{LIST}?whose=below"))
    assert "Приглашено" not in words(client.get(at("event", own.uid)))


def test_a_line_of_a_plan_offers_an_event_and_shows_it(client: Client, cast: Cast, add: Any) -> None:
    line = add("до 30 мая", title="Обучающие семинары для наставников")
    client.force_login(cast.curator)
    page = words(client.get(reverse("roadmaps:line", args=[line.uid])))
    assert f"{NEW}?line={line.uid}" in page
    form = words(client.get(f"{NEW}?line={line.uid}"))
    assert 'value="seminar" selected' in form
    assert "2027-05-30T15:00" in form
    client.post(f"{NEW}?line={line.uid}", typed())
    assert Event.objects.get().line == line
    assert "Семинар наставников" in words(client.get(reverse("roadmaps:line", args=[line.uid])))
    # A line of somebody else's plan gives nothing.
    client.force_login(cast.sibling_curator)
    assert "по пункту плана" not in words(client.get(f"{NEW}?line={line.uid}"))


def test_three_and_thirty_take_as_many_queries(client: Client, cast: Cast) -> None:
    client.force_login(cast.curator)
    counts = []
    for more in (3, 27):
        told = {"node": cast.school, "kind": "seminar", "title": "Семинар", "starts_at": timezone.now()}
        Event.objects.bulk_create([Event(**told) for _ in range(more)])
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[1]
