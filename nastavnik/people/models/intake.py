"""A table on its way into a base. Written by `services` alone.

The rows lie in pieces of a few hundred, each under one seal: a base of 50,000 rows is 100 seals and not a million.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik.accounts.keyring.fields import EncryptedJSONField
from nastavnik.base.privacy import Privacy
from nastavnik.base.saving import Versioned
from nastavnik.base.uids import Named
from nastavnik.org.models import Node
from nastavnik.people.models.persons import Participation
from nastavnik.people.models.reach import OfNodeQuerySet


class Intake(Named, Versioned):
    """A loaded table of mentors or mentees: read, looked through, mended, accepted, and for a day taken back."""

    class State(models.TextChoices):
        READING = "reading", pgettext_lazy("intake", "being read")
        MAPPING = "mapping", pgettext_lazy("intake", "columns to be looked at")
        READY = "ready", pgettext_lazy("intake", "ready to look through")
        ACCEPTING = "accepting", pgettext_lazy("intake", "being accepted")
        ACCEPTED = "accepted", pgettext_lazy("intake", "accepted")
        UNDONE = "undone", pgettext_lazy("intake", "taken back")
        REFUSED = "refused", pgettext_lazy("intake", "cannot be read")
        DISCARDED = "discarded", pgettext_lazy("intake", "put aside")

    class Ground(models.TextChoices):
        CONSENTS = "consents", _("paper consents were collected")
        NONE = "none", _("no consents yet: they become candidates")

    node = models.ForeignKey(Node, models.PROTECT, related_name="+")
    side = models.CharField(_("base"), max_length=8, choices=Participation.Side)
    model = models.CharField(_("model"), max_length=10, choices=Participation.Model)
    school_year = models.PositiveSmallIntegerField(_("school year"))
    state = models.CharField(max_length=10, choices=State, default=State.READING)
    ground = models.CharField(_("ground"), max_length=10, choices=Ground, default=Ground.NONE)
    consents_on = models.DateField(_("date of the consents"), null=True, blank=True)
    basis = models.CharField(_("where the consents are"), max_length=300, blank=True)
    # Number of a column → name of a column of the register; "" leaves the column out.
    mapping = models.JSONField(default=dict, editable=False)
    headings = EncryptedJSONField(node="node_id", null=True, blank=True, editable=False)
    header_rows = models.PositiveSmallIntegerField(default=0, editable=False)
    # How many rows of each verdict: new, changed, same, wrong, twin, left_out.
    counts = models.JSONField(default=dict, editable=False)
    rows = models.PositiveIntegerField(default=0, editable=False)
    file_key = models.CharField(max_length=100, blank=True, editable=False)
    # Names of files tell of people: kept under the seal.
    file_name = EncryptedJSONField(node="node_id", null=True, blank=True, editable=False)
    file_digest = models.CharField(max_length=64, blank=True, editable=False)
    errors_key = models.CharField(max_length=100, blank=True, editable=False)
    job_uid = models.UUIDField(null=True, blank=True, editable=False)
    refusal_code = models.CharField(max_length=40, blank=True, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    accepted_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = OfNodeQuerySet.as_manager()

    privacy = Privacy(
        P0="state mapping header_rows counts rows file_key file_digest errors_key job_uid refusal_code made_by"
        " made_at accepted_at",
        P1="node side model school_year ground consents_on basis",
        P3="headings file_name",
    )

    class Meta:
        verbose_name = _("loaded table")
        verbose_name_plural = _("loaded tables")
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [models.Index(fields=["node", "-id"], name="intake_of_node")]

    def __str__(self) -> str:
        return str(self.uid)


class IntakePiece(Named, Versioned):
    """Rows ``first`` to ``first + count - 1`` of a table: raw cells, mends, verdicts, and what undoing needs.

    ``rows`` is a list of {"n": number in the sheet, "verdict", "values": {column: value}, "raw": cells of a row that
    is wrong or was mended, "mended": {column: text}, "wrong" and "notes": [[code, column, params], …], "mark" of
    the name, "person", "part", "changes": columns, "likes": persons to choose from, "choice": a person or "other",
    "left_out", "v"}.
    Once it is in the base a row keeps only what undoing needs: "person", "part", "made", "joined" and "was".
    ``verdicts`` repeats the verdict of each row in the clear, a letter each, so that filters open few pieces.
    """

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="pieces")
    node = models.ForeignKey(Node, models.PROTECT, related_name="+")
    first = models.PositiveIntegerField()
    count = models.PositiveIntegerField()
    verdicts = models.TextField(blank=True, editable=False)
    rows = EncryptedJSONField(node="node_id", null=True, blank=True, packs=True)
    is_done = models.BooleanField(default=False, editable=False)

    objects = OfNodeQuerySet.as_manager()

    privacy = Privacy(P0="intake first count verdicts is_done", P1="node", P3="rows")

    class Meta:
        ordering: ClassVar = ["intake", "first"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["intake", "first"], name="intake_piece_once")]

    def __str__(self) -> str:
        return str(self.first)


class ColumnMemory(models.Model):
    """Which column of ours a heading meant the last time, for one organisation and base."""

    node = models.ForeignKey(Node, models.CASCADE, related_name="+")
    side = models.CharField(max_length=8, choices=Participation.Side)
    # Keyed digest of the normal form of the heading, and the name of the column.
    heading = models.CharField(max_length=64)
    column = models.CharField(max_length=40, blank=True)

    objects: ClassVar[models.Manager[ColumnMemory]] = models.Manager()

    privacy = Privacy(P1="node side heading column")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["node", "side", "heading"], name="column_memory_once")
        ]

    def __str__(self) -> str:
        return self.column
