"""Curators below hear of an event that is meant for them too: that it is planned, moved, called off.

A region has more curators than one transaction should wait for: they are told by long work, piece by piece.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from nastavnik import jobs, notifications
from nastavnik.accounts.models import Grant
from nastavnik.accounts.roles import OFFICES, Role
from nastavnik.events.models import Audience, Event
from nastavnik.org.models import Node, path_range

JOB = "event.announce"
ANNOUNCED, MOVED, CALLED_OFF = "event.announced", "event.announced_moved", "event.announced_off"
_OFFICE_TYPES = frozenset(type for types in OFFICES.values() for type in types)


def announce(event: Event, kind: str = ANNOUNCED) -> None:
    """Have those below told, if it is meant for them and has not begun. Called in the transaction of the deed."""
    if event.addressed_to == Event.Addressed.BELOW and not event.has_begun:
        params = {"event": str(event.uid), "kind": kind, "version": event.version}
        key = ":".join(map(str, params.values()))
        jobs.start(JOB, actor=None, node=event.node, params=params, key=f"{JOB}:{key}")


def listeners(event: Event) -> QuerySet[Grant]:
    """Roles whose holders keep what their organisation does about ``event``: curators, and heads where it is for
    them."""
    roles = [Role.CURATOR, *([Role.DIRECTOR] if Audience.HEADS in event.audience else [])]
    held = Grant.objects.in_force().filter(path_range(_reach(event.node), "node__path"), role__in=roles)
    return held.filter(user__is_active=True).exclude(node=event.node).order_by("pk")


def tell(event: Event, kind: str, version: int, grants: Sequence[Grant]) -> int:
    # However often it is planned anew, it is new once.
    told = f"{kind}:{event.uid}" if kind == ANNOUNCED else f"{kind}:{event.uid}:{version}"
    users = [grant.user for grant in grants]
    return notifications.queue(kind, to=users, event=told, context={"event": str(event.uid)}, node=event.node)


def _reach(node: Node) -> str:
    """What lies below; of a body that does the office work of a territory, the territory."""
    if node.kind == Node.Kind.BODY and node.type in _OFFICE_TYPES:
        return node.path.rstrip("/").rpartition("/")[0] + "/"
    return str(node.path)
