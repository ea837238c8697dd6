"""A form that came when the proof of identity was stale waits until the proof is given, then goes on.

What was typed waits in the session under the platform's key, for a quarter of an hour: sessions are rows of the
database, and a form may hold names.
"""

from __future__ import annotations

import time
from typing import Any, NamedTuple

from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import resolve_url
from django.utils.http import urlencode

from nastavnik.accounts import once
from nastavnik.accounts.keyring import ring
from nastavnik.accounts.models import User
from nastavnik.base.errors import DomainError

KEPT_SECONDS = 15 * 60
#: Whoever pastes a book has it in hand still.
MOST_KEPT = 200_000
#: The page that sends the form once more, with a fresh check of everything.
GOES_ON = "accounts:go-on"
WAITING = "waiting_form"
_LEFT_OUT = ("csrfmiddlewaretoken",)


class Waiting(NamedTuple):
    """The address and what was typed, field by field."""

    address: str
    fields: list[tuple[str, str]]


def suspend(request: HttpRequest, user: User, proof_page: str) -> HttpResponse:
    """Lead to ``proof_page``; what was typed waits, and the form's token works once more."""
    once.gives_back(request)
    address = request.get_full_path()
    typed = request.POST.urlencode()
    if len(typed) <= MOST_KEPT:
        sealed = ring.seal(f"{address}\n{typed}", node_id=None, bound_to=_place(user))
        state = {"form": sealed, "at": time.time()}
        request.session[STATE_SESSION_KEY] = {"state": state, "callback": f"{__name__}.resume"}
    led_to = f"{proof_page}?{urlencode({'next': address})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": led_to})
    return HttpResponseRedirect(led_to)


def resume(request: HttpRequest, state: dict[str, Any]) -> HttpResponseRedirect:
    """What allauth calls when the proof is given."""
    request.session[WAITING] = state
    return HttpResponseRedirect(resolve_url(GOES_ON))


def take(request: HttpRequest, user: User) -> Waiting | None:
    """The form that waits, once; None when there is none or it waited too long."""
    state = request.session.pop(WAITING, None)
    if not state or not 0 <= time.time() - state["at"] < KEPT_SECONDS:
        return None
    try:
        address, _line, typed = ring.unseal(state["form"], bound_to=_place(user)).partition("\n")
    except DomainError:
        return None
    fields = [
        (name, value)
        for name, values in QueryDict(typed).lists()
        if name not in _LEFT_OUT
        for value in values
        if isinstance(value, str)
    ]
    return Waiting(address, fields)


def _place(user: User) -> str:
    return f"waiting form of {user.uid}"
