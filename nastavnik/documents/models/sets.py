"""Several documents made together: the package of local acts of a year, a batch of letters."""

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
from nastavnik.documents.models.templates import Template
from nastavnik.org.calendar import SchoolYear
from nastavnik.org.models import Node


class PackageQuerySet(ScopedQuerySet["Package"]):
    node = "node"


class Package(Named, Versioned):
    """The local acts that an organisation needs to begin (пакет локальных актов). Asked once, made whole."""

    class Model(models.TextChoices):
        LEARNERS = "learners", _("mentoring of learners")
        TEACHERS = "teachers", _("mentoring of teachers")
        BOTH = "both", _("both models")

    node = models.ForeignKey(Node, models.PROTECT, related_name="document_packages")
    model = models.CharField(_("model"), max_length=10, choices=Model)
    school_year = models.PositiveSmallIntegerField(_("school year"))
    # Answers of the wizard, canonical JSON: posts and work names.
    answers = EncryptedTextField(_("answers"), default="{}")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    # When the documents were made of the answers.
    drawn_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PackageQuerySet.as_manager()

    privacy = Privacy(P0="model school_year made_by made_at drawn_at", P1="node answers")

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["node", "model", "school_year"],
                name="package_once",
                violation_error_message=_("The package of this year is begun already. Open it."),
            ),
        ]

    def __str__(self) -> str:
        return str(_("Package of local acts"))

    @property
    def year_words(self) -> str:
        return str(SchoolYear(self.school_year))


class BatchQuerySet(ScopedQuerySet["Batch"]):
    node = "node"

    @classmethod
    def relation_q(cls, grant: Any) -> Q:
        """Its rows name people."""
        keeps = grant.role in (Role.DIRECTOR, Role.CURATOR, Role.REGISTRAR)
        nameless = Q(is_personal=False)
        return nameless | Q(node_id=grant.node_id) if keeps else nameless


class Batch(Named):
    """One template filled for every row of a list, by a job: an archive and one file to print."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("batch", "being prepared")
        RUNNING = "running", pgettext_lazy("batch", "being made")
        DONE = "done", pgettext_lazy("batch", "made")
        FAILED = "failed", pgettext_lazy("batch", "not made")

    node = models.ForeignKey(Node, models.PROTECT, related_name="document_batches")
    code = models.CharField(_("kind"), max_length=60)
    template = models.ForeignKey(Template, models.PROTECT, null=True, blank=True, related_name="+")
    edition = models.PositiveSmallIntegerField(editable=False)
    title = models.CharField(_("title"), max_length=300)
    # {"common": {...}, "rows": [{...}, ...]}, canonical JSON.
    payload = EncryptedTextField(_("data"))
    is_personal = models.BooleanField(default=True, editable=False)
    # Whether each document gets a number and stands in the register.
    is_registered = models.BooleanField(_("each one is registered"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    rows_count = models.PositiveIntegerField(_("documents"), default=0)
    archive_key = models.CharField(max_length=100, blank=True, editable=False)
    print_key = models.CharField(max_length=100, blank=True, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = BatchQuerySet.as_manager()

    privacy = Privacy(
        P0="code edition is_personal is_registered state rows_count archive_key print_key made_by made_at"
        " finished_at",
        P1="node template title",
        P3="payload",
    )

    class Meta:
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [models.Index(fields=["node", "-id"], name="batch_of_node")]

    def __str__(self) -> str:
        return self.title
