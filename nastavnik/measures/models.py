"""Sums counted beforehand, one row for an organisation. Written by `counting` alone."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.base.access import ScopedQuerySet
from nastavnik.base.privacy import Privacy
from nastavnik.measures.shelves import SLOTS
from nastavnik.org.models import Node


class KeptValueQuerySet(ScopedQuerySet["KeptValue"]):
    node = "node"


class KeptValue(models.Model):
    """The sums that figures of a shelf are made of, for ``node`` alone, as of ``on``; ``units`` is its name."""

    node = models.ForeignKey(Node, models.PROTECT, related_name="+")
    units = models.CharField(_("what is counted"), max_length=60)
    period = models.CharField(_("period"), max_length=10)
    s1 = models.BigIntegerField(default=0)
    s2 = models.BigIntegerField(default=0)
    s3 = models.BigIntegerField(default=0)
    s4 = models.BigIntegerField(default=0)
    s5 = models.BigIntegerField(default=0)
    s6 = models.BigIntegerField(default=0)
    s7 = models.BigIntegerField(default=0)
    s8 = models.BigIntegerField(default=0)
    s9 = models.BigIntegerField(default=0)
    s10 = models.BigIntegerField(default=0)
    s11 = models.BigIntegerField(default=0)
    s12 = models.BigIntegerField(default=0)
    on = models.DateField(_("as of"))
    counted_at = models.DateTimeField(_("counted"))

    objects = KeptValueQuerySet.as_manager()

    privacy = Privacy(P0="units period on counted_at", P1="node s1 s2 s3 s4 s5 s6 s7 s8 s9 s10 s11 s12")

    class Meta:
        verbose_name = _("kept figure")
        verbose_name_plural = _("kept figures")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["units", "period", "node"], name="kept_value_once"),
        ]
        # Rows are written period by period. PostgreSQL sees that only in an index of the period alone, and else reads
        # the whole table for a roll-up.
        indexes: ClassVar = [models.Index(fields=["period"], name="kept_value_period")]

    def __str__(self) -> str:
        return f"{self.units} {self.period}"

    @property
    def sums(self) -> tuple[int, ...]:
        return tuple(getattr(self, slot) for slot in SLOTS)


class Round(models.Model):
    """All organisations were counted for ``units`` and a period as of ``on``; deeds since then keep that true.

    ``columns`` is what the sums were then and where they lay: see `shelves.mark_of`.
    """

    units = models.CharField(_("what is counted"), max_length=60)
    period = models.CharField(_("period"), max_length=10)
    columns = models.CharField(max_length=500)
    on = models.DateField(_("as of"))
    counted_at = models.DateTimeField(_("counted"))

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    privacy = Privacy(P0="units period columns on counted_at")

    class Meta:
        verbose_name = _("round of counting")
        verbose_name_plural = _("rounds of counting")
        constraints: ClassVar = [models.UniqueConstraint(fields=["units", "period"], name="round_once")]

    def __str__(self) -> str:
        return f"{self.units} {self.period} {self.on}"
