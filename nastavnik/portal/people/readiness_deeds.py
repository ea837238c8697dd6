"""Writing down what mentors proved, for one and for many, with a way back."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.access import can
from nastavnik.base.errors import DomainError
from nastavnik.base.routes import route
from nastavnik.documents.contents import built_of
from nastavnik.documents.models import Paper
from nastavnik.documents.services import drafts
from nastavnik.people.models import Person, ReadinessFact
from nastavnik.people.readiness_kinds import INTERVIEW, TRAINING, titles
from nastavnik.people.services import readiness
from nastavnik.people.services.forgetting import INTERVIEW_SHEET
from nastavnik.people.sights import seen
from nastavnik.portal.documents.places import place_of
from nastavnik.portal.people.readiness import VIEW
from nastavnik.portal.people.readiness_forms import FactForm, ManyForm
from nastavnik.portal.roadmaps.shown import add_errors
from nastavnik.portal.ui.toasts import toast

SHEET = "interview_sheet"
MOST = 500


def _page(person: Person) -> str:
    return reverse("people:readiness-person", args=[person.uid])


@route("readiness.interview", of=Person, seen_by=VIEW, methods=("GET", "POST"))
def write(request: SignedIn, person: Person) -> HttpResponse:
    """A psychologist writes down interviews, a curator everything."""
    kinds = list(titles()) if can(request.user, "readiness.edit", person) else [INTERVIEW]
    wanted = request.GET.get("kind", "")
    form = FactForm(request.POST or None, kinds=kinds, initial={"kind": wanted if wanted in kinds else kinds[0]})
    if request.method == "POST" and form.is_valid():
        try:
            fact = readiness.prove(person, actor=request.user, **form.cleaned_data)
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            toast(request, _("Written down."), undo=reverse("people:readiness-take-back", args=[fact.uid]))
            return redirect(_page(person))
    seen(request.user, [person], "readiness")
    context = {"person": person, "form": form, "back": _page(person), "only_interview": kinds == [INTERVIEW]}
    return render(request, "people/readiness/fact.html", context)


@route("readiness.interview", of=ReadinessFact, methods=("POST",))
def take_back(request: SignedIn, fact: ReadinessFact) -> HttpResponse:
    try:
        readiness.take_back(fact, actor=request.user)
    except DomainError as refusal:
        return _refused(request, refusal, fact)
    toast(request, _("Taken back. It stays in the list as taken back."),
          undo=reverse("people:readiness-bring-back", args=[fact.uid]))  # fmt: skip
    return redirect(_page(fact.person))


@route("readiness.interview", of=ReadinessFact, methods=("POST",))
def bring_back(request: SignedIn, fact: ReadinessFact) -> HttpResponse:
    try:
        readiness.bring_back(fact, actor=request.user)
    except DomainError as refusal:
        return _refused(request, refusal, fact)
    toast(request, _("The entry stands again."))
    return redirect(_page(fact.person))


def _refused(request: SignedIn, refusal: DomainError, fact: ReadinessFact) -> HttpResponse:
    toast(request, str(refusal), tone="warning")
    return redirect(_page(fact.person))


@route("readiness.edit", methods=("POST",))
def write_many(request: SignedIn) -> HttpResponse:
    """First the ticked people come, then what they went through."""
    place = place_of(request)
    back = place.address("people:readiness")
    people = _ticked(request, place.node.pk)
    if not people:
        toast(request, _("Tick the mentors in the list first."), tone="warning")
        return redirect(back)
    is_said = "kind" in request.POST
    form = ManyForm(request.POST if is_said else None, kinds=titles(), initial={"kind": TRAINING})
    if is_said and form.is_valid():
        try:
            mark = readiness.prove_many(people, actor=request.user, **form.cleaned_data)
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            said = ngettext("Written down for %(count)s mentor.", "Written down for %(count)s mentors.", len(people))
            undo = place.address("people:readiness-undo-many", mark)
            toast(request, said % {"count": len(people)}, undo=undo)
            return redirect(back)
    seen(request.user, people, "readiness")
    context = {"place": place, "form": form, "people": people, "back": back}
    return render(request, "people/readiness/many.html", context)


def _ticked(request: SignedIn, node_id: int) -> list[Person]:
    wanted = []
    for text in dict.fromkeys(request.POST.getlist("person")[:MOST]):
        try:
            wanted.append(uuid.UUID(text))
        except ValueError:
            continue
    rows = Person.objects.living().visible_to(request.user, "readiness.edit").filter(uid__in=wanted, node=node_id)
    return sorted(rows.select_related("node"), key=lambda person: person.full_name)


@route("readiness.edit", methods=("POST",))
def undo_many(request: SignedIn, mark: uuid.UUID) -> HttpResponse:
    place = place_of(request)
    count = readiness.take_back_many(place.node, mark, actor=request.user)
    if count:
        said = ngettext("Taken back for %(count)s mentor.", "Taken back for %(count)s mentors.", count)
        toast(request, said % {"count": count})
    else:
        toast(request, _("There is nothing to take back any more."), tone="warning")
    return redirect(place.address("people:readiness"))


@route("document.edit", of=ReadinessFact, seen_by=VIEW, methods=("POST",))
def sheet(request: SignedIn, fact: ReadinessFact) -> HttpResponse:
    """The sheet of an interview as a document of the organisation; made once, then opened."""
    papers = Paper.objects.visible_to(request.user, "document.edit").filter(
        source_kind=INTERVIEW_SHEET, source_uid=fact.uid
    )
    paper = papers.order_by("-pk").first()
    if paper is None:
        try:
            paper = drafts.draw_up(
                fact.node, SHEET, _told(fact), actor=request.user, source=(INTERVIEW_SHEET, fact.uid)
            )  # fmt: skip
        except DomainError as refusal:
            return _refused(request, refusal, fact)
        toast(request, _("The sheet is drawn up. Fill in the marks, or leave them to be put by hand."), tone="info")
    return redirect("documents:paper", paper.uid)


def _told(fact: ReadinessFact) -> dict[str, Any]:
    sample = built_of(SHEET).form.sample()
    return {
        "candidate": {"name": fact.person.full_name},
        "criteria": [{"criterion": each["criterion"]} for each in sample["criteria"]],
        "conclusion": "ready" if fact.outcome == ReadinessFact.Outcome.PASSED else "not_ready",
    }


__all__ = ["bring_back", "sheet", "take_back", "undo_many", "write", "write_many"]
