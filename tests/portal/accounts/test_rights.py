"""Pages of roles: the list, the card, the end, the switch of the active role, proofs for sensitive deeds."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nastavnik.accounts.models import Grant, User
from nastavnik.accounts.roles import Role
from nastavnik.audit.models import Event
from tests.cast import PASSWORD, Cast


@pytest.fixture
def director(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.director)
    return client


def text(response) -> str:
    return response.content.decode()


def test_the_list_holds_those_in_force_and_filters(cast: Cast, director: Client) -> None:
    address = reverse("accounts:grants")
    in_force, ended = text(director.get(address)), text(director.get(address, {"state": "ended"}))
    psychologists = text(director.get(address, {"role": "psychologist"}))

    assert str(cast.curator) in in_force
    assert str(cast.ended_curator) not in in_force
    assert str(cast.ended_curator) in ended
    assert str(cast.psychologist) in psychologists
    assert str(cast.curator) not in psychologists


@pytest.mark.parametrize("more", [1, 30])
def test_the_list_takes_as_many_queries_for_thirty_as_for_one(
    cast: Cast, director: Client, more: int, django_assert_max_num_queries
) -> None:
    users = [User(work_name=f"Член группы {n}", password="!") for n in range(more)]
    rows = [Grant(user=user, role=Role.TEAM_MEMBER, node=cast.school) for user in User.objects.bulk_create(users)]
    Grant.objects.bulk_create(rows)

    with django_assert_max_num_queries(14):
        director.get(reverse("accounts:grants"))


def test_an_export_is_written_down(cast: Cast, director: Client) -> None:
    body = b"".join(director.get(reverse("accounts:grants-export", args=["csv"]))).decode("utf-8-sig")

    assert str(cast.curator) in body
    assert director.get(reverse("accounts:grants-export", args=["exe"])).status_code == 404
    [event] = Event.objects.filter(action="export")
    assert (event.actor_id, event.facts["list"]) == (cast.director.pk, "grants")


def test_ending_a_role_signs_the_person_out(cast: Cast, director: Client) -> None:
    curator = Client()
    curator.force_login(cast.curator)
    grant = cast.curator.grants.get()
    director.post(reverse("accounts:grant-end", args=[grant.uid]), {"last_on": ""})

    assert curator.get(reverse("accounts:account")).status_code == 302
    grant.refresh_from_db()
    assert grant.to_on == timezone.localdate()


def test_a_last_day_in_the_past_is_refused_with_a_sentence(cast: Cast, director: Client) -> None:
    grant = cast.curator.grants.get()
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    response = director.post(reverse("accounts:grant-end", args=[grant.uid]), {"last_on": yesterday.isoformat()})

    assert response.status_code == 200
    assert response.context["form"].errors["last_on"]


def test_a_sensitive_deed_asks_for_the_password_after_a_quarter_of_an_hour(
    cast: Cast, director: Client, time_machine
) -> None:
    grant = cast.curator.grants.get()
    address = reverse("accounts:grant-end", args=[grant.uid])
    time_machine.move_to(timezone.now() + dt.timedelta(minutes=16))
    response = director.post(address, {"last_on": ""})
    assert response.status_code == 302
    proof_page = response.headers["Location"]
    assert proof_page.startswith(reverse("account_reauthenticate"))
    grant.refresh_from_db()
    assert grant.to_on is None

    director.post(proof_page, {"password": "wrong password 1"})
    grant.refresh_from_db()
    assert grant.to_on is None
    goes_on = director.post(proof_page, {"password": PASSWORD}, follow=True)
    waiting = goes_on.context["waiting"]
    assert waiting.address == address
    director.post(waiting.address, dict(waiting.fields))

    grant.refresh_from_db()
    assert grant.to_on == timezone.localdate()


def test_picking_a_role_narrows_the_pages_and_is_written_down(cast: Cast) -> None:
    Grant.objects.create(user=cast.curator, role=Role.DIRECTOR, node=cast.sibling_school)
    client = Client()
    client.force_login(cast.curator)
    acting = reverse("accounts:acting")
    assert client.get(reverse("audit:events")).status_code == 200

    client.post(acting, {"role": "curator"})
    assert client.get(reverse("audit:events")).status_code == 403
    client.post(acting, {"role": "technical_admin"})
    assert client.get(reverse("audit:events")).status_code == 403

    picked = Event.objects.filter(action="user.acting").values_list("facts", flat=True)
    assert list(picked) == [{"picked": "curator"}]
    refused = Event.objects.filter(action="access.refused").first()
    assert refused is not None
    assert (refused.role, refused.facts["route"]) == ("curator", "audit:events")


def test_the_invitation_of_paper_can_be_printed_until_it_is_used(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.curator)
    card = client.post(
        reverse("accounts:invite", args=[cast.school.uid]), {"role": "mentee", "way": "paper"}, follow=True
    )
    code = card.context["code"]
    assert code
    assert code in text(card)

    Client().post(reverse("accounts:code"), {"code": code})

    assert code not in text(client.get(card.request["PATH_INFO"]))


def test_a_pupils_name_is_not_asked_for(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.curator)
    words = {"role": "mentee", "way": "paper", "work_name": "Петя"}
    response = client.post(reverse("accounts:invite", args=[cast.school.uid]), words)

    assert response.context["form"].errors["work_name"]
