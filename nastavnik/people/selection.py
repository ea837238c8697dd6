"""How far the selection of each mentor has come: what is there, what is missing, what runs out soon.

`standing` asks the database whether everything is proved; here the facts of a few people are read in words.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q, QuerySet

from nastavnik.people import standing
from nastavnik.people.models import Participation, ReadinessFact, Safeguard
from nastavnik.people.models.persons import ParticipationQuerySet
from nastavnik.people.readiness_kinds import KINDS, asked_of

SOON = dt.timedelta(days=30)
PASSED = ReadinessFact.Outcome.PASSED


class Found(StrEnum):
    THERE = "there"
    SOON = "soon"  # there, and runs out within a month
    EXPIRED = "expired"
    FAILED = "failed"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of one kind: the fact that says it, None where there is none."""

    kind: str
    found: Found
    fact: ReadinessFact | None
    is_asked: bool = True

    @property
    def is_there(self) -> bool:
        return self.found in (Found.THERE, Found.SOON)


def look(kind: str, facts: Sequence[ReadinessFact], on: dt.date, *, is_asked: bool = True) -> Seen:
    """``facts``: those of ``kind`` of one person that stand. The same judgement as `standing.facts_in_force`."""
    known = sorted((fact for fact in facts if fact.dated_on <= on), key=lambda fact: (fact.dated_on, fact.pk))
    failed = [fact for fact in known if fact.outcome != PASSED]
    passed = [fact for fact in known if fact.outcome == PASSED]
    valid = [
        fact
        for fact in passed
        if (fact.expires_on is None or fact.expires_on > on) and not (failed and failed[-1].dated_on > fact.dated_on)
    ]
    if valid:
        # The one that lasts longest.
        best = max(valid, key=lambda fact: (fact.expires_on or dt.date.max, fact.dated_on))
        ends_soon = best.expires_on is not None and best.expires_on <= on + SOON
        return Seen(kind, Found.SOON if ends_soon else Found.THERE, best, is_asked)
    if failed:
        return Seen(kind, Found.FAILED, failed[-1], is_asked)
    return Seen(kind, Found.EXPIRED if passed else Found.MISSING, passed[-1] if passed else None, is_asked)


def facts_of(person_ids: Iterable[int]) -> Mapping[int, Mapping[str, list[ReadinessFact]]]:
    """Person → kind → the facts that stand. One query; the grounds stay sealed."""
    rows = ReadinessFact.objects.filter(person__in=list(person_ids), withdrawn_at=None).defer("basis")
    found: dict[int, dict[str, list[ReadinessFact]]] = defaultdict(lambda: defaultdict(list))
    for fact in rows:
        found[fact.person_id][fact.kind].append(fact)
    return found


def states_of(person_ids: Iterable[int]) -> dict[int, Safeguard]:
    """Person → where they stand in the watch over adults. One query."""
    rows = Safeguard.objects.filter(person__in=list(person_ids), is_current=True).defer("reason")
    return {row.person_id: row for row in rows}


def seen_of(part: Participation, facts: Mapping[str, Sequence[ReadinessFact]], on: dt.date) -> list[Seen]:
    asked = asked_of(part)
    return [look(kind, facts.get(kind, ()), on, is_asked=kind in asked) for kind in KINDS]


# --- What a list is narrowed by, as expressions of the database

LACKS = {kind: f"lacks-{kind}" for kind in (*standing.SELECTION, standing.NO_CONVICTION)}


def narrowed(parts: ParticipationQuerySet, to: str, on: dt.date) -> QuerySet[Participation]:
    """``to``: ready, open (not ready), soon (a check runs out), stopped, or one of `LACKS`."""
    for kind, code in LACKS.items():
        if to == code:
            lacking = parts.exclude(Exists(standing.facts_in_force(kind, on)))
            outsiders_only = kind == standing.NO_CONVICTION
            return lacking.filter(standing.from_outside()) if outsiders_only else lacking
    if to == "soon":
        ending = ReadinessFact.objects.filter(
            person=OuterRef("person"), withdrawn_at=None, outcome=PASSED, expires_on__gt=on, expires_on__lte=on + SOON
        )
        return parts.filter(Exists(ending))
    stood = standing.with_standing(parts, on)
    ready = Q(proved=True, stopped=False)
    if to == "stopped":
        return stood.filter(stopped=True)
    return stood.filter(ready) if to == "ready" else stood.exclude(ready)
