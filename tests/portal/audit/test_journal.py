"""The journal on screen."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from nastavnik.audit.models import Event
from nastavnik.audit.record import record
from nastavnik.audit.sealer import seal
from tests.cast import Cast


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_director_sees_the_events_of_the_own_school_alone(cast: Cast) -> None:
    record("grant.given", cast.curator, actor=cast.director, node_id=cast.school.pk)
    record("grant.given", cast.sibling_curator, actor=cast.sibling_curator, node_id=cast.sibling_school.pk)
    page = client_of(cast.director).get(reverse("audit:events"))

    assert [moment.who for moment in page.context["moments"]] == [str(cast.director)]
    # The chain is the officer's to check: no door that is closed.
    assert reverse("audit:check") not in page.content.decode()


def test_an_officer_of_the_region_would_see_what_lies_below(cast: Cast) -> None:
    record("grant.given", cast.curator, actor=cast.director, node_id=cast.school.pk)
    record("grant.given", cast.curator, actor=cast.director, node_id=cast.other_school.pk)
    page = client_of(cast.technical_admin).get(reverse("audit:events"), {"action": "grant.given"})

    assert [moment.event.node_id for moment in page.context["moments"]] == [cast.school.pk]


def test_the_extract_names_nobody(cast: Cast) -> None:
    record("grant.given", cast.curator, actor=cast.director, node_id=cast.school.pk)
    body = b"".join(client_of(cast.director).get(reverse("audit:export", args=["csv"]))).decode("utf-8-sig")

    assert str(cast.director.uid) in body
    assert str(cast.director) not in body


def test_the_check_says_that_it_is_whole_and_what_is_wrong(cast: Cast) -> None:
    admin = client_of(cast.technical_admin)
    whole = admin.post(reverse("audit:check"))
    assert whole.context["faults"] == []
    seal()
    Event.objects.filter(number=1).update(actor_id=99)

    broken = admin.post(reverse("audit:check"))

    assert {fault.kind for fault in broken.context["faults"]} == {"broken", "edited"}


def test_looking_changes_nothing(cast: Cast) -> None:
    admin = client_of(cast.technical_admin)
    before = Event.objects.pending().count()
    admin.get(reverse("audit:check"))

    assert Event.objects.pending().count() == before > 0
