"""What many visits by the same people read and draw again and again, done once.

For tests in which every visit is rolled back or only reads. That what ends ends at once is asked in
tests/accounts/test_services.py.
"""

from __future__ import annotations

import copy
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from nastavnik.accounts import reach
from nastavnik.accounts.backends import EmailBackend
from nastavnik.accounts.models import User
from nastavnik.accounts.reach import Holding
from nastavnik.portal import errors


def remember_visitors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows, grants and sessions of whoever is there now are read once."""
    read_user, read_grants = EmailBackend.get_user, reach.holdings_of
    read_session, write_session = SessionStore.load, SessionStore.save
    here = set(User.objects.values_list("pk", flat=True))
    users: dict[int, User | None] = {}
    held: dict[int, tuple[Holding, ...]] = {}
    sessions: dict[str, dict[str, Any]] = {}

    def get_user(self: EmailBackend, user_id: int) -> User | None:
        if user_id in here and user_id not in users:
            users[user_id] = read_user(self, user_id)
        return copy.copy(users[user_id]) if user_id in here else read_user(self, user_id)

    def holdings_of(user: User) -> tuple[Holding, ...]:
        if user.pk in here and user.pk not in held:
            held[user.pk] = read_grants(user)
        return held[user.pk] if user.pk in here else read_grants(user)

    def load(self: SessionStore) -> dict[str, Any]:
        key = self.session_key
        if key not in sessions and (found := read_session(self)):
            sessions[key] = found
        return copy.deepcopy(sessions.get(key, {}))

    def save(self: SessionStore, must_create: bool = False) -> None:
        # What a page keeps for the next one is read again; what was rolled back is read as it was before.
        sessions.pop(self.session_key, None)
        write_session(self, must_create)

    monkeypatch.setattr(EmailBackend, "get_user", get_user)
    monkeypatch.setattr(reach, "holdings_of", holdings_of)
    monkeypatch.setattr(SessionStore, "load", load)
    monkeypatch.setattr(SessionStore, "save", save)


def draw_refusals_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page of refusal is made of who reads it and of what it is told: the same again is not drawn anew."""
    draw, drawn = errors._page, {}

    def page(request: HttpRequest, template: str, status: int, **told: str) -> HttpResponse:
        rows = [str(value) for value in list(vars(request).values()) if isinstance(value, Model)]
        key = (request.user.pk, template, tuple(told.items()), tuple(rows), _toasts(request))
        if key not in drawn:
            drawn[key] = draw(request, template, status, **told).content
        return HttpResponse(drawn[key], status=status)

    monkeypatch.setattr(errors, "_page", page)


def _toasts(request: HttpRequest) -> tuple[str, ...]:
    kept = request._messages
    return tuple(str(message) for message in (*kept._loaded_messages, *kept._queued_messages))  # type: ignore[attr-defined]  # set by the middleware
