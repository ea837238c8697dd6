"""Deeds to the tree. Each has a day and a paper, is written down, and leaves what is past as it was.

``actor`` None means that the product does it itself: set-up, the demo, a command of the administrator.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import NotAllowed
from nastavnik.base.saving import save
from nastavnik.org import reference
from nastavnik.org.models import Dated, Node, NodeName, Placement, Reorganisation
from nastavnik.org.refusals import (
    DateInFuture,
    InUse,
    LaterRecorded,
    NotEmpty,
    NotOpenThen,
    PlaceInItself,
    PlaceNotOpen,
    RootStays,
    SameKindNeeded,
    TooDeep,
    UnknownType,
    WrongPlace,
)
from nastavnik.org.services import paths
from nastavnik.org.wording import search_form, sort_form

_listeners: list[Callable[[Node], object]] = []
_forgetters: list[Callable[[Node], object]] = []
TYPES_OF = {Node.Kind.TERRITORY: "territory_types", Node.Kind.BODY: "org_types"}


def when_changed(listener: Callable[[Node], object]) -> None:
    """Have ``listener`` called in the deed's transaction with each node that is opened, closed, moved or retyped."""
    _listeners.append(listener)


def when_forgotten(listener: Callable[[Node], object]) -> None:
    """Have ``listener`` called before a node vanishes whose opening is taken back: derived rows of it go along."""
    _forgetters.append(listener)


def tell_changed(node: Node) -> None:
    for listener in _listeners:
        listener(node)


@transaction.atomic
def open_node(
    *,
    kind: str,
    type: str,
    full: str,
    short: str,
    parent: Node | None,
    opened_on: dt.date,
    basis: str = "",
    actor: Any,
) -> Node:
    """Open a territory or a body in ``parent``; without a parent a region, by the product itself alone.

    Raises:
        NotAllowed: ``actor`` holds no "organisation.create" over ``parent``.
        DateInFuture, UnknownType, WrongPlace, PlaceNotOpen, TooDeep.
        Invalid: a name is missing or too long.
    """
    if parent is None:
        if actor is not None:
            raise NotAllowed(action="organisation.create")
    else:
        _ask(actor, "organisation.create", parent)
        paths.lock(parent)
    _refuse_future(opened_on)
    if not reference.has(TYPES_OF[Node.Kind(kind)], type, on=opened_on):
        raise UnknownType(type=type)
    _refuse_wrong_parent(kind, parent)
    node = save(_new_node(kind, type, full, short, opened_on))
    _place_new(node, parent, opened_on, basis)
    save(NodeName(node=node, full=node.full_name, short=node.short_name, from_on=opened_on, basis=basis))
    _register(node, Reorganisation.Kind.OPENED, opened_on, basis, other=parent)
    record("organisation.opened", node, actor=actor, node_id=node.pk, kind=kind, type=type)
    return node


@transaction.atomic
def rename(node: Node, *, full: str, short: str, from_on: dt.date, basis: str = "", actor: Any) -> Node:
    """Call ``node`` otherwise from ``from_on``. On the day a name began the name is corrected instead.

    Raises:
        NotAllowed, DateInFuture, NotOpenThen, LaterRecorded.
        Invalid: a name is missing or too long.
    """
    _ask(actor, "organisation.edit", node)
    paths.lock(node)
    _refuse_future(from_on)
    _refuse_not_open(node, from_on)
    current = node.names.open_ended().get()
    if current.from_on > from_on:
        raise LaterRecorded(current.from_on)
    if current.from_on == from_on:
        current.full, current.short, current.basis = full, short, basis
        save(current)
    else:
        _end(current, from_on)
        save(NodeName(node=node, full=full, short=short, from_on=from_on, basis=basis))
    node.full_name, node.short_name, node.sort_name = full, short, sort_form(short)
    spoken = node.names.order_by("-from_on").values_list("short", "full")
    node.search_name = search_form(*(name for pair in spoken for name in pair))
    save(node)
    _register(node, Reorganisation.Kind.RENAMED, from_on, basis)
    record("organisation.renamed", node, actor=actor, node_id=node.pk, on=from_on.isoformat())
    return node


