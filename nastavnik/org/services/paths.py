"""Branches of the tree: locking one, and writing it at a new place in four statements whatever its size."""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django.db.models import Max, Q, Value
from django.db.models.functions import Concat, Length, Replace, Substr

from nastavnik.org.models import Node, Placement, PlainOrderField, path_range
from nastavnik.org.refusals import BusyTree, LaterRecorded, TooDeep

MAX_LEVELS = 20

_OPEN_AT_NEW_PLACE = """
INSERT INTO org_placement (node_id, parent_id, path, from_on, to_on, basis)
SELECT old.node_id, old.parent_id, %s || substr(old.path, %s), %s, NULL, %s
  FROM org_placement AS old JOIN org_node AS node ON node.id = old.node_id
 WHERE old.path >= %s AND old.path < %s AND old.to_on = %s AND node.closed_on IS NULL AND node.id <> %s
   AND NOT EXISTS (SELECT 1 FROM org_placement AS present
                    WHERE present.node_id = old.node_id AND present.to_on IS NULL)
"""


def lock(*nodes: Node) -> None:
    """Make deeds to these trees wait for one another, and bring ``nodes`` up to date.

    Locked are the roots, in one order. A root is never moved, so that the same deed always waits at the
    same row; SQLite already lets one writer in at a time.

    Raises:
        BusyTree: while waiting, one of ``nodes`` went to another tree.
    """
    roots = {_root_of(node) for node in nodes}
    list(Node.objects.select_for_update(no_key=True).filter(pk__in=roots).order_by("pk"))
    for node in nodes:
        node.refresh_from_db()
    if {_root_of(node) for node in nodes} != roots:
        raise BusyTree(node_ids=[node.pk for node in nodes])


def refuse_if_later(path: str, on: dt.date) -> None:
    """Raises: LaterRecorded: something in the branch at ``path`` begins or ends after ``on``."""
    branch = Placement.objects.filter(path_range(path)).filter(Q(from_on__gt=on) | Q(to_on__gt=on))
    found = branch.aggregate(begun=Max("from_on"), ended=Max("to_on"))
    if dates := [date for date in found.values() if date is not None]:
        raise LaterRecorded(max(dates))


def refuse_if_too_deep(branch: str, target: str) -> None:
    """Raises: TooDeep: the deepest node of ``branch`` would stand deeper than `MAX_LEVELS` under ``target``."""
    slashes = Length("path") - Length(Replace("path", Value("/"), Value("")))
    deepest = Node.objects.filter(path_range(branch)).aggregate(deepest=Max(slashes))["deepest"] or 0
    if levels(target) + deepest - 1 - (levels(branch) - 1) > MAX_LEVELS:
        raise TooDeep


def levels(path: str) -> int:
    """How many nodes stand on ``path``: ``/1/5/`` is two."""
    return path.count("/") - 1


def replant(old: str, new: str, *, on: dt.date, basis: str, but: int = 0) -> None:
    """Everything at and under ``old``, save the node with key ``but``, stands under ``new`` from ``on``.

    Whoever calls has made sure that nothing there is later than ``on``, and then names the new parents.
    """
    branch = Placement.objects.filter(path_range(old)).exclude(node_id=but).open_ended()
    rewritten = Concat(Value(new), Substr("path", len(old) + 1), output_field=PlainOrderField())
    # A period that began today has no yesterday to keep: it is corrected where it stands.
    branch.filter(from_on=on).update(path=rewritten)
    branch.filter(from_on__lt=on).update(to_on=on)
    day = connection.ops.adapt_datefield_value(on)
    with connection.cursor() as cursor:
        cursor.execute(_OPEN_AT_NEW_PLACE, [new, len(old) + 1, day, basis, old, old[:-1] + "0", day, but])
    # The closed go along: their archive is reached by whoever answers for the branch now.
    Node.objects.filter(path_range(old)).exclude(pk=but).update(path=rewritten)


def _root_of(node: Node) -> int:
    return int(node.path.split("/")[1])
