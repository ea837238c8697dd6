"""Workers killed with -9, frozen and woken, told twice: effects once, nothing lost (G4, G7)."""

from __future__ import annotations

import random
import signal
import subprocess
import time
from collections.abc import Callable

import pytest

from nastavnik import jobs
from nastavnik.jobs.models import Job
from nastavnik.jobs.tasks import run_job
from tests.cast import Cast
from tests.jobs.conftest import Workers
from tests.jobs.probes import numbers

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PATIENCE_SECONDS = 90.0


def make_job(cast: Cast, kind: str = "probe.copy", **params: object) -> Job:
    job = jobs.start(kind, actor=cast.curator, node=cast.school, params={"batch": "a", **params})
    run_job.enqueue(job.pk)
    return job


def wait_until(true: Callable[[], bool], *, seconds: float = PATIENCE_SECONDS) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "nothing happened in time"
        time.sleep(0.02)


def state(job: Job) -> str:
    job.refresh_from_db()
    return job.state


def test_a_killed_worker_loses_nothing_and_doubles_nothing(cast: Cast, workers: Workers) -> None:
    size = 120
    job = make_job(cast, size=size, part=4, seconds=0.02)
    dice = random.Random(7)
    kills = 0

    while state(job) != Job.State.DONE:
        worker = workers()
        reached = job.done
        wait_until(lambda was=reached: state(job) == Job.State.DONE or job.done > was)
        time.sleep(dice.uniform(0, 0.08))
        if state(job) != Job.State.DONE and kills < 5:
            worker.kill()
            worker.wait()
            kills += 1
        else:
            wait_until(lambda: state(job) == Job.State.DONE)

    assert numbers("a") == list(range(size))
    assert kills >= 3
    assert (job.attempts, job.done, job.total, job.result) == (kills + 1, size, size, {"copied": size})


def test_the_careless_twin_doubles_rows_when_killed(cast: Cast, workers: Workers) -> None:
    """What the lease and the cursor are for: without them the same kill is seen in the data."""
    job = make_job(cast, "probe.careless", size=8, part=4, seconds=2)
    worker = workers()
    wait_until(lambda: len(numbers("a")) == 4)
    worker.kill()
    worker.wait()

    workers()
    wait_until(lambda: state(job) == Job.State.DONE)

    assert numbers("a") == sorted([*range(8), *range(4)])


def test_a_frozen_worker_that_wakes_up_late_writes_nothing(cast: Cast, workers: Workers) -> None:
    job = make_job(cast, size=40, part=1, seconds=0.1)
    frozen = workers()
    wait_until(lambda: state(job) == Job.State.RUNNING and job.done > 2)
    frozen.send_signal(signal.SIGSTOP)

    workers()
    wait_until(lambda: state(job) == Job.State.RUNNING and job.attempts == 2 and job.done > 12)
    frozen.send_signal(signal.SIGCONT)
    wait_until(lambda: state(job) == Job.State.DONE)

    assert numbers("a") == list(range(40))
    assert job.attempts == 2


def test_a_worker_told_to_stop_gives_its_job_back(cast: Cast, workers: Workers) -> None:
    job = make_job(cast, size=40, part=1, seconds=0.1)
    worker = workers(lease=600)
    wait_until(lambda: state(job) == Job.State.RUNNING and job.done > 2)

    worker.send_signal(signal.SIGTERM)
    worker.wait(timeout=PATIENCE_SECONDS)

    assert state(job) == Job.State.QUEUED
    workers(lease=600)
    wait_until(lambda: state(job) == Job.State.DONE)
    assert numbers("a") == list(range(40))


def test_several_workers_and_many_messages_make_one_effect(cast: Cast, workers: Workers) -> None:
    copies = [make_job(cast, batch=f"b{n}", size=12, part=5) for n in range(4)]
    for job in copies * 3:
        run_job.enqueue(job.pk)

    herd: list[subprocess.Popen[bytes]] = [workers("--until-empty") for _n in range(2)]
    for worker in herd:
        assert worker.wait(timeout=PATIENCE_SECONDS) == 0

    assert [numbers(f"b{n}") for n in range(4)] == [list(range(12))] * 4
    assert [state(job) for job in copies] == [Job.State.DONE] * 4


def test_the_command_works_with_several_processes_until_nothing_waits(workers: Workers) -> None:
    job = jobs.start("letters.send", actor=None, node=None)

    herd = workers("--processes", "2", "--until-empty", module="nastavnik")

    assert herd.wait(timeout=PATIENCE_SECONDS) == 0
    assert state(job) == Job.State.DONE


def test_a_lease_is_kept_while_a_slow_part_is_at_work(cast: Cast, workers: Workers) -> None:
    job = make_job(cast, size=2, part=1, seconds=2.5)
    workers(lease=1)
    workers(lease=1)

    wait_until(lambda: state(job) == Job.State.DONE)

    assert (job.attempts, numbers("a")) == (1, [0, 1])


def test_threads_of_a_web_process_take_up_what_a_dead_one_left(cast: Cast, workers: Workers) -> None:
    job = make_job(cast, size=60, part=1, seconds=0.05)
    first = workers("60", mode="thread")
    wait_until(lambda: state(job) == Job.State.RUNNING and job.done > 3)
    first.kill()
    first.wait()

    workers("60", mode="thread")
    wait_until(lambda: state(job) == Job.State.DONE)

    assert (job.attempts, numbers("a")) == (2, list(range(60)))
