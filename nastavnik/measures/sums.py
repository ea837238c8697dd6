"""Units summed in the database: alone, by organisation, by branch of the tree. One statement each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Literal

from django.core.exceptions import EmptyResultSet
from django.db import connection

from nastavnik.measures.declaring import Measure, Nodes, Units
from nastavnik.measures.periods import Period
from nastavnik.measures.rollup import child_key

Pair = tuple[int, int]
By = Literal["", "node", "child"]


def columns_summed(
    units: Units,
    columns: Sequence[str],
    periods: Sequence[Period],
    on: dt.date,
    nodes: Nodes,
    *,
    by: By = "",
    path: str = "",
) -> dict[tuple[int, str], tuple[int, ...]]:
    """(key of the node or 0, code of the period) → sums of ``columns``; one query, or one a period."""
    found: dict[tuple[int, str], tuple[int, ...]] = {}
    steps = [list(periods)] if units.several else [[period] for period in periods]
    for asked in steps:
        if not asked:
            continue
        for key, period, *sums in _rows(units, columns, asked, on, nodes, by=by, path=path):
            found[int(key), period if len(asked) > 1 else asked[0].code] = tuple(int(one or 0) for one in sums)
    return found


def pairs_of(measures: Sequence[Measure], columns: Sequence[str], sums: Sequence[int]) -> dict[str, Pair]:
    """Code → numerator and denominator, out of the ``sums`` of ``columns``."""
    of = dict(zip(columns, sums, strict=False))
    return {one.code: (of[one.numerator], of[one.denominator]) for one in measures}


def _rows(
    units: Units,
    columns: Sequence[str],
    periods: Sequence[Period],
    on: dt.date,
    nodes: Nodes,
    *,
    by: By,
    path: str,
) -> list[Any]:
    """Node, period and the sums of ``columns``. Names in the statement are those of declarations and of this module;
    what people choose goes as parameters."""
    inner = units.rows(periods, on, nodes).order_by()
    try:
        sql, params = inner.query.get_compiler(connection=connection).as_sql(with_col_aliases=True)
    except EmptyResultSet:
        return []
    period = "units.period" if len(periods) > 1 else "''"
    sums = ", ".join(f"{_sum(units, column)} AS {column}" for column in columns)
    grouped = ", ".join(name for name in ("units.node" if by else "", period if len(periods) > 1 else "") if name)
    statement = (
        f"SELECT {'units.node' if by else '0'} AS node, {period} AS period, {sums} FROM ({sql}) AS units"  # noqa: S608
        + (f" GROUP BY {grouped}" if grouped else "")
    )
    if by == "child":
        # Summed by organisation first: the tree is joined to few rows.
        again = ", ".join(f"SUM(units.{column})" for column in columns)
        day = connection.ops.adapt_datefield_value(on)
        statement = (
            f"SELECT {child_key(path)} AS child, units.period, {again} FROM ({statement}) AS units"  # noqa: S608
            " JOIN org_placement AS below ON below.node_id = units.node AND below.from_on <= %s"
            " AND (below.to_on IS NULL OR below.to_on > %s) AND below.path > %s GROUP BY 1, 2"
        )
        params = (*params, day, day, path)
    with connection.cursor() as cursor:
        cursor.execute(statement, list(params))
        return list(cursor.fetchall())


def _sum(units: Units, column: str) -> str:
    if column not in units.ranges:
        return f"SUM(units.{column})"
    of, first, last = units.ranges[column]
    return f"SUM(CASE WHEN units.{of} BETWEEN {int(first)} AND {int(last)} THEN 1 ELSE 0 END)"
