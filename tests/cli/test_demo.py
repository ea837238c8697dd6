"""The invented region: whole, with every state, the same for the same seed."""

from __future__ import annotations

import datetime as dt
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from nastavnik.accounts.models import Grant, User
from nastavnik.accounts.roles import Role
from nastavnik.cli.demo.region import PASSWORD
from nastavnik.org.models import Node
from nastavnik.roadmaps.models import Occurrence, Roadmap, RoadmapImport
from nastavnik.roadmaps.services.summaries import summary_of

TODAY = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)


def load(seed: int) -> None:
    call_command("demo", "load", people=18, seed=seed, stderr=StringIO(), stdout=StringIO())


def portrait() -> dict[str, Any]:
    """What people would see, without keys and moments."""
    return {
        "nodes": list(Node.objects.order_by("pk").values_list("short_name", "type", "opened_on")),
        "people": list(User.objects.order_by("pk").values_list("work_name", "email")),
        "plans": list(Roadmap.objects.order_by("pk").values_list("title", "status", "summary")),
        "dates": list(Occurrence.objects.order_by("pk").values_list("line__title", "due_on", "done_on")),
    }


@pytest.mark.slow
@pytest.mark.django_db
def test_the_demo_is_whole_and_the_same_for_the_same_seed(time_machine: Any) -> None:
    time_machine.move_to(TODAY)
    portraits = []
    # The same for the same seed is a matter of our dice: one database is asked twice, the other once.
    for _load in range(2 if connection.vendor == "sqlite" else 1):
        with transaction.atomic():
            load(7)
            portraits.append(portrait())
            if len(portraits) == 1:
                _check_whole()
            transaction.set_rollback(True)

    assert portraits[0] == portraits[-1]


def _check_whole() -> None:
    assert Node.objects.filter(type="district").count() == 18
    assert set(Grant.objects.exclude(user__email=None).values_list("role", flat=True)) == set(Role)
    school = Grant.objects.get(user__email="curator@demo.example").node
    counts: dict[str, int] = {}
    for plan in school.roadmaps.all():
        for state, count in summary_of(plan, TODAY.date()).items():
            counts[state] = counts.get(state, 0) + count
    assert {state for state, count in counts.items() if count} >= {
        "overdue",
        "in_progress",
        "not_started",
        "done",
        "done_late",
    }
    assert RoadmapImport.objects.get(node=school, state=RoadmapImport.State.READY).line_count
    assert Roadmap.objects.filter(node__type="mentoring_centre").exists()
    assert Roadmap.objects.filter(node__type="imc").count() == 18


@pytest.mark.django_db
def test_the_demo_is_not_loaded_over_anything(cast: Any) -> None:
    with pytest.raises(CommandError):
        load(7)


@pytest.mark.django_db
def test_sign_ins_are_printed_with_their_roles(cast: Any) -> None:
    User.objects.create_user("curator@demo.example", PASSWORD)
    printed = StringIO()

    call_command("demo", "signins", stdout=printed)

    assert PASSWORD in printed.getvalue()
    assert "curator@demo.example" in printed.getvalue()


@pytest.mark.django_db
def test_production_refuses_the_demo(settings: Any) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError):
        load(7)
