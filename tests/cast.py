"""One small region that tests play in, and the school next door.

    region ─┬─ centre (mentoring centre)
            ├─ district ─┬─ imc (methodical centre)
            │            ├─ school ── branch
            │            ├─ sibling_school
            │            └─ enterprise
            └─ sibling_district ── far_school
    other_region ── other_district ── other_school

Every role has a user whose grant stands at their own node (``cast.users[Role.CURATOR]``, ``cast.curator``);
``ended_curator`` was curator of the school until yesterday, ``stranger`` holds nothing.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import pytest
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from nastavnik.accounts.models import Grant, User
from nastavnik.accounts.roles import Duty, Role
from nastavnik.org.models import Node, NodeName, Placement
from nastavnik.org.wording import search_form, sort_form

PASSWORD = "тихая гавань 1917"
OPENED_ON = dt.date(2020, 9, 1)

AT: dict[Role, str] = {
    Role.REGIONAL_OPERATOR: "region",
    Role.METHODOLOGIST: "district",
    Role.DISTRICT_COORDINATOR: "district",
    Role.PARTNER: "enterprise",
    Role.EXPERT: "region",
    Role.TECHNICAL_ADMIN: "region",
}


def plant(parent: Node | None, type_code: str, name: str) -> Node:
    """A node under ``parent``, open since 2020: the rows that `org.services.nodes` would write."""
    territory = type_code in ("region", "district", "municipality")
    node = Node.objects.create(
        kind=Node.Kind.TERRITORY if territory else Node.Kind.BODY,
        type=type_code,
        path=f"new-{name}",
        short_name=name,
        full_name=name,
        sort_name=sort_form(name),
        search_name=search_form(name),
        opened_on=OPENED_ON,
    )
    node.path = f"{parent.path if parent else '/'}{node.pk}/"
    node.save(update_fields=["path"])
    NodeName.objects.create(node=node, full=name, short=name, from_on=OPENED_ON)
    Placement.objects.create(node=node, parent=parent, path=node.path, from_on=OPENED_ON)
    return node


@dataclass
class Cast:
    """The nodes and people of the region; see the module."""

    region: Node
    centre: Node
    district: Node
    imc: Node
    school: Node
    branch: Node
    sibling_school: Node
    enterprise: Node
    sibling_district: Node
    far_school: Node
    other_region: Node
    other_district: Node
    other_school: Node
    users: dict[Role, User] = field(default_factory=dict)
    ended_curator: User = field(init=False)
    sibling_curator: User = field(init=False)
    stranger: User = field(init=False)

    def __getattr__(self, name: str) -> User:
        if name in set(Role):
            return self.users[Role(name)]
        raise AttributeError(name)

    def node_of(self, role: Role) -> Node:
        """The node at which the user of ``role`` holds it."""
        return getattr(self, AT.get(role, "school"))


def make_nodes() -> Cast:
    region = plant(None, "region", "Приозёрная область")
    district = plant(region, "district", "Луговой район")
    sibling_district = plant(region, "district", "Заречный район")
    school = plant(district, "school", "Школа № 15")
    other_region = plant(None, "region", "Нагорный край")
    other_district = plant(other_region, "municipality", "Каменский округ")
    return Cast(
        region=region,
        centre=plant(region, "mentoring_centre", "Центр наставничества"),
        district=district,
        imc=plant(district, "imc", "ИМЦ Лугового района"),
        school=school,
        branch=plant(school, "school", "Филиал школы № 15"),
        sibling_school=plant(district, "school", "Школа № 5"),
        enterprise=plant(district, "enterprise", "Завод «Маяк»"),
        sibling_district=sibling_district,
        far_school=plant(sibling_district, "school", "Гимназия № 3"),
        other_region=other_region,
        other_district=other_district,
        other_school=plant(other_district, "school", "Лицей № 8"),
    )


def make_cast() -> Cast:
    """The whole cast, written to the database."""
    cast = make_nodes()
    password = make_password(PASSWORD)
    people = [*Role, "ended_curator", "sibling_curator", "stranger"]
    users = User.objects.bulk_create(
        User(email=f"{who}@example.org", work_name=f"Сотрудник {number}", password=password)
        for number, who in enumerate(people, start=1)
    )
    cast.users = dict(zip(Role, users, strict=False))
    cast.ended_curator, cast.sibling_curator, cast.stranger = users[-3:]
    today = timezone.localdate()
    grants = [
        Grant(user=user, role=role, node=cast.node_of(role), duties=sorted(Duty), from_on=OPENED_ON)
        for role, user in cast.users.items()
    ]
    ended = Grant(user=cast.ended_curator, role=Role.CURATOR, node=cast.school, from_on=OPENED_ON, to_on=today)
    sibling = Grant(user=cast.sibling_curator, role=Role.CURATOR, node=cast.sibling_school, from_on=OPENED_ON)
    Grant.objects.bulk_create([*grants, ended, sibling])
    return cast


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()
