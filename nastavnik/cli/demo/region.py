"""The nodes of the region and an account for every role."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from random import Random

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from nastavnik.accounts.models import User
from nastavnik.accounts.roles import STAFF, Duty, Role
from nastavnik.accounts.services.grants import give_role
from nastavnik.cli.demo import names
from nastavnik.org.models import Fact, Node
from nastavnik.org.services import facts, nodes

# Printed at every start of the demo, on a loopback address only; it guards nothing real.
PASSWORD = "demo-mentor-2026"  # noqa: S105
OPENED_ON = dt.date(2019, 9, 1)
PER_SCHOOL = 28
DUTIES = {
    Role.REGIONAL_OPERATOR: (Duty.DRAFT, Duty.AGREE, Duty.APPROVE),
    Role.METHODOLOGIST: (Duty.DRAFT, Duty.AGREE),
    Role.DISTRICT_COORDINATOR: (Duty.DRAFT, Duty.AGREE, Duty.APPROVE),
    Role.DIRECTOR: (Duty.APPROVE,),
    Role.CURATOR: (Duty.DRAFT, Duty.AGREE),
    Role.TEAM_MEMBER: (Duty.DRAFT,),
    Role.REGISTRAR: (Duty.DRAFT,),
}


@dataclass
class Region:
    """What the plans are loaded into."""

    region: Node
    authority: Node
    centre: Node
    districts: list[Node]
    offices: list[Node]
    organisations: list[Node]
    users: dict[Role, User]

    @property
    def school(self) -> Node:
        """The organisation in which the accounts of a school work."""
        return self.organisations[0]


def build(rng: Random, *, people: int) -> Region:
    """Open the region: 18 districts and as many organisations as ``people`` would fill (one per 28, at least 18)."""
    full, short = names.REGION
    region = open_node("territory", "region", full, short, None)
    authority = open_node("body", "education_authority", "Комитет по образованию", "Комитет по образованию", region)
    centre = open_node("body", "mentoring_centre", "Региональный центр развития наставничества", "РЦРН", region)
    districts, offices = [], []
    for name in names.DISTRICTS:
        of = names.of_district(name)
        district = open_node("territory", "district", f"{name} район", f"{name} район", region)
        open_node(
            "body", "district_administration", f"Администрация {of} района", f"Администрация {of} района", district
        )
        offices.append(
            open_node("body", "imc", f"Информационно-методический центр {of} района", f"ИМЦ {of} района", district)
        )
        districts.append(district)
    organisations = _open_organisations(rng, districts, max(len(districts), people // PER_SCHOOL))
    built = Region(region, authority, centre, districts, offices, organisations, {})
    partner = open_node(
        "body", "enterprise", "Акционерное общество «Озёрные приборы»", "АО «Озёрные приборы»", districts[0]
    )
    _give_accounts(rng, built, partner)
    return built


def _open_organisations(rng: Random, districts: list[Node], count: int) -> list[Node]:
    found = []
    numbers = rng.sample(range(1, 999), min(count, 998))
    for place in range(count):
        district = districts[place % len(districts)]
        round_of_district = place // len(districts)
        kind, full, short = names.KINDS[round_of_district % len(names.KINDS)]
        number = numbers[place % len(numbers)] + (place // len(numbers)) * 1000
        words = {"n": number, "of": names.of_district(district.short_name.split()[0])}
        node = open_node("body", kind, full.format(**words), short.format(**words), district)
        if round_of_district == 0:
            facts.set_fact(node, Fact.Kind.PILOT, "yes", from_on=dt.date(2020, 9, 1), basis="", actor=None)
        found.append(node)
    return found


def open_node(kind: str, type_code: str, full: str, short: str, parent: Node | None) -> Node:
    return nodes.open_node(
        kind=kind, type=type_code, full=full, short=short, parent=parent, opened_on=OPENED_ON, actor=None
    )


def open_body(type_code: str, full: str, short: str, parent: Node) -> Node:
    return open_node("body", type_code, full, short, parent)


def _give_accounts(rng: Random, built: Region, partner: Node) -> None:
    """One account for each role, and a curator in every other organisation so that its plan has an owner."""
    at = {
        Role.REGIONAL_OPERATOR: built.region,
        Role.METHODOLOGIST: built.districts[0],
        Role.DISTRICT_COORDINATOR: built.districts[0],
        Role.PARTNER: partner,
        Role.EXPERT: built.region,
        Role.TECHNICAL_ADMIN: built.region,
    }
    password = make_password(PASSWORD)
    today = timezone.localdate()
    for role in Role:
        user = User.objects.create(
            email=f"{role.value.replace('_', '-')}@demo.example",
            work_name=names.person(rng) if role in STAFF else "",
            password=password,
        )
        give_role(user, role, at.get(role, built.school), actor=None, duties=DUTIES.get(role, ()), from_on=today)
        built.users[role] = user
