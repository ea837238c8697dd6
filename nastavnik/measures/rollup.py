"""Kept sums added up the tree as it stood on a day. One statement, whatever the size."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Literal

from django.db import connection

By = Literal["", "node", "child"]

_KEPT = """
SELECT {key} AS place, kept.units, kept.period, {sums}{path}
  FROM org_placement AS below
  JOIN measures_keptvalue AS kept
    ON kept.node_id = below.node_id AND kept.units IN ({units}) AND kept.period IN ({periods})
 WHERE below.path {after} %s AND below.path < %s{among}
   AND below.from_on <= %s AND (below.to_on IS NULL OR below.to_on > %s)
 GROUP BY 1, 2, 3
"""
# The step of a path is cut out once for all with the same parent, not once for each organisation.
_BY_CHILD = """
SELECT {child} AS child, below.units, below.period, {sums} FROM ({kept}) AS below
 GROUP BY 1, 2, 3
"""
# What stands directly in the place is a part itself.
_PARENT = "CASE WHEN below.parent_id = %s THEN below.node_id ELSE below.parent_id END"
_ROUNDS = 'SELECT units, period, columns FROM measures_round WHERE "on" = %s'


def child_key(path: str) -> str:
    """SQL: the step of ``below.path`` after ``path``, the key of a direct child as text. Not for ``path`` itself."""
    place = {"sqlite": "instr", "postgresql": "strpos"}[connection.vendor]
    first = len(path) + 1
    return f"substr(below.path, {first}, {place}(substr(below.path, {first}), '/') - 1)"


def kept_sums(
    wanted: Mapping[str, Sequence[str]],
    slots: Sequence[str],
    on: dt.date,
    *,
    by: By,
    path: str,
    among: Sequence[int] | None = None,
) -> dict[tuple[int, str, str], list[int]]:
    """(key, units, code of the period) → sums of ``slots``; ``wanted`` are the codes of periods for the names of
    units. The key is an organisation's, that of a direct part of the place at ``path``, or 0 for all of it."""
    day = connection.ops.adapt_datefield_value(on)
    periods = list(dict.fromkeys(code for codes in wanted.values() for code in codes))
    statement = _KEPT.format(
        key={"": "0", "node": "below.node_id", "child": _PARENT}[by],
        sums=", ".join(f"SUM(kept.{slot}) AS {slot}" for slot in slots),
        path=", MIN(below.path) AS path" if by == "child" else "",
        units=_marks(wanted),
        periods=_marks(periods),
        after=">" if by == "child" else ">=",
        among="" if among is None else f" AND below.node_id IN ({_marks(among)})",
    )
    # "/1/5/" up to "/1/50", because "0" follows "/".
    given: list[Any] = [*wanted, *periods, path, path[:-1] + "0", *(among or ()), day, day]
    if by == "child":
        sums = ", ".join(f"SUM(below.{slot})" for slot in slots)
        statement = _BY_CHILD.format(child=child_key(path), sums=sums, kept=statement)
        given = [int(path.split("/")[-2]), *given]
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        rows = cursor.fetchall()
    # Units that are kept for other periods too come along.
    return {
        (int(key), units, period): [int(one) for one in sums]
        for key, units, period, *sums in rows
        if period in wanted[units]
    }


def _marks(given: Collection[object]) -> str:
    return ", ".join(["%s"] * len(given)) or "NULL"


def rounds_of(on: dt.date) -> list[tuple[str, str, str]]:
    """Units, period and columns of what was counted for everybody on ``on``; of few rows, so without a filter."""
    with connection.cursor() as cursor:
        cursor.execute(_ROUNDS, [connection.ops.adapt_datefield_value(on)])
        return list(cursor.fetchall())
