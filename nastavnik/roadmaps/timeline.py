"""Lines with their times, for views that draw time. Each read says how many queries it makes.

A line that falls due so often that its times cannot be told apart is read as one stretch: a plan of
10,000 times costs no more than one of a few hundred.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from nastavnik.base.keyset import Page, keyset_page
from nastavnik.roadmaps.deadlines import Kind
from nastavnik.roadmaps.models import LineRule, Occurrence, RoadmapLine
from nastavnik.roadmaps.states import decided, is_due_soon, occurrence_states, with_states

# So many times of one page are drawn one by one at most; each limit is tried until they fit.
MOST_TIMES = 4000
LIMITS = (60, 24, 12, 4, 1)
# Terms that name no day: only there does a control date say when a line is controlled.
UNDATED = frozenset({Kind.UNKNOWN, Kind.ON_DEMAND, Kind.RELATIVE})


@dataclass(frozen=True, slots=True)
class Time:
    """One time that a line falls due, with its state on the day asked about."""

    uid: UUID
    starts_on: dt.date
    due_on: dt.date | None
    done_on: dt.date | None
    state: str


@dataclass(frozen=True, slots=True)
class TimedLine:
    """A line as a drawing shows it. ``times`` is empty for one drawn as a stretch (``is_dense``).

    ``waiting`` is the time that a person may prove next.
    """

    uid: UUID
    version: int
    number: str
    title: str
    section_id: int | None
    responsible: str
    deadline: str
    state: str
    due_soon: bool
    next_due_on: dt.date | None
    count: int
    done: int
    first_on: dt.date | None
    last_on: dt.date | None
    waiting: UUID | None
    manual_due_on: dt.date | None
    is_undated: bool
    is_dense: bool = False
    times: list[Time] = field(default_factory=list)

    @property
    def is_movable(self) -> bool:
        """Its day was set by hand, or is set nowhere: the term itself names none."""
        return self.is_undated or self.manual_due_on is not None

    @property
    def is_set_aside(self) -> bool:
        return self.state in ("postponed", "not_relevant")


def timed_page(
    lines: QuerySet[RoadmapLine], *, on: dt.date, cursor: str = "", size: int, with_times: bool = True
) -> tuple[Page[RoadmapLine], list[TimedLine]]:
    """One page of ``lines`` in their order. 3 queries; 2 without the times."""
    page = keyset_page(lines.only("roadmap", "position"), order=("position",), cursor=cursor, size=size)
    rows = _stated([line.pk for line in page.rows], on)
    limit = drawn_apart([row.times for row in rows]) if with_times else 0
    times = _times_of([row.pk for row in rows if row.times <= limit], on) if with_times else {}
    return page, [_timed(row, times.get(row.pk, []), on, limit) for row in rows]


def drawn_apart(counts: Sequence[int]) -> int:
    """Lines that fall due at most so often are drawn time by time; the others as a stretch each."""
    for limit in LIMITS:
        if sum(count for count in counts if count <= limit) <= MOST_TIMES:
            return limit
    return 0


def _stated(keys: Sequence[int], on: dt.date) -> list[Any]:
    waiting = Occurrence.objects.filter(Q(done_on=None) | Q(done_on__gt=on), line=OuterRef("pk"))
    # What the data watch over is not proved by hand.
    by_hand = waiting.exclude(line__rule__state=LineRule.State.CONFIRMED)
    soonest = by_hand.order_by(F("due_on").asc(nulls_last=True), "starts_on", "pk")
    stated: Any = with_states(RoadmapLine.objects.filter(pk__in=keys), on)
    return list(
        stated.annotate(
            first_on=Min("occurrences__starts_on"),
            last_on=Max("occurrences__due_on"),
            waiting=Subquery(soonest.values("uid")[:1]),
        )
        .defer("search_text", "remark", "result", "flags", "relative")
        .order_by("position", "pk")
    )


def _times_of(keys: Sequence[int], on: dt.date) -> dict[int, list[Time]]:
    found: dict[int, list[Time]] = defaultdict(list)
    rows = Occurrence.objects.filter(line__in=keys).annotate(state=occurrence_states(on)).order_by("starts_on", "pk")
    for line, *fields in rows.values_list("line_id", "uid", "starts_on", "due_on", "done_on", "state"):
        found[line].append(Time(*fields))
    return found


def _timed(row: Any, times: list[Time], on: dt.date, limit: int) -> TimedLine:
    return TimedLine(
        uid=row.uid,
        version=row.version,
        number=row.number,
        title=row.title,
        section_id=row.section_id,
        responsible=row.responsible_text,
        deadline=row.deadline_text,
        state=row.state,
        due_soon=is_due_soon(row.state, row.next_due_on, on),
        next_due_on=row.next_due_on,
        count=row.times,
        done=row.times_done,
        first_on=row.first_on,
        last_on=row.last_on,
        waiting=row.waiting,
        manual_due_on=row.manual_due_on,
        is_undated=names_no_day(row),
        is_dense=row.times > limit,
        times=times,
    )


def names_no_day(line: RoadmapLine) -> bool:
    """Whether the term of ``line`` says no day by which it could be controlled."""
    return (line.schedule or {}).get("kind", Kind.UNKNOWN) in UNDATED


@dataclass(frozen=True, slots=True)
class DatedItem:
    """A time as a calendar shows it: with its line."""

    time: Time
    line_uid: UUID
    version: int
    number: str
    title: str
    state: str
    is_movable: bool


def items_between(
    lines: QuerySet[RoadmapLine], start: dt.date, end: dt.date, *, on: dt.date, most: int
) -> tuple[list[DatedItem], bool]:
    """What of ``lines`` begins or falls due from ``start`` to ``end``, by day; whether there is more. One query."""
    touching = Q(due_on__range=(start, end)) | Q(starts_on__range=(start, end), due_on__isnull=False)
    rows = (
        Occurrence.objects.filter(touching, line__in=lines.order_by().values("pk"))
        .annotate(state=occurrence_states(on), decision=decided(on, "line"))
        .select_related("line")
        .only(
            "uid", "starts_on", "due_on", "done_on", "line__uid", "line__version", "line__number", "line__title",
            "line__manual_due_on", "line__schedule", "line__position",
        )
        .order_by("due_on", "line__position", "pk")[: most + 1]
    )  # fmt: skip
    items = [_item(row) for row in rows]
    return items[:most], len(items) > most


def _item(row: Any) -> DatedItem:
    line = row.line
    return DatedItem(
        time=Time(row.uid, row.starts_on, row.due_on, row.done_on, row.state),
        line_uid=line.uid,
        version=line.version,
        number=line.number,
        title=line.title,
        state=row.decision or row.state,
        is_movable=line.manual_due_on is not None,
    )


def due_days(
    lines: QuerySet[RoadmapLine], start: dt.date, end: dt.date, *, on: dt.date
) -> list[tuple[dt.date, str, int]]:
    """(day, state, how many fall due) of ``lines`` from ``start`` to ``end``, by day. One query."""
    found: Any = (
        Occurrence.objects.filter(due_on__range=(start, end), line__in=lines.order_by().values("pk"))
        .annotate(shown=Coalesce(decided(on, "line"), occurrence_states(on)))
        .order_by("due_on")
        .values("due_on", "shown")
        .annotate(items=Count("pk"))
    )
    return [(row["due_on"], row["shown"], row["items"]) for row in found]
