"""People for tests of their data: written as rows, under the seal, without the gates of the deeds."""

from __future__ import annotations

import datetime as dt
from typing import Any

from nastavnik.org.models import Node
from nastavnik.people.marks import name_mark
from nastavnik.people.models import Participation, Person
from nastavnik.people.services.persons import next_seats

DAY = dt.date(2026, 9, 1)
YEAR = 2026
LASTS = ("Ветрова", "Синицын", "Котова", "Липатов", "Журавлёва", "Осокин", "Рябинина", "Чижов")
FIRSTS = ("Алёна", "Павел", "Мария", "Глеб", "Софья", "Тимур", "Варвара", "Егор")


def person(node: Node, last: str = "", first: str = "", **told: Any) -> Person:
    seat = next_seats(node)
    card = {"last": last or LASTS[seat % 8], "first": first or FIRSTS[seat // 8 % 8], "middle": "Ильинична"}
    card |= told.pop("card", {})
    row = Person(
        node=node,
        seat=seat,
        card=card,
        name_mark=name_mark(card, node.pk),
        **{"birth_year": 2012, "birth_month": 5, "adult_from": dt.date(2030, 6, 1), **told},
    )
    row.save()
    return row


def part(of: Person, **told: Any) -> Participation:
    whole = {"side": "mentee", "model": "learners", "school_year": YEAR, "audience": "learner", "status_since": DAY}
    return Participation.objects.create(node_id=of.node_id, person=of, **{**whole, **told})
