"""Forty lines handed down to 700 organisations whose plans have 40 lines each, and the pages that read the outcome.

Half of the lines below are worded by their school alone, so that nothing read of one plan spares the next. The page
of coverage is asked in turn for 700 and for 70 organisations: a page of fifty must cost the same.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable
from random import Random
from statistics import median
from typing import Any

from bench import Measure
from bench._site import ENGINES, engine_in_use, measured, queries_of

LINES, MANY, FEW, ROUNDS = 40, 700, 70, 15
BEGIN, END = dt.date(2026, 9, 1), dt.date(2027, 8, 31)


def measures() -> Iterable[Measure]:
    for engine in ENGINES:
        found = measured("bench.cascade.handed", engine)
        versions = found["versions"]
        yield Measure(
            f"{LINES} lines handed down to {MANY} organisations, {engine}", found["hand"], "s", "<=", 30, versions
        )
        yield Measure(f"rows handed down, {engine}", found["rows"], "", "==", LINES * MANY, versions)
        ratio = found["page_many"] / found["page_few"]
        yield Measure(
            f"coverage, a page of {MANY} organisations / of {FEW}, {engine}", ratio, "x", "<=", 1.3, versions
        )
        asked = found["queries_many"] - found["queries_few"]
        yield Measure(f"coverage, queries for {MANY} more than for {FEW}, {engine}", asked, "", "==", 0, versions)
        yield Measure(
            f"sums of {LINES} lines over {MANY} organisations, {engine}", found["sums"], "s", "<=", 1, versions
        )


def handed() -> dict[str, Any]:
    """Runs on a site of its own: see `bench._site`."""
    import django
    from django.test import Client
    from django.urls import reverse

    from nastavnik import jobs
    from nastavnik.roadmaps.cascading.coverage import coverage
    from nastavnik.roadmaps.cascading.roll_up import roll_up
    from nastavnik.roadmaps.models import HandedLine
    from nastavnik.roadmaps.services import cascade
    from tests.cast import make_cast
    from tests.roadmaps.cascade.plans import load_types

    cast = make_cast()
    load_types()
    plans = {}
    for name, territory, size in (("many", cast.sibling_district, MANY), ("few", cast.district, FEW)):
        _schools(territory, size)
        plans[name] = _plan_above(cast.region, name)
    began = time.perf_counter()
    cascade.hand_down(plans["many"], actor=cast.regional_operator, under=cast.sibling_district)
    jobs.run_all()
    hand = time.perf_counter() - began
    # One school of the cast stands in that district beside the 700.
    rows = HandedLine.objects.filter(parent=plans["many"]).exclude(node=cast.far_school).count()
    cascade.hand_down(plans["few"], actor=cast.regional_operator, under=cast.district)
    jobs.run_all()
    HandedLine.objects.filter(state="proposed").update(state="linked")
    client = Client()
    client.force_login(cast.regional_operator)
    addresses = {name: reverse("roadmaps:coverage-organisations", args=[plan.uid]) for name, plan in plans.items()}
    times: dict[str, list[float]] = {name: [] for name in addresses}
    for address in addresses.values():
        client.get(address)
    for _round in range(ROUNDS):
        for name, address in addresses.items():
            times[name].append(_seconds(lambda address=address: client.get(address)))
    today = dt.date(2026, 11, 22)
    sums = [_seconds(lambda: (roll_up(plans["many"], today), coverage(plans["many"]))) for _round in range(5)]
    return {
        "hand": hand,
        "rows": rows,
        "page_many": median(times["many"]),
        "page_few": median(times["few"]),
        "queries_many": queries_of(client, addresses["many"]),
        "queries_few": queries_of(client, addresses["few"]),
        "sums": median(sums),
        "versions": f"django {django.__version__}, {engine_in_use()}",
    }


def _titles() -> list[str]:
    from tests.roadmaps.likeness.labelled import titles

    return [title for plan in titles().values() for title in plan]


def _plan_above(region: Any, name: str) -> Any:
    from nastavnik.roadmaps.models import Roadmap, RoadmapLine
    from nastavnik.roadmaps.services.occurrences import lay_out

    plan = Roadmap.objects.create(
        node=region, title=f"Дорожная карта {name}", starts_on=BEGIN, ends_on=END, status="in_force", model="learners"
    )
    titles = _titles()[:LINES]
    lines = [
        RoadmapLine(roadmap=plan, node=region, position=place, title=title, addressed_to="organisations",
                    manual_due_on=dt.date(2026, 12, 1))
        for place, title in enumerate(titles, start=1)
    ]  # fmt: skip
    lay_out(RoadmapLine.objects.bulk_create(lines), plan)
    return plan


def _schools(territory: Any, size: int) -> None:
    from nastavnik.roadmaps.models import Roadmap, RoadmapLine
    from nastavnik.roadmaps.services.occurrences import lay_out
    from tests.cast import plant

    chance, titles = Random(size), _titles()  # noqa: S311 - words plans, guards nothing
    for number in range(size):
        node = plant(territory, "school", f"Школа {territory.pk}-{number}")
        plan = Roadmap.objects.create(
            node=node, title="План", starts_on=BEGIN, ends_on=END, status="in_force", model="learners"
        )
        lines = [
            RoadmapLine(roadmap=plan, node=node, position=place, manual_due_on=dt.date(2026, 10, 1 + place % 28),
                        title=title if place % 2 else f"{title} в классах {number}-й параллели")
            for place, title in enumerate(chance.sample(titles, LINES), start=1)
        ]  # fmt: skip
        lay_out(RoadmapLine.objects.bulk_create(lines), plan)


def _seconds(deed: Any) -> float:
    began = time.perf_counter()
    deed()
    return time.perf_counter() - began
