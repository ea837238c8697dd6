"""A line of a plan with its parties, sub-items, earlier wordings and decisions."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik.base.access import ScopedQuerySet
from nastavnik.base.privacy import Privacy
from nastavnik.base.saving import Versioned
from nastavnik.base.uids import Named
from nastavnik.org.models import Node
from nastavnik.roadmaps.deadlines import Schedule
from nastavnik.roadmaps.models.plans import Roadmap, RoadmapSection


class Control(models.TextChoices):
    """How often a continuous line must be proved (model.md §18.3: by activity, per quarter by default)."""

    MONTH = "month", _("every month")
    QUARTER = "quarter", _("every quarter")


class Addressed(models.TextChoices):
    """Who below must have this line in a plan of their own."""

    NOBODY = "", _("this plan alone")
    ORGANISATIONS = "organisations", _("every organisation")
    DISTRICTS = "districts", _("every district")


class RoadmapLineQuerySet(ScopedQuerySet["RoadmapLine"]):
    node = "node"

    def present(self) -> RoadmapLineQuerySet:
        return self.filter(removed_at=None)


class RoadmapLine(Named, Versioned):
    """One activity. ``number`` is a label as it stood; the order is ``position``."""

    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="lines")
    node = models.ForeignKey(Node, models.PROTECT, related_name="+")
    section = models.ForeignKey(RoadmapSection, models.SET_NULL, null=True, blank=True, related_name="lines")
    position = models.PositiveIntegerField()
    number = models.CharField(_("number"), max_length=60, blank=True)
    subsection = models.CharField(_("sub-section"), max_length=1000, blank=True)
    title = models.TextField(_("activity"), max_length=5000)
    deadline_text = models.CharField(_("term"), max_length=1000, blank=True)
    schedule = models.JSONField(default=dict, blank=True)
    manual_due_on = models.DateField(_("control date"), null=True, blank=True)
    control = models.CharField(_("control"), max_length=10, choices=Control, default=Control.QUARTER)
    result = models.TextField(_("result, document"), max_length=3000, blank=True)
    remark = models.TextField(_("remark"), max_length=3000, blank=True)
    responsible_text = models.CharField(_("responsible"), max_length=2000, blank=True)
    flags = models.JSONField(default=list, blank=True)
    # The kind of work behind the line (a code of the reference list "capabilities"): read, or said by a person.
    capability = models.CharField(pgettext_lazy("line", "kind of work"), max_length=40, blank=True)
    capability_confidence = models.FloatField(null=True, blank=True, editable=False)
    capability_by_hand = models.BooleanField(default=False, editable=False)
    # Whose line it is, as a role of the platform (`accounts.roles.Role`).
    acting_role = models.CharField(_("role"), max_length=30, blank=True)
    # A term of a template: days counted from anchors of the school year, see `roadmaps.relative`.
    relative = models.JSONField(default=dict, blank=True)
    # The line of the plan in force that this draft line rewords; the line of a template that it was copied from.
    amends = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="copies")
    # The line of a typical plan that this one goes back to, however many years or editions ago.
    typical = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    addressed_to = models.CharField(_("addressed to"), max_length=15, choices=Addressed, blank=True, default="")
    is_mandatory = models.BooleanField(_("mandatory"), default=True)
    search_text = models.TextField(blank=True, editable=False)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = RoadmapLineQuerySet.as_manager()

    privacy = Privacy(
        P0="position control removed_at flags capability capability_confidence capability_by_hand acting_role"
        " addressed_to is_mandatory",
        P1="relative amends copied_from typical roadmap node section number subsection title deadline_text schedule"
        " manual_due_on result remark responsible_text search_text",
    )

    class Meta:
        ordering: ClassVar = ["roadmap", "position", "pk"]
        indexes: ClassVar = [models.Index(fields=["roadmap", "position", "id"], name="line_in_order")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    @property
    def reading(self) -> Schedule:
        return Schedule.from_json(self.schedule or {"kind": "unknown"})


class ResponsibleParty(models.Model):
    """A post, body or work name as written; ``column`` is the level column it stood in, if there were two."""

    line = models.ForeignKey(RoadmapLine, models.CASCADE, related_name="parties")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("responsible"), max_length=500)
    column = models.CharField(_("column"), max_length=300, blank=True)

    privacy = Privacy(P0="position", P1="line text column")

    class Meta:
        ordering: ClassVar = ["line", "position"]

    def __str__(self) -> str:
        return self.text


class SubItem(Named, Versioned):
    """A bulleted part of a line with its own check mark."""

    line = models.ForeignKey(RoadmapLine, models.CASCADE, related_name="sub_items")
    position = models.PositiveSmallIntegerField()
    text = models.TextField(_("part"), max_length=2000)
    deadline_text = models.CharField(_("term"), max_length=500, blank=True)
    schedule = models.JSONField(default=dict, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)

    class SubItemQuerySet(ScopedQuerySet["SubItem"]):
        node = "line__node"

    objects = SubItemQuerySet.as_manager()

    privacy = Privacy(P0="position", P1="line text deadline_text schedule done_on")

    class Meta:
        ordering: ClassVar = ["line", "position"]

    def __str__(self) -> str:
        return self.text


class LineRevision(models.Model):
    """The words of a line before an edit: what undo restores and the timeline shows."""

    line = models.ForeignKey(RoadmapLine, models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    values = models.JSONField()
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    privacy = Privacy(P0="version made_at made_by", P1="line values")

    class Meta:
        ordering: ClassVar = ["line", "version"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["line", "version"], name="revision_once")]

    def __str__(self) -> str:
        return f"{self.line_id} v{self.version}"

    @property
    def shown(self) -> list[tuple[str, str]]:
        """The former words under the names that people know them by; a kind and a role are codes, not words."""
        known = {name: RoadmapLine._meta.get_field(name) for name in self.values}
        return [
            (str(getattr(known[name], "verbose_name", name)), str(value or ""))
            for name, value in self.values.items()
            if not name.startswith("capability") and name != "acting_role"
        ]


class LineDecision(models.Model):
    """Postponed or not relevant, from a day on and with a basis; ended by a day, never deleted."""

    class Kind(models.TextChoices):
        POSTPONED = "postponed", _("postponed")
        NOT_RELEVANT = "not_relevant", _("not relevant")

    line = models.ForeignKey(RoadmapLine, models.CASCADE, related_name="decisions")
    kind = models.CharField(_("decision"), max_length=15, choices=Kind)
    basis = models.CharField(_("basis"), max_length=500)
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("to"), null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    privacy = Privacy(P0="kind from_on to_on made_by", P1="line basis")

    class Meta:
        ordering: ClassVar = ["line", "from_on"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["line"], condition=Q(to_on=None), name="decision_open_once"),
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")),
                name="decision_period_in_order",
                violation_error_message=_("The decision ends before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.basis}"
