"""A training that was held is a fact of readiness of each mentor who took part; taken back, it is none."""

from __future__ import annotations

from typing import Any

from nastavnik.accounts.models import User
from nastavnik.events.models import Attendance, Event
from nastavnik.org.models import Node
from nastavnik.people.models import Participation, ReadinessFact
from nastavnik.people.readiness_kinds import TRAINING
from nastavnik.people.services import readiness


def follow(event: Event, *, node: Node | None = None, actor: User | None = None) -> None:
    """Bring the facts of readiness into line with ``event``: of ``node``, or of all whose people took part.

    A few statements for each organisation, whatever the number of people.
    """
    rows = Attendance.objects.filter(event=event, person__isnull=False)
    if node is not None:
        rows = rows.filter(node=node)
    keys = sorted(set(rows.order_by().values_list("node", flat=True).distinct()))
    for place in Node.objects.filter(pk__in=keys).order_by("pk"):
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
