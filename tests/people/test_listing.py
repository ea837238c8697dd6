"""A base as its organisation sees it: sorted and searched by names that the database cannot read."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from nastavnik.people import listing
from nastavnik.people.cards import Birth
from nastavnik.people.models import Participation
from nastavnik.people.services.persons import group_named
from tests.cast import Cast
from tests.people.bases_rows import grow, part, person

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)


def base(cast: Cast) -> Any:
    return listing.base(cast.school, side="mentee", model="learners", school_year=2026)


def names(cast: Cast, **told: Any) -> list[str]:
    found = listing.page_of(base(cast), TODAY, node=cast.school, **told)
    return [row.person.full_name for row in found.rows]


def test_by_name_with_yo_among_ye(cast: Cast):
    for last in ("Жукова", "Ёлкина", "Дроздова", "Зимина"):
        part(person(cast.school, cast.curator, last), cast.curator)
    assert names(cast) == ["Дроздова Анна", "Ёлкина Анна", "Жукова Анна", "Зимина Анна"]
    assert names(cast, order="-name") == ["Зимина Анна", "Жукова Анна", "Ёлкина Анна", "Дроздова Анна"]


def test_by_class_and_by_status(cast: Cast):
    for last, name in (("Белова", "10А"), ("Ветрова", "9Б"), ("Гусева", None)):
        group = group_named(cast.school, name) if name else None
        part(person(cast.school, cast.curator, last), cast.curator, group=group)
    assert names(cast, order="group") == ["Ветрова Анна", "Белова Анна", "Гусева Анна"]
    Participation.objects.filter(person__seat=1).update(status="in_base")
    assert names(cast, order="status") == ["Ветрова Анна", "Гусева Анна", "Белова Анна"]


def test_the_search_takes_beginnings_of_words_and_seats(cast: Cast):
    for last, first in (("Петрова-Кузьмина", "Алёна"), ("Петренко", "Ольга"), ("Кузьмина", "Алла")):
        part(person(cast.school, cast.curator, last, first), cast.curator)
    assert names(cast, text="петр алена") == ["Петрова-Кузьмина Алёна"]
    assert names(cast, text="Кузьм") == ["Кузьмина Алла", "Петрова-Кузьмина Алёна"]
    assert names(cast, text="№ 2") == ["Петренко Ольга"]
    assert names(cast, text="узьмина") == []


def test_pages_go_there_and_back(cast: Cast):
    grow(cast.school, 120)
    first = listing.page_of(base(cast), TODAY, node=cast.school)
    second = listing.page_of(base(cast), TODAY, node=cast.school, cursor=first.next)
    third = listing.page_of(base(cast), TODAY, node=cast.school, cursor=second.next)
    again = listing.page_of(base(cast), TODAY, node=cast.school, cursor=second.previous)
    assert [len(page.rows) for page in (first, second, third)] == [50, 50, 20]
    assert (third.next, first.previous, first.count) == ("", "", 120)
    assert [row.pk for row in again.rows] == [row.pk for row in first.rows]
    assert len({row.pk for page in (first, second, third) for row in page.rows}) == 120


@pytest.mark.parametrize("cursor", ["after=x", "after=-1", "before=0", "after=99999999", "=", "after=²"])
def test_a_torn_cursor_gives_a_page(cast: Cast, cursor: str):
    grow(cast.school, 3)
    assert len(names(cast, cursor=cursor)) == 3


def test_a_large_base_is_not_opened_and_finds_whole_names(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(listing, "MOST_OPENED", 2)
    for last in ("Яшина", "Белова", "Орлова"):
        part(person(cast.school, cast.curator, last), cast.curator)
    found = listing.page_of(base(cast), TODAY, node=cast.school)
    assert [row.person.full_name for row in found.rows] == ["Яшина Анна", "Белова Анна", "Орлова Анна"]
    assert (found.is_whole, found.count) == (False, None)
    assert names(cast, text="белова анна") == ["Белова Анна"]
    assert names(cast, text="бел") == []


def test_as_many_queries_for_3_people_as_for_300(cast: Cast, django_assert_num_queries: Any):
    grow(cast.school, 3)
    names(cast)  # the keys are read once in a process
    with django_assert_num_queries(2):
        names(cast)
    grow(cast.school, 297, first=4)
    with django_assert_num_queries(2):
        names(cast)


def test_twins_by_the_same_name_a_slip_and_the_year(cast: Cast):
    same = person(cast.school, cast.curator, "Соловьёва", "Дарья", "Олеговна")
    slip = person(cast.school, cast.curator, "Соловъева", "Дарья", "Олеговна")
    person(cast.school, cast.curator, "Зимина", "Анна", "Петровна")
    person(cast.sibling_school, cast.sibling_curator, "Соловьева", "Дарья", "Олеговна")
    card = {"last": "Соловьева", "first": "Дарья", "middle": "Олеговна"}
    assert listing.twins(cast.school, card, Birth(2012)) == [same, slip]
    assert listing.twins(cast.school, card, Birth(2005)) == [same]
    assert listing.twins(cast.school, card, Birth(2012), without=same.pk) == [slip]
