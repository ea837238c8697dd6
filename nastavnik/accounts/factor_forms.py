"""The forms of the second step: a code is good for the half minute around its own, and once."""

from __future__ import annotations

import hashlib

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms
from django.core.cache import cache

# Longer than a code can be valid: its own 30 seconds, and one step before and after.
REMEMBERED_SECONDS = 120


class SingleUse(forms.BaseAuthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """allauth remembers a used code for 30 seconds; with a step of tolerance it would work again after that."""

    def clean_code(self) -> str:
        code: str = super().clean_code()
        digits = "".join(sign for sign in code if sign.isalnum())
        key = f"second-step-used:{self.user.pk}:{hashlib.sha256(digits.encode()).hexdigest()}"
        if not cache.add(key, True, timeout=REMEMBERED_SECONDS):
            raise get_adapter().validation_error("incorrect_code")
        return code


class AuthenticateForm(SingleUse, forms.AuthenticateForm):  # type: ignore[misc]  # allauth ships no types
    pass


class ReauthenticateForm(SingleUse, forms.ReauthenticateForm):  # type: ignore[misc]  # allauth ships no types
    pass
