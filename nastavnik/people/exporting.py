"""A base as the rows of its official form: opened in bulk, a couple of thousand at once, and written straight.

A base that may be opened whole goes out by name, a larger one in the order in which people entered it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain, islice, repeat
from operator import itemgetter
from typing import Any

from django.db.models import F, QuerySet

from nastavnik.accounts.keyring.columns import opened_column
from nastavnik.base.among import Among
from nastavnik.base.as_texts import DayText, as_texts
from nastavnik.base.collecting import rarely
from nastavnik.org.calendar import SchoolYear
from nastavnik.org.models import Node
from nastavnik.people import official, standing
from nastavnik.people.cards import sort_key
from nastavnik.people.consent_kinds import LAWFUL, PUBLICATION
from nastavnik.people.listing import MOST_OPENED
from nastavnik.people.models import Consent, Participation, Person, ReadinessFact
from nastavnik.people.registers import writing
from nastavnik.people.registers.columns import BIRTH, REGISTERS, Register
from nastavnik.people.registers.lists import Lists

AT_ONCE = 2_000
#: At the beginning of every row of the database, and at its end; columns of the form stand between.
_FIRST = ("person_id", "school_year", "status", "group__name", "person__birth_year", "person__birth_month")
_SEALED = ("uid", "details", "person__uid", "person__card")
#: The form has room for words, not for a table of facts.
_FACTS = {
    "questionnaire": "анкета", "interview": "собеседование", "training": "обучение",
    standing.NO_CONVICTION: "справка об отсутствии судимости",
}  # fmt: skip
_NO_CONSENT = "нет"
Cells = tuple[writing.Written, ...]


def rows(parts: QuerySet[Participation], node: Node, register: Register, lists: Lists) -> Iterator[Cells]:
    """The cells of ``parts``, all of this side, numbered. Four queries for each 2,000 people, one more at first."""
    straight = _Straight(node, register, lists)
    found = parts.order_by("pk").values_list(*_FIRST, *straight.columns(), *as_texts(*_SEALED))
    is_large = parts.order_by()[MOST_OPENED : MOST_OPENED + 1].exists()
    return chain.from_iterable(_by_age(found, straight) if is_large else _by_name(found, straight))


def _by_age(found: QuerySet[Any, Any], straight: _Straight) -> Iterator[Iterable[Cells]]:
    waiting = found.iterator(chunk_size=AT_ONCE)
    number = 1
    while some := tuple(islice(waiting, AT_ONCE)):
        with rarely():
            made = straight.cells(some, number)
        yield made
        number += len(some)


def _by_name(found: QuerySet[Any, Any], straight: _Straight) -> Iterator[Iterable[Cells]]:
    with rarely():
        names: list[str] = []
        made = zip(straight.cells(tuple(found), 1, names), names, strict=True)
        sorted_rows = [cells for cells, _name in sorted(made, key=itemgetter(1))]
    yield ((number, *cells[1:]) for number, cells in enumerate(sorted_rows, 1))


class _Straight:
    """From what lies in the database to cells, a column at a time, with no dictionaries of values in between.

    Where a column lies is told by `official`, how its value is written by `writing`, as on every other way.
    """

    def __init__(self, node: Node, register: Register, lists: Lists) -> None:
        self.node, self.register = node, register
        self.write = writing.writers(register, lists)
        self.own = [name for name in official.COLUMNS if name in self.write]

    def columns(self) -> Iterator[str | DayText]:
        """The columns of the form that the database has too."""
        for name in self.own:
            yield DayText(official.COLUMNS[name]) if name in official.DAYS else official.COLUMNS[name]

    def cells(self, some: Sequence[Any], number: int, names: list[str] | None = None) -> Iterable[Cells]:
        """The cells of ``some``, numbered from ``number``; ``names`` is given what to sort them by.

        Two queries, three of mentors.
        """
        if not some:
            return ()
        people, years, statuses, groups, birth_years, birth_months, *rest = zip(*some, strict=True)
        *own, uids, details, person_uids, cards = rest
        said: dict[str, Iterable[Any]] = {
            "seq_no": range(number, number + len(some)),
            "organisation": repeat(self.node.short_name, len(some)),
            "school_year": map(_year_text, years),
            "status": map(self.write["status"], statuses),
        }
        said |= self._of_people(opened_column(Person, "card", person_uids, cards), birth_years, birth_months, names)
        said |= self._of_details(opened_column(Participation, "details", uids, details), len(some))
        said |= self._of_parts(own, groups, said.get("group_or_position"))
        said |= self._kept(people)
        empty = [""] * len(some)
        return zip(*(said.get(each.name, empty) for each in REGISTERS[self.register]), strict=True)

    def _of_people(
        self, cards: Iterable[Any], years: Sequence[Any], months: Sequence[Any], sorts: list[str] | None
    ) -> dict[str, list[Any]]:  # fmt: skip
        """The same as `official.values_of_card`."""
        of_birth = BIRTH[self.register]
        write_name, write_contacts, write_birth = (self.write[name] for name in ("full_name", "contacts", of_birth))
        names, contacts, births = [], [], []
        for opened_card, year, month in zip(cards, years, months, strict=True):
            card = opened_card or {}
            names.append(write_name(card) if card.get("last") else "")
            given = official.contacts_to_write(card)
            contacts.append(write_contacts(given) if given else "")
            births.append(write_birth({"year": year, "month": month, "date": card.get("birth")}) if year else "")
            if sorts is not None:
                sorts.append(sort_key(card))
        return {"full_name": names, "contacts": contacts, of_birth: births}

    def _of_details(self, details: Iterable[Any], count: int) -> dict[str, list[Any]]:
        said: dict[str, list[Any]] = {}
        writers = {name: self.write[name] for name in official.DETAILS[self.register]}
        for place, told in enumerate(details):
            for name, value in (told or {}).items():
                if value is not None and name in writers:
                    if name not in said:
                        said[name] = [""] * count
                    said[name][place] = writers[name](value)
        return said

    def _of_parts(
        self, own: Sequence[Any], groups: Sequence[Any], typed: Iterable[Any] | None
    ) -> dict[str, list[Any]]:  # fmt: skip
        """With the details, the same as `official.values_of_part`."""
        said = {}
        for name, values in zip(self.own, own, strict=True):
            write = self.write[name]
            said[name] = ["" if value is None or value == "" else write(value) for value in values]
        if "group_or_position" in self.write and any(groups):
            write, before = self.write["group_or_position"], typed or repeat("")
            said["group_or_position"] = [
                write(group) if group else other for group, other in zip(groups, before, strict=False)
            ]
        return said

    def _kept(self, people: Sequence[int]) -> dict[str, list[str]]:
        """What the platform itself says."""
        among = set(people)
        lawful, published = _consents(among)
        found = {
            "consent": [lawful.get(person, _NO_CONSENT) for person in people],
            "publication_consent": [published.get(person, _NO_CONSENT) for person in people],
        }
        if "readiness" in self.write:
            facts = _facts(among)
            found["readiness"] = [facts.get(person, "") for person in people]
        return found


@cache
def _year_text(year: int) -> str:
    return str(SchoolYear(year))


def _consents(people: set[int]) -> tuple[dict[int, str], dict[int, str]]:
    """Person → since when the consent on personal data is in force, and the one on being published."""
    kinds = sorted({*LAWFUL, PUBLICATION})
    found = Consent.objects.in_force().filter(Among(F("person_id"), people), kind__in=kinds)
    lawful: dict[int, str] = {}
    published: dict[int, str] = {}
    for person, kind, signed_on in found.order_by("signed_on", "pk").values_list("person_id", "kind", "signed_on"):
        since = f"в силе с {_day(signed_on)}" if signed_on else "в силе"
        (lawful if kind in LAWFUL else published).setdefault(person, since)
    return lawful, published


def _facts(people: set[int]) -> dict[int, str]:
    found = ReadinessFact.objects.filter(
        Among(F("person_id"), people), kind__in=sorted(_FACTS), withdrawn_at=None, outcome="passed"
    ).order_by("dated_on", "pk")
    newest: dict[int, dict[str, str]] = defaultdict(dict)
    for person, kind, dated_on in found.values_list("person_id", "kind", "dated_on"):
        newest[person][kind] = f"{_FACTS[kind]} {_day(dated_on)}"
    return {person: "; ".join(facts[kind] for kind in _FACTS if kind in facts) for person, facts in newest.items()}


def _day(day: dt.date) -> str:
    return f"{day:%d.%m.%Y}"
