"""What the pages of categories and of accessibility ask."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik.base.errors import DomainError, Invalid
from nastavnik.base.filters import FilterForm
from nastavnik.people.categories import SOURCES, counted, served
from nastavnik.people.models import CategoryCount
from nastavnik.people.services import counts as deeds
from nastavnik.portal.org.filters import day_field

WHOLE = _("Write a whole number, 0 or more.")


class CountsForm(forms.Form):
    """A number and its source for each category; what is left empty stays as it was."""

    on = day_field(_("As of"), help_text=_("The day on which the numbers were taken."))

    def __init__(self, *args: Any, words: Mapping[str, str], now: Mapping[str, CategoryCount], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = words
        self.initial.setdefault("on", timezone.localdate())
        for code, title in words.items():
            self.fields[f"count_{code}"] = forms.IntegerField(
                label=title, min_value=0, max_value=deeds.MOST, required=False,
                error_messages={"min_value": WHOLE, "invalid": WHOLE},
                widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6, "aria-label": title}),
            )  # fmt: skip
            self.fields[f"source_{code}"] = forms.CharField(
                label=_("Source"), max_length=300, required=False,
                initial=now[code].source if code in now else SOURCES.get(code, ""),
                widget=forms.TextInput(attrs={"aria-label": f"{_('Source')}: {title}"}),
            )  # fmt: skip

    def lines(self, now: Mapping[str, CategoryCount]) -> list[dict[str, Any]]:
        """A line a category: its words, its two controls, what stands now."""
        return [
            {
                "code": code, "title": title, "now": now.get(code),
                "count": self[f"count_{code}"], "source": self[f"source_{code}"],
            }
            for code, title in self.words.items()
        ]  # fmt: skip

    def typed(self) -> list[deeds.Typed]:
        given = self.cleaned_data
        return [
            deeds.Typed(code, count, given[f"source_{code}"])
            for code in self.words
            if (count := given[f"count_{code}"]) is not None
        ]

    def refuse(self, refusal: DomainError) -> None:
        """The sentences of ``refusal`` beside the categories that they are about."""
        fields = refusal.fields if isinstance(refusal, Invalid) else {}
        if not fields:
            self.add_error(None, str(refusal))
        for code, sentences in fields.items():
            name = f"count_{code}"
            for sentence in sentences:
                self.add_error(name if name in self.fields else None, sentence)


def seen(data: Mapping[str, str], words: Mapping[str, str]) -> dict[str, uuid.UUID | None]:
    """Which rows stood on the page that was sent; a page that says nothing of a category is not asked about it."""
    found: dict[str, uuid.UUID | None] = {}
    for code in words:
        text = data.get(f"seen_{code}")
        if text is not None:
            try:
                found[code] = uuid.UUID(text) if text else None
            except ValueError:
                found[code] = uuid.UUID(int=0)
    return found


class HistoryFilter(FilterForm):
    category = forms.ChoiceField(label=_("Category"))

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        field = self.fields["category"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - said for the type checker
        field.choices = [("", pgettext_lazy("categories", "all")), *counted().items()]


class AccessForm(forms.Form):
    category = forms.ChoiceField(label=_("For whom"))
    what = forms.CharField(
        label=pgettext_lazy("accessibility", "Measure"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What the organisation does so that everybody can take part. Name nobody."),
    )  # fmt: skip
    responsible = forms.CharField(
        label=pgettext_lazy("accessibility", "Responsible"),
        max_length=200,
        required=False,
        help_text=_("The position, such as “curator”."),
    )
    due_on = day_field(_("Due"), required=False, help_text=_("Without a date it is done all the year."))
    done_on = day_field(_("Done on"), required=False)
    note = forms.CharField(label=_("Note"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["category"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - said for the type checker
        field.choices = list(served().items())

    def told(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class TakeOverForm(forms.Form):
    due_on = day_field(
        _("Due"), required=False, help_text=_("One day for all that is chosen; each line can have its own later.")
    )
