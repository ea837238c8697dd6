"""The seats of the bases within reach: which organisation, which number, where it stands. Nobody is named."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from nastavnik.accounts.requests import SignedIn
from nastavnik.audit.record import record
from nastavnik.base.filters import FilterForm
from nastavnik.base.routes import route
from nastavnik.org.calendar import SchoolYear
from nastavnik.org.models import Node, NodeQuerySet, path_range
from nastavnik.people import seats
from nastavnik.people.models import Participation
from nastavnik.people.models.persons import ParticipationQuerySet
from nastavnik.portal.org.filters import MOST_TERRITORIES, PlainSelect
from nastavnik.portal.people.bases import TONES
from nastavnik.portal.people.bases_forms import Model, Side, years
from nastavnik.portal.years import this_year


class SeatFilter(FilterForm):
    """``territory`` and ``node`` narrow the organisations, the rest their seats."""

    territory = forms.ChoiceField(label=_("Territory"), widget=PlainSelect)
    node = forms.CharField(label=_("Organisation"), max_length=100)
    side = forms.ChoiceField(label=_("Base"), choices=[("", _("both")), *Side.choices])
    status = forms.ChoiceField(label=_("Status"), choices=[("", _("any")), *Participation.Status.choices])
    model = forms.ChoiceField(label=_("Model"), choices=[("", _("both")), *Model.choices])
    year = forms.TypedChoiceField(label=_("School year"), coerce=int)

    further = frozenset({"model", "year"})

    def __init__(self, data: Any, *, nodes: NodeQuerySet) -> None:
        super().__init__(data)
        found = nodes.filter(kind=Node.Kind.TERRITORY).order_by("sort_name", "id")[:MOST_TERRITORIES]
        self.territories = {str(node.uid): node for node in found}
        choices = [("", _("all of them")), *((uid, node.short_name) for uid, node in self.territories.items())]
        now = this_year()
        for name, offered in (("territory", choices), ("year", sorted(years(), key=lambda pair: pair[0] != now))):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - said for the type checker
            field.choices = offered
        if len(self.territories) < 2:
            del self.fields["territory"]

    @property
    def of_year(self) -> int:
        return int(self.chosen().get("year") or this_year())

    def nodes(self, within: NodeQuerySet) -> NodeQuerySet:
        chosen = self.chosen()
        if uid := chosen.get("territory"):
            within = within.filter(path_range(self.territories[uid].path))
        return within.named_like(chosen["node"]) if "node" in chosen else within

    def parts(self) -> ParticipationQuerySet:
        found: ParticipationQuerySet = Participation.objects.living().filter(school_year=self.of_year)
        chosen = self.chosen()
        return found.filter(**{name: chosen[name] for name in ("side", "status", "model") if name in chosen})


@route("seat.view")
def show(request: SignedIn) -> HttpResponse:
    """Seats by organisation. How many there are is a figure and asked for elsewhere."""
    within = Node.objects.visible_to(request.user, "seat.view")
    form = SeatFilter(request.GET, nodes=within)
    page = seats.page_of(form.nodes(within), form.parts(), request.GET.get("after", ""))
    # Decision 32: a list of rows can be counted, so that whoever opens it is written down.
    top = within.order_by("path").values_list("pk", flat=True).first()
    record("seat.listed", None, actor=request.user, node_id=top, rows=len(page.rows))
    sides, models = dict(Side.choices), dict(Model.choices)
    statuses = dict(Participation.Status.choices)
    context = {
        "filter": form,
        "list_page": page,
        "rows": [
            (node, row, sides[row.side], models[row.model], statuses[row.status], TONES[row.status])
            for node, row in page.rows
        ],
        "year": str(SchoolYear(form.of_year)),
        "is_further": "after" in request.GET,
        "beginning": f"?{form.query()}",
    }
    return render(request, "people/seats/list.html", context)
