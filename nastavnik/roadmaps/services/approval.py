"""The way of a plan: sent, agreed, returned, approved, in force. `Roadmap.status` of that way is moved here alone.

draft, returned → on_agreement → agreed → approved → in_force
on_agreement, agreed → returned, or back to draft when taken back
draft, returned → in_force                          approved on paper, written down with number and date
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik import measures
from nastavnik.accounts.models import Grant, User
from nastavnik.accounts.permissions import ACTIONS, Where
from nastavnik.approvals.acting import who_may_act
from nastavnik.approvals.models import Chain, Step
from nastavnik.approvals.services import chains
from nastavnik.approvals.services.chains import Planned
from nastavnik.approvals.subjects import Subject, subject
from nastavnik.audit.record import record
from nastavnik.base.access import can, require
from nastavnik.base.errors import DomainError, NotAllowed
from nastavnik.notifications import queue
from nastavnik.org.clock import today_at
from nastavnik.org.models import Node
from nastavnik.roadmaps.approval_routes import At, Stop, stops_for
from nastavnik.roadmaps.measures import day_to_agree
from nastavnik.roadmaps.models import Roadmap
from nastavnik.roadmaps.models.plans import WRITABLE, Approval, Status
from nastavnik.roadmaps.services import cascade
from nastavnik.roadmaps.services.baselines import keep_baseline
from nastavnik.roadmaps.services.editions import OriginGone, bring_in
from nastavnik.roadmaps.services.headings import keep_heading
from nastavnik.roadmaps.services.plans import WrongState
from nastavnik.roadmaps.services.templates import first_year

log = logging.getLogger(__name__)
KIND = "roadmap"
ON_THE_WAY = frozenset({Status.ON_AGREEMENT, Status.AGREED})


class PlanEmpty(DomainError):
    code = "roadmap_empty"
    message = _("There is nothing to agree yet: the plan has no lines. Add the first one.")


def planned_route(roadmap: Roadmap, on: dt.date | None = None) -> list[tuple[Stop, Planned]]:
    """The default route of ``roadmap`` with places and days. Two queries.

    All agree by the day that the calendar of the region names, while it is still to come, and the approval follows
    as many days later as it usually does; after that day each step has its usual number of days.
    """
    today = on or timezone.localdate()
    places = _places(roadmap.node)
    stops = stops_for(roadmap.node, places[At.TERRITORY])
    usual = max((stop.days for stop in stops if stop.kind != Step.Kind.APPROVE), default=None)
    last = agreement_day(roadmap, today) if usual is not None else None

    def due(stop: Stop) -> dt.date:
        if last is None or usual is None:
            return today + dt.timedelta(days=stop.days)
        return last + dt.timedelta(days=max(stop.days - usual, 0))

    return [(stop, Planned(stop.kind, places[stop.at], str(stop.title), due(stop))) for stop in stops]


def agreement_day(roadmap: Roadmap, on: dt.date) -> dt.date | None:
    """By when the region wants plans of the first school year of ``roadmap`` agreed; None once that is over."""
    return day_to_agree(measures.year(first_year(roadmap.period).start_year), on)


def places_of(node: Node) -> list[Node]:
    """Where a step may be decided: the organisation itself, then the territories above it, nearest first."""
    above = {row.pk: row for row in Node.objects.filter(pk__in=node.ancestor_ids, kind=Node.Kind.TERRITORY)}
    return [node, *(above[key] for key in reversed(node.ancestor_ids) if key in above)]


def _places(node: Node) -> dict[At, Node]:
    places = places_of(node)
    territories = [place for place in places if place.is_territory]
    return {At.OWN: node, At.TERRITORY: territories[0], At.TOP: territories[-1]}


@transaction.atomic
def send(
    roadmap: Roadmap, *, actor: User, route: Sequence[Planned] | None = None, due_on: dt.date | None = None
) -> Chain:
    """Send a draft or a returned plan along ``route`` (by default the one of its level, without optional steps).

    Without ``due_on`` the round is to end by the region's day for agreeing plans, while that is still to come.

    Raises:
        NotAllowed: ``actor`` may not send plans of this organisation.
        WrongState: it is on its way or approved already.
        PlanEmpty, OriginGone, RouteIncomplete, PlaceOutOfLine, Invalid.
    """
    require(actor, "roadmap.edit", roadmap)
    held = _hold(roadmap.pk)
    if not _may_start(held):
        raise WrongState
    if not held.lines.filter(removed_at=None).exists():
        raise PlanEmpty
    if held.amends is not None and (held.amends.status != Status.IN_FORCE or held.amends.removed_at is not None):
        raise OriginGone
    if route is None:
        route = [planned for stop, planned in planned_route(held) if not stop.is_optional]
    _move(held, Status.ON_AGREEMENT)
    record("roadmap.sent", held, actor=actor, node_id=held.node_id)
    due_on = due_on or agreement_day(held, timezone.localdate())
    return chains.start(KIND, held.uid, held.node, held.title, route, actor=actor, due_on=due_on)


@transaction.atomic
def approve_on_paper(
    roadmap: Roadmap, *, order_no: str, on: dt.date, actor: User, effective_on: dt.date | None = None
) -> Roadmap:
    """Write down that the plan was approved on paper: it comes into force, and the page says how.

    Raises:
        NotAllowed: ``actor`` may neither change nor approve this plan.
        WrongState: it is on its way or approved already.
        PlanEmpty, OriginGone, Invalid.
    """
    if not (can(actor, "roadmap.edit", roadmap) or can(actor, "approval.approve", roadmap)):
        raise NotAllowed(action="roadmap.edit")
    held = _hold(roadmap.pk)
    if not _may_start(held):
        raise WrongState
    if not held.lines.filter(removed_at=None).exists():
        raise PlanEmpty
    chains.record_paper(KIND, held.uid, held.node, held.title, order_no=order_no, on=on, actor=actor)
    held.approval, held.order_no, held.approved_on = Approval.APPROVED, order_no.strip(), on
    held.effective_on = effective_on
    record("roadmap.approved_on_paper", held, actor=actor, node_id=held.node_id, on=on.isoformat())
    return _approved(held, actor)


def put_due_in_force(now: dt.datetime | None = None) -> int:
    """Plans whose day has come where they are; each on its own, so that one that cannot holds up no other."""
    at = now or timezone.now()
    waiting = Roadmap.objects.filter(status=Status.APPROVED, removed_at=None)
    # The day begins first in the east: a day ahead of ours, at most.
    near = waiting.filter(Q(effective_on=None) | Q(effective_on__lte=timezone.localdate(at) + dt.timedelta(days=1)))
    count = 0
    for key in near.order_by("pk").values_list("pk", flat=True):
        try:
            with transaction.atomic():
                held = _hold(key)
                has_come = held.effective_on is None or held.effective_on <= today_at(held.node, at)
                if held.status == Status.APPROVED and has_come:
                    _in_force(held, None)
                    count += 1
        except OriginGone:
            log.warning("edition without a plan in force id=%s", key)
    return count


@subject(KIND)
class Plan(Subject):
    """What the decisions of a chain do to a plan."""

    kept_by = "roadmap.edit"

    def turn_came(self, chain: Chain, step: Step, actor: User | None) -> None:
        roadmap = _of(chain)
        if step.kind == Step.Kind.APPROVE and chain.steps.filter(state=Step.State.AGREED).exists():
            _move(roadmap, Status.AGREED)
            record("roadmap.agreed", roadmap, actor=actor, node_id=roadmap.node_id)
            _tell("plan.agreed", roadmap, _senders(chain), event=f"plan.agreed:{chain.uid}")
        tell_of_turn(roadmap, step)

    def returned(self, chain: Chain, step: Step, actor: User) -> None:
        roadmap = _of(chain)
        _move(roadmap, Status.RETURNED)
        record("roadmap.returned", roadmap, actor=actor, node_id=roadmap.node_id)
        _tell("plan.returned", roadmap, _senders(chain), event=f"plan.returned:{chain.uid}")

    def approved(self, chain: Chain, step: Step, actor: User) -> None:
        roadmap = _of(chain)
        roadmap.approved_here, roadmap.order_no, roadmap.approved_on = True, step.order_no, step.decided_on
        roadmap.approver_position, roadmap.approver_name = step.title, str(step.on_behalf_of or actor)
        roadmap.effective_on = step.effective_on
        record("roadmap.approved", roadmap, actor=actor, node_id=roadmap.node_id)
        _tell("plan.approved", roadmap, _senders(chain), event=f"plan.approved:{chain.uid}")
        _approved(roadmap, actor)

    def withdrawn(self, chain: Chain, actor: User | None) -> None:
        roadmap = _of(chain)
        if roadmap.status in ON_THE_WAY:
            _move(roadmap, Status.DRAFT)
        record("roadmap.taken_back", roadmap, actor=actor, node_id=roadmap.node_id)


def tell_of_turn(roadmap: Roadmap, step: Step, event: str = "") -> None:
    """Tell those whose turn ``step`` is; ``event`` tells them once more."""
    people = who_may_act(step)
    context = {"roadmap": str(roadmap.uid), "step": str(step.uid)}
    queue("plan.to_agree", to=people, event=event or f"plan.to_agree:{step.uid}", context=context, node=roadmap.node)


def _approved(roadmap: Roadmap, actor: User | None) -> Roadmap:
    roadmap.status = Status.APPROVED
    keep_heading(roadmap, actor=actor)
    roadmap.version += 1
    roadmap.save()
    if roadmap.amends_id is None:
        keep_baseline(roadmap)
    measures.touch(roadmap.node_id, "plan")
    if roadmap.effective_on is None or roadmap.effective_on <= timezone.localdate():
        return _in_force(roadmap, actor)
    return roadmap


def _in_force(roadmap: Roadmap, actor: User | None) -> Roadmap:
    if roadmap.amends_id is not None:
        living = bring_in(roadmap, actor=actor)
        cascade.after_edition(living)
        measures.touch(living.node_id, "plan")
        return living
    _move(roadmap, Status.IN_FORCE)
    record("roadmap.in_force", roadmap, actor=actor, node_id=roadmap.node_id)
    return roadmap


def _move(roadmap: Roadmap, goal: Status) -> None:
    roadmap.status = goal
    Roadmap.objects.filter(pk=roadmap.pk).update(status=goal)
    measures.touch(roadmap.node_id, "plan")


def _may_start(roadmap: Roadmap) -> bool:
    """A typical plan is published, not approved: that is another right (`services.templates`)."""
    return roadmap.status in WRITABLE and roadmap.removed_at is None and not roadmap.is_template


def _hold(key: int) -> Roadmap:
    return Roadmap.objects.select_for_update(of=("self",)).select_related("node", "amends").get(pk=key)


def _of(chain: Chain) -> Roadmap:
    rows = Roadmap.objects.select_for_update(of=("self",)).select_related("node", "amends")
    return rows.get(uid=chain.subject_uid)


def _senders(chain: Chain) -> Iterable[User | None]:
    """Whoever sent the plan, and those who keep the plans of its place now. One query."""
    roles = [role for role, where in ACTIONS["roadmap.edit"].roles.items() if where is Where.OWN]
    keepers = Grant.objects.in_force().filter(node=chain.node, role__in=roles).select_related("user")
    return [chain.started_by, *(grant.user for grant in keepers)]


def _tell(kind: str, roadmap: Roadmap, people: Iterable[User | None], *, event: str) -> None:
    queue(kind, to=people, event=event, context={"roadmap": str(roadmap.uid)}, node=roadmap.node)
