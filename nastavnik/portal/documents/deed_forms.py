"""What is typed where a document is signed, registered, repealed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik.accounts.models import User
from nastavnik.documents.models import Case, Paper
from nastavnik.portal.approvals.forms import DayField
from nastavnik.portal.documents import references


class SignForm(forms.Form):
    """The head signs an order: its day; the register gives the number."""

    decided_on = DayField(label=_("Date of the document"), help_text=_("The register gives the number."))
    effective_on = DayField(
        label=_("In force from"), required=False, help_text=_("Leave empty: it comes into force at once.")
    )


class OrderFields(forms.Form):
    """The order that approves a document: one of the register, or its number and date."""

    order = forms.ChoiceField(label=_("Order of the register"), required=False)
    order_no = forms.CharField(label=_("or the number of the order"), max_length=100, required=False)
    order_on = DayField(label=_("and its date"), required=False)

    def __init__(self, *args: Any, user: User, paper: Paper, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {one.key: one for one in references.to_name(user, paper.node, orders=True)}
        field = self.fields["order"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - said for the type checker
        field.choices = [("", _("not in the register")), *((key, one.label) for key, one in self.known.items())]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("order"):
            if not (data.get("order_no") or "").strip():
                self.add_error("order", _("Choose the order that approves it, or give its number and date."))
            elif data.get("order_on") is None and "order_on" not in self.errors:
                self.add_error("order_on", _("Give the date of the order."))
        return data

    def reference(self) -> dict[str, str]:
        """The order as documents cite it."""
        data = self.cleaned_data
        if chosen := self.known.get(data["order"]):
            return chosen.reference
        return {"kind_title": "приказ", "number": data["order_no"].strip(), "date": data["order_on"].isoformat()}


class ApproveForm(OrderFields):
    """The head approves a regulation by an order."""

    effective_on = DayField(
        label=_("In force from"), required=False, help_text=_("Leave empty: it comes into force at once.")
    )


class RegisterForm(forms.Form):
    """A document that nobody approves here, or that was signed on paper."""

    dated_on = DayField(label=_("Date of the document"))
    number = forms.CharField(
        label=_("Number"), max_length=100, required=False,
        help_text=_("Leave empty: the register gives the next number. Type one that the paper bears already."),
    )  # fmt: skip
    case = forms.ModelChoiceField(
        Case.objects.none(), label=pgettext_lazy("register", "File"), to_field_name="uid", required=False,
        empty_label=_("by the kind of the document"),
    )  # fmt: skip
    effective_on = DayField(
        label=_("In force from"), required=False, help_text=_("Leave empty: it comes into force at once.")
    )

    def __init__(self, *args: Any, paper: Paper, is_numbered: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_numbered:
            del self.fields["number"], self.fields["case"]
            return
        field = self.fields["case"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - said for the type checker
        field.queryset = Case.objects.filter(node=paper.node, closed_on=None).order_by("index")


class RegisterByOrderForm(OrderFields):
    """A regulation that was approved on paper."""

    dated_on = DayField(label=_("Date of the document"))
    effective_on = DayField(
        label=_("In force from"), required=False, help_text=_("Leave empty: it comes into force at once.")
    )


class RepealForm(forms.Form):
    ended_on = DayField(label=_("No longer in force from"))
    by = forms.ChoiceField(label=_("Document of the register that ends it"), required=False)
    basis = forms.CharField(
        label=_("Why"), max_length=300, required=False,
        help_text=_("By which order, or for what reason. Needed where no document is chosen above."),
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, paper: Paper, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = [one for one in references.to_name(user, paper.node) if one.key != str(paper.uid)]
        field = self.fields["by"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - said for the type checker
        field.choices = [("", _("none")), *((one.key, one.label) for one in found)]


class WhoForm(forms.Form):
    """Whose signature it is."""

    name = forms.CharField(label=_("Signed by (surname, name, patronymic)"), max_length=200)
    post = forms.CharField(label=_("Position"), max_length=300, required=False)
    signed_on = DayField(label=_("Signed on"))


class ScanForm(WhoForm):
    file = forms.FileField(label=_("Scan of the signed paper"), help_text=_("PDF, JPG or PNG, up to 20 MB."))


class DetachedForm(WhoForm):
    file = forms.FileField(
        label=_("File of the signature"),
        help_text=_("A detached signature (.sig, .p7s) made for the PDF or the DOCX that was downloaded here."),
    )


class SimpleForm(forms.Form):
    basis = forms.CharField(
        label=_("Agreement on simple electronic signatures"), max_length=300,
        help_text=_("Its number and date: only with such an agreement does this signature count as one by hand."),
    )  # fmt: skip
