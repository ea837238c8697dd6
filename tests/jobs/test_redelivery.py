"""One message delivered again and again, one after another and at once (G7)."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from nastavnik import jobs
from nastavnik.jobs.runs import run_next
from tests.cast import Cast
from tests.jobs.probes import numbers


@pytest.mark.django_db(transaction=True)
def test_a_message_delivered_five_times_has_one_effect(cast: Cast, shared_table: None) -> None:
    job = jobs.start("probe.copy", actor=cast.curator, node=cast.school, params={"batch": "a", "size": 30, "part": 2})
    ready = threading.Barrier(2)

    def deliver() -> None:
        ready.wait()
        try:
            run_next(job.pk, beating=False)
        finally:
            connection.close()

    at_once = [threading.Thread(target=deliver) for _n in range(2)]
    for thread in at_once:
        thread.start()
    for thread in at_once:
        thread.join()
    for _again in range(3):
        assert run_next(job.pk, beating=False) is False

    job.refresh_from_db()
    assert (job.state, job.attempts, numbers("a")) == ("done", 1, list(range(30)))
