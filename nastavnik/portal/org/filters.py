"""What the list of organisations is narrowed by; everything stands in the address."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Q
from django.forms.renderers import BaseRenderer
from django.forms.utils import flatatt
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from nastavnik.base.filters import FilterForm
from nastavnik.org.listing import Titles, searched, standing_in, with_fact
from nastavnik.org.models import Fact, Node, NodeQuerySet

MOST_TERRITORIES = 500
SELECTED = flatatt({"selected": True})


def day_field(label: Any, **options: Any) -> forms.DateField:
    """A calendar of the browser; without one, a typed date."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, input_formats=("%Y-%m-%d", "%d.%m.%Y"), **options)


class PlainSelect(forms.Select):
    """A choice written at one go: Django renders a template for each option, and a region has hundreds."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        chosen = "" if value is None else str(value)
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((code, SELECTED if str(code) == chosen else "", title) for code, title in self.choices),
        )
        given = flatatt(self.build_attrs(self.attrs, attrs))
        return format_html('<select name="{}"{}>{}</select>', name, given, options)


class OrganisationFilter(FilterForm):
    q = forms.CharField(
        label=_("Name, OGRN or INN"), max_length=200, widget=forms.TextInput(attrs={"type": "search", "size": 28})
    )
    what = forms.ChoiceField(
        label=_("What is shown"),
        choices=[("", _("organisations")), ("territory", _("territories")), ("all", _("all together"))],
        widget=PlainSelect,
    )
    type = forms.ChoiceField(label=_("Type"), widget=PlainSelect)
    territory = forms.ChoiceField(label=_("Territory"), widget=PlainSelect)
    pilot = forms.ChoiceField(
        label=_("Pilot project"),
        choices=[("", _("all of them")), ("yes", _("takes part")), ("no", _("does not"))],
        widget=PlainSelect,
    )
    phase = forms.ChoiceField(label=_("Phase"), widget=PlainSelect)
    on = day_field(_("As of"))

    def __init__(self, data: Any, *, nodes: NodeQuerySet) -> None:
        """``nodes`` are those within reach; the territories among them are offered."""
        super().__init__(data)
        self.titles = Titles.read()
        self._choose("type", self.titles.types)
        self._choose("phase", self.titles.phases)
        found = nodes.filter(kind=Node.Kind.TERRITORY).order_by("sort_name", "id")[:MOST_TERRITORIES]
        self.territories = {str(node.uid): node for node in found}
        self._choose("territory", {uid: node.short_name for uid, node in self.territories.items()})
        if len(self.territories) < 2:
            del self.fields["territory"]

    @cached_property
    def day(self) -> dt.date:
        """The date that the list is shown as of: today, unless another one was chosen."""
        chosen: dt.date = self.chosen().get("on") or timezone.localdate()
        return chosen

    @property
    def is_today(self) -> bool:
        return self.day == timezone.localdate()

    def nodes(self, queryset: NodeQuerySet) -> NodeQuerySet:
        """What of ``queryset`` is chosen and was open on the day."""
        found = self.apply(queryset.open_on(self.day))
        return found if {"what", "type"} & set(self.chosen()) else found.filter(kind=Node.Kind.BODY)

    def narrow_q(self, queryset: NodeQuerySet, value: str) -> NodeQuerySet:
        return searched(queryset, value, self.day)

    def narrow_what(self, queryset: NodeQuerySet, value: str) -> NodeQuerySet:
        return queryset if value == "all" else queryset.filter(kind=value)

    def narrow_territory(self, queryset: NodeQuerySet, value: str) -> NodeQuerySet:
        return standing_in(queryset, self.territories[value], self.day, today=timezone.localdate())

    def narrow_pilot(self, queryset: NodeQuerySet, value: str) -> NodeQuerySet:
        pilots = with_fact(queryset, self.day, Q(kind=Fact.Kind.PILOT))
        return pilots if value == "yes" else queryset.exclude(pk__in=pilots.values("pk"))

    def narrow_phase(self, queryset: NodeQuerySet, value: str) -> NodeQuerySet:
        return with_fact(queryset, self.day, Q(kind=Fact.Kind.PHASE, value=value))

    def narrow_on(self, queryset: NodeQuerySet, value: dt.date) -> NodeQuerySet:
        return queryset

    def _choose(self, name: str, titles: dict[str, str]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - said for the type checker
        field.choices = [("", _("all of them")), *titles.items()]


class DayForm(forms.Form):
    """The date that a card is shown as of; a day that does not fit is today."""

    on = day_field(_("As of"), required=False)

    def day(self) -> dt.date:
        chosen: dt.date | None = self.cleaned_data.get("on") if self.is_valid() else None
        return chosen or timezone.localdate()
