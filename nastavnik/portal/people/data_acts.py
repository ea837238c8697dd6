"""Acts of destruction: what was destroyed, what will be within a week, and doing it now."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from nastavnik.accounts.models import User
from nastavnik.accounts.requests import SignedIn
from nastavnik.audit.record import record
from nastavnik.base import sheets
from nastavnik.base.access import rights
from nastavnik.base.errors import DomainError
from nastavnik.base.keyset import cursor_of, keyset_page
from nastavnik.base.routes import route
from nastavnik.jobs import Job
from nastavnik.people import retention
from nastavnik.people.models import DataRequest, Erasure, Person
from nastavnik.people.services import destruction
from nastavnik.portal.documents.places import place_of
from nastavnik.portal.jobs.shown import job_card
from nastavnik.portal.people.data_tabs import tabs
from nastavnik.portal.ui.toasts import toast

VIEW, RUN = "erasure.view", "erasure.run"
AHEAD = dt.timedelta(days=7)


@route(VIEW)
def acts(request: SignedIn) -> HttpResponse:
    place, today = place_of(request), timezone.localdate()
    rows = Erasure.objects.visible_to(request.user, VIEW).filter(node=place.node).select_related("paper", "made_by")
    page = keyset_page(rows, order=("-pk",), cursor=cursor_of(request.GET))
    terms = retention.terms(today)
    now = {each.person_id for each in retention.due(place.node, today)}
    due = [(each, terms[each.code].title, each.person_id in now) for each in retention.due(place.node, today + AHEAD)]
    context = {
        "place": place, "list_page": page, "due": due, "is_due_now": bool(now), "terms": terms.values(),
        "may_run": RUN in rights(request.user, place.node, RUN), "tabs": tabs(request, place, "people:data-acts"),
    }  # fmt: skip
    return render(request, "people/data/acts.html", context)


@route(RUN, methods=("POST",))
def run(request: SignedIn) -> HttpResponse:
    place = place_of(request)
    try:
        act = destruction.run(place.node, request.user)
    except DomainError as refusal:
        toast(request, str(refusal), tone="warning")
        return redirect(place.address("people:data-acts"))
    if act.count:
        toast(request, _("The data are destroyed. Sign the act."))
    return redirect("people:data-act", act.uid)


@route(VIEW, of=Erasure)
def act(request: SignedIn, erasure: Erasure) -> HttpResponse:
    """Whom it names, fifty at a time; while they are being destroyed, how far that is."""
    titles = {code: term.title for code, term in retention.terms(erasure.on).items()}
    page = keyset_page(erasure.lines.all(), order=("seat",), cursor=cursor_of(request.GET))
    lines = [(line.seat, titles.get(line.reason, line.reason), bool(line.what)) for line in page.rows]
    context = {"act": erasure, "lines": lines, "list_page": page, **job_card(request, _work_of(erasure))}
    return render(request, "people/data/act.html", context)


def _work_of(erasure: Erasure) -> UUID | None:
    if erasure.count:
        return None
    work = Job.objects.filter(kind=destruction.JOB, params__act=str(erasure.uid)).order_by("-pk")
    return work.values_list("uid", flat=True).first()


@route(VIEW, of=Erasure)
def extract(request: SignedIn, erasure: Erasure) -> HttpResponseBase:
    """What the journal says of it, as the law asks beside the act."""
    events = destruction.extract(erasure)
    record("erasure.extract_taken", erasure, actor=request.user)
    seats = dict(Person.objects.filter(pk__in=[event.object_id for event in events]).values_list("pk", "seat"))
    names = {user.pk: str(user) for user in User.objects.filter(pk__in=[event.actor_id for event in events])}
    label = Person._meta.label

    def seat(event: Any) -> Any:
        return seats.get(event.object_id, "") if event.object_type == label else ""

    columns = [
        sheets.Column(_("When"), lambda event: timezone.localtime(event.at).replace(tzinfo=None), 20),
        sheets.Column(_("What was done"), "action_label", 50),
        sheets.Column(_("Who"), lambda event: names.get(event.actor_id or 0, "") or _("the platform"), 40),
        sheets.Column(_("Seat No."), seat, 12),
        sheets.Column(_("Id of the event"), lambda event: str(event.uid), 40),
    ]
    return sheets.stream_xlsx(columns, events, name=_("journal-of-destruction"))


@route(RUN, of=Person, methods=("POST",))
def destroy(request: SignedIn, person: Person) -> HttpResponse:
    """At the demand of the person or after a withdrawal: now. Nothing brings it back, so a tick is asked for."""
    if not request.POST.get("sure"):
        toast(request, _("Nothing is destroyed: tick that you have checked whose data these are."), tone="warning")
        return redirect("people:data")
    try:
        made = destruction.destroy_one(person, request.user, _ground(person))
    except DomainError as refusal:
        toast(request, str(refusal), tone="warning")
        return redirect("people:data")
    toast(request, _("The data are destroyed. Sign the act."))
    return redirect("people:data-act", made.uid)


def _ground(person: Person) -> str:
    """The line of the table that the act names: what was demanded goes before the consent that was taken back."""
    kinds = set(
        DataRequest.objects.filter(person=person, state=DataRequest.State.OPEN).values_list("kind", flat=True)
    )
    is_withdrawn = DataRequest.Kind.WITHDRAWAL in kinds and DataRequest.Kind.DELETE not in kinds
    return "consent_withdrawn" if is_withdrawn else destruction.ON_REQUEST
