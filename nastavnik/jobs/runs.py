"""Carrying jobs out: claim by lease and attempt, chunk by chunk, each written whole or not at all."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation

from nastavnik.accounts.models import User
from nastavnik.base.access import can
from nastavnik.base.errors import DomainError
from nastavnik.base.incidents import current, new_incident
from nastavnik.jobs.hearts import Heart, lease
from nastavnik.jobs.kinds import Kind, kind_named, tell_closed
from nastavnik.jobs.models import Job
from nastavnik.org.clock import zone_of
from nastavnik.org.models import Node

log = logging.getLogger(__name__)

MOST_STALLS = 5
FIRST_DELAY = dt.timedelta(seconds=5)
# Set by a worker that is asked to stop: its job goes back to the queue after the current chunk.
stopping = threading.Event()


class LeaseLost(Exception):
    """Somebody else took the job over, or it was cancelled: write nothing more."""


class Run:
    """One attempt at a job, as its kind sees it."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.beats = 0

    @property
    def params(self) -> dict[str, Any]:
        return self.job.params  # type: ignore[no-any-return]  # a JSON column that `start` fills with an object

    @property
    def cursor(self) -> Any:
        return self.job.cursor

    @property
    def owner(self) -> User | None:
        return self.job.owner

    @property
    def node(self) -> Node | None:
        return self.job.node

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction that holds the lease: the rows of a chunk and `advance` go inside.

        Raises:
            LeaseLost: the job is not ours any more; nothing was written.
        """
        with transaction.atomic():
            if Job.objects.held_by(self.job).select_for_update().values_list("pk").first() is None:
                raise LeaseLost
            yield

    def advance(self, *, result: dict[str, Any] | None = None, **progress: Any) -> None:
        """Write the ``cursor``, ``done``, ``total`` and ``errors`` reached, and prolong the lease.

        Raises:
            LeaseLost: the job is not ours any more; the transaction around this must be left.
        """
        if unknown := progress.keys() - {"cursor", "done", "total", "errors"}:
            raise TypeError(f"A job has no {', '.join(sorted(unknown))}.")
        changes = {name: value for name, value in progress.items() if getattr(self.job, name) != value}
        if result is not None:
            changes["result"] = result
        moved = bool(changes.keys() & {"cursor", "done"})
        written = Job.objects.held_by(self.job).update(
            **changes, due_at=timezone.now() + lease(), **({"stalls": 0} if moved else {})
        )
        if not written:
            raise LeaseLost
        self.beats += 1
        for name, value in {**changes, **({"stalls": 0} if moved else {})}.items():
            setattr(self.job, name, value)

    def beat(self) -> None:
        """Prolong the lease in the middle of a long chunk.

        Raises:
            LeaseLost: the job is not ours any more.
        """
        self.advance()


def claim(pk: int | None = None) -> Job | None:
    """Take a job that is due (or the job ``pk``, if it is) for one attempt; None when there is none."""
    due = Job.objects.due(timezone.now()).order_by("due_at", "id")
    for found in due.filter(pk=pk) if pk is not None else due[:10]:
        # Whoever changes the row first has it; the others go on to the next.
        same = Job.objects.filter(pk=found.pk, state=found.state, attempts=found.attempts, due_at=found.due_at)
        taken = same.update(
            state=Job.State.RUNNING,
            attempts=F("attempts") + 1,
            stalls=F("stalls") + 1,
            due_at=timezone.now() + lease(),
            started_at=found.started_at or timezone.now(),
        )
        if taken:
            return Job.objects.select_related("owner", "node").get(pk=found.pk)
    return None


def run_next(pk: int | None = None, *, beating: bool = True) -> bool:
    """Claim one job and carry it out as far as it goes; False when none was due.

    ``beating`` prolongs the lease from a thread of its own, so that a slow chunk is not taken for a dead one.
    """
    job = claim(pk)
    if job is None:
        return False
    before = current.set(new_incident())
    try:
        language = (job.owner and job.owner.language) or settings.LANGUAGE_CODE
        with translation.override(language), timezone.override(zone_of(job.node) if job.node else None):
            _carry_out(job, beating=beating)
    finally:
        current.reset(before)
    return True


def run_all() -> int:
    """Carry out all that waits, retries included, in this thread; gives how many attempts were made."""
    attempts = 0
    while True:
        Job.objects.filter(state=Job.State.QUEUED).update(due_at=timezone.now())
        if not run_next(beating=False):
            return attempts
        attempts += 1


def _carry_out(job: Job, *, beating: bool) -> None:
    declared = kind_named(job.kind)
    if reason := _hindrance(job, declared):
        _close(job, Job.State.FAILED, message=reason)
        return
    assert declared is not None  # noqa: S101  # an unknown kind is a hindrance
    try:
        _work(job, declared, beating=beating)
    except LeaseLost:
        log.info("job lost uid=%s attempt=%s", job.uid, job.attempts)
    except DomainError as refusal:
        _close(job, Job.State.FAILED, message=refusal.code)
    except Exception:  # the loop of a worker: one job's bug must not stop the others
        log.exception("job crashed uid=%s kind=%s attempt=%s", job.uid, job.kind, job.attempts)
        _put_back(job)


def _hindrance(job: Job, declared: type[Kind] | None) -> str:
    """Why the job must not be carried out now: a code of `kinds.SENTENCES`, or ""."""
    if declared is None:
        return "unknown_kind"
    if job.stalls > MOST_STALLS:
        return "gave_up"
    if job.owner is not None and (job.node is None or not can(job.owner, declared.action, job.node)):
        return "not_allowed"
    return ""


def _work(job: Job, declared: type[Kind], *, beating: bool) -> None:
    kind, run = declared(), Run(job)
    until = timezone.now() + declared.longest
    while not stopping.is_set():
        beats = run.beats
        with Heart(job) if beating else nullcontext():
            finished = kind.chunk(run)
        if finished:
            _close(job, Job.State.DONE)
            return
        if run.beats == beats:
            raise RuntimeError(f"A chunk of {job.kind} ended without an advance: it would never end.")
        if timezone.now() > until:
            _close(job, Job.State.FAILED, message="too_long")
            return
    Job.objects.held_by(job).update(state=Job.State.QUEUED, due_at=timezone.now(), stalls=0)


@transaction.atomic
def _close(job: Job, state: str, *, message: str = "") -> None:
    """The end of ``job``, told in the same transaction; nothing if it is not ours any more."""
    incident = current.get() if message in ("gave_up", "too_long") else ""
    closed = Job.objects.held_by(job).update(
        state=state, message=message, incident=incident, finished_at=timezone.now()
    )
    if not closed:
        log.info("job lost uid=%s attempt=%s", job.uid, job.attempts)
        return
    job.refresh_from_db()
    if message:
        log.warning("job failed uid=%s kind=%s message=%s", job.uid, job.kind, message)
        if declared := kind_named(job.kind):
            declared().dropped(job)
    tell_closed(job)


def _put_back(job: Job) -> None:
    """After a crash: another try, each one later than the last, and in the end none."""
    if job.stalls >= MOST_STALLS:
        _close(job, Job.State.FAILED, message="gave_up")
        return
    delay = FIRST_DELAY * 4 ** max(job.stalls - 1, 0)
    Job.objects.held_by(job).update(state=Job.State.QUEUED, due_at=timezone.now() + delay, incident=current.get())
