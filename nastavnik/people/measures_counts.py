"""The figures of categories: numbers that organisations typed in, as they stand on a day. Nobody is behind them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import Case, Exists, F, IntegerField, OuterRef, QuerySet, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik import measures
from nastavnik.measures.declaring import Nodes
from nastavnik.org.models import Node
from nastavnik.people.categories import COUNTED
from nastavnik.people.models import CategoryCount

# Code of the category → the title of its figure and the head of its column.
TITLES: dict[str, tuple[str | Promise, str | Promise]] = {
    "low_results": (_("Mentees with poor results"), pgettext_lazy("figure", "Poor results")),
    "ovz": (_("Mentees with limited health"), pgettext_lazy("figure", "Limited health")),
    "tzhs": (_("Mentees in a difficult situation"), pgettext_lazy("figure", "Difficult situation")),
    "low_income": (_("Mentees of families with low income"), pgettext_lazy("figure", "Low income")),
    "orphan": (_("Mentees who are orphans or without parental care"), pgettext_lazy("figure", "Orphans")),
    "behaviour": (_("Mentees with difficult behaviour"), pgettext_lazy("figure", "Behaviour")),
    "detached": (_("Mentees who keep apart from school life"), pgettext_lazy("figure", "Keep apart")),
    "burnout": (_("Teachers with burnout"), pgettext_lazy("figure", "Burnout")),
}


def standing_on(period: measures.Period, on: dt.date) -> QuerySet[CategoryCount, Any]:
    """Of each organisation and category the last count of the school year that was made for ``on`` or before."""
    rows = CategoryCount.objects.standing().filter(school_year=period.starts_on.year, on__lte=on)
    same = {name: OuterRef(name) for name in ("node", "category", "school_year")}
    later = CategoryCount.objects.standing().filter(**same, on__gt=OuterRef("on"), on__lte=on)
    return rows.filter(~Exists(later))


def _rows(periods: Sequence[measures.Period], on: dt.date, nodes: Nodes) -> QuerySet[CategoryCount, Any]:
    rows = standing_on(periods[0], on)
    if nodes is not None:
        rows = rows.filter(node__in=nodes)
    return rows.values("node", **{code: _of(code) for code in COUNTED})


def _of(code: str) -> Case:
    return Case(When(category=code, then=F("count")), default=Value(0), output_field=IntegerField())


COUNTS = measures.Units("people.categories", _rows, depends=lambda periods, on: (), apart=True)

for _code in COUNTED:
    measures.among(
        COUNTS,
        f"people.category_{_code}",
        title=TITLES[_code][0],
        short=TITLES[_code][1],
        unit=measures.COUNT,
        counts="people",
        formula=_("The last number that each organisation typed in for the school year by the day; added up above."),
        source=_("Numbers of categories typed in by organisations, with date and source. Nobody is named."),
        periods=(measures.YEAR,),
        touched_by="category",
        numerator=_code,
        denominator=_code,
        higher_is_better=None,
    )


@measures.register_rows(*(f"people.category_{code}" for code in COUNTED))
def _behind(period: measures.Period, on: dt.date, nodes: Nodes, rest: bool) -> QuerySet[Node]:
    """Organisations that typed in a number of any category: which of them have one of this would tell of people."""
    rows = standing_on(period, on)
    found = Node.objects.none() if rest else Node.objects.filter(pk__in=rows.values("node"))
    return found if nodes is None else found.filter(pk__in=nodes)
