"""Where a person stands in the list of lines from above: a deed brings them back to the same page of it."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from nastavnik.org.models import Node
from nastavnik.portal.roadmaps.going_on import as_query, same_place


def address_of(node: Node, **also: str) -> str:
    return reverse("roadmaps:from-above", query={"node": str(node.uid), **also})


def kept(request: HttpRequest) -> dict[str, str]:
    """Which lines were shown and which page of them, as the address of a deed carries it."""
    return ({"all": "1"} if request.GET.get("all") else {}) | same_place(request)


def kept_query(request: HttpRequest) -> str:
    """The same as the end of an address: "?all=1&after=…", or ""."""
    return as_query(kept(request))
