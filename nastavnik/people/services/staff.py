"""Registers of those who answer for mentoring by their post: curators, psychologists, experts. Work names only."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik.accounts.models import Grant, User
from nastavnik.accounts.roles import Role
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import DomainError
from nastavnik.base.saving import save, update
from nastavnik.org.models import Node, valid_on
from nastavnik.people.models import StaffCard
from nastavnik.people.refusals import DateAhead

Kind = StaffCard.Kind
ROLES = {Role.CURATOR: Kind.CURATOR, Role.PSYCHOLOGIST: Kind.PSYCHOLOGIST, Role.EXPERT: Kind.EXPERT}
FIELDS = (
    "full_name", "position", "contacts", "order_words", "model", "training", "from_on", "basis",
)  # fmt: skip
MOST_PROPOSED = 50


class StaffEnded(DomainError):
    code = "staff_card_ended"
    message = _("This card has ended already. Open the list again.")


class Proposal(NamedTuple):
    """Somebody who holds the role and has no card."""

    user: User
    node: Node
    kind: str
    from_on: dt.date


@transaction.atomic
def add(node: Node, kind: str, *, actor: User, user: User | None = None, **told: Any) -> StaffCard:
    """``told``: of `FIELDS`. Raises: NotAllowed, Invalid."""
    require(actor, "staff_card.edit", node)
    row = save(StaffCard(node=node, kind=kind, user=user, **told))
    record("staff_card.added", row, actor=actor, kind=kind)
    return row


@transaction.atomic
def change(row: StaffCard, *, version: int, actor: User, **told: Any) -> StaffCard:
    """Raises: NotAllowed, EditConflict, Invalid."""
    require(actor, "staff_card.edit", row)
    changed = sorted(name for name, value in told.items() if getattr(row, name) != value)
    fresh = update(row, version=version, **told)
    record("staff_card.changed", fresh, actor=actor, fields=changed)
    return fresh


@transaction.atomic
def end(row: StaffCard, *, on: dt.date, actor: User) -> StaffCard:
    """They answer for mentoring until ``on``. Raises: NotAllowed, StaffEnded, DateAhead, Invalid."""
    require(actor, "staff_card.edit", row)
    if on > timezone.localdate():
        raise DateAhead
    held: StaffCard = StaffCard.objects.select_for_update().get(pk=row.pk)
    if held.to_on is not None:
        raise StaffEnded
    held.to_on, held.ended_at = on, timezone.now()
    held.version += 1
    save(held)
    record("staff_card.ended", held, actor=actor)
    return held


@transaction.atomic
def open_again(row: StaffCard, *, actor: User) -> StaffCard:
    """Undo `end`. Raises: NotAllowed, Invalid."""
    require(actor, "staff_card.edit", row)
    held: StaffCard = StaffCard.objects.select_for_update().get(pk=row.pk)
    held.to_on = held.ended_at = None
    held.version += 1
    save(held)
    record("staff_card.open_again", held, actor=actor)
    return held


def proposals(user: User, kind: str) -> list[Proposal]:
    """Holders of the role within reach of ``user`` who have no card in force; at most 50. Two queries."""
    role = next(role for role, of in ROLES.items() if of == kind)
    today = timezone.localdate()
    nodes = Node.objects.visible_to(user, "staff_card.edit")
    # A card without an account is taken for theirs if the names are the same.
    theirs = Q(user=OuterRef("user")) | Q(user=None, full_name=OuterRef("user__work_name"))
    cards = StaffCard.objects.filter(theirs, valid_on(today), kind=kind, node=OuterRef("node"))
    held = Grant.objects.in_force().filter(~Exists(cards), role=role, node__in=nodes, user__is_active=True)
    rows = held.select_related("user", "node").order_by("node__sort_name", "pk")[:MOST_PROPOSED]
    return [Proposal(row.user, row.node, kind, row.from_on) for row in rows]


__all__ = ["FIELDS", "Proposal", "StaffEnded", "add", "change", "end", "open_again", "proposals"]
