"""One event: planning it, changing, calling off, holding, and taking each of these back."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.access import require, rights
from nastavnik.base.errors import DomainError, EditConflict, NotAllowed
from nastavnik.base.routes import route
from nastavnik.events import queries, wording
from nastavnik.events.models import Event, Turnout
from nastavnik.events.services import events
from nastavnik.portal import conflicts
from nastavnik.portal.documents.places import place_of
from nastavnik.portal.events.calendar import calendar_of
from nastavnik.portal.events.forms import CallOffForm, EventForm, HoldForm, next_hour, typed
from nastavnik.portal.events.listing import ATTEND, EDIT, TONES, VIEW
from nastavnik.portal.roadmaps.shown import add_errors
from nastavnik.portal.ui.toasts import toast
from nastavnik.roadmaps.models import RoadmapLine

METHODS = ("GET", "POST")
#: Organisations that the page of an event names; the sum is of all.
MOST_TURNOUTS = 500


def address_of(event: Event) -> str:
    return reverse("events:event", args=[event.uid])


@route(VIEW, of=Event)
def show(request: SignedIn, event: Event) -> HttpResponse:
    may = rights(request.user, event, EDIT, ATTEND)
    line = None
    if event.line_id:
        line = RoadmapLine.objects.visible_to(request.user, "roadmap.view").filter(pk=event.line_id).first()
    # Who is invited and how many came is for the organisation itself.
    is_own = any(holding.node_id == event.node_id for holding in getattr(request.user.acting, "holdings", ()))
    is_for_below = event.addressed_to == Event.Addressed.BELOW
    own = Turnout.objects.filter(event=event, node=event.node).first()
    context = {
        "event": event,
        "tone": TONES[Event.State(event.state)],
        "line": line,
        "sums": queries.sums_of(event, event.node) if is_own else None,
        "staff": own,
        "turnouts": queries.turnouts_of(event).exclude(node=event.node)[:MOST_TURNOUTS] if is_for_below else None,
        "turnout_sum": queries.turnout_sum(event) if is_for_below else None,
        "is_for_below": is_for_below,
        "may_edit": EDIT in may,
        "may_attend": ATTEND in may,
        "is_planned": event.state == Event.State.PLANNED,
        "is_held": event.state == Event.State.HELD,
        "is_off": event.state == Event.State.CALLED_OFF,
    }
    return render(request, "events/event.html", context)


@route(VIEW, of=Event)
def calendar_file(request: SignedIn, event: Event) -> HttpResponseBase:
    return calendar_of(event, address_of(event))


@route(EDIT, methods=METHODS)
def new(request: SignedIn) -> HttpResponse:
    """With ``line`` in the address it is planned from a line of a plan, whose words it takes over."""
    place = place_of(request)
    line = _line_of(request)
    node = line.node if line else place.node
    require(request.user, EDIT, node)
    form = EventForm(request.POST or None, node=node, initial=_proposed(line))
    if request.method == "POST" and form.is_valid():
        try:
            event = events.plan(node, actor=request.user, line=line, **form.told())
        except NotAllowed:
            raise
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            toast(request, _("The event is planned. Now invite those whom you expect."))
            return redirect("events:event", event.uid)
    back = reverse("roadmaps:line", args=[line.uid]) if line else place.address("events:list")
    return render(request, "events/form.html", {"form": form, "back": back, "line": line, "node": node})


def _line_of(request: SignedIn) -> RoadmapLine | None:
    uid = request.GET.get("line", "")
    if len(uid) != 36:
        return None
    rows = RoadmapLine.objects.visible_to(request.user, "roadmap.view").filter(removed_at=None)
    return next((line for line in rows.filter(uid__in=[uid]).select_related("node", "roadmap")), None)


def _proposed(line: RoadmapLine | None) -> dict[str, Any]:
    found: dict[str, Any] = {"way": Event.Way.ON_THE_SPOT, "addressed_to": Event.Addressed.OWN}
    if line is None:
        return {**found, "starts_at": next_hour()}
    waiting = line.occurrences.filter(done_on=None, due_on__gte=timezone.localdate()).order_by("due_on").first()
    at = next_hour()
    if waiting and waiting.due_on:
        at = at.replace(year=waiting.due_on.year, month=waiting.due_on.month, day=waiting.due_on.day)
    return {
        **found,
        "title": line.title[:300],
        "kind": wording.kind_of(line.title),
        "audience": wording.audience_of(line.title),
        "is_training": wording.is_training(line.title),
        "starts_at": at,
    }


@route(EDIT, of=Event, seen_by=VIEW, methods=METHODS)
def edit(request: SignedIn, event: Event) -> HttpResponse:
    form = EventForm(request.POST or None, node=event.node, initial=typed(event))
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            events.change(event, version=version, actor=request.user, **form.told())
        except EditConflict as conflict:
            return conflicts.page(request, conflict, form=form, back=address_of(event))
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            toast(request, _("Saved."))
            return redirect(address_of(event))
    context = {"form": form, "back": address_of(event), "event": event, "node": event.node}
    return render(request, "events/form.html", context)


@route(EDIT, of=Event, seen_by=VIEW, methods=METHODS)
def call_off(request: SignedIn, event: Event) -> HttpResponse:
    form = CallOffForm(request.POST or None, initial={"version": event.version})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            events.call_off(event, reason=said["reason"], version=said["version"] or 0, actor=request.user)
        except EditConflict as conflict:
            return conflicts.page(request, conflict, form=form, back=address_of(event))
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            undo = reverse("events:call-again", args=[event.uid])
            toast(request, _("The event is called off; those who are invited are told."), undo=undo)
            return redirect(address_of(event))
    return render(request, "events/call_off.html", {"form": form, "event": event, "back": address_of(event)})


@route(EDIT, of=Event, seen_by=VIEW, methods=METHODS)
def hold(request: SignedIn, event: Event) -> HttpResponse:
    """It took place, or what was said of that is corrected."""
    form = HoldForm(request.POST or None, initial=_known(event))
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        version = said.pop("version") or 0
        try:
            events.hold(event, version=version, actor=request.user, **said)
        except EditConflict as conflict:
            return conflicts.page(request, conflict, form=form, back=address_of(event))
        except DomainError as refusal:
            form.add_error(None, str(refusal)) if not hasattr(refusal, "fields") else add_errors(form, refusal)
        else:
            undo = reverse("events:unhold", args=[event.uid])
            toast(request, _("The event is marked as held. Mark who took part."), undo=undo)
            return redirect(address_of(event))
    return render(request, "events/hold.html", {"form": form, "event": event, "back": address_of(event)})


def _known(event: Event) -> dict[str, Any]:
    own = Turnout.objects.filter(event=event, node=event.node).first()
    day = min(timezone.localtime(event.starts_at).date(), timezone.localdate())
    return {
        "held_on": event.held_on or day,
        "resolution": event.resolution,
        "outsiders": event.outsiders,
        "staff": own.count if own else None,
        "version": event.version,
    }


@route(EDIT, of=Event, seen_by=VIEW, methods=("POST",))
def unhold(request: SignedIn, event: Event) -> HttpResponse:
    try:
        events.unhold(event, actor=request.user)
    except DomainError as refusal:
        toast(request, str(refusal), tone="warning")
    else:
        toast(request, _("The event is planned again; what followed from it is taken back."))
    return redirect(address_of(event))


@route(EDIT, of=Event, seen_by=VIEW, methods=("POST",))
def call_again(request: SignedIn, event: Event) -> HttpResponse:
    try:
        events.call_again(event, actor=request.user)
    except DomainError as refusal:
        toast(request, str(refusal), tone="warning")
    else:
        toast(request, _("The event will take place; those who are invited are told."))
    return redirect(address_of(event))
