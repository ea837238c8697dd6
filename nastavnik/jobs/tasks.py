"""The message of the queue: which job to look at. Safe to deliver twice, late, or never."""

from __future__ import annotations

from django_tasks import task

from nastavnik.jobs.runs import run_next


@task()
def run_job(pk: int) -> None:
    run_next(pk)
