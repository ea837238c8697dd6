"""Values counted beforehand, one row for an organisation. Written by `counting` alone."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.base.access import ScopedQuerySet
from nastavnik.base.privacy import Privacy
from nastavnik.org.models import Node


class KeptValueQuerySet(ScopedQuerySet["KeptValue"]):
    node = "node"


class KeptValue(models.Model):
    """The figure ``code`` of ``node`` alone, nothing summed, as of ``on``."""

    node = models.ForeignKey(Node, models.PROTECT, related_name="+")
    code = models.CharField(_("figure"), max_length=60)
    period = models.CharField(_("period"), max_length=10)
    numerator = models.BigIntegerField(default=0)
    denominator = models.BigIntegerField(default=0)
    on = models.DateField(_("as of"))
    counted_at = models.DateTimeField(_("counted"))

    objects = KeptValueQuerySet.as_manager()

    privacy = Privacy(P0="code period on counted_at", P1="node numerator denominator")

    class Meta:
        verbose_name = _("kept figure")
        verbose_name_plural = _("kept figures")
        constraints: ClassVar = [
            # In this order it is also the index of every roll-up.
            models.UniqueConstraint(fields=["code", "period", "node"], name="kept_value_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.period}"


class Round(models.Model):
    """All organisations were counted for a figure and a period as of ``on``; deeds since then keep that true."""

    code = models.CharField(_("figure"), max_length=60)
    period = models.CharField(_("period"), max_length=10)
    on = models.DateField(_("as of"))
    counted_at = models.DateTimeField(_("counted"))

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    privacy = Privacy(P0="code period on counted_at")

    class Meta:
        verbose_name = _("round of counting")
        verbose_name_plural = _("rounds of counting")
        constraints: ClassVar = [models.UniqueConstraint(fields=["code", "period"], name="round_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.period} {self.on}"
