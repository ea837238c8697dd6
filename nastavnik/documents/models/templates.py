"""Editions of templates that a node keeps beside the product's own, which live in `library`."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik.accounts.permissions import Where
from nastavnik.base.access import ScopedQuerySet
from nastavnik.base.privacy import Privacy
from nastavnik.base.saving import Versioned
from nastavnik.base.uids import Named
from nastavnik.org.models import Node, valid_on


class PaperTemplateQuerySet(ScopedQuerySet["Template"]):
    node = "node"

    @classmethod
    def relation_q(cls, grant: Any) -> Q:
        """From below only what its owner has published."""
        return Q(state=Template.State.PUBLISHED) if grant.where is Where.ABOVE else Q()

    def in_force(self, on: dt.date) -> Self:
        """By their days alone: a draft has none."""
        return self.filter(valid_on(on))

    def standing(self, on: dt.date) -> Self:
        """In force on ``on``, or waiting for a later day."""
        return self.filter(Q(to_on=None) | Q(to_on__gt=on), from_on__isnull=False)


class Template(Named, Versioned):
    """One edition of one template of ``node``; its words never change once it is published.

    It is in force in [from_on, to_on): the day that is given to the next one ends it, so that nothing has to be
    done when the day comes.
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("template", "draft")
        PUBLISHED = "published", pgettext_lazy("template", "published")
        # Set aside before it was ever in force (no days), or withdrawn (its days are over).
        RETIRED = "retired", pgettext_lazy("template", "withdrawn")

    node = models.ForeignKey(Node, models.PROTECT, related_name="document_templates")
    # What kind of document it makes: an entry of the reference list "document_templates".
    code = models.CharField(_("kind"), max_length=60)
    edition = models.PositiveSmallIntegerField(_("edition"), default=1, editable=False)
    title = models.CharField(_("title"), max_length=300)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    # The document tree with its places to fill, as canonical JSON; the DOCX is written from it.
    tree = models.TextField(editable=False)
    digest = models.CharField(max_length=64, editable=False)
    # What it was copied from: an edition of somebody above, or (None) edition ``base_edition`` of the product's own.
    base = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="copies")
    base_edition = models.PositiveSmallIntegerField(editable=False)
    note = models.TextField(_("what is different"), max_length=2000, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    from_on = models.DateField(_("from"), null=True, blank=True)
    to_on = models.DateField(_("until"), null=True, blank=True)

    objects = PaperTemplateQuerySet.as_manager()

    privacy = Privacy(
        P0="node code edition title state tree digest base base_edition note made_by made_at from_on to_on",
    )

    class Meta:
        ordering: ClassVar = ["code", "-edition", "-pk"]
        indexes: ClassVar = [models.Index(fields=["node", "code", "-edition"], name="template_of_node")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["node", "code", "edition"],
                name="template_edition_once",
                violation_error_message=_("Somebody has made this edition at the same moment. Open the list again."),
            ),
            models.UniqueConstraint(
                fields=["node", "code"],
                condition=Q(state="draft"),
                name="template_one_draft",
                violation_error_message=_("A new edition of this template is being prepared already. Open it."),
            ),
            models.UniqueConstraint(
                fields=["node", "code"], condition=Q(state="published", to_on=None), name="template_one_open"
            ),
            # One that was replaced on its first day was in force for no whole day.
            models.UniqueConstraint(
                fields=["node", "code", "from_on"],
                condition=Q(state="published") & (Q(to_on=None) | Q(to_on__gt=F("from_on"))),
                name="template_day_once",
            ),
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="template_period_in_order"
            ),
            models.CheckConstraint(
                condition=Q(state="retired")
                | Q(state="draft", from_on=None, to_on=None)
                | Q(state="published", from_on__isnull=False),
                name="template_days_by_state",
            ),
        ]

    def __str__(self) -> str:
        return self.title
