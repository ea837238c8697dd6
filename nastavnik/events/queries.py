"""Reads of events: who may be invited, who is, how many came. Numbers of one organisation are for itself alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.utils import timezone

from nastavnik.accounts.models import Grant, User
from nastavnik.accounts.roles import STAFF
from nastavnik.events.models import Attendance, Event, Turnout
from nastavnik.org.calendar import school_year_of
from nastavnik.org.models import Node
from nastavnik.people import standing
from nastavnik.people.cards import sort_key
from nastavnik.people.models import Participation, Person

#: Names that one page opens and sorts.
MOST = 2000
_GONE = (Participation.Status.WITHDRAWN, Participation.Status.ARCHIVED)


def parts_to_invite(node: Node, *, side: str, group: str = "") -> QuerySet[Participation]:
    """Those of the base of the running year who take part or want to."""
    year = school_year_of(timezone.localdate()).start_year
    rows = Participation.objects.living().filter(node=node, side=side, school_year=year)
    rows = rows.exclude(status__in=_GONE).exclude(standing.waits_for_destruction())
    return rows.filter(group__uid=group) if group else rows


def colleagues(node: Node) -> QuerySet[User]:
    """Accounts of the staff of ``node``."""
    held = Grant.objects.in_force().filter(node=node, role__in=sorted(STAFF), user__is_active=True)
    return User.objects.filter(pk__in=held.values("user")).order_by("work_name", "pk")


@dataclass(frozen=True)
class Sums:
    """Of the people of one organisation."""

    by_state: Mapping[str, int]

    @property
    def invited(self) -> int:
        return sum(self.by_state.values())

    @property
    def coming(self) -> int:
        return self.by_state.get(Attendance.State.COMING, 0)

    @property
    def declined(self) -> int:
        return self.by_state.get(Attendance.State.DECLINED, 0)

    @property
    def attended(self) -> int:
        return self.by_state.get(Attendance.State.ATTENDED, 0)


def sums_of(event: Event, node: Node) -> Sums:
    rows = Attendance.objects.filter(event=event, node=node).order_by().values("state").annotate(n=Count("pk"))
    return Sums({row["state"]: row["n"] for row in rows})


def listed(rows: QuerySet[Attendance]) -> list[Attendance]:
    """By name: people of the base first, then colleagues; without those whose data wait for their destruction."""
    waiting = Participation.objects.filter(standing.waits_for_destruction()).values("person")
    of_people = rows.filter(person__isnull=False, person__state=Person.State.KEPT).exclude(person__in=waiting)
    people = list(of_people.select_related("person")[:MOST])
    people.sort(key=lambda row: sort_key(row.person.card or {}) if row.person else "")
    return [*people, *rows.filter(user__isnull=False).select_related("user").order_by("user__work_name", "pk")]


def by_name(parts: Iterable[Participation]) -> list[Participation]:
    return sorted(parts, key=lambda part: sort_key(part.person.card or {}))


def turnouts_of(event: Event) -> QuerySet[Turnout]:
    """What organisations said of their staff: a number each."""
    return Turnout.objects.filter(event=event).select_related("node").order_by("node__sort_name", "node_id")


def turnout_sum(event: Event) -> int:
    found: dict[str, Any] = Turnout.objects.filter(event=event).aggregate(whole=Sum("count"))
    return found["whole"] or 0
