"""What makes a mentor ready, as dated facts (decision 5), and the watch over adults who work with minors."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik.accounts.keyring.fields import EncryptedTextField
from nastavnik.base.privacy import Privacy
from nastavnik.base.saving import Versioned
from nastavnik.base.uids import Named
from nastavnik.org.models import Node
from nastavnik.people.models.persons import Person
from nastavnik.people.models.reach import OfPersonQuerySet


class ReadinessFact(Named):
    """One thing that a mentor went through: an entry of the reference list "readiness_facts".

    Upper apps write these when a questionnaire is filled or a training is held. A fact is never changed: a wrong
    one is withdrawn, an expired one is followed by a new one.
    """

    class Outcome(models.TextChoices):
        PASSED = "passed", pgettext_lazy("readiness", "passed")
        FAILED = "failed", pgettext_lazy("readiness", "not passed")

    node = models.ForeignKey(Node, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="readiness_facts")
    kind = models.CharField(_("what"), max_length=40)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome, default=Outcome.PASSED)
    dated_on = models.DateField(_("date"))
    expires_on = models.DateField(_("valid until"), null=True, blank=True)
    # Number of a paper, name of a training. Never what a certificate says.
    basis = EncryptedTextField(_("ground"), node="node_id", null=True, blank=True)
    # The row of an upper app that wrote it: a filling, an attendance.
    source_uid = models.UUIDField(null=True, blank=True, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = OfPersonQuerySet.as_manager()

    privacy = Privacy(
        P0="made_by made_at withdrawn_at source_uid", P1="node", P3="person kind outcome dated_on expires_on basis"
    )

    class Meta:
        ordering: ClassVar = ["-dated_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gt=F("dated_on")),
                name="readiness_period",
                violation_error_message=_("It expires after the day it is dated."),
            ),
            models.UniqueConstraint(
                fields=["person", "kind", "source_uid"],
                condition=Q(source_uid__isnull=False, withdrawn_at=None),
                name="readiness_of_source_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "kind", "-dated_on"], name="readiness_of_person"),
            models.Index(fields=["expires_on"], condition=Q(withdrawn_at=None), name="readiness_expiring"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}"


class Safeguard(Named, Versioned):
    """Where an adult who works with minors stands: checked by papers with dates, paused when one runs out.

    A row is one step of the way: the newest one of a person holds. Every step names its ground.
    """

    class State(models.TextChoices):
        CHECKING = "checking", pgettext_lazy("safeguarding", "being checked")
        CLEARED = "cleared", pgettext_lazy("safeguarding", "cleared to work with minors")
        PAUSED = "paused", pgettext_lazy("safeguarding", "paused: a check has run out")
        SUSPENDED = "suspended", pgettext_lazy("safeguarding", "suspended until a report is looked into")
        BARRED = "barred", pgettext_lazy("safeguarding", "not allowed to work with minors")

    node = models.ForeignKey(Node, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="safeguards")
    state = models.CharField(_("state"), max_length=10, choices=State)
    reason = EncryptedTextField(_("ground"), node="node_id", null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    is_current = models.BooleanField(default=True, editable=False)

    objects = OfPersonQuerySet.as_manager()

    privacy = Privacy(P0="made_by made_at is_current", P1="node", P3="person state", P4="reason")

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person"], condition=Q(is_current=True), name="safeguard_current_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["node", "state"], condition=Q(is_current=True), name="safeguard_of_node")
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.uid}"
