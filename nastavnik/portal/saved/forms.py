"""A saved view as people name it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ViewForm(forms.Form):
    name = forms.CharField(label=pgettext_lazy("saved view", "Name"), max_length=80)
    is_default = forms.BooleanField(label=_("open the list with it"), required=False)
    is_shared = forms.BooleanField(
        label=_("colleagues of my organisation see it too"),
        required=False,
        help_text=_("They see the same filters and only what their own rights show."),
    )
