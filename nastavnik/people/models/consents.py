"""Consents: one record for one purpose, what was signed, by whom, and how it ended. Written by `services` alone."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik.accounts.keyring.fields import EncryptedJSONField
from nastavnik.accounts.roles import Role
from nastavnik.base.access import NOTHING, ScopedQuerySet
from nastavnik.base.privacy import Privacy
from nastavnik.base.saving import Versioned
from nastavnik.base.uids import Named
from nastavnik.org.models import Node
from nastavnik.people.models.persons import Person, Representation
from nastavnik.people.models.reach import OfNodeQuerySet, persons_q


class ConsentState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("consent", "being prepared")
    ISSUED = "issued", pgettext_lazy("consent", "given out")
    SIGNED = "signed", pgettext_lazy("consent", "signed, to be looked at")
    ACTIVE = "active", pgettext_lazy("consent", "in force")
    WITHDRAWN = "withdrawn", pgettext_lazy("consent", "withdrawn")
    EXPIRED = "expired", pgettext_lazy("consent", "expired")
    REPLACED = "replaced", pgettext_lazy("consent", "replaced by a newer one")


PENDING = frozenset({ConsentState.DRAFT, ConsentState.ISSUED, ConsentState.SIGNED})


class ConsentQuerySet(ScopedQuerySet["Consent"]):
    node = None

    @classmethod
    def relation_q(cls, grant: Any) -> Q:
        """The working group keeps the bases without the consents; a minor's own are signed beside the parent's."""
        if grant.role == Role.TEAM_MEMBER:
            return NOTHING
        return persons_q(grant, "person__")

    def in_force(self) -> ConsentQuerySet:
        return self.filter(state=ConsentState.ACTIVE)

    def pending(self) -> ConsentQuerySet:
        return self.filter(state__in=sorted(PENDING))


class ConsentBatch(Named):
    """Consents given out together: one file to print, a page each."""

    class State(models.TextChoices):
        RUNNING = "running", pgettext_lazy("batch", "being made")
        DONE = "done", pgettext_lazy("batch", "made")
        FAILED = "failed", pgettext_lazy("batch", "not made")

    node = models.ForeignKey(Node, models.PROTECT, related_name="+")
    kind = models.CharField(_("purpose"), max_length=40)
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    count = models.PositiveIntegerField(default=0)
    pdf_key = models.CharField(max_length=100, blank=True, editable=False)
    job_uid = models.UUIDField(null=True, blank=True, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = OfNodeQuerySet.as_manager()

    privacy = Privacy(P0="kind state pdf_key job_uid made_by made_at", P1="node count")

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Consent(Named, Versioned):
    """One consent of one person to one purpose (reference list "consent_types").

    Until it ends a person has at most one in force and one on its way for a purpose. ``code`` stands on the
    printed form as QR: a scan finds its record by it.
    """

    class Way(models.TextChoices):
        NONE = "", _("not signed yet")
        PAPER = "paper", _("on paper")
        SIMPLE = "simple_signature", _("simple electronic signature")

    node = models.ForeignKey(Node, models.PROTECT, related_name="consents")
    person = models.ForeignKey(Person, models.PROTECT, related_name="consents")
    kind = models.CharField(_("purpose"), max_length=40)
    state = models.CharField(_("state"), max_length=10, choices=ConsentState, default=ConsentState.DRAFT)
    # Who signs: None is the person themselves.
    representation = models.ForeignKey(Representation, models.PROTECT, null=True, blank=True, related_name="consents")
    # The text: an edition of the organisation's own template, or (None) of ours, and the digest of its words.
    template = models.ForeignKey("documents.Template", models.PROTECT, null=True, blank=True, related_name="+")
    edition = models.PositiveSmallIntegerField(_("edition of the text"), default=1)
    text_digest = models.CharField(max_length=64, blank=True, editable=False)
    way = models.CharField(_("how it was signed"), max_length=20, choices=Way, blank=True, default=Way.NONE)
    issued_on = models.DateField(_("given out on"), null=True, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    expires_on = models.DateField(_("in force until"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    # Where the paper lies ("file 03-12, sheet 14"), or on what ground a table was loaded.
    basis = models.CharField(_("where the paper is"), max_length=300, blank=True)
    # How a simple signature was given: when, by which account or code; names of fields and ids only.
    proof = EncryptedJSONField(node="node_id", null=True, blank=True)
    code = models.CharField(max_length=20, null=True, blank=True, unique=True, editable=False)
    scan_key = models.CharField(max_length=100, blank=True, editable=False)
    replaces = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="replaced_by")
    batch = models.ForeignKey(ConsentBatch, models.SET_NULL, null=True, blank=True, related_name="consents")
    intake = models.ForeignKey("people.Intake", models.SET_NULL, null=True, blank=True, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = ConsentQuerySet.as_manager()

    privacy = Privacy(
        P0="state edition text_digest code scan_key made_by made_at intake batch",
        P1="node template basis",
        P3="person kind representation way issued_on signed_on expires_on ended_on proof replaces",
    )

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "kind"], condition=Q(state="active"), name="consent_in_force_once"
            ),
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(state__in=["draft", "issued", "signed"]),
                name="consent_on_its_way_once",
                violation_error_message=_("A consent to this purpose is given out already."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["signed", "active"]) | Q(signed_on__isnull=False) & ~Q(way=""),
                name="consent_signed_is_dated",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["node", "kind", "state"], name="consent_coverage"),
            models.Index(fields=["state", "expires_on"], name="consent_expiring"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}"


class SigningCode(Named):
    """What a school hands to a signer on paper: by it a phone shows this person's consents and nothing else."""

    node = models.ForeignKey(Node, models.PROTECT, related_name="+")
    # Whose consents; who signs stands in each consent.
    person = models.ForeignKey(Person, models.CASCADE, related_name="signing_codes")
    representation = models.ForeignKey(Representation, models.CASCADE, null=True, blank=True, related_name="+")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField(editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager[SigningCode]] = models.Manager()

    privacy = Privacy(P0="digest expires_at ended_at made_by made_at", P1="node", P3="person representation")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "ended_at"], name="signing_code_of_person")]

    def __str__(self) -> str:
        return str(self.uid)


