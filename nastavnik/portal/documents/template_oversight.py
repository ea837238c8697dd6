"""Who below keeps editions of their own, and which of these have fallen behind."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.filters import FilterForm
from nastavnik.base.keyset import cursor_of, keyset_page
from nastavnik.base.routes import route
from nastavnik.documents import editions
from nastavnik.documents.editions import Edition
from nastavnik.documents.library import TEMPLATES
from nastavnik.documents.models import Template
from nastavnik.org.models import Node
from nastavnik.portal.approvals.forms import DayField
from nastavnik.portal.documents.places import place_of
from nastavnik.portal.documents.template_compare import compared

OVERSEE = "document_template.oversee"


class BelowFilter(FilterForm):
    q = forms.CharField(label=_("Organisation"), max_length=100)
    code = forms.ChoiceField(label=_("Template"), choices=())
    on = DayField(label=_("As of the day"))
    behind = forms.BooleanField(label=_("Only those behind"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        assert isinstance(code, forms.ChoiceField)  # noqa: S101 - said for the type checker
        code.choices = [("", _("any")), *((built.code, built.title) for built in TEMPLATES.values())]

    def narrow_q(self, rows: Any, text: str) -> Any:
        return rows.filter(node__in=Node.objects.named_like(text))

    def narrow_on(self, rows: Any, _day: dt.date) -> Any:
        return rows  # the page asks for the editions of that day

    def narrow_behind(self, rows: Any, wanted: bool) -> Any:
        return rows.filter(is_behind=True)


@route(OVERSEE)
def show(request: SignedIn) -> HttpResponse:
    """One page of the editions below: those in force today and those that wait for their day, or those in force on
    the day asked for. Whoever has none works by the edition in use above."""
    place, form, today = place_of(request), BelowFilter(request.GET), timezone.localdate()
    day = form.chosen().get("on")
    rows = Template.objects.visible_to(request.user, OVERSEE).exclude(node=place.node)
    kept = rows.in_force(day) if day else rows.filter(state=Template.State.PUBLISHED).standing(today)
    marked: Any = editions.with_lag(kept, day) if form.chosen().get("behind") else kept
    found = form.apply(marked).select_related("node", "base__node").defer("tree")
    page: Any = keyset_page(found, order=("node__sort_name", "code"), cursor=cursor_of(request.GET))
    # Of the page alone: the tree is climbed for each edition that is asked about.
    shown = editions.with_lag(Template.objects.filter(pk__in=[row.pk for row in page.rows]), day)
    behind = set(shown.filter(is_behind=True).values_list("pk", flat=True))
    for row in page.rows:
        row.is_behind = row.pk in behind
        row.kind = TEMPLATES[row.code].title if row.code in TEMPLATES else row.title
        row.waits = day is None and row.from_on > today
    context = {"place": place, "filter": form, "list_page": page, "day": day}
    return render(request, "documents/templates/below.html", context)


@route(OVERSEE, of=Template)
def compare(request: SignedIn, edition: Template) -> HttpResponse:
    """What an organisation below has changed in the edition that would be in use there without its own."""
    if edition.state != Template.State.PUBLISHED or edition.from_on is None or edition.code not in TEMPLATES:
        raise Http404
    day = max(edition.from_on, timezone.localdate())
    context = {
        "edition": edition,
        "built": TEMPLATES[edition.code],
        **compared(editions.above(edition.node, edition.code, day), Edition(edition.code, edition)),
    }
    return render(request, "documents/templates/below_one.html", context)
