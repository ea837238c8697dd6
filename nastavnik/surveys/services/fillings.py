"""Giving questionnaires out, answering them step by step, typing in what was answered on paper."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from nastavnik import notifications
from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import can, require
from nastavnik.base.errors import NotAllowed
from nastavnik.base.uids import new_uid
from nastavnik.notifications import Matter
from nastavnik.org.models import Node
from nastavnik.people.models import Participation, Person
from nastavnik.people.refusals import DateAhead
from nastavnik.people.services import readiness
from nastavnik.people.services.persons import lock_base
from nastavnik.surveys import questions as asking
from nastavnik.surveys.models import Filling
from nastavnik.surveys.refusals import AnswersMissing, NobodyToAsk, NotCompleted, NothingSaid, NotOpen
from nastavnik.surveys.services import versions

State, Way = Filling.State, Filling.Way
KIND = "questionnaire"
_AT_ONCE = 200


@transaction.atomic
def give(node: Node, code: str, parts: Sequence[Participation], *, actor: User) -> tuple[uuid.UUID, int]:
    """Give ``code`` out to the people of ``parts`` who have it neither open nor completed in that school year; gives
    the mark for `call_off_many` and how many got it. Whoever has an account is told.

    Raises: NotAllowed, UnknownQuestionnaire, NobodyToAsk.
    """
    by_person = {part.person_id: part for part in parts}
    reached = Person.objects.living().visible_to(actor, "survey.edit").filter(pk__in=list(by_person), node=node)
    people = list(reached.select_related("user").defer("card").order_by("pk"))
    if len(people) != len(by_person):
        raise NotAllowed(action="survey.edit")
    lock_base(node)
    questionnaire = versions.in_use(code)
    have = _having(code, parts)
    mark = new_uid()
    rows = [
        Filling(node=node, questionnaire=questionnaire, person=person, participation=by_person[person.pk], mark=mark,
                made_by=actor)
        for person in people
        if person.pk not in have
    ]  # fmt: skip
    if not rows:
        raise NobodyToAsk
    Filling.objects.bulk_create(rows, batch_size=500)
    keys = [row.person_id for row in rows]
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        record("survey.given", None, actor=actor, node_id=node.pk, code=code, people=some)
    _tell(node, rows)
    return mark, len(rows)


def _having(code: str, parts: Sequence[Participation]) -> set[int]:
    rows = Filling.objects.filter(questionnaire__code=code, person__in=[part.person_id for part in parts])
    of_year = rows.filter(state=State.COMPLETED, participation__school_year__in={part.school_year for part in parts})
    return {*rows.open().values_list("person_id", flat=True), *of_year.values_list("person_id", flat=True)}


def _tell(node: Node, rows: Iterable[Filling]) -> None:
    matters = [
        Matter([row.person.user], f"survey:{row.uid}:given", {"filling": str(row.uid)}, node)
        for row in rows
        if row.person.user is not None
    ]
    if matters:
        notifications.queue_many("survey.waiting", matters)


@transaction.atomic
def call_off(filling: Filling, *, actor: User) -> Filling:
    """Nobody need answer it any more; what was answered so far is destroyed. Raises: NotAllowed, NotOpen."""
    require(actor, "survey.edit", filling)
    held = _open(filling)
    _call_off(held)
    record("survey.called_off", held, actor=actor)
    return held


@transaction.atomic
def call_off_many(node: Node, mark: uuid.UUID, *, actor: User) -> int:
    """Take `give` back, but for those who have begun; gives how many."""
    rows = Filling.objects.visible_to(actor, "survey.edit").filter(node=node, mark=mark, made_by=actor)
    found = list(rows.filter(state=State.GIVEN).order_by("pk"))
    for row in found:
        _call_off(row)
    if found:
        record("survey.called_off_many", None, actor=actor, node_id=node.pk, count=len(found))
    return len(found)


def _call_off(held: Filling) -> None:
    held.state, held.answers = State.CALLED_OFF, None
    held.version += 1
    held.save()


@transaction.atomic
def take_paper(filling: Filling, *, actor: User) -> Filling:
    """From now on ``actor`` types in what was answered on paper. Raises: NotAllowed, NotOpen: also where the person
    has begun to answer themselves."""
    require(actor, "survey.edit", filling)
    held = _open(filling)
    if held.way == Way.PAPER and held.entered_by_id == actor.pk:
        return held
    if held.state == State.BEGUN:
        raise NotOpen
    held.way, held.entered_by = Way.PAPER, actor
    held.version += 1
    held.save()
    record("survey.paper_taken", held, actor=actor)
    return held


@transaction.atomic
def save_step(filling: Filling, step: int, said: Mapping[str, Any], *, actor: User) -> Filling:
    """Keep what was answered in a block (key → value, None: nothing) and where to go on.

    Raises: NotAllowed, NotOpen.
    """
    _may_write(actor, filling)
    held = _open(filling)
    asked = asking.blocks(questions_of(held))[step]
    answers = dict(held.answers or {})
    for question in asked:
        if question.key in said:
            answers[question.key] = said[question.key]
    held.answers = {key: value for key, value in answers.items() if value is not None}
    held.state, held.step = State.BEGUN, step
    held.version += 1
    held.save()
    versions.freeze(held.questionnaire)
    return held


@transaction.atomic
def complete(filling: Filling, *, actor: User, on: dt.date | None = None) -> Filling:
    """The end: answers are kept as they are. On the screen closed questions need an answer, paper may have gaps.

    Raises: NotAllowed, NotOpen, NothingSaid, AnswersMissing, DateAhead.
    """
    _may_write(actor, filling)
    held = _open(filling)
    today = timezone.localdate()
    if on is not None and on > today:
        raise DateAhead
    questions = questions_of(held)
    answers = asking.kept(questions, held.answers or {})
    if not answers:
        raise NothingSaid
    if held.way == Way.SCREEN and (lacking := asking.unanswered(questions, answers)):
        raise AnswersMissing(questions=[each.number for each in lacking])
    held.answers, held.state, held.filled_on = answers, State.COMPLETED, on or today
    held.completed_at = timezone.now()
    held.version += 1
    held.save()
    record("survey.completed", held, actor=actor, way=held.way)
    if held.questionnaire.code == versions.CANDIDATE:
        with override("ru"):  # kept as it is said now, whoever reads it
            on_paper = held.way == Way.PAPER
            ground = _("Questionnaire taken over from paper") if on_paper else _("Questionnaire filled in here")
        readiness.prove_by_data(
            held.node, {held.person_id: held.uid}, KIND, dated_on=held.filled_on, basis=ground, actor=actor
        )
    return held


@transaction.atomic
def reopen(filling: Filling, *, actor: User) -> Filling:
    """Take `complete` back, by whoever completed it. Raises: NotAllowed, NotCompleted."""
    _may_write(actor, filling)
    held = Filling.objects.select_for_update().get(pk=filling.pk)
    if held.state != State.COMPLETED:
        raise NotCompleted
    held.state, held.filled_on, held.completed_at = State.BEGUN, None, None
    held.version += 1
    held.save()
    record("survey.reopened", held, actor=actor)
    readiness.withdraw_by_data(held.node, KIND, [held.uid])
    return held


def questions_of(filling: Filling) -> tuple[asking.Question, ...]:
    return asking.questions_of(filling.questionnaire.content, familiar=is_familiar(filling.person))


def is_familiar(person: Person) -> bool:
    """Children are addressed as «ты»."""
    return person.adult_from is None or person.adult_from > timezone.localdate()


def may_write(actor: User, filling: Filling) -> bool:
    """Themselves on the screen, or whoever types the paper in."""
    action = "survey.fill" if filling.way == Way.SCREEN else "survey.enter"
    return can(actor, action, filling)


def _may_write(actor: User, filling: Filling) -> None:
    if not may_write(actor, filling):
        raise NotAllowed(action="survey.fill")


def _open(filling: Filling) -> Filling:
    held = (
        Filling.objects.select_for_update(of=("self",))
        .select_related("questionnaire", "person", "node")
        .get(pk=filling.pk)
    )
    if held.state not in (State.GIVEN, State.BEGUN):
        raise NotOpen
    return held


__all__ = [
    "call_off", "call_off_many", "complete", "give", "is_familiar", "may_write", "questions_of",
    "reopen", "save_step", "take_paper",
]  # fmt: skip
