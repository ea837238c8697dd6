"""What grows old: form tokens, failures, sessions, paper secrets. Jobs call `sweep` now and then."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from nastavnik.accounts import once, throttle
from nastavnik.accounts.models import Invitation


def sweep() -> dict[str, int]:
    """Throw away what is over; gives how much of each. Safe to run twice and at once."""
    store: Any = import_module(settings.SESSION_ENGINE)
    store.SessionStore.clear_expired()
    spent = Q(expires_at__lte=timezone.now()) & ~Q(sealed="")
    return {
        "form_tokens": once.sweep(),
        "failures": throttle.sweep(),
        "secrets": Invitation.objects.filter(spent).update(sealed=""),
    }
