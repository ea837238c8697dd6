"""One deed over several plans of the list: ticked, looked at, done, taken back."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from nastavnik import measures
from nastavnik.accounts.requests import SignedIn
from nastavnik.base.errors import DomainError
from nastavnik.base.routes import route
from nastavnik.portal.ui.toasts import toast
from nastavnik.roadmaps.models import Roadmap
from nastavnik.roadmaps.models.plans import Status
from nastavnik.roadmaps.services import plans

ARCHIVE, REMOVE = "archive", "remove"
TITLES = {ARCHIVE: gettext_lazy("put into the archive"), REMOVE: gettext_lazy("remove into the bin")}
RIGHTS = {ARCHIVE: "roadmap.edit", REMOVE: "roadmap.delete"}
# As many as a page of the list shows.
MOST = 50
REMOVED = "plans_removed_together"


@dataclass(frozen=True)
class Effect:
    """What becomes of one plan; ``refusal`` says why nothing does."""

    roadmap: Roadmap
    lines: int
    refusal: str | Promise = ""


@route("roadmap.edit", methods=("POST",))
def look(request: SignedIn) -> HttpResponse:
    """What the deed would do to each ticked plan, before it is done."""
    kind, chosen = _asked(request)
    if not chosen:
        toast(request, _("Tick at least one plan."), tone="danger")
        return redirect("roadmaps:list")
    effects = _effects(request, kind, chosen)
    will = [effect for effect in effects if not effect.refusal]
    context = {"kind": kind, "title": TITLES[kind], "effects": effects, "will": will}
    return render(request, "roadmaps/bulk_plans.html", context)


@route("roadmap.edit", methods=("POST",))
def do(request: SignedIn) -> HttpResponse:
    """Do it to those that allow it; the others are told row by row."""
    kind, chosen = _asked(request)
    done, refused = [], []
    with measures.once():
        for effect in _effects(request, kind, chosen):
            try:
                if effect.refusal:
                    refused.append((effect.roadmap, effect.refusal))
                    continue
                deed = plans.archive if kind == ARCHIVE else plans.remove_roadmap
                deed(effect.roadmap, actor=request.user)
                done.append(str(effect.roadmap.uid))
            except DomainError as refusal:
                refused.append((effect.roadmap, str(refusal)))
    text = ngettext("%(n)s plan is changed.", "%(n)s plans are changed.", len(done)) % {"n": len(done)}
    way_back = reverse("roadmaps:plans-restore") if kind == REMOVE and done else ""
    if way_back:
        request.session[REMOVED] = done
    toast(request, text, undo=way_back)
    if refused:
        return render(request, "roadmaps/bulk_plans_refused.html", {"title": TITLES[kind], "refused": refused})
    return redirect("roadmaps:list")


@route("roadmap.edit", methods=("POST",))
def restore(request: SignedIn) -> HttpResponse:
    """Bring back the plans that were removed together last."""
    found = Roadmap.objects.visible_to(request.user, "roadmap.delete").filter(
        uid__in=request.session.pop(REMOVED, []), removed_at__isnull=False
    )
    restored = 0
    with measures.once():
        for roadmap in found:
            try:
                plans.restore_roadmap(roadmap, actor=request.user)
                restored += 1
            except DomainError as refusal:
                toast(request, str(refusal), tone="danger")
    toast(request, ngettext("%(n)s plan is back.", "%(n)s plans are back.", restored) % {"n": restored})
    return redirect("roadmaps:list")


def _asked(request: SignedIn) -> tuple[str, list[UUID]]:
    kind = request.POST.get("kind", "")
    if kind not in TITLES:
        raise BadRequest("no such deed")
    try:
        return kind, [UUID(text) for text in request.POST.getlist("plan")[:MOST]]
    except ValueError as torn:
        raise BadRequest("no such plan") from torn


def _effects(request: SignedIn, kind: str, chosen: list[UUID]) -> list[Effect]:
    """Two queries, however many plans."""
    seen = Roadmap.objects.visible_to(request.user, "roadmap.view").living().filter(uid__in=chosen)
    may = set(
        Roadmap.objects.visible_to(request.user, RIGHTS[kind]).filter(uid__in=chosen).values_list("pk", flat=True)
    )
    return [
        Effect(roadmap, sum(roadmap.summary.values()), _refusal(kind, roadmap, may))
        for roadmap in seen.select_related("node").defer("columns").order_by("-starts_on", "-pk")
    ]


def _refusal(kind: str, roadmap: Roadmap, may: set[int]) -> str | Promise:
    if roadmap.pk not in may:
        return gettext_lazy("Your role does not allow this here.")
    if kind == ARCHIVE and roadmap.status != Status.IN_FORCE:
        return gettext_lazy("Only a plan in force goes into the archive.")
    return ""
