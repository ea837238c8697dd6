"""Events with the names of those who acted: what timelines and the journal show."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from nastavnik.accounts.models import User
from nastavnik.accounts.roles import Role
from nastavnik.audit.models import Event

LONGEST = 100


@dataclass(frozen=True)
class Moment:
    """One line of a timeline. ``who`` is a work name; "" means the platform itself."""

    at: dt.datetime
    label: str
    who: str
    role: str
    event: Event


def moments(events: QuerySet[Event] | list[Event]) -> list[Moment]:
    """``events`` in their order, at most 100, with the names of their actors. Two queries."""
    shown = list(events[:LONGEST])
    names = {user.pk: str(user) for user in User.objects.filter(pk__in={event.actor_id for event in shown})}
    titles = dict(Role.choices)
    return [
        Moment(
            event.at,
            event.action_label,
            names.get(event.actor_id or 0, ""),
            str(titles.get(event.role, "")),
            event,
        )
        for event in shown
    ]
