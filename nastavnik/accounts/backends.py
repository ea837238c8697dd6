"""Signing in by e-mail and password. Known and unknown addresses cost the same time."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from nastavnik.accounts.models import User


class EmailBackend:
    """The only backend: an address and a password. Codes and second factors are steps of `allauth`."""

    def authenticate(
        self, request: HttpRequest | None, *, email: str | None = None, password: str | None = None, **others: Any
    ) -> User | None:
        if not email or password is None:
            return None
        user = User.objects.by_email(email)
        if user is None:
            # The same hashing as for a known address: an answer must not tell which addresses exist.
            User().set_password(password)
            return None
        return user if user.check_password(password) and user.is_active else None

    def get_user(self, user_id: int) -> User | None:
        return User.objects.filter(pk=user_id, is_active=True).first()
