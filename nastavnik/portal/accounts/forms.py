"""Forms of accounts: they clean and do not save."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from nastavnik.accounts.codes import read_code
from nastavnik.accounts.models import Invitation, User
from nastavnik.accounts.models.grants import GrantQuerySet
from nastavnik.accounts.roles import DUTY_TITLES, STAFF, Duty, Role
from nastavnik.base.errors import DomainError, Invalid
from nastavnik.base.filters import FilterForm


class GrantFilter(FilterForm):
    role = forms.MultipleChoiceField(label=_("Role"), choices=Role.choices)
    state = forms.ChoiceField(label=_("Now"), choices=[("", _("in force")), ("ended", _("ended")), ("all", _("all"))])

    def grants(self, queryset: GrantQuerySet) -> GrantQuerySet:
        """The chosen ones; without a choice of state, those in force."""
        found = self.apply(queryset)
        return found if self.chosen().get("state") else found.in_force()

    def narrow_state(self, queryset: GrantQuerySet, value: str) -> GrantQuerySet:
        return queryset.filter(to_on__lte=timezone.localdate()) if value == "ended" else queryset


class EndForm(forms.Form):
    last_on = forms.DateField(
        label=_("Last day"),
        required=False,
        help_text=_("Leave empty to end the role at once: the person is signed out everywhere."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_last_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["last_on"]
        if day and day < timezone.localdate():
            raise ValidationError(now_("The last day cannot lie in the past."))
        return day


class InviteForm(forms.Form):
    """``roles`` are those that the inviter may give here."""

    role = forms.ChoiceField(label=_("Role"))
    way = forms.ChoiceField(
        label=_("How to invite"), choices=Invitation.Way.choices, widget=forms.RadioSelect, initial="letter"
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        help_text=_("The person signs in by this address. Not needed for a code on paper."),
    )
    work_name = forms.CharField(
        label=_("Surname and initials"),
        required=False,
        max_length=150,
        help_text=_(
            "For staff only, as in orders and plans. Names of pupils, parents and mentors are not written here."
        ),
    )
    duties = forms.MultipleChoiceField(
        label=_("Duties with documents"),
        required=False,
        choices=[(duty.value, title) for duty, title in DUTY_TITLES.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    last_on = forms.DateField(
        label=_("Last day of the role"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    basis = forms.CharField(label=_("Ground"), required=False, max_length=200, help_text=_("Order: number and date."))

    def __init__(self, *args: Any, roles: list[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]  # it is a ChoiceField

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("way") == Invitation.Way.LETTER and not data.get("email") and "email" not in self.errors:
            self.add_error("email", now_("A letter needs an address."))
        if data.get("work_name") and data.get("role") and Role(data["role"]) not in STAFF:
            self.add_error("work_name", now_("Leave the name empty for this role."))
        if data.get("last_on") and data["last_on"] < timezone.localdate():
            self.add_error("last_on", now_("The last day cannot lie in the past."))
        return data

    @property
    def deed(self) -> dict[str, Any]:
        """The arguments of `services.entry.invite`."""
        data = self.cleaned_data
        return {
            "role": Role(data["role"]),
            "way": Invitation.Way(data["way"]),
            "email": data["email"],
            "work_name": data["work_name"],
            "duties": [Duty(duty) for duty in data["duties"]],
            "to_on": data["last_on"] + dt.timedelta(days=1) if data["last_on"] else None,
            "basis": data["basis"],
        }


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code from the paper"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
        help_text=_("12 letters and digits, such as K3TX-P8MA-24HC. Capital or small, with or without dashes."),
    )

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if not read_code(code):
            raise ValidationError(now_("A code has 12 letters and digits. Check it against the paper."))
        return str(code)


class AcceptForm(forms.Form):
    """The first password of a new account."""

    work_name = forms.CharField(label=_("Surname and initials"), max_length=150, required=False)
    password = forms.CharField(
        label=_("Password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Password once more"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        kwargs["initial"] = {"work_name": invitation.work_name}
        super().__init__(*args, **kwargs)
        self.invitation = invitation
        self.fields["password"].help_text = " ".join(password_validators_help_texts()[-1:])
        if Role(invitation.role) not in STAFF:
            del self.fields["work_name"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        password = data.get("password")
        if password and password != data.get("again"):
            self.add_error("again", now_("The two passwords differ."))
        elif password:
            newcomer = User(email=self.invitation.email, work_name=data.get("work_name", ""))
            try:
                validate_password(password, newcomer)
            except ValidationError as error:
                self.add_error("password", error)
        return data


def add_refusal(form: forms.Form, refusal: DomainError) -> None:
    """Put the sentences of ``refusal`` beside the fields they are about."""
    fields = refusal.fields if isinstance(refusal, Invalid) else {}
    if not fields:
        form.add_error(None, str(refusal))
    for name, sentences in fields.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)
