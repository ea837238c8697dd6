"""Small readers of `NASTAVNIK_*` variables. A bad value stops the start with a sentence."""

from __future__ import annotations

import contextlib
import ipaddress
import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def text(name: str, default: str = "", *, choices: tuple[str, ...] = ()) -> str:
    value = os.environ.get(name, default)
    if choices and value not in choices:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be one of: {', '.join(choices)}.")
    return value


def number(name: str, default: int) -> int:
    value = os.environ.get(name, str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be a whole number.")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    return [word for word in os.environ.get(name, default).replace(",", " ").split() if word]


def networks(name: str, default: str = "") -> list[Network]:
    """Addresses and networks: ``127.0.0.1 10.0.0.0/8``."""
    try:
        return [ipaddress.ip_network(word) for word in words(name, default)]
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: {error}. Write addresses or networks, such as 10.0.0.0/8.") from error


def database(name: str, default: str) -> dict[str, object]:
    """A Django database from ``sqlite:///path`` or ``postgres://user:password@host:port/name?host=/socket``."""
    url = urlsplit(os.environ.get(name, default))
    if url.scheme == "sqlite":
        return {
            "ENGINE": "nastavnik.config.sqlite",
            "NAME": unquote(url.path[1:]),
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20},
        }
    if url.scheme in ("postgres", "postgresql"):
        query = dict(parse_qsl(url.query))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(url.path[1:]),
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": query.get("host", url.hostname or ""),
            "PORT": str(url.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    raise ImproperlyConfigured(f"{name}: unknown scheme {url.scheme!r}; use sqlite:///… or postgres://…")


def flag(name: str) -> bool:
    return text(name, "no", choices=("yes", "no")) == "yes"


def secret(name: str, path: Path, *, create: bool) -> str:
    """A secret from the variable, else from ``path``; ``create`` makes the file at the first start."""
    if value := os.environ.get(name):
        return value
    if not path.exists():
        if not create:
            raise ImproperlyConfigured(f"{name} is not set and {path} does not exist. See docs/operations.md.")
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Two processes may start at once: the first to create the file decides.
        with contextlib.suppress(FileExistsError), open(path, "x", opener=_private, encoding="ascii") as file:
            file.write(secrets.token_hex(32))
    return path.read_text(encoding="ascii").strip()


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
