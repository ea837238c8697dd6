"""Who has given which consents and who has not, by class and purpose."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from nastavnik.org.models import Node
from nastavnik.people import standing
from nastavnik.people.cards import Birth
from nastavnik.people.consent_kinds import (
    ADULT,
    DUTIES,
    KINDS,
    MINOR,
    MUST,
    OWN_ACK,
    OWN_ACK_FROM,
    TRANSFER,
    years_on,
)
from nastavnik.people.models import Consent, Group, Participation, Person, Settings
from nastavnik.people.models.consents import PENDING, ConsentState

Status, Audience, Side, Model = (
    Participation.Status, Participation.Audience, Participation.Side, Participation.Model,
)  # fmt: skip
# Whoever left needs no consent any more.
_OVER = (Status.WITHDRAWN, Status.ARCHIVED)
# Keys of the lines that are no class.
NO_GROUP, TEACHERS, ADULTS = "none", "teachers", "adults"


def needed(person: Person, on: dt.date, settings: Settings | None = None) -> tuple[str, ...]:
    """What the base needs of ``person`` on ``on``; the day of birth on the card decides where it is known."""
    asks_ack = settings.asks_own_ack if settings is not None else True
    return _needed(is_adult(person, on), _is_14(person, on), asks_ack)


def wanted(person: Person, on: dt.date, settings: Settings | None = None) -> tuple[str, ...]:
    """`needed`, and of mentors of teachers the written consent to these duties, which opens the order, not the base.

    One query.
    """
    found = needed(person, on, settings)
    mentors = Participation.objects.filter(person=person, side=Side.MENTOR, model=Model.TEACHERS)
    return (*found, DUTIES) if mentors.exclude(status__in=_OVER).exists() else found


def is_adult(person: Person, on: dt.date) -> bool:
    """Of full age on ``on``: by the very day where it is known. Whoever was born nobody knows when is a minor."""
    if person.adult_from is not None and person.adult_from <= on:
        return True
    birthday = person.birth.birthday_of_full_age
    return birthday is not None and birthday <= on


def _is_14(person: Person, on: dt.date) -> bool:
    born: Birth = person.birth
    if born.day:
        return years_on(born.day, on) >= OWN_ACK_FROM
    return _certainly_14(born.year, born.month, on)


def _certainly_14(year: int | None, month: int | None, on: dt.date) -> bool:
    if year is None:
        return False
    turned = on.year - OWN_ACK_FROM
    return year < turned or (year == turned and month is not None and month < on.month)


def _needed(adult: bool, of_14: bool, asks_ack: bool) -> tuple[str, ...]:
    if adult:
        return (ADULT,)
    return (MINOR, OWN_ACK) if asks_ack and of_14 else (MINOR,)


def settings_of(node: Node) -> Settings:
    """What the organisation decided, or what holds without a decision."""
    return Settings.objects.filter(node=node).first() or Settings(node=node)


# --------------------------------------------------------------------- at a glance


@dataclass(frozen=True)
class Cell:
    """People of one line and one purpose. ``needed`` of them must give it: of these ``active`` have, ``pending``
    were given the form, ``missing`` neither. Of a purpose that nobody must serve the first two count all."""

    active: int = 0
    pending: int = 0
    missing: int = 0
    needed: int = 0


@dataclass(frozen=True)
class Line:
    """``key`` is what `missing` and filters take: the uid of a class, "none", "teachers" or "adults"."""

    key: str
    group: Group | None
    people: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Coverage:
    """``total`` counts everybody once, however many lines they stand in."""

    kinds: tuple[str, ...]
    lines: tuple[Line, ...]
    total: Line


def table(node: Node, school_year: int, on: dt.date, *, model: str = "") -> Coverage:
    """Coverage of the bases of a year. Four queries, whatever the number of people."""
    parts = _parts(node, school_year, model)
    people: dict[int, _Counted] = {}
    places: dict[str, dict[int, None]] = defaultdict(dict)
    asks_ack = settings_of(node).asks_own_ack
    rows = parts.values_list(
        "person_id", "audience", "group__uid", "side", "model", "person__adult_from", "person__birth_year",
        "person__birth_month",
    )  # fmt: skip
    for key, audience, group, side, of_model, adult_from, year, month in rows:
        places[_place(audience, group)][key] = None
        if key not in people:
            adult = adult_from is not None and adult_from <= on
            people[key] = _Counted(set(_needed(adult, _certainly_14(year, month, on), asks_ack)), {})
        if side == Side.MENTOR and of_model == Model.TEACHERS:
            people[key].needed.add(DUTIES)
    states = (ConsentState.ACTIVE, *sorted(PENDING))
    given = Consent.objects.filter(node=node, state__in=states, person__in=parts.values("person"))
    for key, kind, state in given.values_list("person_id", "kind", "state"):
        if key not in people:  # put in since the first look
            continue
        found = people[key].states
        found[kind] = "active" if state == ConsentState.ACTIVE else found.get(kind, "pending")
    return Coverage(
        KINDS,
        tuple(_lines(node, places, people)),
        Line("", None, len(people), _cells(people.values())),
    )


@dataclass(frozen=True)
class _Counted:
    needed: set[str]
    states: dict[str, str]


def _place(audience: str, group: Any) -> str:
    if audience == Audience.TEACHER:
        return TEACHERS
    if audience == Audience.ADULT:
        return ADULTS
    return str(group) if group else NO_GROUP


def _lines(node: Node, places: dict[str, dict[int, None]], people: dict[int, _Counted]) -> Iterable[Line]:
    groups = {str(group.uid): group for group in Group.objects.filter(node=node).order_by("sort", "pk")}
    for key in (*groups, NO_GROUP, TEACHERS, ADULTS):
        if found := places.get(key):
            counted = [people[each] for each in found]
            yield Line(key, groups.get(key), len(counted), _cells(counted))


def _cells(counted: Iterable[_Counted]) -> tuple[Cell, ...]:
    tally = {kind: dict.fromkeys(("active", "pending", "missing", "needed"), 0) for kind in KINDS}
    for one in counted:
        for kind in one.needed:
            tally[kind]["needed"] += 1
            tally[kind][one.states.get(kind, "missing")] += 1
        for kind, state in one.states.items():
            # What was given for a minor lies by after the birthday: it is no share of those who need it today.
            if kind in tally and kind not in MUST:
                tally[kind][state] += 1
    return tuple(Cell(**tally[kind]) for kind in KINDS)


def _parts(node: Node, school_year: int, model: str = "") -> QuerySet[Participation]:
    rows = Participation.objects.living().filter(node=node, school_year=school_year).exclude(status__in=_OVER)
    return rows.filter(model=model) if model else rows


# --------------------------------------------------------------------- who lacks one


def missing(
    node: Node, kind: str, *, school_year: int, on: dt.date, place: str = "", model: str = ""
) -> QuerySet[Person]:
    """Who must give a consent to ``kind`` and has none in force, given out or not; ``place`` is the key of a line.

    For purposes that nobody must serve: everybody (of "transfer_named": every mentor) who has none.
    """
    parts = _parts(node, school_year, model).filter(person=OuterRef("pk"))
    if place == TEACHERS:
        parts = parts.filter(audience=Audience.TEACHER)
    elif place == ADULTS:
        parts = parts.filter(audience=Audience.ADULT)
    elif place:
        parts = parts.exclude(audience__in=[Audience.TEACHER, Audience.ADULT])
        parts = parts.filter(group=None) if place == NO_GROUP else parts.filter(group__uid=place)
    if kind == DUTIES:
        parts = parts.filter(side=Side.MENTOR, model=Model.TEACHERS)
    elif kind == TRANSFER:
        parts = parts.filter(side=Side.MENTOR)
    given = Consent.objects.in_force().filter(person=OuterRef("pk"), kind=kind)
    people = Person.objects.living().filter(node=node)
    return people.filter(_must(node, kind, on), Exists(parts)).exclude(Exists(given))


def _must(node: Node, kind: str, on: dt.date) -> Q:
    adult = standing.is_adult(on, via="")
    minor = Q(adult_from=None) | Q(adult_from__gt=on)
    if kind == ADULT:
        return adult
    if kind == MINOR:
        return minor
    if kind == OWN_ACK:
        return minor & standing.is_14(on, via="") if settings_of(node).asks_own_ack else Q(pk__in=[])
    return Q()
