"""Ten failures bring a delay that grows, per account and per address (security rule 11).

The same for known and unknown accounts: the key is what was typed, never what was found. Rows, not a cache:
every process and every restart counts the same failures.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from nastavnik.accounts.models import Attempt

WINDOW = dt.timedelta(minutes=15)
FREE_FAILURES = 10
KEPT = dt.timedelta(days=1)


@dataclass(frozen=True)
class Key:
    """What is counted. Many people of a school share one address: its delay grows to minutes, not an hour."""

    digest: str
    first_delay: dt.timedelta
    longest_delay: dt.timedelta


def account_key(typed: str) -> Key:
    return Key(_digest("account", typed.strip().casefold()), dt.timedelta(seconds=30), dt.timedelta(hours=1))


def address_key(address: str) -> Key:
    return Key(_digest("address", address), dt.timedelta(seconds=10), dt.timedelta(minutes=5))


def wait(keys: Iterable[Key]) -> dt.timedelta | None:
    """How long there is still to wait, or None. One query."""
    now = timezone.now()
    held = Attempt.objects.filter(key__in=[key.digest for key in keys], blocked_until__gt=now)
    longest = max((row.blocked_until for row in held if row.blocked_until), default=None)
    return longest - now if longest else None


@transaction.atomic
def failed(keys: Iterable[Key]) -> None:
    """Count one failure for each of ``keys``; from the tenth within the window on, make them wait."""
    now = timezone.now()
    for key in sorted(keys, key=lambda key: key.digest):  # one order of locks
        row, _made = Attempt.objects.select_for_update().get_or_create(key=key.digest, defaults={"last_at": now})
        calm_since = max(row.last_at, row.blocked_until or row.last_at)
        row.failures = 1 if now - calm_since > WINDOW else row.failures + 1
        row.last_at = now
        over = row.failures - FREE_FAILURES
        row.blocked_until = now + min(key.first_delay * 2 ** min(over, 20), key.longest_delay) if over >= 0 else None
        row.save()


def succeeded(key: Key) -> None:
    """The account proved itself. Its address goes on counting: one good password must not clear many bad ones."""
    Attempt.objects.filter(key=key.digest).delete()


def sweep() -> int:
    gone, _by_model = Attempt.objects.filter(last_at__lt=timezone.now() - KEPT).delete()
    return gone


def _digest(kind: str, text: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"throttle:{kind}:{text}".encode(), hashlib.sha256).hexdigest()
