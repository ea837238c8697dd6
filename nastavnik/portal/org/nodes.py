"""The list of organisations and the card of one, both as of a date."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nastavnik.accounts.requests import SignedIn
from nastavnik.audit.record import record, timeline
from nastavnik.base import sheets
from nastavnik.base.access import can, holds
from nastavnik.base.keyset import cursor_of, keyset_page
from nastavnik.base.routes import route
from nastavnik.org import clock
from nastavnik.org.listing import COLUMNS, Titles, all_described, described
from nastavnik.org.models import Fact, Node, NodeQuerySet, Placement
from nastavnik.org.queries import ancestors, names_on
from nastavnik.portal.audit.timelines import moments
from nastavnik.portal.org.filters import DayForm, OrganisationFilter
from nastavnik.portal.saved import strip

ORDER = ("sort_name",)
COLUMNS_OF_FILE = [
    sheets.Column(gettext_lazy("Short name"), "name", 32),
    sheets.Column(gettext_lazy("Full name"), "full_name", 60),
    sheets.Column(gettext_lazy("Type"), "type", 36),
    sheets.Column(gettext_lazy("Where"), "place", 28),
    sheets.Column(gettext_lazy("OGRN"), "ogrn", 18),
    sheets.Column(gettext_lazy("INN"), "inn", 16),
    sheets.Column(gettext_lazy("Pilot project"), "pilot", 16),
    sheets.Column(gettext_lazy("Phase"), "phase", 36),
    sheets.Column(gettext_lazy("Opened on"), "opened_on", 14),
    sheets.Column(gettext_lazy("Closed on"), "closed_on", 14),
]


def within_reach(request: SignedIn) -> NodeQuerySet:
    return Node.objects.visible_to(request.user, "organisation.view")


@route("organisation.view")
def node_list(request: SignedIn) -> HttpResponse:
    """Organisations within reach that were open on the day, by name."""
    nodes = within_reach(request)
    form = OrganisationFilter(request.GET, nodes=nodes)
    if way := strip.opened(request, "organisations", form):
        return redirect(way)
    found = form.nodes(nodes).values_list(*COLUMNS, named=True)
    page = keyset_page(found, order=ORDER, cursor=cursor_of(request.GET))
    context = {
        "filter": form,
        "list_page": page,
        "rows": described(page.rows, form.day, form.titles),
        "shown_on": None if form.is_today else form.day,
        "may_load": holds(request.user, "organisation.create"),
    }
    fragment = "#found" if request.headers.get("HX-Target") == "organisations" else ""
    return render(request, f"org/list.html{fragment}", context)


@route("organisation.view")
def export(request: SignedIn, form: str) -> HttpResponseBase:
    """The same list as a table."""
    streams = {"xlsx": sheets.stream_xlsx, "csv": sheets.stream_csv}
    if form not in streams:
        raise Http404
    nodes = within_reach(request)
    chosen = OrganisationFilter(request.GET, nodes=nodes)
    record("export", None, actor=request.user, list="organisations", form=form, filters=sorted(chosen.chosen()))
    rows = all_described(chosen.nodes(nodes), chosen.day, chosen.titles)
    return streams[form](COLUMNS_OF_FILE, rows, name=_("organisations"))


@route("organisation.view", of=Node)
def card(request: SignedIn, node: Node) -> HttpResponse:
    """One organisation on a day, and its names, places, facts and deeds through time."""
    day_form, titles = DayForm(request.GET or None), Titles.read()
    on = day_form.day()
    named = names_on([node], on).get(node.pk)
    above = ancestors(node, on)
    reached = set(within_reach(request).filter(pk__in=[one.pk for one in above]).values_list("pk", flat=True))
    may_edit = can(request.user, "organisation.edit", node)
    context = {
        "node": node,
        "day_form": day_form,
        "on": on,
        "existed": node.opened_on <= on and (node.closed_on is None or on < node.closed_on),
        "name": named,
        "above": [(one, one.pk in reached) for one in above],
        "type_title": titles.types.get(node.type, node.type),
        "facts": _facts(node, on, titles),
        "shown_on": None if on == timezone.localdate() else on,
        "may_edit": may_edit and node.closed_on is None,
        "may_keep_requisites": node.closed_on is None and can(request.user, "organisation.requisites", node),
        "may_create": node.closed_on is None and can(request.user, "organisation.create", node),
        "may_place": bool(node.ancestor_ids),
        **_inside(request, node, on, titles),
        **_history(node, titles),
    }
    return render(request, "org/card.html", context)


OF_TERRITORIES = [Fact.Kind.PILOT, Fact.Kind.PHASE, Fact.Kind.TIME_ZONE]


def _facts(node: Node, on: dt.date, titles: Titles) -> list[dict[str, Any]]:
    """Every kind of fact with what it is on ``on``, in the order of the kinds."""
    values = dict(node.facts.on(on).values_list("kind", "value"))
    shown = {
        Fact.Kind.PILOT: {"yes": _("takes part")},
        Fact.Kind.PHASE: titles.phases,
        Fact.Kind.TIME_ZONE: {name: str(title) for name, title in clock.ZONES.items()},
    }
    kinds = OF_TERRITORIES if node.is_territory else [kind for kind in Fact.Kind if kind != Fact.Kind.TIME_ZONE]
    return [
        {"kind": kind, "value": shown.get(kind, {}).get(values.get(kind, ""), values.get(kind, ""))} for kind in kinds
    ]


def _inside(request: SignedIn, node: Node, on: dt.date, titles: Titles) -> dict[str, Any]:
    """A page of what stands directly in ``node`` on ``on``, within reach."""
    stood = Placement.objects.on(on).filter(parent=node, node=OuterRef("pk"))
    found = within_reach(request).filter(Exists(stood)).values_list(*COLUMNS, named=True)
    page = keyset_page(found, order=ORDER, cursor=cursor_of(request.GET))
    return {"list_page": page, "rows": described(page.rows, on, titles)}


def _history(node: Node, titles: Titles) -> dict[str, Any]:
    facts = [
        (fact, titles.phases.get(fact.value) or clock.ZONES.get(fact.value) or fact.value)
        for fact in node.facts.order_by("-from_on", "kind")[:100]
    ]
    return {
        "names": node.names.order_by("-from_on"),
        "places": node.placements.select_related("parent").order_by("-from_on"),
        "past_facts": facts,
        "deeds": node.reorganisations.select_related("other").order_by("-on", "-id")[:100],
        "moments": moments(timeline(node)),
    }
