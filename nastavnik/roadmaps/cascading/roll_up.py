"""How the plans below carry out the lines of the plan above, counted in the database by one query."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from nastavnik.roadmaps import states
from nastavnik.roadmaps.models import HandedLine, Occurrence, Roadmap

MISSING, PROPOSED, DECLINED = "missing", "proposed", "declined"
# What a handed line may be: without a line that stands for it, or as that line stands.
TITLES = {
    MISSING: _("not in the plan"),
    PROPOSED: _("to be confirmed"),
    DECLINED: _("declined"),
    **states.TITLES,
}
STANDS = (HandedLine.State.LINKED, HandedLine.State.ADDED)


def has_line(via: str = "") -> Q:
    """Handed lines for which a line that is still in its plan stands, as a person said."""
    return Q(
        **{
            f"{via}state__in": STANDS,
            f"{via}line__isnull": False,
            f"{via}line__removed_at": None,
            f"{via}line__roadmap__removed_at": None,
        }
    )


def with_stands(rows: QuerySet[HandedLine], on: dt.date) -> QuerySet[HandedLine]:
    """``rows`` with ``stands``, a key of `TITLES`: the same states as `states.with_states` gives their lines."""
    dates = Occurrence.objects.filter(line=OuterRef("line"))
    waiting = dates.filter(Q(done_on=None) | Q(done_on__gt=on))
    begun = dates.filter(states.is_done(on) | Q(starts_on__lte=on))
    found = Case(
        When(state=HandedLine.State.DECLINED, then=Value(DECLINED)),
        When(state=HandedLine.State.PROPOSED, then=Value(PROPOSED)),
        When(~has_line(), then=Value(MISSING)),
        When(decision__isnull=False, then="decision"),
        When(Exists(dates.filter(states.is_overdue(on))), then=Value(states.OVERDUE)),
        When(Exists(waiting), then=Case(When(Exists(begun), then=Value(states.IN_PROGRESS)), default=_new)),
        When(Exists(dates.filter(states.is_late(on))), then=Value(states.DONE_LATE)),
        When(Exists(dates), then=Value(states.DONE)),
        default=_new,
        output_field=CharField(),
    )
    decided: Any = rows.alias(decision=states.decided(on, "line"))
    stated: QuerySet[HandedLine] = decided.annotate(stands=found)
    return stated


_new = Value(states.NOT_STARTED, output_field=CharField())


@dataclass(frozen=True)
class Sum:
    """A line above in numbers: how many have it, by `TITLES`."""

    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def late(self) -> int:
        return self.counts.get(states.DONE_LATE, 0)

    @property
    def done(self) -> int:
        """In time or late: a line done late is done."""
        return self.counts.get(states.DONE, 0) + self.late

    @property
    def overdue(self) -> int:
        return self.counts.get(states.OVERDUE, 0)

    @property
    def missing(self) -> int:
        return self.counts.get(MISSING, 0) + self.counts.get(PROPOSED, 0)


def roll_up(roadmap: Roadmap, on: dt.date, *, rows: QuerySet[HandedLine] | None = None) -> dict[int, Sum]:
    """Key of a line of ``roadmap`` → its sum over those who received it, of ``rows`` where given. One query."""
    handed: QuerySet[HandedLine] = HandedLine.objects.all() if rows is None else rows
    standing = handed.filter(parent=roadmap, parent_line__removed_at=None).exclude(state=HandedLine.State.RECALLED)
    stated: Any = with_stands(standing, on)
    counted = stated.order_by().values("parent_line", "stands").annotate(rows=Count("pk"))
    found: dict[int, dict[str, int]] = {}
    for row in counted:
        found.setdefault(row["parent_line"], {})[row["stands"]] = row["rows"]
    return {line: Sum(counts) for line, counts in found.items()}
