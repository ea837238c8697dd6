"""A long plan on its way to becoming a file."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from nastavnik.base.access import ScopedQuerySet
from nastavnik.base.privacy import Privacy
from nastavnik.base.uids import Named
from nastavnik.roadmaps.models.plans import Roadmap


class PrintoutQuerySet(ScopedQuerySet["Printout"]):
    node = "roadmap__node"


class Printout(Named):
    """Asked for by one person, set by a job, kept encrypted for some days. Written by `services.printouts` alone."""

    class Format(models.TextChoices):
        DOCX = "docx", "Word"
        PDF = "pdf", "PDF"

    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="printouts")
    format = models.CharField(max_length=4, choices=Format)
    # Keys of the lines that were picked out of the plan, and by what, as the sheet says it; none: all of them.
    lines = models.JSONField(default=list, blank=True)
    chosen = models.TextField(blank=True)
    job_uid = models.UUIDField(null=True, blank=True, editable=False)
    file_key = models.CharField(max_length=100, blank=True, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True, db_index=True)

    objects = PrintoutQuerySet.as_manager()

    privacy = Privacy(P0="format lines job_uid file_key made_at made_by", P1="roadmap chosen")

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.roadmap_id}.{self.format}"
