"""What mentors proved, written down: a fact with its day and ground; a wrong one is taken back and stays on record.

Apps above write facts of their own (a questionnaire filled in, a training held) by `prove_by_data` and take them back
by `withdraw_by_data`: they have asked for the right to their deed.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import Invalid, NotAllowed
from nastavnik.base.saving import save
from nastavnik.base.uids import new_uid
from nastavnik.org.models import Node
from nastavnik.people.models import Person, ReadinessFact
from nastavnik.people.readiness_kinds import DATED, INTERVIEW, titles
from nastavnik.people.refusals import DateAhead, NotAFact, NotLiving
from nastavnik.people.refusals_readiness import AlreadyTakenBack, NotTakenBack, TermMissing
from nastavnik.people.services import safeguarding
from nastavnik.people.services.persons import settled
from nastavnik.people.sights import by_some

PASSED = ReadinessFact.Outcome.PASSED
_PASSED = PASSED.value


def right_of(kind: str) -> str:
    """A psychologist writes down interviews, a curator everything."""
    return "readiness.interview" if kind == INTERVIEW else "readiness.edit"


@transaction.atomic
def prove(
    person: Person,
    kind: str,
    *,
    dated_on: dt.date,
    expires_on: dt.date | None = None,
    outcome: str = _PASSED,
    basis: str = "",
    source_uid: uuid.UUID | None = None,
    actor: User,
) -> ReadinessFact:
    """Write down that ``person`` went through ``kind``.

    Raises: NotAllowed, NotLiving, NotAFact, DateAhead, TermMissing; Invalid: it expires before it is dated.
    """
    require(actor, right_of(kind), person)
    fact = ReadinessFact(
        node_id=person.node_id, person=person, kind=kind, outcome=outcome, dated_on=dated_on, expires_on=expires_on,
        basis=basis.strip() or None, source_uid=source_uid, made_by=actor,
    )  # fmt: skip
    _check(fact)
    if not Person.objects.living().filter(pk=person.pk).exists():
        raise NotLiving
    save(fact)
    record("readiness.proved", fact, actor=actor, kind=kind, outcome=outcome)
    _follow(person.node, [person.pk])
    return fact


@transaction.atomic
def prove_many(
    people: Sequence[Person],
    kind: str,
    *,
    dated_on: dt.date,
    expires_on: dt.date | None = None,
    basis: str = "",
    actor: User,
) -> uuid.UUID:
    """The same passed by many people of one organisation; gives the mark by which `take_back_many` finds them.

    Raises: as `prove`.
    """
    keys = sorted({person.pk for person in people})
    mine = Person.objects.living().visible_to(actor, right_of(kind)).filter(pk__in=keys, node=people[0].node_id)
    if mine.count() != len(keys):
        raise NotAllowed(action=right_of(kind))
    mark = new_uid()
    told = {"dated_on": dated_on, "expires_on": expires_on, "basis": basis.strip() or None}
    _write(people[0].node, dict.fromkeys(keys, mark), kind, told, actor)
    for some in by_some(keys):
        record("readiness.proved_many", None, actor=actor, node_id=people[0].node_id, kind=kind, people=some)
    return mark


@transaction.atomic
def prove_by_data(
    node: Node, sources: Mapping[int, uuid.UUID], kind: str, *, dated_on: dt.date, basis: str = "", actor: User | None
) -> None:
    """Key of a person of ``node`` → the uid of the row of the app above from which it follows."""
    living = Person.objects.living().filter(node=node, pk__in=list(sources)).values_list("pk", flat=True)
    told = {"dated_on": dated_on, "expires_on": None, "basis": basis.strip() or None}
    _write(node, {key: sources[key] for key in sorted(living)}, kind, told, actor)


@transaction.atomic
def withdraw_by_data(node: Node, kind: str, source_uids: Sequence[uuid.UUID]) -> int:
    """Take back what followed from these rows of an app above; gives how many."""
    rows = ReadinessFact.objects.filter(node=node, kind=kind, source_uid__in=list(source_uids), withdrawn_at=None)
    return _withdraw(node, list(rows.values_list("pk", "person_id")))


@transaction.atomic
def take_back(fact: ReadinessFact, *, actor: User) -> ReadinessFact:
    """Raises: NotAllowed, AlreadyTakenBack."""
    require(actor, right_of(fact.kind), fact)
    held: ReadinessFact = ReadinessFact.objects.select_for_update().get(pk=fact.pk)
    if held.withdrawn_at is not None:
        raise AlreadyTakenBack
    _withdraw(held.node, [(held.pk, held.person_id)])
    record("readiness.taken_back", held, actor=actor, kind=held.kind)
    return held


@transaction.atomic
def bring_back(fact: ReadinessFact, *, actor: User) -> ReadinessFact:
    """Take `take_back` back. Raises: NotAllowed, NotTakenBack, Invalid: it was written anew since."""
    require(actor, right_of(fact.kind), fact)
    held: ReadinessFact = ReadinessFact.objects.select_for_update().get(pk=fact.pk)
    if held.withdrawn_at is None:
        raise NotTakenBack
    held.withdrawn_at = None
    save(held)
    record("readiness.brought_back", held, actor=actor, kind=held.kind)
    _follow(held.node, [held.person_id])
    return held


@transaction.atomic
def take_back_many(node: Node, mark: uuid.UUID, *, actor: User) -> int:
    """Take `prove_many` back; gives how many facts. Raises: NotAllowed."""
    rows = ReadinessFact.objects.filter(node=node, source_uid=mark, withdrawn_at=None)
    mine = rows.visible_to(actor, "readiness.edit").filter(made_by=actor)
    found = list(mine.values_list("pk", "person_id"))
    if found:
        _withdraw(node, found)
        for some in by_some(person for _pk, person in found):
            record("readiness.taken_back_many", None, actor=actor, node_id=node.pk, people=some)
    return len(found)


def _check(fact: ReadinessFact) -> None:
    if fact.kind not in titles():
        raise NotAFact
    if fact.dated_on > timezone.localdate():
        raise DateAhead
    if fact.kind in DATED and fact.outcome == PASSED and fact.expires_on is None:
        raise TermMissing


def _write(
    node: Node, sources: Mapping[int, uuid.UUID], kind: str, told: Mapping[str, Any], actor: User | None
) -> None:
    rows = [
        ReadinessFact(node=node, person_id=key, kind=kind, source_uid=source, made_by=actor, **told)
        for key, source in sources.items()
    ]
    for row in rows[:1]:
        _check(row)
        try:
            row.validate_constraints(exclude={"person", "source_uid"})
        except ValidationError as error:
            raise Invalid(fields={"expires_on": list(error.messages)}) from error
    ReadinessFact.objects.bulk_create(rows, batch_size=500)
    _follow(node, [row.person_id for row in rows])


def _withdraw(node: Node, found: Sequence[tuple[int, int]]) -> int:
    keys = [pk for pk, _person in found]
    ReadinessFact.objects.filter(pk__in=keys).update(withdrawn_at=timezone.now())
    _follow(node, [person for _pk, person in found])
    return len(keys)


def _follow(node: Node, people: list[int]) -> None:
    """Clearances first: a paused one closes the gate."""
    if people:
        safeguarding.pause(timezone.localdate(), node=node, person_ids=people)
        settled(node, people)
