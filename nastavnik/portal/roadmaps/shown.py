"""What the pages of plans share: refusals beside their fields, and the way back."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.http import HttpRequest
from django.utils.dateparse import parse_date
from django.utils.http import url_has_allowed_host_and_scheme

from nastavnik.base.errors import DomainError, Invalid


def add_errors(form: forms.Form, refusal: DomainError) -> None:
    """Put the sentences of ``refusal`` beside the fields they are about."""
    if not isinstance(refusal, Invalid) or not refusal.fields:
        form.add_error(None, str(refusal))
        return
    for name, sentences in refusal.fields.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)


def way_back(request: HttpRequest, otherwise: str) -> str:
    """The page of ours that the form was opened from (``back`` in its address), else ``otherwise``."""
    back = request.GET.get("back", "")
    ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    return back if ours else otherwise


def day_typed(text: str) -> dt.date | None:
    """The day that an address or a bare form names; None for what is no day, the 31st of September included."""
    try:
        return parse_date(text)
    except ValueError:
        return None
