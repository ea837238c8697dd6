"""Planning, moving, calling off and holding events, and taking each of these back."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from nastavnik import measures, notifications
from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.saving import save, update
from nastavnik.events import proving
from nastavnik.events.models import Attendance, Event, Turnout
from nastavnik.events.refusals import LineElsewhere, NotCalledOff, NotHeld, NotPlanned
from nastavnik.events.services import announcing, facts
from nastavnik.org.models import Node
from nastavnik.people.refusals import DateAhead
from nastavnik.roadmaps.models import RoadmapLine

State = Event.State
# What those who are invited have to know of when it changes.
_MOVES = ("starts_at", "ends_at", "way", "place", "link")


@transaction.atomic
def plan(node: Node, *, actor: User, line: RoadmapLine | None = None, **told: Any) -> Event:
    """A new event. ``line``: of a plan of ``node`` that it fulfils.

    Raises: NotAllowed, LineElsewhere, Invalid.
    """
    require(actor, "event.edit", node)
    if line is not None:
        require(actor, "roadmap.view", line)
        if line.node_id != node.pk:
            raise LineElsewhere
    event = save(Event(node=node, line=line, made_by=actor, **told))
    record("event.planned", event, actor=actor, kind=event.kind)
    announcing.announce(event)
    return event


@transaction.atomic
def change(event: Event, *, version: int, actor: User, **told: Any) -> Event:
    """Raises: NotAllowed, NotPlanned, EditConflict, Invalid."""
    require(actor, "event.edit", event)
    before = _held(event, State.PLANNED, NotPlanned)
    changed = sorted(name for name, value in told.items() if getattr(before, name) != value)
    saved = update(before, version=version, **told)
    record("event.changed", saved, actor=actor, fields=changed)
    if "addressed_to" in changed:
        announcing.announce(saved)
    elif set(changed) & set(_MOVES):
        announcing.announce(saved, announcing.MOVED)
    if set(changed) & set(_MOVES):
        _tell("event.moved", saved)
    return saved


@transaction.atomic
def call_off(event: Event, *, reason: str, version: int, actor: User) -> Event:
    """It will not take place; those who are invited are told.

    Raises: NotAllowed, NotPlanned, EditConflict, Invalid.
    """
    require(actor, "event.edit", event)
    held = _held(event, State.PLANNED, NotPlanned)
    saved = update(held, version=version, state=State.CALLED_OFF, reason=reason.strip())
    record("event.called_off", saved, actor=actor)
    _tell("event.called_off", saved)
    announcing.announce(saved, announcing.CALLED_OFF)
    return saved


@transaction.atomic
def call_again(event: Event, *, actor: User) -> Event:
    """Take `call_off` back; those who are invited are told. Raises: NotAllowed, NotCalledOff."""
    require(actor, "event.edit", event)
    held = _held(event, State.CALLED_OFF, NotCalledOff)
    saved = update(held, version=held.version, state=State.PLANNED, reason="")
    record("event.called_again", saved, actor=actor)
    _tell("event.moved", saved)
    announcing.announce(saved, announcing.MOVED)
    return saved


@transaction.atomic
def hold(
    event: Event, *, held_on: dt.date, version: int, actor: User, resolution: str = "", outsiders: int | None = None,
    staff: int | None = None,
) -> Event:  # fmt: skip
    """It took place on ``held_on``; what was decided, how many guests and colleagues of the organiser came. Said
    again, it is corrected. Lines of plans and the readiness of mentors follow.

    Raises: NotAllowed, NotPlanned: it is called off; DateAhead, EditConflict, Invalid.
    """
    require(actor, "event.edit", event)
    if held_on > timezone.localdate():
        raise DateAhead
    before = Event.objects.select_for_update(of=("self",), no_key=True).get(pk=event.pk)
    _lock(event.node_id)
    if before.state == State.CALLED_OFF:
        raise NotPlanned
    saved = update(
        before, version=version, state=State.HELD, held_on=held_on, resolution=resolution.strip(), outsiders=outsiders
    )
    _count_staff(saved, staff, actor)
    record("event.held", saved, actor=actor, kind=saved.kind)
    _followed(saved, actor)
    return saved


@transaction.atomic
def unhold(event: Event, *, actor: User) -> Event:
    """Take `hold` back: what followed from it follows no more. Raises: NotAllowed, NotHeld."""
    require(actor, "event.edit", event)
    held = _held(event, State.HELD, NotHeld)
    _lock(event.node_id)
    saved = update(held, version=held.version, state=State.PLANNED, held_on=None)
    record("event.held_undone", saved, actor=actor)
    _followed(saved, actor)
    return saved


def _count_staff(event: Event, count: int | None, actor: User) -> None:
    if count is None:
        Turnout.objects.filter(event=event, node=event.node).delete()
    else:
        Turnout.objects.update_or_create(event=event, node=event.node, defaults={"count": count, "made_by": actor})


def _followed(event: Event, actor: User) -> None:
    with measures.once():
        proving.tell(event)
        facts.follow(event, actor=actor)
        measures.touch(event.node_id, "event")
        if event.is_training:
            came = Attendance.objects.filter(event=event, user__isnull=False, state=Attendance.State.ATTENDED)
            for node_id in sorted(set(came.order_by().values_list("node", flat=True))):
                measures.touch(node_id, "event")


def _lock(node_id: int) -> None:
    """The same lock as rules and figures take; always after that of the event."""
    Node.objects.select_for_update(no_key=True).get(pk=node_id)


def _held(event: Event, state: str, refusal: type[Exception]) -> Event:
    held = Event.objects.select_for_update(of=("self",), no_key=True).get(pk=event.pk)
    if held.state != state:
        raise refusal
    return held


def _tell(kind: str, event: Event) -> None:
    """Whoever is invited and has not declined, wherever they are."""
    rows = Attendance.objects.filter(event=event).exclude(state=Attendance.State.DECLINED)
    tell(kind, event, rows)


def tell(kind: str, event: Event, rows: Any) -> None:
    """Tell those of ``rows`` (of `Attendance`) who have an account of the deed ``kind``."""
    found = rows.select_related("user", "person__user").defer("person__card")
    users = [row.user or (row.person.user if row.person else None) for row in found]
    if any(users):
        key = f"{kind}:{event.uid}:{event.version}"
        notifications.queue(kind, to=users, event=key, context={"event": str(event.uid)}, node=event.node)
