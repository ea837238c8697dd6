"""Seats of the bases as the levels above see them: organisation, number, side and status, and nothing that names.

Organisations go by their names, the seats of one in the order of an index. No index spans both, so a page is walked:
the next organisations that have a seat at all, then the seats of a few of them at a time. What it costs depends on
the page and not on how many seats there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from nastavnik.base.merged import first_of_each
from nastavnik.org.models import Node, NodeQuerySet
from nastavnik.people.models import Participation

SIZE = 50
#: The rest of an index that begins with the organisation.
ORDER = ("side", "school_year", "model", "pk")
#: All that is read of a seat: a card is never fetched.
COLUMNS = ("pk", "uid", "node_id", "person__seat", "side", "school_year", "model", "status", "status_since")


@dataclass(frozen=True)
class SeatPage:
    """``rows`` are pairs of an organisation and its seat. There is a way on and one to the beginning."""

    rows: list[tuple[Node, Any]]
    next: str
    previous: str = ""


def page_of(nodes: NodeQuerySet, parts: QuerySet[Participation], after: str = "", size: int = SIZE) -> SeatPage:
    """``nodes`` within reach, ``parts`` as narrowed; ``after`` the uid of the last seat of the page before."""
    last = _last(parts, after)
    found: list[Any] = []
    if last is not None:
        rest = parts.filter(_past(last), node=last["node_id"]).order_by(*ORDER)
        found = list(rest.values_list(*COLUMNS, named=True)[: size + 1])
        nodes = nodes.filter(
            Q(sort_name__gt=last["node__sort_name"]) | Q(sort_name=last["node__sort_name"], pk__gt=last["node_id"])
        )
    found += _walked(nodes, parts, size + 1 - len(found))
    by_key = Node.objects.in_bulk({row.node_id for row in found[:size]})
    rows = [(by_key[row.node_id], row) for row in found[:size]]
    return SeatPage(rows, f"after={found[size - 1].uid}" if len(found) > size else "")


def _last(parts: QuerySet[Participation], after: str) -> dict[str, Any] | None:
    try:
        uid = UUID(after)
    except ValueError:
        return None
    # It may have another status by now; where it stands does not change.
    rows = Participation.objects.filter(uid=uid)
    found = rows.values("pk", "node_id", "node__sort_name", "side", "school_year", "model").first()
    return dict(found) if found else None


def _past(last: dict[str, Any]) -> Q:
    """Behind ``last`` in the order of the index."""
    found, equal = Q(), Q()
    for name in ORDER:
        found |= equal & Q(**{f"{name}__gt": last[name]})
        equal &= Q(**{name: last[name]})
    return found


def _walked(nodes: NodeQuerySet, parts: QuerySet[Participation], wanted: int) -> list[Any]:
    if wanted < 1:
        return []
    with_seats = nodes.filter(Exists(parts.filter(node=OuterRef("pk")))).order_by("sort_name", "pk")
    # Each of them has at least one seat: no more of them than seats are needed.
    keys = list(with_seats.values_list("pk", flat=True)[:wanted])
    found: list[Any] = []
    begin, some = 0, 1
    while begin < len(keys) and len(found) < wanted:
        # Twice as many at each step: a few questions where organisations are small, one where they are large.
        found += _of_nodes(keys[begin : begin + some], parts, wanted - len(found))
        begin, some = begin + some, some * 2
    return found[:wanted]


def _of_nodes(keys: list[int], parts: QuerySet[Participation], wanted: int) -> list[Any]:
    ordered = parts.order_by(*ORDER)
    rows = Participation.objects.filter(pk__in=first_of_each(ordered, [{"node_id": key} for key in keys], wanted))
    place = {key: number for number, key in enumerate(keys)}
    found = list(rows.values_list(*COLUMNS, named=True))
    return sorted(found, key=lambda row: (place[row.node_id], row.side, row.school_year, row.model, row.pk))
