"""Two secretaries register at once, in real threads: numbers without gap or twin. Teeth: without the lock a twin."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import nullcontext, suppress
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from nastavnik.base.errors import DomainError, Invalid
from nastavnik.documents.models import Counter, Paper, State
from nastavnik.documents.services import cases, issuing
from nastavnik.documents.services.verifying import Count, check_all
from tests.cast import Cast
from tests.documents.papers import order, with_head

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
TODAY = timezone.localdate()


def at_once(*deeds: Callable[[], object]) -> list[Any]:
    """What each gave; a refusal stands in its place."""
    ready, given = threading.Barrier(len(deeds)), [None] * len(deeds)

    def run(place: int, deed: Callable[[], Any]) -> None:
        ready.wait(30)
        try:
            given[place] = deed()
        except DomainError as refusal:
            given[place] = refusal  # type: ignore[call-overload]  # whatever came of it
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return given


def test_two_registrars_give_numbers_without_gap_or_twin_though_one_deed_fails(cast: Cast):
    with_head(cast)
    papers = [order(cast) for _time in range(3)] + [order(cast, duties=[])] + [order(cast) for _time in range(2)]

    def secretary(mine: list[Paper]) -> list[Any]:
        found: list[Any] = []
        for paper in mine:
            try:
                found.append(issuing.register(paper, issuing.Requisites(TODAY), actor=cast.registrar).serial)
            except Invalid:
                found.append(None)
        return found

    first, second = at_once(lambda: secretary(papers[0::2]), lambda: secretary(papers[1::2]))

    assert sorted(number for number in [*first, *second] if number) == [1, 2, 3, 4, 5]
    assert [*first, *second].count(None) == 1
    assert Counter.objects.get().last == 5
    assert Paper.objects.filter(state=State.REGISTERED).values("number").distinct().count() == 5
    assert list(check_all(Count(), redraw=False)) == []


def test_one_document_registered_by_two_is_registered_once(cast: Cast):
    with_head(cast)
    paper = order(cast)
    both = at_once(
        *[lambda: issuing.register(paper, issuing.Requisites(TODAY), actor=cast.registrar) for _time in range(2)]
    )
    assert sorted(type(one).__name__ for one in both) == ["Paper", "WrongState"]
    assert Counter.objects.get().last == 1


@pytest.mark.parametrize("is_locked", [True, False])
def test_without_the_lock_two_would_bear_one_number(cast: Cast, monkeypatch: pytest.MonkeyPatch, *, is_locked: bool):
    """Each waits, before it keeps its number, for the other to have read the counter; under the lock in vain."""
    with transaction.atomic():
        case = cases.case_for(cast.school, "order_curator")
    Counter.objects.create(case=case, year=TODAY.year, last=7)
    both_read, original = threading.Barrier(2), cases.written

    def late(*args: Any) -> str:
        with suppress(threading.BrokenBarrierError):
            both_read.wait(1)
        return original(*args)

    monkeypatch.setattr(cases, "written", late)
    if not is_locked:
        monkeypatch.setattr(cases, "_counter", lambda case, on: Counter.objects.get(case=case, year=on.year))

    def give() -> int:
        with transaction.atomic() if is_locked else nullcontext():
            return cases.next_number(case, TODAY).serial

    found = at_once(give, give)

    assert sorted(found) == ([8, 9] if is_locked else [8, 8])
