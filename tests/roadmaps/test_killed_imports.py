"""A worker killed with -9 in the middle of reading a long document: it goes on, nothing lost, nothing doubled."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project

from nastavnik import jobs
from nastavnik.jobs.tasks import run_job
from nastavnik.roadmaps.models import RoadmapImport
from nastavnik.roadmaps.services import imports
from tests.cast import Cast
from tests.jobs.conftest import Workers, shared_table, workers

__all__ = ["shared_table", "workers"]
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LINES = 2000
HEAD = "План наставничества на 2026-2027 учебный год\n\n№\tМероприятие\tСрок\tОтветственный\tРезультат\n"


def test_a_killed_import_goes_on_where_it_stopped(
    cast: Cast, workers: Workers, settings: Any, tmp_path: Path
) -> None:  # fmt: skip
    rows = "".join(f"{n}\tПровести встречу {n}\tдо 15 октября\tкуратор\tПротокол\n" for n in range(1, LINES + 1))
    batch = imports.take_in(cast.school, content=(HEAD + rows).encode(), file_name="plan.txt", actor=cast.curator)
    job = jobs.Job.objects.get(uid=batch.job_uid)
    run_job.enqueue(job.pk)
    env = {
        "NASTAVNIK_FILES": str(settings.NASTAVNIK_FILES),
        "NASTAVNIK_MASTER_KEY": project.NASTAVNIK_MASTER_KEY,
        "NASTAVNIK_SECRET_KEY": project.SECRET_KEY,
    }
    kills = 0
    until = time.monotonic() + 200
    log = tmp_path / "log"

    while job.state != "done":
        worker = workers(**env)
        reached = job.done
        while job.done == reached and job.state != "done":
            is_at_work = worker.poll() is None and time.monotonic() < until
            assert is_at_work, f"stopped at {job.done}, {job.state}: {worker.poll()} {log.read_text()[-3000:]}"
            time.sleep(0.01)
            job.refresh_from_db()
        if job.state != "done" and kills < 3:
            worker.kill()
            worker.wait()
            kills += 1

    batch.refresh_from_db()
    assert kills >= 1
    assert batch.state == RoadmapImport.State.READY
    assert list(batch.lines.order_by("position").values_list("position", flat=True)) == list(range(LINES))
    assert batch.lines.values("data__number").distinct().count() == LINES
