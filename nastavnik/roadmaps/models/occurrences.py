"""The dates of a line, one row each, and what proves them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nastavnik.base.access import ScopedQuerySet
from nastavnik.base.privacy import Privacy
from nastavnik.base.uids import Named
from nastavnik.documents.models import Paper
from nastavnik.org.models import Node
from nastavnik.roadmaps.models.lines import RoadmapLine


class OccurrenceQuerySet(ScopedQuerySet["Occurrence"]):
    node = "node"


class Occurrence(Named):
    """One time that a line falls due: a window of its schedule, a step of its rhythm, a controlled quarter.

    ``due_on`` is empty where nothing can be overdue (on demand, hanging on an undated event, unread).
    ``done_on`` is kept by `services.evidence` alone.
    """

    line = models.ForeignKey(RoadmapLine, models.CASCADE, related_name="occurrences")
    node = models.ForeignKey(Node, models.PROTECT, related_name="+")
    starts_on = models.DateField(_("from"))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)

    objects = OccurrenceQuerySet.as_manager()

    privacy = Privacy(P1="line node starts_on due_on done_on")

    class Meta:
        ordering: ClassVar = ["line", "starts_on", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["node", "due_on", "id"], condition=Q(done_on=None), name="occurrence_waiting"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["line", "starts_on", "due_on"], name="occurrence_once"),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.starts_on:%Y-%m-%d}"


class EvidenceQuerySet(ScopedQuerySet["Evidence"]):
    node = "occurrence__node"

    def standing(self) -> EvidenceQuerySet:
        return self.filter(withdrawn_at=None)


class Evidence(Named):
    """A file, a note, a link or the data themselves: what shows that an occurrence was done on a day.

    The data's own (``DATA``) is written and withdrawn by `services.rules` alone; ``facts`` says what they were.
    """

    class Kind(models.TextChoices):
        FILE = "file", _("file")
        NOTE = "note", _("note")
        LINK = "link", _("link")
        PAPER = "paper", _("a document of the register")
        DATA = "data", _("the data")

    occurrence = models.ForeignKey(Occurrence, models.CASCADE, related_name="evidence")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    done_on = models.DateField(_("done on"))
    note = models.TextField(_("note"), max_length=3000, blank=True)
    link = models.URLField(_("link"), max_length=1000, blank=True)
    # A document of the register, chosen by hand.
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, blank=True, related_name="+")
    facts = models.JSONField(default=dict, blank=True)
    file_key = models.CharField(max_length=100, blank=True, editable=False)
    file_name = models.CharField(max_length=255, blank=True, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = EvidenceQuerySet.as_manager()

    privacy = Privacy(
        P0="kind made_at made_by withdrawn_at file_key", P1="occurrence done_on note link paper facts file_name"
    )

    class Meta:
        ordering: ClassVar = ["occurrence", "done_on", "pk"]
        indexes: ClassVar = [models.Index(fields=["occurrence"], name="evidence_of_occurrence")]

    def __str__(self) -> str:
        return self.note or self.file_name or self.link or (self.paper.title if self.paper else "")
