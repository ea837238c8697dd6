"""How the lines of a plan stand in the plans below: sums by line, organisations by line, the smallest mending."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from nastavnik.accounts.requests import SignedIn
from nastavnik.audit.record import record
from nastavnik.base import sheets
from nastavnik.base.access import rights
from nastavnik.base.keyset import bounded_count, cursor_of, keyset_page
from nastavnik.base.routes import route
from nastavnik.org.models import Node
from nastavnik.portal.roadmaps.cascade.forms import ReceiverFilter
from nastavnik.portal.roadmaps.cascade.named import named
from nastavnik.roadmaps.cascading import coverage, roll_up
from nastavnik.roadmaps.cascading.offers import offers_of, repair
from nastavnik.roadmaps.cascading.terms import days_of
from nastavnik.roadmaps.models import HandedLine, Roadmap
from nastavnik.roadmaps.models.cascade import HandedLineQuerySet
from nastavnik.roadmaps.models.lines import Addressed

# A table wider than this is read line by line: the page of one line shows its organisations.
MOST_COLUMNS = 40
PAGE = 100
LEVELS: dict[str, Any] = {
    Addressed.DISTRICTS: gettext_lazy("Districts"),
    Addressed.ORGANISATIONS: gettext_lazy("Organisations"),
}


def _rows(request: SignedIn, roadmap: Roadmap) -> HandedLineQuerySet:
    """What of the cascade the user may see: whoever sees a plan from above must not see the neighbours."""
    rows: HandedLineQuerySet = HandedLine.objects.visible_to(request.user, "roadmap.view").filter(parent=roadmap)
    return rows


@route("roadmap.view", of=Roadmap)
def show(request: SignedIn, roadmap: Roadmap) -> HttpResponse:
    """Each addressed line in numbers, those of districts first; every number opens its list. 4 queries."""
    on = timezone.localdate()
    rows = _rows(request, roadmap)
    lines = coverage.addressed_lines(roadmap)
    received = Exists(rows.standing().filter(parent_line=OuterRef("pk")))
    page = keyset_page(
        lines.filter(received), order=("addressed_to", "position"), cursor=cursor_of(request.GET), size=PAGE
    )
    shown = rows.filter(parent_line__in=page.rows)
    covers, sums = coverage.coverage(roadmap, rows=shown), roll_up.roll_up(roadmap, on, rows=shown)
    context = {
        "roadmap": roadmap,
        "list_page": page,
        "rows": [
            {"line": line, "cover": covers[line.pk], "sum": sums[line.pk], "to": LEVELS.get(line.addressed_to)}
            for line in page.rows
            if line.pk in covers and line.pk in sums
        ],
        "is_mixed": len({line.addressed_to for line in page.rows}) > 1,
        "unhanded": bounded_count(lines.exclude(received), 10_000).value,
        "may": rights(request.user, roadmap, "roadmap.cascade", "roadmap.export", "roadmap.remind"),
    }
    return render(request, "roadmaps/cascade/coverage.html", context)


@route("roadmap.view", of=Roadmap)
def organisations(request: SignedIn, roadmap: Roadmap) -> HttpResponse:
    """Organisations by line, page by page; narrowed to those whose line is missing, late, declined."""
    form = _form(request, roadmap)
    nodes = _nodes(request, roadmap, form, form.level)
    lines = _columns(roadmap, form, form.level)
    page, receivers = coverage.receivers_page(roadmap, nodes, on=form.day, cursor=cursor_of(request.GET))
    context = {
        "roadmap": roadmap,
        "filter": form,
        "list_page": page,
        "levels": [(level, LEVELS[level]) for level in form.levels] if form.level else [],
        "lines": lines,
        "rows": [(one.node, [_shown(one.cells.get(line.pk)) for line in lines]) for one in receivers],
        "one": lines[0] if len(lines) == 1 else None,
        "may": rights(request.user, roadmap, "roadmap.remind", "roadmap.export"),
    }
    return render(request, "roadmaps/cascade/organisations.html", context)


@dataclass(frozen=True)
class Shown:
    """A cell with its mark."""

    cell: coverage.Cell
    mark: SafeString


def _shown(cell: coverage.Cell | None) -> Shown | None:
    return Shown(cell, _mark(cell.stands, get_language() or "")) if cell else None


@lru_cache(maxsize=64)
def _mark(stands: str, language: str) -> SafeString:
    """Drawn once for a language: a page has two thousand of them."""
    drawn = render_to_string("roadmaps/cascade/cell.html", {"stands": stands})
    return mark_safe(drawn.strip())  # noqa: S308  # drawn by our own template from a fixed list of states


def _form(request: SignedIn, roadmap: Roadmap) -> ReceiverFilter:
    lines = coverage.addressed_lines(roadmap)
    return ReceiverFilter(request.GET, lines=lines, levels=coverage.levels_of(roadmap))


def _nodes(request: SignedIn, roadmap: Roadmap, form: ReceiverFilter, level: str) -> Any:
    chosen = form.chosen()
    received = coverage.receivers_of(
        roadmap, chosen.get("what", ""), on=form.day, line=chosen.get("line"), level=level
    )
    return form.apply(Node.objects.visible_to(request.user, "roadmap.view").filter(pk__in=received.values("pk")))


def _columns(roadmap: Roadmap, form: ReceiverFilter, level: str) -> list[Any]:
    """The lines whose cells are shown, of one level where one is asked for."""
    line = form.chosen().get("line")
    lines = coverage.addressed_lines(roadmap)
    return [line] if line else list((lines.filter(addressed_to=level) if level else lines)[:MOST_COLUMNS])


@route("roadmap.export", of=Roadmap, seen_by="roadmap.view")
def export(request: SignedIn, roadmap: Roadmap) -> HttpResponseBase:
    """Organisation by line as XLSX: a row for each of the two, as filtered."""
    form = _form(request, roadmap)
    # Without a choice the file holds districts and organisations alike: its rows tell them apart by themselves.
    level = form.chosen().get("to", "")
    nodes = _nodes(request, roadmap, form, level)
    record("roadmap.coverage_exported", roadmap, actor=request.user, node_id=roadmap.node_id)
    lines = {line.pk: line for line in _columns(roadmap, form, level)}
    columns = [
        sheets.Column(_("Organisation"), lambda row: row[0].short_name),
        sheets.Column(_("Line"), lambda row: str(row[1])),
        sheets.Column(_("State"), lambda row: str(roll_up.TITLES[row[2].stands])),
        sheets.Column(_("Line of their plan"), lambda row: str(row[2].handed.line or "")),
        sheets.Column(_("Their term"), lambda row: row[2].handed.line.deadline_text if row[2].handed.line else ""),
        sheets.Column(_("Later than above"), lambda row: row[2].is_later),
        sheets.Column(_("Reason"), lambda row: row[2].handed.reason),
    ]
    return sheets.stream_xlsx(columns, _exported(roadmap, nodes, lines, form.day), name=str(_("lines handed down")))


def _exported(roadmap: Roadmap, nodes: Any, lines: dict[int, Any], on: dt.date) -> Iterator[Any]:
    keys = list(nodes.order_by("sort_name", "pk").values_list("pk", flat=True))
    for begin in range(0, len(keys), 100):
        found = Node.objects.in_bulk(keys[begin : begin + 100])
        for one in coverage.cells_of(roadmap, [found[key] for key in keys[begin : begin + 100]], on):
            for key, cell in one.cells.items():
                if key in lines:
                    yield one.node, lines[key], cell


@route("roadmap.view", of=Roadmap)
def mending(request: SignedIn, roadmap: Roadmap) -> HttpResponse:
    """The smallest change that brings one organisation's plan in line with this one."""
    node = named(Node.objects.visible_to(request.user, "roadmap.view"), request.GET.get("node", ""))
    if node is None:
        return redirect("roadmaps:coverage-organisations", roadmap.uid)
    offers = [offer for offer in offers_of(node) if offer.handed.parent_id == roadmap.pk]
    keys = {offer.handed.parent_line_id for offer in offers} | {offer.line.pk for offer in offers if offer.line}
    context = {
        "roadmap": roadmap,
        "node": node,
        "changes": repair(roadmap, offers, days_of(keys)),
        "count": len(offers),
        "may": rights(request.user, node, "roadmap.remind"),
    }
    return render(request, "roadmaps/cascade/mending.html", context)
