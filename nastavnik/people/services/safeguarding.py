"""Who may work with minors: one table of steps, one deed that takes them, and the clock that pauses.

::

    (nothing) → checking → cleared → paused → cleared …
    from anywhere → suspended → cleared, checking or barred;   barred → checking

Cleared is whoever brought references and a training, and from outside a certificate of no conviction in force, by the
decision of the curator or the head. Rows are never changed: each step is a row of its own and names its ground.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.saving import save
from nastavnik.org.models import Node
from nastavnik.people import standing
from nastavnik.people.models import Participation, Person, Safeguard
from nastavnik.people.readiness_kinds import REFERENCES, TRAINING
from nastavnik.people.refusals import NotLiving
from nastavnik.people.refusals_readiness import ChecksMissing, GroundMissing, WrongStep
from nastavnik.people.services.persons import settled
from nastavnik.people.standing import NO_CONVICTION, from_outside

State = Safeguard.State
Status = Participation.Status
_ALWAYS = frozenset({State.SUSPENDED, State.BARRED})
#: From where a person stands ("": nothing is written down) → where people may put them. The clock alone pauses.
STEPS: Mapping[str, frozenset[State]] = {
    "": _ALWAYS | {State.CHECKING},
    State.CHECKING: _ALWAYS | {State.CLEARED},
    State.CLEARED: _ALWAYS,
    State.PAUSED: _ALWAYS | {State.CLEARED},
    State.SUSPENDED: frozenset({State.CLEARED, State.CHECKING, State.BARRED}),
    State.BARRED: frozenset({State.CHECKING}),
}
_OVER = (Status.COMPLETED, Status.WITHDRAWN, Status.ARCHIVED)
_MOST = 2000


@transaction.atomic
def move(person: Person, to: str, *, reason: str, since: Safeguard | None, actor: User) -> Safeguard:
    """Put ``person`` into the state ``to``. ``since``: the row that was decided upon (None: there was none).

    Raises: NotAllowed, NotLiving, GroundMissing, ChecksMissing; WrongStep: not in the table, or somebody was first.
    """
    require(actor, "safeguard.edit", person)
    held = Person.objects.select_for_update().get(pk=person.pk)
    if held.state != Person.State.KEPT:
        raise NotLiving
    if not reason.strip():
        raise GroundMissing
    now = current(held)
    if now != since or to not in STEPS[now.state if now else ""]:
        raise WrongStep
    if to == State.CLEARED and (lacking := missing(held, timezone.localdate())):
        raise ChecksMissing(kinds=lacking)
    step = _put(held, now, State(to), reason.strip(), actor)
    record("safeguard.moved", step, actor=actor, state=to)
    settled(held.node, [held.pk])
    return step


def current(person: Person) -> Safeguard | None:
    return Safeguard.objects.filter(person=person, is_current=True).first()


def missing(person: Person, on: dt.date) -> list[str]:
    """The checks that ``person`` lacks for being cleared. One query."""
    flags = with_checks(Participation.objects.filter(person=person), on).values_list("refers", "trained", "clean")
    rows = list(flags)
    if not rows:
        return [REFERENCES, TRAINING]
    lacks = zip((REFERENCES, TRAINING, NO_CONVICTION), zip(*rows, strict=True), strict=True)
    return [kind for kind, held in lacks if not all(held)]


def with_checks(rows: QuerySet[Any], on: dt.date) -> QuerySet[Any]:
    """Adds ``refers``, ``trained``, ``clean`` to rows that have a ``person``."""
    known: QuerySet[Any] = rows.annotate(
        refers=Exists(standing.facts_in_force(REFERENCES, on)),
        trained=Exists(standing.facts_in_force(TRAINING, on)),
        clean=ExpressionWrapper(
            Q(Exists(standing.facts_in_force(NO_CONVICTION, on))) | ~Q(Exists(_from_outside())),
            output_field=BooleanField(),
        ),
    )
    return known


def _from_outside() -> QuerySet[Participation]:
    mentors = Participation.objects.filter(person=OuterRef("person"), side=Participation.Side.MENTOR)
    return mentors.filter(from_outside()).exclude(status__in=_OVER)


@transaction.atomic
def pause(on: dt.date, *, node: Node | None = None, person_ids: Iterable[int] | None = None) -> int:
    """Pause whoever is cleared and has a check no longer; gives how many. Clearing again is decided by people."""
    rows = Safeguard.objects.filter(is_current=True, state=State.CLEARED)
    if node is not None:
        rows = rows.filter(node=node)
    if person_ids is not None:
        rows = rows.filter(person__in=list(person_ids))
    ran_out = with_checks(rows, on).exclude(refers=True, trained=True, clean=True)
    found = list(ran_out.select_related("person__node").order_by("pk")[:_MOST])
    with override("ru"):  # kept as it is said now, whoever reads it
        ground = _("A check has run out or was taken back.")
    for row in found:
        step = _put(row.person, row, State.PAUSED, ground, None)
        record("safeguard.paused", step, actor=None)
    for place in {row.person.node for row in found}:
        settled(place, [row.person_id for row in found if row.node_id == place.pk])
    return len(found)


def _put(person: Person, now: Safeguard | None, to: State, reason: str, actor: User | None) -> Safeguard:
    if now is not None:
        Safeguard.objects.filter(pk=now.pk).update(is_current=False)
    return save(Safeguard(node_id=person.node_id, person=person, state=to, reason=reason, made_by=actor))
