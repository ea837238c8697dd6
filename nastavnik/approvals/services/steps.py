"""A step is decided once: agreed, recorded, approved or returned. Of two people at once exactly one decides."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from nastavnik.accounts.models import User
from nastavnik.approvals.acting import decider
from nastavnik.approvals.models import Chain, Remark, Step
from nastavnik.approvals.refusals import AlreadyDecided, RemarkMissing, TakenBack, WrongKind
from nastavnik.approvals.services.chains import close, go_on, refuse_bad_order
from nastavnik.approvals.services.remarks import write_remarks
from nastavnik.approvals.subjects import subject_of
from nastavnik.audit.record import record

# Where a remark stands: at a line, or (None) at the whole.
Words = Iterable[tuple[uuid.UUID | None, str]]


@transaction.atomic
def agree(step: Step, *, actor: User, remarks: Words = ()) -> Step:
    """Agree, perhaps with remarks that do not hold the paper up.

    Raises:
        NotYourTurn, AlreadyDecided, TakenBack, WrongKind, Invalid.
    """
    step, principal = _take(step, actor, Step.Kind.AGREE)
    write_remarks(step, remarks, actor)
    _decide(step, actor, principal, Step.State.AGREED)
    record("approval.agreed", step, actor=actor, node_id=step.chain.node_id, by_deputy=principal is not None)
    _advance(step, actor)
    return step


@transaction.atomic
def record_minutes(step: Step, *, minutes_no: str, on: dt.date | None, actor: User) -> Step:
    """Write down the minutes by which the council agreed.

    Raises:
        NotYourTurn, AlreadyDecided, TakenBack, WrongKind.
        Invalid: no number, or a day ahead.
    """
    step, principal = _take(step, actor, Step.Kind.MINUTES)
    refuse_bad_order(minutes_no, on)
    _decide(step, actor, principal, Step.State.AGREED, minutes_no=minutes_no.strip(), decided_on=on)
    record("approval.minutes_recorded", step, actor=actor, node_id=step.chain.node_id)
    _advance(step, actor)
    return step


@transaction.atomic
def approve(
    step: Step, *, order_no: str, on: dt.date | None, actor: User, effective_on: dt.date | None = None
) -> Step:
    """Approve by an order with its number and date; the order may be older than today, and the row shows both.

    ``effective_on`` is the day from which it holds; without one it holds at once.

    Raises:
        NotYourTurn, AlreadyDecided, TakenBack, WrongKind.
        Invalid: no number, or a day ahead.
    """
    step, principal = _take(step, actor, Step.Kind.APPROVE)
    refuse_bad_order(order_no, on)
    # Signed before it came here: allowed, and said wherever the round is shown.
    step.chain.is_retroactive = on is not None and on < timezone.localdate(step.chain.started_at)
    _decide(
        step,
        actor,
        principal,
        Step.State.APPROVED,
        order_no=order_no.strip(),
        decided_on=on,
        effective_on=effective_on,
    )
    record("approval.approved", step, actor=actor, node_id=step.chain.node_id, by_deputy=principal is not None)
    _advance(step, actor)
    return step


@transaction.atomic
def return_(step: Step, remarks: Words, *, actor: User) -> list[Remark]:
    """Send back to be mended, with remarks to the whole or to lines.

    Raises:
        NotYourTurn, AlreadyDecided, TakenBack, Invalid.
        RemarkMissing: nothing says what is to be mended.
    """
    step, principal = _take(step, actor)
    made = write_remarks(step, remarks, actor)
    if not made and not step.remarks.open().exists():
        raise RemarkMissing
    _decide(step, actor, principal, Step.State.RETURNED)
    close(step.chain, Chain.State.RETURNED)
    record("approval.returned", step, actor=actor, node_id=step.chain.node_id, remarks=len(made))
    subject_of(step.chain).returned(step.chain, step, actor)
    return made


def _take(step: Step, actor: User, kind: str | None = None) -> tuple[Step, User | None]:
    """The step as it is now, held against everybody else, and whom ``actor`` stands in for.

    The row of the chain is what two approvers wait for: whoever comes second finds the step decided.
    """
    chain = Chain.objects.select_for_update(of=("self",)).select_related("node").get(pk=step.chain_id)
    fresh = Step.objects.select_related("node").get(pk=step.pk)
    fresh.chain = chain
    principal = decider(actor, fresh)
    if chain.state == Chain.State.WITHDRAWN:
        raise TakenBack
    if chain.state != Chain.State.RUNNING or fresh.state != Step.State.CURRENT:
        raise AlreadyDecided
    if kind is not None and fresh.kind != kind:
        raise WrongKind
    return fresh, principal


def _decide(step: Step, actor: User, principal: User | None, state: str, **facts: Any) -> None:
    values: Mapping[str, Any] = {"decided_on": timezone.localdate(), **facts}
    for name, value in values.items():
        setattr(step, name, value)
    step.state, step.decided_by, step.on_behalf_of, step.decided_at = state, actor, principal, timezone.now()
    step.save()


def _advance(step: Step, actor: User) -> None:
    if go_on(step.chain, actor) is None:
        close(step.chain, Chain.State.APPROVED)
        subject_of(step.chain).approved(step.chain, step, actor)
