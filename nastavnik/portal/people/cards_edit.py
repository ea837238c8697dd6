"""A person added to a base, put into another one, changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.access import require
from nastavnik.base.errors import DomainError, EditConflict, Invalid, NotAllowed
from nastavnik.base.routes import route
from nastavnik.base.saving import version_typed
from nastavnik.org.calendar import SchoolYear
from nastavnik.org.models import Node
from nastavnik.people import listing, official
from nastavnik.people.models import Participation, Person
from nastavnik.people.services import entering
from nastavnik.people.sights import seen
from nastavnik.portal import conflicts
from nastavnik.portal.documents.places import place_of
from nastavnik.portal.people.bases_forms import BASES, SIDES, years
from nastavnik.portal.people.cards_forms import RegisterForm
from nastavnik.portal.ui.toasts import toast
from nastavnik.portal.years import this_year

METHODS = ("GET", "POST")
Side, Model = Participation.Side, Participation.Model


class Base:
    """Which base an address speaks of; what it does not say is the base of mentees of learners, this year."""

    def __init__(self, request: SignedIn) -> None:
        said = request.GET
        now = this_year()
        self.side = Side.MENTOR if said.get("side") == Side.MENTOR else Side.MENTEE
        self.model = Model.TEACHERS if said.get("model") == Model.TEACHERS else Model.LEARNERS
        allowed = {str(year): year for year, _title in years()}
        self.year = allowed.get(said.get("year", ""), now)

    @property
    def query(self) -> str:
        return urlencode({"side": str(self.side), "model": str(self.model), "year": str(self.year)})

    @property
    def title(self) -> str:
        return f"{SIDES[self.side]}, {self.model.label}, {SchoolYear(self.year)}"


@route("person.edit", methods=METHODS)
def add(request: SignedIn) -> HttpResponse:
    """Somebody new. Whoever is like them already is shown before anything is saved."""
    place, base = place_of(request), Base(request)
    require(request.user, "person.edit", place.node)
    return _entered(request, place.node, base, None, f"{reverse('people:bases')}?{base.query}")


@route("person.edit", of=Person, methods=METHODS)
def put(request: SignedIn, person: Person) -> HttpResponse:
    """Into another base or another year."""
    return _entered(request, person.node, Base(request), person, reverse("people:card", args=[person.uid]))


def _entered(request: SignedIn, node: Node, base: Base, person: Person | None, back: str) -> HttpResponse:
    values = _known(person, base) if person else {"entry_date": timezone.localdate().isoformat()}
    form = RegisterForm(request.POST or None, node=node, side=base.side, model=base.model, values=values)
    twins: list[Person] = []
    if request.method == "POST" and form.is_valid():
        if person is None and not request.POST.get("another"):
            twins = listing.twins(node, form.values["full_name"], official.birth_of(form.values))
        if not twins:
            try:
                part = entering.enter(
                    node, form.values, side=base.side, model=base.model, school_year=base.year,
                    group=form.group, person=person, actor=request.user,
                )  # fmt: skip
            except NotAllowed:
                raise
            except DomainError as refusal:
                add_errors(form, refusal)
            else:
                toast(request, _("The person is in the base as: %(status)s.") % {"status": part.get_status_display()})
                return redirect("people:card", part.person.uid)
    if twins:
        seen(request.user, twins, "twins")
    context = {
        "form": form, "sections": form.sections(), "base": base, "person": person, "twins": twins, "back": back,
        "bases": _choices(base), "node": node, "no_groups": not form.groups,
    }  # fmt: skip
    return render(request, "people/cards/form.html", context)


def _known(person: Person, base: Base) -> dict[str, Any]:
    """What the card says, and what the newest part on the same side said."""
    found = official.values_of_card(person.card or {}, person.birth_year, person.birth_month, base.side)
    earlier = person.participations.filter(side=base.side).select_related("group").order_by("-school_year", "-pk")
    if part := earlier.first():
        told = official.values_of_part(part, part.group.name if part.group else None)
        kept = ("work_place", "competences", "interests", "wanted_age", "time_resource", "source", "achievements")
        found |= {
            name: told[name] for name in (*kept, "audience", "category", "work_experience_years") if name in told
        }
    return found | {"entry_date": timezone.localdate().isoformat()}


def _choices(base: Base) -> list[tuple[Any, str, bool]]:
    """The other bases of this form, as links: title, address part, whether it is this one."""
    return [
        (title, urlencode({"side": str(side), "model": str(model), "year": str(base.year)}),
         side == base.side and model == base.model)
        for (side, model), title in BASES.items()
    ]  # fmt: skip


@route("person.edit", of=Participation, methods=METHODS)
def edit(request: SignedIn, part: Participation) -> HttpResponse:
    """The card and the part in this base, as one row of the form."""
    values = official.values_of(part.person, part)
    form = RegisterForm(request.POST or None, node=part.node, side=part.side, model=part.model, values=values)
    if request.method == "GET":
        seen(request.user, [part.person], "edit")
    back = reverse("people:card", args=[part.person.uid])
    if request.method == "POST" and form.is_valid():
        version = version_typed(request.POST.get("version", ""))
        try:
            entering.rewrite(part, form.values, version=version, group=form.group, actor=request.user)
        except NotAllowed:
            raise
        except EditConflict:
            return _conflict(request, part, form, back)
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            toast(request, _("Saved."))
            return redirect(back)
    context = {
        "form": form, "sections": form.sections(), "part": part, "person": part.person, "back": back,
        "base_title": f"{SIDES[Side(part.side)]}, {part.get_model_display()}, {SchoolYear(part.school_year)}",
        "version": request.POST.get("version") or entering.version_of(part), "no_groups": not form.groups,
    }  # fmt: skip
    return render(request, "people/cards/form.html", context)


def _conflict(request: SignedIn, part: Participation, form: RegisterForm, back: str) -> HttpResponse:
    """Both versions, field by field as they were typed."""
    fresh = get_object_or_404(Participation.objects.select_related("person", "group"), pk=part.pk)
    stored = RegisterForm(
        None, node=part.node, side=part.side, model=part.model, values=official.values_of(fresh.person, fresh)
    )
    texts = {name: _shown(stored, name) for name in form.fields}
    mine = {name: request.POST.get(name, "") for name in form.fields}
    conflict = EditConflict(theirs=_Stored(texts, form, entering.version_of(fresh)), mine=mine)
    return conflicts.page(request, conflict, form=form, back=back)


def _shown(form: RegisterForm, name: str) -> str:
    field = form.fields[name]
    return str(field.widget.format_value(field.prepare_value(form.initial.get(name, ""))) or "").strip("[']")


class _Stored:
    """A row of the form as the page of conflicts reads one: an attribute for each field."""

    def __init__(self, texts: Mapping[str, str], form: RegisterForm, version: int) -> None:
        self.__dict__ |= texts
        self.version = version
        self._meta = _Meta(form)


class _Meta:
    def __init__(self, form: RegisterForm) -> None:
        self._form = form

    def get_field(self, name: str) -> Any:
        return _Field(getattr(self._form.fields[name], "choices", ()))


class _Field:
    def __init__(self, choices: Any) -> None:
        self.flatchoices = list(choices)


def add_errors(form: Any, refusal: DomainError) -> None:
    """What a deed refuses, beside the field that it speaks of where the form has it."""
    if not isinstance(refusal, Invalid):
        form.add_error(None, str(refusal))
        return
    for name, sentences in (refusal.fields or {"": [str(refusal)]}).items():
        form.add_error(name if name in form.fields else None, sentences)
