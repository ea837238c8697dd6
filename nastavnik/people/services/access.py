"""The check list of accessibility of a school year: taken over or written, carried out, made a document of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import Invalid
from nastavnik.base.saving import save, update
from nastavnik.org.models import Node
from nastavnik.people.access_proposals import PROPOSALS
from nastavnik.people.categories import served
from nastavnik.people.models import AccessMeasure
from nastavnik.people.refusals import DateAhead

FIELDS = ("category", "what", "responsible", "due_on", "done_on", "note")
#: More lines than this nobody carries out, and no document has room for.
MOST = 200


def rows_of(node: Node, school_year: int) -> list[AccessMeasure]:
    """The check list in the order of the document. One query."""
    place = {code: number for number, code in enumerate(served())}
    rows = AccessMeasure.objects.filter(node=node, school_year=school_year, removed_at=None)[:MOST]
    return sorted(rows, key=lambda row: (place.get(row.category, len(place)), row.position, row.pk))


@transaction.atomic
def add(node: Node, school_year: int, *, actor: User, **told: Any) -> AccessMeasure:
    """``told``: of `FIELDS`. Raises: NotAllowed, DateAhead, Invalid."""
    require(actor, "category.edit", node)
    _check(told)
    _leave_room(node, school_year, 1)
    row = AccessMeasure(node=node, school_year=school_year, made_by=actor, position=_next(node, school_year), **told)
    save(row)
    record("access.added", row, actor=actor)
    return row


@transaction.atomic
def take_over(
    node: Node, school_year: int, codes: Iterable[str], *, actor: User, due_on: dt.date | None = None
) -> list[AccessMeasure]:
    """Ready-made measures that the list has not yet; gives the new lines. Raises: NotAllowed, Invalid."""
    require(actor, "category.edit", node)
    Node.objects.select_for_update(no_key=True).get(pk=node.pk)
    known = {row.proposal for row in rows_of(node, school_year)}
    chosen = [PROPOSALS[code] for code in dict.fromkeys(codes) if code in PROPOSALS and code not in known]
    _leave_room(node, school_year, len(chosen))
    first = _next(node, school_year)
    made = [
        save(
            AccessMeasure(
                node=node, school_year=school_year, category=one.category, proposal=one.code, what=one.what,
                responsible=one.responsible, due_on=due_on, position=first + place, made_by=actor,
            )
        )
        for place, one in enumerate(chosen)
    ]  # fmt: skip
    if made:
        record("access.taken_over", made[0], actor=actor, measures=[row.proposal for row in made])
    return made


@transaction.atomic
def change(row: AccessMeasure, *, version: int, actor: User, **told: Any) -> AccessMeasure:
    """Raises: NotAllowed, DateAhead, EditConflict, Invalid."""
    require(actor, "category.edit", row)
    _check(told)
    fresh = update(row, version=version, **told)
    record("access.changed", fresh, actor=actor, fields=sorted(told))
    return fresh


@transaction.atomic
def mark_done(row: AccessMeasure, on: dt.date | None, *, actor: User) -> AccessMeasure:
    """Carried out ``on``; None: to be carried out again. Raises: NotAllowed, DateAhead."""
    require(actor, "category.edit", row)
    _check({"done_on": on})
    held: AccessMeasure = AccessMeasure.objects.select_for_update().get(pk=row.pk)
    if held.done_on != on:
        held.done_on, held.version = on, held.version + 1
        held.save(update_fields=["done_on", "version"])
        record("access.done" if on else "access.reopened", held, actor=actor)
    return held


@transaction.atomic
def remove(rows: Sequence[AccessMeasure], *, actor: User) -> None:
    """Raises: NotAllowed."""
    _mark(rows, timezone.now(), "access.removed", actor)


@transaction.atomic
def bring_back(rows: Sequence[AccessMeasure], *, actor: User) -> None:
    """Undo `remove`. Raises: NotAllowed."""
    _mark(rows, None, "access.brought_back", actor)


def _mark(rows: Sequence[AccessMeasure], at: dt.datetime | None, action: str, actor: User) -> None:
    for row in rows:
        require(actor, "category.edit", row)
        row.removed_at = at
        row.save(update_fields=["removed_at"])
        record(action, row, actor=actor)


def _check(told: dict[str, Any]) -> None:
    if "category" in told and told["category"] not in served():
        raise Invalid(fields={"category": [_("Choose a category of the list.")]})
    if told.get("done_on") and told["done_on"] > timezone.localdate():
        raise DateAhead


def _leave_room(node: Node, school_year: int, more: int) -> None:
    if len(rows_of(node, school_year)) + more > MOST:
        raise Invalid(_("The check list has 200 lines. Remove what is not needed first."))


def _next(node: Node, school_year: int) -> int:
    rows = AccessMeasure.objects.filter(node=node, school_year=school_year)
    return (rows.aggregate(last=Max("position"))["last"] or 0) + 1
