"""What people ask about their own data, and how data end: clocks, acts, and proof without names."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik.accounts.keyring.fields import EncryptedJSONField, EncryptedTextField
from nastavnik.base.privacy import Privacy
from nastavnik.base.saving import Versioned
from nastavnik.base.uids import Named
from nastavnik.org.models import Node
from nastavnik.people.models.consents import Consent
from nastavnik.people.models.persons import Person
from nastavnik.people.models.reach import OfNodeQuerySet, OfPersonQuerySet


class DataRequest(Named, Versioned):
    """A demand about one's data with the clock of the law (reference list "consent_terms")."""

    class Kind(models.TextChoices):
        SEE = "see", pgettext_lazy("data request", "see what is kept")
        COPY = "copy", pgettext_lazy("data request", "get a copy of everything")
        CORRECT = "correct", pgettext_lazy("data request", "correct what is wrong")
        STOP = "stop", pgettext_lazy("data request", "stop using the data")
        DELETE = "delete", pgettext_lazy("data request", "delete the data")
        WITHDRAWAL = "withdrawal", pgettext_lazy("data request", "withdrawal of a consent")

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("data request", "to be carried out")
        DONE = "done", pgettext_lazy("data request", "carried out")
        REFUSED = "refused", pgettext_lazy("data request", "refused with a ground")

    node = models.ForeignKey(Node, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="data_requests")
    kind = models.CharField(_("what is asked"), max_length=12, choices=Kind)
    consent = models.ForeignKey(Consent, models.SET_NULL, null=True, blank=True, related_name="+")
    asked_on = models.DateField(_("asked on"))
    # By the person or representative on the platform; False: a paper that the organisation received.
    by_themselves = models.BooleanField(default=False)
    words = EncryptedTextField(_("in words"), node="node_id", null=True, blank=True)
    due_on = models.DateField(_("to be done by"))
    # The law lets a clock be moved once, with a ground.
    is_extended = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    answer = EncryptedTextField(_("answer"), node="node_id", null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = OfPersonQuerySet.as_manager()

    privacy = Privacy(
        P0="state made_by made_at", P1="node due_on is_extended done_on asked_on by_themselves",
        P3="person kind consent words answer",
    )  # fmt: skip

    class Meta:
        verbose_name = _("request about one's data")
        verbose_name_plural = _("requests about one's data")
        ordering: ClassVar = ["due_on", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["node", "state", "due_on"], name="data_request_of_node"),
            models.Index(fields=["state", "due_on"], name="data_request_due"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}"


class Erasure(Named):
    """An act of destruction: whose seats, by which terms, on which day; the document is drawn from it."""

    node = models.ForeignKey(Node, models.PROTECT, related_name="+")
    on = models.DateField(_("date"))
    count = models.PositiveIntegerField(_("people"), default=0)
    paper = models.ForeignKey("documents.Paper", models.SET_NULL, null=True, blank=True, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = OfNodeQuerySet.as_manager()

    privacy = Privacy(P0="made_by made_at", P1="node on count paper")

    class Meta:
        verbose_name = _("act of destruction")
        verbose_name_plural = _("acts of destruction")
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return str(self.on)


class Taking(Named):
    """People's data taken out as a file: who, how much, why. A coded set keeps its key table here and only here."""

    class Kind(models.TextChoices):
        BASE = "base", pgettext_lazy("taking", "a base in its official form")
        COPY = "copy", pgettext_lazy("taking", "a copy for the person themselves")
        CODED = "coded", pgettext_lazy("taking", "a set without names, for the centre")

    node = models.ForeignKey(Node, models.PROTECT, related_name="+")
    kind = models.CharField(_("what"), max_length=10, choices=Kind)
    side = models.CharField(_("base"), max_length=8, blank=True)
    school_year = models.PositiveSmallIntegerField(_("school year"), null=True, blank=True)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    rows = models.PositiveIntegerField(default=0)
    reason = EncryptedTextField(_("what for"), node="node_id", null=True, blank=True)
    # Random code of this export → uid of the participation.
    keys = EncryptedJSONField(node="node_id", null=True, blank=True)
    file_key = models.CharField(max_length=100, blank=True, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = OfNodeQuerySet.as_manager()

    privacy = Privacy(P0="made_by made_at file_key", P1="node kind side school_year rows reason", P3="person keys")

    class Meta:
        verbose_name = _("file taken out")
        verbose_name_plural = _("files taken out")
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [
            models.Index(fields=["node", "-id"], name="taking_of_node"),
            models.Index(fields=["made_by", "-made_at"], name="taking_of_user"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}"


class ErasedPerson(models.Model):
    """A line of the act: a seat number and why, by a code of `retention`. The person is no longer there to name."""

    erasure = models.ForeignKey(Erasure, models.CASCADE, related_name="lines")
    seat = models.PositiveIntegerField()
    reason = models.CharField(max_length=40)
    # Names of what was destroyed: tables and files, as codes.
    what = models.JSONField(default=list)

    objects: ClassVar[models.Manager[ErasedPerson]] = models.Manager()

    privacy = Privacy(P1="erasure seat reason what")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["erasure", "seat"], name="erased_person_once")]

    def __str__(self) -> str:
        return str(self.seat)
