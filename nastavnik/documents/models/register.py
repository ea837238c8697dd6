"""The organisation's own list of files (номенклатура дел) and the numbers it gives."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.base.access import ScopedQuerySet
from nastavnik.base.privacy import Privacy
from nastavnik.base.saving import Versioned
from nastavnik.base.uids import Named
from nastavnik.org.models import Node


class CaseQuerySet(ScopedQuerySet["Case"]):
    node = "node"


class Case(Named, Versioned):
    """One file of the list: which kinds of documents go into it and how they are numbered."""

    node = models.ForeignKey(Node, models.PROTECT, related_name="document_cases")
    index = models.CharField(_("index"), max_length=30)
    title = models.CharField(_("title of the file"), max_length=300)
    # Codes of kinds; "*" is whatever no other file takes.
    codes = models.JSONField(_("kinds of documents"), default=list, blank=True)
    # "{n}-од": the running number, "{index}" and "{year}" may stand in it too.
    pattern = models.CharField(_("form of the number"), max_length=60, default="{n}")
    is_yearly = models.BooleanField(_("numbers begin anew each calendar year"), default=True)
    kept_for = models.CharField(_("how long it is kept"), max_length=120, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    privacy = Privacy(P1="node index title codes pattern is_yearly kept_for closed_on")

    class Meta:
        ordering: ClassVar = ["index", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["node", "index"],
                name="case_index_once",
                violation_error_message=_("A file with this index stands in the list already. Give another index."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.index} {self.title}"


class Counter(models.Model):
    """The last number given in a file; the row is the lock under which the next one is given."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="counters")
    # The calendar year; 0 where numbers go on.
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    objects: ClassVar[models.Manager[Counter]] = models.Manager()

    privacy = Privacy(P1="case year last")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "year"], name="counter_once")]

    def __str__(self) -> str:
        return f"{self.case} {self.year}: {self.last}"
