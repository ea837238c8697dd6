"""Lines handed down: to whom, what became of them in the plans below, and what was asked of those below."""

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
from nastavnik.roadmaps.models.lines import Addressed, RoadmapLine
from nastavnik.roadmaps.models.plans import Roadmap


class HandDownQuerySet(ScopedQuerySet["HandDown"]):
    node = "roadmap__node"


class HandDown(Named):
    """The rule by which lines of ``roadmap`` were handed down: whoever answers to it later gets them too.

    ``under`` is a territory (a district that goes first, or all of them); no ``types`` means every type.
    """

    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="hand_downs")
    level = models.CharField(_("addressed to"), max_length=15, choices=Addressed, default=Addressed.ORGANISATIONS)
    under = models.ForeignKey(Node, models.PROTECT, related_name="+")
    types = models.JSONField(default=list, blank=True)
    pilots_only = models.BooleanField(_("pilot organisations only"), default=False)
    receivers = models.PositiveIntegerField(default=0, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = HandDownQuerySet.as_manager()

    privacy = Privacy(P0="level types pilots_only receivers made_by made_at ended_at", P1="roadmap under")

    class Meta:
        ordering: ClassVar = ["roadmap", "pk"]

    def __str__(self) -> str:
        return f"{self.roadmap_id} {self.level}"


class HandedLineQuerySet(ScopedQuerySet["HandedLine"]):
    node = "node"

    def standing(self) -> HandedLineQuerySet:
        """Those that still count: not recalled, of lines that are in the plan."""
        return self.filter(parent_line__removed_at=None).exclude(state=HandedLine.State.RECALLED)


class HandedLine(Named, Versioned):
    """``parent_line`` as ``node`` has it: waiting, matched by the machine, confirmed by a person, taken in, declined.

    One row for each addressed line and each node that it is addressed to: coverage and roll-up count these rows.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("not in the plan yet")
        PROPOSED = "proposed", _("a line of the plan looks like it")
        LINKED = "linked", _("a line of the plan stands for it")
        ADDED = "added", _("taken into the plan")
        DECLINED = "declined", _("declined with a reason")
        RECALLED = "recalled", _("recalled from above")

    parent_line = models.ForeignKey(RoadmapLine, models.CASCADE, related_name="handed")
    parent = models.ForeignKey(Roadmap, models.CASCADE, related_name="handed")
    node = models.ForeignKey(Node, models.PROTECT, related_name="+")
    line = models.ForeignKey(RoadmapLine, models.SET_NULL, null=True, blank=True, related_name="stands_for")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    confidence = models.FloatField(null=True, blank=True, editable=False)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    # The edition of the plan above whose wording the node has dealt with.
    seen_edition = models.PositiveSmallIntegerField(default=1, editable=False)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = HandedLineQuerySet.as_manager()

    privacy = Privacy(
        P0="state confidence seen_edition decided_by decided_at", P1="parent_line parent node line reason"
    )

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["parent_line", "node"], name="handed_once")]
        indexes: ClassVar = [
            models.Index(fields=["parent", "node"], name="handed_by_plan"),
            models.Index(fields=["node", "state"], name="handed_by_node"),
        ]

    def __str__(self) -> str:
        return f"{self.parent_line_id} {self.node_id} {self.state}"


class PlanRequestQuerySet(ScopedQuerySet["PlanRequest"]):
    node = "node"


class PlanRequest(Named):
    """Asked of ``node`` from above: send your plan, answer for a line, mend what was returned."""

    class Kind(models.TextChoices):
        MAKE_PLAN = "make_plan", _("make the plan")
        SEND_PLAN = "send_plan", _("send the plan for agreement")
        TAKE_LINES = "take_lines", _("take the lines from above into the plan")
        CATCH_UP = "catch_up", _("do what is overdue")

    kind = models.CharField(_("request"), max_length=12, choices=Kind)
    node = models.ForeignKey(Node, models.PROTECT, related_name="+")
    sender = models.ForeignKey(Node, models.PROTECT, related_name="+")
    roadmap = models.ForeignKey(Roadmap, models.CASCADE, null=True, blank=True, related_name="requests")
    line = models.ForeignKey(RoadmapLine, models.CASCADE, null=True, blank=True, related_name="requests")
    text = models.CharField(_("words"), max_length=1000, blank=True)
    due_on = models.DateField(_("answer by"), null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PlanRequestQuerySet.as_manager()

    privacy = Privacy(P0="kind made_by made_at closed_at", P1="node sender roadmap line text due_on")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["node", "closed_at", "-id"], name="request_by_node")]

    def __str__(self) -> str:
        return f"{self.kind} {self.node_id}"
