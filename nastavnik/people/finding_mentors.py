"""Mentors whom partners gave: found for the partner itself and counted for whoever keeps it."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from nastavnik.people import standing
from nastavnik.people.models import Participation
from nastavnik.people.models.persons import ParticipationQuerySet

_LEFT = (Participation.Status.WITHDRAWN, Participation.Status.ARCHIVED)


def mentors_of(partner: Any, year: int) -> ParticipationQuerySet:
    """Mentors whom the partner (a key or a reference to it) gave, in the bases of ``year``."""
    rows = Participation.objects.living().filter(
        partner=partner, side=Participation.Side.MENTOR, school_year=year
    ).exclude(status__in=_LEFT)  # fmt: skip
    found: ParticipationQuerySet = rows.exclude(standing.waits_for_destruction())
    return found


def with_mentors(partners: QuerySet[Any], year: int) -> QuerySet[Any]:
    """Adds ``mentors_given``: those in the base of the keeper. It is shown to the keeper alone: beyond the
    organisation people are counted by figures."""
    given = mentors_of(OuterRef("pk"), year).filter(node=OuterRef("node")).order_by()
    of_partner = given.values("partner").annotate(n=Count("person", distinct=True)).values("n")
    counted = Coalesce(Subquery(of_partner, output_field=IntegerField()), 0)
    found: QuerySet[Any] = partners.annotate(mentors_given=counted)
    return found
