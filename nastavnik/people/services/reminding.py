"""Reminding whoever has not signed yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from nastavnik import notifications
from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.notifications import Matter
from nastavnik.notifications.models import Notice
from nastavnik.org.calendar import school_year_of
from nastavnik.org.models import Node
from nastavnik.people import coverage
from nastavnik.people.models import Consent
from nastavnik.people.models.consents import ConsentState
from nastavnik.people.services.persons import lock_base

#: Days before the same signer is asked about the same consent again.
PAUSE = 3
_KIND = "consent.waiting"


@transaction.atomic
def remind(
    node: Node,
    kinds: str | Sequence[str],
    *,
    actor: User,
    school_year: int | None = None,
    place: str = "",
    model: str = "",
) -> int:
    """Tell every signer with an account which consents to ``kinds`` wait; gives how many signers are told now.

    Whoever was reminded of anything today is left in peace until tomorrow.

    Raises: NotAllowed.
    """
    require(actor, "consent.edit", node)
    # The base of one organisation at a time: two clicks at once remind once.
    lock_base(node)
    wanted = [kinds] if isinstance(kinds, str) else list(kinds)
    today = timezone.localdate()
    year = school_year if school_year is not None else school_year_of(today).start_year
    lacking = Q()
    for kind in wanted:
        people = coverage.missing(node, kind, school_year=year, on=today, place=place, model=model)
        lacking |= Q(kind=kind, person__in=people.values("pk"))
    waiting = Consent.objects.filter(lacking, state=ConsentState.ISSUED)
    signers = {
        row: user
        for row in waiting.select_related("person__user", "representation__adult__user").order_by("pk")
        if (user := (row.representation.adult if row.representation else row.person).user) is not None
    }
    matters = _matters(node, signers, today)
    if matters:
        notifications.queue_many(_KIND, matters)
    events = [matter.event for matter in matters]
    told = Notice.objects.filter(event__in=events).values("user").distinct().count()
    for kind in wanted:
        record("consent.reminded", None, actor=actor, node_id=node.pk, kind=kind, told=told)
    return told


def _matters(node: Node, signers: dict[Consent, User], today: dt.date) -> list[Matter]:
    """Of whom is left to be reminded of what."""
    before = _told(signers.values(), today)
    at_peace = {user for user, _consent, day in before if day == today}
    lately = {consent for _user, consent, _day in before}
    return [
        Matter([user], f"consent:{row.uid}:reminded:{today}", {"consent": str(row.uid)}, node)
        for row, user in signers.items()
        if user.pk not in at_peace and str(row.uid) not in lately
    ]


def reminded(rows: Iterable[Consent]) -> dict[str, dt.date]:
    """Consents whose signers were told of them within the pause, by uid → the last day of it. One query.

    The rows come with ``person__user`` and ``representation__adult__user``.
    """
    wanted = {str(row.uid): (row.representation.adult if row.representation else row.person).user for row in rows}
    found = _told((user for user in wanted.values() if user is not None), timezone.localdate())
    return {consent: day for _user, consent, day in sorted(found, key=lambda each: each[2]) if consent in wanted}


def _told(users: Iterable[User], today: dt.date) -> list[tuple[int, str, dt.date]]:
    """(user, consent, day) of the reminders that are not older than the pause."""
    events = [f":reminded:{today - dt.timedelta(days=ago)}" for ago in range(PAUSE)]
    ends = reduce(or_, (Q(event__endswith=end) for end in events))
    notices = Notice.objects.filter(ends, kind=_KIND, user__in={user.pk for user in users})
    rows = notices.values_list("user_id", "context__consent", "event")
    return [(user, consent, dt.date.fromisoformat(event[-10:])) for user, consent, event in rows]
