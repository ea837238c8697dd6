"""Forms of the way of a plan: its route, and the order that stands on paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik.approvals.models import Step
from nastavnik.approvals.services.chains import Planned
from nastavnik.org.models import Node
from nastavnik.portal.roadmaps.forms import DayField


class StopForm(forms.Form):
    """One step of the route; an unticked or nameless one is left out."""

    use = forms.BooleanField(label=_("Step of the route"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=Step.Kind.choices)
    title = forms.CharField(label=_("Who"), max_length=200)
    node = forms.ModelChoiceField(Node.objects.none(), label=_("Where"), to_field_name="uid", empty_label=None)
    due_on = DayField(label=_("By"), required=False)

    def __init__(self, *args: Any, places: Sequence[Node], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["node"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - said for the type checker
        field.queryset = Node.objects.filter(pk__in=[place.pk for place in places]).order_by("-path")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        due_on = data.get("due_on")
        if data.get("use") and due_on and due_on < timezone.localdate():
            self.add_error("due_on", _("This day is over. Give a day to come."))
        if not data.get("use"):
            # A step that is left out may be left half-written.
            self._errors = ErrorDict()
        return data

    @property
    def planned(self) -> Planned | None:
        data = self.cleaned_data
        return Planned(data["kind"], data["node"], data["title"].strip(), data["due_on"]) if data.get("use") else None


class RouteFormSet(forms.BaseFormSet[StopForm]):
    """The steps in their order; whatever was added, the approval comes last."""

    @property
    def route(self) -> list[Planned]:
        chosen = [planned for form in self.forms if (planned := form.planned)]
        return sorted(chosen, key=lambda step: step.kind == Step.Kind.APPROVE)


RouteForms: type[RouteFormSet] = forms.formset_factory(  # type: ignore[assignment]  # it subclasses ``formset``
    StopForm, formset=RouteFormSet, extra=1, max_num=12, absolute_max=20
)


class PaperForm(forms.Form):
    """What stands on the stamp."""

    order_no = forms.CharField(label=_("Order number"), max_length=100)
    decided_on = DayField(label=_("Date of the order"))
    effective_on = DayField(
        label=_("In force from"), required=False, help_text=_("Leave empty: it comes into force at once.")
    )

    def clean_decided_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["decided_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet. Give the date of the order."))
        return day
