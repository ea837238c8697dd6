"""Remarks: written by whoever decides, answered by whoever mends."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from nastavnik.accounts.models import User
from nastavnik.approvals.acting import decider
from nastavnik.approvals.models import Remark, Step
from nastavnik.approvals.refusals import AlreadyDecided, RemarkMissing
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.saving import save


@transaction.atomic
def remark(step: Step, text: str, *, actor: User, place: uuid.UUID | None = None) -> Remark:
    """Say what is to be mended before the decision itself is taken.

    Raises:
        NotYourTurn, AlreadyDecided, RemarkMissing, Invalid.
    """
    made = keep_remarks(step, [(place, text)], actor=actor)
    if not made:
        raise RemarkMissing
    return made[0]


@transaction.atomic
def keep_remarks(step: Step, remarks: Iterable[tuple[uuid.UUID | None, str]], *, actor: User) -> list[Remark]:
    """Several at once; those that say nothing are left out.

    Raises:
        NotYourTurn, AlreadyDecided, Invalid.
    """
    decider(actor, step)
    if not Step.objects.filter(pk=step.pk, state=Step.State.CURRENT).exists():
        raise AlreadyDecided
    return write_remarks(step, remarks, actor)


def write_remarks(step: Step, remarks: Iterable[tuple[uuid.UUID | None, str]], actor: User) -> list[Remark]:
    """Keep those that say something. Inside the transaction of a decision."""
    made = [
        save(Remark(step=step, place=place, text=text.strip(), made_by=actor))
        for place, text in remarks
        if text.strip()
    ]
    if made:
        record("approval.remark_made", step, actor=actor, node_id=step.chain.node_id, remarks=len(made))
    return made


@transaction.atomic
def resolve(remark: Remark, *, actor: User, answer: str = "", is_resolved: bool = True) -> Remark:
    """Answer a remark and take it off the list, or put it back.

    Raises:
        NotAllowed: ``actor`` may not send this organisation's papers.
        Invalid: the answer is too long.
    """
    require(actor, "approval.start", remark)
    row = Remark.objects.select_for_update().get(pk=remark.pk)
    row.answer = answer.strip() or row.answer
    row.resolved_at, row.resolved_by = (timezone.now(), actor) if is_resolved else (None, None)
    save(row)
    deed = "approval.remark_resolved" if is_resolved else "approval.remark_reopened"
    record(deed, row, actor=actor, node_id=remark.step.chain.node_id)
    return row
