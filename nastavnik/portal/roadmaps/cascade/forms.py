"""What people type on the pages of the cascade."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik.base.filters import Chip, FilterForm
from nastavnik.org import reference
from nastavnik.org.models import Node
from nastavnik.portal.roadmaps.forms import DayField
from nastavnik.roadmaps.cascading import below, coverage, roll_up
from nastavnik.roadmaps.models import PlanRequest, RoadmapLine
from nastavnik.roadmaps.models.lines import Addressed


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why the line is not for you"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One sentence: it is read above."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput())


class WordsFilter(FilterForm):
    q = forms.CharField(label=_("Words of the line"), max_length=100)


class RuleForm(forms.Form):
    """To whom the addressed lines go: all, or a district, types, the pilot first."""

    under = forms.ModelChoiceField(
        Node.objects.none(), label=_("Where"), to_field_name="uid", required=False, empty_label=_("everywhere")
    )
    types = forms.MultipleChoiceField(
        label=_("Types of organisations"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: all that keep plans."),
    )  # fmt: skip
    pilots_only = forms.BooleanField(label=_("Only those in the pilot project"), required=False)

    def __init__(self, *args: Any, territory: Node, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        under, types = self.fields["under"], self.fields["types"]
        assert isinstance(under, forms.ModelChoiceField)  # noqa: S101 - said for the type checker
        assert isinstance(types, forms.MultipleChoiceField)  # noqa: S101 - said for the type checker
        inside = Node.objects.open_on(timezone.localdate()).under(territory).filter(kind=Node.Kind.TERRITORY)
        under.queryset = inside.exclude(pk=territory.pk).order_by("sort_name", "pk")
        types.choices = _types()


def _types() -> list[tuple[str, str]]:
    try:
        entries = reference.entries("org_types")
    except reference.ReferenceMissing:
        return []
    return [(entry.code, entry.title) for entry in entries if entry.data.get("level") == "organisation"]


class EventForm(forms.Form):
    """An event of the district or the region that goes to every plan at once."""

    title = forms.CharField(label=_("Event"), max_length=5000, widget=forms.Textarea(attrs={"rows": 2}))
    deadline_text = forms.CharField(
        label=_("Term"), max_length=1000, help_text=_("As in a plan: «20 марта», «до 15 октября».")
    )
    result = forms.CharField(label=_("Result, document"), max_length=3000, required=False)
    is_mandatory = forms.BooleanField(label=_("Every organisation must have it"), required=False, initial=True)


class ReceiverFilter(FilterForm):
    """Organisations that received lines of one plan."""

    q = forms.CharField(label=_("Organisation"), max_length=100)
    what = forms.ChoiceField(label=_("With a line that is"), choices=())
    line = forms.ModelChoiceField(
        RoadmapLine.objects.none(), label=_("Line"), to_field_name="uid", empty_label=_("any")
    )
    on = DayField(label=_("As of"))
    # Districts and organisations receive different lines: the page shows one kind at a time.
    to = forms.ChoiceField(choices=Addressed.choices, widget=forms.HiddenInput())

    further = frozenset({"on"})

    def __init__(self, *args: Any, lines: QuerySet[Any], levels: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.levels = levels
        what, line = self.fields["what"], self.fields["line"]
        assert isinstance(what, forms.ChoiceField)  # noqa: S101 - said for the type checker
        assert isinstance(line, forms.ModelChoiceField)  # noqa: S101 - said for the type checker
        titles = {**roll_up.TITLES, **coverage.TITLES}
        what.choices = [("", _("any")), *titles.items()]
        line.queryset = lines

    @property
    def day(self) -> dt.date:
        found: dt.date = self.chosen().get("on") or timezone.localdate()
        return found

    def narrow_q(self, nodes: Any, text: str) -> Any:
        return nodes.named_like(text)

    @property
    def level(self) -> str:
        """Whose rows the page shows; "" where all receivers are of one kind."""
        chosen = self.chosen()
        if len(self.levels) < 2:
            return ""
        if line := chosen.get("line"):
            return str(line.addressed_to)
        return chosen["to"] if chosen.get("to") in self.levels else self.levels[0]

    def chips(self) -> list[Chip]:
        return [chip for chip in super().chips() if chip.name != "to"]

    def narrow_what(self, nodes: Any, _what: str) -> Any:
        return nodes

    narrow_line = narrow_on = narrow_to = narrow_what


class BelowFilter(FilterForm):
    """Organisations below by how far their plans have come."""

    q = forms.CharField(label=_("Organisation"), max_length=100)
    situation = forms.MultipleChoiceField(label=_("Plan"), choices=list(below.SITUATIONS.items()))
    type = forms.MultipleChoiceField(label=_("Type"), choices=())
    late = forms.BooleanField(label=_("with overdue lines"))
    waits = forms.BooleanField(label=_("with lines from above not looked at"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        types = self.fields["type"]
        assert isinstance(types, forms.MultipleChoiceField)  # noqa: S101 - said for the type checker
        types.choices = _types()

    def narrow_q(self, nodes: Any, text: str) -> Any:
        return nodes.named_like(text)

    def narrow_late(self, nodes: Any, _wanted: bool) -> Any:
        return nodes.filter(is_late=True)

    def narrow_waits(self, nodes: Any, _wanted: bool) -> Any:
        return nodes.filter(lines_wait=True)


class AskForm(forms.Form):
    kind = forms.ChoiceField(label=_("What to ask for"), choices=PlanRequest.Kind.choices)
    due_on = DayField(label=_("Answer by"), required=False)
    text = forms.CharField(
        label=_("Words of the request"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
