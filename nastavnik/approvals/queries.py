"""What waits for whom, and how far a subject has come."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Prefetch, QuerySet, Subquery
from django.utils import timezone

from nastavnik.accounts.models import User
from nastavnik.approvals.acting import turn_q
from nastavnik.approvals.models import Chain, Remark, RemarkQuerySet, Step
from nastavnik.base.keyset import Count, bounded_count

HOME_ROWS = 10


@dataclass(frozen=True)
class Waiting:
    """What waits for one's decision: the first few, and how many there are."""

    rows: list[Step]
    count: Count
    late: int


def steps_for(user: User, *, widely: bool = False) -> QuerySet[Step]:
    """Steps that ``user`` may decide now; ``widely`` also those that places below them would."""
    current = Step.objects.visible_to(user, "approval.view").filter(
        state=Step.State.CURRENT, chain__state=Chain.State.RUNNING
    )
    return current.filter(turn_q(user, widely=widely)).select_related("chain__node", "node")


def in_order(steps: QuerySet[Step]) -> QuerySet[Step]:
    """What is due first comes first, what has no day last."""
    return steps.order_by(F("due_on").asc(nulls_last=True), "pk")


def waiting_for(user: User, on: dt.date | None = None, *, rows: int = HOME_ROWS) -> Waiting:
    """For home pages: at most ``rows`` rows, overdue first, and a bounded count. 3 queries and the deputies'."""
    found = steps_for(user)
    late = bounded_count(found.filter(due_on__lt=on or timezone.localdate()))
    return Waiting(list(in_order(found)[:rows]), bounded_count(found), late.value)


def next_for(user: User, after: Step) -> Step | None:
    """The step to open when ``after`` is decided."""
    return in_order(steps_for(user).exclude(pk=after.pk)).first()


def last_chain(subject_uid: uuid.UUID) -> list[Step]:
    """The steps of the last round of a subject, in order, each with its chain; [] before the first. One query."""
    last = Chain.objects.filter(subject_uid=subject_uid).order_by("-pk").values("pk")[:1]
    steps = Step.objects.filter(chain=Subquery(last))
    return list(steps.select_related("chain__node", "node", "decided_by", "on_behalf_of").order_by("position"))


def rounds_of(subject_uids: Iterable[uuid.UUID]) -> QuerySet[Chain]:
    """Every round of these subjects, newest first, with steps. 2 queries."""
    said = Prefetch("steps__remarks", Remark.objects.all().said())
    chains = Chain.objects.filter(subject_uid__in=list(subject_uids)).select_related("started_by")
    return chains.prefetch_related("steps__decided_by", "steps__on_behalf_of", said).order_by("-pk")


def remarks_of(subject_uid: uuid.UUID) -> RemarkQuerySet:
    """Remarks of every round of a subject; those that are `said` are for everybody who sees it."""
    return Remark.objects.filter(step__chain__subject_uid=subject_uid).select_related("made_by", "step")


def late_steps(on: dt.date) -> QuerySet[Step]:
    """Steps that should have been decided before ``on``."""
    running = Step.objects.filter(state=Step.State.CURRENT, chain__state=Chain.State.RUNNING, due_on__lt=on)
    return running.select_related("chain__node", "node").order_by("pk")
