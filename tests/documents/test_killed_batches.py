"""A worker killed with -9 while it registers a list: another goes on, no document lost, none doubled."""

from __future__ import annotations

import io
import time
import zipfile
from typing import Any

import pytest
from django.conf import settings as project
from django.utils import timezone

from nastavnik.accounts.keyring.files import files
from nastavnik.documents.models import Batch, Paper
from nastavnik.documents.services import batches
from nastavnik.jobs.tasks import run_job
from tests.cast import Cast
from tests.documents.papers import with_head
from tests.jobs.conftest import Workers, shared_table, workers

__all__ = ["shared_table", "workers"]
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ROWS = 60


@pytest.mark.parametrize("is_registered", [False, True])
def test_a_killed_list_goes_on_where_it_stopped(cast: Cast, workers: Workers, settings: Any, *, is_registered: bool):
    with_head(cast)
    day = timezone.localdate()
    batch = batches.begin(
        cast.school, "certificate", title="", differs=["person"] if is_registered else ["person", "number"],
        is_registered=is_registered, dated_on=day, actor=cast.director,
    )  # fmt: skip
    common = {"role": "является участником программы", "programme": "Школа наставника"}
    rows = [{"person.name": f"Орлов Пётр Андреевич {n}"} for n in range(ROWS)]
    if not is_registered:
        common["date"] = day.isoformat()
        rows = [{**row, "number": str(n)} for n, row in enumerate(rows)]
    batch = batches.fill_in(batch, common=common, rows=rows, actor=cast.director)
    job = batches.start(batch, actor=cast.director)
    run_job.enqueue(job.pk)
    env = {
        "NASTAVNIK_FILES": str(settings.NASTAVNIK_FILES),
        "NASTAVNIK_MASTER_KEY": project.NASTAVNIK_MASTER_KEY,
        "NASTAVNIK_SECRET_KEY": project.SECRET_KEY,
    }
    kills, until = 0, time.monotonic() + 300
    while job.state != "done":
        worker = workers(**env)
        reached = job.done
        while job.done == reached and job.state != "done":
            assert time.monotonic() < until, f"stopped at {job.done}"
            time.sleep(0.05)
            job.refresh_from_db()
        if job.state != "done" and kills < 2:
            worker.kill()
            worker.wait()
            kills += 1

    batch.refresh_from_db()
    assert kills >= 1
    assert batch.state == Batch.State.DONE
    with zipfile.ZipFile(io.BytesIO(files.read(batch.archive_key))) as archive:
        names = archive.namelist()
    assert len(names) == len(set(names)) == 2 * ROWS + 1  # and the table that says whose each is
    papers = Paper.objects.filter(batch=batch).order_by("batch_row")
    assert [paper.serial for paper in papers] == (list(range(1, ROWS + 1)) if is_registered else [])
