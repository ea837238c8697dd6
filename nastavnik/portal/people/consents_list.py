"""The consents of an organisation one after another, and all consents of one person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.access import can, holds
from nastavnik.base.errors import DomainError
from nastavnik.base.filters import FilterForm
from nastavnik.base.keyset import cursor_of, keyset_page
from nastavnik.base.routes import route
from nastavnik.org.models import Node
from nastavnik.people import coverage, sights
from nastavnik.people.consent_kinds import KINDS, fits_age
from nastavnik.people.models import Consent, Person
from nastavnik.people.models.consents import PENDING, ConsentState
from nastavnik.people.services import consents
from nastavnik.portal.documents.places import place_of
from nastavnik.portal.people.consents import groups_of
from nastavnik.portal.people.consents_place import in_line, lines_of
from nastavnik.portal.people.consents_sheets import signer_of
from nastavnik.portal.people.consents_words import LOOKS, SHORT, Look, choices, full_titles
from nastavnik.portal.people.data_tabs import tabs
from nastavnik.portal.ui.toasts import toast
from nastavnik.portal.years import this_year


class ConsentFilter(FilterForm):
    state = forms.MultipleChoiceField(
        label=gettext_lazy("State"), choices=[(c.value, c.label) for c in ConsentState if c != ConsentState.DRAFT]
    )
    kind = forms.ChoiceField(
        label=pgettext_lazy("consent", "Purpose"), choices=[("", gettext_lazy("any")), *choices()]
    )
    line = forms.ChoiceField(label=gettext_lazy("Class"))
    way = forms.ChoiceField(
        label=gettext_lazy("How it was signed"),
        choices=[("", gettext_lazy("any")), *[(c.value, c.label) for c in Consent.Way if c.value]],
    )

    further = frozenset({"way"})

    def __init__(self, *args: Any, lines: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        line = self.fields["line"]
        assert isinstance(line, forms.ChoiceField)  # noqa: S101 - said for the type checker
        line.choices = [("", gettext_lazy("any")), *lines.items()]

    def narrow_line(self, rows: QuerySet[Consent], key: str) -> QuerySet[Consent]:
        """By the class of this year."""
        return rows.filter(in_line(key, this_year()))


@dataclass(frozen=True)
class Row:
    consent: Consent
    name: str
    signer: str
    group: str
    title: str
    look: Look


def row_of(consent: Consent, titles: dict[str, str], group: str = "") -> Row:
    return Row(
        consent, consent.person.full_name, signer_of(consent), group, titles.get(consent.kind, consent.kind),
        LOOKS[consent.state],
    )  # fmt: skip


@route("consent.view")
def show(request: SignedIn) -> HttpResponse:
    """Those within reach, the newest first; fifty names are opened, those that the page shows."""
    found = Consent.objects.visible_to(request.user, "consent.view").filter(person__state=Person.State.KEPT)
    acting = request.user.acting
    node_id = acting.node_id if acting else None
    form = ConsentFilter(request.GET, lines=lines_of_id(node_id))
    rows = form.apply(found).select_related("person", "representation__adult").defer("proof")
    page = keyset_page(rows, order=("-pk",), cursor=cursor_of(request.GET))
    people = [row.person for row in page.rows]
    groups = groups_of([person.pk for person in people], this_year())
    short = {kind: str(title) for kind, title in SHORT.items()}
    shown = [row_of(row, short, groups.get(row.person_id, "")) for row in page.rows]
    sights.seen(request.user, people, "consents")
    context = {"filter": form, "list_page": page, "rows": shown, "keeps": holds(request.user, "consent.edit")}
    if holds(request.user, "erasure.view"):
        context["tabs"] = tabs(request, place_of(request), "people:consent-list")
    return render(request, "people/consents/list.html", context)


def lines_of_id(node_id: int | None) -> dict[str, str]:
    node = Node.objects.filter(pk=node_id).first() if node_id else None
    return lines_of(node) if node else {}


class GiveForm(forms.Form):
    kind = forms.ChoiceField(label=pgettext_lazy("consent", "Purpose"))

    def __init__(self, *args: Any, kinds: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)  # noqa: S101 - said for the type checker
        titles = full_titles()
        kind.choices = [(code, titles[code]) for code in kinds]


@route("consent.view", of=Person, write="consent.edit", seen_by="consent.view", methods=("GET", "POST"))
def of_person(request: SignedIn, person: Person) -> HttpResponse:
    """All consents of one person, and giving out another one."""
    may_edit = can(request.user, "consent.edit", person) and person.state == Person.State.KEPT
    rows = list(
        Consent.objects.visible_to(request.user, "consent.view").filter(person=person)
        .select_related("person", "representation__adult").defer("proof").order_by("-pk")
    )  # fmt: skip
    form = GiveForm(request.POST or None, kinds=_may_be_given(person, rows)) if may_edit else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            made = consents.issue([person], form.cleaned_data["kind"], actor=request.user, by_hand=True)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("The consent is given out. Print its form or hand over a code."))
            return redirect("people:consent", uid=made[0].uid) if made else redirect(request.path)
    sights.seen(request.user, [person], "consents")
    titles = full_titles()
    context = {
        "person": person,
        "name": person.full_name,
        "rows": [row_of(row, titles) for row in rows],
        "form": form,
        "needed": [
            (titles[kind], kind in {row.kind for row in rows if row.state == ConsentState.ACTIVE})
            for kind in coverage.wanted(person, timezone.localdate(), coverage.settings_of(person.node))
        ],
    }
    return render(request, "people/consents/person.html", context)


def _may_be_given(person: Person, rows: list[Consent]) -> list[str]:
    adult = coverage.is_adult(person, timezone.localdate())
    have = {row.kind for row in rows if row.state in {ConsentState.ACTIVE, *PENDING}}
    return [kind for kind in KINDS if fits_age(kind, is_adult=adult) and kind not in have]
