"""Counts of categories: typed in for a day, never written over, taken back together."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nastavnik import measures
from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import Invalid
from nastavnik.base.saving import save
from nastavnik.org.calendar import school_year_of
from nastavnik.org.models import Node
from nastavnik.people.categories import counted
from nastavnik.people.models import CategoryCount
from nastavnik.people.refusals import DateAhead
from nastavnik.people.refusals_counts import CountsMoved, DayTaken

#: More people than this are in no organisation.
MOST = 100_000
Seen = Mapping[str, uuid.UUID | None]


class Typed(NamedTuple):
    category: str
    number: int
    source: str


def latest(node: Node) -> dict[str, CategoryCount]:
    """Category → its newest count that stands. One query."""
    rows = CategoryCount.objects.standing().filter(node=node).order_by("category", "on", "pk")
    return {row.category: row for row in rows}


@transaction.atomic
def put(
    node: Node, typed: Sequence[Typed], *, on: dt.date, actor: User, seen: Seen | None = None
) -> list[CategoryCount]:
    """Write ``typed`` down for ``on``; gives the rows that are new, none where all of it stands so already.

    ``seen`` says of each category which row its reader had before the eyes (None: no row).

    Raises: NotAllowed, DateAhead, CountsMoved, Invalid (by the code of the category).
    """
    require(actor, "category.edit", node)
    if on > timezone.localdate():
        raise DateAhead
    _check(typed)
    _hold(node)
    now = latest(node)
    if seen is not None and any(seen[code] != (now[code].uid if code in now else None) for code in seen):
        raise CountsMoved
    there = {row.category: row for row in CategoryCount.objects.standing().filter(node=node, on=on)}
    entry, made = uuid.uuid4(), []
    for one in typed:
        before = there.get(one.category)
        if before and (before.count, before.source) == (one.number, one.source):
            continue
        _put_aside(before)
        made.append(
            save(
                CategoryCount(
                    node=node, category=one.category, school_year=school_year_of(on).start_year, on=on,
                    count=one.number, source=one.source, made_by=actor, entry=entry, replaces=before,
                )
            )
        )  # fmt: skip
    if made:
        record("category.counted", made[0], actor=actor, on=on.isoformat(), categories=[row.category for row in made])
        measures.touch(node.pk, "category")
    return made


@transaction.atomic
def take_back(row: CategoryCount, *, actor: User) -> int:
    """Undo `put`: all that was typed in with ``row``; what it put aside stands again. Gives how many.

    Raises: NotAllowed; CountsMoved: one of them was put aside since.
    """
    require(actor, "category.edit", row)
    _hold(row.node)
    rows = list(CategoryCount.objects.filter(node=row.node, entry=row.entry)) if row.entry else [row]
    if any(one.removed_at for one in rows) or not rows:
        raise CountsMoved
    CategoryCount.objects.filter(pk__in=[one.pk for one in rows]).update(removed_at=timezone.now())
    CategoryCount.objects.filter(pk__in=[one.replaces_id for one in rows if one.replaces_id]).update(removed_at=None)
    record("category.taken_back", row, actor=actor, rows=len(rows))
    measures.touch(row.node_id, "category")
    return len(rows)


@transaction.atomic
def remove(row: CategoryCount, *, actor: User) -> CategoryCount:
    """A count that should not stand. Raises: NotAllowed."""
    require(actor, "category.edit", row)
    _hold(row.node)
    row.refresh_from_db()
    if row.removed_at is None:
        _put_aside(row)
        record("category.removed", row, actor=actor)
        measures.touch(row.node_id, "category")
    return row


@transaction.atomic
def bring_back(row: CategoryCount, *, actor: User) -> CategoryCount:
    """Undo `remove`. Raises: NotAllowed, DayTaken."""
    require(actor, "category.edit", row)
    _hold(row.node)
    same = CategoryCount.objects.standing().filter(node=row.node, category=row.category, on=row.on)
    if same.exclude(pk=row.pk).exists():
        raise DayTaken
    row.removed_at = None
    row.save(update_fields=["removed_at"])
    record("category.brought_back", row, actor=actor)
    measures.touch(row.node_id, "category")
    return row


def _check(typed: Sequence[Typed]) -> None:
    known, wrong = counted(), {}
    for one in typed:
        if one.category not in known or not 0 <= one.number <= MOST:
            wrong[one.category] = [_("Write a whole number, 0 where there is nobody.")]
        elif not one.source:
            wrong[one.category] = [_("Say where the number is from: a report, a register, a survey.")]
    if wrong:
        raise Invalid(fields=wrong)


def _hold(node: Node) -> None:
    """Two who type in at once come one after the other; figures lock the organisation too."""
    Node.objects.select_for_update(no_key=True).get(pk=node.pk)


def _put_aside(row: CategoryCount | None) -> None:
    if row is not None:
        row.removed_at = timezone.now()
        row.save(update_fields=["removed_at"])
