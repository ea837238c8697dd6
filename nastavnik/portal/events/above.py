"""An event of a level above, and who of one's own organisation took part in it."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.access import can, require
from nastavnik.base.errors import DomainError, NotAllowed
from nastavnik.base.routes import route
from nastavnik.events import queries
from nastavnik.events.models import Announcement, Attendance, Event, Turnout
from nastavnik.events.services import attendance
from nastavnik.people.models import Participation, Person
from nastavnik.people.sights import seen
from nastavnik.portal.documents.places import Place, place_of
from nastavnik.portal.events.calendar import calendar_of
from nastavnik.portal.events.forms import CameForm
from nastavnik.portal.events.listing import ATTEND, FOLLOW, TONES
from nastavnik.portal.events.pages import METHODS
from nastavnik.portal.events.ticks import keys_of, one_each
from nastavnik.portal.ui.toasts import toast


@route(FOLLOW, of=Announcement)
def show(request: SignedIn, event: Announcement) -> HttpResponse:
    place = place_of(request)
    is_open = event.state == Event.State.HELD or (event.state == Event.State.PLANNED and event.has_begun)
    context = {
        "event": event,
        "place": place,
        "tone": TONES[Event.State(event.state)],
        "ours": Turnout.objects.filter(event=event, node=place.node).first(),
        "may_say": is_open and event.node_id != place.node.pk and can(request.user, ATTEND, place.node),
        "is_off": event.state == Event.State.CALLED_OFF,
    }
    return render(request, "events/announcement.html", context)


@route(FOLLOW, of=Announcement)
def calendar_file(request: SignedIn, event: Announcement) -> HttpResponseBase:
    return calendar_of(event, reverse("events:announcement", args=[event.uid]))


@route(ATTEND, methods=METHODS)
def ours(request: SignedIn, mark: uuid.UUID) -> HttpResponse:
    """Who of the organisation took part: mentors of the base, colleagues, how many in all."""
    place = place_of(request)
    event = Announcement.objects.visible_to(request.user, FOLLOW).filter(uid=mark).select_related("node").first()
    if event is None:
        toast(request, _("There is no such event among those of the levels above."), tone="warning")
        return redirect(place.address("events:above"))
    require(request.user, ATTEND, place.node)
    back = place.address("events:announcement", event.uid)
    form = CameForm(request.POST or None, initial={"count": _count(event, place)})
    if request.method == "POST" and form.is_valid():
        try:
            attendance.say_who_came(
                event, place.node, people=_people(request, place), users=_users(request, place),
                count=form.cleaned_data["count"], actor=request.user,
            )  # fmt: skip
        except NotAllowed:
            raise
        except DomainError as refusal:
            toast(request, str(refusal), tone="warning")
        else:
            toast(request, _("Thank you. The organiser sees the number of your colleagues and no names."))
        return redirect(back)
    context = {"event": event, "place": place, "form": form, "back": back, **_shown(request, event, place)}
    return render(request, "events/ours.html", context)


def _count(event: Announcement, place: Place) -> int | None:
    return Turnout.objects.filter(event=event, node=place.node).values_list("count", flat=True).first()


def _people(request: SignedIn, place: Place) -> list[int]:
    return keys_of(request, "person", Person.objects.visible_to(request.user, ATTEND).filter(node=place.node))


def _users(request: SignedIn, place: Place) -> list[int]:
    return keys_of(request, "user", queries.colleagues(place.node))


def _shown(request: SignedIn, event: Announcement, place: Place) -> dict[str, Any]:
    came = Attendance.objects.filter(event=event, node=place.node, state=Attendance.State.ATTENDED)
    people = set(came.filter(person__isnull=False).values_list("person", flat=True))
    users = set(came.filter(user__isnull=False).values_list("user", flat=True))
    parts = queries.parts_to_invite(place.node, side=Participation.Side.MENTOR)
    rows = one_each(queries.by_name(parts.select_related("person", "group").defer("details")[: queries.MOST]))
    seen(request.user, [row.person for row in rows], "event")
    return {
        "rows": [(row, row.person_id in people) for row in rows],
        "staff": [(user, user.pk in users) for user in queries.colleagues(place.node)],
    }
