"""Asking for long work, stopping it, trying it again."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import DomainError, NotAllowed
from nastavnik.base.uids import new_uid
from nastavnik.jobs import nudges
from nastavnik.jobs.kinds import Kind, kind_named
from nastavnik.jobs.models import Job
from nastavnik.org.models import Node


class AlreadyEnded(DomainError):
    code = "job_ended"
    message = _("This work has already ended.")


class NotFailed(DomainError):
    code = "job_not_failed"
    message = _("Only work that did not succeed can be tried again.")


@transaction.atomic
def start(
    kind: str, *, actor: User | None, node: Node | None, params: dict[str, Any] | None = None, key: str = ""
) -> Job:
    """Ask for work of ``kind`` at ``node``; without an ``actor`` it is the system's own.

    The same ``key`` gives the same job, however often it is asked for.

    Raises:
        NotAllowed: ``actor`` lacks the right of this kind over ``node``, or the key is somebody else's.
        ValueError: a parameter looks like a value; jobs carry ids and codes.
    """
    declared = _declared(kind)
    if actor is not None:
        if node is None:
            raise NotAllowed(action=declared.action)
        require(actor, declared.action, node)
    job, made = Job.objects.get_or_create(
        key=key or f"{kind}:{new_uid()}",
        defaults={"kind": kind, "owner": actor, "node": node, "params": _checked(params or {})},
    )
    if job.owner_id != (actor.pk if actor else None) or job.kind != kind:
        raise NotAllowed(action=declared.action)
    if made:
        transaction.on_commit(partial(nudges.nudge, job.pk))
    return job


@transaction.atomic
def cancel(job: Job, *, actor: User) -> Job:
    """Stop ``job`` at the end of its current chunk. What its earlier chunks wrote stays.

    Raises:
        NotAllowed: ``actor`` may not stop it.
        AlreadyEnded.
    """
    require(actor, "job.cancel", job)
    stopped = Job.objects.filter(pk=job.pk, state__in=[Job.State.QUEUED, Job.State.RUNNING]).update(
        state=Job.State.CANCELLED, finished_at=timezone.now()
    )
    if not stopped:
        raise AlreadyEnded
    job.refresh_from_db()
    if declared := kind_named(job.kind):
        declared().dropped(job)
    record("job.cancelled", job, actor=actor, kind=job.kind)
    return job


@transaction.atomic
def retry(job: Job, *, actor: User) -> Job:
    """Try a failed ``job`` again from where it stopped.

    Raises:
        NotAllowed: ``actor`` no longer has the right of its kind.
        NotFailed.
    """
    declared = _declared(job.kind)
    require(actor, "job.view", job)
    if job.node is not None:
        require(actor, declared.action, job.node)
    again = Job.objects.filter(pk=job.pk, state=Job.State.FAILED).update(
        state=Job.State.QUEUED, due_at=timezone.now(), stalls=0, message="", incident="", finished_at=None
    )
    if not again:
        raise NotFailed
    record("job.retried", job, actor=actor, kind=job.kind)
    transaction.on_commit(partial(nudges.nudge, job.pk))
    job.refresh_from_db()
    return job


def _declared(name: str) -> type[Kind]:
    declared = kind_named(name)
    if declared is None:
        raise LookupError(f"No kind of job is called {name!r}.")
    return declared


def _checked(params: Any) -> Any:
    """``params`` as they are, if they are ids and codes all through."""
    if isinstance(params, dict):
        return {name: _checked(value) for name, value in params.items()}
    if isinstance(params, list | tuple):
        return [_checked(value) for value in params]
    if params is None or isinstance(params, bool | int | float):
        return params
    if isinstance(params, str) and params.isascii() and "@" not in params and len(params) <= 200:
        return params
    raise ValueError("A job's parameters are ids and codes; values stay in their own rows.")
