"""A worker process: takes nudges from the queue, keeps house, and nudges again what was left behind."""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from types import FrameType

from django.db import close_old_connections, connection
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker as QueueWorker
from django_tasks_db.models import DBTaskResult

from nastavnik.jobs import housekeeping
from nastavnik.jobs.models import Job
from nastavnik.jobs.runs import stopping
from nastavnik.jobs.tasks import run_job

log = logging.getLogger(__name__)
REAP_SECONDS = 5.0
MOST_NUDGES = 100
DAY_SECONDS = 24 * 3600


class Worker(QueueWorker):
    """The library's loop, which on SIGTERM lets a job go back to the queue after its current chunk."""

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        stopping.set()
        super().shutdown(signum, frame)


def work(*, name: str, interval: float, until_empty: bool = False) -> None:
    """Work off the queue until told to stop, or with ``until_empty`` until nothing waits."""
    reap()
    if not until_empty:
        threading.Thread(target=_keep_house, name="housekeeping", daemon=True).start()
    worker = Worker(
        queue_names=["default"],
        excluded_queue_names=[],
        interval=interval,
        batch=until_empty,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=name,
    )
    worker.configure_signals()
    worker.run()


def _keep_house() -> None:
    while True:
        close_old_connections()
        try:
            housekeeping.tick()
            reap()
        except Exception:  # the loop of a worker: a database that is away comes back
            log.exception("housekeeping failed")
        connection.close()
        time.sleep(REAP_SECONDS)


def reap() -> int:
    """Nudge for jobs that are due while nobody was told: a dead worker's, a retry's, those whose nudge was lost."""
    waiting = DBTaskResult.objects.ready().filter(task_path=run_job.module_path)
    told = {row["args"][0] for row in waiting.values_list("args_kwargs", flat=True)[: 10 * MOST_NUDGES]}
    due = Job.objects.due(timezone.now()).exclude(pk__in=told).order_by("due_at", "id")
    left = list(due.values_list("pk", flat=True)[:MOST_NUDGES])
    for pk in left:
        run_job.enqueue(pk)
    return len(left)


@housekeeping.every(seconds=DAY_SECONDS)
def forget_messages() -> int:
    """Nudges are of no use once delivered; a killed worker's stay "running" for ever."""
    yesterday = timezone.now() - dt.timedelta(days=1)
    return int(DBTaskResult.objects.filter(enqueued_at__lt=yesterday).delete()[0])
