"""What people ask about their own data, with the clocks of the law (reference list "consent_terms")."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from nastavnik import notifications
from nastavnik.accounts.holders import holders
from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import EditConflict
from nastavnik.base.saving import save
from nastavnik.org import reference
from nastavnik.org.working_days import add_working_days
from nastavnik.people.models import DataRequest, Person
from nastavnik.people.refusals import NotLiving
from nastavnik.people.refusals_data import ExtendedOnce, NotExtendable, RequestClosed, WordsNeeded
from nastavnik.people.services.withdrawing import days_to_destroy

Kind, State = DataRequest.Kind, DataRequest.State
# Working days before the end of a term.
_SOON = 3
# Kind → line of the reference list, and what holds where it is not loaded.
_TERMS = {
    Kind.SEE: ("answer_working_days", 10, 5),
    Kind.COPY: ("answer_working_days", 10, 5),
    Kind.CORRECT: ("correct_inaccurate_working_days", 7, 0),
    Kind.STOP: ("stop_on_request_working_days", 10, 5),
    Kind.DELETE: ("stop_on_request_working_days", 10, 5),
}


@transaction.atomic
def ask(
    person: Person,
    kind: str,
    words: str,
    by_themselves: bool,
    actor: User | None,
    *,
    asked_on: dt.date | None = None,
) -> DataRequest:
    """Start the clock of ``kind``. ``by_themselves``: asked here by the person or who stands for them, else the
    organisation writes down a paper that it received on ``asked_on``.

    The same demand that is still open is given again. Raises: NotAllowed, NotLiving, Invalid.
    """
    require(actor, "data_request.ask" if by_themselves else "data_request.edit", person)
    if person.state != Person.State.KEPT:
        raise NotLiving
    Person.objects.select_for_update().get(pk=person.pk)
    open_one: DataRequest | None = DataRequest.objects.filter(person=person, kind=kind, state=State.OPEN).first()
    if open_one is not None:
        return open_one
    day = asked_on or timezone.localdate()
    asked: DataRequest = save(
        DataRequest(
            node_id=person.node_id, person=person, kind=kind, asked_on=day, by_themselves=by_themselves,
            words=words.strip() or None, due_on=due_on(kind, day), made_by=actor,
        )
    )  # fmt: skip
    record("data_request.asked", asked, actor=actor, kind=kind, by_themselves=by_themselves)
    _tell(asked)
    return asked


def due_on(kind: str, asked_on: dt.date) -> dt.date:
    if kind == Kind.WITHDRAWAL:
        return asked_on + dt.timedelta(days=days_to_destroy(asked_on))
    return add_working_days(asked_on, _term(kind, asked_on)[0])


def _term(kind: str, on: dt.date) -> tuple[int, int]:
    """Working days, and by how many the clock may be moved."""
    code, days, more = _TERMS[Kind(kind)]
    try:
        told: Any = next(
            (entry.data for entry in reference.entries("consent_terms", on=on) if entry.code == code), {}
        )
    except reference.ReferenceMissing:
        told = {}
    return int(told.get("value", days)), int(told.get("extension", more))


def _tell(asked: DataRequest) -> None:
    keepers = [each.user for each in holders("data_request.edit", [asked.node])[asked.node_id]]
    notifications.queue(
        "data_request.asked", to=keepers, event=f"data_request:{asked.uid}:asked",
        context={"request": str(asked.uid)}, node=asked.node,
    )  # fmt: skip


def may_extend(asked: DataRequest) -> bool:
    return asked.state == State.OPEN and not asked.is_extended and _extension(asked) > 0


def _extension(asked: DataRequest) -> int:
    return 0 if asked.kind == Kind.WITHDRAWAL else _term(asked.kind, asked.asked_on)[1]


@transaction.atomic
def extend(asked: DataRequest, ground: str, *, version: int, actor: User) -> DataRequest:
    """Move the clock once, with a ground that whoever asked reads.

    Raises: NotAllowed, EditConflict, RequestClosed, ExtendedOnce, NotExtendable, WordsNeeded.
    """
    held = _held(asked, version, actor)
    if held.is_extended:
        raise ExtendedOnce
    if not _extension(held):
        raise NotExtendable
    if not ground.strip():
        raise WordsNeeded
    held.due_on, held.is_extended = add_working_days(held.due_on, _extension(held)), True
    held.answer = ground.strip()
    record("data_request.extended", held, actor=actor, kind=held.kind)
    return _saved(held)


@transaction.atomic
def done(asked: DataRequest, answer: str, *, version: int, actor: User) -> DataRequest:
    """Raises: NotAllowed, EditConflict, RequestClosed."""
    return _answered(asked, State.DONE, answer, version, actor)


@transaction.atomic
def refuse(asked: DataRequest, ground: str, *, version: int, actor: User) -> DataRequest:
    """Raises: NotAllowed, EditConflict, RequestClosed, WordsNeeded."""
    if not ground.strip():
        raise WordsNeeded
    return _answered(asked, State.REFUSED, ground, version, actor)


@transaction.atomic
def reopen(asked: DataRequest, *, actor: User) -> DataRequest:
    """Take an answer back. Raises: NotAllowed, NotLiving, RequestClosed: it is open."""
    require(actor, "data_request.edit", asked)
    held = DataRequest.objects.select_for_update().select_related("person", "node").get(pk=asked.pk)
    if held.state == State.OPEN:
        raise RequestClosed
    if held.person.state != Person.State.KEPT:
        raise NotLiving
    held.state, held.done_on = State.OPEN, None
    record("data_request.reopened", held, actor=actor, kind=held.kind)
    return _saved(held)


def remind(today: dt.date) -> int:
    """Tell the keepers of what is due within three working days, once."""
    soon = add_working_days(today, _SOON)
    rows = list(DataRequest.objects.filter(state=State.OPEN, due_on__lte=soon).select_related("node").order_by("pk"))
    keepers = holders("data_request.edit", {row.node_id: row.node for row in rows}.values())
    matters = [
        notifications.Matter(
            [each.user for each in keepers[row.node_id]], f"data_request:{row.uid}:due:{row.due_on}",
            {"request": str(row.uid)}, row.node,
        )
        for row in rows
    ]  # fmt: skip
    return notifications.queue_many("data_request.due", matters) if matters else 0


def close_for(people: list[int], answer: str) -> None:
    """The data are destroyed: whatever is still asked about them is answered by that. Words go with the data."""
    for row in DataRequest.objects.select_for_update().filter(person__in=people):
        row.words, row.answer = None, answer
        if row.state == State.OPEN:
            row.state, row.done_on = State.DONE, timezone.localdate()
        row.version += 1
        row.save()


def _answered(asked: DataRequest, state: str, answer: str, version: int, actor: User) -> DataRequest:
    held: DataRequest = _held(asked, version, actor)
    held.state, held.done_on = state, timezone.localdate()
    held.answer = answer.strip() or None
    if state == State.DONE:
        record("data_request.done", held, actor=actor, kind=held.kind)
    else:
        record("data_request.refused", held, actor=actor, kind=held.kind)
    saved: DataRequest = _saved(held)
    asker = held.made_by if held.by_themselves else held.person.user
    if asker is not None:
        notifications.queue(
            "data_request.answered", to=[asker], event=f"data_request:{held.uid}:{held.version}",
            context={"request": str(held.uid)}, node=held.node,
        )  # fmt: skip
    return saved


def _held(asked: DataRequest, version: int, actor: User) -> DataRequest:
    require(actor, "data_request.edit", asked)
    held: DataRequest = (
        DataRequest.objects.select_for_update(of=("self",))
        .select_related("person__user", "made_by", "node")
        .get(pk=asked.pk)
    )
    if held.state != State.OPEN:
        raise RequestClosed
    if held.version != version:
        raise EditConflict(theirs=held, mine={})
    return held


def _saved(held: DataRequest) -> DataRequest:
    held.version += 1
    saved: DataRequest = save(held)
    return saved
