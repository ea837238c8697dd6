"""Addresses that misbehave in every way an address can."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from nastavnik.base.errors import DomainError, NotAllowed
from nastavnik.base.routes import open_to_all


class Taken(DomainError):
    code = "taken"
    message = "The place is taken."


@open_to_all()
def crash(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError("Иван Петров, ivan@example.org, +7 (900) 123-45-67")


@open_to_all()
def refuse(request: HttpRequest) -> HttpResponse:
    raise Taken


@open_to_all()
def forbid(request: HttpRequest) -> HttpResponse:
    raise NotAllowed


@open_to_all()
def fine(request: HttpRequest) -> HttpResponse:
    return HttpResponse("fine")


@open_to_all()
def public(request: HttpRequest) -> HttpResponse:
    return HttpResponse("public", headers={"Cache-Control": "public, max-age=60"})


def undeclared(request: HttpRequest) -> HttpResponse:
    return HttpResponse("nobody said who may come")


urlpatterns = [
    path("crash/", crash, name="crash"),
    path("refuse/", refuse, name="refuse"),
    path("forbid/", forbid, name="forbid"),
    path("fine/", fine, name="fine"),
    path("public/", public, name="public"),
    path("undeclared/", undeclared, name="undeclared"),
]


def _plain(status: int) -> object:
    return lambda request, exception=None: HttpResponse(f"{request.incident} {exception or ''}", status=status)


handler403, handler404, handler405, handler409, handler500 = (_plain(code) for code in (403, 404, 405, 409, 500))
