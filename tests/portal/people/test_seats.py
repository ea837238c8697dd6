"""Seats above the organisation: every one once, in the order of organisations, and nobody named."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from nastavnik.audit.models import Event
from nastavnik.org.models import Node
from nastavnik.people import seats
from nastavnik.people.models import Participation
from tests.cast import Cast
from tests.people.bases_rows import grow
from tests.portal.documents.test_pages import browse, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_args: dt.date(2026, 11, 22))


def page(user: Any, **chosen: str) -> str:
    return text_of(browse(user).get(reverse("people:seats"), chosen))


def shown(text: str) -> list[tuple[str, str]]:
    """(Organisation, seat) of each row."""
    return [(node, seat) for seat, node in re.findall(r"№ (\d+)</th><td class=\"place\"[^>]*>([^<]+)<", text)]


def walked(user: Any, size: int) -> list[tuple[str, int]]:
    nodes = Node.objects.visible_to(user, "seat.view")
    parts = Participation.objects.living()
    found, after = [], ""
    while True:
        one = seats.page_of(nodes, parts, after, size=size)
        found += [(node.short_name, row.person__seat) for node, row in one.rows]
        if not one.next:
            return found
        after = one.next.removeprefix("after=")


@pytest.mark.parametrize("size", [1, 3, 7, 100])
def test_every_seat_once_whatever_the_page(cast: Cast, size: int):
    grow(cast.school, 4)
    grow(cast.school, 3, side="mentor", first=5)
    grow(cast.sibling_school, 2)
    grow(cast.far_school, 5)
    whole = [
        *(("Гимназия № 3", seat) for seat in range(1, 6)),
        *(("Школа № 5", seat) for seat in range(1, 3)),
        *(("Школа № 15", seat) for seat in range(1, 8)),
    ]
    assert walked(cast.regional_operator, size) == whole


def test_no_names_and_only_what_lies_below(cast: Cast):
    grow(cast.school, 2)
    grow(cast.far_school, 2)
    grow(cast.other_school, 2)
    Participation.objects.update(status_since=dt.date(2026, 10, 14))
    text = page(cast.district_coordinator)
    assert shown(text) == [("Школа № 15", "1"), ("Школа № 15", "2")]
    assert not re.search("Ветров|Орлов|Ёлкин|Анна|Запрос", text)
    # Months and no days; a list can be counted, so that a look at it is written down.
    assert "октябрь 2026" in text
    assert "14 октября" not in text
    assert Event.objects.get(action="seat.listed").actor_id == cast.district_coordinator.pk
    assert len(shown(page(cast.regional_operator))) == 4


def test_filters(cast: Cast):
    grow(cast.school, 2)
    grow(cast.school, 1, side="mentor", first=3)
    grow(cast.far_school, 2)
    grow(cast.far_school, 1, year=2025, first=3)
    Participation.objects.filter(node=cast.school, person__seat=2).update(status="in_base")
    operator = cast.regional_operator
    assert shown(page(operator, side="mentor")) == [("Школа № 15", "3")]
    assert shown(page(operator, status="in_base")) == [("Школа № 15", "2")]
    assert shown(page(operator, year="2025")) == [("Гимназия № 3", "3")]
    assert {node for node, _seat in shown(page(operator, territory=str(cast.sibling_district.uid)))} == {
        "Гимназия № 3"
    }
    assert {node for node, _seat in shown(page(operator, node="школа 15"))} == {"Школа № 15"}


@pytest.mark.parametrize("after", ["x", "00000000-0000-0000-0000-000000000000", "1" * 50])
def test_a_torn_place_is_the_beginning(cast: Cast, after: str):
    grow(cast.school, 2)
    assert len(shown(page(cast.regional_operator, after=after))) == 2


@pytest.mark.parametrize("who", ["curator", "director", "mentor", "psychologist", "technical_admin"])
def test_who_has_no_business_with_seats(cast: Cast, who: str):
    assert browse(getattr(cast, who)).get(reverse("people:seats")).status_code == 403
