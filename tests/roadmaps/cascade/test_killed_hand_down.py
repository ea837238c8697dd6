"""A worker killed with -9 in the middle of handing lines down: the same rows as without, nothing lost or doubled."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings as project
from django.db import connection, transaction

from nastavnik import jobs
from nastavnik.jobs.models import Job
from nastavnik.jobs.tasks import run_job
from nastavnik.notifications.models import Notice
from nastavnik.roadmaps.models import HandDown, HandedLine, Roadmap, RoadmapLine
from nastavnik.roadmaps.models.lines import Addressed
from nastavnik.roadmaps.services import cascade
from tests.cast import Cast, plant
from tests.jobs.conftest import Workers, shared_table, workers
from tests.plans import BEGIN, END
from tests.roadmaps.cascade import careless
from tests.roadmaps.cascade.plans import address_all, load_types, make_plan
from tests.roadmaps.likeness.labelled import titles

__all__ = ["shared_table", "workers"]
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SCHOOLS, LINES, KILLS = 340, 40, 3
SECRETS = {"NASTAVNIK_MASTER_KEY": project.NASTAVNIK_MASTER_KEY, "NASTAVNIK_SECRET_KEY": project.SECRET_KEY}


@pytest.fixture
def city(cast: Cast) -> Roadmap:
    """Forty lines for 340 schools, of which every twentieth has a plan of its own."""
    load_types()
    words = [title for plan in titles().values() for title in plan]
    with transaction.atomic():
        for number in range(SCHOOLS):
            school = plant(cast.sibling_district, "school", f"Школа № {number + 100}")
            if number % 20 == 0:
                own = Roadmap.objects.create(node=school, title="План", starts_on=BEGIN, ends_on=END)
                RoadmapLine.objects.bulk_create(
                    RoadmapLine(roadmap=own, node=school, position=place, title=title)
                    for place, title in enumerate(words[LINES : LINES + 20])
                )
    plan = make_plan(cast.region, cast.regional_operator, [(title, "до 1 октября") for title in words[:LINES]])
    address_all(plan, cast.regional_operator, Addressed.ORGANISATIONS)
    return plan


def portrait() -> dict[str, Any]:
    """What was handed down and who was told, without keys and moments."""
    rows = HandedLine.objects.order_by("node", "parent_line", "pk")
    return {
        "rows": list(rows.values_list("node", "parent_line", "state", "line", "confidence", "seen_edition")),
        "told": sorted(Notice.objects.values_list("kind", "user")),
        "receivers": list(HandDown.objects.values_list("receivers", flat=True)),
    }


def queue_it(plan: Roadmap, cast: Cast) -> Job:
    job = cascade.hand_down(plan, actor=cast.regional_operator)
    run_job.enqueue(job.pk)
    return job


def wait_until(true: Callable[[], bool], *, seconds: float = 40) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "nothing happened in time"
        time.sleep(0.01)


def reached(job: Job) -> int:
    job.refresh_from_db()
    return job.done


def test_a_killed_hand_down_ends_as_if_nobody_had_been_killed(cast: Cast, workers: Workers, city: Roadmap) -> None:
    queue_it(city, cast)
    jobs.run_all()
    undisturbed = portrait()
    for model in (HandedLine, HandDown, Notice, Job):
        model.objects.all().delete()

    job = queue_it(city, cast)
    dice = random.Random(11)
    kills = 0
    while job.state != Job.State.DONE:
        worker = workers(**SECRETS)
        before = reached(job)
        wait_until(lambda before=before: reached(job) > before or job.state == Job.State.DONE)
        # A moment of the next piece: at its rows, at its cursor, or between the two.
        time.sleep(dice.uniform(0, 0.06))
        if reached(job) < SCHOOLS and kills < KILLS:
            worker.kill()
            worker.wait()
            kills += 1
        else:
            wait_until(lambda: reached(job) >= SCHOOLS and job.state == Job.State.DONE)

    assert kills >= 2
    assert portrait() == undisturbed
    assert len(undisturbed["rows"]) == LINES * undisturbed["receivers"][0]
    assert {state for _node, _line, state, *_rest in undisturbed["rows"]} == {"waiting", "proposed"}
    assert (job.done, job.attempts) == (undisturbed["receivers"][0], kills + 1)


@pytest.fixture
def without_the_constraint(workers: Workers) -> Iterator[None]:
    """The table takes a line twice; SQLite builds it anew from what the model says."""
    (once,) = kept = HandedLine._meta.constraints
    HandedLine._meta.constraints = []
    try:
        with connection.schema_editor() as editor:
            editor.remove_constraint(HandedLine, once)
        yield
    finally:
        HandedLine.objects.all().delete()
        HandedLine._meta.constraints = kept
        with connection.schema_editor() as editor:
            editor.add_constraint(HandedLine, once)


@pytest.mark.usefixtures("without_the_constraint")
def test_the_careless_twin_doubles_lines_when_killed(cast: Cast, workers: Workers, above: Roadmap) -> None:
    nodes = [cast.school.pk, cast.branch.pk, cast.sibling_school.pk, cast.far_school.pk]
    params = {"roadmap": str(above.uid), "nodes": nodes, "part": 2, "seconds": 2}
    job = jobs.start(careless.KIND, actor=cast.regional_operator, node=cast.region, params=params)
    run_job.enqueue(job.pk)
    worker = workers(module="tests.roadmaps.cascade.careless", **SECRETS)
    wait_until(lambda: HandedLine.objects.count() == 6)
    worker.kill()
    worker.wait()

    workers(module="tests.roadmaps.cascade.careless", **SECRETS)
    wait_until(lambda: reached(job) == 4 and job.state == Job.State.DONE)

    times = Counter(HandedLine.objects.values_list("node", flat=True))
    assert times == {nodes[0]: 6, nodes[1]: 6, nodes[2]: 3, nodes[3]: 3}
