"""Who was given which questionnaire and how far they are; never what they answered."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.access import holds
from nastavnik.base.downloads import attachment
from nastavnik.base.errors import DomainError
from nastavnik.base.keyset import cursor_of, keyset_page
from nastavnik.base.routes import route
from nastavnik.documents.writers.pdf import write_pdf
from nastavnik.people.models import Person
from nastavnik.people.sights import seen
from nastavnik.portal.documents.places import Place, place_of
from nastavnik.portal.surveys.filling import SELECTION
from nastavnik.portal.surveys.forms import GiveForm, SurveyFilter
from nastavnik.portal.ui.toasts import toast
from nastavnik.surveys.blanks import blank
from nastavnik.surveys.models import Filling
from nastavnik.surveys.queries import by_class
from nastavnik.surveys.services import fillings, versions

VIEW, EDIT = "survey.view", "survey.edit"
OPEN = (Filling.State.GIVEN, Filling.State.BEGUN)
TONES = {"given": "plain", "begun": "info", "completed": "success", "called_off": "plain"}


@route(VIEW)
def show_list(request: SignedIn) -> HttpResponse:
    """The newest first; sums by class above."""
    place = place_of(request)
    form = SurveyFilter(request.GET, node=place.node)
    whole = Filling.objects.visible_to(request.user, VIEW).filter(node=place.node)
    rows = form.apply(whole).select_related("person", "questionnaire", "participation__group").defer("answers")
    page = keyset_page(rows, order=("-pk",), cursor=cursor_of(request.GET))
    seen(request.user, [row.person for row in page.rows], "survey")
    may_answers = holds(request.user, "survey.answers")
    context: dict[str, Any] = {
        "place": place,
        "filter": form,
        "list_page": page,
        "rows": [_row(request, row, may_answers) for row in page.rows],
        "sums": by_class(form.apply(whole)),
        "offered": versions.offered().items(),
        "may_give": holds(request.user, EDIT),
    }
    return render(request, "surveys/list.html", context)


def _row(request: SignedIn, row: Filling, may_answers: bool) -> dict[str, Any]:
    is_open = row.state in OPEN
    mine = row.way == Filling.Way.PAPER and row.entered_by_id == request.user.pk
    return {
        "filling": row,
        "tone": TONES[row.state],
        "group": row.participation.group if row.participation else None,
        "may_begin_paper": is_open and not mine and row.state == Filling.State.GIVEN,
        "may_go_on": is_open and mine,
        "may_call_off": is_open,
        "may_read": may_answers and row.state == Filling.State.COMPLETED and row.made_by_id == request.user.pk,
    }


@route(EDIT, methods=("GET", "POST"))
def give(request: SignedIn) -> HttpResponse:
    """To everybody of a base whom it suits, or to one class."""
    place = place_of(request)
    back = place.address("surveys:list")
    form = GiveForm(request.POST or None, node=place.node)
    if request.method == "POST" and form.is_valid():
        parts = form.parts().visible_to(request.user, EDIT).order_by("pk")
        try:
            mark, count = fillings.give(
                place.node, form.cleaned_data["code"], list(parts.defer("details")), actor=request.user
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            said = ngettext("Given to %(count)s person.", "Given to %(count)s people.", count) % {"count": count}
            toast(request, said, undo=place.address("surveys:call-off-many", mark))
            return redirect(back)
    return render(request, "surveys/give.html", {"place": place, "form": form, "back": back})


@route(EDIT, methods=("POST",))
def call_off_many(request: SignedIn, mark: uuid.UUID) -> HttpResponse:
    place = place_of(request)
    count = fillings.call_off_many(place.node, mark, actor=request.user)
    if count:
        said = ngettext("Called off for %(count)s person.", "Called off for %(count)s people.", count)
        toast(request, said % {"count": count})
    else:
        toast(request, _("There is nothing to take back any more."), tone="warning")
    return redirect(place.address("surveys:list"))


@route(EDIT, of=Filling, methods=("POST",))
def call_off(request: SignedIn, filling: Filling) -> HttpResponse:
    try:
        fillings.call_off(filling, actor=request.user)
    except DomainError as refusal:
        toast(request, str(refusal), tone="warning")
    else:
        toast(request, _("Called off. It may be given out again."))
    return _list_of(request, filling)


@route(EDIT, of=Filling, methods=("POST",))
def take_paper(request: SignedIn, filling: Filling) -> HttpResponse:
    try:
        held = fillings.take_paper(filling, actor=request.user)
    except DomainError as refusal:
        toast(request, str(refusal), tone="warning")
        return _list_of(request, filling)
    return redirect("surveys:enter", held.uid)


@route(EDIT, of=Person, methods=("POST",))
def candidate(request: SignedIn, person: Person) -> HttpResponse:
    """From the page of a mentor's selection: their questionnaire is given out where it is not, and typed in."""
    rows = Filling.objects.visible_to(request.user, EDIT).filter(
        person=person, questionnaire__code=versions.CANDIDATE
    )
    filling = rows.open().order_by("-pk").first()
    try:
        if filling is None:
            parts = person.participations.filter(side="mentor").order_by("-school_year", "pk")[:1]
            fillings.give(person.node, versions.CANDIDATE, list(parts), actor=request.user)
            filling = rows.open().order_by("-pk").first()
        if filling is not None:
            held = fillings.take_paper(filling, actor=request.user)
            request.session[SELECTION] = str(held.uid)
            return redirect("surveys:enter", held.uid)
    except DomainError as refusal:
        toast(request, str(refusal), tone="warning")
    return redirect(reverse("people:readiness-person", args=[person.uid]))


def _list_of(request: SignedIn, filling: Filling) -> HttpResponse:
    nodes = place_of(request).nodes
    return redirect(Place(request, filling.node, nodes).address("surveys:list"))


@route(VIEW)
def print_blank(request: SignedIn, questionnaire: str) -> HttpResponseBase:
    """The questionnaire to be filled in by hand. Nobody is named in it."""
    try:
        document = blank(versions.definition(questionnaire), place_of(request).node.short_name)
    except DomainError as refusal:
        toast(request, str(refusal), tone="warning")
        return redirect("surveys:list")
    return attachment([write_pdf(document)], f"{document.title}.pdf")
