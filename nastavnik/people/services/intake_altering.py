"""Single columns of the form put into a card and its part in a base, and taken out of them again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from nastavnik.people import official
from nastavnik.people.cards import FIELDS, Birth
from nastavnik.people.models import Intake, Participation, Person
from nastavnik.people.services.intake_comparing import SAME, Row
from nastavnik.people.services.intake_parts import Parts

_DAYS = frozenset({"entry_date", "end_date"})
_BIRTH = frozenset({"birth_year", "birth_date"})
_TEXTS = frozenset({"form", "source", "category"})


def alter(intake: Intake, rows: list[Row], parts: Parts) -> list[int]:
    """Write the changed columns of ``rows``; what they said before goes into "was". Gives whom it touched."""
    people, in_base = held(rows)
    touched = []
    for row in rows:
        person, part = people.get(row["person"]), in_base.get(row.get("part") or 0)
        if person is None or part is None:  # gone since
            row["verdict"] = SAME
            continue
        now = official.values_of(person, part)
        row["was"] = {name: now.get(name) for name in row["changes"]}
        put(person, part, {name: row["values"][name] for name in row["changes"]}, parts)
        touched.append(person.pk)
    return touched


def held(rows: list[Row]) -> tuple[dict[int, Person], dict[int, Participation]]:
    """The people and parts of ``rows``, locked. Two queries."""
    people = Person.objects.select_for_update().filter(
        pk__in=[row["person"] for row in rows], state=Person.State.KEPT
    )
    parts = Participation.objects.select_for_update(of=("self",)).select_related("group")
    found = parts.filter(pk__in=[row["part"] for row in rows if row.get("part")])
    return {person.pk: person for person in people.order_by("pk")}, {part.pk: part for part in found.order_by("pk")}


def put(person: Person, part: Participation, said: Mapping[str, Any], parts: Parts) -> None:
    """``said``: column → canonical value, None for nothing. Saves what it touches."""
    of_card = {name: value for name, value in said.items() if name == "contacts" or name in _BIRTH}
    if of_card:
        _into_card(person, of_card, part.audience)
    of_part = {name: value for name, value in said.items() if name not in of_card}
    if of_part:
        _into_part(part, of_part, parts)


def _into_card(person: Person, said: Mapping[str, Any], audience: str) -> None:
    card = dict(person.card or {})
    if "contacts" in said:
        given = said["contacts"] or {"phones": [], "emails": [], "text": ""}
        card |= {"phones": given["phones"], "emails": given["emails"], "contact": given["text"]}
    for name in _BIRTH & said.keys():
        born = said[name] or {"year": None, "month": None, "date": None}
        card["birth"] = born["date"]
        person.birth_year, person.birth_month = born["year"], born["month"]
        person.adult_from = official.adult_from(Birth(born["year"], born["month"]), audience)
    person.card = {name: card[name] for name in FIELDS if card.get(name)} | {"birth": card.get("birth")}
    person.version += 1
    person.save(update_fields=["card", "birth_year", "birth_month", "adult_from", "version"])


def _into_part(part: Participation, said: Mapping[str, Any], parts: Parts) -> None:
    details = dict(part.details or {})
    for name, value in said.items():
        if name in official.COLUMNS:
            if name in _DAYS and value:
                value = dt.date.fromisoformat(value)
            setattr(part, official.COLUMNS[name], "" if value is None and name in _TEXTS else value)
        elif name == "group_or_position" and (value is None or parts.group_of(value, part.audience)):
            part.group_id = parts.group_of(value, part.audience)
            details.pop(name, None)
        elif value is None:
            details.pop(name, None)
        else:
            details[name] = value
    part.details = details
    part.version += 1
    part.save()
