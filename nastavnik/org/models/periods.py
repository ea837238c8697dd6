"""Dated facts: true from ``from_on``, and no longer on ``to_on``. An open period has no ``to_on``."""

from __future__ import annotations

import datetime as dt
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nastavnik.base.privacy import Privacy

_Row = TypeVar("_Row", bound=models.Model, covariant=True)


def valid_on(date: dt.date, *, via: str = "") -> Q:
    """The periods that hold on ``date``; ``via`` is the lookup to the dated row, ending in "__"."""
    begun = Q(**{f"{via}from_on__lte": date})
    return begun & (Q(**{f"{via}to_on": None}) | Q(**{f"{via}to_on__gt": date}))


class DatedQuerySet(models.QuerySet[_Row]):
    def on(self, date: dt.date) -> Self:
        return self.filter(valid_on(date))

    def open_ended(self) -> Self:
        return self.filter(to_on=None)


class Dated(models.Model):
    """A period of days, the last one excluded, with the paper that it rests on."""

    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("until"), null=True, blank=True)
    basis = models.CharField(_("basis"), max_length=300, blank=True, help_text=_("Order: number and date."))

    privacy = Privacy(P1="from_on to_on basis")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gt=F("from_on")),
                name="%(app_label)s_%(class)s_period",
                violation_error_message=_("A period ends after the day it begins."),
            )
        ]
