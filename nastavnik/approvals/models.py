"""A chain, its steps, their remarks, and who stands in for whom. Written by `services` alone."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik.base.access import ScopedQuerySet
from nastavnik.base.privacy import Privacy
from nastavnik.base.uids import Named
from nastavnik.org.models import Node


class ChainQuerySet(ScopedQuerySet["Chain"]):
    node = "node"


class Chain(Named):
    """One round of signing one subject; a returned subject that is sent again begins another."""

    class State(models.TextChoices):
        RUNNING = "running", pgettext_lazy("chain", "under way")
        RETURNED = "returned", pgettext_lazy("chain", "returned")
        APPROVED = "approved", pgettext_lazy("chain", "approved")
        WITHDRAWN = "withdrawn", pgettext_lazy("chain", "withdrawn")

    subject_kind = models.CharField(max_length=40)
    subject_uid = models.UUIDField()
    node = models.ForeignKey(Node, models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=1000)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RUNNING)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    started_at = models.DateTimeField(_("sent"), default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    # Signed on paper before it was written down here.
    is_retroactive = models.BooleanField(default=False, editable=False)

    objects = ChainQuerySet.as_manager()

    privacy = Privacy(
        P0="subject_kind subject_uid state started_by started_at closed_at is_retroactive", P1="node title due_on"
    )

    class Meta:
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [models.Index(fields=["subject_uid", "-id"], name="chain_of_subject")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_uid"],
                condition=Q(state="running"),
                name="chain_running_once",
                violation_error_message=_("This is being agreed already. Open it and look how far it has come."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class StepQuerySet(ScopedQuerySet["Step"]):
    # Whose paper it is decides who sees the step, and follows the organisation when it moves.
    node = "chain__node"


class Step(Named):
    """Somebody's turn. ``node`` acts: the subject's own organisation or a territory above it."""

    class Kind(models.TextChoices):
        AGREE = "agree", _("agreement")
        MINUTES = "minutes", _("minutes of the council")
        APPROVE = "approve", pgettext_lazy("step", "approval")

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("step", "not yet")
        CURRENT = "current", pgettext_lazy("step", "waits for a decision")
        AGREED = "agreed", pgettext_lazy("step", "agreed")
        RETURNED = "returned", pgettext_lazy("step", "returned")
        APPROVED = "approved", pgettext_lazy("step", "approved")
        SKIPPED = "skipped", pgettext_lazy("step", "not needed")

    chain = models.ForeignKey(Chain, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(_("step"), max_length=10, choices=Kind)
    node = models.ForeignKey(Node, models.PROTECT, related_name="+")
    title = models.CharField(_("who"), max_length=200)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    # Whose right it was, when a deputy decided.
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_on = models.DateField(_("date"), null=True, blank=True)
    effective_on = models.DateField(_("in force from"), null=True, blank=True)
    order_no = models.CharField(_("order number"), max_length=100, blank=True)
    minutes_no = models.CharField(_("number of the minutes"), max_length=100, blank=True)

    objects = StepQuerySet.as_manager()

    privacy = Privacy(
        P0="position kind state decided_by on_behalf_of decided_at",
        P1="chain node title due_on decided_on effective_on order_no minutes_no",
    )

    class Meta:
        ordering: ClassVar = ["chain", "position"]
        indexes: ClassVar = [
            models.Index(fields=["node", "due_on", "id"], condition=Q(state="current"), name="step_current"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["chain", "position"], name="step_position_once"),
            models.UniqueConstraint(fields=["chain"], condition=Q(state="current"), name="step_current_once"),
            models.CheckConstraint(
                condition=~Q(kind="approve", state="approved") | Q(order_no__gt="", decided_on__isnull=False),
                name="step_approved_by_order",
                violation_error_message=_("Give the number and the date of the order."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def is_late(self, on: dt.date) -> bool:
        return self.state == Step.State.CURRENT and self.due_on is not None and self.due_on < on


SAID = Q(step__state__in=(Step.State.AGREED, Step.State.RETURNED, Step.State.APPROVED))


class RemarkQuerySet(ScopedQuerySet["Remark"]):
    node = "step__chain__node"

    @classmethod
    def relation_q(cls, grant: Any) -> Q:
        """What has been said. What is kept for a decision to come is for its step alone."""
        return SAID

    def said(self) -> RemarkQuerySet:
        """Those of decisions taken; of a step that was never decided nobody is told."""
        return self.filter(SAID)

    def open(self) -> RemarkQuerySet:
        return self.filter(resolved_at=None)


class Remark(Named):
    """What a step asks to be mended: in the whole, or at ``place`` (the uid of a line, of a part of a document)."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="remarks")
    place = models.UUIDField(null=True, blank=True)
    text = models.TextField(_("remark"), max_length=3000)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    answer = models.TextField(_("answer"), max_length=3000, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True, editable=False)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = RemarkQuerySet.as_manager()

    privacy = Privacy(P0="place made_by made_at resolved_at resolved_by", P1="step text answer")

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["place"], name="remark_by_place")]

    def __str__(self) -> str:
        return self.text


class DeputyQuerySet(ScopedQuerySet["Deputy"]):
    node = "node"

    def in_force(self, on: dt.date | None = None) -> DeputyQuerySet:
        day = on or timezone.localdate()
        return self.filter(Q(to_on=None) | Q(to_on__gt=day), from_on__lte=day)


class Deputy(Named):
    """``deputy`` decides for ``user`` at ``node`` during [from_on, to_on); the right stays the user's own."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who is stood in for")
    )
    deputy = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("deputy"))
    node = models.ForeignKey(Node, models.PROTECT, related_name="+", verbose_name=_("where"))
    from_on = models.DateField(_("from"), default=timezone.localdate)
    to_on = models.DateField(_("until"), null=True, blank=True)
    basis = models.CharField(_("basis"), max_length=300)

    objects = DeputyQuerySet.as_manager()

    privacy = Privacy(P1="user deputy node from_on to_on basis")

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")),
                name="deputy_period_in_order",
                violation_error_message=_("The period ends before it begins. Correct one of the two days."),
            ),
            models.CheckConstraint(
                condition=~Q(user=F("deputy")),
                name="deputy_is_another",
                violation_error_message=_("Choose another person: nobody is their own deputy."),
            ),
            models.UniqueConstraint(
                fields=["user", "deputy", "node"],
                condition=Q(to_on=None),
                name="deputy_open_once",
                violation_error_message=_("This person stands in here already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy}, {self.node}"

    @property
    def last_on(self) -> dt.date | None:
        """The last day on which it holds, as people write it."""
        return self.to_on - dt.timedelta(days=1) if self.to_on else None
