"""What came from above, page by page: each line beside the own line that looks like it, decided by a click."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.access import can, require
from nastavnik.base.keyset import Page, cursor_of, keyset_page
from nastavnik.base.routes import route
from nastavnik.org.models import Node
from nastavnik.portal.roadmaps.cascade.named import named
from nastavnik.portal.roadmaps.cascade.place import address_of, kept_query
from nastavnik.portal.roadmaps.going_on import next_place
from nastavnik.portal.ui.toasts import toast
from nastavnik.roadmaps.cascading.below import open_requests
from nastavnik.roadmaps.cascading.changes import changes_for
from nastavnik.roadmaps.cascading.offers import OPEN, Offer, handed_to, offers_of
from nastavnik.roadmaps.cascading.receivers import plans_of, territory_of
from nastavnik.roadmaps.models import HandedLine, Roadmap
from nastavnik.roadmaps.services import cascade

ORDER = ("parent", "parent_line__position")
PAGE, SURE_PAGE = 50, 100
# Changes of a plan above are looked at by so many; the next ones move up.
MOST_CHANGES = 20


@route("roadmap.view")
def show(request: SignedIn) -> HttpResponse:
    """The lines that the organisation received, what a new edition changes, and what is asked."""
    node = _node(request)
    if node is None:
        return render(request, "roadmaps/cascade/nothing.html")
    offers = offers_of(node)
    wait = [offer for offer in offers if offer.is_open]
    every = bool(request.GET.get("all"))
    page = _page(request, node, every=every)
    if not page.rows and (wait or (every and offers)) and cursor_of(request.GET):
        # Everything on the last page is decided.
        return redirect(address_of(node, **({"all": "1"} if every else {})))
    changes = changes_for(node)
    context = {
        "node": node,
        "nodes": [other for other in _own_nodes(request)[:12] if other != node],
        "list_page": page,
        "groups": _by_plan(page, offers),
        "all": every,
        "count": len(offers),
        "wait": len(wait),
        "sure": sum(offer.is_sure for offer in wait),
        "changes": changes[:MOST_CHANGES],
        "more_changes": len(changes[MOST_CHANGES:]),
        "requests": open_requests(node, timezone.localdate()),
        "may_decide": can(request.user, "roadmap.edit", node),
        "plan": plan_for(offers[0].handed, node) if offers else None,
        "kept_query": kept_query(request),
    }
    return render(request, "roadmaps/cascade/above.html", context)


def _page(request: SignedIn, node: Node, *, every: bool) -> Page[HandedLine]:
    rows = handed_to(node) if every else handed_to(node).filter(state__in=OPEN)
    return keyset_page(rows, order=ORDER, cursor=cursor_of(request.GET), size=PAGE)


def _by_plan(page: Page[HandedLine], offers: list[Offer]) -> list[tuple[Roadmap, list[Offer]]]:
    """The lines of ``page`` under the plans that they came from. Which own lines they are is said of all at once."""
    known = {offer.handed.pk: offer for offer in offers}
    shown = [known[row.pk] for row in page.rows if row.pk in known]
    return [(parent, list(rows)) for parent, rows in groupby(shown, key=lambda offer: offer.handed.parent)]


@route("roadmap.view", of=Roadmap)
def of_plan(request: SignedIn, roadmap: Roadmap) -> HttpResponse:
    """The same page, from the plan that the lines are for."""
    return redirect(address_of(territory_of(roadmap.node)))


def _own_nodes(request: SignedIn) -> QuerySet[Node]:
    """Nodes that the user decides for and that received something."""
    rows = HandedLine.objects.standing().filter(node=OuterRef("pk"))
    mine = Node.objects.visible_to(request.user, "roadmap.edit")
    return mine.filter(Exists(rows)).order_by("sort_name", "pk")


def _node(request: SignedIn) -> Node | None:
    """The node of the address; without one the first that the user decides for, else where the user acts."""
    visible = Node.objects.visible_to(request.user, "roadmap.view")
    if wanted := request.GET.get("node") or request.POST.get("node"):
        if node := named(visible, wanted):
            return node
        raise Http404
    acting = request.user.acting
    own = visible.filter(pk=acting.node_id).first() if acting and acting.node_id else None
    return _own_nodes(request).first() or own


def plan_for(handed: HandedLine, node: Node) -> Roadmap | None:
    """The plan that a line from above would go into."""
    return next(iter(plans_of(handed.parent, [node]).get(node.pk, [])), None)


@route("roadmap.edit", methods=("GET", "POST"))
def confirm_sure(request: SignedIn) -> HttpResponse:
    """All sure pairs, a page at one go, after a look: what is ticked off stays to be decided one by one."""
    node = _node(request)
    if node is None:
        raise Http404
    require(request.user, "roadmap.edit", node)
    if request.method == "POST":
        done = cascade.confirm_sure(node, request.POST.getlist("handed"), actor=request.user)
        toast(request, ngettext("%(n)s line is confirmed.", "%(n)s lines are confirmed.", done) % {"n": done})
        if further := next_place(request):
            return redirect(reverse("roadmaps:from-above-sure", query={"node": str(node.uid), **further}))
        return redirect(address_of(node))
    sure = {offer.handed.pk: offer for offer in offers_of(node) if offer.is_sure}
    rows: QuerySet[Any] = handed_to(node).filter(pk__in=sure)
    page = keyset_page(rows, order=ORDER, cursor=cursor_of(request.GET), size=SURE_PAGE)
    context = {"node": node, "list_page": page, "offers": [sure[row.pk] for row in page.rows]}
    return render(request, "roadmaps/cascade/sure.html", context)
