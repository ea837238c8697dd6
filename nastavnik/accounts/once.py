"""A form acts once, however often it is sent.

The form carries a token made when it was drawn. The first sending writes the token in the transaction of its
deed; a repeat waits for that transaction and is led where the first one was led. A form that is refused gives
its token back, so that it can be mended and sent again.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils import timezone

from nastavnik.accounts.models import Submission, User

FIELD = "form_token"
KEPT = dt.timedelta(days=7)
LED_BY_HTMX = ("HX-Redirect", "HX-Location")
SERVER_ERROR = 500


def new_token() -> str:
    """For the hidden field of one rendered form."""
    return str(uuid.uuid4())


def done(request: HttpRequest, location: str = "") -> None:
    """Say that the deed is done although the answer leads nowhere, as a fragment for htmx does.

    A repeat is led to ``location``, or told to load its page anew.
    """
    request.form_done = location  # type: ignore[attr-defined]  # read below, by the same request


def gives_back(request: HttpRequest) -> None:
    """Say that the answer leads elsewhere without the deed, as to a proof of identity: the token works once more."""
    request.form_waits = True  # type: ignore[attr-defined]  # read below, by the same request


def token_of(request: HttpRequest) -> uuid.UUID | None:
    if request.method != "POST":
        return None
    try:
        return uuid.UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return None


def act_once(request: HttpRequest, token: uuid.UUID, act: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """The answer of ``act``, or, for a repeat, the way the first answer led."""
    user = request.user if isinstance(request.user, User) else None
    whose: dict[str, Any] = {"user": user} if user else {"user": None, "visitor": _visitor(request)}
    with transaction.atomic():
        claim = _claim(whose, token)
        if claim is None:
            return _led_again(request, Submission.objects.get(token=token, **whose))
        response = act()
        location = _led_to(request, response)
        if response.status_code >= SERVER_ERROR:
            transaction.set_rollback(True)
        elif location is None:
            claim.delete()
        else:
            claim.status, claim.location = response.status_code, location[:500]
            claim.save(update_fields=["status", "location"])
    return response


def sweep(now: dt.datetime | None = None) -> int:
    """Forget tokens older than a week."""
    gone, _by_model = Submission.objects.filter(at__lt=(now or timezone.now()) - KEPT).delete()
    return gone


def _claim(whose: dict[str, Any], token: uuid.UUID) -> Submission | None:
    try:
        with transaction.atomic():
            return Submission.objects.create(token=token, **whose)
    except IntegrityError:
        return None


def _visitor(request: HttpRequest) -> str:
    """A visitor is told apart by the secret of their CSRF cookie: they have no session before they sign in."""
    return hashlib.sha256(request.META.get("CSRF_COOKIE", "").encode()).hexdigest()


def _led_to(request: HttpRequest, response: HttpResponseBase) -> str | None:
    """Where a deed that was done leads; None for a refusal, which is shown without leading anywhere."""
    if getattr(request, "form_waits", False):
        return None
    if isinstance(response, HttpResponseRedirect):
        return response.url
    for header in LED_BY_HTMX:
        if header in response.headers:
            return response.headers[header]
    return getattr(request, "form_done", None)


def _led_again(request: HttpRequest, first: Submission) -> HttpResponseBase:
    if request.headers.get("HX-Request"):
        headers = {"HX-Redirect": first.location} if first.location else {"HX-Refresh": "true"}
        return HttpResponse(headers=headers)
    return HttpResponseRedirect(first.location or request.get_full_path())
