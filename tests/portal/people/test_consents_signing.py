"""Signing and withdrawing: on a phone by a code, and by an account."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from nastavnik.people.models import Consent, DataRequest, Person
from nastavnik.people.services import codes
from tests.cast import Cast
from tests.portal.people.test_consents import GROWN, given, person, pupil, text

pytestmark = pytest.mark.django_db
NAME = "Ветрова-Старшая Ирина Игоревна"


def code_for(cast: Cast, row: Consent) -> str:
    return codes.hand_out(row.person, actor=cast.curator, representation=row.representation)


@pytest.fixture
def row(cast: Cast) -> Consent:
    return given(cast, pupil(cast).person)


class TestByCode:
    def test_the_parent_reads_signs_and_withdraws(self, cast: Cast, client: Client, row: Consent) -> None:
        typed = code_for(cast, row).lower().replace("-", " ")
        answer = client.post(reverse("people:sign"), {"code": typed})
        assert answer.headers["Location"] == reverse("people:sign-list")
        listed = text(client.get(reverse("people:sign-list")))
        assert "Алёна В." in listed
        assert "Ветрова Алёна" not in listed
        one = reverse("people:sign-one", args=[1])
        page = text(client.get(one))
        assert "Цель обработки" in page
        assert "простая электронная подпись" in page.lower()

        # Neither the tick alone nor the name alone is a signature.
        for half in ({"agreed": "on"}, {"full_name": NAME}, {"full_name": "Чужой Человек", "agreed": "on"}):
            client.post(one, half)
            row.refresh_from_db()
            assert row.state == "issued"
        client.post(one, {"full_name": "ветрова старшая ирина", "agreed": "on"})
        row.refresh_from_db()
        assert (row.state, row.way) == ("active", "simple_signature")
        assert "ирина" not in str(row.proof).lower()

        withdraw = reverse("people:sign-withdraw", args=[1])
        assert "Что произойдёт" in text(client.get(withdraw))
        client.post(withdraw)
        row.refresh_from_db()
        assert row.state == "withdrawn"
        assert DataRequest.objects.get().by_themselves

    def test_without_the_code_nothing_is_shown(self, cast: Cast, client: Client, row: Consent) -> None:
        for name, args in (("sign-list", []), ("sign-one", [1]), ("sign-withdraw", [1])):
            answer = client.get(reverse(f"people:{name}", args=args))
            assert answer.headers["Location"] == reverse("people:sign")
        assert "не подходит" in text(client.post(reverse("people:sign"), {"code": "K3TX-P8MA-24HC"}))

    def test_a_session_forgets_the_code(
        self, cast: Cast, client: Client, row: Consent, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client.post(reverse("people:sign"), {"code": code_for(cast, row)})
        client.post(reverse("people:sign-leave"))
        assert client.get(reverse("people:sign-list")).status_code == 302
        client.post(reverse("people:sign"), {"code": code_for(cast, row)})
        monkeypatch.setattr("nastavnik.portal.people.signing.LASTS", -1)
        assert client.get(reverse("people:sign-list")).status_code == 302

    def test_an_ended_code_closes_its_open_page(self, cast: Cast, client: Client, row: Consent) -> None:
        client.post(reverse("people:sign"), {"code": code_for(cast, row)})
        code_for(cast, row)
        answer = client.post(reverse("people:sign-one", args=[1]), {"full_name": NAME, "agreed": "on"})
        assert answer.headers["Location"] == reverse("people:sign")
        row.refresh_from_db()
        assert row.state == "issued"

    def test_another_childs_consent_is_not_among_them(self, cast: Cast, client: Client, row: Consent) -> None:
        given(cast, pupil(cast, "Зорина").person)
        client.post(reverse("people:sign"), {"code": code_for(cast, row)})
        assert client.get(reverse("people:sign-one", args=[2])).status_code == 302

    def test_guessing_has_to_wait(self, cast: Cast, client: Client) -> None:
        for _time in range(10):
            client.post(reverse("people:sign"), {"code": "K3TX-P8MA-24HC"})
        assert client.post(reverse("people:sign"), {"code": "K3TX-P8MA-24HC"}).status_code == 429


class TestByAccount:
    def test_the_parent_signs_for_the_child_and_withdraws_in_two_taps(
        self, cast: Cast, client: Client, row: Consent
    ) -> None:
        client.force_login(cast.parent)
        own = text(client.get(reverse("people:own")))
        sign = reverse("people:own-sign", args=[row.uid])
        assert sign in own
        client.post(sign, {"full_name": NAME, "agreed": "on"})
        row.refresh_from_db()
        assert row.state == "active"
        withdraw = reverse("people:own-withdraw", args=[row.uid])
        assert withdraw in text(client.get(reverse("people:own")))
        client.post(withdraw)
        row.refresh_from_db()
        assert row.state == "withdrawn"

    def test_a_mentee_does_not_sign_in_place_of_the_parent(self, cast: Cast, client: Client, row: Consent) -> None:
        Person.objects.filter(pk=row.person.pk).update(user=cast.mentee)
        client.force_login(cast.mentee)
        page = text(client.get(reverse("people:own")))
        assert reverse("people:own-sign", args=[row.uid]) not in page
        client.post(reverse("people:own-sign", args=[row.uid]), {"full_name": NAME, "agreed": "on"})
        row.refresh_from_db()
        assert row.state == "issued"

    def test_a_mentor_asks_about_own_data(self, cast: Cast, client: Client) -> None:
        who = person(cast, "Котова", "Мария", GROWN, user=cast.mentor)
        client.force_login(cast.mentor)
        assert "Котова Мария Игоревна" in text(client.get(reverse("people:own")))
        typed = {"person": who.uid, "kind": "copy", "words": "всё, что есть"}
        client.post(reverse("people:own-ask"), typed)
        asked = DataRequest.objects.get()
        assert (asked.kind, asked.by_themselves, asked.words) == ("copy", True, "всё, что есть")

    def test_nobody_asks_about_another_persons_data(self, cast: Cast, client: Client) -> None:
        stranger = person(cast, "Зорина", "Ольга", GROWN)
        person(cast, "Котова", "Мария", GROWN, user=cast.mentor)
        client.force_login(cast.mentor)
        client.post(reverse("people:own-ask"), {"person": stranger.uid, "kind": "copy"})
        assert not DataRequest.objects.exists()
