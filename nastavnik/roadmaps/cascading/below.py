"""How far the plans of those below have come, and which requests are answered by what they did."""

from __future__ import annotations

import datetime as dt

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nastavnik.org.models import Node
from nastavnik.roadmaps.cascading.offers import OPEN
from nastavnik.roadmaps.measures import counted_plans
from nastavnik.roadmaps.models import HandedLine, Occurrence, PlanRequest, Roadmap
from nastavnik.roadmaps.models.plans import Status
from nastavnik.roadmaps.states import is_overdue, set_aside

NO_PLAN, LATE, LINES_WAIT = "none", "late", "lines_wait"
# The furthest plan of an organisation counts: a draft beside a plan in force is next year's.
STEPS = (
    Status.IN_FORCE,
    Status.APPROVED,
    Status.AGREED,
    Status.ON_AGREEMENT,
    Status.RETURNED,
    Status.DRAFT,
    Status.ARCHIVED,
)
SITUATIONS: dict[str, str | Promise] = {NO_PLAN: _("no plan"), **{status.value: status.label for status in Status}}


def _plans(starts_on: dt.date, ends_on: dt.date) -> QuerySet[Roadmap]:
    standing = Roadmap.objects.filter(removed_at=None, amends=None, is_template=False, node=OuterRef("pk"))
    return standing.filter(starts_on__lte=ends_on, ends_on__gte=starts_on)


def with_situation(nodes: QuerySet[Node], starts_on: dt.date, ends_on: dt.date, *, on: dt.date) -> QuerySet[Node]:
    """``nodes`` with ``situation`` (a key of `SITUATIONS`) in the school year, ``is_late`` and ``lines_wait``."""
    furthest = Case(*(When(status=status, then=Value(place)) for place, status in enumerate(STEPS)))
    plans = _plans(starts_on, ends_on).order_by(furthest, "-starts_on")
    return nodes.annotate(
        situation=Coalesce(Subquery(plans.values("status")[:1]), Value(NO_PLAN), output_field=CharField()),
        plan_uid=Subquery(plans.values("uid")[:1]),
        is_late=Exists(overdue_at(OuterRef("pk"), on)),
        lines_wait=Exists(waiting_at(OuterRef("pk"))),
    )


def overdue_at(node: OuterRef, on: dt.date) -> QuerySet[Occurrence]:
    """Dates of ``node`` that passed unproved, in plans whose time is not over."""
    due = Occurrence.objects.filter(counted_plans("line__roadmap__"), is_overdue(on), node=node)
    return due.filter(line__removed_at=None, line__roadmap__ends_on__gte=on).exclude(line__in=set_aside(on))


def waiting_at(node: OuterRef) -> QuerySet[HandedLine]:
    """Mandatory lines from above that ``node`` has not dealt with."""
    rows = HandedLine.objects.filter(node=node, state__in=OPEN, parent_line__removed_at=None)
    return rows.filter(parent__removed_at=None, parent_line__is_mandatory=True)


def answered(kind: str, on: dt.date) -> Q:
    """Requests of ``kind`` that what the node did has answered."""
    node = OuterRef("node")
    running = Roadmap.objects.filter(
        removed_at=None, amends=None, is_template=False, node=node, ends_on__gte=on
    ).exclude(status=Status.ARCHIVED)
    if kind == PlanRequest.Kind.MAKE_PLAN:
        return Q(Exists(running))
    if kind == PlanRequest.Kind.SEND_PLAN:
        return Q(Exists(running.exclude(status__in=(Status.DRAFT, Status.RETURNED))))
    if kind == PlanRequest.Kind.TAKE_LINES:
        return ~Q(Exists(waiting_at(node)))
    return ~Q(Exists(overdue_at(node, on)))


def open_requests(node: Node, on: dt.date) -> list[PlanRequest]:
    """What is asked of ``node`` and not yet answered, nearest day first. One query for each kind."""
    found: list[PlanRequest] = []
    for kind in PlanRequest.Kind.values:
        asked = PlanRequest.objects.filter(kind=kind, node=node, closed_at=None)
        waiting = asked.exclude(pk__in=asked.filter(answered(kind, on)).values("pk"))
        found += waiting.select_related("sender", "roadmap")
    return sorted(found, key=lambda request: (request.due_on or dt.date.max, request.pk))
