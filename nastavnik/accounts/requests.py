"""The request of a signed-in user, for the signatures of views behind ``@route`` and ``@signed_in``."""

from __future__ import annotations

from django.http import HttpRequest

from nastavnik.accounts.models import User


class SignedIn(HttpRequest):
    """An `HttpRequest` whose user has an account; only a type, never made."""

    user: User
