"""Figures summed up the tree as it stood on a day. Shares are never averaged: numerators and denominators are added.

For today the kept values are read, where a whole round was counted today; for any other day, and before the
first round of the day, the rows themselves are counted by the figure's own query. Both go through the same tree.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, QuerySet, Sum
from django.utils import timezone

from nastavnik.measures.declaring import Measure, named
from nastavnik.measures.models import KeptValue, Round
from nastavnik.measures.periods import Period
from nastavnik.measures.rollup import kept_by_child
from nastavnik.measures.sums import By, units_summed
from nastavnik.org.models import Node, Placement, path_range
from nastavnik.org.queries import children, place_of


@dataclass(frozen=True)
class Value:
    """A figure of a place and a period: what was counted, out of how many, as of which day, counted when."""

    numerator: int
    denominator: int
    on: dt.date
    counted_at: dt.datetime

    @property
    def share(self) -> float | None:
        """0–1; None where there is nothing to divide by."""
        return self.numerator / self.denominator if self.denominator else None


@dataclass(frozen=True)
class ChildValue:
    """The figure of a direct part of a place; ``is_own``: what the place has beside its parts."""

    node: Node
    value: Value
    is_own: bool = False


def value(code: str, node: Node, period: Period, on: dt.date | None = None) -> Value:
    """The figure of ``node`` and all that stood in it on ``on`` (today). At most three queries.

    Raises: UnknownMeasure.
    """
    return values([code], node, [period], on)[code, period.code]


def values(
    codes: Iterable[str], node: Node, periods: Sequence[Period], on: dt.date | None = None
) -> dict[tuple[str, str], Value]:
    """(code, code of the period) → value of ``node`` with all in it. Queries: as many as kinds of things counted."""
    found = _found(codes, node, periods, on, by="")
    return {(code, period): value for (_node, code, period), value in found.items()}


def by_node(
    codes: Iterable[str],
    node: Node,
    periods: Sequence[Period],
    on: dt.date | None = None,
    *,
    among: Sequence[int] | None = None,
) -> dict[tuple[int, str, str], Value]:
    """(key of an organisation, code, code of the period) → its own value, for all that stood in ``node``, or for
    those ``among`` them. What has nothing to count is missing.
    """
    return _found(codes, node, periods, on, by="node", among=among)


def inside(node: Node, on: dt.date) -> QuerySet[Any, Any]:
    """Keys of ``node`` and all that stood in it on ``on``, as a part of another query. One query."""
    path = place_of(node, on)
    stood = Placement.objects.on(on).filter(path_range(path)) if path else Placement.objects.none()
    return stood.values("node")


def by_child(code: str, node: Node, period: Period, on: dt.date | None = None) -> list[ChildValue]:
    """Each direct part of ``node`` on ``on``, by name, with the figure of all that stood in it then."""
    parts = parts_of([code], node, [period], on)
    return [ChildValue(child, found[code, period.code]) for child, found in parts]


def parts_of(
    codes: Iterable[str], node: Node, periods: Sequence[Period], on: dt.date | None = None
) -> list[tuple[Node, dict[tuple[str, str], Value]]]:
    """`by_child` of several figures and periods at once, a row for each direct part."""
    day = on or timezone.localdate()
    wanted = list(codes)
    found = _found(wanted, node, periods, day, by="child")
    nothing = Value(0, 0, day, timezone.now())
    return [
        (
            child,
            {
                (code, period.code): found.get((child.pk, code, period.code), nothing)
                for code in wanted
                for period in periods
            },
        )
        for child in children(node, day)
    ]


def _found(
    codes: Iterable[str],
    node: Node,
    periods: Sequence[Period],
    on: dt.date | None,
    *,
    by: By,
    among: Sequence[int] | None = None,
) -> dict[tuple[int, str, str], Value]:
    today = timezone.localdate()
    day = on or today
    measures = [named(code) for code in dict.fromkeys(codes)]
    path = place_of(node, day)
    found: dict[tuple[int, str, str], Value] = {}
    if path is not None:
        stood = Placement.objects.on(day).filter(path_range(path))
        nodes = (stood if among is None else stood.filter(node__in=among)).values("node")
        kept = _kept_today(measures, periods) if day == today else set()
        if kept:
            found |= _from_kept(kept, nodes, day, by=by, parent=node.pk)
        found |= _from_rows(measures, periods, kept, nodes, day, by=by, parent=node.pk)
    if not by:
        for one in measures:
            for period in periods:
                found.setdefault((0, one.code, period.code), Value(0, 0, day, timezone.now()))
    return found


def _kept_today(measures: Sequence[Measure], periods: Sequence[Period]) -> set[tuple[str, str]]:
    """(figure, period) that were counted for everybody today."""
    rounds = Round.objects.filter(
        code__in=[one.code for one in measures],
        period__in=[period.code for period in periods],
        on=timezone.localdate(),
    )
    return set(rounds.values_list("code", "period"))


def _from_kept(
    kept: set[tuple[str, str]], nodes: QuerySet[Any, Any], day: dt.date, *, by: By, parent: int
) -> dict[tuple[int, str, str], Value]:
    codes, periods = sorted({code for code, _ in kept}), sorted({period for _, period in kept})
    if by == "child":
        rows: Iterable[Any] = kept_by_child(codes, periods, day, parent)
    else:
        group = ("node", "code", "period") if by == "node" else ("code", "period")
        summed = (
            KeptValue.objects.filter(code__in=codes, period__in=periods, node__in=nodes)
            .order_by()
            .values(*group)
            .annotate(n=Sum("numerator"), d=Sum("denominator"), at=Max("counted_at"))
            .values_list(*group, "n", "d", "at")
        )
        rows = summed if by == "node" else ((0, *row) for row in summed)
    return {
        (key, code, period): Value(n, d, day, at)
        for key, code, period, n, d, at in rows
        if (code, period) in kept and (d or n or not by)
    }


def _from_rows(
    measures: Sequence[Measure],
    periods: Sequence[Period],
    kept: set[tuple[str, str]],
    nodes: QuerySet[Any, Any],
    day: dt.date,
    *,
    by: By,
    parent: int,
) -> dict[tuple[int, str, str], Value]:
    now = timezone.now()
    found: dict[tuple[int, str, str], Value] = {}
    for group, spans in _together(measures, periods, kept):
        summed = units_summed(group[0].units, group, spans, day, nodes, by=by, parent=parent)
        for key, (numerator, denominator) in summed.items():
            if key[1:] not in kept:
                found[key] = Value(numerator, denominator, day, now)
    return found


def _together(
    measures: Sequence[Measure], periods: Sequence[Period], kept: set[tuple[str, str]]
) -> list[tuple[list[Measure], list[Period]]]:
    """Figures of the same things, and periods of one kind, that one query can count."""
    groups: dict[tuple[Any, str], tuple[list[Measure], list[Period]]] = {}
    for one in measures:
        for period in periods:
            if (one.code, period.code) in kept:
                continue
            group, spans = groups.setdefault((one.units, period.kind), ([], []))
            if one not in group:
                group.append(one)
            if period not in spans:
                spans.append(period)
    return list(groups.values())
