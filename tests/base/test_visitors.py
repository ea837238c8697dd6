"""Whose address a request has: behind a proxy of ours, behind nobody's, and with a header that was made up."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any

import pytest
from django.test import Client, RequestFactory

from nastavnik.base.visitors import address_of

OURS = [ip_network("127.0.0.1"), ip_network("10.0.0.0/8"), ip_network("::1")]


@pytest.mark.parametrize(
    ("peer", "header", "address"),
    [
        ("203.0.113.7", "", "203.0.113.7"),
        ("127.0.0.1", "203.0.113.7", "203.0.113.7"),
        ("::1", "203.0.113.7", "203.0.113.7"),
        # Two proxies of ours, one after the other.
        ("127.0.0.1", "203.0.113.7, 10.1.2.3", "203.0.113.7"),
        # What stands before the first stranger is his own word.
        ("127.0.0.1", "198.51.100.1, 203.0.113.7", "203.0.113.7"),
        ("127.0.0.1", "10.0.0.9, 203.0.113.7, 10.1.2.3", "203.0.113.7"),
        # A stranger's header is not read at all.
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),
        ("127.0.0.1", "unknown", "127.0.0.1"),
        ("127.0.0.1", "203.0.113.7, <b>", "127.0.0.1"),
        ("127.0.0.1", " , ", "127.0.0.1"),
        ("127.0.0.1", "10.0.0.9", "10.0.0.9"),
        ("127.0.0.1", "203.0.113.7:4711", "203.0.113.7"),
        ("127.0.0.1", "[2001:db8::7]:4711", "2001:db8::7"),
        ("127.0.0.1", "2001:DB8:0::7", "2001:db8::7"),
        ("::ffff:127.0.0.1", "::ffff:203.0.113.7", "203.0.113.7"),
        ("", "203.0.113.7", ""),
    ],
)
def test_the_nearest_address_that_is_no_proxy_of_ours(settings: Any, peer: str, header: str, address: str):
    settings.NASTAVNIK_PROXIES = OURS
    request = RequestFactory().get("/", REMOTE_ADDR=peer, headers={"X-Forwarded-For": header} if header else {})
    assert address_of(request) == address


def test_without_named_proxies_the_header_says_nothing(settings: Any):
    settings.NASTAVNIK_PROXIES = []
    request = RequestFactory().get("/", headers={"X-Forwarded-For": "203.0.113.7"})
    assert address_of(request) == "127.0.0.1"


@pytest.mark.django_db
class TestTheCheckOfDocuments:
    def mistypes(self, client: Client, visitor: str) -> int:
        """The answer to the twelfth slip."""
        for _time in range(11):
            client.get("/v/0000000000Z/", headers={"X-Forwarded-For": visitor})
        return client.get("/v/0000000000Z/", headers={"X-Forwarded-For": visitor}).status_code

    def test_behind_a_proxy_one_visitor_does_not_stop_another(self, client: Client, settings: Any):
        settings.NASTAVNIK_PROXIES = OURS
        assert self.mistypes(client, "203.0.113.7") == 429
        assert client.get("/v/0000000000Z/", headers={"X-Forwarded-For": "203.0.113.8"}).status_code == 404
        assert client.get("/v/0000000000Z/", headers={"X-Forwarded-For": "9.9.9.9, 203.0.113.7"}).status_code == 429

    def test_a_header_that_was_made_up_does_not_help(self, client: Client, settings: Any):
        settings.NASTAVNIK_PROXIES = []
        assert self.mistypes(client, "203.0.113.7") == 429
        assert client.get("/v/0000000000Z/", headers={"X-Forwarded-For": "203.0.113.8"}).status_code == 429
