"""Workers killed with -9 while they print forms or sort scans: another goes on, nothing is lost, nothing doubled."""

from __future__ import annotations

import io
import time
from typing import Any

import pytest
from django.conf import settings as project
from django.utils import timezone
from PIL import Image

from nastavnik.accounts.keyring.files import files
from nastavnik.jobs.models import Job
from nastavnik.jobs.tasks import run_job
from nastavnik.people import consent_sheets
from nastavnik.people.consent_sheets import _qr as picture_of_code
from nastavnik.people.models import Consent, Person
from nastavnik.people.services import consents, issuing, scans
from tests.cast import Cast
from tests.jobs.conftest import Workers, shared_table, workers

__all__ = ["shared_table", "workers"]
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PEOPLE = 60


def people(cast: Cast) -> list[Person]:
    rows = [
        Person(
            node=cast.school, seat=seat, card={"last": "Ветров", "first": "Глеб", "middle": f"Антонович {seat}"},
            birth_year=1990, birth_month=3, adult_from=timezone.localdate().replace(year=2010),
        )
        for seat in range(1, PEOPLE + 1)
    ]  # fmt: skip
    for row in rows:
        row.save()
    return rows


def carried_out(job: Job, workers: Workers, settings: Any) -> int:
    """Have the job done by workers, two of which are killed on their way; gives how many were."""
    env = {
        "NASTAVNIK_FILES": str(settings.NASTAVNIK_FILES),
        "NASTAVNIK_MASTER_KEY": project.NASTAVNIK_MASTER_KEY,
        "NASTAVNIK_SECRET_KEY": project.SECRET_KEY,
    }
    run_job.enqueue(job.pk)
    kills, until = 0, time.monotonic() + 300
    while job.state != "done":
        worker = workers(**env)
        reached = job.done
        while job.done == reached and job.state != "done":
            assert time.monotonic() < until, f"stopped at {job.done}, {job.state}"
            time.sleep(0.05)
            job.refresh_from_db()
        if job.state != "done" and kills < 2:
            worker.kill()
            worker.wait()
            kills += 1
    return kills


def test_forms_are_printed_once_each(cast: Cast, workers: Workers, settings: Any) -> None:
    batch = issuing.begin_batch(cast.school, "adult_pd", people(cast), actor=cast.curator)
    assert carried_out(Job.objects.get(uid=batch.job_uid), workers, settings) >= 1
    batch.refresh_from_db()
    assert batch.state == "done"
    assert consent_sheets.pages(files.read(batch.pdf_key)) == PEOPLE


def test_scans_are_sorted_once_each(cast: Cast, workers: Workers, settings: Any) -> None:
    rows = consents.issue(people(cast), "adult_pd", actor=cast.curator)
    pages = []
    for row in rows:
        page = Image.new("RGB", (620, 880), "white")
        page.paste(Image.open(io.BytesIO(picture_of_code(row.code or ""))).convert("RGB"), (420, 40))
        pages.append(page)
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=75)
    out.seek(0)
    batch = scans.take_in(cast.school, [("1.pdf", out)], timezone.localdate(), actor=cast.curator)
    assert carried_out(Job.objects.get(uid=batch.job_uid), workers, settings) >= 1
    batch.refresh_from_db()
    found = list(batch.pages.order_by("position").values_list("position", "state"))
    assert found == [(place, "taken") for place in range(PEOPLE)]
    assert Consent.objects.in_force().count() == PEOPLE
