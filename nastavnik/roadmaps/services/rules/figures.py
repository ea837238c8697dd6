"""What a rule sees: the figure of its place, against its threshold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from nastavnik import measures
from nastavnik.accounts.roles import OFFICES
from nastavnik.measures import suppressing
from nastavnik.org.calendar import school_year_of
from nastavnik.org.models import Node, Placement
from nastavnik.roadmaps.models import LineRule
from nastavnik.roadmaps.services.rules.sources import source_of, works

OFFICE_TYPES = frozenset(kind for kinds in OFFICES.values() for kind in kinds)


@dataclass(frozen=True)
class Seen:
    """Whether the rule is met, since when it is known to be, and the facts that say so; of events the ``days``."""

    is_met: bool
    since: dt.date
    facts: dict[str, Any]
    days: tuple[dt.date, ...] = ()


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
        value = figure(rule.code, node, day, today)
        return weigh(rule, value, period_on(day), day, public=_public(rule.code, value, place_of(node, day), day))
    source = source_of(rule.kind, rule.code)
    if source is not None and source.days is not None:
        return held(rule, source.days(rule.line, day), day)
    since = source.since(node.pk, day) if source and source.since else None
    return told(rule, since, day)


def counts_people(code: str) -> bool:
    known = measures.registry.get(code)
    return known is not None and known.counts == "people"


def _public(code: str, value: measures.Value, place: Node, on: dt.date) -> measures.Value | None:
    """The figure of people of a territory as its pages show it; None for any other figure."""
    if place.kind != Node.Kind.TERRITORY or not counts_people(code):
        return None
    period = period_on(on)
    return suppressing.shown({(0, code, period.code): value}, place, [period], on)[0, code, period.code]


def weigh(
    rule: LineRule,
    value: measures.Value,
    period: measures.Period,
    on: dt.date,
    *,
    public: measures.Value | None = None,
) -> Seen:
    """``public``: what may be said of ``value`` to everybody. Whether the rule is met is judged by the value itself.

    Facts that count people and do not say ``is_public`` are for the organisation alone.
    """
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
    if public is not None:
        facts |= {"is_public": True, "numerator": public.numerator, "denominator": public.denominator}
        if public.is_hidden:
            facts |= {"is_hidden": True, "numerator": None, "denominator": None}
    return Seen(reached is not None and reached >= threshold, on, facts)


def told(rule: LineRule, since: dt.date | None, on: dt.date) -> Seen:
    facts = {"kind": rule.kind, "code": rule.code, "on": (since or on).isoformat()}
    return Seen(since is not None, since or on, facts)


def held(rule: LineRule, days: Iterable[dt.date], on: dt.date) -> Seen:
    """Events were held on ``days``."""
    known = tuple(sorted(days))
    since = known[-1] if known else on
    facts = {"kind": rule.kind, "code": rule.code, "on": since.isoformat()}
    return Seen(bool(known), since, facts, known)
