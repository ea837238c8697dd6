"""Who decides while somebody is away."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik.accounts.models import Grant, User
from nastavnik.accounts.models.grants import GrantQuerySet
from nastavnik.accounts.permissions import ACTIONS
from nastavnik.approvals.models import Deputy
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import DomainError
from nastavnik.base.saving import save
from nastavnik.org.models import Node


class StrangerAsDeputy(DomainError):
    code = "approval_stranger_as_deputy"
    message = _("A deputy works at the same place. Give this person a role there first.")


@transaction.atomic
def name_deputy(
    deputy: User, node: Node, *, basis: str, actor: User, from_on: dt.date | None = None, to_on: dt.date | None = None
) -> Deputy:
    """Let ``deputy`` decide for ``actor`` at ``node`` from a day up to, not including, ``to_on``.

    Raises:
        NotAllowed: ``actor`` decides nothing at ``node``.
        StrangerAsDeputy: the deputy holds no role there and would not see what to decide.
        Invalid: the same again, oneself, or days that do not fit.
    """
    require(actor, "approval.deputy", node)
    if not _who_sees(node).filter(user=deputy).exists():
        raise StrangerAsDeputy
    begin = from_on or timezone.localdate()
    row = save(Deputy(user=actor, deputy=deputy, node=node, from_on=begin, to_on=to_on, basis=basis))
    record("approval.deputy_named", row, actor=actor, user_id=deputy.pk)
    return row


@transaction.atomic
def end_deputy(row: Deputy, *, actor: User, on: dt.date | None = None) -> Deputy:
    """``on`` (today) is the first day without the deputy.

    Raises:
        NotAllowed: ``actor`` decides nothing there.
    """
    require(actor, "approval.deputy", row)
    row = Deputy.objects.select_for_update().get(pk=row.pk)
    row.to_on = max(on or timezone.localdate(), row.from_on)
    save(row)
    record("approval.deputy_ended", row, actor=actor, user_id=row.deputy_id)
    return row


def possible_deputies(actor: User, node: Node) -> list[User]:
    """Those who see at ``node`` what is being agreed, by name. One query."""
    found = (
        User.objects.filter(pk__in=_who_sees(node).values("user"), is_active=True)
        .exclude(pk=actor.pk)
        .exclude(work_name="")
    )
    return list(found.exclude(work_name="").order_by("work_name", "pk"))


def _who_sees(node: Node) -> GrantQuerySet:
    """Pupils, parents and partners hold roles at an organisation too, and see nothing of its papers."""
    return Grant.objects.in_force().filter(node=node, role__in=sorted(ACTIONS["approval.view"].roles))
