"""What else is true of a node in a period, and the register of deeds done to the tree."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik.base.privacy import Privacy
from nastavnik.org.models.nodes import Node
from nastavnik.org.models.periods import Dated, DatedQuerySet


class Fact(Dated):
    """One dated fact of one kind. A fact that stops being true ends; a changed one ends and a new one begins."""

    class Kind(models.TextChoices):
        PILOT = "pilot", _("Takes part in the pilot project")
        PHASE = "phase", _("Phase of the roll-out")
        OGRN = "ogrn", _("State registration number (OGRN)")
        INN = "inn", _("Taxpayer number (INN)")
        CURATOR_CONTACT = "curator_contact", _("Work contact of the curator")
        SITE = "site", _("Page on the website")
        TIME_ZONE = "time_zone", _("Time of the territory")
        # Requisites: what stands on the organisation's letters.
        ADDRESS = "address", _("Address")
        CITY = "city", _("Place of issue of documents")
        PHONE = "phone", _("Work telephone")
        EMAIL = "email", _("Work e-mail")
        HEAD_NAME = "head_name", _("Head: name")
        HEAD_POST = "head_post", _("Head: position")

    REQUISITES: ClassVar = frozenset(
        {Kind.ADDRESS, Kind.CITY, Kind.PHONE, Kind.EMAIL, Kind.HEAD_NAME, Kind.HEAD_POST}
    )

    node = models.ForeignKey(Node, models.PROTECT, related_name="facts")
    kind = models.CharField(_("fact"), max_length=20, choices=Kind)
    value = models.CharField(_("value"), max_length=300)

    objects = DatedQuerySet["Fact"].as_manager()

    privacy = Privacy(P0="kind", P1="node value")

    class Meta(Dated.Meta):
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["node", "kind"], condition=Q(to_on=None), name="fact_open_once"),
            models.UniqueConstraint(fields=["node", "kind", "from_on"], name="fact_day_once"),
            models.UniqueConstraint(
                fields=["value"],
                condition=Q(to_on=None, kind="ogrn"),
                name="fact_ogrn_once",
                violation_error_message=_("Another organisation has this OGRN. Look it up by the number."),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "value"], name="fact_value")]

    def __str__(self) -> str:
        return f"{self.kind}={self.value}"


class Reorganisation(models.Model):
    """A deed done to ``node`` on ``on``, with its paper; ``other`` is where it went or what it joined."""

    class Kind(models.TextChoices):
        OPENED = "opened", pgettext_lazy("organisation", "opened")
        RENAMED = "renamed", pgettext_lazy("organisation", "renamed")
        MOVED = "moved", pgettext_lazy("organisation", "moved")
        MERGED = "merged", pgettext_lazy("organisation", "joined to another")
        CLOSED = "closed", pgettext_lazy("organisation", "closed")

    node = models.ForeignKey(Node, models.PROTECT, related_name="reorganisations")
    kind = models.CharField(_("deed"), max_length=10, choices=Kind)
    other = models.ForeignKey(Node, models.PROTECT, null=True, blank=True, related_name="reorganisations_into")
    on = models.DateField(_("date"))
    basis = models.CharField(_("basis"), max_length=300, blank=True)

    objects: ClassVar[models.Manager[Reorganisation]] = models.Manager()

    privacy = Privacy(P1="node kind other on basis")

    class Meta:
        verbose_name = _("reorganisation")
        verbose_name_plural = _("reorganisations")
        indexes: ClassVar = [models.Index(fields=["node", "on"], name="reorganisation_node_on")]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"
