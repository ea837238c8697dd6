"""The page of the search; to htmx, the list of what was found while somebody types.

People are looked for by the page alone, once for each form that was sent: its words are kept in the session under
a token, the address carries the token, and the journal says that there was such a search.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from nastavnik.accounts.requests import SignedIn
from nastavnik.audit.record import record
from nastavnik.base.access import holds
from nastavnik.base.finding import LONGEST
from nastavnik.base.routes import signed_in
from nastavnik.portal.search.found import says_something, search, search_people
from nastavnik.portal.ui import searches

IN_WINDOW, ON_PAGE = 5, 20
# In the session: see `searches`.
KEPT = "searches"


@signed_in(methods=("GET", "POST"))
def page(request: SignedIn) -> HttpResponse:
    text = request.POST.get("q", "")[:LONGEST]
    if "HX-Request" in request.headers:
        return _window(request, text)
    if request.method == "POST":
        return redirect(
            reverse("search:page", query={"of": searches.keep(request, KEPT, text)} if text.strip() else None)
        )
    text = searches.kept(request, KEPT, request.GET.get("of", ""))
    groups = search(request, text, limit=ON_PAGE)
    if says_something(text) and holds(request.user, "grant.view"):
        people = search_people(request, text, limit=ON_PAGE)
        record("people.searched", None, actor=request.user, node_id=_where(request), found=len(people.hits))
        groups += [people] if people.hits else []
    return render(request, "search/page.html", {"groups": groups, "text": text})


def _window(request: SignedIn, text: str) -> HttpResponse:
    """What is found while somebody types; whoever may look for people is offered to do so by a click."""
    asked = says_something(text)
    context = {
        "groups": search(request, text, limit=IN_WINDOW),
        "text": text,
        "in_window": True,
        "offers_people": asked and holds(request.user, "grant.view"),
    }
    return render(request, "search/found.html", context)


def _where(request: SignedIn) -> int | None:
    acting = request.user.acting
    return acting.node_id if acting else None
