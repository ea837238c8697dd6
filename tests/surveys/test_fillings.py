"""Giving out, answering, completing: what follows and who may."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from nastavnik.accounts.models import User
from nastavnik.audit.models import Event
from nastavnik.base.errors import NotAllowed
from nastavnik.notifications.models import Notice
from nastavnik.org.models import ReferenceEntry
from nastavnik.org.services.reference import load
from nastavnik.people.models import Participation, ReadinessFact
from nastavnik.people.services import erasing
from nastavnik.surveys.models import Filling, Questionnaire
from nastavnik.surveys.questions import blocks
from nastavnik.surveys.refusals import AnswersMissing, NobodyToAsk, NothingSaid, NotOpen
from nastavnik.surveys.services import fillings, versions
from tests.cast import Cast
from tests.people_data import part, person

pytestmark = pytest.mark.django_db
KEY = "intake.mentor_candidate."


@pytest.fixture(autouse=True)
def lists(db: None) -> None:
    load()


def mentor(cast: Cast, user: User | None = None) -> Participation:
    return part(person(cast.school, user=user), side="mentor", source="pupil")


def given(cast: Cast, row: Participation, by: User | None = None) -> Filling:
    fillings.give(cast.school, versions.CANDIDATE, [row], actor=by or cast.curator)
    return Filling.objects.open().get(person=row.person_id)


def answer(filling: Filling, actor: User, **said: Any) -> Filling:
    steps = blocks(fillings.questions_of(filling))
    whole = {f"{KEY}{name}": value for name, value in said.items()}
    for place in range(len(steps)):
        filling = fillings.save_step(filling, place, whole, actor=actor)
    return filling


ENOUGH = {"why": "люблю учить", "hours": 4, "experience": "да", "training_ready": "да"}


def test_everybody_gets_it_once_and_those_with_an_account_are_told(cast: Cast) -> None:
    rows = [mentor(cast, cast.mentor), mentor(cast)]
    mark, count = fillings.give(cast.school, versions.CANDIDATE, rows, actor=cast.curator)
    assert count == 2
    assert [notice.user_id for notice in Notice.objects.filter(kind="survey.waiting")] == [cast.mentor.pk]
    with pytest.raises(NobodyToAsk):
        fillings.give(cast.school, versions.CANDIDATE, rows, actor=cast.curator)
    with pytest.raises(NotAllowed):
        fillings.give(cast.school, versions.CANDIDATE, rows, actor=cast.sibling_curator)
    assert fillings.call_off_many(cast.school, mark, actor=cast.curator) == 2
    assert not Filling.objects.open().exists()


def test_completing_proves_the_questionnaire_and_opening_again_takes_it_back(cast: Cast) -> None:
    filling = answer(given(cast, mentor(cast, cast.mentor)), cast.mentor, **ENOUGH)
    done = fillings.complete(filling, actor=cast.mentor)
    fact = ReadinessFact.objects.get()
    assert (fact.kind, fact.source_uid, fact.withdrawn_at) == ("questionnaire", done.uid, None)
    with pytest.raises(NotOpen):
        fillings.save_step(done, 0, {f"{KEY}why": "иначе"}, actor=cast.mentor)
    fillings.reopen(done, actor=cast.mentor)
    fact.refresh_from_db()
    assert fact.withdrawn_at is not None
    fillings.complete(filling, actor=cast.mentor)
    assert ReadinessFact.objects.filter(withdrawn_at=None).count() == 1


def test_closed_questions_are_asked_for_on_the_screen_and_paper_may_have_gaps(cast: Cast) -> None:
    filling = answer(given(cast, mentor(cast, cast.mentor)), cast.mentor, why="люблю учить")
    with pytest.raises(AnswersMissing) as refusal:
        fillings.complete(filling, actor=cast.mentor)
    assert refusal.value.details == {"questions": [6, 8, 9]}

    paper = fillings.take_paper(given(cast, mentor(cast)), actor=cast.curator)
    with pytest.raises(NothingSaid):
        fillings.complete(paper, actor=cast.curator)
    paper = answer(paper, cast.curator, why="люблю учить")
    assert fillings.complete(paper, actor=cast.curator).state == "completed"


def test_answers_are_sealed_and_for_nobody_else(cast: Cast) -> None:
    filling = answer(given(cast, mentor(cast, cast.mentor)), cast.mentor, why="секрет Полишинеля")
    with connection.cursor() as cursor:
        cursor.execute("SELECT answers FROM surveys_filling")
        assert "секрет" not in cursor.fetchone()[0]
    assert "секрет" not in str(list(Event.objects.values_list("facts", flat=True)))
    for actor in (cast.curator, cast.director, cast.mentee, cast.parent, cast.sibling_curator):
        with pytest.raises(NotAllowed):
            fillings.save_step(filling, 0, {}, actor=actor)
        for action in ("survey.answers", "survey.enter", "survey.fill"):
            assert not Filling.objects.visible_to(actor, action).exists()
    with pytest.raises(NotOpen):
        # Somebody who answers themselves is not written over.
        fillings.take_paper(filling, actor=cast.curator)


def test_a_version_is_frozen_by_its_first_answer(cast: Cast) -> None:
    row = mentor(cast, cast.mentor)
    first = given(cast, row)
    reword("Зачем вам это?")
    given(cast, mentor(cast))
    assert Questionnaire.objects.count() == 1
    first.refresh_from_db()
    answer(first, cast.mentor, **ENOUGH)
    reword("Для чего вам это?")
    later = given(cast, mentor(cast))
    assert later.questionnaire.number == 2
    first = Filling.objects.get(pk=first.pk)
    assert fillings.questions_of(first)[0].text != fillings.questions_of(later)[0].text


def reword(text: str) -> None:
    """As an edit of the reference list leaves it."""
    row = ReferenceEntry.objects.select_related("set").get(code=versions.CANDIDATE)
    row.data["questions"][0] |= {"text": text, "text_ty": text}
    row.save(update_fields=["data"])
    from nastavnik.base.uids import new_uid

    row.set.stamp = new_uid()
    row.set.save(update_fields=["stamp"])


def test_erasing_a_person_destroys_what_they_answered(cast: Cast) -> None:
    row = mentor(cast, cast.mentor)
    answer(given(cast, row), cast.mentor, **ENOUGH)
    erasing.erase_many(row.person.node, {row.person.pk: "withdrawn"}, None)
    assert not Filling.objects.exists()


def test_a_paper_dated_ahead_is_refused(cast: Cast) -> None:
    from nastavnik.people.refusals import DateAhead

    paper = answer(fillings.take_paper(given(cast, mentor(cast)), actor=cast.curator), cast.curator, **ENOUGH)
    with pytest.raises(DateAhead):
        fillings.complete(paper, actor=cast.curator, on=timezone.localdate().replace(year=2126, day=1))
