"""What is asked of those below, and reminders: one notice a day at most, closed when the deed is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from nastavnik import notifications
from nastavnik.accounts.models import Grant, User
from nastavnik.accounts.roles import Role
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import Invalid, NotAllowed
from nastavnik.org.models import Node
from nastavnik.roadmaps.cascading.below import answered
from nastavnik.roadmaps.models import PlanRequest, Roadmap

TOLD = (Role.CURATOR, Role.DIRECTOR)


@transaction.atomic
def ask(
    kind: str,
    nodes: QuerySet[Node],
    *,
    sender: Node,
    actor: User,
    due_on: dt.date | None = None,
    text: str = "",
    roadmap: Roadmap | None = None,
) -> int:
    """Ask ``nodes`` for something and tell their curators and heads; gives how many organisations are asked.

    A request that is open already is renewed, not doubled. Set-based: five statements for any number of nodes.

    Raises:
        NotAllowed: ``actor`` asks nothing of one of ``nodes``.
        Invalid: an unknown kind.
    """
    if kind not in PlanRequest.Kind.values:
        raise Invalid
    require(actor, "roadmap.remind", sender)
    keys = list(nodes.order_by("pk").values_list("pk", flat=True))
    if Node.objects.filter(pk__in=keys).visible_to(actor, "roadmap.remind").count() != len(keys):
        raise NotAllowed(action="roadmap.remind")
    waiting = PlanRequest.objects.filter(kind=kind, sender=sender, roadmap=roadmap, node__in=keys, closed_at=None)
    renewed = set(waiting.values_list("node", flat=True))
    waiting.update(due_on=due_on, text=text)
    PlanRequest.objects.bulk_create(
        [
            PlanRequest(
                kind=kind, node_id=key, sender=sender, roadmap=roadmap, text=text, due_on=due_on, made_by=actor
            )
            for key in keys
            if key not in renewed
        ],
        batch_size=1000,
    )
    if keys:
        _tell(kind, keys, sender)
        record("roadmap.plans_asked_for", sender, actor=actor, node_id=sender.pk, kind=kind, nodes=len(keys))
    return len(keys)


def _tell(kind: str, nodes: Sequence[int], sender: Node) -> None:
    people = Grant.objects.in_force().filter(node__in=nodes, role__in=TOLD).select_related("user")
    # The day is part of the event: however often somebody presses, nobody gets two of a kind a day.
    event = f"plan.request:{kind}:{sender.pk}:{timezone.localdate()}"
    context = {"kind": kind, "sender": str(sender.uid)}
    notifications.queue(
        "plan.request", to=[grant.user for grant in people], event=event, context=context, node=sender
    )


@transaction.atomic
def close_answered(*, on: dt.date | None = None) -> int:
    """Close the requests whose deed is done; gives how many. Lists leave them out even before."""
    day = on or timezone.localdate()
    closed = 0
    for kind in PlanRequest.Kind.values:
        waiting = PlanRequest.objects.filter(kind=kind, closed_at=None)
        done = waiting.filter(pk__in=waiting.filter(answered(kind, day)).values("pk"))
        closed += done.update(closed_at=timezone.now())
    return closed
