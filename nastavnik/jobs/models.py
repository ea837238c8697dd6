"""The job: one row is the whole truth about a piece of long work."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik.base.access import ScopedQuerySet
from nastavnik.base.privacy import Privacy
from nastavnik.base.uids import Named
from nastavnik.org.models import Node


class JobQuerySet(ScopedQuerySet["Job"]):
    node = "node"

    @classmethod
    def relation_q(cls, grant: Any) -> Q:
        """Long work is seen by whoever asked for it."""
        return Q(owner_id=grant.user_id)

    def due(self, now: dt.datetime) -> Self:
        """Jobs that a worker may take: waiting ones, and running ones whose lease is over."""
        return self.filter(state__in=OPEN, due_at__lte=now)

    def held_by(self, job: Job) -> Self:
        """The row of ``job`` while the attempt that ``job`` was read in still holds it; else nothing."""
        return self.filter(pk=job.pk, attempts=job.attempts, state=Job.State.RUNNING)


class Job(Named):
    """Written by `services` and `runs` alone. ``params`` and ``result`` hold ids and codes, never values."""

    class State(models.TextChoices):
        QUEUED = "queued", pgettext_lazy("long work", "waiting")
        RUNNING = "running", pgettext_lazy("long work", "in progress")
        DONE = "done", pgettext_lazy("long work", "done")
        FAILED = "failed", pgettext_lazy("long work", "not done")
        CANCELLED = "cancelled", pgettext_lazy("long work", "cancelled")

    kind = models.CharField(_("kind of work"), max_length=60)
    node = models.ForeignKey(Node, models.PROTECT, related_name="+", null=True, blank=True)
    # Nobody: the system's own work, started by the clock.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("asked by")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    params = models.JSONField(default=dict, blank=True)
    key = models.CharField(max_length=200, unique=True)
    # The number of the attempt that holds the lease: a worker of an earlier one writes nothing any more.
    attempts = models.PositiveIntegerField(default=0)
    # Attempts in a row that brought the work no further.
    stalls = models.PositiveSmallIntegerField(default=0)
    # From when a worker may take it: the next try of a waiting job, the end of a running one's lease.
    due_at = models.DateTimeField(default=timezone.now)
    cursor = models.JSONField(default=None, null=True, blank=True)
    total = models.PositiveBigIntegerField(null=True, blank=True)
    done = models.PositiveBigIntegerField(default=0)
    errors = models.PositiveBigIntegerField(default=0)
    message = models.CharField(max_length=60, blank=True)
    incident = models.CharField(max_length=20, blank=True)
    result = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(_("asked for"), default=timezone.now)
    started_at = models.DateTimeField(_("begun"), null=True, blank=True)
    finished_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = JobQuerySet.as_manager()

    privacy = Privacy(
        P0="kind state params key attempts stalls due_at cursor total done errors message incident result",
        P1="node owner created_at started_at finished_at",
    )

    class Meta:
        verbose_name = _("long work")
        verbose_name_plural = _("long work")
        indexes: ClassVar = [
            models.Index(fields=["due_at", "id"], condition=Q(state__in=["queued", "running"]), name="job_due"),
            models.Index(fields=["owner", "created_at", "id"], name="job_owned"),
            models.Index(fields=["finished_at"], condition=Q(finished_at__isnull=False), name="job_ended"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def percent(self) -> int | None:
        """0–100, or None while nobody knows how much there is to do."""
        if self.state == Job.State.DONE:
            return 100
        return min(99, self.done * 100 // self.total) if self.total else None

    def time_left(self, now: dt.datetime | None = None) -> dt.timedelta | None:
        """At the pace so far; None before there is a pace to speak of."""
        if self.state != Job.State.RUNNING or not (self.total and self.done and self.started_at):
            return None
        spent = (now or timezone.now()) - self.started_at
        return spent * max(self.total - self.done, 0) / self.done if spent > MEASURABLE else None


OPEN = (Job.State.QUEUED, Job.State.RUNNING)
MEASURABLE = dt.timedelta(seconds=2)
