"""A long journal of the register on its way to becoming a file."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from nastavnik.base.access import ScopedQuerySet
from nastavnik.base.privacy import Privacy
from nastavnik.base.uids import Named
from nastavnik.org.models import Node


class JournalQuerySet(ScopedQuerySet["Journal"]):
    node = "node"

    @classmethod
    def relation_q(cls, grant: Any) -> Q:
        """For whoever asked: its rows are those of their whole reach, wider perhaps than ``node``."""
        return Q(made_by_id=grant.user_id)


class Journal(Named):
    """Asked for by one person, set by a job, kept encrypted for some days. Written by `services.journals` alone."""

    node = models.ForeignKey(Node, models.CASCADE, related_name="+")
    # Keys of the documents that were picked out, in the order of the sheet, and by what, as the sheet says it.
    papers = models.JSONField(default=list, blank=True)
    chosen = models.TextField(blank=True)
    job_uid = models.UUIDField(null=True, blank=True, editable=False)
    file_key = models.CharField(max_length=100, blank=True, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True, db_index=True)

    objects = JournalQuerySet.as_manager()

    privacy = Privacy(P0="node papers job_uid file_key made_at made_by", P1="chosen")

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.node_id} {self.made_at:%Y-%m-%d}"
