"""The reference lists on screen: lists, entries as of a date, versions."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.access import holds
from nastavnik.base.keyset import cursor_of, keyset_page
from nastavnik.base.routes import route
from nastavnik.org.models import ReferenceEntry, ReferenceSet, valid_on
from nastavnik.portal.org.content import FOUNDATIONS, parts
from nastavnik.portal.org.filters import DayForm


@route("reference.view")
def lists(request: SignedIn) -> HttpResponse:
    """All lists, those with an undecided offer of a newer text marked."""
    waiting = Count("entries", filter=Q(entries__to_on=None, entries__offered__isnull=False))
    entries = Count("entries", filter=Q(entries__to_on=None))
    found = ReferenceSet.objects.visible_to(request.user, "reference.view").order_by("title_ru")
    return render(request, "org/reference.html", {"lists": found.annotate(size=entries, waiting=waiting)})


@route("reference.view", of=ReferenceSet)
def one_list(request: SignedIn, owner: ReferenceSet) -> HttpResponse:
    """The entries that hold on a day, in their order, and the versions of the list."""
    day_form = DayForm(request.GET or None)
    on = day_form.day()
    entries = ReferenceEntry.objects.visible_to(request.user, "reference.view").filter(valid_on(on), set=owner)
    page = keyset_page(entries.defer("data"), order=("position",), cursor=cursor_of(request.GET), size=100)
    context = {
        "owner": owner,
        "day_form": day_form,
        "on": on,
        "list_page": page,
        "versions": owner.versions.order_by("-number")[:50],
        "may_edit": holds(request.user, "reference.edit"),
    }
    return render(request, "org/reference_list.html", context)


@route("reference.view", of=ReferenceEntry)
def entry(request: SignedIn, row: ReferenceEntry) -> HttpResponse:
    """One entry: its content, its other versions, the shipped text that waits for a decision."""
    context = {
        "entry": row,
        "owner": row.set,
        "parts": parts(row.data),
        "foundation": dict(FOUNDATIONS).get(row.mark, "") if row.mark else "",
        "offered": parts(row.offered) if row.offered is not None else None,
        "offered_title": row.offered.get("title_ru", row.code) if isinstance(row.offered, dict) else row.code,
        "versions": row.set.entries.filter(code=row.code).select_related("since").order_by("-from_on"),
        "may_edit": row.to_on is None and holds(request.user, "reference.edit"),
    }
    return render(request, "org/entry.html", context)
