"""How long ago the user proved who they are: sensitive deeds ask for a proof of the last quarter of an hour."""

from __future__ import annotations

import time

from django.http import HttpRequest

FRESH_SECONDS = 15 * 60
PROVED_AT = "proved_at"
SECOND_FACTOR = "second_factor"


def remember(request: HttpRequest, *, second_factor: bool = False) -> None:
    """The password, a code or the second factor was just given."""
    request.session[PROVED_AT] = time.time()
    if second_factor:
        request.session[SECOND_FACTOR] = True


def is_fresh(request: HttpRequest) -> bool:
    proved_at = request.session.get(PROVED_AT)
    return isinstance(proved_at, float | int) and 0 <= time.time() - proved_at < FRESH_SECONDS


def has_second_factor(request: HttpRequest) -> bool:
    """Whether this session was opened, or confirmed since, by a second factor."""
    return bool(request.session.get(SECOND_FACTOR))
