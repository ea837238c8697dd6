"""The list of files (номенклатура дел): which documents go where, and how they are numbered."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.access import require
from nastavnik.base.errors import DomainError, EditConflict
from nastavnik.base.keyset import cursor_of, keyset_page
from nastavnik.base.routes import route
from nastavnik.documents.library import TEMPLATES
from nastavnik.documents.models import Case
from nastavnik.documents.services import cases
from nastavnik.portal import conflicts
from nastavnik.portal.documents.groups import grouped
from nastavnik.portal.documents.places import place_of
from nastavnik.portal.roadmaps.shown import add_errors
from nastavnik.portal.ui.toasts import toast

REGISTER = "document.register"


class CaseForm(forms.Form):
    index = forms.CharField(
        label=gettext_lazy("Index"), max_length=30, help_text=gettext_lazy("As in your own list of files: 01-05.")
    )
    title = forms.CharField(label=gettext_lazy("Title of the file"), max_length=300)
    pattern = forms.CharField(
        label=gettext_lazy("Form of the number"), max_length=60, initial="{n}",
        help_text=gettext_lazy("{n} is the running number, {index} the index of the file, {year} the year."),
    )  # fmt: skip
    is_yearly = forms.BooleanField(
        label=gettext_lazy("Numbers begin anew each calendar year"), required=False, initial=True
    )
    codes = forms.MultipleChoiceField(
        label=gettext_lazy("Documents that go into this file"), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("A kind goes into one file: what you tick here leaves the file that it was in."),
    )  # fmt: skip
    kept_for = forms.CharField(
        label=gettext_lazy("How long it is kept"), max_length=120, required=False,
        help_text=gettext_lazy("For example: 5 years, or for good."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, serial: int = 1, is_new: bool = True, **kwargs: Any) -> None:
        """``serial`` is the next number to be given, for the example beside the pattern."""
        super().__init__(*args, **kwargs)
        self.serial = serial
        codes, pattern = self.fields["codes"], self.fields["pattern"]
        assert isinstance(codes, forms.MultipleChoiceField)  # noqa: S101 - said for the type checker
        kinds = [(title, [(b.code, b.title) for b in found]) for title, found in grouped(list(TEMPLATES.values()))]
        codes.choices = [(cases.REST, _("whatever no other file takes")), *kinds]
        pattern.widget.attrs |= {
            "hx-get": reverse("documents:file-example"),
            "hx-trigger": "input changed delay:300ms, load",
            "hx-target": "#number-example",
            "hx-include": "[name=index], [name=serial]",
            "autocomplete": "off",
        }
        if not is_new:
            del self.fields["index"]

    @property
    def example(self) -> str:
        """How the next number would be written, as typed so far."""
        value = self["pattern"].value() or ""
        index = self["index"].value() if "index" in self.fields else self.initial.get("index", "")
        return cases.written(str(value), self.serial, str(index or ""), timezone.localdate())


@route(REGISTER, methods=("GET", "POST"))
def show_list(request: SignedIn) -> HttpResponse:
    """The files with their next numbers; where there is no list yet, the usual one, kept by a POST."""
    place, today = place_of(request), timezone.localdate()
    if request.method == "POST":
        cases.set_up(place.node, actor=request.user)
        toast(request, _("The list of files is set up. Change what is different with you."))
        return redirect(place.address("documents:files"))
    rows = cases.with_serial(Case.objects.filter(node=place.node), today)
    page: Any = keyset_page(rows, order=("index",), cursor=cursor_of(request.GET))
    found = page.rows or cases.usual_of(place.node)
    context = {
        "place": place,
        "list_page": page,
        "rows": [(case, _kinds(case), _next(case, today)) for case in found],
        "is_set_up": bool(page.rows or page.previous),
    }
    return render(request, "documents/files/list.html", context)


def _kinds(case: Case) -> list[str]:
    known = [TEMPLATES[code].title for code in case.codes if code in TEMPLATES]
    return [*known, *([_("whatever no other file takes")] if cases.REST in case.codes else [])]


def _next(case: Case, on: dt.date) -> str:
    return cases.written(case.pattern, getattr(case, "serial", 1), case.index, on)


@route(REGISTER)
def example(request: SignedIn) -> HttpResponse:
    """The number that a pattern typed so far would give; a fragment for htmx."""
    said = request.GET
    serial = said.get("serial", "")
    number = int(serial) if serial.isascii() and serial.isdecimal() and len(serial) < 10 else 1
    context: dict[str, Any] = {"refused": ""}
    try:
        cases.refuse_pattern(said.get("pattern", "")[:60])
    except DomainError as refusal:
        context["refused"] = str(refusal)
    context["example"] = cases.written(
        said.get("pattern", "")[:60], number, said.get("index", "")[:30], timezone.localdate()
    )
    return render(request, "documents/files/example.html", context)


@route(REGISTER, methods=("GET", "POST"))
def add(request: SignedIn) -> HttpResponse:
    place = place_of(request)
    form = CaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        try:
            cases.add_case(place.node, **said, actor=request.user)
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            toast(request, _("The file is added to the list."))
            return redirect(place.address("documents:files"))
    return render(request, "documents/files/form.html", {"place": place, "form": form})


@route(REGISTER, of=Case, methods=("GET", "POST"))
def change(request: SignedIn, case: Case) -> HttpResponse:
    place = place_of(request)
    row = cases.with_serial(Case.objects.filter(pk=case.pk), timezone.localdate()).get()
    names = ("index", "title", "pattern", "is_yearly", "codes", "kept_for", "version")
    initial = {name: getattr(case, name) for name in names}
    form = CaseForm(request.POST or None, initial=initial, serial=row.serial, is_new=False)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            cases.change_case(case, actor=request.user, **{**said, "version": said["version"] or 0})
        except EditConflict as conflict:
            return conflicts.page(request, conflict, form=form, back=place.address("documents:files"))
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            toast(request, _("The file is saved. Numbers given already stay as they are."))
            return redirect(place.address("documents:files"))
    return render(request, "documents/files/form.html", {"place": place, "form": form, "case": case})


@route(REGISTER, of=Case, methods=("POST",))
def close(request: SignedIn, case: Case) -> HttpResponse:
    require(request.user, REGISTER, case)
    cases.close_case(case, on=timezone.localdate(), actor=request.user)
    undo = reverse("documents:file-reopen", args=[case.uid])
    toast(request, _("The file is closed: no new document goes into it."), undo=undo)
    return redirect(place_of(request).address("documents:files"))


@route(REGISTER, of=Case, methods=("POST",))
def reopen(request: SignedIn, case: Case) -> HttpResponse:
    cases.reopen_case(case, actor=request.user)
    toast(request, _("The file is open again."))
    return redirect(place_of(request).address("documents:files"))
