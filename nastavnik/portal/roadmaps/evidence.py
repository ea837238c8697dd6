"""What shows that a line was done: added, withdrawn, brought back, downloaded; check marks of parts."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nastavnik.accounts.keyring.files import files
from nastavnik.accounts.requests import SignedIn
from nastavnik.base.downloads import attachment
from nastavnik.base.errors import DomainError, EditConflict
from nastavnik.base.routes import route
from nastavnik.base.saving import version_typed
from nastavnik.portal import conflicts
from nastavnik.portal.roadmaps.forms import ProofForm
from nastavnik.portal.roadmaps.papers_part import to_choose
from nastavnik.portal.roadmaps.shown import add_errors, day_typed, way_back
from nastavnik.portal.ui.toasts import toast
from nastavnik.roadmaps.models import Evidence, Occurrence, SubItem
from nastavnik.roadmaps.services import evidence


@route("roadmap.tick", of=Occurrence, seen_by="roadmap.view", methods=("GET", "POST"))
def add(request: SignedIn, occurrence: Occurrence) -> HttpResponse:
    papers = to_choose(request.user, occurrence)
    initial = {"done_on": timezone.localdate()}
    form = ProofForm(request.POST or None, request.FILES or None, initial=initial, papers=papers)
    line = occurrence.line
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        file = data["file"]
        try:
            proof = evidence.prove(
                occurrence,
                done_on=data["done_on"],
                note=data["note"],
                link=data["link"],
                file=file,
                file_name=file.name if file else "",
                paper=data.get("paper"),
                actor=request.user,
            )
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            toast(request, _("Marked as done."), undo=reverse("roadmaps:evidence-withdraw", args=[proof.uid]))
            return redirect(way_back(request, reverse("roadmaps:line", args=[line.uid])))
    context = {"occurrence": occurrence, "line": line, "roadmap": line.roadmap, "form": form}
    return render(request, "roadmaps/prove.html", context)


@route("roadmap.tick", of=Evidence, seen_by="roadmap.view", methods=("POST",))
def take_back(request: SignedIn, proof: Evidence) -> HttpResponse:
    evidence.withdraw(proof, actor=request.user)
    undo = reverse("roadmaps:evidence-return", args=[proof.uid])
    toast(request, _("The evidence is withdrawn."), undo=undo)
    return redirect("roadmaps:line", proof.occurrence.line.uid)


@route("roadmap.tick", of=Evidence, seen_by="roadmap.view", methods=("POST",))
def put_back(request: SignedIn, proof: Evidence) -> HttpResponse:
    evidence.bring_back(proof, actor=request.user)
    toast(request, _("The evidence is back."))
    return redirect("roadmaps:line", proof.occurrence.line.uid)


@route("roadmap.view", of=Evidence)
def file(request: SignedIn, proof: Evidence) -> HttpResponseBase:
    """The file as an attachment; it is never shown inside the page."""
    if not proof.file_key:
        raise Http404
    return attachment(files.open(proof.file_key), proof.file_name)


@route("roadmap.tick", of=SubItem, seen_by="roadmap.view", methods=("POST",))
def tick_part(request: SignedIn, part: SubItem) -> HttpResponse:
    """Set or clear the mark of one part, as of today or of the given day."""
    back = reverse("roadmaps:line", args=[part.line.uid])
    wanted = "done" in request.POST
    day: dt.date | None = (day_typed(request.POST.get("done_on", "")) or timezone.localdate()) if wanted else None
    typed = request.POST.get("version", "")
    try:
        evidence.tick(part, version=version_typed(typed), done_on=day, actor=request.user)
    except EditConflict as refusal:
        return conflicts.page(request, refusal, form=None, back=back)
    except DomainError as refusal:
        toast(request, str(refusal), tone="danger")
    return redirect(back)
