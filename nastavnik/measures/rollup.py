"""Kept sums added up the tree as it stood on a day. One statement, whatever the size."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Literal

from django.db import connection

from nastavnik.measures.shelves import SLOTS, shelves

By = Literal["", "node", "child"]

# The period first: it leaves out most rows, and one comparison of text a row is a tenth of the time.
_KEPT = """
SELECT {key} AS place, {shelf}{sums}{path}
  FROM org_placement AS below
  JOIN measures_keptvalue AS kept
    ON kept.node_id = below.node_id AND kept.period IN ({periods}) AND kept.units IN ({rows})
 WHERE below.path {after} %s AND below.path < %s{among}
   AND below.from_on <= %s AND (below.to_on IS NULL OR below.to_on > %s)
 GROUP BY {places}
"""
# The step of a path is cut out once for all with the same parent, not once for each organisation.
_BY_CHILD = """
SELECT {child} AS child, {shelf}{sums} FROM ({kept}) AS below
 GROUP BY {places}
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
    wanted: Mapping[str, Sequence[str]], on: dt.date, *, by: By, path: str, among: Sequence[int] | None = None
) -> dict[tuple[int, str, str], list[int]]:
    """(key, units, code of the period) → sums of their columns; ``wanted`` are the codes of periods for the names of
    units. The key is an organisation's, that of a direct part of the place at ``path``, or 0 for all of it."""
    laid = shelves()
    rows = list(dict.fromkeys(laid[name].row for name in wanted))
    periods = list(dict.fromkeys(code for codes in wanted.values() for code in codes))
    slots = sorted({slot for name in wanted for slot in laid[name].slots})
    place_of = {name: [slots.index(slot) for slot in laid[name].slots] for name in wanted}
    found: dict[tuple[int, str, str], list[int]] = {}
    for key, row, period, *sums in _rows(rows, periods, slots, on, by=by, path=path, among=among):
        for name, codes in wanted.items():
            # Units of the row that are not kept for this period, and rows of periods that others asked for.
            if laid[name].row == row and period in codes:
                found[int(key), name, period] = [int(sums[place]) for place in place_of[name]]
    return found


def _rows(
    rows: Sequence[str],
    periods: Sequence[str],
    slots: Sequence[int],
    on: dt.date,
    *,
    by: By,
    path: str,
    among: Sequence[int] | None,
) -> list[Any]:
    """The key, the row's name, its period and the sums of ``slots``."""
    day = connection.ops.adapt_datefield_value(on)
    # Of one row and one period their names need not be read, nor grouped by.
    is_one = len(rows) == len(periods) == 1
    places = "1" if is_one else "1, 2, 3"
    statement = _KEPT.format(
        key={"": "0", "node": "below.node_id", "child": _PARENT}[by],
        shelf="" if is_one else "kept.units, kept.period, ",
        sums=", ".join(f"SUM(kept.{SLOTS[slot]}) AS {SLOTS[slot]}" for slot in slots),
        path=", MIN(below.path) AS path" if by == "child" else "",
        rows=_marks(rows),
        periods=_marks(periods),
        after=">" if by == "child" else ">=",
        among="" if among is None else f" AND below.node_id IN ({_marks(among)})",
        places=places,
    )
    # "/1/5/" up to "/1/50", because "0" follows "/".
    given: list[Any] = [*periods, *rows, path, path[:-1] + "0", *(among or ()), day, day]
    if by == "child":
        sums = ", ".join(f"SUM(below.{SLOTS[slot]})" for slot in slots)
        shelf = "" if is_one else "below.units, below.period, "
        statement = _BY_CHILD.format(child=child_key(path), shelf=shelf, sums=sums, kept=statement, places=places)
        given = [int(path.split("/")[-2]), *given]
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        found = cursor.fetchall()
    return [(key, rows[0], periods[0], *sums) for key, *sums in found] if is_one else list(found)


def _marks(given: Collection[object]) -> str:
    return ", ".join(["%s"] * len(given)) or "NULL"


def rounds_of(on: dt.date) -> list[tuple[str, str, str]]:
    """Units, period and columns of what was counted for everybody on ``on``; of few rows, so without a filter."""
    with connection.cursor() as cursor:
        cursor.execute(_ROUNDS, [connection.ops.adapt_datefield_value(on)])
        return list(cursor.fetchall())
