"""The organisation whose office work a page is about: that of the acting role, or another of its grants."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.http import Http404
from django.urls import reverse

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.access import can
from nastavnik.org.models import Node


@dataclass(frozen=True)
class Place:
    """``nodes`` are all that may be chosen; ``at`` keeps the choice in addresses ("" where there is none)."""

    request: SignedIn
    node: Node
    nodes: tuple[Node, ...]

    @property
    def at(self) -> str:
        return f"?node={self.node.uid}" if len(self.nodes) > 1 else ""

    def address(self, name: str, *args: object) -> str:
        return f"{reverse(name, args=args)}{self.at}"

    @cached_property
    def may_edit_templates(self) -> bool:
        return can(self.request.user, "document_template.edit", self.node)


def place_of(request: SignedIn) -> Place:
    """By ``node`` of the address or of the form. Raises Http404 for a user without a place."""
    acting = request.user.acting
    ids = list(dict.fromkeys(holding.node_id for holding in acting.holdings)) if acting else []
    by_id = Node.objects.in_bulk(ids)
    nodes = tuple(by_id[key] for key in ids)
    if not nodes:
        raise Http404
    wanted = request.GET.get("node", "")
    return Place(request, next((node for node in nodes if str(node.uid) == wanted), nodes[0]), nodes)
