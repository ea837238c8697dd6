"""Requests about one's data: clocks, answers, who may."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
from django.utils import timezone

from nastavnik.accounts.models import Grant
from nastavnik.accounts.roles import Role
from nastavnik.base.errors import NotAllowed
from nastavnik.notifications.models import Notice
from nastavnik.org.services.reference import load
from nastavnik.org.services.shipped import SHIPPED
from nastavnik.org.working_days import add_working_days
from nastavnik.people.models import DataRequest, Person
from nastavnik.people.refusals_data import ExtendedOnce, NotExtendable, RequestClosed, WordsNeeded
from nastavnik.people.services import requests
from tests.cast import Cast
from tests.people_data import person

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2026, 10, 26)


def test_the_clock_counts_working_days_of_the_calendar(tmp_path: Path) -> None:
    assert add_working_days(MONDAY, 7) == dt.date(2026, 11, 4)
    shutil.copy(SHIPPED / "calendar.yaml", tmp_path)
    load(tmp_path)
    assert add_working_days(MONDAY, 7) == dt.date(2026, 11, 5)
    assert add_working_days(dt.date(2026, 10, 30), 1) == dt.date(2026, 11, 2)


def test_terms_differ_by_what_is_asked(cast: Cast) -> None:
    one = person(cast.school)
    due = {
        kind: requests.ask(one, kind, "", by_themselves=False, actor=cast.curator, asked_on=MONDAY).due_on
        for kind in ("copy", "correct", "delete")
    }
    assert due == {"copy": dt.date(2026, 11, 9), "correct": dt.date(2026, 11, 4), "delete": dt.date(2026, 11, 9)}


def themselves(cast: Cast) -> Person:
    child = person(cast.school)
    child.user = cast.mentee
    child.save()
    return child


def test_whoever_it_is_about_asks_and_the_keepers_are_told(cast: Cast) -> None:
    one = themselves(cast)
    asked = requests.ask(one, "copy", "Пришлите всё", by_themselves=True, actor=cast.mentee)
    assert requests.ask(one, "copy", "ещё раз", by_themselves=True, actor=cast.mentee) == asked
    told = Notice.objects.filter(kind="data_request.asked").values_list("user", flat=True)
    assert set(told) == {cast.curator.pk, cast.data_protection_officer.pk}
    with pytest.raises(NotAllowed):
        requests.ask(person(cast.school), "copy", "", by_themselves=True, actor=cast.mentee)


def test_moved_once_with_a_ground_then_answered_and_taken_back(cast: Cast) -> None:
    asked = requests.ask(themselves(cast), "copy", "", by_themselves=True, actor=cast.mentee)
    with pytest.raises(WordsNeeded):
        requests.extend(asked, " ", version=1, actor=cast.curator)
    moved = requests.extend(asked, "Архив закрыт", version=1, actor=cast.curator)
    assert moved.due_on == add_working_days(asked.due_on, 5)
    with pytest.raises(ExtendedOnce):
        requests.extend(moved, "ещё", version=2, actor=cast.curator)

    done = requests.done(moved, "Отправлено", version=2, actor=cast.data_protection_officer)

    assert (done.state, done.done_on, done.answer) == ("done", timezone.localdate(), "Отправлено")
    with pytest.raises(RequestClosed):
        requests.refuse(done, "нет", version=3, actor=cast.curator)
    assert requests.reopen(done, actor=cast.curator).state == "open"


def test_correcting_cannot_wait_and_a_refusal_needs_a_ground(cast: Cast) -> None:
    asked = requests.ask(person(cast.school), "correct", "", by_themselves=False, actor=cast.curator)
    with pytest.raises(NotExtendable):
        requests.extend(asked, "Некогда", version=1, actor=cast.curator)
    with pytest.raises(WordsNeeded):
        requests.refuse(asked, "", version=1, actor=cast.curator)


def test_the_head_and_the_next_school_carry_out_nothing(cast: Cast) -> None:
    one = person(cast.school)
    for stranger in (cast.director, cast.sibling_curator):
        with pytest.raises(NotAllowed):
            requests.ask(one, "copy", "", by_themselves=False, actor=stranger)
    assert not DataRequest.objects.exists()
    assert Grant.objects.filter(user=cast.mentee, role=Role.MENTEE).exists()
