"""Nodes as rows of a list on a date: plain tuples, and for each page the same few queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from nastavnik.org import reference
from nastavnik.org.identifiers import digits
from nastavnik.org.models import Fact, Node, NodeName, NodeQuerySet, Placement, path_range
from nastavnik.org.queries import place_of

COLUMNS = ("id", "uid", "kind", "type", "short_name", "full_name", "sort_name", "opened_on", "closed_on")
FACTS = (Fact.Kind.PILOT, Fact.Kind.PHASE, Fact.Kind.OGRN, Fact.Kind.INN)
SHORTEST_NUMBER = 10


@dataclass(frozen=True, slots=True)
class Row:
    """A node on a date; ``type`` and ``phase`` in words."""

    uid: UUID
    kind: str
    type: str
    name: str
    full_name: str
    place: str
    place_uid: UUID | None
    pilot: bool
    phase: str
    ogrn: str
    inn: str
    opened_on: dt.date
    closed_on: dt.date | None


@dataclass(frozen=True, slots=True)
class Titles:
    """Codes in words, read once for a page or a file. One query."""

    types: dict[str, str]
    phases: dict[str, str]

    @classmethod
    def read(cls) -> Titles:
        territories, bodies, phases = reference.titles_of("territory_types", "org_types", "rollout_phases")
        return cls({**territories, **bodies}, phases)


def searched(nodes: NodeQuerySet, text: str, on: dt.date) -> NodeQuerySet:
    """By a name, or by a whole ОГРН or ИНН."""
    number = digits(text)
    if number.isdecimal() and len(number) >= SHORTEST_NUMBER:
        return with_fact(nodes, on, Q(kind__in=(Fact.Kind.OGRN, Fact.Kind.INN), value=number))
    return nodes.named_like(text)


def with_fact(nodes: NodeQuerySet, on: dt.date, fact: Q) -> NodeQuerySet:
    return nodes.filter(Exists(Fact.objects.on(on).filter(fact, node=OuterRef("pk"))))


def standing_in(nodes: NodeQuerySet, territory: Node, on: dt.date, *, today: dt.date) -> NodeQuerySet:
    """Those within ``territory`` on ``on``; today's place is the cached one, which needs no second table."""
    if on == today:
        return nodes.filter(path_range(territory.path))
    path = place_of(territory, on)
    if path is None:
        return nodes.none()
    return nodes.filter(Exists(Placement.objects.on(on).filter(path_range(path), node=OuterRef("pk"))))


def described(found: Sequence[Any], on: dt.date, titles: Titles) -> list[Row]:
    """``found`` (tuples of `COLUMNS`) with names, places and facts on ``on``. Two queries, for a past day three."""
    keys = [row.id for row in found]
    placed = Placement.objects.on(on).filter(node__in=keys)
    places: dict[int, tuple[int, str, UUID]] = {
        node: (parent, name, uid)
        for node, parent, name, uid in placed.exclude(parent=None).values_list(
            "node_id", "parent_id", "parent__short_name", "parent__uid"
        )
    }
    stated = Fact.objects.on(on).filter(node__in=keys, kind__in=FACTS)
    facts = {(node, kind): value for node, kind, value in stated.values_list("node_id", "kind", "value")}
    names = {} if on == timezone.localdate() else _names({*keys, *(place[0] for place in places.values())}, on)
    return [_row(row, places.get(row.id), facts, names, titles) for row in found]


def _names(keys: set[int], on: dt.date) -> dict[int, tuple[str, str]]:
    """Short and full names on a past day; today's stand with the nodes."""
    valid = NodeName.objects.on(on).filter(node__in=keys)
    return {node: (short, full) for node, short, full in valid.values_list("node_id", "short", "full")}


def all_described(nodes: NodeQuerySet, on: dt.date, titles: Titles, *, chunk: int = 500) -> Iterator[Row]:
    """The whole of ``nodes`` in the order of names, a chunk in memory at a time."""
    rows: Iterator[Any] = nodes.order_by("sort_name", "id").values_list(*COLUMNS, named=True).iterator(chunk)
    while piece := list(islice(rows, chunk)):
        yield from described(piece, on, titles)


def _row(
    row: Any,
    place: tuple[int, str, UUID] | None,
    facts: dict[tuple[int, str], str],
    names: dict[int, tuple[str, str]],
    titles: Titles,
) -> Row:
    name, full_name = names.get(row.id, (row.short_name, row.full_name))
    phase = facts.get((row.id, Fact.Kind.PHASE), "")
    return Row(
        uid=row.uid,
        kind=row.kind,
        type=titles.types.get(row.type, row.type),
        name=name,
        full_name=full_name,
        place=names.get(place[0], (place[1], ""))[0] if place else "",
        place_uid=place[2] if place else None,
        pilot=(row.id, Fact.Kind.PILOT) in facts,
        phase=titles.phases.get(phase, phase),
        ogrn=facts.get((row.id, Fact.Kind.OGRN), ""),
        inn=facts.get((row.id, Fact.Kind.INN), ""),
        opened_on=row.opened_on,
        closed_on=row.closed_on,
    )


__all__ = ["COLUMNS", "Row", "Titles", "all_described", "described", "searched", "standing_in", "with_fact"]
