"""Where, for which period and as of which day figures are shown; everything stands in the address."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Any

from django import forms
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik import measures
from nastavnik.accounts.requests import SignedIn
from nastavnik.base.filters import FilterForm
from nastavnik.measures.periods import months_of, year_of
from nastavnik.org.calendar import SchoolYear
from nastavnik.org.models import Node
from nastavnik.portal.org.filters import PlainSelect, day_field
from nastavnik.portal.ui import wording
from nastavnik.portal.years import this_year

YEARS_BACK, YEARS_AHEAD = 4, 1


class PlaceForm(FilterForm):
    """``node`` is a uid within reach; without one the place where the reader acts."""

    period = forms.ChoiceField(label=_("Period"), widget=PlainSelect)
    on = day_field(_("As of"))
    node = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, request: SignedIn, *, kinds: tuple[str, ...] = (measures.YEAR,)) -> None:
        data = request.GET.copy()
        if not data.get("period"):
            data["period"] = year_of(_day(data.get("on", ""))).code
        super().__init__(data)
        self.request = request
        self.kinds = kinds
        field = self.fields["period"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - said for the type checker
        field.choices = [(one.code, wording.period(one.starts_on, one.ends_on)) for one in self._offered()]

    def _offered(self) -> list[measures.Period]:
        """School years around today's, newest first, and the months of the year that is asked about."""
        now = this_year()
        years = [measures.year(start) for start in range(now + YEARS_AHEAD, now - YEARS_BACK - 1, -1)]
        asked = self.data.get("period", "")
        try:
            chosen = measures.Period.parse(asked)
        except measures.UnknownPeriod:
            chosen = measures.year(now)
        offered = years if chosen in years or chosen.kind != measures.YEAR else [*years, chosen]
        if measures.MONTH in self.kinds:
            offered += months_of(SchoolYear(year_of(chosen.starts_on).starts_on.year))
        return offered

    @cached_property
    def place(self) -> Node:
        """Raises: Http404: there is no such place within reach."""
        within = Node.objects.visible_to(self.request.user, "measure.view")
        asked = self.data.get("node")
        if asked:
            uid = self.chosen().get("node")
            found = within.filter(uid=uid).first() if uid else None
        else:
            acting = self.request.user.acting
            found = within.filter(pk=acting.node_id).first() if acting and acting.node_id else None
        if found is None:
            raise Http404
        return found

    @cached_property
    def span(self) -> measures.Period:
        code: str = self.chosen().get("period") or ""
        return measures.Period.parse(code) if code else year_of(self.day)

    @cached_property
    def day(self) -> dt.date:
        """Today, unless an earlier day was chosen: what will be, nobody has counted."""
        today = timezone.localdate()
        chosen: dt.date = self.chosen().get("on") or today
        return min(chosen, today)

    @property
    def is_today(self) -> bool:
        return self.day == timezone.localdate()

    def chips(self) -> list[Any]:
        return []


def _day(text: str) -> dt.date:
    try:
        return min(dt.date.fromisoformat(text), timezone.localdate())
    except ValueError:
        return timezone.localdate()
