"""What the pages of plans share: refusals beside their fields."""

from __future__ import annotations

from django import forms

from nastavnik.base.errors import DomainError, Invalid


def add_errors(form: forms.Form, refusal: DomainError) -> None:
    """Put the sentences of ``refusal`` beside the fields they are about."""
    if not isinstance(refusal, Invalid) or not refusal.fields:
        form.add_error(None, str(refusal))
        return
    for name, sentences in refusal.fields.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)
