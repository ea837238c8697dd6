"""Who below keeps editions of their own, and which of these have fallen behind."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
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
from nastavnik.portal.documents.places import place_of
from nastavnik.portal.documents.template_compare import compared

OVERSEE = "document_template.oversee"


class BelowFilter(FilterForm):
    q = forms.CharField(label=_("Organisation"), max_length=100)
    code = forms.ChoiceField(label=_("Template"), choices=())
    behind = forms.BooleanField(label=_("Only those behind"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        assert isinstance(code, forms.ChoiceField)  # noqa: S101 - said for the type checker
        code.choices = [("", _("any")), *((built.code, built.title) for built in TEMPLATES.values())]

    def narrow_q(self, rows: Any, text: str) -> Any:
        return rows.filter(node__in=Node.objects.named_like(text))

    def narrow_behind(self, rows: Any, wanted: bool) -> Any:
        return rows.filter(is_behind=True)


@route(OVERSEE)
def show(request: SignedIn) -> HttpResponse:
    """One page of the editions in force below; those without one work by the edition in use above them."""
    place, form = place_of(request), BelowFilter(request.GET)
    rows = Template.objects.visible_to(request.user, OVERSEE).filter(state=Template.State.PUBLISHED)
    marked = editions.with_lag(rows.exclude(node=place.node)).select_related("node", "base__node").defer("tree")
    page: Any = keyset_page(form.apply(marked), order=("node__sort_name", "code"), cursor=cursor_of(request.GET))
    for row in page.rows:
        row.kind = TEMPLATES[row.code].title if row.code in TEMPLATES else row.title
    return render(request, "documents/templates/below.html", {"place": place, "filter": form, "list_page": page})


@route(OVERSEE, of=Template)
def compare(request: SignedIn, edition: Template) -> HttpResponse:
    """What an organisation below has changed in the edition that would be in use there without its own."""
    if edition.state != Template.State.PUBLISHED or edition.code not in TEMPLATES:
        raise Http404
    context = {
        "edition": edition,
        "built": TEMPLATES[edition.code],
        **compared(editions.above(edition.node, edition.code), Edition(edition.code, edition)),
    }
    return render(request, "documents/templates/below_one.html", context)
