"""What the pages of the base of the city ask, and what narrows it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik.base.filters import FilterForm
from nastavnik.org import reference
from nastavnik.org.models import Node, path_range
from nastavnik.people.city import Wish
from nastavnik.people.models import MentorAsk
from nastavnik.portal.org.filters import MOST_TERRITORIES, PlainSelect


class CityFilter(FilterForm):
    """Words of competences name nobody, so they stand in the address like every other choice."""

    q = forms.CharField(
        label=_("What the mentor can teach"), max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "size": 28, "placeholder": _("robotics, chess, exams")}),
    )  # fmt: skip
    form = forms.ChoiceField(label=_("Form of mentoring"))
    district = forms.ChoiceField(label=_("District"), widget=PlainSelect)
    age = forms.IntegerField(
        label=_("Age of the mentee"), min_value=5, max_value=99, widget=forms.NumberInput(attrs={"size": 4})
    )
    free = forms.BooleanField(label=_("with free places"))

    def __init__(self, data: Any, *, region: Node, titles: dict[str, str]) -> None:
        super().__init__(data)
        found = Node.objects.filter(path_range(region.path), kind=Node.Kind.TERRITORY).exclude(pk=region.pk)
        self.districts = {str(node.uid): node for node in found.order_by("sort_name", "id")[:MOST_TERRITORIES]}
        districts = {uid: node.short_name for uid, node in self.districts.items()}
        of_forms = {"": pgettext_lazy("form of mentoring", "any"), **titles}
        for name, offered in (("form", of_forms), ("district", {"": _("any"), **districts})):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - said for the type checker
            field.choices = list(offered.items())

    @property
    def wish(self) -> Wish:
        chosen = self.chosen()
        return Wish(
            form=chosen.get("form", ""), district=self.districts.get(chosen.get("district", "")),
            is_free=bool(chosen.get("free")), age=chosen.get("age"), text=chosen.get("q", ""),
        )  # fmt: skip


class AskFilter(FilterForm):
    state = forms.ChoiceField(
        label=pgettext_lazy("request for a mentor", "State"), choices=[("", _("any")), *MentorAsk.State.choices]
    )


class AskForm(forms.Form):
    message = forms.CharField(
        label=_("What you need the mentor for"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "For whom (class, how many), how often, from when, how to reach you at work. No names of pupils."
        ),
    )  # fmt: skip


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("Answer to the other school"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Talk to the mentor first. Declining, say why; accepting, say what you agree upon next."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput)


def titles() -> tuple[dict[str, str], dict[str, str]]:
    """Forms of mentoring and categories of mentors, code → title."""
    forms_of, sources = reference.titles_of("forms", "mentor_sources")
    return forms_of, sources
