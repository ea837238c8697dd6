"""What people give with a table of organisations, and the cells of one row."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik.accounts.models import User
from nastavnik.org import reference
from nastavnik.org.models import Node
from nastavnik.org.services.nodes import TYPES_OF
from nastavnik.org_import.headings import FIELDS
from nastavnik.portal.org.filters import MOST_TERRITORIES, day_field

ACCEPTED = ".xlsx,.ods,.csv"
LABELS: dict[str, Any] = {
    "short": _("Short name"),
    "full": _("Full name"),
    "type": _("Type"),
    "place": _("Where"),
    "ogrn": _("OGRN"),
    "inn": _("INN"),
    "pilot": _("Pilot project"),
    "phase": _("Phase"),
    "opened_on": _("Opened on"),
}


class TableForm(forms.Form):
    node = forms.ModelChoiceField(
        Node.objects.none(), label=_("Where the organisations stand"), to_field_name="uid", empty_label=None,
        help_text=_("A column with the territory may say it for each row."),
    )  # fmt: skip
    file = forms.FileField(
        label=_("Table with the organisations"), help_text=_("XLSX, ODS or CSV, up to 5,000 rows."),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )  # fmt: skip
    holds_from = day_field(
        _("From when it holds"), help_text=_("For rows without a day of opening, and for what has changed.")
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        territories = Node.objects.visible_to(user, "organisation.create").filter(
            kind=Node.Kind.TERRITORY, closed_on=None
        )
        field = self.fields["node"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - said for the type checker
        # The region before its districts: a table for all of them is the usual one.
        keys = list(territories.order_by("path").values_list("pk", flat=True)[:MOST_TERRITORIES])
        field.queryset = Node.objects.filter(pk__in=keys).order_by("path")
        self.fields["holds_from"].initial = timezone.localdate()


class RowForm(forms.Form):
    """The cells of a row; the type is chosen from the lists, so that it cannot be unknown."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in FIELDS:
            self.fields[name] = forms.CharField(label=LABELS[name], max_length=600, required=name == "full")
        titles = [title for kind in TYPES_OF for code, title in reference.titles(TYPES_OF[kind]).items()]
        given = self.initial.get("type", "")
        others = [given] if given and given not in titles else []
        choices = [("", _("not chosen")), *((title, title) for title in [*others, *titles])]
        self.fields["type"] = forms.ChoiceField(label=LABELS["type"], choices=choices, required=False)
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput())
