"""A region's plan with lines for organisations, and what it takes to hand them down in a test."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from nastavnik import jobs
from nastavnik.accounts.models import User
from nastavnik.org.models import Node, ReferenceEntry, ReferenceSet, ReferenceVersion
from nastavnik.roadmaps.deadlines import read_deadline
from nastavnik.roadmaps.models import Roadmap, RoadmapLine
from nastavnik.roadmaps.models.lines import Addressed
from nastavnik.roadmaps.models.plans import Status
from nastavnik.roadmaps.services import cascade, plans
from nastavnik.roadmaps.services.cascade.addressing import Address
from nastavnik.roadmaps.services.occurrences import lay_out
from tests.cast import Cast
from tests.plans import BEGIN, END

ABOVE = (
    ("Назначение куратора программы наставничества", "до 15 сентября"),
    ("Формирование базы наставников", "до 15 октября"),
    ("Мониторинг эффективности программ наставничества", "до 15 мая"),
)


def load_types() -> None:
    """The list that says which types of organisations keep plans."""
    of = ReferenceSet.objects.create(code="org_types", title_ru="Типы организаций", version=1)
    since = ReferenceVersion.objects.create(set=of, number=1, from_on=dt.date(1900, 1, 1), origin="file")
    for code, level in (("school", "organisation"), ("imc", "district"), ("enterprise", "partner")):
        ReferenceEntry.objects.create(
            set=of, code=code, title_ru=code, data={"code": code, "level": level}, since=since, origin="file",
            from_on=dt.date(1900, 1, 1),
        )  # fmt: skip


def make_plan(node: Node, actor: User, rows: Any, *, status: str = Status.IN_FORCE) -> Roadmap:
    made = plans.create_roadmap(
        node, actor=actor, title=f"Дорожная карта: {node.short_name}", starts_on=BEGIN, ends_on=END, model="learners"
    )
    lines = [
        RoadmapLine(
            roadmap=made, node=node, position=place * 16, title=title, deadline_text=deadline,
            schedule=read_deadline(deadline, made.period).to_json(),
        )
        for place, (title, deadline) in enumerate(rows, start=1)
    ]  # fmt: skip
    lay_out(RoadmapLine.objects.bulk_create(lines), made)
    Roadmap.objects.filter(pk=made.pk).update(status=status)
    made.refresh_from_db()
    return made


def address_all(plan: Roadmap, actor: User, to: str = Addressed.ORGANISATIONS) -> list[RoadmapLine]:
    cascade.address(plan, {line.pk: Address(to) for line in plan.lines.all()}, actor=actor)
    return list(plan.lines.all())


@pytest.fixture
def above(cast: Cast) -> Roadmap:
    """The region's plan in force, each of its lines addressed to every organisation."""
    load_types()
    plan = make_plan(cast.region, cast.regional_operator, ABOVE)
    address_all(plan, cast.regional_operator)
    return plan


@pytest.fixture
def hand(cast: Cast) -> Callable[..., None]:
    """``hand(plan)`` hands its lines down, the job included."""

    def hand_down(plan: Roadmap, **rule: Any) -> None:
        actor = rule.pop("actor", cast.regional_operator)
        cascade.hand_down(plan, actor=actor, **rule)
        jobs.run_all()

    return hand_down
