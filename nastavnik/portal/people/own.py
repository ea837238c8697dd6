"""The own page of a parent, a mentor or a mentee: what is kept, what was agreed to, what they may ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from nastavnik.accounts.models import User
from nastavnik.accounts.requests import SignedIn
from nastavnik.base.access import can
from nastavnik.base.errors import DomainError
from nastavnik.base.routes import route
from nastavnik.org import reference
from nastavnik.org.calendar import SchoolYear
from nastavnik.people import sights
from nastavnik.people.consent_kinds import ON_PAPER_ONLY
from nastavnik.people.models import Consent, DataRequest, Participation, Person, Representation
from nastavnik.people.models.consents import PENDING, ConsentState
from nastavnik.people.registers.contacts import is_more_than_numbers
from nastavnik.people.services import consents, requests
from nastavnik.people.services.withdrawing import may_withdraw
from nastavnik.portal.people.consents_list import Row, row_of
from nastavnik.portal.people.consents_words import full_titles
from nastavnik.portal.people.signing import text_of
from nastavnik.portal.people.signing_forms import PROOF, SignForm, signer_of
from nastavnik.portal.roadmaps.shown import add_errors
from nastavnik.portal.ui import wording
from nastavnik.portal.ui.toasts import toast

KINDS = (
    DataRequest.Kind.SEE, DataRequest.Kind.COPY, DataRequest.Kind.CORRECT, DataRequest.Kind.STOP,
    DataRequest.Kind.DELETE,
)  # fmt: skip


class AskForm(forms.Form):
    """A demand about one's data."""

    person = forms.ModelChoiceField(Person.objects.none(), to_field_name="uid", empty_label=None,
                                    label=gettext_lazy("Whose data"))  # fmt: skip
    kind = forms.ChoiceField(
        label=gettext_lazy("What you ask for"), choices=[(kind.value, kind.label) for kind in KINDS],
        widget=forms.RadioSelect,
    )  # fmt: skip
    words = forms.CharField(
        label=gettext_lazy("In your own words"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("For example, what is wrong and how it should be. It is kept encrypted."),
    )  # fmt: skip

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - said for the type checker
        field.queryset = Person.objects.filter(pk__in=[person.pk for person in people]).order_by("pk")
        field.label_from_instance = lambda person: person.full_name  # type: ignore[method-assign, assignment]  # the way of Django
        if people:
            self.initial.setdefault("person", people[0].uid)


@dataclass(frozen=True)
class OwnRow:
    """``is_mine``: whoever looks is the signer. A child sees what the parent signs, and cannot sign it. It may be
    withdrawn by another parent too, and by the child who has come of age."""

    row: Row
    is_mine: bool
    may_withdraw: bool

    @property
    def may_sign(self) -> bool:
        return self.is_mine and self.row.consent.kind not in ON_PAPER_ONLY


@dataclass(frozen=True)
class Kept:
    """One person as the organisation keeps them."""

    person: Person
    name: str
    facts: list[tuple[str | Promise, str]]
    parts: list[str]
    representatives: list[str]
    waiting: list[OwnRow]
    active: list[OwnRow]
    ended: list[OwnRow]
    # Who looked at the card: a parent may ask.
    seen_at: str


@route("consent.sign")
def show(request: SignedIn) -> HttpResponse:
    """The children first, then oneself."""
    people = _people(request)
    sights.seen(request.user, people, "own")
    asked = DataRequest.objects.visible_to(request.user, "data_request.view").filter(
        person__in=[p.pk for p in people]
    )
    context = {
        "kept": _kept(request, people),
        "ask_form": AskForm(people=people) if people else None,
        "asked": [(row, row.person.full_name) for row in asked.select_related("person").order_by("-pk")[:20]],
    }
    return render(request, "people/own/own.html", context)


def _people(request: SignedIn) -> list[Person]:
    found = Person.objects.visible_to(request.user, "consent.sign").filter(state=Person.State.KEPT)
    rows = list(found.select_related("node").order_by("pk"))
    return sorted(rows, key=lambda person: person.user_id == request.user.pk)


def _kept(request: SignedIn, people: list[Person]) -> list[Kept]:
    """What is kept of each. Six queries, however many they are."""
    keys = [person.pk for person in people]
    titles = full_titles()
    rows: dict[int, list[Consent]] = {key: [] for key in keys}
    found = Consent.objects.visible_to(request.user, "consent.sign").filter(person__in=keys)
    for row in found.select_related("person", "representation__adult", "node").order_by("-pk"):
        # Of a child's consents a parent sees all; a child sees their own and those given for them.
        rows[row.person_id].append(row)
    parts = Participation.objects.filter(person__in=keys).select_related("group").order_by("-school_year", "pk")
    forms_of = reference.titles("forms")
    held = Representation.objects.filter(child__in=keys, to_on=None).select_related("adult").order_by("pk")
    stands_for = {one.child_id for one in held if one.adult.user_id == request.user.pk}
    seen = Person.objects.visible_to(request.user, "person.history").filter(pk__in=keys)
    shows_sights = set(seen.values_list("pk", flat=True))
    return [
        Kept(
            person, person.full_name, list(_facts(person.card or {}, person)),
            [_part(part, forms_of) for part in parts if part.person_id == person.pk],
            [f"{one.adult.full_name}, {one.get_relation_display()}" for one in held if one.child_id == person.pk],
            *_by_state(rows[person.pk], titles, request.user, person.pk in stands_for),
            reverse("people:history", args=[person.uid]) if person.pk in shows_sights else "",
        )
        for person in people
    ]  # fmt: skip


def _by_state(
    rows: list[Consent], titles: dict[str, str], user: User, stands_for: bool
) -> tuple[list[OwnRow], list[OwnRow], list[OwnRow]]:
    """Waiting, in force, over."""
    shown = [
        OwnRow(
            row_of(row, titles), signer_of(row).user_id == user.pk, may_withdraw(row, user, stands_for=stands_for)
        )
        for row in rows
    ]  # fmt: skip
    return (
        [each for each in shown if each.row.consent.state in PENDING],
        [each for each in shown if each.row.consent.state == ConsentState.ACTIVE],
        [each for each in shown if each.row.consent.state not in {ConsentState.ACTIVE, *PENDING}],
    )


def _facts(card: Mapping[str, Any], person: Person) -> Any:
    """The card, field by field, as it is kept."""
    birth = person.birth
    born = wording.day(birth.day) if birth.day else str(birth.year or "")
    yield pgettext("person", "Full name"), person.full_name
    if born:
        yield _("Born"), born
    if card.get("phones"):
        yield _("Phone"), wording.phones(", ".join(card["phones"]))
    if card.get("emails"):
        yield _("E-mail"), ", ".join(card["emails"])
    if is_more_than_numbers(contact := str(card.get("contact") or "")):
        yield _("Contacts as typed"), wording.phones(contact)
    yield _("Organisation"), person.node.short_name


def _part(part: Participation, forms_of: Mapping[str, str]) -> str:
    pieces = [
        str(part.get_side_display()), wording.period(*SchoolYear(part.school_year).period),
        part.group.name if part.group else "", forms_of.get(part.form, ""), str(part.get_status_display()),
    ]  # fmt: skip
    return " · ".join(piece for piece in pieces if piece)


@route("consent.sign", of=Consent, methods=("GET", "POST"))
def sign(request: SignedIn, consent: Consent) -> HttpResponse:
    """Read and sign by one's account."""
    signer = signer_of(consent)
    if consent.state not in PENDING or consent.kind in ON_PAPER_ONLY or signer.user_id != request.user.pk:
        return redirect("people:consent", uid=consent.uid)
    form = SignForm(request.POST or None, signer=signer)
    if request.method == "POST" and form.is_valid():
        try:
            consents.sign_simply(consent, proof=PROOF | {"page": "people:own-sign"}, actor=request.user)
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            toast(request, _("You have signed. Thank you."))
            return redirect("people:own")
    sights.seen(request.user, [consent.person], "own")
    child = "" if consent.representation is None else consent.person.full_name
    context = {**text_of(consent), "node": consent.node, "child": child, "form": form}
    return render(request, "people/own/sign.html", context)


@route("consent.sign", of=Consent, methods=("GET", "POST"))
def withdraw(request: SignedIn, consent: Consent) -> HttpResponse:
    """What will happen; a POST does it."""
    if consent.state != ConsentState.ACTIVE or not may_withdraw(consent, request.user):
        return redirect("people:consent", uid=consent.uid)
    if request.method == "POST":
        try:
            asked = consents.withdraw(consent, by_themselves=True, actor=request.user)
        except DomainError as refusal:
            toast(request, str(refusal), tone="warning")
        else:
            done = _("The consent is withdrawn. The organisation destroys what rested on it by %(day)s.")
            toast(request, done % {"day": wording.day(asked.due_on)})
        return redirect("people:own")
    child = "" if consent.representation is None else consent.person.full_name
    return render(request, "people/own/withdraw.html", {**text_of(consent), "node": consent.node, "child": child})


@route("data_request.ask", methods=("POST",))
def ask(request: SignedIn) -> HttpResponse:
    """A demand about one's own or the child's data; the clock of the law starts."""
    people = [one for one in _people(request) if can(request.user, "data_request.ask", one)]
    form = AskForm(request.POST, people=people)
    if form.is_valid():
        data = form.cleaned_data
        try:
            asked = requests.ask(data["person"], data["kind"], data["words"], True, request.user)
        except DomainError as refusal:
            toast(request, str(refusal), tone="warning")
        else:
            words = _("You have asked. The organisation answers by %(day)s.") % {"day": wording.day(asked.due_on)}
            toast(request, words)
    else:
        toast(request, _("Choose what you ask for."), tone="warning")
    return redirect(reverse("people:own") + "#asked")
