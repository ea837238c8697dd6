"""The document beside its reading: flagged lines, what was passed over and why, mending in place."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from nastavnik import jobs
from nastavnik.accounts import once
from nastavnik.accounts.requests import SignedIn
from nastavnik.base.errors import DomainError, EditConflict
from nastavnik.base.routes import route
from nastavnik.base.saving import version_typed
from nastavnik.portal import conflicts
from nastavnik.portal.roadmaps import kind_part
from nastavnik.portal.roadmaps.forms import HeadingForm, WordsForm
from nastavnik.portal.roadmaps.shown import add_errors
from nastavnik.portal.ui.toasts import toast
from nastavnik.roadmaps.deadlines import Schedule, write_deadline
from nastavnik.roadmaps.models import ImportedLine, Roadmap, RoadmapImport, RoadmapLine
from nastavnik.roadmaps.services import imports
from nastavnik.roadmaps.services.headings import HEADING

SHOW = ("all", "flagged", "ignored", "out")
PAGE = 100


@route("roadmap.import", of=RoadmapImport)
def show(request: SignedIn, batch: RoadmapImport) -> HttpResponse:
    """Where the document stands: being read, refused with a sentence, or ready to be looked through."""
    if batch.state == RoadmapImport.State.ACCEPTED and batch.roadmap and not batch.roadmap.removed_at:
        return redirect("roadmaps:plan", batch.roadmap.uid)
    if batch.state in (RoadmapImport.State.READING, RoadmapImport.State.ACCEPTING):
        job = jobs.Job.objects.filter(uid=batch.job_uid).first() if batch.job_uid else None
        return render(request, "roadmaps/reading.html", {"batch": batch, "job": job})
    if batch.state != RoadmapImport.State.READY:
        return render(request, "roadmaps/refused.html", {"batch": batch})
    shown = request.GET.get("show", "all")
    shown = shown if shown in SHOW else "all"
    chosen = {"flagged": {"is_flagged": True}, "out": {"is_left_out": True}}.get(shown, {})
    page = Paginator(batch.lines.filter(**chosen), PAGE).get_page(request.GET.get("page"))
    known = kind_part.titles()
    context = {
        "batch": batch,
        "shown": shown,
        "tabs": _tabs(batch),
        "list_page": page,
        "rows": [_shown(batch, line, known) for line in page] if shown != "ignored" else [],
        "sections": batch.heading.get("sections") or [],
        "same": list(imports.same_document(batch))[:1] if batch.line_count else [],
        "approved_on": parse_date((batch.heading.get("approval") or {}).get("date") or ""),
    }
    return render(request, "roadmaps/preview.html", context)


def _tabs(batch: RoadmapImport) -> list[tuple[str, str, int]]:
    return [
        ("all", _("All lines"), batch.line_count),
        ("flagged", _("To look at"), batch.flagged_count),
        ("out", _("Left out"), batch.lines.filter(is_left_out=True).count()),
        ("ignored", _("Passed over"), len(batch.ignored)),
    ]


def _shown(batch: RoadmapImport, line: ImportedLine, known: dict[str, str] | None = None) -> dict[str, Any]:
    """A line with its term in plain words and the other honest readings of it."""
    period = batch.period
    reading = Schedule.from_json(line.data["schedule"])
    readings = [write_deadline(one, period) for one in (reading, *reading.alternatives)] if period else []
    return {
        "line": line,
        "data": line.data,
        "term": readings[0] if readings else "",
        "kind": reading.kind.value,
        "choices": readings if len(readings) > 1 else [],
        "unread": reading.unread,
        "work": kind_part.shown_kind(line.data, kind_part.titles() if known is None else known),
    }


@route("roadmap.import", of=RoadmapImport, methods=("GET", "POST"))
def line(request: SignedIn, batch: RoadmapImport, position: int) -> HttpResponse:
    """Mend one line, leave it out or take it in, settle its term, undo the last mend."""
    row = batch.lines.filter(position=position).select_related("batch").first()
    if row is None:
        raise Http404
    initial = {name: row.data.get(name, "") for name in imports.MENDABLE}
    form = WordsForm(request.POST or None, initial={**initial, "version": row.version})
    if request.method == "POST":
        deed = request.POST.get("deed", "save")
        if deed != "save" or form.is_valid():
            try:
                row = _do(deed, row, form, request)
            except EditConflict as refusal:
                shown = _told_by_words(refusal.theirs, form)
                return conflicts.page(request, shown, form=form, back=_address(batch, position))
            except DomainError as refusal:
                add_errors(form, refusal)
            else:
                return _after(request, batch, row)
    context = {"batch": batch, "row": _shown(batch, row), "form": form}
    if request.method == "POST" and request.headers.get("HX-Request"):
        # A row has no room for what is wrong: the page of the line says it.
        toast(
            request,
            " ".join(map(str, form.non_field_errors())) or _("Open the line again and correct it."),
            tone="danger",
        )
        return HttpResponse(headers={"HX-Redirect": _address(batch, position)})
    return render(request, "roadmaps/import_line.html", context)


def _told_by_words(theirs: ImportedLine, form: WordsForm) -> EditConflict:
    """The row keeps its words in one column; people compare them one by one."""
    form.is_valid()
    words = {name: theirs.data.get(name, "") for name in imports.MENDABLE}
    typed = {name: form.cleaned_data.get(name, words[name]) for name in imports.MENDABLE}
    return EditConflict(theirs=RoadmapLine(version=theirs.version, **words), mine=typed)


def _do(deed: str, row: ImportedLine, form: WordsForm, request: SignedIn) -> ImportedLine:
    typed = request.POST.get("version", "")
    version = version_typed(typed, row.version)
    actor = request.user
    match deed:
        case "leave_out":
            return imports.leave_out(row, version=version, left_out=True, actor=actor)
        case "take_in":
            return imports.leave_out(row, version=version, left_out=False, actor=actor)
        case "undo":
            return imports.undo_mend(row, version=version, actor=actor)
        case "choose":
            typed = request.POST.get("choice", "")
            # A line has a handful of readings: a longer number is none of them.
            choice = int(typed) if typed.isdecimal() and len(typed) < 4 else -1
            return imports.choose_term(row, version=version, choice=choice, actor=actor)
        case _:
            changes = {name: form.cleaned_data[name] for name in imports.MENDABLE}
            return imports.mend(row, version=version, actor=actor, **changes)


def _after(request: SignedIn, batch: RoadmapImport, row: ImportedLine) -> HttpResponse:
    if request.headers.get("HX-Request"):
        once.done(request)
        batch.refresh_from_db()
        return render(request, "roadmaps/preview.html#row", {"batch": batch, "row": _shown(batch, row)})
    return redirect(f"{reverse('roadmaps:import', args=[batch.uid])}#line-{row.position}")


def _address(batch: RoadmapImport, position: int) -> str:
    return reverse("roadmaps:import-line", args=[batch.uid, position])


@route("roadmap.import", of=RoadmapImport, methods=("GET", "POST"))
def heading(request: SignedIn, batch: RoadmapImport) -> HttpResponse:
    """The title, the period and the stamp as read, to be corrected before the plan is made."""
    form = HeadingForm(request.POST or None, initial=_heading_initial(batch))
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        try:
            imports.mend_heading(
                batch,
                version=data["version"],
                actor=request.user,
                starts_on=data["starts_on"],
                ends_on=data["ends_on"],
                **_heading_json(batch, data),
            )
        except EditConflict as refusal:
            theirs = Roadmap(**_heading_initial(refusal.theirs))
            shown = EditConflict(theirs=theirs, mine={name: data[name] for name in HEADING})
            return conflicts.page(request, shown, form=form, back=reverse("roadmaps:import", args=[batch.uid]))
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            toast(request, _("The heading is saved."))
            return redirect("roadmaps:import", batch.uid)
    return render(request, "roadmaps/import_heading.html", {"batch": batch, "form": form})


def _heading_initial(batch: RoadmapImport) -> dict[str, Any]:
    stamp = batch.heading.get("approval") or {}
    return {
        "title": batch.heading.get("title") or "",
        "organisation_text": batch.heading.get("organisation") or "",
        "model": batch.heading.get("model") or "",
        "starts_on": batch.starts_on,
        "ends_on": batch.ends_on,
        "approval": stamp.get("status") or "none",
        "order_no": stamp.get("order_no") or "",
        "approved_on": stamp.get("date"),
        "approver_position": stamp.get("position") or "",
        "approver_name": stamp.get("person") or "",
        "version": batch.version,
    }


def _heading_json(batch: RoadmapImport, data: dict[str, Any]) -> dict[str, Any]:
    stamp = {
        **(batch.heading.get("approval") or {}),
        "status": data["approval"],
        "order_no": data["order_no"],
        "date": data["approved_on"].isoformat() if data["approved_on"] else None,
        "position": data["approver_position"],
        "person": data["approver_name"],
    }
    return {
        "title": data["title"],
        "organisation": data["organisation_text"],
        "model": data["model"],
        "approval": stamp,
    }
