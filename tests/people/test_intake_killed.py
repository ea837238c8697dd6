"""A worker killed with -9 while it reads or writes a table: another goes on, nothing is lost, nothing doubled.

Run as a program, this module is a worker with small pieces that kills itself at the point it is told: in the middle
of a transaction, after its rows and before its cursor. So the kill does not depend on how fast the machine is.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from typing import Any

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "nastavnik.config.settings"
    django.setup()

import pytest
from django.conf import settings as project
from django.utils import timezone

from nastavnik.audit.models import Event
from nastavnik.jobs import run_all
from nastavnik.jobs.models import Job
from nastavnik.jobs.tasks import run_job
from nastavnik.people import tasks_intake
from nastavnik.people.models import Intake, IntakePiece, Participation, Person
from nastavnik.people.services import intake_reading, intake_writing, intakes
from tests.cast import Cast
from tests.jobs.conftest import Workers, shared_table, workers
from tests.people.test_intake import ANNA, HEAD, lists, take

__all__ = ["lists", "shared_table", "workers"]
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ROWS = 400
PIECE = 50
#: Rows of one transaction.
CHUNK = 2 * PIECE
SIZES = ((intake_reading, "SIZE", PIECE), (tasks_intake, "SIZE", PIECE), (tasks_intake, "TOGETHER", CHUNK // PIECE))
PATIENCE_SECONDS = 240.0


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    for owner, name, size in SIZES:
        monkeypatch.setattr(owner, name, size)


@pytest.mark.usefixtures("small_pieces")
def test_a_killed_worker_saves_nothing_by_halves(lists: Cast, workers: Workers, settings: Any) -> None:
    rows = [ANNA.replace("Ветрова", f"Ветров{_letters(n)}") for n in range(ROWS)]
    intake = intakes.take_in(
        lists.school, side="mentee", model="learners", school_year=2026,
        content="\n".join([HEAD, *rows]).encode(), file_name="base.csv", actor=lists.curator,
    )  # fmt: skip
    work = _hands(workers, settings)

    job = _told(intake)
    work(job, "put:3")
    assert sum(IntakePiece.objects.values_list("count", flat=True)) == 2 * CHUNK
    _finish(job)
    intake.refresh_from_db()
    assert (intake.state, intake.counts) == ("ready", {"new": ROWS})
    assert sum(IntakePiece.objects.values_list("count", flat=True)) == ROWS

    take(lists, intake)
    intake.refresh_from_db()
    job = _told(intake)
    work(job, "write:2")
    assert _in_the_base() == (CHUNK,) * 3
    work(job, "accepted:1")
    intake.refresh_from_db()
    assert (intake.state, _in_the_base()) == ("accepting", (ROWS,) * 3)
    _finish(job)
    intake.refresh_from_db()
    assert (intake.state, intake.counts["added"], _in_the_base()) == ("accepted", ROWS, (ROWS,) * 3)
    assert Event.objects.filter(action="person.intake_accepted").count() == 1


def _in_the_base() -> tuple[int, int, int]:
    """People, their seats, their parts."""
    return (
        Person.objects.count(),
        Person.objects.values("seat").distinct().count(),
        Participation.objects.values("person").distinct().count(),
    )


def _letters(number: int) -> str:
    return "".join("абвгдежзик"[int(digit)] for digit in f"{number:04}")


def _told(intake: Intake) -> Job:
    job = Job.objects.get(uid=intake.job_uid)
    run_job.enqueue(job.pk)
    return job


def _hands(workers: Workers, settings: Any) -> Callable[[Job, str], None]:
    """Has a worker take the job as far as the mark, where it ends."""
    env = {
        "NASTAVNIK_FILES": str(settings.NASTAVNIK_FILES),
        "NASTAVNIK_MASTER_KEY": project.NASTAVNIK_MASTER_KEY,
        "NASTAVNIK_SECRET_KEY": project.SECRET_KEY,
    }

    def work(job: Job, mark: str) -> None:
        _until_due(job)
        worker = workers(module="tests.people.test_intake_killed", mode=mark, **env)
        assert worker.wait(timeout=PATIENCE_SECONDS) == -signal.SIGKILL
        job.refresh_from_db()
        assert job.state == Job.State.RUNNING

    return work


def _finish(job: Job) -> None:
    _until_due(job)
    run_all()
    job.refresh_from_db()
    assert job.state == Job.State.DONE


def _until_due(job: Job) -> None:
    """The lease of a dead worker runs out."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not Job.objects.due(timezone.now()).filter(pk=job.pk).exists():
        assert time.monotonic() < until, "the lease does not end"
        time.sleep(0.1)


def _deadly(real: Callable[..., Any], turn: int) -> Callable[..., Any]:
    """``real``, after whose ``turn``-th call the process is no more."""
    calls = 0

    def called(*args: Any, **named: Any) -> Any:
        nonlocal calls
        result = real(*args, **named)
        calls += 1
        if calls == turn:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return called


def _work(mark: str) -> None:
    from nastavnik.jobs.worker import work

    for module, name, size in SIZES:
        setattr(module, name, size)
    name, turn = mark.split(":")
    if name == "put":
        setattr(tasks_intake.Writer, name, staticmethod(_deadly(tasks_intake.Writer.put, int(turn))))
    else:
        owner: Any = {"write": intake_writing.Writer, "accepted": intakes}[name]
        setattr(owner, name, _deadly(getattr(owner, name), int(turn)))
    work(name=f"table-{os.getpid()}", interval=0.05, until_empty=True)


if __name__ == "__main__":
    _work(sys.argv[1])
