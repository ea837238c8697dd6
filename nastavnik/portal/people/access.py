"""The check list of accessibility: ready-made and own measures of a school year, and the document made of them."""

from __future__ import annotations

import uuid
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.access import can, require
from nastavnik.base.errors import DomainError, EditConflict, NotAllowed
from nastavnik.base.routes import route
from nastavnik.documents.models import WRITABLE, Paper, State
from nastavnik.org.calendar import SchoolYear
from nastavnik.people.access_proposals import PROPOSALS
from nastavnik.people.categories import served
from nastavnik.people.models import AccessMeasure
from nastavnik.people.services import access as deeds
from nastavnik.people.services import access_papers as papers
from nastavnik.portal import conflicts
from nastavnik.portal.documents.page import TONES
from nastavnik.portal.documents.places import Place, place_of
from nastavnik.portal.people.bases import kept
from nastavnik.portal.people.counts_forms import AccessForm, TakeOverForm
from nastavnik.portal.roadmaps.shown import add_errors
from nastavnik.portal.ui.toasts import toast
from nastavnik.portal.years import this_year

VIEW, EDIT = "category.view", "category.edit"
METHODS = ("GET", "POST")
# In the session: token → uids of the lines that were taken over together.
TAKEN = "access_taken"


def _year(request: SignedIn) -> SchoolYear:
    """The one of the address among last year, this one and the next; this one where it names none of them."""
    now = SchoolYear(this_year())
    wanted = request.GET.get("year", "")
    return next((one for one in (now.previous, now.next) if str(one.start_year) == wanted), now)


def _at(place: Place, year: SchoolYear, name: str = "people:access", *args: object) -> str:
    asked = {"year": year.start_year, **({"node": place.node.uid} if place.at else {})}
    return f"{reverse(name, args=args)}?{urlencode(asked)}"


@route(VIEW)
def show(request: SignedIn) -> HttpResponse:
    """The list of a school year by category, and where its document stands."""
    place, year = place_of(request), _year(request)
    require(request.user, VIEW, place.node)
    rows, words = deeds.rows_of(place.node, year.start_year), served()
    now = SchoolYear(this_year())
    context = {
        "place": place,
        "year": year,
        "years": [(one, _at(place, one), one == year) for one in (now.previous, now, now.next)],
        "groups": [
            (words.get(code, code), list(found)) for code, found in groupby(rows, key=lambda row: row.category)
        ],
        "done": len([row for row in rows if row.done_on]),
        "total": len(rows),
        "today": timezone.localdate(),
        "may_edit": can(request.user, EDIT, place.node),
        "paper": _paper(request, place, year, rows),
        "ready_at": _at(place, year, "people:access-ready"),
        "add_at": _at(place, year, "people:access-add"),
        "draw_up_at": _at(place, year, "people:access-draw-up"),
    }
    return render(request, "people/counts/access.html", context)


def _paper(request: SignedIn, place: Place, year: SchoolYear, rows: list[AccessMeasure]) -> dict[str, Any]:
    """The document of the list, how it stands, and what may be done about it."""
    visible = Paper.objects.visible_to(request.user, "document.view")
    paper = papers.newest(visible, place.node, year.start_year)
    may = bool(rows) and all(can(request.user, action, place.node) for action in (EDIT, "document.edit"))
    if paper is None:
        return {"may_draw_up": may}
    differs = bool(rows) and not papers.says_the_same(paper, rows)
    on_its_way = paper.state not in WRITABLE and not paper.is_issued
    ended = paper.is_issued and paper.state != State.REGISTERED
    return {
        "row": paper,
        "tone": TONES[State(paper.state)],
        "differs": differs,
        "is_draft": paper.state in WRITABLE,
        "may_renew": may and differs and not on_its_way and not ended,
        "may_draw_up": may and ended,
    }


@route(EDIT, methods=METHODS)
def ready(request: SignedIn) -> HttpResponse:
    """Ready-made measures to choose from."""
    place, year = place_of(request), _year(request)
    require(request.user, EDIT, place.node)
    form = TakeOverForm(request.POST or None)
    chosen = request.POST.getlist("measure")
    if request.method == "POST" and form.is_valid():
        if not chosen:
            form.add_error(None, _("Tick at least one measure."))
        else:
            try:
                made = deeds.take_over(place.node, year.start_year, chosen, actor=request.user, **form.cleaned_data)
            except NotAllowed:
                raise
            except DomainError as refusal:
                add_errors(form, refusal)
            else:
                return _taken(request, place, year, made)
    there = {row.proposal for row in deeds.rows_of(place.node, year.start_year)}
    words = served()
    left = [one for one in PROPOSALS.values() if one.code not in there]
    context = {
        "place": place,
        "year": year,
        "form": form,
        "groups": [(words[code], list(found)) for code, found in groupby(left, key=lambda one: one.category)],
        "chosen": chosen,
        "back": _at(place, year),
    }
    return render(request, "people/counts/ready.html", context)


