"""Classes and groups of an organisation: added many at once, closed when they have left school."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import Invalid
from nastavnik.base.saving import save
from nastavnik.org.models import Node
from nastavnik.people.models import Group, Participation, Person
from nastavnik.people.registers.lists import group_key
from nastavnik.people.services.persons import group_sort, lock_base

MOST_AT_ONCE = 300
LONGEST = 40
_BETWEEN = re.compile(r"[,;\n]+")
_USUAL = re.compile(r"\d{1,2}[а-яё]")


def names_in(text: str) -> list[str]:
    """«8А, 8Б» → the names, each once; «8 «а»» and «8-а» are written as 8А."""
    found: dict[str, str] = {}
    for part in _BETWEEN.split(text):
        name = " ".join(part.split())
        if _USUAL.fullmatch(key := group_key(name)):
            name = key.upper()
        if name:
            found.setdefault(group_key(name) or name, name)
    return list(found.values())


@transaction.atomic
def add_many(node: Node, names: Iterable[str], *, actor: User) -> list[Group]:
    """Those of ``names`` that the organisation has not: «7-б» is «7Б». A closed one with the name opens again.

    Raises: NotAllowed, Invalid.
    """
    require(actor, "person.edit", node)
    wanted = list(names)
    if len(wanted) > MOST_AT_ONCE:
        raise Invalid(_("There are more than 300 names here. Add them in several steps."))
    if any(len(name) > LONGEST for name in wanted):
        raise Invalid(_("The name of a class has at most 40 characters."))
    lock_base(node)
    known = {group_key(group.name): group for group in Group.objects.filter(node=node)}
    made = []
    for name in wanted:
        group = known.get(group_key(name))
        if group is None:
            group = known[group_key(name)] = save(Group(node=node, name=name, sort=group_sort(name)))
        elif group.closed_on is not None:
            group.closed_on = None
            save(group)
        else:
            continue
        made.append(group)
    if made:
        record("group.added", None, actor=actor, node_id=node.pk, groups=[group.pk for group in made])
    return made


@transaction.atomic
def close(group: Group, *, actor: User, on: dt.date | None = None) -> Group:
    """It is offered no longer; who is in it stays. Raises: NotAllowed."""
    require(actor, "person.edit", group.node)
    group.closed_on = on or timezone.localdate()
    save(group)
    record("group.closed", group, actor=actor)
    return group


@transaction.atomic
def open_again(group: Group, *, actor: User) -> Group:
    """Undo `close`. Raises: NotAllowed."""
    require(actor, "person.edit", group.node)
    group.closed_on = None
    save(group)
    record("group.open_again", group, actor=actor)
    return group


def with_people(node: Node, school_year: int) -> list[Any]:
    """The classes of ``node`` in their order, ``people``: how many of each take part in the year. One query."""
    counted = Q(participations__school_year=school_year, participations__person__state=Person.State.KEPT)
    left = Q(participations__status__in=[Participation.Status.WITHDRAWN, Participation.Status.ARCHIVED])
    found: Any = Group.objects.filter(node=node)
    return list(found.annotate(people=Count("participations", filter=counted & ~left)).order_by("sort", "pk"))
