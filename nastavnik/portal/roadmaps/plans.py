"""Plans: the list, one plan, its heading, its export, its states."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nastavnik.accounts.requests import SignedIn
from nastavnik.audit.record import record
from nastavnik.base import sheets
from nastavnik.base.access import can, holds, rights
from nastavnik.base.errors import EditConflict, Invalid
from nastavnik.base.keyset import cursor_of, keyset_page
from nastavnik.base.routes import route
from nastavnik.portal import conflicts
from nastavnik.portal.roadmaps import approvals_part, bulk_part, bulk_plans, cascade_part
from nastavnik.portal.roadmaps.forms import ByHandForm, HeadingForm, ListFilter, PlanFilter
from nastavnik.portal.roadmaps.rows import Row, labels_for
from nastavnik.portal.roadmaps.shown import add_errors, tell_of_merge
from nastavnik.portal.saved import strip
from nastavnik.portal.ui.toasts import toast
from nastavnik.roadmaps.models import Roadmap, RoadmapImport, RoadmapLine
from nastavnik.roadmaps.queries import line_rows, plan_page
from nastavnik.roadmaps.services import adoption, imports, plans, printouts
from nastavnik.roadmaps.services.baselines import may_reword
from nastavnik.roadmaps.services.headings import HEADING
from nastavnik.roadmaps.services.summaries import summary_of
from nastavnik.roadmaps.states import TITLES


@route("roadmap.view")
def plan_list(request: SignedIn) -> HttpResponse:
    """Plans within reach, and one's documents that wait to be looked through."""
    form = ListFilter(request.GET)
    if way := strip.opened(request, "plans", form):
        return redirect(way)
    found = form.apply(Roadmap.objects.visible_to(request.user, "roadmap.view").living())
    page = keyset_page(
        found.select_related("node").defer("columns"), order=("-starts_on",), cursor=cursor_of(request.GET)
    )
    mine = RoadmapImport.objects.visible_to(request.user, "roadmap.import")
    waiting = mine.filter(state__in=(RoadmapImport.State.READING, RoadmapImport.State.READY)).defer(
        "heading", "ignored"
    )
    context = {
        "list_page": page,
        "filter": form,
        "waiting": waiting.select_related("node")[:10],
        "may_load": holds(request.user, "roadmap.import"),
        "may_export": holds(request.user, "roadmap.export"),
        "may_change": holds(request.user, "roadmap.edit"),
        "bulk_titles": list(bulk_plans.TITLES.items()),
    }
    return render(request, "roadmaps/list.html", context)


@route("roadmap.export")
def export_list(request: SignedIn) -> HttpResponseBase:
    """The list of plans, as filtered, as XLSX or CSV."""
    form = ListFilter(request.GET)
    found = form.apply(Roadmap.objects.visible_to(request.user, "roadmap.export").living())
    rows = found.select_related("node").defer("columns").order_by("-starts_on", "-pk").iterator(chunk_size=500)
    kind = "csv" if request.GET.get("format") == "csv" else "xlsx"
    acting = request.user.acting
    record("roadmap.list_exported", None, actor=request.user, node_id=acting.node_id if acting else None, format=kind)
    stream = sheets.stream_csv if kind == "csv" else sheets.stream_xlsx
    return stream(_columns_of_list(), _counted(rows), name=str(_("road maps")))


def _counted(plans_found: Iterable[Roadmap]) -> Iterator[tuple[Roadmap, dict[str, int]]]:
    today = timezone.localdate()
    return ((roadmap, summary_of(roadmap, today)) for roadmap in plans_found)


def _count_of(state: str, row: tuple[Roadmap, dict[str, int]]) -> int:
    return row[1].get(state, 0)


def _columns_of_list() -> list[sheets.Column]:
    counts = [sheets.Column(str(title), partial(_count_of, name)) for name, title in TITLES.items()]
    return [
        sheets.Column(_("Organisation"), lambda row: row[0].node.short_name),
        sheets.Column(_("Plan"), lambda row: row[0].title),
        sheets.Column(_("Model"), lambda row: row[0].get_model_display()),
        sheets.Column(_("From"), lambda row: row[0].starts_on),
        sheets.Column(_("To"), lambda row: row[0].ends_on),
        sheets.Column(_("Status"), lambda row: row[0].get_status_display()),
        *counts,
    ]


@route("roadmap.view", of=Roadmap)
def plan(request: SignedIn, roadmap: Roadmap) -> HttpResponse:
    """One plan as a table: what was written, how it was read, where it stands."""
    if roadmap.removed_at:
        may_restore = can(request.user, "roadmap.delete", roadmap)
        return render(request, "roadmaps/removed.html", {"roadmap": roadmap, "may_restore": may_restore}, status=410)
    form = PlanFilter(request.GET, roadmap=roadmap)
    if way := strip.opened(request, "plan", form):
        return redirect(way)
    on = form.day
    lines = form.apply(roadmap.lines.filter(removed_at=None))
    page, rows = plan_page(roadmap, lines, on=on, cursor=cursor_of(request.GET))
    batch = RoadmapImport.objects.filter(roadmap=roadmap).defer("heading", "ignored").first()
    summary = summary_of(roadmap, on)
    may = rights(
        request.user,
        roadmap,
        "approval.start",
        "approval.approve",
        "roadmap.cascade",
        "roadmap.edit",
        "roadmap.delete",
        "roadmap.export",
    )
    context = {
        "roadmap": roadmap,
        "filter": form,
        "on": on,
        "list_page": page,
        "rows": [Row(row) for row in rows],
        "labels": labels_for(may_edit="roadmap.edit" in may and may_reword(roadmap)),
        "summary": [(name, title, summary.get(name, 0)) for name, title in TITLES.items()],
        "total": sum(summary.values()),
        "batch": batch,
        "may_undo": batch is not None and imports.is_fresh(batch),
        "may": may,
        "way": approvals_part.part(request, roadmap),
        "cascade": cascade_part.of_plan(request, roadmap),
        "is_long": sum(summary.values()) > printouts.LONG,
        "is_behind_typical": "roadmap.edit" in may and adoption.is_behind(roadmap),
        "bulk": bulk_part.part(roadmap, form, page, sum(summary.values())) if "roadmap.edit" in may else None,
    }
    fragment = "#lines" if request.headers.get("HX-Target") == "plan-lines" else ""
    return render(request, f"roadmaps/plan.html{fragment}", context)


