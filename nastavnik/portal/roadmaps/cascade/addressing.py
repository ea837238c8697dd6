"""Whose lines the lines of a plan are, and handing them down."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.errors import DomainError
from nastavnik.base.routes import route
from nastavnik.portal.roadmaps.cascade.forms import EventForm, RuleForm
from nastavnik.portal.roadmaps.shown import add_errors
from nastavnik.portal.ui.toasts import toast
from nastavnik.roadmaps.cascading.receivers import territory_of
from nastavnik.roadmaps.models import Roadmap, RoadmapLine
from nastavnik.roadmaps.models.lines import Addressed
from nastavnik.roadmaps.services import cascade, lines
from nastavnik.roadmaps.services.cascade.addressing import Address


@route("roadmap.cascade", of=Roadmap, seen_by="roadmap.view", methods=("GET", "POST"))
def show(request: SignedIn, roadmap: Roadmap) -> HttpResponse:
    """Every line with whom it is addressed to; saved at one go, and handed down at one go if wanted."""
    present = roadmap.lines.filter(removed_at=None).order_by("position", "pk")
    rule = RuleForm(request.POST or None, territory=territory_of(roadmap.node))
    if request.method == "POST" and rule.is_valid():
        wanted = _typed(request, present)
        try:
            changed = cascade.address(roadmap, wanted, actor=request.user)
            if "hand" in request.POST:
                return _handed(request, roadmap, rule)
        except DomainError as refusal:
            add_errors(rule, refusal)
        else:
            said = ngettext("%(n)s line is changed.", "%(n)s lines are changed.", changed) % {"n": changed}
            toast(request, said)
            return redirect("roadmaps:addressed", roadmap.uid)
    context = {
        "roadmap": roadmap,
        "lines": present,
        "choices": Addressed.choices,
        "form": rule,
        "rules": roadmap.hand_downs.filter(ended_at=None).select_related("under"),
    }
    return render(request, "roadmaps/cascade/addressed.html", context)


def _typed(request: SignedIn, present: Iterable[RoadmapLine]) -> dict[int, Address]:
    """What the form says of each line that it showed; one choice for all of them wins."""
    at_once = request.POST.get("all", "-")
    to = {line.pk: request.POST[f"to-{line.pk}"] for line in present if f"to-{line.pk}" in request.POST}
    return {
        key: Address(chosen if at_once not in Addressed.values else at_once, f"must-{key}" in request.POST)
        for key, chosen in to.items()
    }


def _handed(request: SignedIn, roadmap: Roadmap, rule: RuleForm) -> HttpResponse:
    job = cascade.hand_down(roadmap, actor=request.user, **rule.cleaned_data)
    toast(request, _("The lines are being handed down. You may leave this page."))
    return redirect("jobs:show", job.uid)


@route("roadmap.cascade", of=Roadmap, seen_by="roadmap.view", methods=("GET", "POST"))
def event(request: SignedIn, roadmap: Roadmap) -> HttpResponse:
    """An event for everybody: a line of this plan, addressed and handed down at once."""
    form = EventForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                line = _add_event(roadmap, form, request)
                job = cascade.hand_down(roadmap, actor=request.user)
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            toast(request, _("“%(event)s” is going to every plan.") % {"event": line.title[:80]})
            return redirect("jobs:show", job.uid)
    return render(request, "roadmaps/cascade/event.html", {"roadmap": roadmap, "form": form})


def _add_event(roadmap: Roadmap, form: EventForm, request: SignedIn) -> RoadmapLine:
    data = dict(form.cleaned_data)
    is_mandatory = data.pop("is_mandatory")
    line = lines.add_line(roadmap, actor=request.user, **data)
    cascade.address(
        roadmap, {line.pk: Address(Addressed.ORGANISATIONS, is_mandatory=is_mandatory)}, actor=request.user
    )
    return line
