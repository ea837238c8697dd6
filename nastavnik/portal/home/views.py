"""The page that a person opens first: by the role that they act in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from nastavnik.accounts.reach import Holding
from nastavnik.accounts.requests import SignedIn
from nastavnik.accounts.roles import Role
from nastavnik.approvals.queries import waiting_for
from nastavnik.base.access import holds
from nastavnik.base.keyset import Count, bounded_count
from nastavnik.base.routes import signed_in
from nastavnik.org import reference
from nastavnik.org.listing import with_fact
from nastavnik.org.models import Fact, Node, NodeQuerySet
from nastavnik.org.reference import Entry
from nastavnik.portal.home import overviews
from nastavnik.portal.home.onboarding import first_steps
from nastavnik.portal.home.papers import papers_of
from nastavnik.portal.home.waiting import waiting_of
from nastavnik.portal.ui.navigation import menu_for
from nastavnik.roadmaps.models import Roadmap, RoadmapImport
from nastavnik.roadmaps.queries import my_month


@signed_in()
def month(request: SignedIn) -> HttpResponse:
    """Who keeps a plan sees what is due; heads, districts and regions their figures; others what they may read."""
    acting = request.user.acting
    holding = acting.holdings[0] if acting and acting.holdings else None
    draw = _page_of(holding)
    answer: HttpResponse = draw(request, holding)
    return answer


def _page_of(holding: Holding | None) -> Callable[..., HttpResponse]:
    return PAGES.get(holding.role, _start) if holding else _start


def _start(request: SignedIn, holding: Holding | None) -> HttpResponse:
    plans = Roadmap.objects.visible_to(request.user, "roadmap.view").living()
    context = {
        "plans": plans.select_related("node").defer("columns")[:20],
        "papers": papers_of(request.user, holding.node_id) if holding else None,
        "waiting": waiting_of(request.user),
        "sections": [section for section in menu_for(request) if not any(link.is_current for link in section.links)],
    }
    return render(request, "home/start.html", context)


def _month(request: SignedIn, holding: Holding) -> HttpResponse:
    today = timezone.localdate()
    documents = RoadmapImport.objects.visible_to(request.user, "roadmap.import")
    waiting = documents.filter(state__in=(RoadmapImport.State.READING, RoadmapImport.State.READY))
    context = {
        "today": today,
        "steps": first_steps(request.user, holding),
        "stretches": my_month(request.user, today),
        "waiting": waiting.defer("heading", "ignored")[:5],
        "may_load": holds(request.user, "roadmap.import"),
    }
    return render(request, "home/month.html", context)


def _head(request: SignedIn, holding: Holding) -> HttpResponse:
    today = timezone.localdate()
    node = Node.objects.get(pk=holding.node_id)
    above = Node.objects.filter(pk__in=node.ancestor_ids[-1:]).first()
    own = overviews.tiles(overviews.OF_A_HEAD, node, today)
    compared = [figure for figure in own if figure.measure.code in overviews.COMPARED]
    theirs = overviews.tiles(overviews.COMPARED, above, today, leads=False) if above else ()
    context = {
        **_common(request, holding, today),
        "node": node,
        "tiles": own,
        "above": above,
        # Shares of the district beside one's own: counts of lines, no rows of others behind them.
        "beside": list(zip(compared, theirs, strict=False)),
        "plans": overviews.plans_of(node, request.user),
        "late": overviews.overdue_lines(request.user, today),
        "papers": papers_of(request.user, holding.node_id),
    }
    return render(request, "home/head.html", context)


def _district(request: SignedIn, holding: Holding) -> HttpResponse:
    today = timezone.localdate()
    district = _territory_of(Node.objects.get(pk=holding.node_id))
    context = {
        **_common(request, holding, today),
        "node": district,
        "tiles": overviews.tiles(overviews.OF_A_TERRITORY, district, today),
        "heat": overviews.heat_of_organisations(district, today),
    }
    return render(request, "home/district.html", context)


def _methodologist(request: SignedIn, holding: Holding) -> HttpResponse:
    """Of a district's methodical centre or of the region's: by the territory that the place stands in."""
    node = Node.objects.get(pk=holding.node_id)
    draw = _district if _territory_of(node).ancestor_ids else _region
    return draw(request, holding)


def _territory_of(node: Node) -> Node:
    return node if node.is_territory else Node.objects.get(pk=node.ancestor_ids[-1])


def _region(request: SignedIn, holding: Holding) -> HttpResponse:
    today = timezone.localdate()
    region = _territory_of(Node.objects.get(pk=holding.node_id))
    bodies = Node.objects.visible_to(request.user, "organisation.view").open_on(today).filter(kind=Node.Kind.BODY)
    context = {
        **_common(request, holding, today),
        "node": region,
        "tiles": overviews.tiles(overviews.OF_A_TERRITORY, region, today),
        "heat": overviews.heat_of_parts(region, today),
        "typical": overviews.adoption(request.user),
        "pilots": bounded_count(with_fact(bodies, today, Q(kind=Fact.Kind.PILOT))),
        "phases": _phases(bodies, today),
    }
    return render(request, "home/region.html", context)


def _phases(bodies: NodeQuerySet, today: dt.date) -> list[tuple[Entry, Count]]:
    """Phase of the roll-out → organisations in it; nothing where the list of phases is not loaded yet."""
    try:
        entries = reference.entries("rollout_phases")
    except reference.ReferenceMissing:
        return []
    return [
        (entry, bounded_count(with_fact(bodies, today, Q(kind=Fact.Kind.PHASE, value=entry.code))))
        for entry in entries
    ]


def _common(request: SignedIn, holding: Holding, today: dt.date) -> dict[str, Any]:
    return {
        "today": today,
        "steps": first_steps(request.user, holding),
        "approvals": waiting_for(request.user, today),
        "to_hand": overviews.plan_to_hand_down(request.user, today)
        if holds(request.user, "roadmap.cascade")
        else None,
        "may_remind": holds(request.user, "roadmap.remind"),
    }


PAGES: dict[str, Callable[..., HttpResponse]] = {
    Role.CURATOR: _month,
    Role.TEAM_MEMBER: _month,
    Role.DIRECTOR: _head,
    Role.DISTRICT_COORDINATOR: _district,
    Role.METHODOLOGIST: _methodologist,
    Role.REGIONAL_OPERATOR: _region,
}
