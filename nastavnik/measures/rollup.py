"""Kept values summed up the branches of a tree as it stood on a day. One statement, whatever the size."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from django.db import connection
from django.utils.dateparse import parse_datetime

# A branch is the range of paths under the child's own: "/1/5/" up to "/1/50", because "0" follows "/".
_BY_CHILD = """
SELECT child.node_id, kept.code, kept.period, SUM(kept.numerator), SUM(kept.denominator), MAX(kept.counted_at)
  FROM org_placement AS child
  JOIN org_placement AS below
    ON below.path >= child.path AND below.path < substr(child.path, 1, length(child.path) - 1) || '0'
   AND below.from_on <= %s AND (below.to_on IS NULL OR below.to_on > %s)
  JOIN measures_keptvalue AS kept
    ON kept.node_id = below.node_id AND kept.code IN ({codes}) AND kept.period IN ({periods})
 WHERE child.parent_id = %s AND child.from_on <= %s AND (child.to_on IS NULL OR child.to_on > %s)
 GROUP BY child.node_id, kept.code, kept.period
"""


def kept_by_child(
    codes: Sequence[str], periods: Sequence[str], on: dt.date, parent: int
) -> Iterator[tuple[int, str, str, int, int, dt.datetime]]:
    """Key of each direct part of ``parent``, code, period, sums, and when the latest of them was counted."""
    day = connection.ops.adapt_datefield_value(on)
    statement = _BY_CHILD.format(codes=", ".join(["%s"] * len(codes)), periods=", ".join(["%s"] * len(periods)))
    with connection.cursor() as cursor:
        cursor.execute(statement, [day, day, *codes, *periods, parent, day, day])
        rows = cursor.fetchall()
    for node, code, period, numerator, denominator, at in rows:
        yield node, code, period, int(numerator), int(denominator), _moment(at)


def _moment(at: dt.datetime | str) -> dt.datetime:
    """SQLite gives moments as text without a zone, and stores UTC."""
    moment = parse_datetime(at) if isinstance(at, str) else at
    assert moment is not None  # noqa: S101 - the column is never empty
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
