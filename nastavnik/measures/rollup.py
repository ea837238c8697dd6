"""Kept sums added up the tree as it stood on a day. One statement, whatever the size."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Literal

from django.db import connection

By = Literal["", "node", "child"]

_KEPT = """
SELECT {key} AS place, kept.units, kept.period, {sums}
  FROM org_placement AS below
  JOIN measures_keptvalue AS kept ON kept.node_id = below.node_id AND ({wanted})
 WHERE below.path {after} %s AND below.path < %s{among}
   AND below.from_on <= %s AND (below.to_on IS NULL OR below.to_on > %s)
 GROUP BY 1, 2, 3
"""

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
    places = {units: ", ".join(["%s"] * len(periods)) for units, periods in wanted.items()}
    statement = _KEPT.format(
        key={"": "0", "node": "below.node_id", "child": child_key(path)}[by],
        after=">" if by == "child" else ">=",
        among="" if among is None else f" AND below.node_id IN ({', '.join(['%s'] * len(among)) or 'NULL'})",
        sums=", ".join(f"SUM(kept.{slot})" for slot in slots),
        wanted=" OR ".join(f"(kept.units = %s AND kept.period IN ({periods}))" for periods in places.values()),
    )
    given = [one for units, periods in wanted.items() for one in (units, *periods)]
    with connection.cursor() as cursor:
        # "/1/5/" up to "/1/50", because "0" follows "/".
        cursor.execute(statement, [*given, path, path[:-1] + "0", *(among or ()), day, day])
        return {
            (int(key), units, period): [int(one) for one in sums] for key, units, period, *sums in cursor.fetchall()
        }


def rounds_of(on: dt.date) -> list[tuple[str, str, str]]:
    """Units, period and columns of what was counted for everybody on ``on``; of few rows, so without a filter."""
    with connection.cursor() as cursor:
        cursor.execute(_ROUNDS, [connection.ops.adapt_datefield_value(on)])
        return list(cursor.fetchall())
