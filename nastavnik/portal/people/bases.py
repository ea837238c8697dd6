"""Both bases of an organisation: the list with its filters and its search, and taking people in."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from typing import Any, NamedTuple

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nastavnik.accounts.requests import SignedIn
from nastavnik.audit.record import record
from nastavnik.base.access import rights
from nastavnik.base.errors import DomainError, NotAllowed
from nastavnik.base.keyset import cursor_of
from nastavnik.base.routes import route
from nastavnik.org import reference
from nastavnik.people import listing, standing
from nastavnik.people.models import Participation
from nastavnik.people.models.persons import ParticipationQuerySet
from nastavnik.people.services import entering
from nastavnik.people.sights import seen
from nastavnik.portal.documents.places import Place, place_of
from nastavnik.portal.org.filters import day_field
from nastavnik.portal.people.bases_forms import SIDES, BaseFilter
from nastavnik.portal.people.likenesses import waiting
from nastavnik.portal.ui import searches
from nastavnik.portal.ui.navigation import address_of
from nastavnik.portal.ui.toasts import toast

# In the session: the words of a search over people, see `searches`.
KEPT, LONGEST = "people_searches", 100
# What may be undone stands in the session, so many of a kind.
MOST_KEPT = 10
# In the session: token → who was taken in together and on which day.
TAKEN_IN = "people_taken_in"
ORDERS = (listing.NAME, listing.GROUP, listing.STATUS)
TONES = {
    "candidate": "warning", "consented": "info", "in_base": "plain", "ready": "success", "unmatched": "plain",
    "matched": "info", "active": "success", "completed": "success", "withdrawn": "plain", "archived": "plain",
}  # fmt: skip


class TakeInForm(forms.Form):
    on = day_field(_("Entered on"))


@route("person.view", methods=("GET", "POST"))
def bases(request: SignedIn) -> HttpResponse:
    """A base of a year, by name. A POST is a search: its words never stand in an address."""
    place = place_of(request)
    if request.method == "POST":
        return redirect(_searched(request))
    token = request.GET.get("of", "")
    form = BaseFilter(request.GET, node=place.node, words=searches.kept(request, KEPT, token))
    whole = _within(request, place, form)
    order = _order(request)
    page = listing.page_of(
        form.apply(whole), timezone.localdate(), node=place.node, text=form.words, order=order,
        cursor=cursor_of(request.GET),
    )  # fmt: skip
    if form.words:
        record("people.searched", None, actor=request.user, node_id=place.node.pk, found=len(page.rows))
    if page.rows:
        seen(request.user, [row.person for row in page.rows], "base")
    titles = _titles(form)
    context = {
        "filter": form,
        "place": place,
        "list_page": page,
        "rows": [_line(row, titles) for row in page.rows],
        "tabs": _tabs(request, place, form),
        "is_mentors": form.of_side == Participation.Side.MENTOR,
        "base_query": _which(place, form),
        "today": timezone.localdate(),
        "clear": _without(request, "of"),
        "load_address": address_of("people:intakes"),
        **(may := _may(request, place)),
        "has_likenesses": may["may_merge"] and waiting(request, place).exists(),
    }
    return render(request, "people/bases/list.html", context)


def _within(request: SignedIn, place: Place, form: BaseFilter) -> ParticipationQuerySet:
    base = listing.base(place.node, side=form.of_side, model=form.of_model, school_year=form.of_year)
    return base.visible_to(request.user, "person.view")


def _order(request: SignedIn) -> str:
    order = request.GET.get("order", "")
    return order if order.removeprefix("-") in ORDERS else listing.NAME


def _may(request: SignedIn, place: Place) -> dict[str, bool]:
    found = rights(request.user, place.node, "person.edit", "person.import", "person.export", "person.merge")
    return {
        "may_edit": "person.edit" in found,
        "may_load": "person.import" in found,
        "may_export": "person.export" in found,
        "may_merge": "person.merge" in found,
    }


def _titles(form: BaseFilter) -> dict[str, dict[str, str]]:
    kinds = "mentor_sources" if form.of_side == Participation.Side.MENTOR else "mentee_categories"
    forms_of, kinds_of = reference.titles_of("forms", kinds)
    return {"form": forms_of, "kind": kinds_of}


class Line(NamedTuple):
    """A row as it is written: fifty of them are a good part of what the page costs."""

    part: str
    person: str
    name: str
    seat: int
    birth_year: int | None
    group: str
    status: str
    tone: str
    is_complete: bool
    is_proved: bool
    is_stopped: bool
    form: str
    kind: str


_STATUSES = dict(Participation.Status.choices)


def _line(row: Any, titles: dict[str, dict[str, str]]) -> Line:
    person = row.person
    is_mentor = row.side == Participation.Side.MENTOR
    code = row.source if is_mentor else row.category
    return Line(
        str(row.uid), str(person.uid), person.full_name, person.seat, person.birth_year,
        row.group.name if row.group else "", str(_STATUSES[row.status]), TONES[row.status], row.complete,
        is_mentor and row.proved, is_mentor and row.stopped, titles["form"].get(row.form, row.form),
        titles["kind"].get(code, code),
    )  # fmt: skip


def _tabs(request: SignedIn, place: Place, form: BaseFilter) -> list[tuple[Any, str, bool, int]]:
    """Title, address, whether it is shown, how many."""
    of_year = Participation.objects.living().filter(node=place.node, model=form.of_model, school_year=form.of_year)
    of_year = of_year.exclude(standing.waits_for_destruction())
    sizes = listing.sizes(of_year.visible_to(request.user, "person.view"))
    return [
        (title, f"?{_which(place, form, side=side)}", side == form.of_side, sizes.get(side, 0))
        for side, title in SIDES.items()
    ]


def _which(place: Place, form: BaseFilter, **other: str) -> str:
    """The address part that names this base and nothing of its filters."""
    parts = {"side": form.of_side, "model": form.of_model, "year": str(form.of_year), **other}
    if place.at:
        parts["node"] = str(place.node.uid)
    return urlencode(parts)


def _without(request: SignedIn, *names: str) -> str:
    query = request.GET.copy()
    for name in (*names, "after", "before"):
        query.pop(name, None)
    return f"?{query.urlencode()}"


def _searched(request: SignedIn) -> str:
    """Keep the words and give the address that finds them."""
    text = request.POST.get("q", "").strip()[:LONGEST]
    query = request.GET.copy()
    for name in ("of", "after", "before"):
        query.pop(name, None)
    if text:
        query["of"] = searches.keep(request, KEPT, text)
    return f"{reverse('people:bases')}?{query.urlencode()}"


def kept(request: SignedIn, where: str, value: Any) -> str:
    """The token under which the session keeps ``value``, which names nobody."""
    token = secrets.token_urlsafe(9)
    earlier = list(request.session.get(where, {}).items())
    request.session[where] = dict([*earlier, (token, value)][-MOST_KEPT:])
    return token


@route("person.edit", methods=("POST",))
def take_in(request: SignedIn) -> HttpResponse:
    """Those who are marked enter the base."""
    back = f"{reverse('people:bases')}?{request.GET.urlencode()}"
    form = TakeInForm(request.POST)
    marked = [uid for text in request.POST.getlist("part") if (uid := _uid(text))]
    if not marked:
        toast(request, _("Mark at least one person."), tone="warning")
        return redirect(back)
    if not form.is_valid():
        toast(request, " ".join(map(str, form.errors["on"])), tone="warning")
        return redirect(back)
    on = form.cleaned_data["on"]
    parts = Participation.objects.visible_to(request.user, "person.edit").filter(uid__in=marked).only("pk")
    try:
        keys = entering.take_in(parts, on=on, actor=request.user)
    except NotAllowed:
        raise
    except DomainError as refusal:
        toast(request, str(refusal), tone="warning")
        return redirect(back)
    if not keys:
        if parts.filter(status=Participation.Status.CANDIDATE).exists():
            said = _("They have a day of entry already and stay candidates: not all consents are there.")
        else:
            said = _("All of them are in the base already.")
        toast(request, said, tone="info")
        return redirect(back)
    token = kept(request, TAKEN_IN, [keys, on.isoformat(), request.GET.urlencode()])
    said = ngettext("%(n)s person is taken into the base.", "%(n)s people are taken into the base.", len(keys))
    toast(request, said % {"n": len(keys)}, undo=reverse("people:take-in-undo", args=[token]))
    _tell_of_candidates(request, keys)
    return redirect(back)


def _tell_of_candidates(request: SignedIn, keys: list[int]) -> None:
    left = Participation.objects.filter(pk__in=keys, status=Participation.Status.CANDIDATE)
    if count := left.count():
        words = ngettext(
            "%(n)s of them stays a candidate: consents are missing.",
            "%(n)s of them stay candidates: consents are missing.",
            count,
        )
        toast(request, words % {"n": count}, tone="info")


@route("person.edit", methods=("POST",))
def take_in_undo(request: SignedIn, token: str) -> HttpResponse:
    found = request.session.get(TAKEN_IN, {}).get(token)
    if not found:
        toast(request, _("There is nothing to undo any more."), tone="info")
        return redirect("people:bases")
    keys, day, query = found
    entering.take_in_back(keys, on=dt.date.fromisoformat(day), actor=request.user)
    toast(request, _("It is undone."))
    return redirect(f"{reverse('people:bases')}?{query}")


def _uid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
