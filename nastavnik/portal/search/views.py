"""The page of the search; to htmx, the list of what was found alone."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.finding import LONGEST
from nastavnik.base.routes import signed_in
from nastavnik.portal.search.found import search

IN_WINDOW, ON_PAGE = 5, 20


@signed_in(methods=("GET", "POST"))
def page(request: SignedIn) -> HttpResponse:
    in_window = "HX-Request" in request.headers
    text = request.POST.get("q", "")[:LONGEST]
    groups = search(request, text, limit=IN_WINDOW if in_window else ON_PAGE) if text.strip() else []
    template = "search/found.html" if in_window else "search/page.html"
    return render(request, template, {"groups": groups, "text": text, "in_window": in_window})
