"""Pages of refusals and faults: what happened, what was kept, what to do. Every one carries an id to quote."""

from __future__ import annotations

from types import SimpleNamespace

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.http import url_has_allowed_host_and_scheme

import nastavnik
from nastavnik.base.errors import DomainError
from nastavnik.portal.ui import preferences

# Fields of a refused form that are not shown back: they are no text of the reader's.
UNSHOWN = ("csrfmiddlewaretoken", "form_token", "version", "next")
SECRET_PARTS = ("password", "code", "token", "secret")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        return _page(request, "errors/413.html", 413)
    return _page(request, "400.html", 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    reason = str(exception) if isinstance(exception, DomainError) else ""
    return _page(request, "403.html", 403, reason=reason)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "404.html", 404)


def not_opened(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "errors/405.html", 405)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """409 for a refusal that no view has shown beside its form; `conflicts.page` shows two versions."""
    return _page(request, "409.html", 409, reason=str(exception or ""))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's secret has expired. What was typed is given back as text, never as a form to be resent."""
    kept = [value for name, values in request.POST.lists() if _is_text(name) for value in values if value.strip()]
    return _page(request, "errors/csrf.html", 403, kept="\n\n".join(kept))


def server_error(request: HttpRequest) -> HttpResponse:
    """Needs neither the database nor the session: they may be what is broken."""
    frame = SimpleNamespace(theme=preferences.value_of(request, "theme"), version=nastavnik.__version__)
    context = {"incident": getattr(request, "incident", ""), "frame": frame}
    return HttpResponse(loader.render_to_string("500.html", context), status=500)


def _page(request: HttpRequest, template: str, status: int, **context: str) -> HttpResponse:
    incident = getattr(request, "incident", "")
    return render(request, template, {"incident": incident, "back": _back(request), **context}, status=status)


def _back(request: HttpRequest) -> str:
    """Where the reader came from, if that was another page of ours."""
    address = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if ours and address != request.build_absolute_uri() else ""


def _is_text(name: str) -> bool:
    return name not in UNSHOWN and not any(part in name.casefold() for part in SECRET_PARTS)
