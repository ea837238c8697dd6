"""Jobs inside the web process, for one machine: a few threads, started when first needed, never at import.

A restart picks up what was left: leases run out, and the threads look again. Several web processes may do
this beside each other, since a job is claimed in the database.
"""

from __future__ import annotations

import logging
import threading
import time
from typing import Any

from django.conf import settings
from django.core.signals import request_started
from django.db import close_old_connections, connection

from nastavnik.jobs import housekeeping
from nastavnik.jobs.runs import run_next

log = logging.getLogger(__name__)
LOOK_AGAIN_SECONDS = 5.0

_lock = threading.Lock()
# Each ring is one look: a job that comes while every thread is busy is looked for afterwards.
_bell = threading.Semaphore(0)
_threads: list[threading.Thread] = []


def wait_for_first_request() -> None:
    """Start the threads with the first request: a process that forks later must not have them before."""
    request_started.connect(_first_request, dispatch_uid="nastavnik.jobs.threads")


def _first_request(sender: Any, **kwargs: Any) -> None:
    request_started.disconnect(dispatch_uid="nastavnik.jobs.threads")
    wake()


def wake() -> None:
    """A job waits: see that there are threads, and have one of them look."""
    with _lock:
        if not any(thread.is_alive() for thread in _threads):
            _threads[:] = [
                *(_thread(_carry_out, f"jobs {n + 1}") for n in range(settings.NASTAVNIK_JOB_THREADS)),
                _thread(_keep_house, "housekeeping"),
            ]
    _bell.release()


def _thread(target: Any, name: str) -> threading.Thread:
    # A daemon: a process that ends takes its job with it, and the lease gives the job to the next one.
    thread = threading.Thread(target=target, name=name, daemon=True)
    thread.start()
    return thread


def _carry_out() -> None:
    while True:
        while _try_one():
            pass
        connection.close()
        _bell.acquire(timeout=LOOK_AGAIN_SECONDS)


def _try_one() -> bool:
    close_old_connections()
    try:
        return run_next()
    except Exception:  # the loop of a worker: a database that is away comes back
        log.exception("jobs cannot be looked for")
        connection.close()
        return False


def _keep_house() -> None:
    while True:
        close_old_connections()
        pause = housekeeping.tick()
        connection.close()
        time.sleep(min(max(pause, 1.0), 60.0))
