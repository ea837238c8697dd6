"""What the mere passing of days does to consents: terms run out, minors come of age."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from nastavnik import measures, notifications
from nastavnik.accounts.holders import holders
from nastavnik.audit.record import record
from nastavnik.notifications import Matter
from nastavnik.org.models import Node
from nastavnik.people import standing
from nastavnik.people.consent_kinds import ADULT, OF_MINORS
from nastavnik.people.models import Consent, Participation, Person
from nastavnik.people.models.consents import ConsentState
from nastavnik.people.services import showcase
from nastavnik.people.services.consent_rows import hold, saved
from nastavnik.people.services.giving import issue
from nastavnik.people.services.persons import settled

# Rows of one look; the next hour goes on.
_MOST = 2000


def nightly(on: dt.date) -> int:
    """Everything that ``on`` changes; gives how many rows."""
    changed = expire(on) + requests(on) + settle_all(on)
    showcase.mend()
    return changed


def expire(on: dt.date) -> int:
    """Consents in force whose term is over end."""
    over = Consent.objects.in_force().filter(expires_on__lte=on).order_by("pk")[:_MOST]
    ended: dict[int, list[Consent]] = defaultdict(list)
    for row in over.select_related("node"):
        ended[row.node_id].append(row)
    for rows in ended.values():
        with transaction.atomic():
            for row in rows:
                held = hold(row)
                if held.state == ConsentState.ACTIVE:
                    held.state, held.ended_on = ConsentState.EXPIRED, on
                    saved(held)
                    record("consent.expired", held, actor=None, kind=held.kind)
            settled(rows[0].node, [row.person_id for row in rows])
    return sum(map(len, ended.values()))


def requests(on: dt.date) -> int:
    """Whoever turned 18 is given the form of an adult, and the curators are told; gives how many forms.

    The representative's consent stays in force until the own one takes its place.
    """
    born: dict[int, list[Person]] = defaultdict(list)
    for person in _come_of_age(on):
        born[person.node_id].append(person)
    given = 0
    for people in born.values():
        with transaction.atomic():
            rows = issue(people, ADULT, actor=None, on=on)
            node = people[0].node
            curators = [each.user for each in holders("consent.edit", [node])[node.pk]]
            matters = [
                Matter(curators, f"consent:{row.uid}:of_age", {"consent": str(row.uid)}, node) for row in rows
            ]  # fmt: skip
            if matters:
                notifications.queue_many("consent.of_age", matters)
            given += len(rows)
    return given


def _come_of_age(on: dt.date) -> list[Person]:
    """Of those who turn 18 by the end of this month, the ones whose day it was already."""
    month = on.replace(day=28) + dt.timedelta(days=4)
    of_minor = Consent.objects.in_force().filter(person=OuterRef("pk"), kind__in=sorted(OF_MINORS))
    # One that was called off or ended is a matter of the curator.
    own = Consent.objects.filter(person=OuterRef("pk"), kind=ADULT)
    taking_part = Participation.objects.filter(person=OuterRef("pk")).exclude(
        status__in=[Participation.Status.WITHDRAWN, Participation.Status.ARCHIVED]
    )
    near = Person.objects.living().filter(
        Q(adult_from__lte=month.replace(day=1)), Exists(of_minor), Exists(taking_part)
    )
    people = near.exclude(Exists(own)).select_related("node").order_by("pk")[:_MOST]
    return [
        person for person in people if (day := person.birth.birthday_of_full_age) is not None and day <= on
    ]  # fmt: skip


def settle_all(on: dt.date) -> int:
    """Gates of the whole installation as of ``on``: one look, and the figures of those organisations that changed."""
    with measures.once():
        changed = standing.settle_rows(Participation.objects.living(), on)
        for node in Node.objects.filter(pk__in=changed):
            showcase.refresh(node)
            measures.touch(node.pk, "people")
    return sum(changed.values())
