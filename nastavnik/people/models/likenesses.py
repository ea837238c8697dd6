"""Two cards that may be one person: what a person decided, and a merge that can be taken apart again."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from nastavnik.accounts.keyring.fields import EncryptedJSONField
from nastavnik.base.access import ScopedQuerySet
from nastavnik.base.privacy import Privacy
from nastavnik.base.uids import Named
from nastavnik.org.models import Node
from nastavnik.people.models.persons import Person
from nastavnik.people.models.reach import persons_q


class LikenessQuerySet(ScopedQuerySet["Likeness"]):
    node = None

    @classmethod
    def relation_q(cls, grant: Any) -> Q:
        return persons_q(grant, "one__")


class Likeness(Named):
    """``one`` has the smaller key. A pair decided upon is never proposed again."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("likeness", "to be decided")
        DIFFERENT = "different", pgettext_lazy("likeness", "different people")
        MERGED = "merged", pgettext_lazy("likeness", "one person")

    node = models.ForeignKey(Node, models.PROTECT, related_name="+")
    one = models.ForeignKey(Person, models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, models.CASCADE, related_name="+")
    score = models.FloatField()
    # Codes: same_name, typo, renamed, same_birth, same_phone, same_email, swapped.
    reasons = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = LikenessQuerySet.as_manager()

    privacy = Privacy(P0="decided_by decided_at state", P1="node", P3="one other score reasons")

    class Meta:
        ordering: ClassVar = ["-score", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["one", "other"], name="likeness_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="likeness_ordered"),
        ]
        indexes: ClassVar = [models.Index(fields=["node", "state", "-score"], name="likeness_of_node")]

    def __str__(self) -> str:
        return str(self.uid)


class MergeQuerySet(ScopedQuerySet["Merge"]):
    node = None

    @classmethod
    def relation_q(cls, grant: Any) -> Q:
        return persons_q(grant, "kept__")


class Merge(Named):
    """``gone`` became part of ``kept``. ``before`` holds both cards and what moved, to be taken apart by it."""

    node = models.ForeignKey(Node, models.PROTECT, related_name="+")
    kept = models.ForeignKey(Person, models.PROTECT, related_name="merges")
    gone = models.ForeignKey(Person, models.PROTECT, related_name="+")
    before = EncryptedJSONField(node="node_id", null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = MergeQuerySet.as_manager()

    privacy = Privacy(P0="made_by made_at undone_at", P1="node", P3="kept gone before")

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return str(self.uid)
