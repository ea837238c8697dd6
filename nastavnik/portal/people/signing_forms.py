"""What a signer types: the code, their name, the one tick."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nastavnik.people.models import Consent, Person
from nastavnik.portal.people.consents_sheets import name_fits


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code from the organisation"), max_length=40,
        help_text=_("Twelve letters and digits on your strip of paper, for example K3TX-P8MA-24HC."),
        error_messages={"required": _("Type the code from the strip.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "autofocus": True}
        ),
    )  # fmt: skip


class SignForm(forms.Form):
    """The name typed and the tick are the signer's own: neither is filled in beforehand."""

    full_name = forms.CharField(
        label=_("Your last name, first name and patronymic"), max_length=300,
        help_text=_("Write them as they stand in the text."),
        widget=forms.TextInput(attrs={"autocomplete": "name", "autocapitalize": "words"}),
        error_messages={"required": _("Write your name: it stands for your signature.")},
    )  # fmt: skip
    agreed = forms.BooleanField(
        label=_("I have read the text and give this consent"),
        error_messages={"required": _("Tick this if you agree. If you do not, simply leave this page.")},
    )

    def __init__(self, *args: Any, signer: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.signer = signer

    def clean_full_name(self) -> str:
        typed: str = self.cleaned_data["full_name"]
        if not name_fits(typed, self.signer):
            raise forms.ValidationError(
                _("This is not the name of the signer in the text. If the text has a slip, ask the organisation.")
            )
        return typed


def signer_of(consent: Consent) -> Person:
    return consent.representation.adult if consent.representation is not None else consent.person


#: What stands in the proof of a signature: which fields were answered, never what was typed.
PROOF = {"fields": ["full_name", "agreed"], "name": "as on the card"}
