"""The tree: nodes, and the periods of their names and places. Written by `services.nodes` alone."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nastavnik.base.access import ScopedQuerySet
from nastavnik.base.privacy import Privacy
from nastavnik.base.uids import Named
from nastavnik.org.models.periods import Dated, DatedQuerySet
from nastavnik.org.models.plain_order import PlainOrderField, path_range
from nastavnik.org.wording import needles


class NodeQuerySet(ScopedQuerySet["Node"]):
    node = ""

    def under(self, node: Node) -> Self:
        """``node`` itself and everything placed in it today; the closed stay where they were last."""
        return self.filter(path_range(node.path))

    def open_on(self, date: dt.date) -> Self:
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=date), opened_on__lte=date)

    def named_like(self, text: str) -> Self:
        """Nodes that bear, or ever bore, a name with all the words of ``text``."""
        found = self
        for needle in needles(text):
            found = found.filter(search_name__contains=needle)
        return found


class Node(Named):
    """A territory or a body. ``path`` and the names repeat the periods valid now, for reach and for lists."""

    class Kind(models.TextChoices):
        TERRITORY = "territory", _("territory")
        BODY = "body", _("organisation")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    type = models.CharField(_("type"), max_length=40, help_text=_("A code of the reference list."))
    path = PlainOrderField(_("path"), max_length=500, editable=False)
    short_name = models.CharField(_("short name"), max_length=200)
    full_name = models.CharField(_("full name"), max_length=600)
    sort_name = PlainOrderField(max_length=200, blank=True, editable=False)
    search_name = models.TextField(editable=False)
    opened_on = models.DateField(_("opened on"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    objects = NodeQuerySet.as_manager()

    privacy = Privacy(P0="kind type path", P1="short_name full_name sort_name search_name opened_on closed_on")

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints: ClassVar = [models.UniqueConstraint(fields=["path"], name="node_path_once")]
        indexes: ClassVar = [
            models.Index(fields=["sort_name", "id"], name="node_sorted"),
            # Few among many: the choice of a territory must not walk through all organisations by name.
            models.Index(fields=["sort_name", "id"], condition=Q(kind="territory"), name="node_territories"),
        ]

    def __str__(self) -> str:
        return self.short_name

    @property
    def ancestor_ids(self) -> list[int]:
        """Keys from the root down to the parent."""
        return [int(step) for step in self.path.strip("/").split("/")[:-1]]

    @property
    def is_territory(self) -> bool:
        return self.kind == Node.Kind.TERRITORY


class NodeName(Dated):
    """What ``node`` was called in a period. A name outlives its node: the closed are still spoken of."""

    node = models.ForeignKey(Node, models.PROTECT, related_name="names")
    full = models.CharField(_("full name"), max_length=600)
    short = models.CharField(_("short name"), max_length=200)

    objects = DatedQuerySet["NodeName"].as_manager()

    privacy = Privacy(P1="node full short")

    class Meta(Dated.Meta):
        verbose_name = _("name")
        verbose_name_plural = _("names")
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["node"], condition=Q(to_on=None), name="node_name_open_once"),
            models.UniqueConstraint(fields=["node", "from_on"], name="node_name_day_once"),
        ]

    def __str__(self) -> str:
        return self.short


class Placement(Dated):
    """Where ``node`` stood in a period. ``path`` is the whole way down, so that roll-ups as of a date join one row.

    A move of a district opens a placement for each node in it: the rows of the past keep their old path.
    """

    node = models.ForeignKey(Node, models.PROTECT, related_name="placements")
    parent = models.ForeignKey(Node, models.PROTECT, null=True, blank=True, related_name="children_placements")
    path = PlainOrderField(_("path"), max_length=500)

    objects = DatedQuerySet["Placement"].as_manager()

    privacy = Privacy(P0="path", P1="node parent")

    class Meta(Dated.Meta):
        verbose_name = _("place")
        verbose_name_plural = _("places")
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            # Overlap is checked under the lock of the tree; these two stop whatever comes past the services.
            models.UniqueConstraint(fields=["node"], condition=Q(to_on=None), name="placement_open_once"),
            models.UniqueConstraint(fields=["node", "from_on"], name="placement_day_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["path", "from_on"], name="placement_path")]

    def __str__(self) -> str:
        return self.path
