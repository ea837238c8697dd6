"""Deployments that do not start."""

from __future__ import annotations

from ipaddress import ip_network

import pytest
from django.core.exceptions import ImproperlyConfigured

from nastavnik.config.checks import deployment
from nastavnik.config.environment import networks

SAFE = {
    "NASTAVNIK_PROFILE": "production",
    "SECRET_KEY": "s" * 40,
    "NASTAVNIK_MASTER_KEY": "m" * 40,
    "NASTAVNIK_AUDIT_KEY": "a" * 40,
    "ALLOWED_HOSTS": ["plan.example.org"],
    "PUBLIC_URL": "https://plan.example.org",
    "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
    "NASTAVNIK_SECOND_FACTOR": True,
    "NASTAVNIK_PROXIES": [ip_network("127.0.0.1")],
}


def found(settings, **changes: object) -> list[str | None]:
    for name, value in {**SAFE, **changes}.items():
        setattr(settings, name, value)
    return [message.id for message in deployment()]


def test_a_safe_production_starts(settings) -> None:
    assert found(settings) == []


@pytest.mark.parametrize(
    ("changes", "number"),
    [
        ({"DEBUG": True}, 101),
        ({"NASTAVNIK_AUDIT_KEY": "m" * 40}, 102),
        ({"NASTAVNIK_MASTER_KEY": "m" * 40 + ",short"}, 103),
        ({"ALLOWED_HOSTS": []}, 104),
        ({"ALLOWED_HOSTS": ["*", "plan.example.org"]}, 104),
        ({"PUBLIC_URL": "http://plan.example.org"}, 105),
        ({"PUBLIC_URL": "https://other.example.org"}, 106),
        ({"SECURE_PROXY_SSL_HEADER": None}, 107),
        ({"NASTAVNIK_SECOND_FACTOR": False}, 108),
    ],
)
def test_an_unsafe_one_does_not(settings, changes: dict[str, object], number: int) -> None:
    assert found(settings, **changes) == [f"nastavnik.E{number}"]


def test_visitors_who_would_share_one_address_are_told_of(settings) -> None:
    assert found(settings, NASTAVNIK_PROXIES=[]) == ["nastavnik.W111"]


@pytest.mark.parametrize("value", ["proxy.example.org", "10.0.0.5/8", "300.0.0.1"])
def test_proxies_are_addresses_or_networks(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("NASTAVNIK_PROXIES", value)
    with pytest.raises(ImproperlyConfigured, match="Write addresses or networks"):
        networks("NASTAVNIK_PROXIES")


@pytest.mark.parametrize("profile", ["demo", "development"])
@pytest.mark.parametrize(
    ("host", "numbers"),
    [
        ("127.0.0.1", []),
        ("localhost", []),
        ("::1", []),
        ("0.0.0.0", ["nastavnik.E109"]),  # noqa: S104 - that is what is refused
        ("10.0.0.5", ["nastavnik.E109"]),
    ],
)
def test_a_demo_runs_at_home_only(settings, profile: str, host: str, numbers: list[str]) -> None:
    assert found(settings, NASTAVNIK_PROFILE=profile, NASTAVNIK_HOST=host) == numbers
