"""What a reader chose for this browser: theme and keys. Kept in cookies, so it holds before signing in too."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# The first value is what holds until somebody chooses.
CHOICES = {"theme": ("auto", "light", "dark"), "keys": ("on", "off")}
YEAR_SECONDS = 365 * 24 * 60 * 60


def value_of(request: HttpRequest, name: str) -> str:
    chosen = request.COOKIES.get(name, "")
    return chosen if chosen in CHOICES[name] else CHOICES[name][0]


def remember(response: HttpResponse, name: str, value: str) -> None:
    """Raises: ValueError: ``name`` is not a preference or ``value`` not one of its choices."""
    if value not in CHOICES.get(name, ()):
        raise ValueError(f"{name} cannot be {value!r}")
    put_cookie(response, name, value)


def put_cookie(response: HttpResponse, name: str, value: str) -> None:
    secure = bool(settings.SESSION_COOKIE_SECURE)
    response.set_cookie(name, value, max_age=YEAR_SECONDS, secure=secure, httponly=True, samesite="Lax")
