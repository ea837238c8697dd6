"""Who looked at whom: of one person, and of a whole organisation for a period."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from nastavnik.accounts.models import User
from nastavnik.accounts.requests import SignedIn
from nastavnik.accounts.roles import Role
from nastavnik.audit.actions import label_of
from nastavnik.audit.record import record
from nastavnik.base import sheets
from nastavnik.base.access import can
from nastavnik.base.filters import FilterForm
from nastavnik.base.routes import route
from nastavnik.people import leaks, sights
from nastavnik.people.models import Person
from nastavnik.portal.documents.places import Place, place_of
from nastavnik.portal.org.filters import day_field
from nastavnik.portal.people.data_tabs import tabs

SHOWN = 300
BACK = dt.timedelta(days=30)
HOWS: dict[str, str | Promise] = {
    "card": pgettext_lazy("sight", "card"),
    "base": pgettext_lazy("sight", "base"),
    "export": pgettext_lazy("sight", "export of a base"),
    "copy": pgettext_lazy("sight", "copy for the person"),
    "likenesses": pgettext_lazy("sight", "similar cards"),
    "request": pgettext_lazy("sight", "request about data"),
    "requests": pgettext_lazy("sight", "requests about data"),
    "own": pgettext_lazy("sight", "own data"),
    "consents": pgettext_lazy("sight", "consents"),
    "readiness": pgettext_lazy("sight", "selection of mentors"),
    "city": pgettext_lazy("sight", "mentors of the city"),
    "asks": pgettext_lazy("sight", "requests for mentors"),
    "code": pgettext_lazy("sight", "signing by a code"),
    "codes": pgettext_lazy("sight", "codes for signing"),
    "consent": pgettext_lazy("sight", "consent"),
    "edit": pgettext_lazy("sight", "changing the card"),
    "event": pgettext_lazy("sight", "event"),
    "intake": pgettext_lazy("sight", "loading a table"),
    "partner": pgettext_lazy("sight", "mentors of a partner"),
    "print": pgettext_lazy("sight", "printing"),
    "safeguard": pgettext_lazy("sight", "clearance to work with children"),
    "scans": pgettext_lazy("sight", "scans of consents"),
    "survey": pgettext_lazy("sight", "questionnaires"),
    "twins": pgettext_lazy("sight", "the same name in the base"),
}


class PeriodForm(FilterForm):
    since = day_field(gettext_lazy("Since"))
    until = day_field(gettext_lazy("Until"))

    @property
    def period(self) -> tuple[dt.date, dt.date]:
        today = timezone.localdate()
        chosen: dict[str, Any] = self.chosen()
        until = chosen.get("until") or today
        return chosen.get("since") or until - BACK, until


class LeakForm(PeriodForm):
    seat = forms.IntegerField(label=gettext_lazy("Only the seat No."), min_value=1)


@dataclass(frozen=True)
class Look:
    at: dt.datetime
    who: str
    role: str
    what: str
    where: str


@route("person.history", of=Person)
def history(request: SignedIn, person: Person) -> HttpResponse:
    """Who saw the card of ``person``: work names and roles."""
    form = PeriodForm(request.GET)
    found = list(islice(sights.who_saw(person, *form.period), SHOWN + 1))
    names = {user.pk: str(user) for user in User.objects.filter(pk__in={sight.user_id for sight in found})}
    if request.user.pk in names:
        names[request.user.pk] = _("you")
    roles: dict[str, Any] = dict(Role.choices)
    looks = [
        Look(
            sight.at, names.get(sight.user_id or 0, ""), str(roles.get(sight.role, "")), label_of(sight.action),
            str(HOWS.get(sight.how, "")),
        )
        for sight in found[:SHOWN]
    ]  # fmt: skip
    record("person.history_viewed", person, actor=request.user)
    since, until = form.period
    # Whose card it is: whoever may sign for them knows the name, others find them by the seat.
    is_own = can(request.user, "consent.sign", person)
    context = {"person": person, "filter": form, "looks": looks, "is_more": len(found) > SHOWN, "since": since,
               "until": until, "is_own": is_own, "whose": person.full_name if is_own else ""}  # fmt: skip
    return render(request, "people/data/history.html", context)


@route("leak.report")
def report(request: SignedIn) -> HttpResponse:
    """Who opened or took people's data in a period, an account a line."""
    place, form = place_of(request), LeakForm(request.GET)
    lines = _lines(request, place, form, "page")
    since, until = form.period
    context = {"place": place, "filter": form, "lines": lines, "since": since, "until": until,
               "query": request.GET.urlencode(), "tabs": tabs(request, place, "people:leaks")}  # fmt: skip
    return render(request, "people/data/leaks.html", context)


@route("leak.report")
def report_file(request: SignedIn) -> HttpResponseBase:
    place, form = place_of(request), LeakForm(request.GET)
    return sheets.stream_xlsx(columns(), _lines(request, place, form, "xlsx"), name=_("who-saw-people"))


def _lines(request: SignedIn, place: Place, form: LeakForm, shape: str) -> list[leaks.Line]:
    seat = form.chosen().get("seat")
    person = Person.objects.filter(node=place.node, seat=seat).first() if seat else None
    if seat and person is None:
        raise Http404
    since, until = form.period
    record(
        "leak.reported", person or None, actor=request.user, node_id=place.node.pk, since=since.isoformat(),
        until=until.isoformat(), form=shape,
    )  # fmt: skip
    return leaks.report(place.node, since, until, person)


def columns() -> list[sheets.Column]:
    return [
        sheets.Column(_("Account"), lambda line: line.who or _("the platform"), 40),
        sheets.Column(_("People"), lambda line: len(line.people), 12),
        sheets.Column(_("Cards opened"), "opened", 16),
        sheets.Column(_("Rows of lists"), "listed", 16),
        sheets.Column(_("Rows taken as files"), "taken", 20),
        sheets.Column(_("First time"), lambda line: timezone.localtime(line.first).replace(tzinfo=None), 20),
        sheets.Column(_("Last time"), lambda line: timezone.localtime(line.last).replace(tzinfo=None), 20),
    ]
