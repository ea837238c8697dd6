"""Telling whoever carries jobs out that there is one. Losing a nudge loses nothing: the row is the truth."""

from __future__ import annotations

from django.conf import settings


def nudge(pk: int) -> None:
    """Called when the job ``pk`` is committed. "manual" waits for `runs.run_all`."""
    if settings.NASTAVNIK_JOBS == "thread":
        from nastavnik.jobs import threads

        threads.wake()
    elif settings.NASTAVNIK_JOBS == "worker":
        from nastavnik.jobs.tasks import run_job

        run_job.enqueue(pk)
