"""Figures summed up the tree as it stood on a day. Shares are never averaged: numerators and denominators are added.

For today the kept values are read, where a whole round was counted today; for any other day, and before the
first round of the day, the rows themselves are counted by the figure's own query. Both go through the same tree.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from nastavnik.measures.declaring import Measure, Units, named
from nastavnik.measures.periods import Period
from nastavnik.measures.rollup import By, kept_sums, rounds_of
from nastavnik.measures.shelves import mark_of, shelves
from nastavnik.measures.sums import Inside, columns_summed
from nastavnik.org.models import Node, Placement, path_range
from nastavnik.org.queries import children, place_of

Group = tuple[Units, list[Measure], list[Period]]


class Value(NamedTuple):
    """A figure of a place and a period: what was counted, out of how many, as of which day, counted when.

    A tuple, for a dashboard makes hundreds of them.
    """

    numerator: int
    denominator: int
    on: dt.date
    counted_at: dt.datetime
    # A small number of people that this reader may not see: see `suppressing`. The counts say 0 then.
    is_hidden: bool = False

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


def by_part(
    codes: Iterable[str], node: Node, periods: Sequence[Period], on: dt.date | None = None
) -> dict[tuple[int, str, str], Value]:
    """(key of a direct part of ``node``, code, code of the period) → the figure of all that stood in that part.
    What has nothing to count is missing."""
    return _found(codes, node, periods, on, by="child")


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
    found = by_part(wanted, node, periods, day)
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
    # Of today the node itself knows its place.
    path = node.path if day == today and node.closed_on is None else place_of(node, day)
    now = timezone.now()
    found: dict[tuple[int, str, str], Value] = {}
    if path is not None:
        groups = _together(measures, periods)
        places = _places(groups)
        for (key, name, span), sums in _summed(groups, day, by=by, path=path, among=among).items():
            for code, above, below in places[name, span]:
                if sums[above] or sums[below]:
                    found[key, code, span] = Value(sums[above], sums[below], day, now)
    if not by:
        for one in measures:
            for period in periods:
                found.setdefault((0, one.code, period.code), Value(0, 0, day, now))
    return found


def _places(groups: Sequence[Group]) -> dict[tuple[str, str], list[tuple[str, int, int]]]:
    """(units, code of the period) → code of each figure, and which sums are its numerator and denominator."""
    found: dict[tuple[str, str], list[tuple[str, int, int]]] = {}
    for units, group, spans in groups:
        of = {column: place for place, column in enumerate(units.columns)}
        places = [(one.code, of[one.numerator], of[one.denominator]) for one in group]
        found |= {(units.name, span.code): places for span in spans}
    return found


def _summed(
    groups: Sequence[Group], day: dt.date, *, by: By, path: str, among: Sequence[int] | None
) -> dict[tuple[int, str, str], Sequence[int]]:
    """(key, units, code of the period) → sums: what was counted for everybody today in one query, the rest from
    the rows."""
    kept = _counted_today() if day == timezone.localdate() else {}
    laid = shelves()
    fresh: dict[str, list[str]] = {}
    found: dict[tuple[int, str, str], Sequence[int]] = {}
    stood = Inside(path, day)
    nodes = stood if among is None else stood.nodes().filter(node__in=among)
    for units, _group, spans in groups:
        mark = mark_of(units, laid[units.name])
        stale = [span for span in spans if kept.get((units.name, span.code)) != mark]
        if here := [span.code for span in spans if span not in stale]:
            fresh.setdefault(units.name, []).extend(here)
        if stale:
            counted = columns_summed(units, units.columns, stale, day, nodes, by=by, path=path)
            found |= {(key, units.name, span): sums for (key, span), sums in counted.items()}
    if fresh:
        found |= kept_sums(fresh, day, by=by, path=path, among=among)
    return found


def _counted_today() -> dict[tuple[str, str], str]:
    """(units, code of the period) that were counted for everybody today → what they were then, by `mark_of`."""
    return {(units, period): columns for units, period, columns in rounds_of(timezone.localdate())}


def _together(measures: Sequence[Measure], periods: Sequence[Period]) -> list[Group]:
    """Figures of the same things, and periods of one kind, that one query can count."""
    groups: dict[tuple[Units, str], tuple[Units, list[Measure], list[Period]]] = {}
    for one in measures:
        for period in dict.fromkeys(periods):
            _units, group, spans = groups.setdefault((one.units, period.kind), (one.units, [], []))
            if one not in group:
                group.append(one)
            if period not in spans:
                spans.append(period)
    return list(groups.values())
