"""Documents and what signs them. Written by `services` alone."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik.accounts.keyring.fields import EncryptedTextField
from nastavnik.accounts.roles import Role
from nastavnik.base.access import ScopedQuerySet
from nastavnik.base.privacy import Privacy
from nastavnik.base.saving import Versioned
from nastavnik.base.uids import Named
from nastavnik.documents.models.register import Case
from nastavnik.documents.models.sets import Batch, Package
from nastavnik.documents.models.templates import Template
from nastavnik.org.models import Node


class State(models.TextChoices):
    """The way of a document. Issued ones keep their bytes for ever."""

    DRAFT = "draft", pgettext_lazy("document", "draft")
    ON_AGREEMENT = "on_agreement", pgettext_lazy("document", "being agreed")
    RETURNED = "returned", pgettext_lazy("document", "returned")
    AGREED = "agreed", pgettext_lazy("document", "agreed, waits for its number")
    REGISTERED = "registered", pgettext_lazy("document", "in force")
    REPLACED = "replaced", pgettext_lazy("document", "replaced by a new edition")
    REPEALED = "repealed", pgettext_lazy("document", "repealed")


WRITABLE = frozenset({State.DRAFT, State.RETURNED})
ON_THE_WAY = frozenset({State.ON_AGREEMENT, State.AGREED})
ISSUED = frozenset({State.REGISTERED, State.REPLACED, State.REPEALED})

# Who of the organisation's own people may open a document that names people.
_MAY_SEE_NAMES = frozenset({Role.DIRECTOR, Role.CURATOR, Role.REGISTRAR, Role.DATA_PROTECTION_OFFICER})


class PaperQuerySet(ScopedQuerySet["Paper"]):
    node = "node"

    @classmethod
    def relation_q(cls, grant: Any) -> Q:
        """Documents that name people stay inside the organisation, for whoever keeps them there."""
        nameless = Q(is_personal=False)
        return nameless | Q(node_id=grant.node_id) if grant.role in _MAY_SEE_NAMES else nameless

    def living(self) -> PaperQuerySet:
        return self.filter(removed_at=None)

    def issued(self) -> PaperQuerySet:
        return self.filter(removed_at=None, state__in=sorted(ISSUED))

    def in_force(self) -> PaperQuerySet:
        return self.filter(removed_at=None, state=State.REGISTERED)


class Paper(Named, Versioned):
    """A document: a template filled with ``payload``. From its registration on nothing of what it says changes."""

    node = models.ForeignKey(Node, models.PROTECT, related_name="papers")
    # What kind of document it is: an entry of the reference list "document_templates".
    code = models.CharField(_("kind"), max_length=60)
    title = models.CharField(_("title"), max_length=500)
    # The node's own edition, or (None) the product's, as ``edition`` says.
    template = models.ForeignKey(Template, models.PROTECT, null=True, blank=True, related_name="papers")
    edition = models.PositiveSmallIntegerField(_("edition of the template"), editable=False)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.DRAFT)
    # Canonical JSON in the form of the template.
    payload = EncryptedTextField(_("data"))
    # Names others than work names stand in it (P2, P3).
    is_personal = models.BooleanField(default=False, editable=False)
    school_year = models.PositiveSmallIntegerField(_("school year"), help_text=_("the year in which it begins"))
    # Requisites. ``serial`` is what the counter gave, ``number`` how it is written.
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="papers")
    serial = models.PositiveIntegerField(null=True, blank=True, editable=False)
    serial_year = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    number = models.CharField(_("number"), max_length=100, blank=True)
    dated_on = models.DateField(_("date"), null=True, blank=True)
    effective_on = models.DateField(_("in force from"), null=True, blank=True)
    signer_name = models.CharField(_("signed by (name)"), max_length=200, blank=True)
    signer_post = models.CharField(_("signed by (position)"), max_length=300, blank=True)
    registered_at = models.DateTimeField(null=True, blank=True, editable=False)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # What was issued: names in the store of encrypted files, digests of the bytes, what drew them.
    docx_key = models.CharField(max_length=100, blank=True, editable=False)
    pdf_key = models.CharField(max_length=100, blank=True, editable=False)
    docx_digest = models.CharField(max_length=64, blank=True, editable=False)
    pdf_digest = models.CharField(max_length=64, blank=True, editable=False)
    payload_digest = models.CharField(max_length=64, blank=True, editable=False)
    renderer = models.CharField(max_length=60, blank=True, editable=False)
    # Printed on the document and typed by whoever checks it.
    check_code = models.CharField(max_length=20, null=True, blank=True, unique=True, editable=False)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    repealed_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="repeals")
    ended_on = models.DateField(_("no longer in force from"), null=True, blank=True)
    end_basis = models.CharField(_("why it is no longer in force"), max_length=300, blank=True)
    package = models.ForeignKey(Package, models.SET_NULL, null=True, blank=True, related_name="papers")
    batch = models.ForeignKey(Batch, models.SET_NULL, null=True, blank=True, related_name="papers")
    batch_row = models.PositiveIntegerField(null=True, blank=True, editable=False)
    # What else it was made from: the uid of a plan, later of a pair or an event.
    source_kind = models.CharField(max_length=40, blank=True, editable=False)
    source_uid = models.UUIDField(null=True, blank=True, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PaperQuerySet.as_manager()

    privacy = Privacy(
        P0="code edition state is_personal school_year serial serial_year registered_at registered_by docx_key"
        " pdf_key docx_digest pdf_digest payload_digest renderer check_code made_by made_at removed_at batch_row"
        " source_kind source_uid",
        P1="node title template case number dated_on effective_on signer_name signer_post replaces repealed_by"
        " ended_on end_basis package batch",
        P3="payload",
    )

    class Meta:
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [
            models.Index(fields=["node", "-id"], condition=Q(removed_at=None), name="paper_of_node"),
            models.Index(
                fields=["node", "-dated_on", "-id"],
                condition=Q(state__in=["registered", "replaced", "repealed"]),
                name="paper_register",
            ),
            models.Index(fields=["node", "code", "state"], name="paper_by_kind"),
            models.Index(fields=["-dated_on", "-id"], condition=Q(dated_on__isnull=False), name="paper_by_date"),
            models.Index(fields=["code", "-id"], condition=Q(removed_at=None), name="paper_of_code"),
            models.Index(
                fields=["code", "-dated_on", "-id"], condition=Q(dated_on__isnull=False), name="paper_of_code_by_date"
            ),
            models.Index(
                fields=["state", "-dated_on", "-id"],
                condition=Q(dated_on__isnull=False),
                name="paper_of_state_by_date",
            ),
            models.Index(fields=["state", "-id"], condition=Q(removed_at=None), name="paper_of_state"),
            models.Index(fields=["source_uid"], condition=Q(source_uid__isnull=False), name="paper_by_source"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "serial_year", "serial"],
                condition=Q(serial__isnull=False),
                name="paper_serial_once",
            ),
            models.UniqueConstraint(
                fields=["batch", "batch_row"], condition=Q(batch_row__isnull=False), name="paper_of_batch_once"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["registered", "replaced", "repealed"])
                | Q(
                    dated_on__isnull=False,
                    check_code__isnull=False,
                    docx_key__gt="",
                    pdf_key__gt="",
                    docx_digest__gt="",
                    pdf_digest__gt="",
                ),
                name="paper_issued_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_issued(self) -> bool:
        return self.state in ISSUED


class SigningQuerySet(ScopedQuerySet["Signing"]):
    node = "paper__node"

    @classmethod
    def relation_q(cls, grant: Any) -> Q:
        nameless = Q(paper__is_personal=False)
        return nameless | Q(paper__node_id=grant.node_id) if grant.role in _MAY_SEE_NAMES else nameless


class Signing(Named):
    """One signature under the issued bytes: what it is, whose, what was checked about it. Never more than that."""

    class Kind(models.TextChoices):
        SCAN = "scan", _("scan of the signed paper")
        SIMPLE = "simple", _("simple electronic signature inside the platform")
        DETACHED = "detached", _("file of an electronic signature")

    class Finding(models.TextChoices):
        NONE = "", _("nothing to check")
        MATCHES = "matches", _("made for these bytes")
        DIFFERS = "differs", _("made for other bytes")
        UNKNOWN = "unknown", _("this program cannot tell")

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="signings")
    kind = models.CharField(_("kind of signature"), max_length=10, choices=Kind)
    name = models.CharField(_("signed by (name)"), max_length=200)
    post = models.CharField(_("signed by (position)"), max_length=300, blank=True)
    signed_on = models.DateField(_("signed on"))
    # The agreement by which the sides treat a simple signature as their own hand (63-ФЗ, article 9).
    basis = models.CharField(_("basis"), max_length=300, blank=True)
    # Digest of the bytes that were signed.
    digest = models.CharField(max_length=64, editable=False)
    file_key = models.CharField(max_length=100, blank=True, editable=False)
    file_name = models.CharField(max_length=255, blank=True, editable=False)
    finding = models.CharField(_("check"), max_length=10, choices=Finding, blank=True, default=Finding.NONE)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = SigningQuerySet.as_manager()

    privacy = Privacy(
        P0="kind digest file_key finding made_by made_at withdrawn_at",
        P1="paper name post signed_on basis file_name",
    )

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.name
