"""What a figure is and what it is here: its definition, its parts, its years, the rows behind."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from nastavnik import measures
from nastavnik.accounts.permissions import ACTIONS
from nastavnik.accounts.requests import SignedIn
from nastavnik.base.keyset import cursor_of, keyset_page
from nastavnik.base.routes import route
from nastavnik.measures import suppressing
from nastavnik.org.calendar import school_year_of
from nastavnik.org.models import Node
from nastavnik.org.queries import ancestors
from nastavnik.portal.measures.figures import Figure, figure, figures, own_path, query_of
from nastavnik.portal.measures.forms import PlaceForm
from nastavnik.roadmaps.models import RoadmapLine

YEARS_OF_HISTORY = 3
MOST_PARTS = 300


def measure_or_404(code: str) -> measures.Measure:
    try:
        return measures.named(code)
    except measures.UnknownMeasure as unknown:
        raise Http404 from unknown


@route("measure.view")
def all_figures(request: SignedIn) -> HttpResponse:
    """Every figure with its value for a place and a school year."""
    form = PlaceForm(request)
    codes = [one.code for one in measures.registry.values() if form.span.kind in one.periods]
    found = figures(codes, form.place, [form.span], form.day, own=own_path(request))
    context = {"form": form, "figures": [found[code, form.span.code] for code in codes], **where(request, form)}
    return render(request, "measures/list.html", context)


@route("measure.view")
def definition(request: SignedIn, code: str) -> HttpResponse:
    """How the figure is counted, its value at a place with its parts and former years, and the rows behind."""
    measure = measure_or_404(code)
    form = PlaceForm(request, kinds=measure.periods)
    own = own_path(request)
    parts = measures.by_child(code, form.place, form.span, form.day)
    counted = {(part.node.pk, code, form.span.code): part.value for part in parts}
    seen = suppressing.shown(counted, form.place, [form.span], form.day, own=own)
    shown = [
        Figure(measure, part.node, form.span, seen[part.node.pk, code, form.span.code]) for part in parts[:MOST_PARTS]
    ]
    context = {
        "measure": measure,
        "form": form,
        "figure": figure(code, form.place, form.span, form.day, own=own),
        "parts": [(one, f"{reverse('measures:definition', args=[code])}?{one.query}") for one in shown],
        "more_parts": len(parts) - len(shown),
        "history": _history(measure, form.place, form.span, form.day, own),
        "seen_by": [str(role.label) for role in ACTIONS["measure.view"].roles],
        "rest": _rest_address(code, form),
        **where(request, form),
    }
    return render(request, "measures/definition.html", context)


def where(request: SignedIn, form: PlaceForm) -> dict[str, Any]:
    """The place, and those above it that the reader reaches."""
    above = ancestors(form.place, form.day)
    reached = Node.objects.visible_to(request.user, "measure.view").filter(pk__in=[one.pk for one in above])
    keys = set(reached.values_list("pk", flat=True))
    return {
        "above": [(one, query_of(one, form.span, form.day)) for one in above if one.pk in keys],
        "query": query_of(form.place, form.span, form.day),
    }


def _history(
    measure: measures.Measure, node: Node, span: measures.Period, on: dt.date, own: str
) -> list[Figure]:  # fmt: skip
    """The years before and the year of ``span``, each as it stood at its end."""
    if measures.YEAR not in measure.periods:
        return []
    last = school_year_of(span.starts_on).start_year
    years = [measures.year(start) for start in range(last - YEARS_OF_HISTORY, last + 1)]
    return [figure(measure.code, node, one, min(one.ends_on, on), own=own) for one in years if one.starts_on <= on]


def _rest_address(code: str, form: PlaceForm) -> str:
    query = query_of(form.place, form.span, form.day)
    return f"{reverse('measures:rows', args=[code])}?{query}&rest=1"


@dataclass(frozen=True)
class Behind:
    """One thing that was counted, as the list shows it."""

    title: str
    address: str
    organisation: str
    note: str = ""


@route("measure.view")
def rows(request: SignedIn, code: str) -> HttpResponse:
    """The things that the number counts, within reach; with ``rest=1`` those that are missing from it."""
    measure = measure_or_404(code)
    form = PlaceForm(request, kinds=measure.periods)
    rest = request.GET.get("rest") == "1"
    found = measures.rows_of(code, form.span, form.day, measures.inside(form.place, form.day), rest=rest)
    if found is None:
        raise Http404
    seen: Any = found
    if issubclass(found.model, RoadmapLine):
        of_lines = seen.visible_to(request.user, "roadmap.view").select_related("node", "roadmap")
        page = keyset_page(of_lines, order=("node", "roadmap", "position"), cursor=cursor_of(request.GET))
        shown = [_line(line) for line in page.rows]
    else:
        of_nodes = seen.visible_to(request.user, "organisation.view")
        page = keyset_page(of_nodes, order=("sort_name",), cursor=cursor_of(request.GET))
        shown = [Behind(node.short_name, reverse("org:card", args=[node.uid]), "") for node in page.rows]
    context = {
        "measure": measure,
        "form": form,
        "figure": figure(code, form.place, form.span, form.day, own=own_path(request)),
        "rest": rest,
        "list_page": page,
        "rows": shown,
        "other": _rest_address(code, form) if not rest else _rest_address(code, form).removesuffix("&rest=1"),
        **where(request, form),
    }
    return render(request, "measures/rows.html", context)


def _line(line: RoadmapLine) -> Behind:
    address = reverse("roadmaps:line", args=[line.uid])
    return Behind(str(line), address, line.node.short_name, line.deadline_text)
