"""Events of a place, and those of the levels above."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.access import can, holds
from nastavnik.base.keyset import cursor_of, keyset_page
from nastavnik.base.routes import route
from nastavnik.events.models import Announcement, Event
from nastavnik.org.models import Node
from nastavnik.portal.documents.places import Place, place_of
from nastavnik.portal.events.forms import ALL, COMING, EventFilter

VIEW, EDIT, FOLLOW, ATTEND = "event.view", "event.edit", "event.follow", "event.attend"
TONES = {Event.State.PLANNED: "info", Event.State.HELD: "success", Event.State.CALLED_OFF: "plain"}


@route(VIEW)
def show_list(request: SignedIn) -> HttpResponse:
    """Planned ones from the earliest on; those that were held or called off from the latest."""
    place = place_of(request)
    form = EventFilter(request.GET, node=place.node)
    rows = _of_place(request, place, form).select_related("node")
    order = ("starts_at",) if form.which == COMING else ("-starts_at",)
    page = keyset_page(rows, order=order, cursor=cursor_of(request.GET))
    context = {
        "place": place,
        "filter": form,
        "list_page": page,
        "rows": [(row, TONES[Event.State(row.state)]) for row in page.rows],
        "now": timezone.now(),
        "may_edit": can(request.user, EDIT, place.node),
        "follows": holds(request.user, FOLLOW),
        "is_narrowed": bool(form.chosen()),
    }
    return render(request, "events/list.html", context)


def _of_place(request: SignedIn, place: Place, form: EventFilter) -> Any:
    rows = Event.objects.visible_to(request.user, VIEW)
    own = Q(node=place.node)
    if place.node.kind == Node.Kind.TERRITORY:
        # The office that works for a territory holds its events.
        own |= Q(pk__in=Event.objects.visible_to(request.user, EDIT).values("pk"))
    rows = rows.exclude(own) if form.chosen().get("whose") else rows.filter(own)
    rows = form.apply(rows, without=("state", "whose"))
    which = form.which
    return rows if which == ALL else rows.filter(state=which or Event.State.PLANNED)


@route(FOLLOW)
def show_above(request: SignedIn) -> HttpResponse:
    """What the levels above hold for those below: the newest first."""
    place = place_of(request)
    rows = Announcement.objects.visible_to(request.user, FOLLOW).exclude(node=place.node).select_related("node")
    page = keyset_page(rows, order=("-starts_at",), cursor=cursor_of(request.GET))
    context = {
        "place": place,
        "list_page": page,
        "rows": [(row, TONES[Event.State(row.state)]) for row in page.rows],
    }
    return render(request, "events/above.html", context)
