"""Deployments that are refused: an unsafe production, a demo that others could reach, a SQLite that could lose data.

Run by every start (`nastavnik check`, `serve`, `migrate`); an error stops it with a sentence.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connection

from nastavnik.config.sqlite import base

SHORTEST_SECRET = 32
SECRETS = ("SECRET_KEY", "NASTAVNIK_MASTER_KEY", "NASTAVNIK_AUDIT_KEY")


@register(Tags.security)
def deployment(**kwargs: Any) -> list[CheckMessage]:
    found = list(_everywhere())
    if settings.NASTAVNIK_PROFILE == "production":
        found += _production()
    elif settings.NASTAVNIK_PROFILE in ("demo", "development"):
        found += _at_home()
    return found


@register(Tags.database)
def sqlite(**kwargs: Any) -> list[CheckMessage]:
    """Security rule 10: an older SQLite in WAL mode can lose a write (E110)."""
    if not kwargs.get("databases") or connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
    if mode.upper() == "WAL" and base.journal_mode() != "WAL":
        return [
            _error(110, "SQLite in WAL mode is older than 3.51.3.", "Use journal_mode=TRUNCATE or a newer SQLite.")
        ]
    return []


def _everywhere() -> Iterator[CheckMessage]:
    if settings.DEBUG:
        yield _error(101, "DEBUG is on.", "The pages of errors carry an id; traces are in the log.")
    secrets = [getattr(settings, name) for name in SECRETS]
    if len(set(secrets)) < len(secrets):
        yield _error(102, "Two of the keys are the same.", "Give each of the three its own random value.")


def _production() -> Iterator[CheckMessage]:
    for name in SECRETS:
        if any(len(word) < SHORTEST_SECRET for word in getattr(settings, name).split(",")):
            short = f"{name} is shorter than {SHORTEST_SECRET} characters."
            yield _error(103, short, "Make one by `openssl rand -hex 32`.")
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        yield _error(104, "NASTAVNIK_HOSTS names no host or every host.", "Name the hosts by which people come.")
    public = urlsplit(settings.PUBLIC_URL)
    if public.scheme != "https":
        yield _error(105, "NASTAVNIK_PUBLIC_URL is not https.", "Plain http is for one's own machine only.")
    elif settings.ALLOWED_HOSTS and public.hostname not in {host.lstrip(".") for host in settings.ALLOWED_HOSTS}:
        yield _error(
            106, "NASTAVNIK_PUBLIC_URL is not among NASTAVNIK_HOSTS.", "Letters would lead to a foreign host."
        )
    if not settings.SECURE_PROXY_SSL_HEADER:
        yield _error(
            107,
            "The server itself speaks http: without a proxy before it nobody can come by https.",
            "Put a proxy before it that sets X-Forwarded-Proto, then set NASTAVNIK_BEHIND_PROXY=yes.",
        )
    elif not settings.NASTAVNIK_PROXIES:
        yield Warning(
            "NASTAVNIK_PROXIES names no proxy: all visitors have its address, and the slips of one make all wait.",
            hint="Name the address from which the proxy comes, for example NASTAVNIK_PROXIES=127.0.0.1.",
            id="nastavnik.W111",
        )
    if not settings.NASTAVNIK_SECOND_FACTOR:
        yield _error(108, "The second step at sign-in is off.", "Decision 7: staff need it.")


def _at_home() -> Iterator[CheckMessage]:
    """Plain http and, in the demo, printed passwords: nobody else may reach it (decision 8)."""
    if not _is_loopback(settings.NASTAVNIK_HOST):
        yield _error(
            109,
            f"The {settings.NASTAVNIK_PROFILE} profile runs on the loopback address only, not on "
            f"{settings.NASTAVNIK_HOST}.",
            "For others to come, set up a production: docs/operations.md.",
        )


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _error(number: int, message: str, hint: str) -> Error:
    return Error(message, hint=hint, id=f"nastavnik.E{number}")
