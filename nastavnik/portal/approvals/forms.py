"""What is typed on the pages of agreement."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik.accounts.models import User
from nastavnik.approvals.models import Step
from nastavnik.approvals.services.deputies import possible_deputies
from nastavnik.base.filters import FilterForm
from nastavnik.org.models import Node


class DayField(forms.DateField):
    """A calendar of the browser; without one, a typed date."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    input_formats = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y")


class QueueFilter(FilterForm):
    """Of what waits: by the organisation, by the kind of step, late alone, and what places below would decide."""

    q = forms.CharField(label=_("Organisation"), max_length=100)
    kind = forms.ChoiceField(label=_("Step"), choices=[("", _("any")), *Step.Kind.choices])
    late = forms.BooleanField(label=pgettext_lazy("steps", "Late only"))
    widely = forms.BooleanField(label=_("Also what others below me decide"))

    further = frozenset({"widely"})

    def narrow_q(self, steps: Any, text: str) -> Any:
        return steps.filter(chain__node__in=Node.objects.named_like(text))

    def narrow_late(self, steps: Any, _late: bool) -> Any:
        return steps.filter(due_on__lt=timezone.localdate())

    def narrow_widely(self, steps: Any, _widely: bool) -> Any:
        return steps


class OrderForm(forms.Form):
    """The number and the date of the order by which something is approved."""

    order_no = forms.CharField(
        label=_("Order number"), max_length=100, widget=forms.TextInput(attrs={"autofocus": True})
    )
    decided_on = DayField(label=_("Date of the order"))
    effective_on = DayField(
        label=_("In force from"), required=False, help_text=_("Leave empty: it comes into force at once.")
    )


class MinutesForm(forms.Form):
    minutes_no = forms.CharField(
        label=_("Number of the minutes"), max_length=100, widget=forms.TextInput(attrs={"autofocus": True})
    )
    decided_on = DayField(label=_("Date of the minutes"))


class DeputyForm(forms.Form):
    deputy = forms.ModelChoiceField(
        User.objects.none(), label=_("Deputy"), to_field_name="uid", empty_label=_("choose a person")
    )
    from_on = DayField(label=_("From"))
    last_on = DayField(label=_("Last day"), required=False, help_text=_("Leave empty while the end is not known."))
    basis = forms.CharField(label=_("Basis"), max_length=300, help_text=_("Order: number and date."))

    def __init__(self, *args: Any, actor: User, node: Node, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["deputy"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - said for the type checker
        found = possible_deputies(actor, node)
        field.queryset = User.objects.filter(pk__in=[user.pk for user in found]).order_by("work_name", "pk")

    @property
    def to_on(self) -> dt.date | None:
        """The first day without the deputy."""
        last: dt.date | None = self.cleaned_data["last_on"]
        return last + dt.timedelta(days=1) if last else None
