"""What a rule sees: the figure of its place, against its threshold."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from nastavnik import measures
from nastavnik.accounts.roles import OFFICES
from nastavnik.org.calendar import school_year_of
from nastavnik.org.models import Node, Placement
from nastavnik.roadmaps.models import LineRule
from nastavnik.roadmaps.services.rules.sources import source_of, works

OFFICE_TYPES = frozenset(kind for kinds in OFFICES.values() for kind in kinds)


@dataclass(frozen=True)
class Seen:
    """Whether the rule is met, since when it is known to be, and the facts that say so."""

    is_met: bool
    since: dt.date
    facts: dict[str, Any]


def period_on(day: dt.date) -> measures.Period:
    return measures.year(school_year_of(day).start_year)


def place_of(node: Node, on: dt.date) -> Node:
    """Whose figure counts: an office answers for the territory it stands in, everybody else for itself."""
    if node.kind == Node.Kind.BODY and node.type in OFFICE_TYPES:
        placed = Placement.objects.on(on).filter(node=node).select_related("parent").first()
        if placed and placed.parent and placed.parent.kind == Node.Kind.TERRITORY:
            return placed.parent
    return node


def figure(code: str, node: Node, on: dt.date, today: dt.date) -> measures.Value:
    place = place_of(node, on)
    period = period_on(on)
    day = None if on == today else on
    if place.kind == Node.Kind.TERRITORY:
        return measures.value(code, place, period, day)
    # Its own, without the branches that stand under it and keep plans of their own.
    found = measures.by_node([code], place, [period], day)
    return found.get((place.pk, code, period.code)) or measures.Value(0, 0, on, timezone.now())


def look(rule: LineRule, node: Node, today: dt.date, *, on: dt.date | None = None) -> Seen | None:
    """What ``rule`` sees as of ``on`` (today); None where nobody counts what it looks at."""
    day = on or today
    if not works(rule.kind, rule.code):
        return None
    if rule.kind == LineRule.Kind.MEASURE:
        return weigh(rule, figure(rule.code, node, day, today), period_on(day), day)
    source = source_of(rule.kind, rule.code)
    since = source.since(node.pk, day) if source else None
    return told(rule, since, day)


def weigh(rule: LineRule, value: measures.Value, period: measures.Period, on: dt.date) -> Seen:
    threshold = float(rule.threshold or 0)
    reached = value.share if measures.named(rule.code).is_share else float(value.numerator)
    facts = {
        "kind": rule.kind,
        "code": rule.code,
        "numerator": value.numerator,
        "denominator": value.denominator,
        "threshold": str(rule.threshold),
        "period": period.code,
        "on": on.isoformat(),
    }
    return Seen(reached is not None and reached >= threshold, on, facts)


def told(rule: LineRule, since: dt.date | None, on: dt.date) -> Seen:
    facts = {"kind": rule.kind, "code": rule.code, "on": (since or on).isoformat()}
    return Seen(since is not None, since or on, facts)
