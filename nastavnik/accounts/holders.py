"""The other way round: not what a user may do, but who may do it here. Notices and mentions ask this."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from nastavnik.accounts.models import Grant, User
from nastavnik.accounts.permissions import ACTIONS, Where
from nastavnik.accounts.roles import OFFICES, Role
from nastavnik.org.models import Node


@dataclass(frozen=True)
class Holder:
    """A user who holds the action over a node by ``role`` at the node of ``path``; the longest path is nearest."""

    user: User
    role: Role
    node_id: int
    path: str


def holders(action: str, nodes: Iterable[Node], on: dt.date | None = None) -> dict[int, list[Holder]]:
    """Node → who holds ``action`` over it today (or on the day given), oldest grant first. One query.

    A user with two such roles stands there twice.
    """
    declared = ACTIONS[action]
    asked = list(nodes)
    places = {key for node in asked for key in (*node.ancestor_ids, node.pk)}
    grants = (
        Grant.objects.in_force(on)
        .filter(node__in=places, role__in=sorted(declared.roles), user__is_active=True)
        .select_related("user", "node")
        .order_by("pk")
    )
    at: dict[int, list[Grant]] = defaultdict(list)
    for grant in grants:
        if declared.duty is None or declared.duty in grant.duties:
            at[grant.node_id].append(grant)
    return {
        node.pk: [
            Holder(grant.user, Role(grant.role), grant.node_id, grant.node.path)
            for key in (*node.ancestor_ids, node.pk)
            for grant in at[key]
            if _reaches(declared.roles[Role(grant.role)], Role(grant.role), grant.node_id, node)
        ]
        for node in asked
    }


def _reaches(where: Where, role: Role, at: int, node: Node) -> bool:
    """Whether a grant at the node ``at``, which is ``node`` or lies above it, goes as far as ``node``."""
    if at == node.pk or where is Where.BELOW:
        return True
    return where is Where.OFFICES and node.type in OFFICES[role]
