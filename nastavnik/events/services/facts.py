"""A training that was held is a fact of readiness of each mentor who took part; taken back, it is none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nastavnik import jobs
from nastavnik.accounts.models import User
from nastavnik.events.models import Attendance, Event
from nastavnik.org.models import Node
from nastavnik.people.models import Participation, ReadinessFact
from nastavnik.people.readiness_kinds import TRAINING
from nastavnik.people.services import readiness

#: The organisations of more are followed by long work, some at a time.
AT_ONCE, PIECE = 50, 20
JOB = "event.follow"


def follow(event: Event, *, node: Node | None = None, actor: User | None = None) -> None:
    """Bring the facts of readiness into line with ``event``: of ``node``, or of all whose people took part.

    A few statements for each organisation, whatever the number of people.
    """
    places = [node.pk] if node is not None else places_of(event)
    if len(places) > AT_ONCE:
        by = actor.pk if actor is not None else None
        jobs.start(JOB, actor=None, node=event.node, params={"event": str(event.uid), "by": by})
    else:
        follow_places(event, places, actor)


def places_of(event: Event, after: int = 0) -> list[int]:
    """Keys of the organisations whose people are invited or took part, in order."""
    rows = Attendance.objects.filter(event=event, person__isnull=False, node__gt=after)
    return sorted(set(rows.order_by().values_list("node", flat=True).distinct()))


def follow_places(event: Event, places: Sequence[int], actor: User | None) -> None:
    rows = Attendance.objects.filter(event=event, person__isnull=False)
    for place in Node.objects.filter(pk__in=places).order_by("pk"):
        _follow(event, place, rows.filter(node=place), actor)


def _follow(event: Event, node: Node, rows: Any, actor: User | None) -> None:
    standing = ReadinessFact.objects.filter(
        node=node, kind=TRAINING, source_uid__in=rows.values("uid"), withdrawn_at=None
    )
    known = dict(standing.values_list("source_uid", "dated_on"))
    wanted = dict(_trained(rows)) if event.is_training and event.state == Event.State.HELD else {}
    stale = [uid for uid, day in known.items() if uid not in wanted or day != event.held_on]
    if stale:
        readiness.withdraw_by_data(node, TRAINING, stale)
    fresh = {person: uid for uid, person in wanted.items() if uid not in known or uid in stale}
    if fresh and event.held_on is not None:
        readiness.prove_by_data(node, fresh, TRAINING, dated_on=event.held_on, basis=event.title, actor=actor)


def _trained(rows: Any) -> Any:
    """The mentors among those who took part."""
    mentors = Participation.objects.living().filter(side=Participation.Side.MENTOR).values("person")
    came = rows.filter(state=Attendance.State.ATTENDED, person__in=mentors)
    return came.values_list("uid", "person")