@transaction.atomic
def move(node: Node, *, parent: Node, from_on: dt.date, basis: str = "", actor: Any) -> Node:
    """Place ``node`` and all that stands in it in ``parent`` from ``from_on``.

    Raises:
        NotAllowed: no "organisation.edit" over ``node`` or no "organisation.create" over ``parent``.
        DateInFuture, NotOpenThen, RootStays, PlaceInItself, WrongPlace, PlaceNotOpen, LaterRecorded, TooDeep.
    """
    _ask(actor, "organisation.edit", node)
    _ask(actor, "organisation.create", parent)
    paths.lock(node, parent)
    _refuse_future(from_on)
    _refuse_not_open(node, from_on)
    if not node.ancestor_ids:
        raise RootStays
    _refuse_target(node, parent, from_on)
    _refuse_wrong_parent(node.kind, parent)
    paths.refuse_if_later(node.path, from_on)
    paths.refuse_if_too_deep(node.path, parent.path)

    paths.replant(node.path, f"{parent.path}{node.pk}/", on=from_on, basis=basis)
    node.placements.open_ended().update(parent=parent, basis=basis)
    node.refresh_from_db()
    _register(node, Reorganisation.Kind.MOVED, from_on, basis, other=parent)
    record("organisation.moved", node, actor=actor, node_id=node.pk, to=parent.pk, on=from_on.isoformat())
    return node


@transaction.atomic
def merge(node: Node, *, into: Node, on: dt.date, basis: str = "", actor: Any) -> Node:
    """``node`` joins ``into`` on ``on``: what stands in it goes along, and from that day it is closed.

    Raises:
        NotAllowed: no "organisation.edit" over one of the two.
        SameKindNeeded, DateInFuture, NotOpenThen, PlaceInItself, PlaceNotOpen, LaterRecorded, TooDeep.
    """
    _ask(actor, "organisation.edit", node)
    _ask(actor, "organisation.edit", into)
    paths.lock(node, into)
    if node.kind != into.kind:
        raise SameKindNeeded
    _refuse_future(on)
    _refuse_not_open(node, on)
    _refuse_target(node, into, on)
    paths.refuse_if_later(node.path, on)
    paths.refuse_if_too_deep(node.path, into.path)

    paths.replant(node.path, into.path, on=on, basis=basis, but=node.pk)
    Placement.objects.open_ended().filter(parent=node).update(parent=into, basis=basis)
    _shut(node, on)
    _register(node, Reorganisation.Kind.MERGED, on, basis, other=into)
    record("organisation.merged", node, actor=actor, node_id=node.pk, into=into.pk, on=on.isoformat())
    return node


@transaction.atomic
def close(node: Node, *, on: dt.date, basis: str = "", actor: Any) -> Node:
    """Close ``node``: ``on`` is the first day without it.

    Raises:
        NotAllowed, DateInFuture, NotOpenThen, LaterRecorded.
        NotEmpty: something open stands in it.
    """
    _ask(actor, "organisation.edit", node)
    paths.lock(node)
    _refuse_future(on)
    _refuse_not_open(node, on)
    if Placement.objects.open_ended().filter(parent=node).exists():
        raise NotEmpty(node_id=node.pk)
    paths.refuse_if_later(node.path, on)
    _shut(node, on)
    _register(node, Reorganisation.Kind.CLOSED, on, basis)
    record("organisation.closed", node, actor=actor, node_id=node.pk, on=on.isoformat())
    return node


