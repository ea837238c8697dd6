"""What the columns of one row say about each other. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from nastavnik.people.registers.cells import Reading
from nastavnik.people.registers.columns import BIRTH
from nastavnik.people.registers.lists import group_key
from nastavnik.people.registers.wrong import Wrong

FIRST_YEAR = 1920
FIRST_ENTRY = "2000-01-01"
REPORTED_AGES = (15, 19)
#: What a candidate's row needs; the rest is asked for at its own stage.
REQUIRED = {
    "mentee": ("full_name", "contacts", "birth_year", "main_request", "entry_date"),
    "mentor": ("full_name", "contacts", "work_place", "entry_date"),
}
_ADULTS = frozenset({"teacher", "head", "parent", "employee", "entrepreneur", "veteran", "ngo", "lecturer"})


@dataclass(frozen=True)
class Settings:
    """``defaults`` stand in for empty cells, such as one date of entry for a whole sheet."""

    least_age_mentee: int = 10
    least_age_pupil_mentor: int = 14
    adult_age: int = 18
    required: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: REQUIRED)
    defaults: Mapping[str, Any] = field(default_factory=dict)


class Checked(NamedTuple):
    values: dict[str, Any]
    wrong: list[Wrong]
    notes: list[Wrong]


class _Age(NamedTuple):
    """In whole years on a day: both ends are one where the day of birth is known."""

    least: int
    most: int


class _Bounds(NamedTuple):
    """The day of a check as the values have days: text."""

    today: str
    month_and_day: str
    latest_entry: str


@lru_cache(maxsize=8)
def _bounds(today: dt.date) -> _Bounds:
    text = today.isoformat()
    return _Bounds(text, text[5:], f"{today.year + 2}-12-31")


def check(register: str, row: Checked, using: Reading, settings: Settings) -> None:
    """Add defaults to the values of ``row`` and what is wrong between columns; a value at fault is taken out."""
    values, wrong, _notes = row
    for name, value in settings.defaults.items():
        if name not in values and not any(each.column == name for each in wrong):
            values[name] = value
    _check_dates(row, using.today)
    age = _check_birth(register, row, using.today)
    if register == "mentee":
        _check_mentee(row, age, using, settings)
    else:
        _check_mentor(row, age, settings)
    for name in settings.required[register]:
        if name not in values and not any(each.column == name for each in wrong):
            wrong.append(Wrong("missing", name))


def age_on(birth: Mapping[str, Any], day: dt.date) -> _Age:
    """Of a year, or a year and a month, both ages that are possible."""
    year = birth["year"]
    if text := birth["date"]:
        exact = day.year - year - (_bounds(day).month_and_day < text[5:])
        return _Age(exact, exact)
    month = birth["month"]
    if month and month != day.month:
        exact = day.year - year - (day.month < month)
        return _Age(exact, exact)
    return _Age(day.year - year - 1, day.year - year)


def _check_dates(row: Checked, today: dt.date) -> None:
    values, wrong, _notes = row
    begin, end = values.get("entry_date"), values.get("end_date")
    latest = _bounds(today).latest_entry
    if FIRST_ENTRY <= (begin or latest) <= (end or latest) <= latest:
        return
    for name, day in (("entry_date", begin), ("end_date", end)):
        if day and not FIRST_ENTRY <= day <= latest:
            del values[name]
            wrong.append(Wrong("date_far", name, {"first": int(FIRST_ENTRY[:4]), "last": today.year + 2}))
    if begin and end and end < begin and "entry_date" in values and "end_date" in values:
        del values["end_date"]
        wrong.append(Wrong("end_before_entry", "end_date"))


def _check_birth(register: str, row: Checked, today: dt.date) -> _Age | None:
    name = BIRTH[register]
    birth = row.values.get(name)
    if not birth:
        return None
    if not FIRST_YEAR <= birth["year"] <= today.year or (birth["date"] or "") > _bounds(today).today:
        del row.values[name]
        row.wrong.append(Wrong("birth_range", name, {"first": FIRST_YEAR, "last": today.year}))
        return None
    return age_on(birth, today)


def _check_mentee(row: Checked, age: _Age | None, using: Reading, settings: Settings) -> None:
    values, wrong, notes = row
    audience = values.get("audience")
    if audience is None and not any(each.column == "audience" for each in wrong):
        if audience := _audience_by(values, age, settings):
            values["audience"] = audience
        else:
            notes.append(Wrong("audience_unclear", "audience"))
    if age and age.most < settings.least_age_mentee:
        wrong.append(Wrong("mentee_too_young", "birth_year", {"least": settings.least_age_mentee}))
        del values["birth_year"]
    elif age and audience == "teacher" and age.most < settings.adult_age:
        wrong.append(Wrong("adult_too_young", "birth_year", {"least": settings.adult_age}))
        del values["birth_year"]
    groups = using.lists.groups
    group = values.get("group_or_position")
    if groups is not None and group and audience == "learner" and group_key(group) not in groups:
        del values["group_or_position"]
        wrong.append(Wrong("group_unknown", "group_or_position"))


def _audience_by(values: Mapping[str, Any], age: _Age | None, settings: Settings) -> str | None:
    """Who is under age learns; who has years of work teaches; else the class says it, if it is one."""
    if age and age.most < settings.adult_age:
        return "learner"
    if "work_experience_years" in values:
        return "teacher"
    group = values.get("group_or_position")
    return "learner" if group and _is_class(group) else None


def _is_class(group: str) -> bool:
    said = group_key(group)
    digits = said.rstrip("абвгдежзиклмнопрст")
    return digits.isdecimal() and len(said) - len(digits) <= 1 and 1 <= int(digits) <= 11


def _check_mentor(row: Checked, age: _Age | None, settings: Settings) -> None:
    values, wrong, notes = row
    source = values.get("source")
    if source == "pupil" and age is None and not any(each.column == "birth_date" for each in wrong):
        wrong.append(Wrong("missing_birth_of_pupil", "birth_date"))
    if age is None:
        return
    if source in _ADULTS:
        if age.most < settings.adult_age:
            wrong.append(Wrong("adult_too_young", "birth_date", {"least": settings.adult_age}))
            del values["birth_date"]
    elif age.most < settings.least_age_pupil_mentor:
        wrong.append(Wrong("mentor_too_young", "birth_date", {"least": settings.least_age_pupil_mentor}))
        del values["birth_date"]
    elif source == "pupil" and not (age.most >= REPORTED_AGES[0] and age.least <= REPORTED_AGES[1]):
        notes.append(Wrong("outside_reported_ages", "birth_date", {"from": REPORTED_AGES[0], "to": REPORTED_AGES[1]}))
