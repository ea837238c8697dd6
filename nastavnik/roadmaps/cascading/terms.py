"""When a line below is later than the line above: said once, for rows in the database and for lines at hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import NamedTuple

from django.db.models import F, Max, Min, OuterRef, Q, QuerySet, Subquery

from nastavnik.roadmaps.cascading.roll_up import has_line
from nastavnik.roadmaps.models import HandedLine, Occurrence


class Days(NamedTuple):
    """Of a line: when it first begins, its first and its last due day."""

    begins: dt.date
    first: dt.date
    last: dt.date


def is_late(above: Days, below: Days) -> bool:
    """The line below falls due only after the line above.

    A line below that recurs is in time when its first time is. A line above that goes on or recurs is met by
    whatever has begun before it ends: «информирование – постоянно» of a calendar year by a whole school year.
    """
    goes_on = above.first < above.last
    return below.first > above.last and not (goes_on and below.begins <= above.last)


def days_of(lines: Collection[int]) -> dict[int, Days]:
    """Key of a line → its days; lines that cannot fall due are left out. One query."""
    dated = Occurrence.objects.filter(line__in=lines, due_on__isnull=False).order_by().values("line")
    rows = dated.annotate(begins=Min("starts_on"), first=Min("due_on"), last=Max("due_on"))
    return {row["line"]: Days(row["begins"], row["first"], row["last"]) for row in rows}


def _day(line: str, of: str, order: str) -> Subquery:
    dated = Occurrence.objects.filter(line=OuterRef(line), due_on__isnull=False).order_by(order)
    return Subquery(dated.values(of)[:1])


def with_terms(rows: QuerySet[HandedLine]) -> QuerySet[HandedLine]:
    """``rows`` with what `is_later` compares: the first and last due day above, the begin and first due day below."""
    return rows.annotate(
        first_above=_day("parent_line", "due_on", "due_on"),
        due_above=_day("parent_line", "due_on", "-due_on"),
        begins_below=_day("line", "starts_on", "starts_on"),
        due_below=_day("line", "due_on", "due_on"),
    )


def is_later() -> Q:
    """Of rows `with_terms`: the line below is late, as `is_late` says."""
    met_on_the_way = Q(first_above__lt=F("due_above"), begins_below__lte=F("due_above"))
    return has_line() & Q(due_below__gt=F("due_above")) & ~met_on_the_way
