"""The lease: how long a worker may be silent, and the beat that keeps a living one's."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from types import TracebackType

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from nastavnik.jobs.models import Job

log = logging.getLogger(__name__)
LONGEST_CHUNK = dt.timedelta(minutes=10)


def lease() -> dt.timedelta:
    return dt.timedelta(seconds=settings.NASTAVNIK_JOB_LEASE_SECONDS)


class Heart:
    """Prolongs the lease of ``job`` during one chunk: three times in its length, for `LONGEST_CHUNK` at most.

    It dies with its process; a chunk that hangs outlives it, and the job is taken up by another worker.
    """

    def __init__(self, job: Job) -> None:
        self.job = job
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self._beat, name=f"heart of job {job.pk}", daemon=True)

    def __enter__(self) -> None:
        self.thread.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop.set()
        self.thread.join()

    def _beat(self) -> None:
        pause = lease().total_seconds() / 3
        try:
            for _beat in range(int(LONGEST_CHUNK.total_seconds() / pause)):
                if self.stop.wait(pause) or not self._prolong():
                    return
        finally:
            connection.close()

    def _prolong(self) -> bool:
        try:
            return bool(Job.objects.held_by(self.job).update(due_at=timezone.now() + lease()))
        except DatabaseError:
            log.warning("heart missed a beat uid=%s", self.job.uid)
            return True
