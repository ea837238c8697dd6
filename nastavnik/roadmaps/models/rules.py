"""What the data must say for a line to be done."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nastavnik.base.access import ScopedQuerySet
from nastavnik.base.privacy import Privacy
from nastavnik.base.saving import Versioned
from nastavnik.base.uids import Named
from nastavnik.roadmaps.models.lines import RoadmapLine


class LineRuleQuerySet(ScopedQuerySet["LineRule"]):
    node = "line__node"


class LineRule(Named, Versioned):
    """``measure`` of the line's organisation reaches ``threshold``, or a document or an event of a kind exists.

    Only a confirmed rule works. ``threshold`` is a share of 1 where the measure is a share, else a number.
    """

    class Kind(models.TextChoices):
        MEASURE = "measure", _("a figure reaches a threshold")
        DOCUMENT = "document", _("a document is registered")
        EVENT = "event", _("an event was held")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        CONFIRMED = "confirmed", _("confirmed")
        DECLINED = "declined", _("declined")

    line = models.OneToOneField(RoadmapLine, models.CASCADE, related_name="rule")
    kind = models.CharField(_("rule"), max_length=10, choices=Kind)
    # The code of a measure, or the code of a kind of document or of event.
    code = models.CharField(_("what is looked at"), max_length=80)
    threshold = models.DecimalField(_("threshold"), max_digits=12, decimal_places=4, null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PROPOSED)
    confidence = models.FloatField(null=True, blank=True, editable=False)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # Since when the data say so without a break; empty while they do not.
    met_on = models.DateField(null=True, blank=True, editable=False)
    checked_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = LineRuleQuerySet.as_manager()

    privacy = Privacy(
        P0="kind code threshold state confidence confirmed_by confirmed_at checked_at", P1="line met_on"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(kind="measure") | Q(threshold__isnull=False),
                name="rule_has_threshold",
                violation_error_message=_("Give the threshold that the figure must reach."),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["code", "state"], name="rule_by_code")]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"