@transaction.atomic
def never_opened(node: Node, *, actor: Any) -> None:
    """Take the opening of ``node`` back, as if it had never been recorded; only while nothing rests on it.

    For a list accepted by mistake: an organisation that worked for a day is closed instead.

    Raises:
        NotAllowed: no "organisation.edit" over ``node``.
        InUse: it has plans, people, organisations inside, or later changes.
    """
    _ask(actor, "organisation.edit", node)
    paths.lock(node)
    later = node.reorganisations.exclude(kind=Reorganisation.Kind.OPENED).exists()
    if later or Placement.objects.filter(parent=node).exists() or not node.ancestor_ids:
        raise InUse(node_id=node.pk)
    record("organisation.never_opened", node, actor=actor, node_id=node.ancestor_ids[-1])
    for forget in _forgetters:
        forget(node)
    for dated in (node.facts, node.names, node.placements, node.reorganisations):
        dated.all().delete()
    try:
        with transaction.atomic():
            node.delete()
    except ProtectedError as error:
        raise InUse(node_id=node.pk) from error


def _ask(actor: Any, action: str, node: Node) -> None:
    if actor is not None:
        require(actor, action, node)


def _refuse_future(date: dt.date) -> None:
    """The cached path is today's: a change of tomorrow would need somebody to carry it out tomorrow."""
    if date > timezone.localdate():
        raise DateInFuture


def _refuse_not_open(node: Node, date: dt.date) -> None:
    if node.closed_on is not None or date < node.opened_on:
        raise NotOpenThen(node_id=node.pk)


def _refuse_wrong_parent(kind: str, parent: Node | None) -> None:
    territory = kind == Node.Kind.TERRITORY
    if (parent is None and not territory) or (parent is not None and territory and not parent.is_territory):
        raise WrongPlace


def _refuse_target(node: Node, target: Node, on: dt.date) -> None:
    """``target`` is open, outside ``node``, and has stood where it stands since ``on`` or earlier."""
    if target.path.startswith(node.path):
        raise PlaceInItself if node.ancestor_ids or target == node else RootStays
    if target.closed_on is not None or target.opened_on > on:
        raise PlaceNotOpen(node_id=target.pk)
    standing = target.placements.open_ended().get()
    if standing.from_on > on:
        raise LaterRecorded(standing.from_on)


def _new_node(kind: str, type: str, full: str, short: str, opened_on: dt.date) -> Node:
    return Node(
        kind=kind,
        type=type,
        full_name=full,
        short_name=short,
        sort_name=sort_form(short),
        search_name=search_form(short, full),
        opened_on=opened_on,
        path=f"/new/{uuid4()}/",  # the key is part of the path and known only after the first write
    )


def _place_new(node: Node, parent: Node | None, opened_on: dt.date, basis: str) -> None:
    """Follow ``parent`` through its places since ``opened_on``, so that late entry of an old school is exact."""
    if parent is None:
        stands: list[tuple[str, dt.date, dt.date | None]] = [("/", opened_on, None)]
    else:
        if parent.closed_on is not None or parent.opened_on > opened_on:
            raise PlaceNotOpen(node_id=parent.pk)
        if paths.levels(parent.path) >= paths.MAX_LEVELS:
            raise TooDeep
        since = parent.placements.exclude(to_on__lte=opened_on).order_by("from_on")
        stands = [(place.path, max(place.from_on, opened_on), place.to_on) for place in since]
    for above, from_on, to_on in stands:
        path = f"{above}{node.pk}/"
        save(Placement(node=node, parent=parent, path=path, from_on=from_on, to_on=to_on, basis=basis))
    node.path = path
    node.save(update_fields=["path"])


def _shut(node: Node, on: dt.date) -> None:
    """End the place and the facts. The name stays: reports of earlier years speak of it."""
    for period in (node.placements.open_ended().get(), *node.facts.open_ended()):
        _end(period, on)
    node.closed_on = on
    node.save(update_fields=["closed_on"])


def _end(period: Dated, on: dt.date) -> None:
    if period.from_on >= on:
        raise LaterRecorded(period.from_on + dt.timedelta(days=1))
    period.to_on = on
    period.save(update_fields=["to_on"])


def _register(node: Node, kind: str, on: dt.date, basis: str, other: Node | None = None) -> None:
    """A deed corrected on its own day is one deed."""
    Reorganisation.objects.update_or_create(node=node, kind=kind, on=on, defaults={"basis": basis, "other": other})
    tell_changed(node)
