"""Invented people as rows: an organisation at a time, written past the objects of the models."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.utils import timezone

from nastavnik.accounts.keyring import ring
from nastavnik.accounts.keyring.columns import sealing
from nastavnik.accounts.models import User
from nastavnik.base import bulk
from nastavnik.base.uids import new_uid
from nastavnik.cli.demo.people_made import One, Part
from nastavnik.org.models import Node
from nastavnik.people import coverage
from nastavnik.people.marks import NAME, normal_name
from nastavnik.people.models import (
    Consent,
    Group,
    Participation,
    Person,
    ReadinessFact,
    Representation,
    Safeguard,
)
from nastavnik.people.models.consents import ConsentState
from nastavnik.people.services.persons import group_sort, next_seats

GROUND = "папка согласий, дело 03-12"
GROUNDS = {
    "checking": "документы собираются",
    "cleared": "справки и рекомендации проверены, решение куратора",
    "paused": "истёк срок справки",
}
_PERSON = (
    "id", "uid", "version", "node_id", "seat", "card", "name_mark", "birth_year", "birth_month", "adult_from",
    "state", "user_id", "made_by_id", "made_at",
)  # fmt: skip
_PART = (
    "uid", "version", "node_id", "person_id", "side", "model", "school_year", "status", "status_since", "audience",
    "form", "source", "category", "group_id", "partner_id", "capacity", "entered_on", "ended_on", "details",
    "made_by_id", "made_at",
)  # fmt: skip
_CONSENT = (
    "uid", "version", "node_id", "person_id", "kind", "state", "edition", "text_digest", "way", "issued_on",
    "signed_on", "basis", "scan_key", "made_by_id", "made_at",
)  # fmt: skip
_FACT = (
    "uid", "node_id", "person_id", "kind", "outcome", "dated_on", "expires_on", "basis", "made_by_id", "made_at",
)  # fmt: skip
_SAFEGUARD = (
    "uid", "version", "node_id", "person_id", "state", "reason", "made_by_id", "made_at", "is_current",
)  # fmt: skip
_BASES = {
    "questionnaire": "анкета кандидата",
    "interview": "протокол собеседования",
    "training": "школа наставников, 8 часов",
    "references": "характеристика с места работы",
    "no_conviction": "справка в деле кандидата",
}


class Writer:
    """Rows of ``node``; ``partner`` is the key of the partner whose workers are mentors there."""

    def __init__(self, node: Node, actor: User, *, today: dt.date, partner: int | None = None) -> None:
        self.node, self.actor, self.today, self.partner = node, actor, today, partner
        self._sealer = ring.sealer(node.pk)
        self._now = timezone.now()
        self._groups: dict[str, int] = {}

    def groups(self, names: Iterable[str]) -> None:
        Group.objects.bulk_create(
            [Group(uid=new_uid(), node=self.node, name=name, sort=group_sort(name)) for name in names]
        )
        self._groups = dict(Group.objects.filter(node=self.node).values_list("name", "pk"))

    def people(self, found: Sequence[One]) -> None:
        """Write ``found`` with parents, parts and facts; each of them has its key then."""
        parents = list({id(one.parent): one.parent for one in found if one.parent and not one.parent.pk}.values())
        everybody = [*found, *parents]
        for one, pk in zip(everybody, bulk.reserve_ids(Person, len(everybody)), strict=True):
            one.pk = pk
        seat = next_seats(self.node, len(everybody))
        card = sealing(Person, "card", self._sealer)
        bulk.put(Person, _PERSON, (self._person(one, number, card) for number, one in enumerate(everybody, seat)))
        details = sealing(Participation, "details", self._sealer)
        bulk.put(Participation, _PART, (self._part(one, part, details) for one in found for part in one.parts))
        Representation.objects.bulk_create([_representation(self.node, one) for one in found if one.parent])
        self._proofs(found)

    def consents(self, found: Iterable[One], *, on: dt.date) -> None:
        """All that the base needs, signed on paper on ``on``, as a table brings it."""
        settings = coverage.settings_of(self.node)
        bulk.put(
            Consent,
            _CONSENT,
            (
                (
                    new_uid(), 1, self.node.pk, one.pk, kind, ConsentState.ACTIVE, 1, "", Consent.Way.PAPER, on, on,
                    GROUND, "", self.actor.pk, self._now,
                )
                for one in found
                if one.consented and one.parts
                for kind in coverage.needed(person_of(one), on, settings)
            ),
        )  # fmt: skip

    def _person(self, one: One, seat: int, card: Callable[[uuid.UUID, Any], str | None]) -> tuple[Any, ...]:
        uid = new_uid()
        mark = self._sealer.digest(normal_name(one.card), NAME)
        return (
            one.pk, uid, 1, self.node.pk, seat, card(uid, one.card), mark, one.birth.year, one.birth.month,
            one.adult_from, Person.State.KEPT, one.user_id, self.actor.pk, self._now,
        )  # fmt: skip

    def _part(self, one: One, part: Part, details: Callable[[uuid.UUID, Any], str | None]) -> tuple[Any, ...]:
        uid = new_uid()
        since = part.ended_on or part.entered_on or self.today
        return (
            uid, 1, self.node.pk, one.pk, part.side, part.model, part.year, part.status, since, part.audience,
            part.form, part.source, part.category, self._groups.get(part.group),
            self.partner if part.is_of_partner else None, part.capacity, part.entered_on, part.ended_on,
            details(uid, part.details), self.actor.pk, self._now,
        )  # fmt: skip

    def _proofs(self, found: Sequence[One]) -> None:
        basis = sealing(ReadinessFact, "basis", self._sealer)
        facts = []
        for one in found:
            for kind, dated_on, expires_on in one.facts:
                uid = new_uid()
                facts.append(
                    (
                        uid, self.node.pk, one.pk, kind, "passed", dated_on, expires_on, basis(uid, _BASES[kind]),
                        self.actor.pk, self._now,
                    )
                )  # fmt: skip
        bulk.put(ReadinessFact, _FACT, facts)
        reason = sealing(Safeguard, "reason", self._sealer)
        steps = []
        for one in found:
            if one.safeguard:
                uid, words = new_uid(), GROUNDS[one.safeguard]
                steps.append(
                    (
                        uid, 1, self.node.pk, one.pk, one.safeguard, reason(uid, words), self.actor.pk, self._now,
                        True,
                    )
                )  # fmt: skip
        bulk.put(Safeguard, _SAFEGUARD, steps)


def person_of(one: One) -> Person:
    """As much of a person as their age is told by."""
    person = Person(pk=one.pk, birth_year=one.birth.year, birth_month=one.birth.month, adult_from=one.adult_from)
    person.card = one.card
    return person


def _representation(node: Node, one: One) -> Representation:
    assert one.parent is not None  # noqa: S101 - asked by the caller
    is_father = one.parent.human.is_man
    since = one.parts[0].entered_on or timezone.localdate()
    return Representation(
        uid=new_uid(), node=node, child_id=one.pk, adult_id=one.parent.pk, from_on=since,
        relation="father" if is_father else "mother", basis="свидетельство о рождении предъявлено",
    )  # fmt: skip
