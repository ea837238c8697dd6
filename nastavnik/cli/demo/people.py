"""Both bases of every organisation of the demo: people, consents, selection, partners; the first school has most.

`people_made` invents, `people_rows` writes in bulk, `people_school` lives the first school through the deeds that the
pages have.
"""

from __future__ import annotations

import datetime as dt
from random import Random

from django.utils import timezone

from nastavnik.accounts.models import Grant, User
from nastavnik.accounts.roles import Role
from nastavnik.cli.demo import people_city, people_numbers, people_places, people_school
from nastavnik.cli.demo.people_made import Maker, One
from nastavnik.cli.demo.people_rows import Writer
from nastavnik.cli.demo.region import Region
from nastavnik.org.calendar import school_year_of
from nastavnik.org.models import Node
from nastavnik.people import standing

#: Whatever the size of the region: the first school shows every state, everywhere else somebody takes part.
LEAST_AT_SCHOOL, LEAST_ELSEWHERE = 90, 8
AT_SCHOOL = 12


def load(rng: Random, region: Region, *, people: int) -> None:
    """About ``people`` people: every twelfth in the first school, the others by equal shares."""
    today = timezone.localdate()
    year = school_year_of(today).start_year
    curators = _curators(region)
    at_partners = people_places.partners(region)
    at_school = max(LEAST_AT_SCHOOL, people // AT_SCHOOL)
    others = region.organisations[1:]
    elsewhere = max(LEAST_ELSEWHERE, (people - at_school) // max(len(others), 1))
    writer, found = _school(rng, region, at_school, year, today, at_partners)
    for node in others:
        _elsewhere(rng, node, elsewhere, curators[node.pk], year, today)
    standing.settle(today)
    people_school.afterwards(writer, found, region)
    people_city.city(region, curators, year=year, today=today)
    sizes = {node: at_school if node == region.school else elsewhere for node in region.organisations}
    people_numbers.counts(rng, sizes, curators, year=year, today=today)
    people_numbers.access(region.school, region.users[Role.CURATOR], year=year, today=today)
    people_numbers.staff(curators, region.users)


def _curators(region: Region) -> dict[int, User]:
    grants = Grant.objects.in_force().filter(role=Role.CURATOR, node__in=region.organisations)
    return {grant.node_id: grant.user for grant in grants.select_related("user").order_by("-pk")}


def _school(
    rng: Random, region: Region, count: int, year: int, today: dt.date, at_partners: dict[int, int]
) -> tuple[Writer, list[One]]:
    school, curator = region.school, region.users[Role.CURATOR]
    maker = Maker(
        rng, year=year, today=today, type_code=school.type, place=school.short_name, has_partner=True
    )  # fmt: skip
    found = people_school.people_of(maker, count, region)
    people_school.accounts(rng, school, found)
    writer = Writer(school, curator, today=today, partner=at_partners[school.pk])
    writer.groups(maker.groups)
    writer.people(found)
    people_school.consents_of(writer, found, curator)
    return writer, found


def _elsewhere(rng: Random, node: Node, count: int, curator: User, year: int, today: dt.date) -> None:
    maker = Maker(
        rng, year=year, today=today, type_code=node.type, place=node.short_name, has_partner=False
    )  # fmt: skip
    found = maker.people(count)
    writer = Writer(node, curator, today=today)
    writer.groups(maker.groups)
    writer.people(found)
    writer.consents(found, on=min(dt.date(year, 9, 5), today))
