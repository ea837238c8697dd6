"""Chains as wholes: sent, taken back, written down after the paper; and how a chain goes on to its next step."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik.accounts.models import User
from nastavnik.approvals.acting import OF_THE_CLOSED
from nastavnik.approvals.models import Chain, Step
from nastavnik.approvals.refusals import PlaceOutOfLine, RouteIncomplete, TakenBack
from nastavnik.approvals.subjects import kept_by, subject_of
from nastavnik.audit.record import record
from nastavnik.base.access import can, require
from nastavnik.base.errors import Invalid, NotAllowed
from nastavnik.base.saving import save
from nastavnik.org.models import Node


@dataclass(frozen=True)
class Planned:
    """A step before it is sent."""

    kind: str
    node: Node
    title: str
    due_on: dt.date | None = None


@transaction.atomic
def start(
    subject_kind: str,
    subject_uid: uuid.UUID,
    node: Node,
    title: str,
    steps: Sequence[Planned],
    *,
    actor: User,
    due_on: dt.date | None = None,
) -> Chain:
    """Send something of ``node`` along ``steps``; the first waits for its decision at once.

    Raises:
        NotAllowed: ``actor`` may not send what belongs to ``node``.
        RouteIncomplete, PlaceOutOfLine: the steps do not make a route.
        Invalid: it is under way already.
    """
    require(actor, kept_by(subject_kind), node)
    _check(node, steps)
    chain = save(
        Chain(
            subject_kind=subject_kind,
            subject_uid=subject_uid,
            node=node,
            title=title[:1000],
            started_by=actor,
            due_on=due_on,
        )
    )
    rows = [
        Step(chain=chain, position=place, kind=one.kind, node=one.node, title=one.title[:200], due_on=one.due_on)
        for place, one in enumerate(steps)
    ]
    Step.objects.bulk_create(rows)
    record("approval.sent", chain, actor=actor, steps=len(rows))
    go_on(chain, actor)
    return chain


def go_on(chain: Chain, actor: User | None) -> Step | None:
    """Give the turn to the next step; None when all are done. Inside the transaction of a decision."""
    step = chain.steps.filter(state=Step.State.WAITING).select_related("node").order_by("position").first()
    if step is None:
        return None
    step.state = Step.State.CURRENT
    step.save(update_fields=["state"])
    step.chain = chain
    subject_of(chain).turn_came(chain, step, actor)
    return step


def close(chain: Chain, state: str) -> None:
    """End ``chain``; steps that had no turn are not needed any more."""
    chain.state, chain.closed_at = state, timezone.now()
    chain.save(update_fields=["state", "closed_at", "is_retroactive"])
    chain.steps.filter(state__in=(Step.State.WAITING, Step.State.CURRENT)).update(state=Step.State.SKIPPED)


@transaction.atomic
def withdraw(chain: Chain, *, actor: User) -> Chain:
    """Take the subject back before it is approved.

    Raises:
        NotAllowed: ``actor`` may neither send what is this organisation's nor settle what a closed one left.
        TakenBack: it is no longer under way.
    """
    chain = Chain.objects.select_for_update(of=("self",)).select_related("node").get(pk=chain.pk)
    settles = chain.node.closed_on is not None and can(actor, OF_THE_CLOSED, chain)
    if not settles:
        require(actor, "approval.start", chain)
    if chain.state != Chain.State.RUNNING:
        raise TakenBack
    _take_back(chain, actor)
    return chain


def hold_running(subject_kind: str, subject_uid: uuid.UUID) -> None:
    """Hold the round of a subject until the end of the transaction. Decisions hold the round first and the subject
    after it: whoever needs both does the same, or two of them stop each other."""
    running = Chain.objects.filter(subject_kind=subject_kind, subject_uid=subject_uid, state=Chain.State.RUNNING)
    list(running.select_for_update(of=("self",)).values_list("pk"))


@transaction.atomic
def withdraw_subject(subject_kind: str, subject_uid: uuid.UUID, *, actor: User) -> None:
    """The subject itself goes (removed, archived): what was under way ends. Whoever calls has asked for the right."""
    running = Chain.objects.filter(subject_kind=subject_kind, subject_uid=subject_uid, state=Chain.State.RUNNING)
    for chain in running.select_for_update():
        _take_back(chain, actor)


def _take_back(chain: Chain, actor: User) -> None:
    close(chain, Chain.State.WITHDRAWN)
    record("approval.withdrawn", chain, actor=actor)
    subject_of(chain).withdrawn(chain, actor)


@transaction.atomic
def record_paper(
    subject_kind: str, subject_uid: uuid.UUID, node: Node, title: str, *, order_no: str, on: dt.date, actor: User
) -> Chain:
    """Write down that it was approved on paper before; the row says so for ever, and who wrote it.

    Raises:
        NotAllowed: ``actor`` may neither send nor approve what belongs to ``node``.
        Invalid: no number; a day ahead; it is under way already.
    """
    if not (can(actor, kept_by(subject_kind), node) or can(actor, "approval.approve", node)):
        raise NotAllowed(action="approval.approve")
    refuse_bad_order(order_no, on)
    now = timezone.now()
    chain = Chain(subject_kind=subject_kind, subject_uid=subject_uid, node=node, title=title[:1000], started_by=actor)
    # Checked as one under way first: paper does not overtake a chain that runs.
    save(chain)
    chain.state, chain.is_retroactive, chain.closed_at = Chain.State.APPROVED, True, now
    chain.save(update_fields=["state", "is_retroactive", "closed_at"])
    Step.objects.create(
        chain=chain, position=0, kind=Step.Kind.APPROVE, node=node, title=str(_("Approved on paper")),
        state=Step.State.APPROVED, decided_by=actor, decided_at=now, decided_on=on, order_no=order_no.strip(),
    )  # fmt: skip
    record("approval.recorded", chain, actor=actor, on=on.isoformat())
    return chain


def refuse_bad_order(order_no: str, on: dt.date | None) -> None:
    """Raises: Invalid: an order has a number, and a day that has come."""
    faults: dict[str, list[str]] = {}
    if not order_no.strip():
        faults["order_no"] = [str(_("Give the number of the order."))]
    elif len(order_no) > 100:
        faults["order_no"] = [str(_("The number is too long. Give at most 100 letters."))]
    if on is None:
        faults["decided_on"] = [str(_("Give the date of the order."))]
    elif on > timezone.localdate():
        faults["decided_on"] = [str(_("This day has not come yet. Give the date of the order."))]
    if faults:
        raise Invalid(fields=faults)


def _check(node: Node, steps: Sequence[Planned]) -> None:
    approving = [place for place, step in enumerate(steps) if step.kind == Step.Kind.APPROVE]
    if approving != [len(steps) - 1] or any(step.kind not in Step.Kind.values for step in steps):
        raise RouteIncomplete
    if any(not node.path.startswith(step.node.path) for step in steps):
        raise PlaceOutOfLine
