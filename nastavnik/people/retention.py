"""How long data are kept, by the reference list "retention", and whose time is over on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from nastavnik.org import reference
from nastavnik.org.calendar import school_year_of
from nastavnik.org.models import Node
from nastavnik.people.consent_kinds import LAWFUL, PERSONAL_DATA
from nastavnik.people.models import Consent, DataRequest, Participation, Person, Representation
from nastavnik.people.models.consents import ConsentState

LIST = "retention"
Status = Participation.Status
OVER = (Status.COMPLETED, Status.WITHDRAWN, Status.ARCHIVED)
# What holds where the list is not loaded: code → days.
_DAYS = {
    "candidate_without_consent": 30,
    "consent_withdrawn": 30,
    "purpose_achieved": 30,
    "intake_files": 7,
    "scan_files": 30,
    "consent_forms": 30,
    "taking_files": 7,
    "coded_keys": 365,
    "mentor_asks": 3 * 365,
}


@dataclass(frozen=True, slots=True)
class Term:
    """A line of the table. ``what`` is the kind of data that it is about."""

    code: str
    title: str
    days: int
    act: str


@dataclass(frozen=True, slots=True)
class Due:
    """Somebody whose data are to be destroyed, and by which line of the table."""

    person_id: int
    seat: int
    code: str


def terms(on: dt.date) -> dict[str, Term]:
    """The table as it stands on ``on``."""
    try:
        entries = {entry.code: entry for entry in reference.entries(LIST, on=on)}
    except reference.ReferenceMissing:
        entries = {}
    found = {code: Term(code, code, days, "") for code, days in _DAYS.items()}
    for code, entry in entries.items():
        found[code] = Term(code, entry.title, int(entry.data.get("days", 30)), str(entry.data.get("act", "")))
    return found


def due(node: Node, on: dt.date, among: Collection[int] | None = None) -> list[Due]:
    """Whose time is over on ``on`` (of the persons ``among``), by seat; by the first line that says so. A query for
    each line."""
    kept = terms(on)
    found: dict[int, Due] = {}
    for code, whose in _RULES.items():
        last = on - dt.timedelta(days=kept[code].days)
        living = Person.objects.living().filter(node=node)
        people = whose(living if among is None else living.filter(pk__in=among), last)
        for key, seat in people.values_list("pk", "seat"):
            found.setdefault(key, Due(key, seat, code))
    return sorted(found.values(), key=lambda each: each.seat)


def nodes_due(on: dt.date) -> set[int]:
    """Keys of the organisations with somebody whose time is over."""
    kept = terms(on)
    found: set[int] = set()
    for code, whose in _RULES.items():
        last = on - dt.timedelta(days=kept[code].days)
        found.update(whose(Person.objects.living(), last).values_list("node", flat=True).distinct())
    return found


def _agreed(kinds: frozenset[str], **more: Any) -> Exists:
    """A consent of the person to the processing of their data."""
    return Exists(Consent.objects.filter(person=OuterRef("pk"), kind__in=sorted(kinds), **more))


def _stands() -> Exists:
    """Something on which the data may be kept, in force or about to be."""
    return _agreed(LAWFUL, state__in=[ConsentState.SIGNED, ConsentState.ACTIVE])


def _parts(*conditions: Q, **more: Any) -> Exists:
    return Exists(Participation.objects.filter(*conditions, person=OuterRef("pk"), **more))


def _stands_for_somebody() -> Exists:
    """They are kept for the sake of a child that is."""
    return Exists(Representation.objects.filter(adult=OuterRef("pk"), child__state=Person.State.KEPT))


def _candidates(people: QuerySet[Person], last: dt.date) -> QuerySet[Person]:
    """Nobody has agreed to anything, and they have been here for longer than the term: it runs anew from the day on
    which a consent ran out or they were put into another base."""
    withdrawn = _agreed(PERSONAL_DATA, state=ConsentState.WITHDRAWN)
    ran_out = _agreed(LAWFUL, state=ConsentState.EXPIRED, signed_on__isnull=False, ended_on__gt=last)
    further = _parts(~Q(status__in=[Status.CANDIDATE, *OVER]))
    fresh = _parts(status=Status.CANDIDATE, made_at__date__gt=last)
    waiting = people.filter(~_stands(), ~withdrawn, ~ran_out, ~further, ~fresh, ~_stands_for_somebody())
    return waiting.filter(made_at__date__lte=last)


def _withdrawn(people: QuerySet[Person], last: dt.date) -> QuerySet[Person]:
    """They took their consent back and gave no other."""
    gone = _agreed(PERSONAL_DATA, state=ConsentState.WITHDRAWN, ended_on__lte=last)
    # A clock that was started by hand has the last word: its day has not come yet.
    waiting = Exists(
        DataRequest.objects.filter(
            person=OuterRef("pk"), kind=DataRequest.Kind.WITHDRAWAL, state=DataRequest.State.OPEN, asked_on__gt=last
        )
    )
    return people.filter(gone, ~_stands(), ~waiting)


def _achieved(people: QuerySet[Person], last: dt.date) -> QuerySet[Person]:
    """All they took part in is over, and so is the school year of it."""
    closed = school_year_of(last).start_year - (0 if last >= school_year_of(last).ends_on else 1)
    latest = people.annotate(latest=Max("participations__school_year")).filter(latest__lte=closed)
    return latest.filter(~_parts(~Q(status__in=OVER)), ~_stands_for_somebody())


_RULES: dict[str, Callable[[QuerySet[Person], dt.date], QuerySet[Person]]] = {
    "consent_withdrawn": _withdrawn,
    "candidate_without_consent": _candidates,
    "purpose_achieved": _achieved,
}
