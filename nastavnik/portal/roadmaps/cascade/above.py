"""What came from above: each line beside the own line that looks like it, decided by a click."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.access import can, require
from nastavnik.base.errors import DomainError, EditConflict
from nastavnik.base.routes import route
from nastavnik.base.saving import version_typed
from nastavnik.org.models import Node
from nastavnik.portal.roadmaps.cascade.forms import ReasonForm, WordsFilter
from nastavnik.portal.roadmaps.cascade.named import named
from nastavnik.portal.roadmaps.shown import add_errors
from nastavnik.portal.ui.toasts import toast
from nastavnik.roadmaps.cascading.below import open_requests
from nastavnik.roadmaps.cascading.changes import changes_for
from nastavnik.roadmaps.cascading.offers import lines_to_match, offers_of, words_of
from nastavnik.roadmaps.cascading.receivers import plans_of, territory_of
from nastavnik.roadmaps.likeness import likeness
from nastavnik.roadmaps.models import HandedLine, Roadmap, RoadmapLine
from nastavnik.roadmaps.queries import named_like
from nastavnik.roadmaps.services import cascade

MOST_CHOICES = 40


def address_of(node: Node, **also: str) -> str:
    return reverse("roadmaps:from-above", query={"node": str(node.uid), **also})


@route("roadmap.view")
def show(request: SignedIn) -> HttpResponse:
    """Every line that the organisation received, what a new edition changes, and what is asked."""
    node = _node(request)
    if node is None:
        return render(request, "roadmaps/cascade/nothing.html")
    offers = offers_of(node)
    wait = [offer for offer in offers if offer.is_open]
    shown = offers if request.GET.get("all") else wait
    context = {
        "node": node,
        "nodes": [other for other in _own_nodes(request)[:12] if other != node],
        "groups": [(parent, list(rows)) for parent, rows in groupby(shown, key=lambda offer: offer.handed.parent)],
        "all": bool(request.GET.get("all")),
        "count": len(offers),
        "wait": len(wait),
        "sure": sum(offer.is_sure for offer in wait),
        "changes": changes_for(node),
        "requests": open_requests(node, timezone.localdate()),
        "may_decide": can(request.user, "roadmap.edit", node),
        "plan": _plan_for(offers[0].handed, node) if offers else None,
    }
    return render(request, "roadmaps/cascade/above.html", context)


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


def _plan_for(handed: HandedLine, node: Node) -> Roadmap | None:
    """The plan that a line from above would go into."""
    return next(iter(plans_of(handed.parent, [node]).get(node.pk, [])), None)


@route("roadmap.edit", methods=("GET", "POST"))
def confirm_sure(request: SignedIn) -> HttpResponse:
    """All sure pairs at one go, after a look: what is ticked off stays to be decided one by one."""
    node = _node(request)
    if node is None:
        raise Http404
    require(request.user, "roadmap.edit", node)
    if request.method == "POST":
        done = cascade.confirm_sure(node, request.POST.getlist("handed"), actor=request.user)
        toast(request, ngettext("%(n)s line is confirmed.", "%(n)s lines are confirmed.", done) % {"n": done})
        return redirect(address_of(node))
    sure = [offer for offer in offers_of(node) if offer.is_sure]
    return render(request, "roadmaps/cascade/sure.html", {"node": node, "offers": sure})


def _decided(
    request: SignedIn, handed: HandedLine, deed: Callable[[int], Any], said: str, *, undo: bool = True
) -> HttpResponse:
    """Do ``deed`` with the version that the page showed; tell what was done, or that a colleague was first."""
    typed = request.POST.get("version", "")
    version = version_typed(typed, handed.version)
    try:
        deed(version)
    except EditConflict:
        toast(request, _("A colleague has decided about this line already. Here is what stands now."), tone="warning")
    except DomainError as refusal:
        toast(request, str(refusal), tone="danger")
    else:
        toast(request, said, undo=reverse("roadmaps:handed-reopen", args=[handed.uid]) if undo else "")
    return redirect(address_of(handed.node))


@route("roadmap.edit", of=HandedLine, seen_by="roadmap.view", methods=("POST",))
def confirm(request: SignedIn, handed: HandedLine) -> HttpResponse:
    line = named(RoadmapLine.objects.visible_to(request.user, "roadmap.view"), request.POST.get("line", ""))
    if line is None:
        toast(request, _("The line is no longer there. Choose another one."), tone="warning")
        return redirect("roadmaps:handed-choose", handed.uid)
    said = _("The line of your plan stands for the line from above.")
    return _decided(
        request, handed, lambda version: cascade.confirm(handed, version=version, line=line, actor=request.user), said
    )


@route("roadmap.edit", of=HandedLine, seen_by="roadmap.view", methods=("POST",))
def take_in(request: SignedIn, handed: HandedLine) -> HttpResponse:
    plan = _plan_for(handed, handed.node)
    if plan is None:
        toast(request, _("There is no plan yet to take the line into. Make or load the plan first."), tone="warning")
        return redirect(address_of(handed.node))
    said = _("The line is in your plan with the term from above.")
    return _decided(
        request, handed, lambda version: cascade.take_in(handed, plan, version=version, actor=request.user), said
    )


@route("roadmap.edit", of=HandedLine, seen_by="roadmap.view", methods=("POST",))
def reopen(request: SignedIn, handed: HandedLine) -> HttpResponse:
    said = _("The line waits for a decision again.")
    return _decided(
        request,
        handed,
        lambda version: cascade.take_back(handed, version=version, actor=request.user),
        said,
        undo=False,
    )


@route("roadmap.edit", of=HandedLine, seen_by="roadmap.view", methods=("POST",))
def seen(request: SignedIn, handed: HandedLine) -> HttpResponse:
    """A change of the plan above was looked at; with ``take`` its words go into the own line."""
    take = "take" in request.POST
    said = _("Your line has the new words.") if take else _("Noted.")
    return _decided(
        request,
        handed,
        lambda version: cascade.accept_change(handed, version=version, actor=request.user, take_words=take),
        said,
        undo=False,
    )


@route("roadmap.edit", of=HandedLine, seen_by="roadmap.view", methods=("GET", "POST"))
def decline(request: SignedIn, handed: HandedLine) -> HttpResponse:
    form = ReasonForm(request.POST or None, initial={"version": handed.version})
    if request.method == "POST" and form.is_valid():
        try:
            cascade.decline(handed, version=form.cleaned_data["version"], reason=form.cleaned_data["reason"],
                            actor=request.user)  # fmt: skip
        except EditConflict:
            return _decided(request, handed, _refuse, "")
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            undo = reverse("roadmaps:handed-reopen", args=[handed.uid])
            toast(request, _("The line is declined. The reason is read above."), undo=undo)
            return redirect(address_of(handed.node))
    context = {"form": form, "handed": handed, "back": address_of(handed.node)}
    return render(request, "roadmaps/cascade/decline.html", context)


def _refuse(_version: int) -> None:
    raise EditConflict(theirs=None, mine={})


@route("roadmap.edit", of=HandedLine, seen_by="roadmap.view")
def choose(request: SignedIn, handed: HandedLine) -> HttpResponse:
    """Another line of the own plan: the likest first."""
    form = WordsFilter(request.GET)
    plans = plans_of(handed.parent, [handed.node]).get(handed.node_id, [])
    lines = lines_to_match(plans)
    if words := form.chosen().get("q"):
        kept = set(named_like(RoadmapLine.objects.filter(roadmap__in=plans), words).values_list("pk", flat=True))
        lines = [line for line in lines if line.pk in kept]
    above = words_of(handed.parent_line)
    lines.sort(key=lambda line: -likeness(above, words_of(line)))
    context = {
        "handed": handed,
        "filter": form,
        "lines": lines[:MOST_CHOICES],
        "more": len(lines) > MOST_CHOICES,
        "back": address_of(handed.node),
    }
    return render(request, "roadmaps/cascade/choose.html", context)
