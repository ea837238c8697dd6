"""A worker killed while it sends: every letter arrives, and a copy is known by its Message-ID (G4)."""

from __future__ import annotations

import socket
import time
from collections import Counter
from email import message_from_bytes
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone

from nastavnik import jobs
from nastavnik.accounts.models import Grant, User
from nastavnik.accounts.roles import Role
from nastavnik.jobs.models import Job
from nastavnik.jobs.tasks import run_job
from nastavnik.notifications import mail
from nastavnik.notifications.models import Letter, Preference
from tests.cast import OPENED_ON, Cast
from tests.jobs.conftest import Workers
from tests.jobs.test_kills import wait_until

LETTERS, READERS, KILLS = 60, 12, 3


class Postman:
    def __init__(self) -> None:
        self.got: list[str] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  # the library's name
        self.got.append(message_from_bytes(envelope.content)["Message-ID"])
        return "250 OK"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_no_letter_is_lost_when_the_worker_is_killed(cast: Cast, workers: Workers) -> None:
    Preference.objects.create(user=cast.curator, quiet_from=0, quiet_to=0)
    told = jobs.start("probe.copy", actor=cast.curator, node=cast.school, params={"batch": "a", "size": 1, "part": 1})
    Letter.objects.bulk_create(
        Letter(kind="job.done", event=f"e{n}", user=cast.curator, context={"job": str(told.uid)})
        for n in range(LETTERS)
    )
    carried = wait_for_the_letter_of_the_day(cast)
    postman = Postman()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(postman, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        for turn in range(KILLS + 1):
            Letter.objects.filter(state="queued").update(due_at=timezone.now())  # the next try need not be waited for
            mail.send_what_waits()  # another process may be at it too
            job = mail.start_sending() or Job.objects.get(kind=mail.KIND, state__in=["queued", "running"])
            run_job.enqueue(job.pk)
            worker = workers(NASTAVNIK_SMTP_HOST="127.0.0.1", NASTAVNIK_SMTP_PORT=str(port))
            goal = (turn + 1) * LETTERS // (KILLS + 1) - 5
            wait_until(lambda goal=goal: len(set(postman.got)) >= goal)
            if turn < KILLS:
                worker.kill()
                worker.wait()
        wait_until(lambda: not Letter.objects.filter(state="queued").exists() or _again())
    finally:
        controller.stop()

    copies = Counter(postman.got)
    assert len(copies) == LETTERS + READERS
    assert Letter.objects.filter(state="sent").count() == LETTERS + READERS + carried
    # Between the server's "yes" and our note of it lies one letter a kill, and its copy has the same name.
    assert sum(copies.values()) <= LETTERS + READERS + KILLS


def wait_for_the_letter_of_the_day(cast: Cast) -> int:
    """News for some readers, to be put into one letter each while workers die; gives how many news."""
    readers = [User.objects.create(email=f"r{n}@example.org") for n in range(READERS)]
    Grant.objects.bulk_create(
        Grant(user=user, role=Role.REGIONAL_OPERATOR, node=cast.region, from_on=OPENED_ON) for user in readers
    )
    Preference.objects.bulk_create(Preference(user=user, quiet_from=0, quiet_to=0) for user in readers)
    context = {"node": str(cast.region.uid), "organisations": 1, "lines": 2}
    news = [
        Letter(kind="plan.overdue_below", event=f"n{n}", user=user, context=context, state=Letter.State.FOR_DIGEST)
        for user in readers
        for n in range(3)
    ]
    return len(Letter.objects.bulk_create(news))


def _again() -> bool:
    """Letters that a killed worker had claimed wait a minute; here they need not."""
    Letter.objects.filter(state="queued", due_at__gt=timezone.now()).update(due_at=timezone.now())
    mail.start_sending()
    for job in Job.objects.filter(kind=mail.KIND, state="queued"):
        run_job.enqueue(job.pk)
    time.sleep(0.2)
    return False
