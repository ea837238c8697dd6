"""Cards in the base of the city, kept in step with people, parts and consents by `persons.settled`.

A card is there exactly while its mentor is ready or at work, nothing stops them, and the consent to be named
("transfer_named") is in force. The same few statements serve one person and a base of thousands.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from nastavnik.accounts.keyring import ring
from nastavnik.accounts.keyring.columns import opened, sealing
from nastavnik.audit.record import record
from nastavnik.base import bulk
from nastavnik.base.uids import new_uid
from nastavnik.org.models import Node
from nastavnik.people import city
from nastavnik.people.consent_kinds import TRANSFER
from nastavnik.people.models import Consent, Participation, Person, PublishedCard, PublishedWord, Safeguard
from nastavnik.people.services import asks
from nastavnik.people.sights import by_some
from nastavnik.people.standing import STOPPED

Status, Side = Participation.Status, Participation.Side
#: Ready or beyond, and not over.
SHOWN = (Status.READY, Status.UNMATCHED, Status.MATCHED, Status.ACTIVE)
_AT_WORK = frozenset({Status.MATCHED, Status.ACTIVE})
_COLUMNS = (
    "id", "uid", "made_at", "participation_id", "node_id", "organisation_id", "district_id", "consent_id", "form",
    "source", "capacity", "free", "age_from", "age_to", "card",
)  # fmt: skip
# What is compared to see whether a card still says the truth.
_PLAIN = _COLUMNS[4:-1]


@dataclass(frozen=True)
class _Place:
    """Where the cards of an organisation are shown."""

    organisation: int
    region: int
    district: int | None


@transaction.atomic
def refresh(node: Node, person_ids: Sequence[int] | None = None) -> None:
    """Put the cards of these people of ``node`` (None: of all) in step; what is asked of those now gone is closed."""
    of_these = Q(participation__node=node)
    parts = Participation.objects.living().filter(node=node, side=Side.MENTOR, status__in=SHOWN)
    if person_ids is not None:
        of_these &= Q(participation__person__in=person_ids)
        parts = parts.filter(person__in=person_ids)
    # Two deeds on one person write one card: the second waits here and then looks.
    keys = list(parts.order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
    there = {row.participation_id: row for row in PublishedCard.objects.filter(of_these)}
    wanted = list(_wanted(keys)) if keys else []
    gone = [there[key] for key in there.keys() - {part.pk for part in wanted}]
    changed = list(_changed(wanted, there, _place_of(node))) if wanted else []
    if gone or changed:
        _write(node, gone, changed, there)
    asks.close_unshown(of_these)


def mend() -> int:
    """Put every organisation in step whose cards are not: it was moved, or its rows came past the deeds; how many."""
    eligible = _eligible(Participation.objects.living())
    missing = eligible.filter(~Exists(PublishedCard.objects.filter(participation=OuterRef("pk"))))
    below = Q(organisation__path__startswith=F("node__path"))
    below &= Q(district=None) | Q(organisation__path__startswith=F("district__path"))
    stale = PublishedCard.objects.exclude(below, participation__in=eligible.values("pk"))
    nodes = {*missing.values_list("node_id", flat=True), *stale.values_list("organisation_id", flat=True)}
    for node in Node.objects.filter(pk__in=nodes).order_by("pk"):
        refresh(node)
    return len(nodes)


def _wanted(keys: Sequence[int]) -> Iterator[Any]:
    found = _eligible(Participation.objects.living()).filter(pk__in=keys).select_related("person")
    rows = list(found.order_by("pk"))
    people = opened(Person, "card", [(row.person.uid, row.person.__dict__["card"]) for row in rows])
    details = opened(Participation, "details", [(row.uid, row.__dict__["details"]) for row in rows])
    for row, card, told in zip(rows, people, details, strict=True):
        row.person.card, row.details = card, told
        yield row


def _eligible(parts: QuerySet[Participation]) -> QuerySet[Any]:
    """Adds ``consented``, the key of the consent."""
    agreed = Consent.objects.in_force().filter(person=OuterRef("person"), kind=TRANSFER)
    stopped = Safeguard.objects.filter(person=OuterRef("person"), is_current=True, state__in=sorted(STOPPED))
    # Whoever goes on in the next year is shown once.
    later = Participation.objects.filter(
        person=OuterRef("person"), side=Side.MENTOR, model=OuterRef("model"), status__in=SHOWN,
        school_year__gt=OuterRef("school_year"),
    )  # fmt: skip
    consented: QuerySet[Any] = parts.annotate(consented=Subquery(agreed.values("pk")[:1]))
    of_mentors = consented.filter(side=Side.MENTOR, status__in=SHOWN, consented__isnull=False)
    return of_mentors.exclude(Exists(stopped)).exclude(Exists(later))


def _place_of(node: Node) -> _Place:
    territories = Node.objects.filter(pk__in=node.ancestor_ids, kind=Node.Kind.TERRITORY)
    known = dict(territories.values_list("pk", "type"))
    way = [key for key in node.ancestor_ids if key in known]
    root = int(node.path.strip("/").split("/")[0])
    return _Place(node.pk, root, next((key for key in way if key != root), None))


def _changed(
    wanted: Iterable[Any], there: Mapping[int, PublishedCard], place: _Place
) -> Iterator[tuple[Any, dict[str, Any], dict[str, Any]]]:
    """Of ``wanted`` those whose card is missing or says something else: part, columns, card."""
    rows = list(there.values())
    cards = opened(PublishedCard, "card", [(row.uid, row.__dict__["card"]) for row in rows])
    said = {
        row.participation_id: ({name: getattr(row, name) for name in _PLAIN}, card)
        for row, card in zip(rows, cards, strict=True)
    }
    for part in wanted:
        columns, card = columns_of(part, place), card_of(part)
        if said.get(part.pk) != (columns, card):
            yield part, columns, card


def columns_of(part: Any, place: _Place) -> dict[str, Any]:
    details = part.details or {}
    capacity = part.capacity or 1
    # A pair that is proposed takes a place; names in the official form tell of more.
    taken = max(len(details.get("mentees") or ()), int(part.status in _AT_WORK))
    ages = details.get("wanted_age") or (None, None)
    return {
        "node_id": place.region, "organisation_id": place.organisation, "district_id": place.district,
        "consent_id": part.consented, "form": part.form, "source": part.source, "capacity": capacity,
        "free": max(capacity - taken, 0), "age_from": ages[0], "age_to": ages[1],
    }  # fmt: skip


def card_of(part: Any) -> dict[str, Any]:
    """What the mentor agreed to show: no phone, no address, no birth."""
    person, details = part.person.card or {}, part.details or {}
    hours = details.get("time_resource") or {}
    return {
        "name": {name: person.get(name, "") for name in ("last", "first", "middle")},
        "competences": list(details.get("competences") or ()),
        "achievements": details.get("achievements") or "",
        "hours": hours.get("text") or "",
        "interests": list(details.get("interests") or ()),
    }


def _write(
    node: Node, gone: Sequence[PublishedCard], changed: Sequence[tuple[Any, dict[str, Any], dict[str, Any]]],
    there: Mapping[int, PublishedCard],
) -> None:  # fmt: skip
    """A card that changes is written anew under its own names: sealed values go past UPDATE."""
    former = [there.get(part.pk) for part, _columns, _card in changed]
    PublishedCard.objects.filter(pk__in=[row.pk for row in (*gone, *former) if row is not None]).delete()
    fresh = iter(bulk.reserve_ids(PublishedCard, former.count(None)))
    now = timezone.now()
    names: list[tuple[int, uuid.UUID, dt.datetime]] = [
        (next(fresh), new_uid(), now) if row is None else (row.pk, row.uid, row.made_at) for row in former
    ]
    if changed:
        _put(names, changed)
    if gone:
        parts = Participation.objects.filter(pk__in=[row.participation_id for row in gone])
        for people in by_some(parts.values_list("person", flat=True)):
            record("city.removed", None, actor=None, node_id=node.pk, people=people)
    for people in by_some(one[0].person_id for one, row in zip(changed, former, strict=True) if row is None):
        record("city.shown", None, actor=None, node_id=node.pk, people=people)


def _put(
    names: Sequence[tuple[int, uuid.UUID, dt.datetime]],
    changed: Sequence[tuple[Any, dict[str, Any], dict[str, Any]]],
) -> None:
    sealer = ring.sealer(changed[0][1]["node_id"])
    seal = sealing(PublishedCard, "card", sealer)
    bulk.put(
        PublishedCard,
        _COLUMNS,
        (
            (*name, part.pk, *(columns[one] for one in _PLAIN), seal(name[1], card))
            for name, (part, columns, card) in zip(names, changed, strict=True)
        ),
    )
    bulk.put(
        PublishedWord,
        ("card_id", "digest"),
        (
            (name[0], city.digest(stem, sealer))
            for name, (_part, _columns, card) in zip(names, changed, strict=True)
            for stem in city.stems_of([*card["competences"], *card["interests"]])[: city.MOST_WORDS]
        ),
    )
