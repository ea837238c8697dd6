"""Reference data: a set is a list of the field, an entry one of its lines, dated and versioned."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nastavnik.base.access import ScopedQuerySet
from nastavnik.base.privacy import Privacy
from nastavnik.base.uids import Named
from nastavnik.org.models.periods import Dated, valid_on


class Origin(models.TextChoices):
    FILE = "file", _("shipped with the product")
    PRODUCT = "product", _("edited here")


class ReferenceSetQuerySet(ScopedQuerySet["ReferenceSet"]):
    node = None


class ReferenceSet(Named):
    """A list by its code. ``stamp`` changes with every version: a process compares it with what it remembers."""

    code = models.CharField(_("code"), max_length=60, unique=True)
    title_ru = models.CharField(_("title"), max_length=300)
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(_("version"), default=0)
    # Not the number: a version rolled back and made again bears the same number and other entries.
    stamp = models.UUIDField(default=uuid.uuid4, editable=False)

    objects = ReferenceSetQuerySet.as_manager()

    privacy = Privacy(P0="code title_ru position version stamp")

    class Meta:
        verbose_name = _("reference list")
        verbose_name_plural = _("reference lists")

    def __str__(self) -> str:
        return self.title_ru


class ReferenceVersion(models.Model):
    """One edition of a set: from when it holds and what it rests on."""

    set = models.ForeignKey(ReferenceSet, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    from_on = models.DateField(_("from"))
    basis = models.CharField(_("basis"), max_length=300, blank=True)
    origin = models.CharField(_("origin"), max_length=10, choices=Origin)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)

    objects: ClassVar[models.Manager[ReferenceVersion]] = models.Manager()

    privacy = Privacy(P0="set number from_on basis origin made_at")

    class Meta:
        verbose_name = _("version of a reference list")
        verbose_name_plural = _("versions of reference lists")
        constraints: ClassVar = [models.UniqueConstraint(fields=["set", "number"], name="reference_version_once")]

    def __str__(self) -> str:
        return str(self.number)


class ReferenceEntryQuerySet(ScopedQuerySet["ReferenceEntry"]):
    node = None

    def on(self, date: dt.date) -> Self:
        return self.filter(valid_on(date))


class ReferenceEntry(Named, Dated):
    """A line of a set in a period. ``data`` is the whole line as the file or the editor wrote it.

    ``mark`` says how well it is founded: S source documents, T a text that was read, B background knowledge
    to be compared with the original, P a proposal. ``offered`` is a newer line of the file that waits for a
    decision, because this one was edited here.
    """

    set = models.ForeignKey(ReferenceSet, models.CASCADE, related_name="entries")
    code = models.CharField(_("code"), max_length=120)
    position = models.PositiveIntegerField(default=0)
    title_ru = models.CharField(_("title"), max_length=500)
    data: models.JSONField[Any, Any] = models.JSONField(_("content"))
    mark = models.CharField(_("foundation"), max_length=1, blank=True)
    since = models.ForeignKey(ReferenceVersion, models.PROTECT, related_name="+")
    origin = models.CharField(_("origin"), max_length=10, choices=Origin)
    file_digest = models.CharField(max_length=64, blank=True, editable=False)
    offered: models.JSONField[Any, Any] = models.JSONField(null=True, blank=True, editable=False)

    objects = ReferenceEntryQuerySet.as_manager()

    privacy = Privacy(P0="set code position title_ru data mark since origin file_digest offered from_on to_on basis")

    class Meta(Dated.Meta):
        verbose_name = _("reference entry")
        verbose_name_plural = _("reference entries")
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["set", "code"], condition=Q(to_on=None), name="reference_entry_open_once"
            ),
            models.UniqueConstraint(fields=["set", "code", "from_on"], name="reference_entry_day_once"),
        ]

    def __str__(self) -> str:
        return self.title_ru
