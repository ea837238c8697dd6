"""What is asked when documents are made for a list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik.documents import batch_rows
from nastavnik.documents.library import Built
from nastavnik.org.models import Node
from nastavnik.portal.approvals.forms import DayField
from nastavnik.portal.documents.groups import grouped


class KindForm(forms.Form):
    """For whom and of which kind."""

    node = forms.ModelChoiceField(Node.objects.none(), label=_("Organisation"), to_field_name="uid", empty_label=None)
    document_kind = forms.ChoiceField(label=_("Kind of document"))

    def __init__(self, *args: Any, nodes: list[Node], kinds: list[Built], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        node, kind = self.fields["node"], self.fields["document_kind"]
        assert isinstance(node, forms.ModelChoiceField)  # noqa: S101 - said for the type checker
        assert isinstance(kind, forms.ChoiceField)  # noqa: S101 - said for the type checker
        node.queryset = Node.objects.filter(pk__in=[one.pk for one in nodes]).order_by("sort_name", "pk")
        kind.choices = [(title, [(one.code, one.title) for one in found]) for title, found in grouped(kinds)]
        if nodes:
            self.initial.setdefault("node", nodes[0].uid)


class BatchForm(forms.Form):
    """What differs from document to document, and whether each is registered."""

    title = forms.CharField(
        label=_("What is it for"), max_length=300, required=False,
        help_text=_("For the list of your batches, for example «Благодарности по итогам года». Do not name pupils."),
    )  # fmt: skip
    differs = forms.MultipleChoiceField(
        label=_("What differs from document to document"), widget=forms.CheckboxSelectMultiple,
        help_text=_("These become the columns of your list; the rest you give once for all."),
    )  # fmt: skip
    is_registered = forms.BooleanField(
        label=_("Register each document and give it a number"), required=False,
        help_text=_("Each will stand in the register with a code that anybody can check."),
    )  # fmt: skip
    dated_on = DayField(
        label=_("Date of the documents"), required=False, help_text=_("For those that are registered.")
    )

    def __init__(self, *args: Any, built: Built, may_register: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        differs = self.fields["differs"]
        assert isinstance(differs, forms.MultipleChoiceField)  # noqa: S101 - said for the type checker
        differs.choices = [(field.name, field.title) for field in batch_rows.may_differ(built)]
        self.initial.update({"differs": batch_rows.usually_differ(built), "dated_on": timezone.localdate()})
        if not may_register:
            del self.fields["is_registered"], self.fields["dated_on"]


class RowsForm(forms.Form):
    """The list: pasted, typed, or as a file."""

    rows = forms.CharField(
        label=_("List"),
        required=False,
        max_length=400_000,
        widget=forms.Textarea({"rows": 10, "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=_("or a table as a file"), required=False, help_text=_("XLSX, ODS or CSV with these columns.")
    )
