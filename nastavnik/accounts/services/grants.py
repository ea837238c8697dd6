"""Giving a role and ending it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik.accounts.models import Grant, User
from nastavnik.accounts.roles import APPOINTS, Duty, Role
from nastavnik.accounts.services.users import sign_out_everywhere
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import DomainError, NotAllowed
from nastavnik.base.saving import save
from nastavnik.org.models import Node

_listeners: list[Callable[[Grant], object]] = []


def when_changed(listener: Callable[[Grant], object]) -> None:
    """Have ``listener`` called in the deed's transaction with each grant that is given or ended."""
    _listeners.append(listener)


class AlreadyEnded(DomainError):
    code = "grant_already_ended"
    message = _("This role has already ended. Give it anew if it is needed again.")


class OwnGrant(DomainError):
    code = "own_grant"
    message = _("You cannot end your own role. Ask the person who gave it to you.")


def grantable(actor: User, node: Node) -> list[Role]:
    """The roles that ``actor`` may give at ``node``, in menu order."""
    reach = {item.role for item in actor.active_grants("grant.edit") if _covers(item.node_ids(), node)}
    allowed = {role for mine in reach for role in APPOINTS.get(mine, frozenset())}
    return [role for role in Role if role in allowed]


@transaction.atomic
def give_role(
    user: User,
    role: Role,
    node: Node,
    *,
    actor: User | None,
    duties: Iterable[Duty] = (),
    from_on: dt.date | None = None,
    to_on: dt.date | None = None,
    basis: str = "",
) -> Grant:
    """Let ``user`` act as ``role`` at ``node`` from ``from_on`` (today) up to, not including, ``to_on``.

    ``actor`` None is the system: the first administrator, the demo.

    Raises:
        NotAllowed: ``actor`` may not give this role here.
        Invalid: the role is held here already, or the dates do not fit.
    """
    if actor is not None:
        require(actor, "grant.edit", node)
        if role not in grantable(actor, node):
            raise NotAllowed(action="grant.edit", role=str(role))
    grant = Grant(
        user=user,
        role=role,
        node=node,
        duties=sorted(set(duties)),
        from_on=from_on or timezone.localdate(),
        to_on=to_on,
        basis=basis,
        granted_by=actor,
    )
    save(grant)
    _tell_changed(grant)
    record("grant.given", grant, actor=actor, user_id=user.pk, role_given=str(role))
    return grant


@transaction.atomic
def end_role(grant: Grant, *, actor: User | None, to_on: dt.date | None = None) -> Grant:
    """End ``grant``: ``to_on`` (today) is the first day without it. Leaving a post signs out everywhere.

    Raises:
        NotAllowed: ``actor`` may not end this role here.
        OwnGrant: it is the actor's own.
        AlreadyEnded: it ended before.
    """
    grant = Grant.objects.select_for_update().select_related("node", "user").get(pk=grant.pk)
    if actor is not None:
        require(actor, "grant.edit", grant)
        if actor.pk == grant.user_id:
            raise OwnGrant
        if Role(grant.role) not in grantable(actor, grant.node):
            raise NotAllowed(action="grant.edit", role=grant.role)
    today = timezone.localdate()
    if grant.to_on is not None and grant.to_on <= today:
        raise AlreadyEnded(grant_id=grant.pk)
    # A role that has not begun yet never begins.
    grant.to_on = max(to_on or today, grant.from_on)
    grant.ended_by = actor
    save(grant)
    _tell_changed(grant)
    record("grant.ended", grant, actor=actor, user_id=grant.user_id, role_ended=grant.role)
    if grant.to_on <= today:
        sign_out_everywhere(grant.user, actor=actor)
    return grant


def _tell_changed(grant: Grant) -> None:
    for listener in _listeners:
        listener(grant)


def _covers(node_ids: object, node: Node) -> bool:
    if isinstance(node_ids, list):
        return node.pk in node_ids
    return bool(node_ids.filter(pk=node.pk).exists())  # type: ignore[attr-defined]  # else it is a queryset of nodes
