"""Who is told of a job, and who notices when nobody was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from nastavnik import jobs
from nastavnik.jobs import hearts, nudges, threads, worker
from nastavnik.jobs.models import Job
from nastavnik.jobs.runs import claim
from nastavnik.jobs.tasks import run_job
from tests.cast import Cast
from tests.jobs.probes import numbers

pytestmark = pytest.mark.usefixtures("table")


def ask(cast: Cast) -> Job:
    return jobs.start("probe.copy", actor=cast.curator, node=cast.school, params={"batch": "a", "size": 3, "part": 2})


def test_the_queue_is_told_when_the_job_is_committed(
    cast: Cast, settings: Any, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    settings.NASTAVNIK_JOBS = "worker"
    with django_capture_on_commit_callbacks(execute=True):
        job = ask(cast)

    assert [row.args_kwargs["args"] for row in DBTaskResult.objects.all()] == [[job.pk]]
    run_job.call(job.pk)
    assert numbers("a") == [0, 1, 2]
    run_job.call(job.pk)
    assert numbers("a") == [0, 1, 2]


def test_the_threads_are_woken_when_they_do_the_work(
    cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    woken: list[bool] = []
    monkeypatch.setattr(threads, "wake", lambda: woken.append(True))

    for mode in ("manual", "thread"):
        settings.NASTAVNIK_JOBS = mode
        nudges.nudge(1)

    assert woken == [True]


def test_what_nobody_was_told_of_is_told_once(cast: Cast) -> None:
    waiting, later, held, dead = (ask(cast) for _n in range(4))
    now = timezone.now()
    Job.objects.filter(pk=later.pk).update(due_at=now + dt.timedelta(hours=1))
    Job.objects.filter(pk=held.pk).update(state="running", due_at=now + dt.timedelta(seconds=30))
    Job.objects.filter(pk=dead.pk).update(state="running", due_at=now - dt.timedelta(seconds=1))

    assert worker.reap() == 2
    assert worker.reap() == 0

    told = {row.args_kwargs["args"][0] for row in DBTaskResult.objects.all()}
    assert told == {waiting.pk, dead.pk}


def test_old_messages_are_forgotten(cast: Cast) -> None:
    run_job.enqueue(1)
    run_job.enqueue(2)
    first = DBTaskResult.objects.order_by("enqueued_at")[0]
    DBTaskResult.objects.filter(pk=first.pk).update(enqueued_at=timezone.now() - dt.timedelta(days=2))

    assert worker.forget_messages() == 1
    assert DBTaskResult.objects.count() == 1


@pytest.mark.parametrize("words", [["--processes", "0"], ["--interval", "0"], ["--interval", "nan"]])
def test_a_worker_refuses_figures_that_make_no_sense(words: list[str]) -> None:
    with pytest.raises(CommandError) as refusal:
        call_command("worker", *words)
    assert refusal.value.returncode == 2


def test_a_beat_prolongs_the_lease_of_the_attempt_that_holds_it(cast: Cast) -> None:
    ask(cast)
    held = claim()
    assert held is not None
    Job.objects.update(due_at=timezone.now())

    assert hearts.Heart(held)._prolong() is True
    assert Job.objects.get().due_at > timezone.now() + dt.timedelta(seconds=25)
    Job.objects.update(attempts=9)
    assert hearts.Heart(held)._prolong() is False