class ScanBatch(Named):
    """Scans of signed consents put in together; each page finds its record by the QR on it."""

    class State(models.TextChoices):
        SORTING = "sorting", pgettext_lazy("scans", "being sorted")
        SORTED = "sorted", pgettext_lazy("scans", "sorted")
        FAILED = "failed", pgettext_lazy("scans", "not sorted")

    node = models.ForeignKey(Node, models.PROTECT, related_name="+")
    signed_on = models.DateField(_("signed on"))
    state = models.CharField(max_length=10, choices=State, default=State.SORTING)
    job_uid = models.UUIDField(null=True, blank=True, editable=False)
    refusal_code = models.CharField(max_length=40, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    # Names of the files in the encrypted store, as they were put in.
    file_keys = models.JSONField(default=list, editable=False)

    objects = OfNodeQuerySet.as_manager()

    privacy = Privacy(P0="state job_uid refusal_code made_by made_at file_keys", P1="node signed_on")

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return str(self.uid)


class ScanPage(Named):
    """One page of the scans and what became of it."""

    class State(models.TextChoices):
        TAKEN = "taken", pgettext_lazy("scan", "put to its consent")
        UNKNOWN = "unknown", pgettext_lazy("scan", "no code found")
        FOREIGN = "foreign", pgettext_lazy("scan", "a code of no consent here")
        AGAIN = "again", pgettext_lazy("scan", "this consent has a scan already")
        SET_ASIDE = "set_aside", pgettext_lazy("scan", "set aside")

    batch = models.ForeignKey(ScanBatch, models.CASCADE, related_name="pages")
    position = models.PositiveIntegerField()
    file_key = models.CharField(max_length=100, editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.UNKNOWN)
    consent = models.ForeignKey(Consent, models.SET_NULL, null=True, blank=True, related_name="scans")

    objects: ClassVar[models.Manager[ScanPage]] = models.Manager()

    privacy = Privacy(P0="batch position file_key state", P3="consent")

    class Meta:
        ordering: ClassVar = ["batch", "position"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["batch", "position"], name="scan_page_once")]

    def __str__(self) -> str:
        return str(self.position)
