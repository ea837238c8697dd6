"""A form that shows one page of a long list: sent, it leads to the next page."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict

from nastavnik.base.keyset import AFTER, BEFORE


def next_place(request: HttpRequest) -> dict[str, str]:
    """Where the next page begins, as the posted form said by ``go_on``; {} where this was the last one."""
    typed = QueryDict(request.POST.get("go_on", "")[:5000])
    return {AFTER: typed[AFTER]} if typed.get(AFTER) else {}


def same_place(request: HttpRequest) -> dict[str, str]:
    """The page of the list that the address of the form names."""
    return {side: request.GET[side] for side in (AFTER, BEFORE) if request.GET.get(side)}


def as_query(place: dict[str, str]) -> str:
    """The end of an address: "?after=…", or ""."""
    return f"?{urlencode(place)}" if place else ""
