"""Data keys at rest: wrapped by a master key that never enters the database."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from nastavnik.base.privacy import Privacy
from nastavnik.base.uids import Named
from nastavnik.org.models import Node


class DataKey(Named):
    """One key of one organisation (of the platform itself without a node). Written by `keyring` alone."""

    class Purpose(models.TextChoices):
        DATA = "data"
        INDEX = "index"

    node = models.ForeignKey(Node, models.PROTECT, related_name="+", null=True)
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    wrapped = models.BinaryField(max_length=100)
    # Which master key wraps it: the beginning of that key's digest.
    master = models.CharField(max_length=16)
    made_at = models.DateTimeField(default=timezone.now)
    # Still opens what it sealed; seals nothing new.
    retired_at = models.DateTimeField(null=True)

    privacy = Privacy(P0="node purpose master made_at retired_at", P4="wrapped")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["node", "purpose"],
                condition=Q(retired_at=None, node__isnull=False),
                name="data_key_node_once",
            ),
            models.UniqueConstraint(
                fields=["purpose"], condition=Q(retired_at=None, node=None), name="data_key_platform_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.uid)
