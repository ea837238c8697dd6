"""Whose turn a step is, as the tree and the grants stand today.

A step names the place that acts. Holders of the right at that place or above it may decide, as long as the place
is open and the paper's organisation still stands in it. An organisation that has moved away, or a place that was
closed or joined to another, leaves the turn to whoever stands above the organisation now: nothing is ever stuck.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nastavnik.accounts.models import Grant, User
from nastavnik.accounts.permissions import ACTIONS, Where
from nastavnik.accounts.reach import Reach, nodes_q
from nastavnik.accounts.roles import OFFICES, Role
from nastavnik.approvals.models import Deputy, Step
from nastavnik.approvals.subjects import kept_by, kinds, subject_of
from nastavnik.base.errors import NotAllowed
from nastavnik.org.models import Node, path_range

ACTION_OF = {
    Step.Kind.AGREE: "approval.agree",
    Step.Kind.APPROVE: "approval.approve",
}
# The organisation is closed: those above it settle what it left behind.
OF_THE_CLOSED = "approval.agree"
HEALED = ~Q(chain__node__path__startswith=F("node__path")) | Q(node__closed_on__isnull=False)


class NotYourTurn(NotAllowed):
    code = "approval_not_your_turn"
    message = _("This step is for others to decide. The page of the plan says whose turn it is.")


def action_of(step: Step) -> str:
    if step.chain.node.closed_on:
        return OF_THE_CLOSED
    return ACTION_OF.get(Step.Kind(step.kind)) or subject_of(step.chain).kept_by


def decider(user: User, step: Step) -> User | None:
    """None when ``user`` decides by a right of their own, else whom they stand in for.

    Raises:
        NotYourTurn: neither.
    """
    if any(_is_turn_of(reach, step) for reach in user.active_grants(action_of(step))):
        return None
    for row in _standing_in(user):
        held = row.user.active_grants(action_of(step))
        if any(reach.node_id == row.node_id and _is_turn_of(reach, step) for reach in held):
            return row.user
    raise NotYourTurn


def may_decide(user: User, step: Step) -> bool:
    try:
        decider(user, step)
    except NotYourTurn:
        return False
    return True


def turn_q(user: User, *, widely: bool = False) -> Q:
    """The steps that wait for ``user``: at their own place; ``widely`` also those that places below would decide.

    One query for the deputies, one for the rights of each person stood in for.
    """
    found = _q_of(user, None, widely)
    for row in _standing_in(user):
        found |= _q_of(row.user, row.node_id, widely)
    return found


def who_may_act(step: Step) -> list[User]:
    """Those whose turn it is and who are told so: at the place that acts, else the nearest above. Two queries."""
    action = ACTIONS[action_of(step)]
    above = [*step.chain.node.ancestor_ids, step.chain.node_id]
    grants = Grant.objects.in_force().filter(role__in=action.roles, node__in=above, user__is_active=True)
    by_node: dict[int, list[User]] = {}
    for grant in grants.select_related("user", "node").order_by("pk"):
        reach = _reach_of(grant, action.name)
        if (action.duty is None or action.duty in grant.duties) and _is_turn_of(reach, step):
            by_node.setdefault(grant.node_id, []).append(grant.user)
    if not by_node:
        return []
    nearest = step.node_id if step.node_id in by_node else max(by_node, key=above.index)
    people = by_node[nearest]
    deputies = Deputy.objects.in_force().filter(node=nearest, user__in=people).select_related("deputy")
    return list({user.pk: user for user in (*people, *(row.deputy for row in deputies))}.values())


def _standing_in(user: User) -> Iterable[Deputy]:
    return Deputy.objects.in_force().filter(deputy=user).select_related("user")


def _q_of(user: User, node_id: int | None, widely: bool) -> Q:
    found = Q(pk__in=[])
    for turn, action in _turns():
        for reach in user.active_grants(action):
            if node_id in (None, reach.node_id):
                mine = Q(node__in=[reach.node_id]) if not widely else path_range(reach.path, "node__path")
                of_kind = turn & Q(chain__node__closed_on=None)
                found |= of_kind & nodes_q("chain__node", [reach]) & (mine | HEALED)
    for reach in user.active_grants(OF_THE_CLOSED):
        if node_id in (None, reach.node_id):
            found |= Q(chain__node__closed_on__isnull=False) & nodes_q("chain__node", [reach])
    return found


def _turns() -> list[tuple[Q, str]]:
    """Steps by the right that decides them."""
    by_kind = [(Q(kind=kind), action) for kind, action in ACTION_OF.items()]
    minutes = [(Q(kind=Step.Kind.MINUTES, chain__subject_kind=kind), kept_by(kind)) for kind in kinds()]
    return [*by_kind, *minutes]


def _is_turn_of(reach: Reach, step: Step) -> bool:
    paper, place = step.chain.node, step.node
    if not _covers(reach, paper):
        return False
    is_healed = place.closed_on is not None or not paper.path.startswith(place.path)
    return is_healed or paper.closed_on is not None or place.path.startswith(reach.path)


def _covers(reach: Reach, node: Node) -> bool:
    if node.pk == reach.node_id:
        return True
    if not node.path.startswith(reach.path):
        return False
    return reach.where is Where.BELOW or (reach.where is Where.OFFICES and node.type in OFFICES.get(reach.role, ()))


def _reach_of(grant: Grant, action: str) -> Reach:
    role = Role(grant.role)
    return Reach(grant.user_id, role, action, ACTIONS[action].roles[role], grant.node_id, grant.node.path)
