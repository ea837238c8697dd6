"""Units summed in the database: alone, by organisation, by branch of the tree. One statement each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Literal

from django.core.exceptions import EmptyResultSet
from django.db import connection

from nastavnik.measures.declaring import Measure, Nodes, Units
from nastavnik.measures.periods import Period

Pair = tuple[int, int]
# A branch is the range of paths under the child's own: "/1/5/" up to "/1/50", because "0" follows "/".
_BRANCHES = """
  JOIN org_placement AS below ON below.node_id = units.node AND below.from_on <= %s
       AND (below.to_on IS NULL OR below.to_on > %s)
  JOIN org_placement AS child ON child.parent_id = %s AND child.from_on <= %s
       AND (child.to_on IS NULL OR child.to_on > %s)
       AND below.path >= child.path AND below.path < substr(child.path, 1, length(child.path) - 1) || '0'
"""
By = Literal["", "node", "child"]


def units_summed(
    units: Units,
    measures: Sequence[Measure],
    periods: Sequence[Period],
    on: dt.date,
    nodes: Nodes,
    *,
    by: By = "",
    parent: int = 0,
) -> dict[tuple[int, str, str], Pair]:
    """(key of the node or 0, code, period) → numerator and denominator; one query, or one a period."""
    found: dict[tuple[int, str, str], Pair] = {}
    steps = [list(periods)] if units.several else [[period] for period in periods]
    for asked in steps:
        if not asked:
            continue
        only = "" if units.several else asked[0].code
        for node, period, sums in _rows(units, measures, asked, on, nodes, by=by, parent=parent):
            for place, one in enumerate(measures):
                pair = int(sums[2 * place] or 0), int(sums[2 * place + 1] or 0)
                found[node, one.code, only or period] = pair
    return found


def _rows(
    units: Units,
    measures: Sequence[Measure],
    periods: Sequence[Period],
    on: dt.date,
    nodes: Nodes,
    *,
    by: By,
    parent: int,
) -> list[tuple[int, str, list[Any]]]:
    inner = units.rows(periods, on, nodes).order_by()
    try:
        sql, params = inner.query.get_compiler(connection=connection).as_sql(with_col_aliases=True)
    except EmptyResultSet:
        return []
    keys = {"": "0", "node": "units.node", "child": "child.node_id"}
    key, period = keys[by], "units.period" if units.several else "''"
    columns = [column for one in measures for column in (one.numerator, one.denominator)]
    sums = ", ".join(f"SUM(units.{column})" for column in columns)
    day = connection.ops.adapt_datefield_value(on)
    join, joined = ("", []) if by != "child" else (_BRANCHES, [day, day, parent, day, day])
    grouped = [name for name in (key if by else "", period if units.several else "") if name]
    # The names are those of declarations and of this module; what people choose goes as parameters.
    statement = (
        f"SELECT {key}, {period}, {sums} FROM ({sql}) AS units {join}"  # noqa: S608
        + (f" GROUP BY {', '.join(grouped)}" if grouped else "")
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*params, *joined])
        return [(row[0], row[1], list(row[2:])) for row in cursor.fetchall()]
