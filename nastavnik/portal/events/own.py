"""One's own invitations: what one is asked to, and the answer."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.errors import DomainError
from nastavnik.base.routes import route
from nastavnik.events.models import Attendance, Event
from nastavnik.events.services import attendance
from nastavnik.portal.events.calendar import calendar_of
from nastavnik.portal.ui.toasts import toast

ANSWER = "event.answer"
MOST = 100


@route(ANSWER)
def own(request: SignedIn) -> HttpResponse:
    """What is to come first, from the earliest on; then what is over."""
    rows = Attendance.objects.visible_to(request.user, ANSWER).select_related("event__node").defer("person")
    whole = list(rows.order_by("-event__starts_at", "-pk")[:MOST])
    coming = [row for row in whole if row.event.state == Event.State.PLANNED and not row.event.has_begun]
    context = {"coming": coming[::-1], "over": [row for row in whole if row not in coming]}
    return render(request, "events/own.html", context)


@route(ANSWER, of=Attendance, methods=("POST",))
def come(request: SignedIn, row: Attendance) -> HttpResponse:
    return _answered(request, row, comes=True)


@route(ANSWER, of=Attendance, methods=("POST",))
def decline(request: SignedIn, row: Attendance) -> HttpResponse:
    return _answered(request, row, comes=False)


def _answered(request: SignedIn, row: Attendance, *, comes: bool) -> HttpResponse:
    try:
        attendance.answer(row, comes=comes, actor=request.user)
    except DomainError as refusal:
        toast(request, str(refusal), tone="warning")
    else:
        toast(request, _("Your answer is kept. You may change it until the event begins."))
    return redirect("events:own")


@route(ANSWER, of=Attendance)
def calendar_file(request: SignedIn, row: Attendance) -> HttpResponseBase:
    return calendar_of(row.event, reverse("events:own"))
