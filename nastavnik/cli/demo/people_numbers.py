"""What organisations know without names: counts of categories, measures of accessibility, who is in charge."""

from __future__ import annotations

import datetime as dt
from random import Random

from nastavnik.accounts.models import Grant, User
from nastavnik.accounts.roles import Role
from nastavnik.base.uids import new_uid
from nastavnik.cli.demo.region import OPENED_ON
from nastavnik.org.models import Node
from nastavnik.people.access_proposals import PROPOSALS
from nastavnik.people.categories import SOURCES
from nastavnik.people.models import AccessMeasure, CategoryCount, StaffCard

# Kept as numbers alone: code and what share of an organisation's people they are.
CATEGORIES = (("ovz", 40), ("tzhs", 30), ("low_income", 20), ("orphan", 60), ("burnout", 50))
# Ready-made measures of the check list: whether each is done.
MEASURES = {
    "any-1": True, "any-2": True, "any-4": False, "ovz-1": True, "ovz-2": True, "ovz-5": False, "tzhs-4": True,
    "tzhs-6": False, "low_income-2": False, "orphan-1": True,
}  # fmt: skip
CURATORS_POST = "заместитель директора по воспитательной работе"


def counts(rng: Random, people: dict[Node, int], curators: dict[int, User], *, year: int, today: dt.date) -> None:
    """Typed in by most organisations at the end of September; the first of them has counts of last year too."""
    on = min(dt.date(year, 9, 28), today)
    rows = []
    for place, (node, count) in enumerate(people.items()):
        for code, share in CATEGORIES:
            found = count // share + rng.randrange(3)
            if place == 0:
                rows.append(_count(node, code, year - 1, on.replace(year=on.year - 1), found + 1, curators))
            if place == 0 or rng.random() < 0.8:
                rows.append(_count(node, code, year, on, found, curators))
    CategoryCount.objects.bulk_create(rows, batch_size=500)


def _count(
    node: Node, code: str, year: int, on: dt.date, count: int, curators: dict[int, User]
) -> CategoryCount:  # fmt: skip
    return CategoryCount(
        uid=new_uid(), node=node, category=code, school_year=year, on=on, count=count,
        source=SOURCES[code], made_by=curators.get(node.pk),
    )  # fmt: skip


def access(node: Node, curator: User, *, year: int, today: dt.date) -> None:
    """The check list of the school: some of it done."""
    due_on = dt.date(year, 12, 20)
    chosen = [(PROPOSALS[code], is_done) for code, is_done in MEASURES.items()]
    AccessMeasure.objects.bulk_create(
        AccessMeasure(
            uid=new_uid(), node=node, school_year=year, category=one.category, proposal=one.code, what=one.what,
            responsible=one.responsible, due_on=due_on, position=place, made_by=curator,
            done_on=today - dt.timedelta(days=20) if is_done else None,
        )
        for place, (one, is_done) in enumerate(chosen, 1)
    )  # fmt: skip


def staff(curators: dict[int, User], others: dict[Role, User]) -> None:
    """Cards of curators of all organisations, of the psychologist and of the expert."""
    kinds = {Role.PSYCHOLOGIST: ("psychologist", "педагог-психолог"), Role.EXPERT: ("expert", "методист, эксперт")}
    held = {grant.user_id: grant.node_id for grant in Grant.objects.filter(user__in=others.values())}
    told = [(node_id, user, "curator", CURATORS_POST) for node_id, user in curators.items()]
    told += [(held[others[role].pk], others[role], *kinds[role]) for role in kinds]
    StaffCard.objects.bulk_create(
        (
            StaffCard(
                uid=new_uid(), node_id=node_id, kind=kind, user=user, full_name=user.work_name, position=post,
                contacts=f"+7 900 000-{place // 100:02d}-{place % 100:02d}, доб. 1", from_on=OPENED_ON,
                order_words="приказ № 41-ОД" if kind == "curator" else "",
                model="both", training="школа кураторов, 36 часов" if place % 3 else "",
            )
            for place, (node_id, user, kind, post) in enumerate(told, 1)
        ),
        batch_size=500,
    )  # fmt: skip
