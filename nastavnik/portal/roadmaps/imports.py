"""A document comes in: sent or pasted, accepted, discarded, taken back."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nastavnik.accounts.keyring.files import files
from nastavnik.accounts.requests import SignedIn
from nastavnik.base.downloads import attachment
from nastavnik.base.errors import DomainError
from nastavnik.base.routes import route
from nastavnik.portal.roadmaps.forms import DocumentForm
from nastavnik.portal.roadmaps.shown import add_errors
from nastavnik.portal.ui.toasts import toast
from nastavnik.roadmaps.models import RoadmapImport
from nastavnik.roadmaps.services import imports


@route("roadmap.import", methods=("GET", "POST"))
def new(request: SignedIn) -> HttpResponse:
    """Drop a file or paste a table: the first page of the product."""
    form = DocumentForm(request.POST or None, request.FILES or None, user=request.user, action="roadmap.import")
    if request.method == "POST" and form.is_valid():
        content, name = form.document()
        try:
            batch = imports.take_in(
                form.cleaned_data["node"], content=content, file_name=name, actor=request.user, period=form.period
            )
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            return redirect("roadmaps:import", batch.uid)
    return render(request, "roadmaps/new.html", {"form": form})


@route("roadmap.import", of=RoadmapImport, methods=("POST",))
def accept_plan(request: SignedIn, batch: RoadmapImport) -> HttpResponse:
    try:
        roadmap = imports.accept_or_queue(batch, actor=request.user)
    except DomainError as refusal:
        toast(request, str(refusal), tone="danger")
        return redirect("roadmaps:import", batch.uid)
    if roadmap is None:
        return redirect("roadmaps:import", batch.uid)
    lines = roadmap.lines.count()
    text = ngettext("The plan is made: %(n)s line.", "The plan is made: %(n)s lines.", lines) % {"n": lines}
    toast(request, text, undo=reverse("roadmaps:import-undo", args=[batch.uid]))
    return redirect("roadmaps:plan", roadmap.uid)


@route("roadmap.import", of=RoadmapImport, methods=("POST",))
def undo(request: SignedIn, batch: RoadmapImport) -> HttpResponse:
    try:
        imports.undo_accept(batch, actor=request.user)
    except DomainError as refusal:
        toast(request, str(refusal), tone="danger")
        return redirect("roadmaps:plan", batch.roadmap.uid) if batch.roadmap else redirect("roadmaps:list")
    toast(request, _("The plan is taken back. Look through the document again."))
    return redirect("roadmaps:import", batch.uid)


@route("roadmap.import", of=RoadmapImport, methods=("POST",))
def discard_document(request: SignedIn, batch: RoadmapImport) -> HttpResponse:
    imports.discard(batch, actor=request.user)
    way_back = reverse("roadmaps:import-take-up", args=[batch.uid]) if batch.line_count else ""
    toast(request, _("The document is put aside."), undo=way_back)
    return redirect("roadmaps:list")


@route("roadmap.import", of=RoadmapImport, methods=("POST",))
def take_up(request: SignedIn, batch: RoadmapImport) -> HttpResponse:
    imports.take_up_again(batch, actor=request.user)
    return redirect("roadmaps:import", batch.uid)


@route("roadmap.import", of=RoadmapImport)
def original(request: SignedIn, batch: RoadmapImport) -> HttpResponseBase:
    """The document as it came, to be kept, never to be shown inside the page."""
    return attachment(files.open(batch.file_key), batch.file_name)
