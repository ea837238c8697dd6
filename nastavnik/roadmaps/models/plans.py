"""A road map, its sections and the baseline it was approved with."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nastavnik.base.access import ScopedQuerySet
from nastavnik.base.privacy import Privacy
from nastavnik.base.saving import Versioned
from nastavnik.base.uids import Named
from nastavnik.org.models import Node
from nastavnik.roadmaps.deadlines import Period


class ProgrammeModel(models.TextChoices):
    """The two models that live side by side (glossary: модель)."""

    LEARNERS = "learners", _("mentoring of learners")
    TEACHERS = "teachers", _("mentoring of teachers")


class Status(models.TextChoices):
    """The way of a plan (model.md §18.4). A text is changed only as a draft or returned one (`WRITABLE`)."""

    DRAFT = "draft", _("draft")
    ON_AGREEMENT = "on_agreement", _("being agreed")
    RETURNED = "returned", _("returned")
    AGREED = "agreed", _("agreed")
    APPROVED = "approved", _("approved")
    IN_FORCE = "in_force", _("in force")
    ARCHIVED = "archived", _("archived")


WRITABLE = frozenset({Status.DRAFT, Status.RETURNED})


class Approval(models.TextChoices):
    """What stands on the paper; the platform's own approval comes beside it, not instead."""

    APPROVED = "approved", _("approved on paper")
    ANNEX = "annex", _("annex to an order")
    NONE = "none", _("no approval named")


class RoadmapQuerySet(ScopedQuerySet["Roadmap"]):
    node = "node"

    def living(self) -> RoadmapQuerySet:
        """Plans that somebody works by: not in the bin, no templates, no drafts of a new edition."""
        return self.filter(removed_at=None, is_template=False, amends=None)


class Roadmap(Named, Versioned):
    """A plan of one node for one period. Written by `services.imports` and `services.plans` alone."""

    node = models.ForeignKey(Node, models.PROTECT, related_name="roadmaps")
    title = models.CharField(_("title"), max_length=1000)
    organisation_text = models.CharField(_("organisation as written"), max_length=500, blank=True)
    model = models.CharField(_("model"), max_length=10, choices=ProgrammeModel, blank=True)
    status = models.CharField(_("status"), max_length=15, choices=Status, default=Status.DRAFT)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    columns = models.JSONField(default=list, blank=True)
    approval = models.CharField(_("approval"), max_length=10, choices=Approval, default=Approval.NONE)
    order_no = models.CharField(_("order number"), max_length=100, blank=True)
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    approver_position = models.CharField(_("approved by (position)"), max_length=300, blank=True)
    approver_name = models.CharField(_("approved by (name)"), max_length=200, blank=True)
    effective_on = models.DateField(_("in force from"), null=True, blank=True)
    # Approved inside the platform: from then on its words change only as a new edition.
    approved_here = models.BooleanField(default=False, editable=False)
    edition = models.PositiveSmallIntegerField(_("edition"), default=1, editable=False)
    # The plan in force that this draft is a new edition of; its lines name theirs in the same way.
    amends = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="amendments")
    is_template = models.BooleanField(_("template"), default=False)
    # The template it was made from, in which edition; and the plan of the year before that it goes on.
    template = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="copies")
    template_edition = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    previous = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="next_plans")
    created_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Counts by state on `summary_on`, kept by the deeds: a page of a long plan need not count it again.
    summary = models.JSONField(default=dict, blank=True, editable=False)
    summary_on = models.DateField(null=True, blank=True, editable=False)
    # Who answers for lines, most lines first: what the filter of the page offers.
    parties = models.JSONField(default=list, blank=True, editable=False)

    objects = RoadmapQuerySet.as_manager()

    privacy = Privacy(
        P0="summary summary_on created_at removed_at status model columns approved_here edition is_template"
        " template_edition",
        P1="node parties title organisation_text starts_on ends_on approval order_no approved_on approver_position"
        " approver_name effective_on amends template previous",
    )

    class Meta:
        ordering: ClassVar = ["-starts_on", "-pk"]
        indexes: ClassVar = [models.Index(fields=["node", "-starts_on", "-id"], name="roadmap_by_node")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="roadmap_period_in_order",
                violation_error_message=_("The plan ends before it begins. Correct one of the two dates."),
            ),
            models.UniqueConstraint(
                fields=["amends"],
                condition=Q(removed_at=None) & ~Q(status="archived"),
                name="roadmap_one_amendment",
                violation_error_message=_("A new edition of this plan is being prepared already. Open it."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def period(self) -> Period:
        return Period(self.starts_on, self.ends_on)


class TemplateQuerySet(ScopedQuerySet["Template"]):
    node = "node"

    @classmethod
    def relation_q(cls, grant: Any) -> Q:
        """What its owner has published: a draft of a typical plan is an ordinary plan of its node."""
        return Q(is_template=True, status=Status.IN_FORCE, removed_at=None)


class Template(Roadmap):
    """A typical plan as those below see it: published, without people, free of any year."""

    objects = TemplateQuerySet.as_manager()  # type: ignore[assignment,misc]  # a proxy has rows of its own to give

    privacy = Privacy(P0=" ".join(Roadmap.privacy.classes))

    class Meta:
        proxy = True


class RoadmapSection(models.Model):
    """A part of the plan with its own heading; ``number`` is a label, not a key."""

    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="sections")
    amends = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    position = models.PositiveIntegerField()
    number = models.CharField(_("number"), max_length=60, blank=True)
    title = models.CharField(_("title"), max_length=1000)
    deadline_text = models.CharField(_("term"), max_length=500, blank=True)
    schedule = models.JSONField(default=dict, blank=True)

    privacy = Privacy(P0="position", P1="roadmap amends number title deadline_text schedule")

    class Meta:
        ordering: ClassVar = ["roadmap", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["roadmap", "position"], name="section_position_once")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class HeadingRevision(models.Model):
    """What the heading of a plan said before an edit: by this the edits of different people are kept together."""

    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    values: models.JSONField[Any, Any] = models.JSONField()
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    privacy = Privacy(P0="version made_at made_by", P1="roadmap values")

    class Meta:
        ordering: ClassVar = ["roadmap", "version"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["roadmap", "version"], name="heading_revision_once")]

    def __str__(self) -> str:
        return f"{self.roadmap_id} v{self.version}"


class Baseline(models.Model):
    """What was approved, word for word; never changed. Today's plan is compared with it."""

    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="baselines")
    made_at = models.DateTimeField(auto_now_add=True)
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    order_no = models.CharField(_("order number"), max_length=100, blank=True)
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    content: models.JSONField[Any, Any] = models.JSONField()

    privacy = Privacy(P0="made_at edition", P1="roadmap order_no approved_on content")

    class Meta:
        ordering: ClassVar = ["roadmap", "made_at"]

    def __str__(self) -> str:
        return f"{self.roadmap_id} {self.made_at:%Y-%m-%d}"
