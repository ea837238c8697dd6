"""The plans of those below: who has not handed in, who is late; asking all of them at once."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nastavnik import measures
from nastavnik.accounts.requests import SignedIn
from nastavnik.base.errors import DomainError
from nastavnik.base.keyset import cursor_of, keyset_page
from nastavnik.base.routes import route
from nastavnik.org.levels import keepers
from nastavnik.org.models import Node
from nastavnik.portal.roadmaps.cascade.forms import AskForm, BelowFilter
from nastavnik.portal.roadmaps.shown import add_errors
from nastavnik.portal.ui.toasts import toast
from nastavnik.roadmaps.cascading import below
from nastavnik.roadmaps.measures import day_to_agree
from nastavnik.roadmaps.models import PlanRequest
from nastavnik.roadmaps.models.plans import Status
from nastavnik.roadmaps.services import cascade

Kind = PlanRequest.Kind


def _found(request: SignedIn) -> tuple[BelowFilter, Any]:
    """Organisations that keep plans, below the user, as filtered, in this school year."""
    form, today = BelowFilter(request.GET), timezone.localdate()
    year = measures.Period.running(today)[0]
    reached = Node.objects.visible_to(request.user, "roadmap.remind").filter(pk__in=keepers(today).values("pk"))
    return form, form.apply(below.with_situation(reached, year.starts_on, year.ends_on, on=today))


@route("roadmap.remind")
def show(request: SignedIn) -> HttpResponse:
    """One page of organisations with the state of their plans; the button asks all that the filter finds."""
    form, nodes = _found(request)
    page: Any = keyset_page(nodes, order=("sort_name",), cursor=cursor_of(request.GET))
    for node in page.rows:
        node.said = below.SITUATIONS.get(node.situation, node.situation)
    context = {
        "filter": form,
        "list_page": page,
        "ask": f"{reverse('roadmaps:ask')}?{form.query()}",
        "kind": _fitting(form),
    }
    return render(request, "roadmaps/cascade/below.html", context)


def _fitting(form: BelowFilter) -> str:
    """What one would ask of those whom the filter finds."""
    chosen = form.chosen()
    if chosen.get("late"):
        return Kind.CATCH_UP
    if chosen.get("waits"):
        return Kind.TAKE_LINES
    return Kind.SEND_PLAN if set(chosen.get("situation", ())) & {Status.DRAFT, Status.RETURNED} else Kind.MAKE_PLAN


@route("roadmap.remind", methods=("GET", "POST"))
def ask(request: SignedIn) -> HttpResponse:
    """Ask everybody whom the filter of the address finds. A day brings one notice of a kind at most."""
    narrowing, nodes = _found(request)
    sender = _sender(request)
    kind = request.GET.get("kind") or _fitting(narrowing)
    form = AskForm(request.POST or None, initial={"kind": kind, "due_on": _answer_by(kind)})
    if request.method == "POST" and form.is_valid():
        try:
            asked = cascade.ask(nodes=nodes, sender=sender, actor=request.user, **form.cleaned_data)
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            said = ngettext("%(n)s organisation is asked.", "%(n)s organisations are asked.", asked) % {"n": asked}
            toast(request, said)
            return redirect(f"{reverse('roadmaps:below')}?{narrowing.query()}")
    context = {
        "form": form,
        "filter": narrowing,
        "list_page": keyset_page(nodes, order=("sort_name",), size=10),
        "back": f"{reverse('roadmaps:below')}?{narrowing.query()}",
        "title": _("Ask those below"),
    }
    return render(request, "roadmaps/cascade/ask.html", context)


def _answer_by(kind: str) -> dt.date | None:
    """Plans are asked for by the day that the region's calendar names for agreeing them."""
    today = timezone.localdate()
    if kind not in (Kind.MAKE_PLAN, Kind.SEND_PLAN):
        return None
    return day_to_agree(measures.Period.running(today)[0], today)


def _sender(request: SignedIn) -> Node:
    acting = request.user.acting
    sender = Node.objects.filter(pk=acting.node_id or 0).first() if acting else None
    if sender is None:
        raise Http404
    return sender
