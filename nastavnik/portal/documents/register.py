"""The list of documents and the register of those issued."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.access import holds
from nastavnik.base.keyset import Page, cursor_of, keyset_page
from nastavnik.base.routes import route
from nastavnik.documents.library import TEMPLATES
from nastavnik.documents.models import Paper, PaperQuerySet, State
from nastavnik.documents.search import page_saying
from nastavnik.org.models import Node
from nastavnik.portal.documents.filters import PARTS, PaperFilter
from nastavnik.portal.documents.page import TONES
from nastavnik.portal.saved import strip

# The documents of so few organisations lie along indexes that begin with the organisation.
FEW = 20


@route("document.view")
def documents(request: SignedIn) -> HttpResponse:
    """Documents within reach: the newest first; issued ones by their dates."""
    organisations = _organisations(request, FEW + 1)
    across = organisations > 1
    form = PaperFilter(request.GET, across=across, wide=organisations > FEW)
    if way := strip.opened(request, "documents", form):
        return redirect(way)
    page = _page(request, form)
    context = {
        "filter": form,
        "list_page": page,
        "rows": [(paper, kind_of(paper), TONES[State(paper.state)]) for paper in page.rows],
        "parts": list(_parts(form)),
        "across": across,
        "may_draw_up": holds(request.user, "document.edit"),
        "may_export": holds(request.user, "document.export"),
    }
    return render(request, "documents/list.html", context)


def found(
    request: SignedIn, form: PaperFilter, action: str = "document.view", *, without: Iterable[str] = ()
) -> PaperQuerySet:
    papers = form.apply(Paper.objects.visible_to(request.user, action).living(), without=without)
    return papers.select_related("node", "case").defer("payload")


def _page(request: SignedIn, form: PaperFilter) -> Page[Paper]:
    papers = found(request, form, without=["q"])
    cursor, text = cursor_of(request.GET), form.chosen().get("q", "")
    way: dict[str, Any] = {"order": order_of(form), "cursor": cursor, "filled": ("dated_on",)}
    way |= {"parts": form.parts, "near": form.near}
    return page_saying(papers, text, **way) if text else keyset_page(papers, **way)


def order_of(form: PaperFilter) -> tuple[str, ...]:
    return ("-dated_on",) if form.is_register else ("-pk",)


def is_across(request: SignedIn) -> bool:
    """Whether the user sees documents of several organisations."""
    return _organisations(request, 2) > 1


def _organisations(request: SignedIn, most: int) -> int:
    """Of how many organisations the user sees documents, counted up to ``most``."""
    return len(Node.objects.visible_to(request.user, "document.view").order_by().values_list("pk")[:most])


def kind_of(paper: Paper) -> str:
    built = TEMPLATES.get(paper.code)
    return built.title if built else paper.code


def _parts(form: PaperFilter) -> Iterator[tuple[object, str, bool]]:
    """The tabs: title, address, whether it is the one shown."""
    now, rest = form.chosen().get("part", ""), form.query(without=["part"])
    for part, title in PARTS.items():
        yield title, "&".join(piece for piece in (rest, f"part={part}" if part else "") if piece), part == now
