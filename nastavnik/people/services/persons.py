"""Adding people and changing what is known of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from nastavnik import measures
from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import EditConflict
from nastavnik.base.saving import save
from nastavnik.org.models import Node
from nastavnik.people import standing
from nastavnik.people.cards import FIELDS, Birth
from nastavnik.people.marks import name_mark
from nastavnik.people.models import Group, Participation, Person
from nastavnik.people.refusals import ConsentWithdrawn, DateAhead, NameMissing, NotLiving, WrongStatus
from nastavnik.people.services import likenesses, showcase

LONG_AGO = dt.date(1900, 1, 1)
Status, Audience = Participation.Status, Participation.Audience
# Grown up whatever is known of their birth.
ADULTS = frozenset({Audience.TEACHER, Audience.ADULT})
# What a participation may be told beside its details; the rest is told by consents, facts and pairs.
PART_FIELDS = frozenset(
    ["audience", "form", "source", "category", "group", "partner", "capacity", "entered_on", "ended_on", "details"]
)


def next_seats(node: Node, count: int = 1) -> int:
    """The first of ``count`` free seat numbers. Inside a transaction: others wait for its end."""
    lock_base(node)
    last = Person.objects.filter(node=node).aggregate(last=Max("seat"))["last"] or 0
    return last + 1


def lock_base(node: Node) -> None:
    """One writer of a base at a time; rows that only point at the node are not held up."""
    Node.objects.select_for_update(no_key=True).get(pk=node.pk)


@transaction.atomic
def add_person(
    node: Node, card: Mapping[str, Any], *, birth: Birth, actor: User, adult: bool = False, user: User | None = None
) -> Person:
    """A new card. ``adult``: of full age by what they are, such as a teacher, whatever is known of their birth.

    Raises: NotAllowed, NameMissing, Invalid.
    """
    require(actor, "person.edit", node)
    person = Person(node=node, seat=next_seats(node), user=user, made_by=actor)
    _put(person, card, birth, adult=adult)
    save(person)
    record("person.added", person, actor=actor)
    likenesses.look(node, [person.pk])
    return person


@transaction.atomic
def change_person(
    person: Person, card: Mapping[str, Any], *, birth: Birth, version: int, actor: User, adult: bool | None = None
) -> Person:
    """Raises: NotAllowed, NotLiving, NameMissing, EditConflict, Invalid."""
    require(actor, "person.edit", person)
    held = Person.objects.select_for_update().get(pk=person.pk)
    if held.state != Person.State.KEPT:
        raise NotLiving
    if held.version != version:
        raise EditConflict(theirs=held, mine=dict(card))
    was_adult = held.adult_from == LONG_AGO
    changed = sorted(name for name in FIELDS if (held.card or {}).get(name) != card.get(name))
    _put(held, card, birth, adult=was_adult if adult is None else adult)
    held.version += 1
    save(held)
    record("person.changed", held, actor=actor, fields=changed)
    settled(held.node, [held.pk])
    return held


def _put(person: Person, card: Mapping[str, Any], birth: Birth, *, adult: bool) -> None:
    kept = {name: card[name] for name in FIELDS if card.get(name)}
    if not (kept.get("last") and kept.get("first")):
        raise NameMissing
    kept["birth"] = birth.day.isoformat() if birth.day else None
    person.card = kept
    person.name_mark = name_mark(kept, person.node_id)
    person.birth_year, person.birth_month = birth.year, birth.month
    person.adult_from = LONG_AGO if adult else birth.full_age_from


@transaction.atomic
def add_part(
    person: Person, *, side: str, model: str, school_year: int, audience: str, actor: User, **told: Any
) -> Participation:
    """Put ``person`` into a base of a year. ``told``: of `PART_FIELDS`.

    Raises: NotAllowed, NotLiving; Invalid: they are in it already, or a code is unknown.
    """
    require(actor, "person.edit", person)
    if person.state != Person.State.KEPT:
        raise NotLiving
    part = Participation(
        node_id=person.node_id, person=person, side=side, model=model, school_year=school_year, audience=audience,
        status_since=timezone.localdate(), made_by=actor, **told,
    )  # fmt: skip
    save(part)
    _grown_up(person, audience)
    record("participation.added", part, actor=actor, side=side, model=model, year=school_year)
    settled(person.node, [person.pk])
    part.refresh_from_db(fields=["status", "status_since", "version"])
    return part


@transaction.atomic
def change_part(part: Participation, *, version: int, actor: User, **told: Any) -> Participation:
    """Change what is told of a participation; its status follows by itself.

    Raises: NotAllowed, EditConflict, Invalid.
    """
    require(actor, "person.edit", part)
    changed = sorted(name for name, value in told.items() if getattr(part, name) != value)
    # The row is saved whole: an encrypted value cannot go into an UPDATE that does not know its row.
    held = Participation.objects.select_for_update().get(pk=part.pk)
    if held.version != version:
        raise EditConflict(theirs=held, mine=told)
    for name, value in told.items():
        setattr(held, name, value)
    held.version += 1
    save(held)
    _grown_up(held.person, held.audience)
    record("participation.changed", held, actor=actor, fields=changed)
    settled(held.node, [held.person_id])
    held.refresh_from_db(fields=["status", "status_since", "version"])
    return held


@transaction.atomic
def leave(part: Participation, *, on: dt.date, actor: User) -> Participation:
    """The participation ends without a result: it stays in the base of its year as "left".

    Raises: NotAllowed, WrongStatus, DateAhead.
    """
    require(actor, "person.edit", part)
    if on > timezone.localdate():
        raise DateAhead
    held = Participation.objects.select_for_update().get(pk=part.pk)
    if held.status in (Status.COMPLETED, Status.WITHDRAWN, Status.ARCHIVED):
        raise WrongStatus
    held.status, held.status_since, held.ended_on = Status.WITHDRAWN, on, on
    held.version += 1
    save(held)
    record("participation.left", held, actor=actor)
    settled(held.node, [held.person_id])
    return held


@transaction.atomic
def come_back(part: Participation, *, actor: User) -> Participation:
    """Take `leave` back. Raises: NotAllowed, WrongStatus, ConsentWithdrawn."""
    require(actor, "person.edit", part)
    held = Participation.objects.select_for_update().get(pk=part.pk)
    if held.status != Status.WITHDRAWN:
        raise WrongStatus
    if Participation.objects.filter(standing.waits_for_destruction(), pk=held.pk).exists():
        raise ConsentWithdrawn
    held.status, held.status_since, held.ended_on = Status.CANDIDATE, timezone.localdate(), None
    held.version += 1
    save(held)
    record("participation.came_back", held, actor=actor)
    settled(held.node, [held.person_id])
    held.refresh_from_db(fields=["status", "status_since", "version"])
    return held


def _grown_up(person: Person, audience: str) -> None:
    """A teacher is of full age even if nobody wrote down when they were born."""
    if audience in ADULTS and (person.adult_from is None):
        person.adult_from = LONG_AGO
        person.save(update_fields=["adult_from"])


def group_named(node: Node, name: str) -> Group:
    """The class of ``node`` with this name, made where there is none. Raises: Invalid."""
    name = " ".join(name.split())
    found = Group.objects.filter(node=node, name=name).first()
    return found or save(Group(node=node, name=name, sort=group_sort(name)))


def group_sort(name: str) -> str:
    """«9Б» before «10А»: the number first, padded."""
    digits = "".join(sign for sign in name if sign.isdigit())[:4]
    return f"{int(digits or 0):04d} {name.casefold()}"[:60]


def settled(node: Node, person_ids: list[int] | None = None) -> None:
    """Gates first, then cards in the base of the city, then figures: after every deed on people, their consents and
    facts."""
    standing.settle(timezone.localdate(), node=node, person_ids=person_ids)
    showcase.refresh(node, person_ids)
    measures.touch(node.pk, "people")
