"""Reading the tree as of a date. Each function makes one query, whatever the size."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Exists, OuterRef

from nastavnik.org.models import Node, NodeName, NodeQuerySet, Placement, path_range, valid_on


def children(node: Node, on: dt.date) -> NodeQuerySet:
    """Nodes that stood directly in ``node`` on ``on``, by name."""
    # A list of keys: an "exists" would go through all the nodes there are.
    stood = Placement.objects.on(on).filter(parent=node).values("node")
    return Node.objects.filter(pk__in=stood).order_by("sort_name", "pk")


def branch(node: Node, on: dt.date) -> NodeQuerySet:
    """``node`` and all that stood in it on ``on``, wherever ``node`` itself stood then. Two queries."""
    path = place_of(node, on)
    if path is None:
        return Node.objects.none()
    stood = Placement.objects.on(on).filter(path_range(path), node=OuterRef("pk"))
    return Node.objects.filter(Exists(stood))


def ancestors(node: Node, on: dt.date) -> list[Node]:
    """From the root down to the parent on ``on``; empty for a root, and before or after its days. Two queries."""
    path = place_of(node, on)
    if path is None:
        return []
    keys = [int(step) for step in path.strip("/").split("/")][:-1]
    found = Node.objects.in_bulk(keys)
    return [found[key] for key in keys]


def place_of(node: Node, on: dt.date) -> str | None:
    """The path of ``node`` on ``on``."""
    return Placement.objects.on(on).filter(node=node).values_list("path", flat=True).first()


def names_on(nodes: Iterable[Node | int], date: dt.date) -> dict[int, NodeName]:
    """Key of a node → its name on ``date``; a closed one keeps its last, one that did not exist is missing."""
    keys = [node.pk if isinstance(node, Node) else node for node in nodes]
    return {name.node_id: name for name in NodeName.objects.filter(valid_on(date), node__in=keys)}


def region_of(node: Node) -> Node:
    """The root of the tree that ``node`` stands in today."""
    return Node.objects.get(pk=node.ancestor_ids[0]) if node.ancestor_ids else node
