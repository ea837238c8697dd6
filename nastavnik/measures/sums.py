"""Units summed in the database: alone, by organisation, by branch of the tree. One statement each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from nastavnik.measures.declaring import Measure, Nodes, Units
from nastavnik.measures.periods import Period
from nastavnik.measures.rollup import By, child_key
from nastavnik.org.models import Placement, path_range

Pair = tuple[int, int]
Statement = tuple[str, tuple[Any, ...]]
# Stands for the key of an organisation in a statement that serves each of them; no row has it.
ANY_NODE = -4_611_686_018_427_387_904


@dataclass(frozen=True)
class Inside:
    """All that stood at or under ``path`` on ``on``."""

    path: str
    on: dt.date

    def nodes(self) -> QuerySet[Any, Any]:
        return Placement.objects.on(self.on).filter(path_range(self.path)).values("node")


def columns_summed(
    units: Units,
    columns: Sequence[str],
    periods: Sequence[Period],
    on: dt.date,
    nodes: Nodes | Inside,
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
    nodes: Nodes | Inside,
    *,
    by: By,
    path: str,
) -> list[Any]:
    """Node, period and the sums of ``columns``. Names in the statement are those of declarations and of this module;
    what people choose goes as parameters."""
    built = _statement(units, periods, on, nodes)
    if built is None:
        return []
    sql, params = built
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


def _statement(units: Units, periods: Sequence[Period], on: dt.date, nodes: Nodes | Inside) -> Statement | None:
    """The rows of ``units`` as a statement; None where there can be none. To build one takes longer than a deed's
    count itself, so those of one organisation and of one place are built once."""
    one = nodes[0] if isinstance(nodes, list | tuple) and len(nodes) == 1 else None
    is_same_for_all = one is not None or nodes is None or isinstance(nodes, Inside)
    if units.depends is None or not is_same_for_all:
        return _built(units, periods, on, nodes)
    known = (timezone.localdate(), timezone.get_current_timezone_name(), units.depends(periods, on))
    place = nodes if nodes is None or isinstance(nodes, Inside) else None
    kept = _kept_statement(units, tuple(periods), on, place, one is not None, known)
    if kept is None or one is None:
        return kept
    return kept[0], tuple(one if given == ANY_NODE else given for given in kept[1])


@lru_cache(maxsize=256)
def _kept_statement(
    units: Units, periods: tuple[Period, ...], on: dt.date, place: Inside | None, is_of_one: bool, known: Hashable
) -> Statement | None:
    return _built(units, periods, on, [ANY_NODE] if is_of_one else place)


def _built(units: Units, periods: Sequence[Period], on: dt.date, nodes: Nodes | Inside) -> Statement | None:
    inner = units.rows(periods, on, nodes.nodes() if isinstance(nodes, Inside) else nodes).order_by()
    try:
        sql, params = inner.query.get_compiler(connection=connection).as_sql(with_col_aliases=True)
    except EmptyResultSet:
        return None
    return sql, tuple(params)


def _sum(units: Units, column: str) -> str:
    if column not in units.ranges:
        return f"SUM(units.{column})"
    of, first, last = units.ranges[column]
    return f"SUM(CASE WHEN units.{of} BETWEEN {int(first)} AND {int(last)} THEN 1 ELSE 0 END)"
