"""An accepted table taken back within a day. What people changed since stays as they left it, and is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from nastavnik.accounts.keyring.fields import Sealed
from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.people import official
from nastavnik.people.models import Consent, Intake, IntakePiece, Likeness, Participation, Person
from nastavnik.people.models.consents import ConsentState
from nastavnik.people.refusals_intakes import TooLateToUndo
from nastavnik.people.services import intakes
from nastavnik.people.services.intake_altering import held, put
from nastavnik.people.services.intake_comparing import Row
from nastavnik.people.services.intake_parts import Parts
from nastavnik.people.services.intake_pieces import keep
from nastavnik.people.services.intake_writing import tag_of
from nastavnik.people.services.persons import lock_base, settled

UNDO = "people.undo"
HOURS = 24
#: They go with the person whom they are about.
_GO_ALONG: frozenset[type[models.Model]] = frozenset({Likeness})
State = Intake.State


def may_undo(intake: Intake) -> bool:
    if intake.state != State.ACCEPTED or intake.accepted_at is None:
        return False
    return timezone.now() - intake.accepted_at <= dt.timedelta(hours=HOURS)


@transaction.atomic
def undo(intake: Intake, *, actor: User) -> Intake:
    """A few rows at once, many by a job.

    Raises: NotAllowed, NotReady, TooLateToUndo.
    """
    require(actor, intakes.ACTION, intake)
    found = intakes.hold(intake, State.ACCEPTED)
    if not may_undo(found):
        raise TooLateToUndo
    found.state = State.ACCEPTING
    found.counts = {**found.counts, "kept": 0}
    found.version += 1
    found.save(update_fields=["state", "counts", "version"])
    if found.rows <= intakes.MOST_AT_ONCE:
        for pk in written(found):
            take_back(found, [pk])
        undone(found, actor=actor)
    else:
        intakes.as_job(found, UNDO, actor)
    return found


def written(intake: Intake) -> list[int]:
    return list(
        IntakePiece.objects.filter(intake=intake, is_done=True).order_by("-first").values_list("pk", flat=True)
    )


def take_back(intake: Intake, keys: Iterable[int]) -> None:
    """The pieces ``keys``, whole or not at all. In a transaction."""
    lock_base(intake.node)
    parts = Parts(intake)
    kept = 0
    for piece in IntakePiece.objects.select_for_update(of=("self",)).filter(pk__in=list(keys), is_done=True):
        rows: list[Row] = piece.rows
        kept += _put_back([row for row in rows if "was" in row], parts)
        kept += _remove([row for row in rows if row.get("joined")], intake)
        for row in rows:
            for name in ("was", "joined", "made"):
                row.pop(name, None)
        keep(piece, rows, is_done=False)
    if kept:
        counts = Intake.objects.values_list("counts", flat=True).get(pk=intake.pk)
        intake.counts = {**counts, "kept": counts.get("kept", 0) + kept}
        Intake.objects.filter(pk=intake.pk).update(counts=intake.counts)


def undone(intake: Intake, *, actor: User) -> None:
    """Every piece is taken back."""
    intake.state = State.UNDONE
    intake.version += 1
    intake.save(update_fields=["state", "version"])
    settled(intake.node)
    record("person.intake_undone", intake, actor=actor, kept=int(intake.counts.get("kept", 0)))


def _put_back(rows: list[Row], parts: Parts) -> int:
    """Columns that still say what the table said say again what they did before; gives how many rows do not."""
    people, in_base = held(rows)
    kept = 0
    for row in rows:
        person, part = people.get(row["person"]), in_base.get(row["part"])
        if person is None or part is None:
            kept += 1
            continue
        now = official.values_of(person, part)
        ours = {
            name: old
            for name, old in row["was"].items()
            if not official.changed({name: row["values"][name]}, now, part.side)
        }
        put(person, part, ours, parts)
        kept += len(ours) < len(row["was"])
    return kept


def _remove(rows: list[Row], intake: Intake) -> int:
    """The parts and people that the table made; gives how many rows stay because somebody has worked with them."""
    mine = Participation.objects.filter(intake=intake, person__in=[row["person"] for row in rows])
    by_person = {part.person_id: part for part in mine.select_related("person")}
    # Whom nobody touched, and nothing else points at.
    untouched = [row for row in rows if _as_written(row, by_person.get(row["person"]))]
    used = _used([by_person[row["person"]].pk for row in untouched], Participation, ())
    going = [row for row in untouched if by_person[row["person"]].pk not in used]
    made = [row["person"] for row in going if row.get("made")]
    ours = Consent.objects.filter(intake=intake, state=ConsentState.ACTIVE, version=1, scan_key="")
    used_people = _used(made, Person, (Participation, Consent))
    used_people |= set(
        Participation.objects.filter(person__in=made).exclude(intake=intake).values_list("person", flat=True)
    )
    used_people |= set(
        Consent.objects.filter(person__in=made).exclude(pk__in=ours.values("pk")).values_list("person", flat=True)
    )
    going = [row for row in going if row["person"] not in used_people]
    leaving = [row["person"] for row in going]
    Participation.objects.filter(intake=intake, person__in=leaving).delete()
    gone = [row["person"] for row in going if row.get("made")]
    ours.filter(person__in=gone).delete()
    Person.objects.filter(pk__in=gone, intake=intake).delete()
    return len(rows) - len(going)


def _as_written(row: Row, part: Participation | None) -> bool:
    """Nobody has saved the part or the card since."""
    if part is None or tag_of(_token(part)) != row["joined"]:
        return False
    return not row.get("made") or (part.person.version == 1 and part.person.user_id is None)


def _token(part: Participation) -> str | None:
    sealed = part.__dict__["details"]  # as it lies in the database: reading it would open it
    return sealed.token if isinstance(sealed, Sealed) else None


def _used(keys: list[int], model: type[models.Model], known: tuple[type[models.Model], ...]) -> set[Any]:
    """Those of ``keys`` that rows of other tables point at: a query for each table that may."""
    found: set[Any] = set()
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel):
            continue
        other = relation.related_model
        if other in _GO_ALONG or other in known:
            continue
        rows = other._base_manager.filter(**{f"{relation.field.name}__in": keys})
        found.update(rows.values_list(relation.field.name, flat=True))
    return found
