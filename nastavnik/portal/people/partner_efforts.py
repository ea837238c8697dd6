"""Measures taken to attract enterprises and organisations: the list, its lines, the table."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from nastavnik.accounts.requests import SignedIn
from nastavnik.audit.record import record
from nastavnik.base import sheets
from nastavnik.base.access import can, require
from nastavnik.base.errors import DomainError, EditConflict, NotAllowed
from nastavnik.base.keyset import cursor_of, keyset_page
from nastavnik.base.routes import route
from nastavnik.people.models import PartnerEffort
from nastavnik.people.services import partner_efforts as deeds
from nastavnik.portal import conflicts
from nastavnik.portal.documents.places import Place, place_of
from nastavnik.portal.people.partners_forms import EffortForm
from nastavnik.portal.roadmaps.shown import add_errors
from nastavnik.portal.ui.toasts import toast

VIEW, EDIT = "partner.view", "partner.edit"
METHODS = ("GET", "POST")


def _rows(request: SignedIn, place: Place) -> Any:
    rows = PartnerEffort.objects.visible_to(request.user, VIEW).filter(node=place.node, removed_at=None)
    return rows.select_related("partner").defer("partner__contact")


@route(VIEW)
def efforts(request: SignedIn) -> HttpResponse:
    place = place_of(request)
    page = keyset_page(_rows(request, place), order=("-on", "-pk"), cursor=cursor_of(request.GET))
    context = {"place": place, "list_page": page, "rows": page.rows, "may_edit": can(request.user, EDIT, place.node)}
    return render(request, "people/partners/efforts.html", context)


@route(VIEW)
def export(request: SignedIn) -> HttpResponseBase:
    place = place_of(request)
    found = list(_rows(request, place))
    record("partner.exported", None, actor=request.user, node_id=place.node.pk, rows=len(found), contact=False)
    columns = [
        sheets.Column("Дата", "on", 12),
        sheets.Column("Мера по привлечению предприятий и организаций", "what", 60),
        sheets.Column("Партнёр", lambda row: row.partner.name if row.partner else "", 40),
        sheets.Column("Результат", "result", 60),
    ]
    return sheets.stream_xlsx(columns, found, name="меры-по-привлечению-партнёров")


@route(EDIT, methods=METHODS)
def add(request: SignedIn) -> HttpResponse:
    place = place_of(request)
    require(request.user, EDIT, place.node)
    form = EffortForm(request.POST or None, node=place.node)
    back = place.address("people:efforts")
    if request.method == "POST" and form.is_valid():
        try:
            effort = deeds.add(place.node, actor=request.user, **form.told())
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            undo = reverse("people:effort-remove", args=[effort.uid])
            toast(request, _("The measure is written down."), undo=undo)
            return redirect(back)
    return render(request, "people/partners/effort_form.html", {"form": form, "back": back})


@route(EDIT, of=PartnerEffort, methods=METHODS)
def edit(request: SignedIn, effort: PartnerEffort) -> HttpResponse:
    back = _list_of(effort)
    initial = {name: getattr(effort, name) for name in (*deeds.FIELDS, "version")}
    form = EffortForm(request.POST or None, node=effort.node, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            deeds.change(effort, version=form.cleaned_data["version"] or 0, actor=request.user, **form.told())
        except EditConflict as conflict:
            return conflicts.page(request, conflict, form=form, back=back)
        except NotAllowed:
            raise
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            toast(request, _("Saved."))
            return redirect(back)
    return render(request, "people/partners/effort_form.html", {"form": form, "back": back, "effort": effort})


@route(EDIT, of=PartnerEffort, methods=("POST",))
def remove(request: SignedIn, effort: PartnerEffort) -> HttpResponse:
    deeds.remove(effort, actor=request.user)
    undo = reverse("people:effort-bring-back", args=[effort.uid])
    toast(request, _("The measure is removed."), undo=undo)
    return redirect(_list_of(effort))


@route(EDIT, of=PartnerEffort, methods=("POST",))
def bring_back(request: SignedIn, effort: PartnerEffort) -> HttpResponse:
    deeds.bring_back(effort, actor=request.user)
    toast(request, _("The measure stands again."))
    return redirect(_list_of(effort))


def _list_of(effort: PartnerEffort) -> str:
    return f"{reverse('people:efforts')}?node={effort.node.uid}"
