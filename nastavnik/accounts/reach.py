"""A user's grants, narrowed to one action: what `visible_to` is made of.

Outside a request each question reads the grants afresh (one query). Within a request the middleware has read
them once and picked the active role, so a question costs its own query and no more.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from nastavnik.accounts.permissions import ACTIONS, Where
from nastavnik.accounts.roles import OFFICES, Duty, Role
from nastavnik.org.models import Node, Placement, path_range

if TYPE_CHECKING:
    from nastavnik.accounts.models import User


@dataclass(frozen=True)
class Holding:
    """A grant in force, as plain values."""

    user_id: int
    role: Role
    node_id: int
    path: str
    node_name: str
    duties: frozenset[Duty]


@dataclass(frozen=True)
class Reach:
    """How far one grant goes for one action. This is the ``grant`` that a model's ``relation_q`` is given."""

    user_id: int
    role: Role
    action: str
    where: Where
    node_id: int
    path: str

    def node_ids(self) -> list[int] | QuerySet[Node, int]:
        """The nodes within reach, for rows that name a node by number only."""
        if self.where is Where.OWN:
            return [self.node_id]
        return Node.objects.filter(nodes_q("", [self])).values_list("pk", flat=True)


@dataclass(frozen=True)
class Acting:
    """The role that a user has picked out of those they hold now."""

    role: Role | None
    held: tuple[Holding, ...]

    @cached_property
    def roles(self) -> list[Role]:
        """Every role the user may switch to, in menu order."""
        mine = {holding.role for holding in self.held}
        return [role for role in Role if role in mine]

    @cached_property
    def holdings(self) -> tuple[Holding, ...]:
        return tuple(holding for holding in self.held if holding.role == self.role)

    def __bool__(self) -> bool:
        return self.role is not None

    @property
    def node_id(self) -> int | None:
        """Where the user acts: the node of the role's first grant."""
        return self.holdings[0].node_id if self.holdings else None

    @property
    def node(self) -> str:
        """The name of that node, for the head of the page."""
        return self.holdings[0].node_name if self.holdings else ""

    @property
    def role_label(self) -> str:
        return str(self.role.label) if self.role else ""


def holdings_of(user: User) -> tuple[Holding, ...]:
    """The grants of ``user`` in force today, oldest first. One query."""
    from nastavnik.accounts.models import Grant

    rows = Grant.objects.in_force().filter(user_id=user.pk, user__is_active=True).order_by("id")
    return tuple(
        Holding(user.pk, Role(role), node_id, path, name, frozenset(Duty(duty) for duty in duties))
        for role, node_id, path, name, duties in rows.values_list(
            "role", "node_id", "node__path", "node__short_name", "duties"
        )
    )


def acting_as(user: User, picked: str | None) -> Acting:
    """``user`` in the role ``picked``, or in the first of their roles when that one is not theirs now."""
    acting = Acting(None, holdings_of(user))
    role = next((role for role in acting.roles if role == picked), acting.roles[0] if acting.roles else None)
    return Acting(role, acting.held)


def acting_of(user: User) -> Acting:
    """The role picked in this request; outside of one, the first of the user's roles."""
    return user.acting if user.acting is not None else acting_as(user, None)


def reaches(user: User, action: str) -> list[Reach]:
    """What of ``action`` the grants of ``user`` allow. An unknown action is a bug and raises ``KeyError``."""
    declared = ACTIONS[action]
    if not user.is_active:
        return []
    held = user.acting.holdings if user.acting is not None else holdings_of(user)
    return [
        Reach(user.pk, holding.role, action, declared.roles[holding.role], holding.node_id, holding.path)
        for holding in held
        if holding.role in declared.roles and (declared.duty is None or declared.duty in holding.duties)
    ]


def nodes_q(lookup: str, found: Iterable[Reach]) -> Q:
    """The rows whose node, reached by ``lookup``, lies within ``found``: few ranges, each on an index."""
    own: set[int] = set()
    above: set[int] = set()
    below: set[str] = set()
    offices: dict[str, set[str]] = {}
    for reach in found:
        if reach.where is Where.BELOW:
            below.add(reach.path)
        else:
            own.add(reach.node_id)
        if reach.where is Where.ABOVE:
            above.update(int(step) for step in reach.path.strip("/").split("/"))
        if reach.where is Where.OFFICES:
            offices.setdefault(reach.path, set()).update(OFFICES[reach.role])
    prefix = f"{lookup}__" if lookup else ""
    q = Q(**{f"{lookup or 'pk'}__in": sorted(own)})
    for path in _outermost(below):
        q |= path_range(path, f"{prefix}path")
    if above:
        q |= Q(**{f"{lookup or 'pk'}__in": sorted(above)}) | Q(**{f"{lookup or 'pk'}__in": _offices_in(above)})
    for path, types in offices.items():
        q |= path_range(path, f"{prefix}path") & Q(**{f"{prefix}type__in": sorted(types)})
    return q


def _offices_in(territories: set[int]) -> QuerySet[Placement, int]:
    """The bodies that do the office work of ``territories``, placed directly in them today."""
    types = {type for types in OFFICES.values() for type in types}
    placed = Placement.objects.filter(parent__in=sorted(territories), to_on=None, node__type__in=sorted(types))
    return placed.values_list("node", flat=True)


def _outermost(paths: set[str]) -> list[str]:
    """Without the paths that lie under another one."""
    kept: list[str] = []
    for path in sorted(paths):
        if not (kept and path.startswith(kept[-1])):
            kept.append(path)
    return kept
