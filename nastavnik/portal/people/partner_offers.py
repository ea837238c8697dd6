"""Offers of partners: the list of what schools may take up, and the answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.access import can, rights
from nastavnik.base.errors import DomainError, NotAllowed
from nastavnik.base.keyset import cursor_of, keyset_page
from nastavnik.base.routes import route
from nastavnik.org import reference
from nastavnik.people.models import Offer, Partner
from nastavnik.people.services import offers as deeds
from nastavnik.portal.documents.places import place_of
from nastavnik.portal.people.partners_forms import OfferFilter, OfferForm
from nastavnik.portal.people.partners_rows import OFFER_TONES
from nastavnik.portal.roadmaps.shown import add_errors
from nastavnik.portal.ui.toasts import toast

VIEW, EDIT, OFFER = "partner.view", "partner.edit", "partner.offer"
METHODS = ("GET", "POST")


@route(VIEW)
def offers(request: SignedIn) -> HttpResponse:
    """What is offered to the organisations within reach, the newest first."""
    place = place_of(request)
    form = OfferFilter(request.GET)
    rows = Offer.objects.visible_to(request.user, VIEW).select_related("partner__node", "taken_by")
    page = keyset_page(form.apply(rows.defer("partner__contact")), order=("-pk",), cursor=cursor_of(request.GET))
    forms = reference.titles("forms")
    context = {
        "place": place,
        "filter": form,
        "list_page": page,
        "rows": [(row, OFFER_TONES[row.state], forms.get(row.form, row.form)) for row in page.rows],
    }
    return render(request, "people/partners/offers.html", context)


@route(VIEW, of=Offer)
def show(request: SignedIn, offer: Offer) -> HttpResponse:
    may = rights(request.user, offer, EDIT, OFFER)
    place = place_of(request)
    keeps = can(request.user, EDIT, offer.partner)
    took = offer.taken_by is not None and can(request.user, EDIT, offer.taken_by)
    is_fresh = offer.state == Offer.State.OFFERED
    is_over = bool(offer.to_on and offer.to_on < timezone.localdate())
    stands = offer.state in (Offer.State.OFFERED, Offer.State.ACCEPTED)
    context = {
        "offer": offer,
        "place": place,
        "tone": OFFER_TONES[offer.state],
        "form": reference.titles("forms").get(offer.form, offer.form),
        "is_over": is_over,
        "may_take": EDIT in may and is_fresh and not is_over and can(request.user, EDIT, place.node),
        "may_decline": keeps and is_fresh,
        "may_end": stands and (keeps or took),
        "may_reopen": not is_fresh and (keeps or took),
        "may_end_own": stands and OFFER in may,
        "may_reopen_own": not is_fresh and not stands and OFFER in may,
    }
    return render(request, "people/partners/offer.html", context)


@route(EDIT, of=Partner, methods=METHODS)
def new(request: SignedIn, partner: Partner) -> HttpResponse:
    """Written down by the keeper of a partner that does not work on the platform."""
    return _made(request, partner)


@route(OFFER, of=Partner, methods=METHODS)
def new_own(request: SignedIn, partner: Partner) -> HttpResponse:
    return _made(request, partner)


def _made(request: SignedIn, partner: Partner) -> HttpResponse:
    form = OfferForm(request.POST or None, partner=partner)
    if request.method == "POST" and form.is_valid():
        try:
            offer = deeds.make(partner, actor=request.user, **form.cleaned_data)
        except NotAllowed:
            raise
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            toast(request, _("The offer is made."))
            return redirect("people:offer", offer.uid)
    back = reverse("people:partner", args=[partner.uid])
    return render(request, "people/partners/offer_form.html", {"form": form, "partner": partner, "back": back})


def _told(request: SignedIn, offer: Offer, act: Callable[[], Any], done: str, undo: str = "") -> HttpResponse:
    try:
        act()
    except NotAllowed:
        raise
    except DomainError as refusal:
        toast(request, str(refusal), tone="warning")
    else:
        toast(request, done, undo=reverse(undo, args=[offer.uid]) if undo else "")
    return redirect("people:offer", offer.uid)


@route(EDIT, of=Offer, methods=("POST",))
def take_up(request: SignedIn, offer: Offer) -> HttpResponse:
    node = place_of(request).node
    act = lambda: deeds.take_up(offer, node=node, actor=request.user)  # noqa: E731 - what is told of afterwards
    return _told(request, offer, act, _("The offer is taken up; the partner is told."), "people:offer-reopen")


@route(EDIT, of=Offer, methods=("POST",))
def decline(request: SignedIn, offer: Offer) -> HttpResponse:
    act = lambda: deeds.decline(offer, actor=request.user)  # noqa: E731 - what is told of afterwards
    return _told(request, offer, act, _("The offer is declined; the partner is told."), "people:offer-reopen")


@route(EDIT, of=Offer, methods=("POST",))
def end(request: SignedIn, offer: Offer) -> HttpResponse:
    act = lambda: deeds.end(offer, actor=request.user)  # noqa: E731 - what is told of afterwards
    return _told(request, offer, act, _("The offer has ended."), "people:offer-reopen")


@route(EDIT, of=Offer, methods=("POST",))
def reopen(request: SignedIn, offer: Offer) -> HttpResponse:
    return _told(request, offer, lambda: deeds.reopen(offer, actor=request.user), _("The offer stands again."))


@route(OFFER, of=Offer, methods=("POST",))
def end_own(request: SignedIn, offer: Offer) -> HttpResponse:
    act = lambda: deeds.end(offer, actor=request.user)  # noqa: E731 - what is told of afterwards
    return _told(request, offer, act, _("The offer has ended."), "people:offer-reopen-own")


@route(OFFER, of=Offer, methods=("POST",))
def reopen_own(request: SignedIn, offer: Offer) -> HttpResponse:
    return _told(request, offer, lambda: deeds.reopen(offer, actor=request.user), _("The offer stands again."))
