"""A table of organisations on its way into the tree. Written by `services` alone."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik.base.access import ScopedQuerySet
from nastavnik.base.privacy import Privacy
from nastavnik.base.saving import Versioned
from nastavnik.base.uids import Named
from nastavnik.org.models import Node


class OrgListQuerySet(ScopedQuerySet["OrgList"]):
    node = "node"


class OrgList(Named, Versioned):
    """A loaded table; what stands in it belongs under ``node``."""

    class State(models.TextChoices):
        READING = "reading", pgettext_lazy("organisation list", "being read")
        READY = "ready", pgettext_lazy("organisation list", "ready to look through")
        REFUSED = "refused", pgettext_lazy("organisation list", "cannot be read")
        ACCEPTING = "accepting", pgettext_lazy("organisation list", "being accepted")
        ACCEPTED = "accepted", pgettext_lazy("organisation list", "accepted")
        UNDONE = "undone", pgettext_lazy("organisation list", "taken back")
        DISCARDED = "discarded", pgettext_lazy("organisation list", "put aside")

    node = models.ForeignKey(Node, models.PROTECT, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=State, default=State.READING)
    file_key = models.CharField(max_length=100, editable=False)
    file_name = models.CharField(max_length=255)
    job_uid = models.UUIDField(null=True, blank=True, editable=False)
    refusal_code = models.CharField(max_length=40, blank=True)
    # From when what the table says holds, where a row does not say it.
    holds_from = models.DateField(_("holds from"))
    accepted_at = models.DateTimeField(null=True, blank=True)

    objects = OrgListQuerySet.as_manager()

    privacy = Privacy(
        P0="made_by made_at state file_key job_uid refusal_code accepted_at", P1="node file_name holds_from"
    )

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return self.file_name


class OrgRow(Versioned):
    """One row: ``data`` as typed by field, what it means for the tree, and what is wrong with it.

    ``changes`` holds what of ``node`` differs: field → [now, wanted]. ``done`` is what undoing needs.
    """

    class Verdict(models.TextChoices):
        NEW = "new", pgettext_lazy("row of organisations", "new")
        CHANGED = "changed", pgettext_lazy("row of organisations", "changed")
        SAME = "same", pgettext_lazy("row of organisations", "as it is")
        WRONG = "wrong", pgettext_lazy("row of organisations", "with errors")

    batch = models.ForeignKey(OrgList, models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()
    data = models.JSONField()
    verdict = models.CharField(max_length=10, choices=Verdict, default=Verdict.WRONG)
    node = models.ForeignKey(Node, models.SET_NULL, null=True, blank=True, related_name="+")
    changes = models.JSONField(default=dict, blank=True)
    # Field → code of `checks.FAULTS`.
    faults = models.JSONField(default=dict, blank=True)
    is_left_out = models.BooleanField(default=False)
    done = models.JSONField(default=dict, blank=True)

    objects: ClassVar[models.Manager[OrgRow]] = models.Manager()

    privacy = Privacy(P0="position verdict faults is_left_out", P1="batch data node changes done")

    class Meta:
        ordering: ClassVar = ["batch", "position"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["batch", "position"], name="org_row_once")]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.position}"
