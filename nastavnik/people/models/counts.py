"""What an organisation knows of its people only as a number: sensitive categories, and measures of accessibility."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nastavnik.base.privacy import Privacy
from nastavnik.base.saving import Versioned
from nastavnik.base.uids import Named
from nastavnik.org.models import Node
from nastavnik.people.models.reach import OfNodeQuerySet


class CategoryCountQuerySet(OfNodeQuerySet):
    def standing(self) -> CategoryCountQuerySet:
        return self.filter(removed_at=None)


class CategoryCount(Named, Versioned):
    """How many of a category take part, typed in with date and source. Nobody is named.

    A row is never written over: another count of the same day puts it aside and remembers it.
    """

    node = models.ForeignKey(Node, models.PROTECT, related_name="category_counts")
    category = models.CharField(_("category"), max_length=40)
    school_year = models.PositiveSmallIntegerField(_("school year"))
    on = models.DateField(_("as of"))
    count = models.PositiveIntegerField(_("how many"))
    source = models.CharField(_("source"), max_length=300)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    # Typed in together, so that all of it can be taken back together.
    entry = models.UUIDField(null=True, blank=True, editable=False)
    replaces = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+", editable=False)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = CategoryCountQuerySet.as_manager()

    privacy = Privacy(P0="made_by made_at entry replaces removed_at", P1="node category school_year on count source")

    class Meta:
        verbose_name = _("count of a category")
        verbose_name_plural = _("counts of categories")
        ordering: ClassVar = ["category", "-on", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["node", "category", "on"],
                condition=Q(removed_at=None),
                name="category_count_day_once",
                violation_error_message=_("The count of this category on this day is there already: change it."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.category} {self.on}"


class AccessMeasure(Named, Versioned):
    """A line of the check list of accessibility: for whom, what, who answers for it, and whether it is done."""

    node = models.ForeignKey(Node, models.PROTECT, related_name="+")
    school_year = models.PositiveSmallIntegerField(_("school year"))
    category = models.CharField(_("for whom"), max_length=40)
    # The code of the ready-made measure that it was taken from.
    proposal = models.CharField(max_length=60, blank=True, editable=False)
    what = models.CharField(_("measure"), max_length=500)
    responsible = models.CharField(_("responsible"), max_length=200, blank=True)
    due_on = models.DateField(_("until"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = OfNodeQuerySet.as_manager()

    privacy = Privacy(
        P0="made_by made_at removed_at position proposal",
        P1="node school_year category what responsible due_on done_on note",
    )

    class Meta:
        verbose_name = _("measure of accessibility")
        verbose_name_plural = _("measures of accessibility")
        ordering: ClassVar = ["position", "pk"]
        indexes: ClassVar = [models.Index(fields=["node", "school_year", "position"], name="access_measure_of_node")]

    def __str__(self) -> str:
        return self.what
