"""Which mentors of a base a partner gave: marked by the keeper, so that the partner sees its own people."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nastavnik import measures
from nastavnik.accounts.keyring.columns import opened
from nastavnik.accounts.requests import SignedIn
from nastavnik.base.errors import DomainError, EditConflict, NotAllowed
from nastavnik.base.routes import route
from nastavnik.people import cards, standing
from nastavnik.people.listing import MOST_OPENED
from nastavnik.people.models import Participation, Partner, Person
from nastavnik.people.services import persons
from nastavnik.people.sights import seen
from nastavnik.portal.ui.toasts import toast
from nastavnik.portal.years import this_year

EDIT = "partner.edit"
MOST_MARKED = 100


@route(EDIT, of=Partner, methods=("GET", "POST"))
def mentors(request: SignedIn, partner: Partner) -> HttpResponse:
    """Mentors of the keeper's base of this year who belong to no partner yet, and those of this one."""
    rows = _choice(request, partner)
    if request.method == "POST":
        return _marked(request, partner, rows)
    seen(request.user, [row.person for row in rows], "partner")
    context = {"partner": partner, "rows": rows, "most": MOST_MARKED}
    return render(request, "people/partners/mentors.html", context)


def _choice(request: SignedIn, partner: Partner) -> list[Any]:
    year = this_year()
    parts = Participation.objects.living().visible_to(request.user, "person.edit")
    parts = parts.filter(node=partner.node_id, side=Participation.Side.MENTOR, school_year=year)
    parts = parts.exclude(source__in=standing.INSIDERS)
    free = parts.filter(partner=None) | parts.filter(partner=partner)
    rows = list(
        free.exclude(standing.waits_for_destruction()).select_related("person").defer("details")[:MOST_OPENED]
    )
    values = opened(Person, "card", ((row.person.uid, row.person.__dict__["card"]) for row in rows))
    for row, value in zip(rows, values, strict=True):
        row.person.card = value
    return sorted(rows, key=lambda row: cards.sort_key(row.person.card or {}))


def _marked(request: SignedIn, partner: Partner, rows: list[Any]) -> HttpResponse:
    wanted = set(request.POST.getlist("part"))
    changing = [row for row in rows if (str(row.uid) in wanted) != (row.partner_id == partner.pk)]
    if len(changing) > MOST_MARKED:
        toast(request, _("Mark at most 100 people at one time."), tone="warning")
        return redirect("people:partner-mentors", partner.uid)
    try:
        with transaction.atomic(), measures.once():
            for row in changing:
                told = partner if str(row.uid) in wanted else None
                persons.change_part(row, version=row.version, actor=request.user, partner=told)
    except EditConflict:
        toast(request, _("Somebody has changed one of these cards meanwhile. Mark them again."), tone="warning")
        return redirect("people:partner-mentors", partner.uid)
    except NotAllowed:
        raise
    except DomainError as refusal:
        toast(request, str(refusal), tone="warning")
        return redirect("people:partner-mentors", partner.uid)
    words = ngettext("%(n)s mark is changed.", "%(n)s marks are changed.", len(changing))
    toast(request, words % {"n": len(changing)})
    return redirect("people:partner", partner.uid)
