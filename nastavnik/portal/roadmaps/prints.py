"""A plan as a file in its official layout: Word, PDF, a sheet of Excel. A long one is set by a job."""

from __future__ import annotations

import io
from collections.abc import Callable

from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from nastavnik.accounts.keyring.files import files
from nastavnik.accounts.requests import SignedIn
from nastavnik.audit.record import record
from nastavnik.base.downloads import attachment
from nastavnik.base.headers import as_download
from nastavnik.base.routes import route
from nastavnik.documents.tree import Document
from nastavnik.documents.writers.xlsx import write_xlsx
from nastavnik.portal.jobs.shown import job_card
from nastavnik.portal.roadmaps.forms import PlanFilter
from nastavnik.roadmaps.layouts.sheet import sheet_of
from nastavnik.roadmaps.models import Printout, Roadmap
from nastavnik.roadmaps.printing import words_of
from nastavnik.roadmaps.services import printouts

_OFFICE = "application/vnd.openxmlformats-officedocument"
WRITERS: dict[str, tuple[Callable[[Document], bytes], str]] = {
    "docx": (printouts.WRITERS["docx"], f"{_OFFICE}.wordprocessingml.document"),
    "pdf": (printouts.WRITERS["pdf"], "application/pdf"),
    "xlsx": (write_xlsx, f"{_OFFICE}.spreadsheetml.sheet"),
}


@route("roadmap.export", of=Roadmap, seen_by="roadmap.view", methods=("GET", "POST"))
def document(request: SignedIn, roadmap: Roadmap) -> HttpResponseBase:
    """The plan as filtered, in the columns of its document or those usual at its level.

    A long one is asked for by a POST; its address says so to whoever only follows it.
    """
    kind = request.GET.get("format", "docx")
    kind = kind if kind in WRITERS else "docx"
    write, content_type = WRITERS[kind]
    form = PlanFilter(request.GET, roadmap=roadmap)
    lines = form.apply(roadmap.lines.filter(removed_at=None))
    if kind in printouts.WRITERS and printouts.is_long(lines):
        if request.method == "POST":
            asked = printouts.ask(roadmap, lines, kind=kind, chosen=_chosen(form), actor=request.user)
            return redirect("roadmaps:print", asked.uid)
        return render(request, "roadmaps/print.html", {"roadmap": roadmap, "kind": Printout.Format(kind)})
    if request.method == "POST":
        return redirect(request.get_full_path())
    data = write(sheet_of(words_of(roadmap, lines, chosen=_chosen(form))))
    record("roadmap.exported", roadmap, actor=request.user, node_id=roadmap.node_id, format=kind)
    stream = FileResponse(io.BytesIO(data), as_attachment=True, filename=_name(kind), content_type=content_type)
    return as_download(stream)


@route("roadmap.export", of=Printout)
def printout(request: SignedIn, asked: Printout) -> HttpResponseBase:
    """How far the file is, and where to take it."""
    context = {"roadmap": asked.roadmap, "asked": asked, "kind": Printout.Format(asked.format)}
    return render(request, "roadmaps/print.html", context | job_card(request, asked.job_uid))


@route("roadmap.export", of=Printout)
def file(request: SignedIn, asked: Printout) -> HttpResponseBase:
    if not asked.file_key:
        raise Http404
    return attachment(files.open(asked.file_key), _name(asked.format))


def _name(kind: str) -> str:
    return f"{_('road map')}-{timezone.localdate():%Y-%m-%d}.{kind}"


def _chosen(form: PlanFilter) -> str:
    """By what the lines were picked out, in the language of the sheet; a day alone picks none."""
    with override("ru"):
        chips = form.chips()
        told = [f"{chip.label}: {chip.text}" for chip in chips if chip.name != "on"]
        if told and "state" in form.chosen():
            told += [f"{chip.label}: {chip.text}" for chip in chips if chip.name == "on"]
        return "; ".join(told)
