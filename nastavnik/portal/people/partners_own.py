"""What a partner sees of itself: organisations that it works with, its offers, its own mentors."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from nastavnik.accounts.requests import SignedIn
from nastavnik.org import reference
from nastavnik.people import standing
from nastavnik.people.models import Offer, Participation, Partner
from nastavnik.people.sights import seen
from nastavnik.portal.documents.places import Place, place_of
from nastavnik.portal.people.partners_rows import OFFER_TONES, agreement_look
from nastavnik.portal.years import this_year

MOST = 200
TONES = {"ready": "success", "active": "success", "completed": "success", "matched": "info", "candidate": "warning"}


def show(request: SignedIn) -> HttpResponse:
    """Rows of the register that speak of it, what it offered, whom it gave as mentors and where they stand."""
    place = place_of(request)
    today = timezone.localdate()
    rows = Partner.objects.visible_to(request.user, "partner.view").filter(body=place.node, ended_on=None)
    offers = Offer.objects.visible_to(request.user, "partner.view").filter(partner__body=place.node)
    offers = offers.select_related("partner", "taken_by").defer("partner__contact")
    parts = _mentors(request, place)
    seen(request.user, [part.person for part in parts], "partner", node=place.node)
    forms = reference.titles("forms")
    context = {
        "place": place,
        "rows": [
            (row, *agreement_look(row, today))
            for row in rows.select_related("node").defer("contact").order_by("name", "pk")
        ],
        "offers": [(row, OFFER_TONES[row.state]) for row in offers[:MOST]],
        "parts": [(part, forms.get(part.form, part.form), TONES.get(part.status, "plain")) for part in parts],
    }
    return render(request, "people/partners/own.html", context)


def _mentors(request: SignedIn, place: Place) -> list[Any]:
    """Its own people in the bases of this school year, by name."""
    year = this_year()
    rows = Participation.objects.living().visible_to(request.user, "person.view")
    rows = rows.filter(partner__body=place.node, school_year=year, side=Participation.Side.MENTOR)
    rows = rows.exclude(standing.waits_for_destruction()).select_related("person", "node").defer("details")
    return sorted(rows[:MOST], key=lambda part: part.person.full_name)
