"""People of the invented region: every state is there to be tried out, and the same seed invents the same people."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

import pytest
from django.db import transaction

from nastavnik.accounts.roles import Role
from nastavnik.cli.demo import people, plans, region
from nastavnik.org.services import reference
from nastavnik.people.cards import full_name
from nastavnik.people.models import (
    Care,
    Consent,
    DataRequest,
    Likeness,
    MentorAsk,
    Offer,
    Participation,
    Person,
    PublishedCard,
    Safeguard,
)
from nastavnik.people.models.consents import ConsentState

TODAY = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
PEOPLE = 300


def load(seed: int) -> region.Region:
    rng = Random(seed)
    reference.load()
    built = region.build(rng, people=PEOPLE)
    for node in built.organisations[1:]:
        plans.open_account(rng, node, Role.CURATOR)
    people.load(rng, built, people=PEOPLE)
    return built


def portrait() -> list[Any]:
    """What people would see, without keys and moments."""
    cards = [(full_name(row.card), row.seat, row.adult_from) for row in Person.objects.order_by("node", "seat")]
    parts = Participation.objects.order_by("node", "person__seat", "school_year", "model")
    consents = Consent.objects.order_by("node", "person__seat", "kind", "signed_on")
    return [
        cards,
        [(row.side, row.form, row.status, row.entered_on, row.details) for row in parts],
        list(consents.values_list("kind", "state", "signed_on", "basis")),
    ]


@pytest.mark.slow
@pytest.mark.django_db
def test_people_show_every_state_and_are_the_same_for_the_same_seed(time_machine: Any) -> None:
    time_machine.move_to(TODAY)
    portraits = []
    for _load in range(2):
        with transaction.atomic():
            built = load(7)
            portraits.append(portrait())
            if len(portraits) == 1:
                _check_states()
                _check_accounts(built)
            transaction.set_rollback(True)

    assert portraits[0] == portraits[1]


def _check_states() -> None:
    consents = set(Consent.objects.values_list("state", flat=True))
    assert consents == {*ConsentState.values} - {ConsentState.DRAFT, ConsentState.SIGNED}
    statuses = set(Participation.objects.values_list("status", flat=True))
    assert statuses >= {"candidate", "in_base", "ready", "completed", "withdrawn"}
    guards = set(Safeguard.objects.filter(is_current=True).values_list("state", flat=True))
    assert guards >= {"checking", "cleared", "suspended"}
    assert set(Offer.objects.values_list("state", flat=True)) >= {"offered", "accepted", "ended"}
    assert set(MentorAsk.objects.values_list("state", flat=True)) == {"sent", "accepted"}
    assert PublishedCard.objects.values("organisation").distinct().count() > 1
    assert Likeness.objects.filter(state="waiting").exists()
    assert DataRequest.objects.filter(state="open", kind="copy").exists()


def _check_accounts(built: region.Region) -> None:
    """Whoever signs in as one of the people finds themselves, each in the reach of their role."""
    users = built.users
    mentor = Participation.objects.get(person__user=users[Role.MENTOR])
    assert (mentor.side, mentor.status) == ("mentor", "ready")
    children = Person.objects.visible_to(users[Role.PARENT], "person.view").filter(representations__isnull=False)
    waiting = Consent.objects.filter(person__in=children, representation__adult__user=users[Role.PARENT])
    assert set(waiting.values_list("state", flat=True)) == {"active", "issued"}
    assert children.filter(user=users[Role.MENTEE]).exists()
    assert Care.objects.filter(user=users[Role.PSYCHOLOGIST]).count()
    assert Person.objects.visible_to(users[Role.PARTNER], "person.view").exists()
