"""Where a request came from. A header says it only if the proxy that wrote it is one of ours."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def address_of(request: HttpRequest) -> str:
    """The visitor's address: the nearest one that is no proxy named in `NASTAVNIK_PROXIES`.

    ``X-Forwarded-For`` grows to the right, each proxy adding whom it heard. So it is read from the right, as far as
    our own proxies wrote it; what stands before that anybody can have made up.
    """
    nearest = str(request.META.get("REMOTE_ADDR") or "")
    heard = [one.strip() for one in request.headers.get("X-Forwarded-For", "").split(",") if one.strip()]
    while _is_ours(nearest) and heard:
        told = _read(heard.pop())
        if told is None:
            break
        nearest = str(told)
    return nearest


def _is_ours(address: str) -> bool:
    found = _read(address)
    return found is not None and any(found in network for network in settings.NASTAVNIK_PROXIES)


def _read(text: str) -> Address | None:
    """An address, with or without a port; one of IPv4 in the clothes of IPv6 as what it is."""
    bare = text.rpartition(":")[0] if text.count(":") == 1 else text
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    try:
        found = ipaddress.ip_address(bare)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found
