"""Deny by default: an address that declares no rule answers 404, and the system check stops the start."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.core.checks import CheckMessage, Error
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from nastavnik.base.routes import addresses, rule_of

log = logging.getLogger(__name__)


class RuleMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        if rule_of(view) is None:
            log.error("undeclared address view=%s", getattr(view, "__qualname__", view))
            raise Http404


def check_addresses(**kwargs: Any) -> list[CheckMessage]:
    """nastavnik.E001: the addresses that say nobody may come, because they say nothing."""
    return [
        Error(
            f"The address {address.path!r} ({address.name}) declares no rule.",
            hint="Put @route, @signed_in or @open_to_all of nastavnik.base.routes on its view.",
            id="nastavnik.E001",
        )
        for address in addresses()
        if rule_of(address.view) is None
    ]
