"""A session: 30 minutes of rest, 12 hours in all, one acting role; its events go to the journal."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.signals import authentication_step_completed
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.http import HttpRequest

from nastavnik.accounts import proof
from nastavnik.accounts.models import User
from nastavnik.accounts.reach import Acting, acting_as
from nastavnik.audit.record import record
from nastavnik.org.clock import zone_at

BEGAN_AT = "began_at"
SEEN_AT = "seen_at"
ROLE = "acting_role"
# The name of the time zone of the place where the user acts; "" for the installation's own.
ZONE = "time_zone"
# A session is written at most once a minute for having been seen.
COARSE_SECONDS = 60


def is_over(request: HttpRequest) -> bool:
    """Whether the session rested too long or has lasted too long. One without stamps is over."""
    now = time.time()
    began, seen = request.session.get(BEGAN_AT, 0), request.session.get(SEEN_AT, 0)
    return bool(now - began > settings.SESSION_COOKIE_AGE or now - seen > settings.NASTAVNIK_IDLE_SECONDS)


def touch(request: HttpRequest, *, at_once: bool = False) -> None:
    """The user is at work."""
    now = time.time()
    if at_once or now - request.session.get(SEEN_AT, 0) > COARSE_SECONDS:
        request.session[SEEN_AT] = now


def keep_zone(request: HttpRequest, acting: Acting) -> None:
    """Remember the time of the place where the user acts: no request asks for it again. One query."""
    place = acting.holdings[0].path if acting.holdings else ""
    request.session[ZONE] = zone_at(place) if place else ""


def connect() -> None:
    """Listen to Django and allauth; called once, when the apps are ready."""
    user_logged_in.connect(_begun, dispatch_uid="nastavnik.accounts.begun")
    user_logged_out.connect(_ended, dispatch_uid="nastavnik.accounts.ended")
    authentication_step_completed.connect(_proved, dispatch_uid="nastavnik.accounts.proved")
    authenticator_added.connect(_factor_added, dispatch_uid="nastavnik.accounts.factor_added")
    authenticator_removed.connect(_factor_removed, dispatch_uid="nastavnik.accounts.factor_removed")


def _begun(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    request.session[BEGAN_AT] = request.session[SEEN_AT] = time.time()
    proof.remember(request)
    keep_zone(request, acting_as(user, None))
    record("session.begun", user, actor=user)


def _ended(sender: Any, request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    if user is not None:
        record("session.ended", user, actor=user)


def _proved(sender: Any, request: HttpRequest, user: User, method: str, **kwargs: Any) -> None:
    proof.remember(request, second_factor=method == "mfa")


def _factor_added(sender: Any, request: HttpRequest, user: User, authenticator: Any, **kwargs: Any) -> None:
    proof.remember(request, second_factor=True)
    record("factor.added", user, actor=user, factor=str(authenticator.type))


def _factor_removed(sender: Any, request: HttpRequest, user: User, authenticator: Any, **kwargs: Any) -> None:
    request.session.pop(proof.SECOND_FACTOR, None)
    record("factor.removed", user, actor=user, factor=str(authenticator.type))
