"""What columns of the official forms say, as a card and a part in a base, and back again.

``values`` are the canonical values of `registers`: column → value. A card holds `cards.FIELDS`; a part has columns of
its own in the database and everything else of the form in its details.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from nastavnik.people.cards import Birth
from nastavnik.people.models import Participation, Person
from nastavnik.people.registers.columns import BIRTH, REGISTERS
from nastavnik.people.registers.contacts import contacts_of, says_only
from nastavnik.people.registers.lists import group_key
from nastavnik.people.registers.words import tidy
from nastavnik.people.registers.wrong import Wrong

Values = Mapping[str, Any]
Audience = Participation.Audience
LONG_AGO = dt.date(1900, 1, 1)
#: Columns of the form that the database has as columns of its own, by the attribute of `Participation`.
COLUMNS = {
    "form": "form", "source": "source", "category": "category", "max_units": "capacity", "entry_date": "entered_on",
    "end_date": "ended_on", "audience": "audience",
}  # fmt: skip
DAYS = frozenset({"entry_date", "end_date"})
#: What the platform knows better than any table: consents, facts and pairs tell the status.
TOLD_ELSEWHERE = frozenset({"status"})
_OF_CARD = frozenset({"full_name", "contacts", *BIRTH.values()})
#: Everything else of a form lies in the details, under the name of its column.
DETAILS = {
    side: tuple(
        each.name
        for each in columns
        if each.goes != "platform" and each.name not in _OF_CARD | COLUMNS.keys() | TOLD_ELSEWHERE
    )
    for side, columns in REGISTERS.items()
}
_AUDIENCES = {
    "pupil": Audience.LEARNER, "student": Audience.STUDENT, "teacher": Audience.TEACHER, "head": Audience.TEACHER,
    "lecturer": Audience.TEACHER,
}  # fmt: skip


def card_of(values: Values) -> dict[str, Any]:
    """The card that ``values`` make, with nothing that they do not say."""
    name = values["full_name"]
    card = {"last": name["last"], "first": name["first"]}
    if name.get("middle"):
        card["middle"] = name["middle"]
    if contacts := values.get("contacts"):
        if contacts["phones"]:
            card["phones"] = contacts["phones"]
        if contacts["emails"]:
            card["emails"] = contacts["emails"]
        if contacts["text"]:
            card["contact"] = contacts["text"]
    birth = values.get("birth_year") or values.get("birth_date")
    card["birth"] = birth["date"] if birth else None
    return card


def birth_of(values: Values) -> Birth:
    birth = values.get("birth_year") or values.get("birth_date")
    if not birth:
        return Birth()
    return Birth(birth["year"], birth["month"], dt.date.fromisoformat(birth["date"]) if birth["date"] else None)


def audience_of(values: Values, side: str, model: str) -> str:
    """As the row says it; else by the category of the mentor, else by the model of the base."""
    if said := values.get("audience"):
        return str(said)
    if side == Participation.Side.MENTOR:
        return _AUDIENCES.get(values.get("source", ""), Audience.ADULT)
    return Audience.TEACHER if model == Participation.Model.TEACHERS else Audience.LEARNER


def details_of(values: Values, side: str, *, of_group: bool = False) -> dict[str, Any]:
    """``of_group``: the class is kept by its own column, so the details do not repeat it."""
    found = {name: values[name] for name in DETAILS[side] if name in values}
    if of_group:
        found.pop("group_or_position", None)
    return found


def adult_from(birth: Birth, audience: str) -> dt.date | None:
    """Teachers and other adults are of full age even if nobody wrote down when they were born."""
    return birth.full_age_from or (LONG_AGO if audience in (Audience.TEACHER, Audience.ADULT) else None)


def values_of_card(card: Values, year: int | None, month: int | None, side: str) -> dict[str, Any]:
    """The columns about a human being."""
    values: dict[str, Any] = {}
    if card.get("last"):
        name = {"last": card["last"], "first": card.get("first", ""), "middle": card.get("middle", "")}
        values["full_name"] = name
    if any(card.get(name) for name in ("phones", "emails", "contact")):
        values["contacts"] = _contacts(card)
    if year:
        values[BIRTH[side]] = {"year": year, "month": month, "date": card.get("birth")}
    return values


def contacts_to_write(card: Values) -> Values | None:
    """Of the column of contacts as much as its cell needs: whose they are is read only where it must be said anew."""
    text, phones, emails = card.get("contact"), card.get("phones"), card.get("emails")
    if text and not emails:
        if phones == [text] and len(text) == 12 and text.startswith("+7"):
            return {"text": text}  # a number and nothing else
        if says_only(text := tidy(text), phones or []):
            return {"text": text}
    return _contacts(card) if text or phones or emails else None


def _contacts(card: Values) -> dict[str, Any]:
    """As typed where that still says what the card holds; else put together from its parts."""
    phones, emails = list(card.get("phones") or ()), list(card.get("emails") or ())
    text = tidy(str(card.get("contact") or ""))
    read = contacts_of(text) if text else None
    if read is None or isinstance(read, Wrong):
        return {"phones": phones, "emails": emails, "text": text, "person": None, "relation": None}
    still = (read["phones"], read["emails"]) == (phones, emails)
    return {**read, "phones": phones, "emails": emails, "text": text if still else ""}


def values_of_part(part: Participation, group: str | None = None) -> dict[str, Any]:
    """The columns about a part in a base; ``group`` is the name of its class."""
    values = {name: value for name in DETAILS[part.side] if (value := (part.details or {}).get(name)) is not None}
    for name, attribute in COLUMNS.items():
        value = getattr(part, attribute)
        if value not in (None, ""):
            values[name] = value.isoformat() if name in DAYS else value
    if part.side == Participation.Side.MENTOR:
        values.pop("audience", None)  # told by the category
    elif group:
        values["group_or_position"] = group
    return values


def values_of(person: Person, part: Participation) -> dict[str, Any]:
    """Everything that the official form says of ``person`` in this base: what `registers.writing` takes."""
    found = values_of_card(person.card or {}, person.birth_year, person.birth_month, part.side)
    return found | values_of_part(part, part.group.name if part.group_id and part.group else None)


def changed(new: Values, old: Values, side: str) -> list[str]:
    """The columns in which ``new`` says something else than ``old``. An empty cell says nothing."""
    return [
        name
        for name, value in new.items()
        if name not in TOLD_ELSEWHERE
        and not (side == Participation.Side.MENTOR and name == "audience")
        and old.get(name) != value
        and not _says_the_same(name, value, old.get(name))
    ]


def _says_the_same(name: str, new: Any, old: Any) -> bool:
    if old is None:
        return False
    if name == "full_name":
        # Whoever is compared has the same normal name: how it is spelled in the base stays.
        return True
    if name in ("birth_year", "birth_date"):
        return bool(new["year"] == old["year"] and new["month"] in (None, old["month"]) and not new["date"])
    if name == "contacts":
        return bool(
            new["phones"] == old["phones"] and new["emails"] == old["emails"] and new["text"] in ("", old["text"])
        )
    if name == "group_or_position":
        return group_key(str(new)) == group_key(str(old))
    return False
