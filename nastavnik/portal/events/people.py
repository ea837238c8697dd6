"""Who is invited and who came, by name: for those who keep the people of the organisation."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.downloads import attachment
from nastavnik.base.errors import DomainError
from nastavnik.base.routes import route
from nastavnik.documents.writers.docx import write_docx
from nastavnik.documents.writers.pdf import write_pdf
from nastavnik.events import queries
from nastavnik.events.models import Attendance, Event
from nastavnik.events.services import attendance
from nastavnik.events.sheets import sheet
from nastavnik.people.models import Person
from nastavnik.people.sights import seen
from nastavnik.portal.events.forms import WhomFilter
from nastavnik.portal.events.listing import ATTEND, VIEW
from nastavnik.portal.events.pages import METHODS, address_of
from nastavnik.portal.events.ticks import keys_of, one_each, uids_of
from nastavnik.portal.ui.toasts import toast


@route(ATTEND, of=Event, seen_by=VIEW, methods=METHODS)
def invite(request: SignedIn, event: Event) -> HttpResponse:
    """People of a base and colleagues: some of them ticked, or all that the filter leaves."""
    form = WhomFilter(request.GET, node=event.node)
    group = str(form.chosen().get("group", ""))
    parts = queries.parts_to_invite(event.node, side=form.of_side, group=group)
    if request.method == "POST":
        return _invited(request, event, list(parts.values_list("person_id", flat=True)))
    invited = Attendance.objects.filter(event=event, node=event.node)
    known = set(invited.filter(person__isnull=False).values_list("person", flat=True))
    rows = queries.by_name(parts.select_related("person", "group").defer("details")[: queries.MOST])
    seen(request.user, [row.person for row in rows], "event")
    staff_known = set(invited.filter(user__isnull=False).values_list("user", flat=True))
    context = {
        "event": event,
        "filter": form,
        "rows": [(row, row.person_id in known) for row in one_each(rows)],
        "staff": [(user, user.pk in staff_known) for user in queries.colleagues(event.node)],
        "back": address_of(event),
    }
    return render(request, "events/invite.html", context)


def _invited(request: SignedIn, event: Event, whole: list[int]) -> HttpResponse:
    if "all" in request.POST:
        people, users = whole, []
    else:
        people = keys_of(request, "person", Person.objects.visible_to(request.user, ATTEND).filter(node=event.node))
        users = keys_of(request, "user", queries.colleagues(event.node))
    try:
        mark, count = attendance.invite(event, event.node, people=people, users=users, actor=request.user)
    except DomainError as refusal:
        toast(request, str(refusal), tone="warning")
        return redirect(f"{reverse('events:invite', args=[event.uid])}?{request.GET.urlencode()}")
    said = ngettext("%(count)s person is invited.", "%(count)s people are invited.", count) % {"count": count}
    toast(request, said, undo=reverse("events:uninvite", args=[event.uid, mark]))
    return redirect(address_of(event))


@route(ATTEND, of=Event, seen_by=VIEW, methods=("POST",))
def uninvite(request: SignedIn, event: Event, mark: uuid.UUID) -> HttpResponse:
    try:
        count = attendance.uninvite(event, event.node, mark, actor=request.user)
    except DomainError as refusal:
        toast(request, str(refusal), tone="warning")
    else:
        if count:
            toast(request, _("The invitations are taken back."))
        else:
            toast(request, _("There is nothing to take back any more."), tone="warning")
    return redirect(address_of(event))


@route(ATTEND, of=Event, seen_by=VIEW, methods=METHODS)
def mark(request: SignedIn, event: Event) -> HttpResponse:
    """A box for everybody invited, names in order."""
    if request.method == "POST":
        return _marked(request, event)
    rows = _shown(request, event, "event")
    context = {"event": event, "rows": rows, "back": address_of(event)}
    return render(request, "events/attendance.html", context)


def _shown(request: SignedIn, event: Event, how: str) -> list[Attendance]:
    rows = queries.listed(Attendance.objects.visible_to(request.user, ATTEND).filter(event=event, node=event.node))
    seen(request.user, [row.person for row in rows if row.person], how)
    return rows


def _marked(request: SignedIn, event: Event) -> HttpResponse:
    among = uids_of(request, "among")
    came = uids_of(request, "came")
    try:
        count = attendance.mark(
            event, event.node, among if "everybody" in request.POST else came, among, actor=request.user
        )
    except DomainError as refusal:
        toast(request, str(refusal), tone="warning")
        return redirect("events:attendance", event.uid)
    if count:
        toast(request, _("It is marked who took part."))
    else:
        toast(request, _("Nothing has changed."), tone="info")
    return redirect(address_of(event))


@route(ATTEND, of=Event, seen_by=VIEW)
def attendance_sheet(request: SignedIn, event: Event) -> HttpResponseBase:
    """The sheet to sign, as PDF or, with ``format=docx``, for a text editor."""
    document = sheet(event, _shown(request, event, "print"))
    is_docx = request.GET.get("format") == "docx"
    content = write_docx(document) if is_docx else write_pdf(document)
    return attachment([content], f"{document.title}.{'docx' if is_docx else 'pdf'}")
