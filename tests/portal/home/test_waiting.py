"""The first page of those who keep no plan says what waits for them, and names nobody."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from nastavnik.people.services import requests
from tests.cast import Cast
from tests.portal.people.test_consents import given, pupil, text

pytestmark = pytest.mark.django_db


def test_what_waits_is_said_at_home_and_names_nobody(cast: Cast, client: Client) -> None:
    part = pupil(cast)
    given(cast, part.person)
    asked = requests.ask(part.person, "see", "", False, cast.curator)

    client.force_login(cast.parent)
    page = text(client.get(reverse("home:month")))
    assert "ждёт вашей подписи" in page
    assert reverse("people:own") in page.partition("<main")[2]

    client.force_login(cast.data_protection_officer)
    answer = text(client.get(reverse("home:month")))
    assert reverse("people:data-request", args=[asked.uid]) in answer
    assert "Ветров" not in answer + page

    client.force_login(cast.mentor)
    assert "ничего не требуется" in text(client.get(reverse("home:month")))
