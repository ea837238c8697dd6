"""Who receives the lines of a plan, and which of their plans may have them already."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from nastavnik.accounts.roles import OFFICES
from nastavnik.org.levels import keepers
from nastavnik.org.models import Fact, Node, NodeQuerySet, Placement
from nastavnik.roadmaps.models import HandDown, Roadmap
from nastavnik.roadmaps.models.lines import Addressed
from nastavnik.roadmaps.models.plans import Status

OFFICE_TYPES = frozenset(code for codes in OFFICES.values() for code in codes)


def territory_of(node: Node) -> Node:
    """The territory that a plan of ``node`` speaks for: an office's plan is the plan of the place it works for."""
    if node.is_territory or node.type not in OFFICE_TYPES or not node.ancestor_ids:
        return node
    return Node.objects.get(pk=node.ancestor_ids[-1])


def receivers(rule: HandDown, on: dt.date) -> NodeQuerySet:
    """Whoever answers to ``rule`` by the tree of ``on``, in the order of their keys."""
    if rule.level == Addressed.DISTRICTS:
        found = Node.objects.open_on(on).filter(kind=Node.Kind.TERRITORY)
    else:
        found = Node.objects.filter(pk__in=keepers(on).values("pk"))
        if rule.types:
            found = found.filter(type__in=rule.types)
        if rule.pilots_only:
            pilots = Fact.objects.on(on).filter(node=OuterRef("pk"), kind=Fact.Kind.PILOT)
            found = found.filter(Exists(pilots))
    own = territory_of(rule.roadmap.node)
    return found.under(rule.under).exclude(pk__in=[own.pk, rule.roadmap.node_id]).order_by("pk")


def answers_to(node: Node) -> Q:
    """Hand-downs in whose territory ``node`` stands today."""
    return Q(under__in=[*node.ancestor_ids, node.pk], ended_at=None, roadmap__removed_at=None)


def alike(parent: Roadmap) -> QuerySet[Roadmap]:
    """Living plans of the same model whose time meets the time of ``parent``."""
    plans = Roadmap.objects.filter(removed_at=None, is_template=False, amends=None).exclude(status=Status.ARCHIVED)
    plans = plans.filter(starts_on__lte=parent.ends_on, ends_on__gte=parent.starts_on).exclude(pk=parent.pk)
    return plans.filter(model__in=[parent.model, ""]) if parent.model else plans


def plans_of(parent: Roadmap, nodes: Collection[Node]) -> dict[int, list[Roadmap]]:
    """Key of a receiver → its plans that may hold lines of ``parent``: those of today first, then the newest.

    At most two queries.
    """
    today = timezone.localdate()
    homes = _homes(nodes)
    found: dict[int, list[Roadmap]] = defaultdict(list)
    plans = alike(parent).filter(node__in=homes).order_by("-starts_on", "-pk").defer("columns", "parties")
    for plan in sorted(plans, key=lambda plan: not plan.starts_on <= today <= plan.ends_on):
        found[homes[plan.node_id]].append(plan)
    return found


def _homes(nodes: Iterable[Node]) -> dict[int, int]:
    """Node that may keep the plan → the receiver it keeps it for: a district's plan is often its office's."""
    homes = {node.pk: node.pk for node in nodes}
    territories = [node.pk for node in nodes if node.is_territory]
    if territories:
        placed = Placement.objects.filter(parent__in=territories, to_on=None, node__type__in=OFFICE_TYPES)
        homes |= dict(placed.values_list("node", "parent"))
    return homes


def homes_of(node: Node) -> list[int]:
    """Keys of the nodes that keep plans for ``node``: itself and, for a territory, its offices."""
    return list(_homes([node]))
