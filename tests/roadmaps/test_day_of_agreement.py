"""The region's day for agreeing plans: terms are proposed by it, and the figure counts by it."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nastavnik import measures
from nastavnik.org.models import ReferenceEntry
from nastavnik.org.services.reference import edit_entry, load
from nastavnik.org.services.shipped import SHIPPED
from nastavnik.roadmaps.measures import agreed_by
from nastavnik.roadmaps.models import Roadmap, RoadmapLine
from nastavnik.roadmaps.services import approval
from tests.cast import Cast

YEAR = measures.Period.parse("2026/27")
pytestmark = pytest.mark.usefixtures("reference")


@pytest.fixture
def reference(db: None, tmp_path: Path) -> None:
    for name in ("organisations.yaml", "roadmaps.yaml"):
        shutil.copy(SHIPPED / name, tmp_path)
    load(tmp_path)


def days(roadmap: Roadmap, on: dt.date) -> list[str]:
    return [step.due_on.isoformat() for _stop, step in approval.planned_route(roadmap, on) if step.due_on]


def test_all_agree_by_the_regions_day_and_the_approval_follows(roadmap: Roadmap) -> None:
    assert days(roadmap, dt.date(2026, 9, 3)) == ["2026-10-15", "2026-10-15", "2026-10-17"]
    assert days(roadmap, dt.date(2026, 10, 15)) == ["2026-10-15", "2026-10-15", "2026-10-17"]
    # Once it is over each step has its usual days.
    assert days(roadmap, dt.date(2026, 10, 16)) == ["2026-10-26", "2026-10-28", "2026-10-30"]


def test_a_region_sets_its_own_day_and_terms_and_figure_follow(cast: Cast, roadmap: Roadmap) -> None:
    entry = ReferenceEntry.objects.get(set__code="default_calendar", code="season_02")
    edit_entry(
        entry, seen=entry.since.number, title=entry.title_ru, data={**entry.data, "when": "до 1 ноября"}, mark="P",
        from_on=dt.date(2026, 9, 1), basis="Распоряжение", actor=cast.regional_operator,
    )  # fmt: skip

    assert agreed_by(YEAR) == dt.date(2026, 11, 1)
    assert days(roadmap, dt.date(2026, 10, 20)) == ["2026-11-01", "2026-11-01", "2026-11-03"]
    # It is dated: the year before keeps the day that it had.
    assert agreed_by(measures.Period.parse("2025/26")) == dt.date(2025, 10, 15)


def test_the_round_and_the_request_carry_the_day(
    cast: Cast, client: Client, roadmap: Roadmap, add: Callable[..., RoadmapLine], monkeypatch: pytest.MonkeyPatch
) -> None:
    add("ноябрь")
    Roadmap.objects.filter(pk=roadmap.pk).update(status="draft")
    monkeypatch.setattr(timezone, "localdate", lambda *args: dt.date(2026, 9, 3))
    chain = approval.send(roadmap, actor=cast.curator)
    assert chain.due_on == dt.date(2026, 10, 15)

    client.force_login(cast.district_coordinator)
    asked = {
        kind: client.get(reverse("roadmaps:ask"), {"kind": kind}).context["form"].initial["due_on"]
        for kind in ("make_plan", "catch_up")
    }
    assert asked == {"make_plan": dt.date(2026, 10, 15), "catch_up": None}
