"""How many of each category take part: what stands, typing in, the history."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.access import can, require
from nastavnik.base.errors import DomainError, NotAllowed
from nastavnik.base.keyset import cursor_of, keyset_page
from nastavnik.base.routes import route
from nastavnik.org.calendar import SchoolYear
from nastavnik.people.categories import counted
from nastavnik.people.models import CategoryCount
from nastavnik.people.refusals_counts import CountsMoved
from nastavnik.people.services import counts as deeds
from nastavnik.portal.documents.places import Place, place_of
from nastavnik.portal.people.counts_forms import CountsForm, HistoryFilter, seen
from nastavnik.portal.ui.toasts import toast
from nastavnik.portal.years import this_year

VIEW, EDIT = "category.view", "category.edit"
METHODS = ("GET", "POST")


@dataclass(frozen=True)
class Line:
    """A category with its newest count of the school year and the one before it, of last year too."""

    code: str
    title: str
    now: CategoryCount | None
    before: CategoryCount | None


def _lines(place: Place, year: SchoolYear) -> list[Line]:
    years = (year.start_year, year.previous.start_year)
    rows = CategoryCount.objects.standing().filter(node=place.node, school_year__in=years).order_by("on", "pk")
    of: dict[str, list[CategoryCount]] = {}
    for row in rows:
        of.setdefault(row.category, []).append(row)
    found = []
    for code, title in counted().items():
        told = of.get(code, [])
        now = told.pop() if told and told[-1].school_year == year.start_year else None
        found.append(Line(code, title, now, told[-1] if told else None))
    return found


@route(VIEW)
def show(request: SignedIn) -> HttpResponse:
    """What stands this school year, a line a category."""
    place = place_of(request)
    require(request.user, VIEW, place.node)
    year = SchoolYear(this_year())
    lines = _lines(place, year)
    context = {
        "place": place,
        "year": year,
        "lines": lines,
        "is_empty": not any(line.now or line.before for line in lines),
        "may_edit": can(request.user, EDIT, place.node),
    }
    return render(request, "people/counts/counts.html", context)


@route(EDIT, methods=METHODS)
def enter(request: SignedIn) -> HttpResponse:
    """All categories on one page, for one day."""
    place = place_of(request)
    require(request.user, EDIT, place.node)
    words, status = counted(), 200
    now = deeds.latest(place.node)
    form = CountsForm(request.POST or None, words=words, now=now)
    if request.method == "POST" and form.is_valid():
        try:
            made = deeds.put(
                place.node, form.typed(), on=form.cleaned_data["on"], actor=request.user,
                seen=seen(request.POST, words),
            )  # fmt: skip
        except NotAllowed:
            raise
        except DomainError as refusal:
            form.refuse(refusal)
            if isinstance(refusal, CountsMoved):
                # The page that follows shows what stands now, so that the next saving knows of it.
                now, status = deeds.latest(place.node), 409
        else:
            return _entered(request, place, made)
    context = {"place": place, "form": form, "lines": form.lines(now), "back": place.address("people:counts")}
    return render(request, "people/counts/enter.html", context, status=status)


def _entered(request: SignedIn, place: Place, made: list[CategoryCount]) -> HttpResponse:
    if made:
        said = ngettext("%(n)s number is written down.", "%(n)s numbers are written down.", len(made))
        undo = reverse("people:counts-take-back", args=[made[0].uid])
        toast(request, said % {"n": len(made)}, undo=undo)
    else:
        toast(
            request, _("Nothing has changed: no number was typed in, or all of them stand so already."), tone="info"
        )
    return redirect(place.address("people:counts"))


@route(EDIT, of=CategoryCount, seen_by=VIEW, methods=("POST",))
def take_back(request: SignedIn, row: CategoryCount) -> HttpResponse:
    try:
        deeds.take_back(row, actor=request.user)
    except CountsMoved:
        toast(request, _("The numbers were changed since. Look at the history."), tone="warning")
    else:
        toast(request, _("What was typed in is taken back."))
    return redirect(_of(row, "people:counts"))


@route(VIEW)
def history(request: SignedIn) -> HttpResponse:
    """Everything that was ever typed in, newest first; what no longer stands too."""
    place = place_of(request)
    form = HistoryFilter(request.GET)
    rows = CategoryCount.objects.visible_to(request.user, VIEW).filter(node=place.node)
    rows = form.apply(rows.select_related("made_by"))
    page = keyset_page(rows, order=("-on", "-pk"), cursor=cursor_of(request.GET))
    words = counted()
    replaced = set(
        CategoryCount.objects.standing().filter(replaces__in=[row.pk for row in page.rows]).values_list(
            "replaces", flat=True
        )
    )  # fmt: skip
    context = {
        "place": place,
        "filter": form,
        "list_page": page,
        "rows": [
            (row, words.get(row.category, row.category), SchoolYear(row.school_year), row.pk in replaced)
            for row in page.rows
        ],
        "may_edit": can(request.user, EDIT, place.node),
    }
    return render(request, "people/counts/history.html", context)


@route(EDIT, of=CategoryCount, seen_by=VIEW, methods=("POST",))
def remove(request: SignedIn, row: CategoryCount) -> HttpResponse:
    deeds.remove(row, actor=request.user)
    toast(request, _("The number is removed."), undo=reverse("people:counts-bring-back", args=[row.uid]))
    return redirect(_of(row, "people:counts-history"))


@route(EDIT, of=CategoryCount, seen_by=VIEW, methods=("POST",))
def bring_back(request: SignedIn, row: CategoryCount) -> HttpResponse:
    try:
        deeds.bring_back(row, actor=request.user)
    except NotAllowed:
        raise
    except DomainError as refusal:
        toast(request, str(refusal), tone="warning")
    else:
        toast(request, _("The number stands again."))
    return redirect(_of(row, "people:counts-history"))


def _of(row: CategoryCount, name: str) -> str:
    return f"{reverse(name)}?node={row.node.uid}"
