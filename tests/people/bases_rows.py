"""A base of invented people, written as quickly as a table is loaded."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from nastavnik.accounts.keyring import ring
from nastavnik.accounts.keyring.columns import sealing
from nastavnik.accounts.models import User
from nastavnik.base import bulk
from nastavnik.base.uids import new_uid
from nastavnik.org.models import Node
from nastavnik.people.cards import Birth
from nastavnik.people.marks import NAME, normal_name
from nastavnik.people.models import Participation, Person
from nastavnik.people.services.persons import add_part, add_person

DAY = dt.date(2026, 9, 1)
LAST = ("Ветрова", "Орлова", "Ёлкина", "Белова", "Жданова", "Соколова", "Крылова", "Рябова", "Зимина", "Гусева")
FIRST = ("Анна", "Алёна", "Ольга", "Дарья", "Софья", "Мария", "Вера", "Юлия", "Зоя", "Ева")
MIDDLE = ("Игоревна", "Павловна", "Олеговна", "Ивановна", "Петровна")
NOW = dt.datetime(2026, 9, 1, tzinfo=dt.UTC)


def card(number: int) -> dict[str, Any]:
    last, first = LAST[number % 10], FIRST[number // 10 % 10]
    birth = f"2012-{number % 12 + 1:02}-{number % 28 + 1:02}"
    return {
        "last": last, "first": first, "middle": MIDDLE[number // 100 % 5], "birth": birth,
        "phones": [f"+7900{number:07}"], "contact": f"+7900{number:07}",
    }  # fmt: skip


@transaction.atomic
def grow(node: Node, count: int, *, side: str = "mentee", year: int = 2026, first: int = 1) -> None:
    """``count`` people with a part each, past the objects of the models."""
    sealer = ring.sealer(node.pk)
    seal_card, seal_details = sealing(Person, "card", sealer), sealing(Participation, "details", sealer)
    people = bulk.reserve_ids(Person, count)
    cards = [card(number) for number in range(first, first + count)]
    uids = [new_uid() for _one in cards]
    bulk.put(
        Person,
        ["id", "uid", "version", "node_id", "seat", "card", "name_mark", "birth_year", "birth_month", "adult_from",
         "state", "made_at"],
        [
            (key, uid, 1, node.pk, first + place, seal_card(uid, one), sealer.digest(normal_name(one), NAME), 2012,
             int(one["birth"][5:7]), dt.date(2031, 1, 1), "kept", NOW)
            for place, (key, uid, one) in enumerate(zip(people, uids, cards, strict=True))
        ],
    )  # fmt: skip
    parts = bulk.reserve_ids(Participation, count)
    rows = []
    for place, (key, person) in enumerate(zip(parts, people, strict=True)):
        uid = new_uid()
        details = {"main_request": f"Запрос {place}"}
        rows.append(
            (key, uid, 1, node.pk, person, side, "learners", year, "learner", "candidate", DAY, "", "", "", DAY,
             seal_details(uid, details), NOW)
        )  # fmt: skip
    bulk.put(
        Participation,
        ["id", "uid", "version", "node_id", "person_id", "side", "model", "school_year", "audience", "status",
         "status_since", "form", "source", "category", "entered_on", "details", "made_at"],
        rows,
    )  # fmt: skip


def person(node: Node, actor: User, last: str, first: str = "Анна", middle: str = "", **told: Any) -> Person:
    birth = Birth(2012, 5, dt.date(2012, 5, 17))
    known = {"last": last, "first": first, "middle": middle, "phones": ["+79001234567"], "contact": "+79001234567"}
    return add_person(node, known, birth=birth, actor=actor, **told)


def part(one: Person, actor: User, *, side: str = "mentee", year: int = 2026, **told: Any) -> Participation:
    whole: dict[str, Any] = {"model": "learners", "audience": "learner", **told}
    return add_part(one, side=side, school_year=year, actor=actor, **whole)