def _taken(request: SignedIn, place: Place, year: SchoolYear, made: list[AccessMeasure]) -> HttpResponse:
    if made:
        token = kept(request, TAKEN, [str(row.uid) for row in made])
        said = ngettext("%(n)s measure is taken over.", "%(n)s measures are taken over.", len(made))
        toast(request, said % {"n": len(made)}, undo=_at(place, year, "people:access-untake", token))
    else:
        toast(request, _("These measures are in the list already."), tone="info")
    return redirect(_at(place, year))


@route(EDIT, methods=("POST",))
def untake(request: SignedIn, token: str) -> HttpResponse:
    """Undo the taking over: the lines leave the list together."""
    place, year = place_of(request), _year(request)
    uids = [uuid.UUID(uid) for uid in request.session.get(TAKEN, {}).get(token, [])]
    rows = AccessMeasure.objects.visible_to(request.user, EDIT).filter(uid__in=uids, removed_at=None)
    if found := list(rows.select_related("node")):
        deeds.remove(found, actor=request.user)
        toast(request, _("The measures are taken off the list."))
    else:
        toast(request, _("There is nothing to take back any more."), tone="warning")
    return redirect(_at(place, year))


@route(EDIT, methods=METHODS)
def add(request: SignedIn) -> HttpResponse:
    place, year = place_of(request), _year(request)
    require(request.user, EDIT, place.node)
    form = AccessForm(request.POST or None)
    back = _at(place, year)
    if request.method == "POST" and form.is_valid():
        try:
            row = deeds.add(place.node, year.start_year, actor=request.user, **form.told())
        except NotAllowed:
            raise
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            toast(request, _("The measure is added."), undo=reverse("people:access-remove", args=[row.uid]))
            return redirect(back)
    return render(request, "people/counts/access_form.html", {"form": form, "back": back, "year": year})


@route(EDIT, of=AccessMeasure, seen_by=VIEW, methods=METHODS)
def edit(request: SignedIn, row: AccessMeasure) -> HttpResponse:
    back = _list_of(row)
    initial = {name: getattr(row, name) for name in (*deeds.FIELDS, "version")}
    form = AccessForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            deeds.change(row, version=form.cleaned_data["version"] or 0, actor=request.user, **form.told())
        except EditConflict as conflict:
            return conflicts.page(request, conflict, form=form, back=back)
        except NotAllowed:
            raise
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            toast(request, _("Saved."))
            return redirect(back)
    context = {"form": form, "back": back, "row": row, "year": SchoolYear(row.school_year)}
    return render(request, "people/counts/access_form.html", context)


@route(EDIT, of=AccessMeasure, seen_by=VIEW, methods=("POST",))
def done(request: SignedIn, row: AccessMeasure) -> HttpResponse:
    deeds.mark_done(row, timezone.localdate(), actor=request.user)
    toast(request, _("The measure is carried out."), undo=reverse("people:access-reopen", args=[row.uid]))
    return redirect(_list_of(row))


@route(EDIT, of=AccessMeasure, seen_by=VIEW, methods=("POST",))
def reopen(request: SignedIn, row: AccessMeasure) -> HttpResponse:
    deeds.mark_done(row, None, actor=request.user)
    toast(request, _("The measure is to be carried out."))
    return redirect(_list_of(row))


@route(EDIT, of=AccessMeasure, seen_by=VIEW, methods=("POST",))
def remove(request: SignedIn, row: AccessMeasure) -> HttpResponse:
    deeds.remove([row], actor=request.user)
    toast(request, _("The measure is taken off the list."), undo=reverse("people:access-bring-back", args=[row.uid]))
    return redirect(_list_of(row))


@route(EDIT, of=AccessMeasure, seen_by=VIEW, methods=("POST",))
def bring_back(request: SignedIn, row: AccessMeasure) -> HttpResponse:
    deeds.bring_back([row], actor=request.user)
    toast(request, _("The measure is in the list again."))
    return redirect(_list_of(row))


@route(EDIT, methods=("POST",))
def draw_up(request: SignedIn) -> HttpResponse:
    """A draft of the document with the lines of the list; the draft that there is gets them too."""
    place, year = place_of(request), _year(request)
    try:
        paper = papers.draw_up(place.node, year.start_year, actor=request.user)
    except NotAllowed:
        raise
    except DomainError as refusal:
        toast(request, str(refusal), tone="warning")
        return redirect(_at(place, year))
    toast(
        request, _("The draft has the measures of the list. Look through it and send it for agreement."), tone="info"
    )
    return redirect("documents:paper", paper.uid)


def _list_of(row: AccessMeasure) -> str:
    return f"{reverse('people:access')}?{urlencode({'year': row.school_year, 'node': row.node.uid})}"