@route("roadmap.create", methods=("GET", "POST"))
def by_hand(request: SignedIn) -> HttpResponse:
    """An empty plan, to be filled line by line."""
    form = ByHandForm(request.POST or None, user=request.user, action="roadmap.create")
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        try:
            roadmap = plans.create_roadmap(data.pop("node"), actor=request.user, **data)
        except Invalid as refusal:
            add_errors(form, refusal)
        else:
            toast(request, _("The plan is made. Add its first line."))
            return redirect("roadmaps:line-new", roadmap.uid)
    return render(request, "roadmaps/by_hand.html", {"form": form})


@route("roadmap.edit", of=Roadmap, seen_by="roadmap.view", methods=("GET", "POST"))
def heading(request: SignedIn, roadmap: Roadmap) -> HttpResponse:
    """The title, the model and the requisites of the paper approval."""
    initial = {name: getattr(roadmap, name) for name in (*HEADING, "version")}
    form = HeadingForm(request.POST or None, initial=initial)
    if roadmap.lines.exists():
        # The terms of the lines were read within this period: another period is another plan.
        form.fields["starts_on"].disabled = form.fields["ends_on"].disabled = True
    if request.method == "POST" and form.is_valid():
        changes = dict(form.cleaned_data)
        version = changes.pop("version")
        try:
            saved = plans.edit_heading(roadmap, version=version, actor=request.user, **changes)
        except Invalid as refusal:
            add_errors(form, refusal)
        except EditConflict as refusal:
            return conflicts.page(request, refusal, form=form, back=reverse("roadmaps:plan", args=[roadmap.uid]))
        else:
            tell_of_merge(request, saved, version)
            toast(request, _("The heading is saved."))
            return redirect("roadmaps:plan", roadmap.uid)
    return render(request, "roadmaps/heading.html", {"roadmap": roadmap, "form": form})


@route("roadmap.export", of=Roadmap, seen_by="roadmap.view")
def export(request: SignedIn, roadmap: Roadmap) -> HttpResponseBase:
    """The lines of the plan, as filtered, as XLSX or CSV."""
    form = PlanFilter(request.GET, roadmap=roadmap)
    lines = form.apply(roadmap.lines.filter(removed_at=None)).order_by("position", "pk")
    kind = "csv" if request.GET.get("format") == "csv" else "xlsx"
    record("roadmap.exported", roadmap, actor=request.user, node_id=roadmap.node_id, format=kind)
    stream = sheets.stream_csv if kind == "csv" else sheets.stream_xlsx
    return stream(_columns(), _exported(roadmap, lines, form), name=str(_("road map")))


def _columns() -> list[sheets.Column]:
    return [
        sheets.Column(_("Section"), lambda row: str(row.line.section or "")),
        sheets.Column(_("Number"), lambda row: row.line.number),
        sheets.Column(_("Activity"), lambda row: row.line.title),
        sheets.Column(_("Term"), lambda row: row.line.deadline_text),
        sheets.Column(_("Term as read"), lambda row: row.term),
        sheets.Column(_("Responsible"), lambda row: row.line.responsible_text),
        sheets.Column(_("Result, document"), lambda row: row.line.result),
        sheets.Column(_("State"), lambda row: str(TITLES[row.state])),
        sheets.Column(_("Next date"), lambda row: row.next_due_on),
    ]


def _exported(roadmap: Roadmap, lines: Any, form: PlanFilter) -> Iterator[Any]:
    chunk: list[RoadmapLine] = []
    for line in lines.select_related("section").iterator(chunk_size=500):
        chunk.append(line)
        if len(chunk) == 500:
            yield from line_rows(roadmap, chunk, on=form.day)
            chunk = []
    yield from line_rows(roadmap, chunk, on=form.day)


@route("roadmap.edit", of=Roadmap, seen_by="roadmap.view", methods=("POST",))
def to_archive(request: SignedIn, roadmap: Roadmap) -> HttpResponse:
    plans.archive(roadmap, actor=request.user)
    toast(request, _("The plan is in the archive."))
    return redirect("roadmaps:plan", roadmap.uid)


@route("roadmap.delete", of=Roadmap, seen_by="roadmap.view", methods=("POST",))
def remove(request: SignedIn, roadmap: Roadmap) -> HttpResponse:
    plans.remove_roadmap(roadmap, actor=request.user)
    toast(request, _("The plan is removed."), undo=reverse("roadmaps:restore", args=[roadmap.uid]))
    return redirect("roadmaps:list")


@route("roadmap.delete", of=Roadmap, seen_by="roadmap.view", methods=("POST",))
def restore(request: SignedIn, roadmap: Roadmap) -> HttpResponse:
    plans.restore_roadmap(roadmap, actor=request.user)
    toast(request, _("The plan is back."))
    return redirect("roadmaps:plan", roadmap.uid)
