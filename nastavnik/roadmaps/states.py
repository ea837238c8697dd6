"""The one place where a state is computed: from the schedule's dates, the evidence and the day asked about.

A state is never stored. `with_states(lines, on)` and `occurrence_states(on)` are expressions, so that lists
filter and count by state in the database; a page that shows one line asks the same expressions.

    not_started   its time has not come          done       proved in time, or has no due day
    in_progress   its time runs, or a part is done   done_late  proved after the due day
    overdue       a due day passed unproved      postponed, not_relevant   decided, with a basis
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    F,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from nastavnik.roadmaps.models import LineDecision, Occurrence, RoadmapLine

NOT_STARTED, IN_PROGRESS, DONE, DONE_LATE, OVERDUE = "not_started", "in_progress", "done", "done_late", "overdue"
POSTPONED, NOT_RELEVANT = "postponed", "not_relevant"

TITLES = {
    OVERDUE: _("overdue"),
    IN_PROGRESS: _("in progress"),
    NOT_STARTED: _("not started"),
    DONE: _("done"),
    DONE_LATE: _("done late"),
    POSTPONED: _("postponed"),
    NOT_RELEVANT: _("not relevant"),
}

# What came of a line's dates, the worst of them (`settled_lines`).
WORST_IN_TIME, WORST_LATE, WORST_OVERDUE = 0, 1, 2

# A mark beside a state, not a state: the due day is this near and nothing proves it yet.
SOON_DAYS = 14


def is_done(on: dt.date, via: str = "") -> Q:
    """Occurrences, reached by ``via`` ("occurrences__"), that were proved by ``on``."""
    return Q(**{f"{via}done_on__lte": on})


def is_late(on: dt.date, via: str = "") -> Q:
    return is_done(on, via) & Q(**{f"{via}done_on__gt": F(f"{via}due_on")})


def is_overdue(on: dt.date, via: str = "") -> Q:
    return Q(**{f"{via}due_on__lt": on}) & (Q(**{f"{via}done_on": None}) | Q(**{f"{via}done_on__gt": on}))


def is_settled(on: dt.date, via: str = "") -> Q:
    """Dated occurrences that may be judged on ``on``: proved, or their due day has passed."""
    return Q(**{f"{via}due_on__isnull": False}) & (is_done(on, via) | Q(**{f"{via}due_on__lt": on}))


def set_aside(on: dt.date) -> QuerySet[LineDecision, int]:
    """Keys of the lines that a decision in force on ``on`` sets aside."""
    in_force = LineDecision.objects.filter(Q(to_on=None) | Q(to_on__gt=on), from_on__lte=on)
    return in_force.values_list("line", flat=True)


def occurrence_states(on: dt.date) -> Case:
    """The state of an `Occurrence` row as of ``on``; decisions are the line's and come with `with_states`."""
    return Case(
        When(is_late(on), then=Value(DONE_LATE)),
        When(is_done(on), then=Value(DONE)),
        When(due_on__lt=on, then=Value(OVERDUE)),
        When(starts_on__lte=on, then=Value(IN_PROGRESS)),
        default=Value(NOT_STARTED),
        output_field=CharField(),
    )


def decided(on: dt.date, line: str = "pk") -> Subquery:
    """The decision over a line in force on ``on``: postponed, not_relevant or null."""
    in_force = LineDecision.objects.filter(
        Q(to_on=None) | Q(to_on__gt=on), line=OuterRef(line), from_on__lte=on
    ).order_by("-from_on")
    return Subquery(in_force.values("kind")[:1], output_field=CharField(null=True))


def with_states(lines: QuerySet[RoadmapLine], on: dt.date) -> QuerySet[RoadmapLine]:
    """``lines`` with ``state``, ``next_due_on``, ``times`` and ``times_done`` as of ``on``. One query."""
    done, late, overdue = (named(on, "occurrences__") for named in (is_done, is_late, is_overdue))
    waiting = Q(occurrences__done_on=None) | Q(occurrences__done_on__gt=on)
    counted = lines.annotate(
        times=Count("occurrences"),
        times_done=Count("occurrences", filter=done),
        times_late=Count("occurrences", filter=late),
        times_overdue=Count("occurrences", filter=overdue),
        times_begun=Count("occurrences", filter=Q(occurrences__starts_on__lte=on)),
        next_due_on=Min("occurrences__due_on", filter=waiting, output_field=DateField(null=True)),
    )
    computed = Case(
        When(times_overdue__gt=0, then=Value(OVERDUE)),
        When(times_done=F("times"), times__gt=0, times_late__gt=0, then=Value(DONE_LATE)),
        When(times_done=F("times"), times__gt=0, then=Value(DONE)),
        When(Q(times_done__gt=0) | Q(times_begun__gt=0), then=Value(IN_PROGRESS)),
        default=Value(NOT_STARTED),
        output_field=CharField(),
    )
    return counted.annotate(state=Coalesce(decided(on), computed, output_field=CharField()))


def counts_by_state(lines: QuerySet[RoadmapLine], on: dt.date) -> dict[str, int]:
    """State → number of lines, every state named. One query."""
    stated: Any = with_states(lines, on).order_by()
    found: dict[str, int] = dict.fromkeys(TITLES, 0)
    for row in stated.values("pk", "state"):
        found[row["state"]] += 1
    return found


def settled_lines(occurrences: QuerySet[Occurrence], on: dt.date) -> QuerySet[Occurrence, Any]:
    """A row for each line (and for whatever else ``occurrences`` has as values) that had something to prove in
    them: ``worst`` is what came of the worst of its dates, ``settled`` is 1.

    Lines set aside are left out; "overdue" wins over "late" as it does in `with_states`.
    """
    judged = occurrences.filter(is_settled(on)).exclude(line__in=set_aside(on))
    outcome = Case(
        When(is_overdue(on), then=Value(WORST_OVERDUE)),
        When(is_late(on), then=Value(WORST_LATE)),
        default=Value(WORST_IN_TIME),
        output_field=IntegerField(),
    )
    return judged.annotate(settled=Value(1), worst=Max(outcome))


def is_due_soon(state: str, next_due_on: dt.date | None, on: dt.date) -> bool:
    waits = state in (IN_PROGRESS, NOT_STARTED)
    return waits and next_due_on is not None and 0 <= (next_due_on - on).days <= SOON_DAYS


def waiting_occurrences(occurrences: QuerySet[Occurrence], on: dt.date) -> QuerySet[Occurrence]:
    """Those of standing lines that nothing proves as of ``on`` and no decision sets aside."""
    open_rows = occurrences.filter(
        Q(done_on=None) | Q(done_on__gt=on), line__removed_at=None, line__roadmap__removed_at=None
    )
    undecided: Any = open_rows.alias(decision=decided(on, "line"))
    found: QuerySet[Occurrence] = undecided.filter(decision=None)
    return found
