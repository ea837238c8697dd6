"""Kept sums added up the tree as it stood on a day. One statement, whatever the size."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import connection

_BY_CHILD = """
SELECT {child} AS child, kept.period, {sums}
  FROM org_placement AS below
  JOIN measures_keptvalue AS kept ON kept.node_id = below.node_id AND kept.units = %s AND kept.period IN ({periods})
 WHERE below.path > %s AND below.path < %s AND below.from_on <= %s AND (below.to_on IS NULL OR below.to_on > %s)
 GROUP BY 1, 2
"""


def child_key(path: str) -> str:
    """SQL: the step of ``below.path`` after ``path``, the key of a direct child as text. Not for ``path`` itself."""
    place = {"sqlite": "instr", "postgresql": "strpos"}[connection.vendor]
    first = len(path) + 1
    return f"substr(below.path, {first}, {place}(substr(below.path, {first}), '/') - 1)"


def kept_by_child(
    units: str, slots: Sequence[str], periods: Sequence[str], on: dt.date, path: str
) -> list[tuple[Any, ...]]:
    """Key of each direct part of the place at ``path``, period, sums of ``slots``."""
    day = connection.ops.adapt_datefield_value(on)
    statement = _BY_CHILD.format(
        child=child_key(path),
        sums=", ".join(f"SUM(kept.{slot})" for slot in slots),
        periods=", ".join(["%s"] * len(periods)),
    )
    with connection.cursor() as cursor:
        # "/1/5/" up to "/1/50", because "0" follows "/".
        cursor.execute(statement, [units, *periods, path, path[:-1] + "0", day, day])
        return [(int(child), period, *sums) for child, period, *sums in cursor.fetchall()]
