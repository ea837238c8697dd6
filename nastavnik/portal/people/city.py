"""The base of the city: mentors of all schools who agreed to be named, and the card of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from nastavnik.accounts.models import User
from nastavnik.accounts.requests import SignedIn
from nastavnik.base.access import can
from nastavnik.base.keyset import cursor_of
from nastavnik.base.routes import route
from nastavnik.org.models import Node
from nastavnik.people import cards, city
from nastavnik.people.models import MentorAsk, Participation, PublishedCard
from nastavnik.people.sights import seen
from nastavnik.portal.documents.places import place_of
from nastavnik.portal.people.city_forms import CityFilter, titles

VIEW, ASK = "city_base.view", "city_base.ask"
SHOWN_COMPETENCES = 4


class Line(NamedTuple):
    uid: str
    name: str
    organisation: str
    district: str
    form: str
    source: str
    competences: list[str]
    more: int
    ages: str
    free: int
    capacity: int


@route(VIEW)
def mentors(request: SignedIn) -> HttpResponse:
    """A page of cards, the newest first. Looking at it is one event of the journal."""
    place = place_of(request)
    region = city.region_of(place.node)
    forms_of, sources = titles()
    form = CityFilter(request.GET, region=region, titles=forms_of)
    page = city.page_of(region, form.wish, cursor_of(request.GET))
    models = tell_of_sight(request.user, page.rows, "city", region)
    context = {
        "filter": form,
        "place": place,
        "region": region,
        "list_page": page,
        "rows": [_line(row, forms_of.get(row.form) or models[row.participation_id], sources) for row in page.rows],
        "may_ask": can(request.user, ASK, place.node),
    }
    return render(request, "people/city/list.html", context)


@route(VIEW, of=PublishedCard)
def card(request: SignedIn, card: PublishedCard) -> HttpResponse:
    place = place_of(request)
    forms_of, sources = titles()
    models = tell_of_sight(request.user, [card], "city", card.node)
    is_own = card.organisation_id in {node.pk for node in place.nodes}
    may_ask = not is_own and can(request.user, ASK, place.node)
    mine = MentorAsk.objects.visible_to(request.user, VIEW).filter(participation=card.participation_id)
    waiting = mine.filter(from_node=place.node, state=MentorAsk.State.SENT).first()
    context = {
        "card": card,
        "told": card.card or {},
        "name": cards.full_name((card.card or {}).get("name", {})),
        "form": forms_of.get(card.form) or models[card.participation_id],
        "source": sources.get(card.source, card.source),
        "ages": ages_of(card),
        "place": place,
        "is_own": is_own,
        "waiting": waiting,
        "may_ask": may_ask and waiting is None,
    }
    return render(request, "people/city/card.html", context)


def tell_of_sight(user: User, rows: Sequence[PublishedCard], how: str, region: Node) -> dict[int, str]:
    """Whose names are on a page, as one event at the region; gives part → the model that it belongs to, in words."""
    if not rows:
        return {}
    parts = Participation.objects.filter(pk__in=[row.participation_id for row in rows]).select_related("person")
    found = list(parts.only("model", "person__uid", "person__node"))
    seen(user, [part.person for part in found], how, node=region)
    return {part.pk: part.get_model_display() for part in found}


def ages_of(card: PublishedCard) -> str:
    """The ages of mentees that the mentor asked for."""
    if card.age_from is not None and card.age_to is not None:
        return f"{card.age_from}–{card.age_to}"
    if card.age_from is not None:
        return _("from %(age)s") % {"age": card.age_from}
    return _("up to %(age)s") % {"age": card.age_to} if card.age_to is not None else ""


def _line(row: PublishedCard, form: str, sources: dict[str, str]) -> Line:
    told: dict[str, Any] = row.card or {}
    competences = told.get("competences", [])
    return Line(
        str(row.uid), cards.full_name(told.get("name", {})), row.organisation.short_name,
        row.district.short_name if row.district else "", form,
        sources.get(row.source, row.source), competences[:SHOWN_COMPETENCES],
        max(len(competences) - SHOWN_COMPETENCES, 0), ages_of(row), row.free, row.capacity,
    )  # fmt: skip
