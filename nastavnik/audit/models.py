"""The journal's two tables. Written by `record` and `sealer` alone."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik.audit.actions import label_of
from nastavnik.base.access import ScopedQuerySet
from nastavnik.base.privacy import Privacy
from nastavnik.base.uids import Named

ACTION_LENGTH = 60


class EventQuerySet(ScopedQuerySet["Event"]):
    # An event names its node by number, without a foreign key: the grant says which numbers it reaches.
    node = None

    @classmethod
    def relation_q(cls, grant: Any) -> Q:
        return Q(node_id__in=grant.node_ids())

    def of(self, row: models.Model) -> EventQuerySet:
        return self.filter(object_type=row._meta.label, object_id=row.pk)

    def pending(self) -> EventQuerySet:
        return self.filter(number=None)


class Event(Named):
    """One deed. Actor, object and node are plain numbers: the journal outlives the rows it tells of."""

    at = models.DateTimeField(_("when"), default=timezone.now)
    action = models.CharField(_("what was done"), max_length=ACTION_LENGTH)
    actor_id = models.BigIntegerField(null=True)
    role = models.CharField(_("acting as"), max_length=40, blank=True)
    object_type = models.CharField(max_length=80, blank=True)
    object_id = models.BigIntegerField(null=True)
    object_uid = models.UUIDField(null=True)
    node_id = models.BigIntegerField(null=True)
    facts = models.JSONField(default=dict)
    mac = models.CharField(max_length=64)
    # Filled by the sealer: the place in the chain and the MAC over everything up to it.
    number = models.PositiveBigIntegerField(null=True, unique=True)
    chain = models.CharField(max_length=64, blank=True)

    objects = EventQuerySet.as_manager()

    privacy = Privacy(
        P0="mac number chain", P1="at action actor_id role object_type object_id object_uid node_id facts"
    )

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["object_type", "object_id", "-id"], name="audit_event_object"),
            models.Index(fields=["node_id", "-id"], name="audit_event_node"),
            models.Index(fields=["actor_id", "-id"], name="audit_event_actor"),
            models.Index(fields=["id"], condition=Q(number=None), name="audit_event_pending"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.uid}"

    @property
    def action_label(self) -> str:
        return label_of(self.action)


class Chain(models.Model):
    """The single row that says where the chain ends; its lock makes the sealer one writer at a time."""

    count = models.PositiveBigIntegerField(default=0)
    mac = models.CharField(max_length=64, blank=True)

    privacy = Privacy(P0="count mac")

    def __str__(self) -> str:
        return f"{self.count}:{self.mac}"
