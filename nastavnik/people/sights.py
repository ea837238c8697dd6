"""Who looked at whom: every page that shows names says so in the journal, and the journal is asked about a person.

::

    sights.seen(request.user, persons, "base")          # a list: one event for up to 200 people
    sights.seen(request.user, [person], "card")         # one card
    sights.seen(request.user, persons, "export")        # a file with names, whatever it is: see TAKEN

``how`` is a code of the place where they were shown, never a value.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Min, QuerySet
from django.utils import timezone

from nastavnik.audit.models import Event
from nastavnik.audit.record import record
from nastavnik.org.models import Node
from nastavnik.people.models import Person

VIEWED, LISTED, EXPORTED = "person.viewed", "person.listed", "person.exported"
ACTIONS = (VIEWED, LISTED, EXPORTED)
# Ways that leave a file behind.
TAKEN = frozenset({"export", "file", "print", "copy"})
# People that one event names.
AT_ONCE = 200
# Events of deeds that take long are written with the time of their beginning.
SLACK = dt.timedelta(hours=1)
_CHUNK = 2000


def by_some(people: Iterable[int]) -> Iterator[list[int]]:
    """The keys of ``people``, each once, as many together as one event names."""
    keys = sorted(set(people))
    return (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE))


def seen(actor: Any, persons: Iterable[Person], how: str, *, node: Node | None = None) -> None:
    """Write down that ``actor`` was shown ``persons``. ``node``: where it happened, if not at the organisation that
    keeps them (a page above it writes one event and not one for each school).
    """
    people: dict[int, dict[int, Person]] = {}
    for person in persons:
        people.setdefault(node.pk if node else person.node_id, {})[person.pk] = person
    for node_id, found in people.items():
        if len(found) == 1 and how not in TAKEN:
            record("person.viewed", next(iter(found.values())), actor=actor, node_id=node_id, how=how)
            continue
        for told in by_some(found):
            if how in TAKEN:
                record("person.exported", None, actor=actor, node_id=node_id, how=how, people=told)
            else:
                record("person.listed", None, actor=actor, node_id=node_id, how=how, people=told)


@dataclass(frozen=True, slots=True)
class Sight:
    """One look at some people: when, whose account, acting as what, in what way, at whom of those asked about."""

    at: dt.datetime
    user_id: int | None
    role: str
    action: str
    how: str
    people: tuple[int, ...]


def who_saw(person: Person, since: dt.date, until: dt.date) -> Iterator[Sight]:
    """Every look at ``person``, both days inside, the newest first. Reads what the period wrote and no more."""
    keys = {person.pk, *Person.objects.filter(merged_into=person).values_list("pk", flat=True)}
    # Above the organisation a person is shown in the base of the region.
    nodes = {person.node_id, int(person.node.path.strip("/").split("/")[0])}
    return sights(nodes, since, until, among=keys)


def sights(
    node_ids: Iterable[int], since: dt.date, until: dt.date, *, among: Iterable[int] | None = None
) -> Iterator[Sight]:
    """The looks at people of ``node_ids``, the newest first; ``among``: only at these."""
    wanted = None if among is None else frozenset(among)
    rows = within(since, until).filter(node_id__in=sorted(node_ids), action__in=ACTIONS).order_by("-id")
    fields = rows.values_list("at", "actor_id", "role", "action", "object_id", "facts")
    for at, user_id, role, action, object_id, facts in fields.iterator(chunk_size=_CHUNK):
        shown = (object_id,) if action == VIEWED and object_id else tuple(facts.get("people") or ())
        if wanted is not None:
            shown = tuple(key for key in shown if key in wanted)
        if shown:
            yield Sight(at, user_id, role, action, str(facts.get("how") or ""), shown)


def within(since: dt.date, until: dt.date) -> QuerySet[Event]:
    """The events of a period, both days inside, found along their numbers: the time of an event has no index."""
    zone = timezone.get_current_timezone()
    first = dt.datetime.combine(since, dt.time.min, zone)
    last = dt.datetime.combine(until + dt.timedelta(days=1), dt.time.min, zone)
    return between(first, last)


def between(first: dt.datetime, last: dt.datetime) -> QuerySet[Event]:
    """The events from ``first`` to before ``last``."""
    low, high = _first_id(first - SLACK), _first_id(last + SLACK)
    return Event.objects.filter(at__gte=first, at__lt=last, id__gte=low, id__lt=high)


def _first_id(moment: dt.datetime) -> int:
    """About the first event at ``moment`` or later, by halving; behind the last where there is none.

    Events are numbered as they are written, so that times grow with the numbers but for `SLACK`.
    """
    ends = Event.objects.aggregate(low=Min("id"), high=Max("id"))
    if ends["low"] is None:
        return 0
    low, high = int(ends["low"]), int(ends["high"]) + 1
    while low < high:
        middle = (low + high) // 2
        row = Event.objects.filter(id__gte=middle).order_by("id").values_list("id", "at").first()
        if row is None or row[1] >= moment:
            high = middle
        else:
            low = row[0] + 1
    return low
