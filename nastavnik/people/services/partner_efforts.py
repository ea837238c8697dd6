"""What was done to win enterprises and organisations: a list that is added to and corrected."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import Invalid
from nastavnik.base.saving import save, update
from nastavnik.org.models import Node
from nastavnik.people.models import PartnerEffort
from nastavnik.people.refusals import DateAhead

FIELDS = ("on", "what", "result", "partner")


@transaction.atomic
def add(node: Node, *, actor: User, **told: Any) -> PartnerEffort:
    """``told``: of `FIELDS`. Raises: NotAllowed, DateAhead, Invalid."""
    require(actor, "partner.edit", node)
    _check(node, told)
    effort = save(PartnerEffort(node=node, made_by=actor, **told))
    record("effort.added", effort, actor=actor)
    return effort


@transaction.atomic
def change(effort: PartnerEffort, *, version: int, actor: User, **told: Any) -> PartnerEffort:
    """Raises: NotAllowed, DateAhead, EditConflict, Invalid."""
    require(actor, "partner.edit", effort)
    _check(effort.node, told)
    fresh = update(effort, version=version, **told)
    record("effort.changed", fresh, actor=actor, fields=sorted(told))
    return fresh


@transaction.atomic
def remove(effort: PartnerEffort, *, actor: User) -> PartnerEffort:
    """Raises: NotAllowed."""
    require(actor, "partner.edit", effort)
    effort.removed_at = timezone.now()
    effort.save(update_fields=["removed_at"])
    record("effort.removed", effort, actor=actor)
    return effort


@transaction.atomic
def bring_back(effort: PartnerEffort, *, actor: User) -> PartnerEffort:
    """Undo `remove`. Raises: NotAllowed."""
    require(actor, "partner.edit", effort)
    effort.removed_at = None
    effort.save(update_fields=["removed_at"])
    record("effort.brought_back", effort, actor=actor)
    return effort


def _check(node: Node, told: dict[str, Any]) -> None:
    if unknown := set(told) - set(FIELDS):
        raise Invalid(fields={name: [""] for name in unknown})
    if told.get("on") and told["on"] > timezone.localdate():
        raise DateAhead
    partner = told.get("partner")
    if partner is not None and partner.node_id != node.pk:
        raise Invalid(fields={"partner": [""]})
