"""Every request has an id to quote; a crash is logged under it and never shows its trace.

A refusal of the domain becomes a page: `NotAllowed` 403, any other `DomainError` 409. The pages
themselves are the error handlers of the root url file (``handler403``, ``handler409``, ``handler500``).
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.core.signals import got_request_exception
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import get_resolver

from nastavnik.base.errors import DomainError, NotAllowed

log = logging.getLogger(__name__)

# What the log lines of the current request or job carry.
current: ContextVar[str] = ContextVar("incident", default="")
# Read aloud over the telephone: no letters or digits that sound or look alike.
ALPHABET = "ABCDEFHKMNPRTXY3478"


def new_incident() -> str:
    """An id such as ``K3TX-R8MN``: 34 bits, enough to find one line in a month of logs."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


class IncidentMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        got_request_exception.connect(log_crash, dispatch_uid="nastavnik.base.incidents")

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        incident = new_incident()
        request.incident = incident  # type: ignore[attr-defined]  # read by the error pages
        before = current.set(incident)
        try:
            response = self.get_response(request)
        finally:
            current.reset(before)
        response.headers["X-Incident"] = incident
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        if not isinstance(exception, DomainError):
            return None
        status = 403 if isinstance(exception, NotAllowed) else 409
        log.info("refused code=%s", exception.code)
        handler: Callable[..., HttpResponseBase] = get_resolver().resolve_error_handler(status)
        return handler(request, exception=exception)


def log_crash(sender: Any, request: HttpRequest | None = None, **kwargs: Any) -> None:
    """Called by Django for an exception that nobody caught, in a view or in a middleware."""
    view = getattr(getattr(request, "resolver_match", None), "view_name", "") if request else ""
    log.exception("crash view=%s", view)
