"""Changing the reference lists: a new text from a day, a new entry, an end, a decision on an offer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.errors import DomainError, EditConflict
from nastavnik.base.routes import route
from nastavnik.org.models import ReferenceEntry, ReferenceSet
from nastavnik.org.services.reference import add_entry, decide_offer, edit_entry, end_entry
from nastavnik.portal.org.content import EntryForm, parts
from nastavnik.portal.org.filters import day_field
from nastavnik.portal.org.forms import DeedForm, add_errors
from nastavnik.portal.ui.toasts import toast

METHODS = ("GET", "POST")
CODE = RegexValidator(
    r"^[A-Za-z0-9_.-]+$", gettext_lazy("A code has Latin letters, digits, dots and underscores, without blanks.")
)

PAPER = ["from_on", "basis"]


class PaperForm(EntryForm):
    """The day and the paper stand below the content."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([name for name in self.fields if name not in PAPER] + PAPER)

    from_on = day_field(gettext_lazy("In force from"))
    basis = forms.CharField(
        label=gettext_lazy("Basis"), max_length=300, help_text=gettext_lazy("Order: number and date.")
    )


class EditForm(PaperForm):
    seen = forms.IntegerField(widget=forms.HiddenInput())


class AddForm(PaperForm):
    """A line of the shape that its neighbours have."""

    code = forms.CharField(label=gettext_lazy("Code"), max_length=120, validators=[CODE])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["code"])


class EndForm(DeedForm):
    seen = forms.IntegerField(widget=forms.HiddenInput())


class SeenForm(forms.Form):
    """Which version was looked at."""

    seen = forms.IntegerField()
    take = forms.BooleanField(required=False)


@route("reference.edit", of=ReferenceEntry, seen_by="reference.view", methods=METHODS)
def edit(request: SignedIn, row: ReferenceEntry) -> HttpResponse:
    """Another text from a day. An older one keeps its years."""
    initial = {
        "title": row.title_ru,
        "mark": row.mark,
        "from_on": timezone.localdate(),
        "seen": row.since.number,
    }
    form = EditForm(request.POST or None, data_of_entry=row.data, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            row = edit_entry(
                row,
                seen=data["seen"],
                title=data["title"],
                data=form.content(),
                mark=data["mark"],
                from_on=data["from_on"],
                basis=data["basis"],
                actor=request.user,
            )
        except EditConflict as conflict:
            return _conflict(request, form, conflict, row)
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            toast(request, _("Saved. Until that day the earlier text holds."))
            return redirect("org:entry", row.uid)
    return render(request, "org/entry_form.html", {"entry": row, "owner": row.set, "form": form})


@route("reference.edit", of=ReferenceSet, seen_by="reference.view", methods=METHODS)
def add(request: SignedIn, owner: ReferenceSet) -> HttpResponse:
    """A new entry; its fields are those of the entries that the list has."""
    form = AddForm(
        request.POST or None, data_of_entry=_empty_like(owner), initial={"mark": "P", "from_on": timezone.localdate()}
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            row = add_entry(
                owner,
                code=data["code"],
                title=data["title"],
                data=form.content(),
                mark=data["mark"],
                from_on=data["from_on"],
                basis=data["basis"],
                actor=request.user,
            )
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            toast(request, _("The entry is added."))
            return redirect("org:entry", row.uid)
    return render(request, "org/entry_form.html", {"entry": None, "owner": owner, "form": form})


@route("reference.edit", of=ReferenceEntry, seen_by="reference.view", methods=METHODS)
def end(request: SignedIn, row: ReferenceEntry) -> HttpResponse:
    """Offer the entry no more from a day."""
    form = EndForm(request.POST or None, initial={"seen": row.since.number})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            row = end_entry(row, seen=data["seen"], on=data["from_on"], basis=data["basis"], actor=request.user)
        except EditConflict as conflict:
            return _conflict(request, form, conflict, row)
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            toast(request, _("The entry is ended. What was chosen before keeps its title."))
            return redirect("org:entry", row.uid)
    context = {"entry": row, "owner": row.set, "form": form, "is_end": True}
    return render(request, "org/entry_form.html", context)


@route("reference.edit", of=ReferenceEntry, seen_by="reference.view", methods=("POST",))
def offer(request: SignedIn, row: ReferenceEntry) -> HttpResponse:
    """Take the shipped text or keep ours."""
    form = SeenForm(request.POST)
    if form.is_valid():
        row = decide_offer(row, seen=form.cleaned_data["seen"], take=form.cleaned_data["take"], actor=request.user)
        toast(
            request, _("The shipped text is in force from today.") if form.cleaned_data["take"] else _("Ours stays.")
        )
    return redirect("org:entry", row.uid)


def _conflict(request: SignedIn, form: forms.Form, conflict: EditConflict, row: ReferenceEntry) -> HttpResponse:
    """409: what was typed stays in the form, the text that stands now is beside it; a second save goes over it."""
    current: ReferenceEntry = conflict.theirs
    sent = request.POST.copy()
    sent["seen"] = str(current.since.number)
    form.data = sent
    context: dict[str, Any] = {
        "entry": row,
        "owner": row.set,
        "form": form,
        "current": current,
        "current_parts": parts(current.data),
        "is_end": isinstance(form, EndForm),
    }
    return render(request, "org/entry_form.html", context, status=409)


def _empty_like(owner: ReferenceSet) -> Any:
    """The keys of the list's first entry with nothing in them."""
    first = owner.entries.filter(to_on=None).order_by("position").values_list("data", flat=True).first()
    if not isinstance(first, dict):
        return {}
    nothing: dict[type, Any] = {bool: False, int: 0, float: 0.0, list: [], dict: {}}
    return {key: nothing.get(type(value), "") for key, value in first.items()}
