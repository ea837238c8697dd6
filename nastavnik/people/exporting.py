"""A base as the rows of its official form, for `registers.writing`: opened in bulk, a couple of thousand at once.

A base that may be opened whole goes out by name, a larger one in the order in which people entered it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from operator import itemgetter
from typing import Any, cast

from django.db.models import QuerySet

from nastavnik.accounts.keyring.columns import opened
from nastavnik.base.collecting import rarely
from nastavnik.org.calendar import SchoolYear
from nastavnik.org.models import Node
from nastavnik.people import official, standing
from nastavnik.people.cards import sort_key
from nastavnik.people.consent_kinds import LAWFUL, PUBLICATION
from nastavnik.people.listing import MOST_OPENED
from nastavnik.people.models import Consent, Participation, Person, ReadinessFact

AT_ONCE = 2_000
_FIELDS = (
    "pk", "uid", "person_id", "side", "school_year", "status", "details", "form", "source", "category", "capacity",
    "entered_on", "ended_on", "audience", "group__name", "person__uid", "person__card", "person__birth_year",
    "person__birth_month",
)  # fmt: skip
#: The form has room for words, not for a table of facts.
_FACTS = {
    "questionnaire": "анкета", "interview": "собеседование", "training": "обучение",
    standing.NO_CONVICTION: "справка об отсутствии судимости",
}  # fmt: skip
Record = dict[str, Any]


def records(parts: QuerySet[Participation], node: Node) -> Iterator[Record]:
    """Canonical values of every row, what the platform keeps itself as words. Four queries for each 2,000 people."""
    rows = parts.order_by("pk").values_list(*_FIELDS, named=True)
    if parts.order_by()[MOST_OPENED : MOST_OPENED + 1].exists():
        waiting = rows.iterator(chunk_size=AT_ONCE)
        while some := tuple(islice(waiting, AT_ONCE)):
            with rarely():
                found = _opened(some, node)
            yield from (record for _sort, record in found)
        return
    with rarely():
        found = sorted(_opened(tuple(rows), node), key=itemgetter(0))
    yield from (record for _sort, record in found)


def _opened(rows: tuple[Any, ...], node: Node) -> list[tuple[str, Record]]:
    cards = opened(Person, "card", ((row.person__uid, row.person__card) for row in rows))
    details = opened(Participation, "details", ((row.uid, row.details) for row in rows))
    keys = {row.person_id for row in rows}
    consents, facts = _consents(keys), _facts(keys) if rows and rows[0].side == Participation.Side.MENTOR else {}
    found = []
    for row, card, told in zip(rows, cards, details, strict=True):
        values = official.values_of_card(card or {}, row.person__birth_year, row.person__birth_month, row.side)
        part = cast(Participation, row._replace(details=told))
        values |= official.values_of_part(part, row.group__name)
        values |= {
            "organisation": node.short_name,
            "school_year": str(SchoolYear(row.school_year)),
            "status": row.status,
            "consent": consents.get((row.person_id, True), "нет"),
        }
        if row.side == Participation.Side.MENTOR:
            values["publication_consent"] = consents.get((row.person_id, False), "нет")
            values["readiness"] = facts.get(row.person_id, "")
        found.append((sort_key(card or {}), values))
    return found


def _consents(keys: set[int]) -> dict[tuple[int, bool], str]:
    """(Person, whether it is the one on personal data) → since when it is in force."""
    kinds = sorted({*LAWFUL, PUBLICATION})
    rows = Consent.objects.in_force().filter(person__in=keys, kind__in=kinds).order_by("signed_on", "pk")
    said: dict[tuple[int, bool], str] = {}
    for person, kind, signed_on in rows.values_list("person_id", "kind", "signed_on"):
        since = f"в силе с {_day(signed_on)}" if signed_on else "в силе"
        said.setdefault((person, kind in LAWFUL), since)
    return said


def _facts(keys: set[int]) -> dict[int, str]:
    rows = ReadinessFact.objects.filter(
        person__in=keys, kind__in=sorted(_FACTS), withdrawn_at=None, outcome="passed"
    ).order_by("dated_on", "pk")
    newest: dict[int, dict[str, str]] = defaultdict(dict)
    for person, kind, dated_on in rows.values_list("person_id", "kind", "dated_on"):
        newest[person][kind] = f"{_FACTS[kind]} {_day(dated_on)}"
    return {person: "; ".join(facts[kind] for kind in _FACTS if kind in facts) for person, facts in newest.items()}


def _day(day: dt.date) -> str:
    return f"{day:%d.%m.%Y}"
