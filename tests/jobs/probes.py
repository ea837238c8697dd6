"""Kinds of work that exist for tests: they copy the numbers 0 … n-1 into a bare table, part by part.

The table has no constraint on purpose: a row written twice stays and is seen. Run as a program, this module is
a worker process that knows these kinds.
"""

from __future__ import annotations

import os
import sys
import time

import django
from django.db import connection, transaction

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "nastavnik.config.settings"
    django.setup()

from nastavnik import jobs
from nastavnik.base.errors import DomainError

TABLE = "jobs_probe"


class WrongPaper(DomainError):
    code = "wrong_paper"
    message = "The paper is of the wrong colour."


def make_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {TABLE} (batch varchar(60) NOT NULL, number integer NOT NULL)")


def drop_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {TABLE}")


def numbers(batch: str) -> list[int]:
    """What was copied for ``batch``, doubles included, in order."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT number FROM {TABLE} WHERE batch = %s ORDER BY number", [batch])  # noqa: S608
        return [row[0] for row in cursor.fetchall()]


def copy(run: jobs.Run, begin: int, end: int) -> None:
    rows = [(run.params["batch"], number) for number in range(begin, end)]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {TABLE} (batch, number) VALUES (%s, %s)", rows)  # noqa: S608


@jobs.kind("probe.copy", title="Copying numbers", action="roadmap.import")
class Copy(jobs.Kind):
    """``params``: batch, size, part, and seconds to spend on each part."""

    def chunk(self, run: jobs.Run) -> bool:
        size, part = run.params["size"], run.params["part"]
        begin = run.cursor or 0
        end = min(begin + part, size)
        time.sleep(run.params.get("seconds", 0))
        with run.writing():
            copy(run, begin, end)
            run.advance(cursor=end, done=end, total=size, result={"copied": end})
        return end == size


@jobs.kind("probe.careless", title="Copying numbers carelessly", action="roadmap.import")
class Careless(jobs.Kind):
    """The twin: rows and cursor each in a transaction of their own, and no look at the lease."""

    def chunk(self, run: jobs.Run) -> bool:
        size, part = run.params["size"], run.params["part"]
        begin = run.cursor or 0
        end = min(begin + part, size)
        with transaction.atomic():
            copy(run, begin, end)
        time.sleep(run.params.get("seconds", 0))
        run.advance(cursor=end, done=end, total=size)
        return end == size


@jobs.kind("probe.crash", title="Crashing", action="roadmap.import")
class Crash(jobs.Kind):
    def chunk(self, run: jobs.Run) -> bool:
        if run.job.attempts < run.params.get("crashes", 99):
            raise ZeroDivisionError("Иванов@example.org")
        run.advance(done=1)
        return True


@jobs.kind("probe.refuse", title="Refusing", action="roadmap.import")
class Refuse(jobs.Kind):
    def chunk(self, run: jobs.Run) -> bool:
        raise WrongPaper


@jobs.kind("probe.idle", title="Standing still", action="roadmap.import")
class Idle(jobs.Kind):
    def chunk(self, run: jobs.Run) -> bool:
        return False


if __name__ == "__main__":
    mode, *rest = sys.argv[1:]
    if mode == "worker":
        from nastavnik.jobs.worker import work

        work(name=f"probe-{os.getpid()}", interval=0.05, until_empty="--until-empty" in rest)
    else:  # the threads of a web process, woken by its first request
        from django.core.signals import request_started

        request_started.send(sender=None)
        time.sleep(float(rest[0]))
