"""What is decided about one line from above: the same as ours, taken in, declined, seen; each can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.errors import DomainError, EditConflict
from nastavnik.base.routes import route
from nastavnik.base.saving import version_typed
from nastavnik.portal.roadmaps.cascade.above import plan_for
from nastavnik.portal.roadmaps.cascade.forms import ReasonForm, WordsFilter
from nastavnik.portal.roadmaps.cascade.named import named
from nastavnik.portal.roadmaps.cascade.place import address_of, kept, kept_query
from nastavnik.portal.roadmaps.shown import add_errors
from nastavnik.portal.ui.toasts import toast
from nastavnik.roadmaps.cascading.offers import lines_to_match, words_of
from nastavnik.roadmaps.cascading.receivers import plans_of
from nastavnik.roadmaps.likeness import likeness
from nastavnik.roadmaps.models import HandedLine, RoadmapLine
from nastavnik.roadmaps.queries import named_like
from nastavnik.roadmaps.services import cascade

MOST_CHOICES = 40


def _decided(
    request: SignedIn, handed: HandedLine, deed: Callable[[int], Any], said: str, *, undo: bool = True
) -> HttpResponse:
    """Do ``deed`` with the version that the page showed; tell what was done, or that a colleague was first."""
    typed = request.POST.get("version", "")
    version = version_typed(typed, handed.version)
    try:
        deed(version)
    except EditConflict:
        toast(request, _("A colleague has decided about this line already. Here is what stands now."), tone="warning")
    except DomainError as refusal:
        toast(request, str(refusal), tone="danger")
    else:
        toast(request, said, undo=_undo(request, handed) if undo else "")
    return redirect(address_of(handed.node, **kept(request)))


def _undo(request: SignedIn, handed: HandedLine) -> str:
    return reverse("roadmaps:handed-reopen", args=[handed.uid]) + kept_query(request)


@route("roadmap.edit", of=HandedLine, seen_by="roadmap.view", methods=("POST",))
def confirm(request: SignedIn, handed: HandedLine) -> HttpResponse:
    line = named(RoadmapLine.objects.visible_to(request.user, "roadmap.view"), request.POST.get("line", ""))
    if line is None:
        toast(request, _("The line is no longer there. Choose another one."), tone="warning")
        return redirect("roadmaps:handed-choose", handed.uid)
    said = _("The line of your plan stands for the line from above.")
    return _decided(
        request, handed, lambda version: cascade.confirm(handed, version=version, line=line, actor=request.user), said
    )


@route("roadmap.edit", of=HandedLine, seen_by="roadmap.view", methods=("POST",))
def take_in(request: SignedIn, handed: HandedLine) -> HttpResponse:
    plan = plan_for(handed, handed.node)
    if plan is None:
        toast(request, _("There is no plan yet to take the line into. Make or load the plan first."), tone="warning")
        return redirect(address_of(handed.node, **kept(request)))
    said = _("The line is in your plan with the term from above.")
    return _decided(
        request, handed, lambda version: cascade.take_in(handed, plan, version=version, actor=request.user), said
    )


@route("roadmap.edit", of=HandedLine, seen_by="roadmap.view", methods=("POST",))
def reopen(request: SignedIn, handed: HandedLine) -> HttpResponse:
    said = _("The line waits for a decision again.")
    return _decided(
        request,
        handed,
        lambda version: cascade.take_back(handed, version=version, actor=request.user),
        said,
        undo=False,
    )


@route("roadmap.edit", of=HandedLine, seen_by="roadmap.view", methods=("POST",))
def seen(request: SignedIn, handed: HandedLine) -> HttpResponse:
    """A change of the plan above was looked at; with ``take`` its words go into the own line."""
    take = "take" in request.POST
    said = _("Your line has the new words.") if take else _("Noted.")
    return _decided(
        request,
        handed,
        lambda version: cascade.accept_change(handed, version=version, actor=request.user, take_words=take),
        said,
        undo=False,
    )


@route("roadmap.edit", of=HandedLine, seen_by="roadmap.view", methods=("GET", "POST"))
def decline(request: SignedIn, handed: HandedLine) -> HttpResponse:
    form = ReasonForm(request.POST or None, initial={"version": handed.version})
    if request.method == "POST" and form.is_valid():
        try:
            cascade.decline(handed, version=form.cleaned_data["version"], reason=form.cleaned_data["reason"],
                            actor=request.user)  # fmt: skip
        except EditConflict:
            return _decided(request, handed, _refuse, "")
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            toast(request, _("The line is declined. The reason is read above."), undo=_undo(request, handed))
            return redirect(address_of(handed.node, **kept(request)))
    context = {"form": form, "handed": handed, "back": address_of(handed.node, **kept(request))}
    return render(request, "roadmaps/cascade/decline.html", context)


def _refuse(_version: int) -> None:
    raise EditConflict(theirs=None, mine={})


@route("roadmap.edit", of=HandedLine, seen_by="roadmap.view")
def choose(request: SignedIn, handed: HandedLine) -> HttpResponse:
    """Another line of the own plan: the likest first."""
    form = WordsFilter(request.GET)
    plans = plans_of(handed.parent, [handed.node]).get(handed.node_id, [])
    lines = lines_to_match(plans)
    if words := form.chosen().get("q"):
        alike = set(named_like(RoadmapLine.objects.filter(roadmap__in=plans), words).values_list("pk", flat=True))
        lines = [line for line in lines if line.pk in alike]
    above = words_of(handed.parent_line)
    lines.sort(key=lambda line: -likeness(above, words_of(line)))
    context = {
        "handed": handed,
        "filter": form,
        "lines": lines[:MOST_CHOICES],
        "more": len(lines) > MOST_CHOICES,
        "back": address_of(handed.node, **kept(request)),
        "kept": kept(request),
        "kept_query": kept_query(request),
    }
    return render(request, "roadmaps/cascade/choose.html", context)
