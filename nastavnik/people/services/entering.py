"""A row of an official form that somebody types in: a card and a part in a base, written and changed together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import EditConflict
from nastavnik.org.models import Node
from nastavnik.people import official
from nastavnik.people.models import Group, Participation, Person
from nastavnik.people.refusals import DateAhead
from nastavnik.people.services import persons

Values = Mapping[str, Any]
#: What a card keeps beside the columns of the form.
_BESIDE = ("gender",)
_DAYS = frozenset({"entry_date", "end_date"})


@transaction.atomic
def enter(
    node: Node, values: Values, *, side: str, model: str, school_year: int, actor: User,
    group: Group | None = None, person: Person | None = None,
) -> Participation:  # fmt: skip
    """Put whom ``values`` (`registers`) speak of into a base; ``person``: somebody who has a card already.

    Raises: NotAllowed, NotLiving, NameMissing, Invalid.
    """
    audience = official.audience_of(values, side, model)
    if person is None:
        is_adult = audience in persons.ADULTS
        person = persons.add_person(
            node, official.card_of(values), birth=official.birth_of(values), adult=is_adult, actor=actor
        )
    else:
        _change_card(person, values, actor)
    told = _told(values, side, group) | {"audience": audience}
    return persons.add_part(person, side=side, model=model, school_year=school_year, actor=actor, **told)


@transaction.atomic
def rewrite(
    part: Participation, values: Values, *, version: int, actor: User, group: Group | None = None
) -> Participation:
    """Change the card and the part at once; ``version`` is `version_of` what the form was drawn from.

    Raises: NotAllowed, NotLiving, NameMissing, EditConflict, Invalid.
    """
    require(actor, "person.edit", part)
    person = Person.objects.select_for_update().get(pk=part.person_id)
    held = Participation.objects.select_for_update().get(pk=part.pk)
    held.person = person
    if version_of(held) != version:
        raise EditConflict(theirs=held, mine=dict(values))
    _change_card(person, values, actor)
    held.refresh_from_db()
    told = _told(values, held.side, group, held)
    told["audience"] = official.audience_of(values, held.side, held.model)
    if any(getattr(held, name) != value for name, value in told.items()):
        held = persons.change_part(held, version=held.version, actor=actor, **told)
    return held


def version_of(part: Participation) -> int:
    """Of the card and the part together: each only grows."""
    return part.person.version + part.version


def _change_card(person: Person, values: Values, actor: User) -> None:
    old = person.card or {}
    card = {name: old[name] for name in _BESIDE if old.get(name)} | official.card_of(values)
    birth = official.birth_of(values)
    if birth.year is None:  # the form of the other side does not ask for it
        birth, card["birth"] = person.birth, old.get("birth")
    same = {name: value for name, value in old.items() if value} == {k: v for k, v in card.items() if v}
    if not same or (birth.year, birth.month) != (person.birth_year, person.birth_month):
        persons.change_person(person, card, birth=birth, version=person.version, actor=actor)


def _told(values: Values, side: str, group: Group | None, old: Participation | None = None) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for name, attribute in official.COLUMNS.items():
        value = values.get(name)
        if name in _DAYS:
            value = dt.date.fromisoformat(value) if value else None
        elif value is None and attribute != "capacity":
            value = ""
        told[attribute] = value
    kept = {k: v for k, v in ((old.details if old else None) or {}).items() if k not in official.DETAILS[side]}
    told["details"] = kept | official.details_of(values, side, of_group=group is not None)
    told["group"] = group
    return told


@transaction.atomic
def take_in(parts: Iterable[Participation], *, on: dt.date, actor: User) -> list[int]:
    """They enter the base on ``on``; gives the keys of those who had not. Whoever lacks a consent stays a candidate.

    Raises: NotAllowed, DateAhead.
    """
    if on > timezone.localdate():
        raise DateAhead
    keys = [part.pk for part in parts]
    may = Participation.objects.visible_to(actor, "person.edit").filter(pk__in=keys)
    locked = may.select_for_update(of=("self",)).order_by("pk")
    rows = [row for row in locked.select_related("node").defer("details") if row.entered_on is None]
    _enter_on(rows, on, actor)
    return [row.pk for row in rows]


@transaction.atomic
def take_in_back(keys: Iterable[int], *, on: dt.date, actor: User) -> int:
    """Undo `take_in`: of those whom nobody gave another date since. Raises: NotAllowed."""
    may = Participation.objects.visible_to(actor, "person.edit").filter(pk__in=sorted(keys), entered_on=on)
    locked = may.select_for_update(of=("self",)).order_by("pk")
    rows = list(locked.select_related("node").defer("details"))
    _enter_on(rows, None, actor)
    return len(rows)


def _enter_on(rows: list[Participation], on: dt.date | None, actor: User) -> None:
    Participation.objects.filter(pk__in=[row.pk for row in rows]).update(entered_on=on, version=F("version") + 1)
    for node in {row.node_id: row.node for row in rows}.values():
        people = sorted({row.person_id for row in rows if row.node_id == node.pk})
        action = "participation.entered" if on else "participation.entered_back"
        for start in range(0, len(people), 200):
            record(action, None, actor=actor, node_id=node.pk, people=people[start : start + 200])
        persons.settled(node, people)


__all__ = ["enter", "rewrite", "take_in", "take_in_back", "version_of"]
