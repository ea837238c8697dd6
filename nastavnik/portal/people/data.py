"""Requests about one's data: what waits, its answer, a copy of everything."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.access import rights
from nastavnik.base.downloads import attachment
from nastavnik.base.errors import DomainError, EditConflict
from nastavnik.base.filters import FilterForm
from nastavnik.base.keyset import cursor_of, keyset_page
from nastavnik.base.routes import route
from nastavnik.people import sights
from nastavnik.people.models import DataRequest, Person
from nastavnik.people.services import copies, requests
from nastavnik.portal import conflicts
from nastavnik.portal.documents.places import place_of
from nastavnik.portal.org.filters import day_field
from nastavnik.portal.people.data_tabs import tabs
from nastavnik.portal.roadmaps.shown import add_errors
from nastavnik.portal.ui.toasts import toast

VIEW, EDIT, ASK = "data_request.view", "data_request.edit", "data_request.ask"
ASKABLE = [choice for choice in DataRequest.Kind.choices if choice[0] != DataRequest.Kind.WITHDRAWAL]


class RequestFilter(FilterForm):
    state = forms.ChoiceField(
        label=gettext_lazy("State"), choices=[("", gettext_lazy("any")), *DataRequest.State.choices]
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What is asked"), choices=[("", gettext_lazy("any")), *DataRequest.Kind.choices]
    )


class AskForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("What is asked"), choices=ASKABLE, widget=forms.RadioSelect)
    words = forms.CharField(
        label=gettext_lazy("In words"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )


class PaperForm(AskForm):
    asked_on = day_field(gettext_lazy("Received on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asked_on"].required = True


class AnswerForm(forms.Form):
    deed = forms.ChoiceField(
        label=gettext_lazy("What became of it"),
        choices=[
            ("done", pgettext_lazy("data request", "carried out")),
            ("refuse", pgettext_lazy("data request", "refused with a ground")),
            ("extend", gettext_lazy("the term is moved once")),
        ],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=gettext_lazy("Answer or ground"), max_length=2000, required=False,
        help_text=gettext_lazy("Whoever asked will read it."), widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, may_extend: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_extend:
            self.fields["deed"].choices = self.fields["deed"].choices[:2]  # type: ignore[attr-defined]  # it is a ChoiceField


@route(EDIT)
def show_list(request: SignedIn) -> HttpResponse:
    """What is open, the nearest term first."""
    place = place_of(request)
    form = RequestFilter(request.GET or {"state": DataRequest.State.OPEN})
    rows = DataRequest.objects.visible_to(request.user, VIEW).filter(node=place.node).select_related("person")
    page = keyset_page(
        form.apply(rows).defer("words", "answer"), order=("due_on", "pk"), cursor=cursor_of(request.GET)
    )
    sights.seen(request.user, [row.person for row in page.rows], "requests")
    context = {
        "place": place, "filter": form, "list_page": page, "today": timezone.localdate(),
        "tabs": tabs(request, place, "people:data"),
    }  # fmt: skip
    return render(request, "people/data/list.html", context)


@route(EDIT, of=DataRequest, methods=("GET", "POST"))
def show(request: SignedIn, asked: DataRequest) -> HttpResponse:
    """What was asked, and the answer to it."""
    may_extend = requests.may_extend(asked)
    form = AnswerForm(request.POST or None, may_extend=may_extend, initial={"version": asked.version})
    back = reverse("people:data")
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        deed = {"done": requests.done, "refuse": requests.refuse, "extend": requests.extend}[said["deed"]]
        try:
            deed(asked, said["answer"], version=said["version"], actor=request.user)
        except EditConflict as conflict:
            return conflicts.page(request, conflict, form=form, back=back)
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            undo = "" if said["deed"] == "extend" else reverse("people:data-reopen", args=[asked.uid])
            toast(request, _("Written down. Whoever asked is told."), undo=undo)
            return redirect(back)
    sights.seen(request.user, [asked.person], "request")
    may = rights(request.user, asked.person.node, "erasure.run")
    context = {"asked": asked, "form": form, "person": asked.person, "may_erase": "erasure.run" in may,
               "today": timezone.localdate()}  # fmt: skip
    return render(request, "people/data/request.html", context)


@route(EDIT, of=DataRequest, methods=("POST",))
def reopen(request: SignedIn, asked: DataRequest) -> HttpResponse:
    try:
        requests.reopen(asked, actor=request.user)
    except DomainError as refusal:
        toast(request, str(refusal), tone="warning")
    return redirect("people:data")


@route(EDIT, of=Person, methods=("GET", "POST"))
def on_paper(request: SignedIn, person: Person) -> HttpResponse:
    """A demand that came on paper."""
    form = PaperForm(request.POST or None, initial={"asked_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            asked = requests.ask(
                person, said["kind"], said["words"], by_themselves=False, actor=request.user,
                asked_on=min(said["asked_on"], timezone.localdate()),
            )  # fmt: skip
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            toast(request, _("The request is written down, its term runs."))
            return redirect("people:data-request", asked.uid)
    sights.seen(request.user, [person], "request")
    return render(request, "people/data/ask.html", {"person": person, "form": form, "is_own": False})


@route(ASK, of=Person, methods=("GET", "POST"))
def ask(request: SignedIn, person: Person) -> HttpResponse:
    """A demand of the person themselves, or of whoever stands for them, and those made before."""
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            asked = requests.ask(person, said["kind"], said["words"], by_themselves=True, actor=request.user)
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            day = asked.due_on.strftime("%d.%m.%Y")
            toast(request, _("The school has your request and must answer by %(day)s.") % {"day": day})
            return redirect("people:data-ask", person.uid)
    made = DataRequest.objects.visible_to(request.user, VIEW).filter(person=person).order_by("-pk")
    sights.seen(request.user, [person], "own")
    return render(request, "people/data/ask.html", {"person": person, "form": form, "is_own": True, "made": made})


@route("data_request.copy", of=Person, seen_by=VIEW, methods=("POST",))
def copy(request: SignedIn, person: Person) -> HttpResponseBase:
    """Everything that is kept, at once; whoever sits before an open page shows first who they are."""
    content = copies.make(person, request.user)
    name = _("my-data")
    return attachment([content], f"{name}-{timezone.localdate():%Y-%m-%d}.zip")
