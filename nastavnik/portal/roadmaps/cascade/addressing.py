"""Whose lines the lines of a plan are, page by page, and handing them down."""

from __future__ import annotations

import re

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.errors import DomainError
from nastavnik.base.keyset import cursor_of, keyset_page
from nastavnik.base.routes import route
from nastavnik.portal.roadmaps.cascade.forms import EventForm, RuleForm
from nastavnik.portal.roadmaps.going_on import as_query, same_place
from nastavnik.portal.roadmaps.shown import add_errors
from nastavnik.portal.ui.toasts import toast
from nastavnik.roadmaps.cascading.receivers import territory_of
from nastavnik.roadmaps.models import Roadmap, RoadmapLine
from nastavnik.roadmaps.models.lines import Addressed
from nastavnik.roadmaps.services import cascade, lines
from nastavnik.roadmaps.services.cascade.addressing import Address

PAGE = 100
# The field of a line; a key has at most nineteen digits.
_FIELD = re.compile(r"to-[0-9]{1,18}")


@route("roadmap.cascade", of=Roadmap, seen_by="roadmap.view", methods=("GET", "POST"))
def show(request: SignedIn, roadmap: Roadmap) -> HttpResponse:
    """Lines with whom they are addressed to; a page is saved at one go, and the plan handed down if wanted."""
    present: QuerySet[RoadmapLine] = roadmap.lines.filter(removed_at=None)
    rule = RuleForm(request.POST or None, territory=territory_of(roadmap.node))
    if request.method == "POST" and rule.is_valid():
        try:
            changed = cascade.address(roadmap, _typed(request, present), actor=request.user)
            if "hand" in request.POST:
                return _handed(request, roadmap, rule)
        except DomainError as refusal:
            add_errors(rule, refusal)
        else:
            said = ngettext("%(n)s line is changed.", "%(n)s lines are changed.", changed) % {"n": changed}
            toast(request, said)
            return redirect(reverse("roadmaps:addressed", args=[roadmap.uid], query=same_place(request)))
    context = {
        "roadmap": roadmap,
        "list_page": keyset_page(present, order=("position",), cursor=cursor_of(request.GET), size=PAGE),
        "query": as_query(same_place(request)),
        "choices": Addressed.choices,
        "form": rule,
        "rules": roadmap.hand_downs.filter(ended_at=None).select_related("under"),
    }
    return render(request, "roadmaps/cascade/addressed.html", context)


def _typed(request: SignedIn, present: QuerySet[RoadmapLine]) -> dict[int, Address]:
    """What the form says of each line that it showed. One choice for all wins, on the other pages too."""
    at_once = request.POST.get("all", "-")
    shown = {int(name[3:]) for name in request.POST if _FIELD.fullmatch(name)}
    if at_once not in Addressed.values:
        known = present.filter(pk__in=shown).values_list("pk", flat=True)
        return {key: Address(request.POST[f"to-{key}"], f"must-{key}" in request.POST) for key in known}
    return {
        key: Address(at_once, f"must-{key}" in request.POST if key in shown else is_mandatory)
        for key, is_mandatory in present.values_list("pk", "is_mandatory")
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
