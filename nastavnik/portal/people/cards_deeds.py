"""Deeds on the page of a card: leaving and coming back, representatives, the care of a psychologist."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nastavnik.accounts.models import User
from nastavnik.accounts.requests import SignedIn
from nastavnik.base.errors import DomainError, NotAllowed
from nastavnik.base.routes import route
from nastavnik.people import listing
from nastavnik.people.cards import Birth
from nastavnik.people.models import Care, Participation, Person, Representation
from nastavnik.people.registers.contacts import contacts_of
from nastavnik.people.registers.names import Name, name_of
from nastavnik.people.registers.sentences import say
from nastavnik.people.registers.words import tidy
from nastavnik.people.registers.wrong import Wrong
from nastavnik.people.services import cares, persons, representations
from nastavnik.people.sights import seen
from nastavnik.portal.org.filters import day_field
from nastavnik.portal.people.cards_edit import add_errors
from nastavnik.portal.people.cards_forms import NAME_PARTS
from nastavnik.portal.ui.toasts import toast


class DayForm(forms.Form):
    on = day_field(gettext_lazy("On"))


class ButtonDayForm(forms.Form):
    """A button without a day means today; a day that was typed has to be one."""

    on = day_field(gettext_lazy("On"), required=False)

    def clean_on(self) -> dt.date:
        return self.cleaned_data["on"] or timezone.localdate()


class AdultForm(forms.Form):
    """Who stands for a child; ``card`` afterwards."""

    last = forms.CharField(label=NAME_PARTS["last"], max_length=100)
    first = forms.CharField(label=NAME_PARTS["first"], max_length=100)
    middle = forms.CharField(label=NAME_PARTS["middle"], max_length=100, required=False)
    contacts = forms.CharField(
        label=gettext_lazy("Telephone, e-mail"),
        max_length=500,
        help_text=gettext_lazy("+7 900 123-45-67, name@example.ru"),
    )
    relation = forms.ChoiceField(
        label=gettext_lazy("Who they are"), choices=Representation.Relation.choices, widget=forms.RadioSelect
    )
    from_on = day_field(gettext_lazy("Since"))
    basis = forms.CharField(
        label=gettext_lazy("Ground"), max_length=300, required=False,
        help_text=gettext_lazy("Of guardians and trustees: the act that names them. Parents need none."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.card: dict[str, Any] = {}
        self.initial.setdefault("from_on", timezone.localdate())

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        name = name_of(*(typed.get(part) or "" for part in NAME_PARTS))
        found = contacts_of(tidy(typed.get("contacts") or ""))
        for field, wrong in (("last", name), ("contacts", found)):
            if isinstance(wrong, Wrong) and field not in self.errors:
                self.add_error(field, say(wrong.at(""), "mentee"))
        if isinstance(name, Name) and not isinstance(found, Wrong):
            self.card = {k: v for k, v in name.to_json().items() if v}
            self.card |= {"phones": found["phones"], "emails": found["emails"], "contact": found["text"]}
        return typed


def _back(person: Person) -> HttpResponse:
    return redirect("people:card", person.uid)


def _not_a_day(request: SignedIn, form: ButtonDayForm, person: Person) -> HttpResponse:
    """Nothing is done on another day than the one that was meant."""
    toast(request, " ".join(map(str, form.errors["on"])), tone="warning")
    return _back(person)


def _told(request: SignedIn, person: Person, act: Callable[[], Any], done: str, undo: str = "") -> HttpResponse:
    """Do ``act`` and go back to the card with what came of it."""
    try:
        act()
    except NotAllowed:
        raise
    except DomainError as refusal:
        toast(request, str(refusal), tone="warning")
    else:
        toast(request, done, undo=undo)
    return _back(person)


@route("person.edit", of=Participation, methods=("POST",))
def leave(request: SignedIn, part: Participation) -> HttpResponse:
    form = ButtonDayForm(request.POST)
    if not form.is_valid():
        return _not_a_day(request, form, part.person)
    on = form.cleaned_data["on"]
    return _told(
        request, part.person, lambda: persons.leave(part, on=on, actor=request.user),
        _("The person has left the base. The card stays."), reverse("people:come-back", args=[part.uid]),
    )  # fmt: skip


@route("person.edit", of=Participation, methods=("POST",))
def come_back(request: SignedIn, part: Participation) -> HttpResponse:
    return _told(
        request,
        part.person,
        lambda: persons.come_back(part, actor=request.user),
        _("The person is in the base again."),
    )


@route("person.edit", of=Person, methods=("GET", "POST"))
def represent(request: SignedIn, person: Person) -> HttpResponse:
    """Write down who stands for a minor: somebody new, or somebody who has a card here already."""
    form = AdultForm(request.POST or None)
    twins: list[Person] = []
    if request.method == "POST" and form.is_valid():
        chosen = request.POST.get("adult", "")
        alike = listing.twins(person.node, form.card, Birth(), without=person.pk)
        adult = next((one for one in alike if str(one.uid) == chosen), None)
        if adult is None and chosen != "another":
            twins = alike
        if not twins:
            told = {name: form.cleaned_data[name] for name in ("relation", "from_on", "basis")}
            try:
                representations.add(person, card=form.card, adult=adult, actor=request.user, **told)
            except NotAllowed:
                raise
            except DomainError as refusal:
                add_errors(form, refusal)
            else:
                toast(request, _("The representative is written down."))
                return _back(person)
    if twins:
        seen(request.user, twins, "twins")
    return render(request, "people/cards/represent.html", {"form": form, "person": person, "twins": twins})


@route("person.edit", of=Representation, methods=("POST",))
def represent_end(request: SignedIn, row: Representation) -> HttpResponse:
    form = ButtonDayForm(request.POST)
    if not form.is_valid():
        return _not_a_day(request, form, row.child)
    on = form.cleaned_data["on"]
    return _told(
        request, row.child, lambda: representations.end(row, on=on, actor=request.user),
        _("It is written down that they stand for the child no longer."),
        reverse("people:represent-again", args=[row.uid]),
    )  # fmt: skip


@route("person.edit", of=Representation, methods=("POST",))
def represent_again(request: SignedIn, row: Representation) -> HttpResponse:
    return _told(request, row.child, lambda: representations.open_again(row, actor=request.user), _("It is undone."))


@route("person.edit", of=Person, methods=("POST",))
def care(request: SignedIn, person: Person) -> HttpResponse:
    """Into the care of a psychologist."""
    wanted = request.POST.get("user", "")
    user = next((one for one in cares.psychologists(person.node) if str(one.uid) == wanted), User())
    return _told(
        request, person, lambda: cares.put(person, user, actor=request.user),
        _("The psychologist sees this card now."),
    )  # fmt: skip


@route("person.edit", of=Care, methods=("POST",))
def care_end(request: SignedIn, row: Care) -> HttpResponse:
    return _told(
        request, row.person, lambda: cares.end(row, actor=request.user),
        _("The psychologist sees this card no longer."),
    )  # fmt: skip
