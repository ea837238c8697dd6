"""A document on its way to becoming a plan."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.base.access import ScopedQuerySet
from nastavnik.base.privacy import Privacy
from nastavnik.base.saving import Versioned
from nastavnik.base.uids import Named
from nastavnik.org.models import Node
from nastavnik.roadmaps.deadlines import Period
from nastavnik.roadmaps.models.plans import Roadmap


class RoadmapImportQuerySet(ScopedQuerySet["RoadmapImport"]):
    node = "node"


class RoadmapImport(Named, Versioned):
    """An uploaded or pasted document, what was read out of it, and what became of it."""

    class State(models.TextChoices):
        READING = "reading", _("being read")
        READY = "ready", _("ready to look through")
        REFUSED = "refused", _("cannot be read")
        ACCEPTING = "accepting", _("being made into a plan")
        ACCEPTED = "accepted", _("accepted")
        DISCARDED = "discarded", _("discarded")

    node = models.ForeignKey(Node, models.PROTECT, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=State, default=State.READING)
    file_key = models.CharField(max_length=100, editable=False)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, db_index=True)
    job_uid = models.UUIDField(null=True, blank=True, editable=False)
    refusal_code = models.CharField(max_length=40, blank=True)
    refusal = models.TextField(blank=True)
    # The heading, the sections and the cells that became nothing, as the reader's JSON has them.
    heading = models.JSONField(default=dict, blank=True)
    ignored = models.JSONField(default=list, blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("to"), null=True, blank=True)
    line_count = models.PositiveIntegerField(default=0)
    flagged_count = models.PositiveIntegerField(default=0)
    accepted_at = models.DateTimeField(null=True, blank=True)
    roadmap = models.ForeignKey(Roadmap, models.SET_NULL, null=True, blank=True, related_name="imports")

    objects = RoadmapImportQuerySet.as_manager()

    privacy = Privacy(
        P0="made_by made_at state file_key sha256 job_uid refusal_code line_count flagged_count accepted_at",
        P1="node file_name refusal heading ignored starts_on ends_on roadmap",
    )

    class Meta:
        ordering: ClassVar = ["-made_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["node", "-id"], name="import_by_node")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def period(self) -> Period | None:
        """The period of the plan to be, once both of its days are known."""
        return Period(self.starts_on, self.ends_on) if self.starts_on and self.ends_on else None


class ImportedLine(Versioned):
    """One line as read: ``original`` is the words of its cells by column, ``data`` what they became.

    ``earlier`` holds the former ``data`` of each mend, so that a mend can be undone.
    """

    batch = models.ForeignKey(RoadmapImport, models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    section = models.PositiveIntegerField(null=True, blank=True)
    original = models.JSONField(default=list, blank=True)
    data = models.JSONField()
    flags = models.JSONField(default=list, blank=True)
    is_flagged = models.BooleanField(default=False)
    is_left_out = models.BooleanField(default=False)
    earlier = models.JSONField(default=list, blank=True)

    class ImportedLineQuerySet(ScopedQuerySet["ImportedLine"]):
        node = "batch__node"

    objects = ImportedLineQuerySet.as_manager()

    privacy = Privacy(P0="position section is_flagged is_left_out flags", P1="batch original data earlier")

    class Meta:
        ordering: ClassVar = ["batch", "position"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["batch", "position"], name="imported_line_once")]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.position}"
