"""What people say about a line, and who has it open."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik.base.access import ScopedQuerySet
from nastavnik.base.privacy import Privacy
from nastavnik.base.uids import Named
from nastavnik.roadmaps.models.lines import RoadmapLine
from nastavnik.roadmaps.models.plans import Roadmap


class CommentQuerySet(ScopedQuerySet["Comment"]):
    node = "line__node"

    @classmethod
    def relation_q(cls, grant: Any) -> Q:
        """Read by all who see the plan; withdrawn by its author alone."""
        return Q(author_id=grant.user_id) if grant.action == "comment.withdraw" else Q()

    def standing(self) -> CommentQuerySet:
        return self.filter(withdrawn_at=None)


class Comment(Named):
    """A remark under a line; withdrawn by its author, never deleted."""

    line = models.ForeignKey(RoadmapLine, models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    text = models.TextField(_("comment"), max_length=3000)
    mentioned = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    privacy = Privacy(P0="made_at withdrawn_at", P1="line author text mentioned")

    class Meta:
        ordering: ClassVar = ["line", "pk"]

    def __str__(self) -> str:
        return f"{self.line_id}/{self.pk}"


class Presence(models.Model):
    """``user`` had the form of ``line`` open at ``seen_at``; rows older than a minute mean nothing."""

    line = models.ForeignKey(RoadmapLine, models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    privacy = Privacy(P0="seen_at", P1="line user")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["line", "user"], name="presence_once")]

    def __str__(self) -> str:
        return f"{self.line_id} {self.user_id}"


class FeedQuerySet(ScopedQuerySet["Feed"]):
    node = None

    @classmethod
    def relation_q(cls, grant: Any) -> Q:
        """One's own."""
        return Q(user_id=grant.user_id)


class Feed(Named):
    """A private calendar address: of one plan, or of all that waits for ``user``. Only the token's hash is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    roadmap = models.ForeignKey(Roadmap, models.CASCADE, null=True, blank=True, related_name="feeds")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = FeedQuerySet.as_manager()

    privacy = Privacy(P0="token_hash made_at revoked_at read_at", P1="user roadmap")

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return str(self.uid)


class BulkDeedQuerySet(ScopedQuerySet["BulkDeed"]):
    node = "roadmap__node"


class BulkDeed(Named):
    """One deed over many lines of a plan, with what they were before: undone as one, for a day.

    It is written when the lines are ticked, so that what is looked at is what is done.
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("bulk deed", "being looked at")
        WAITING = "waiting", pgettext_lazy("bulk deed", "in progress")
        DONE = "done", pgettext_lazy("bulk deed", "done")

    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="bulk_deeds")
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    # What was typed: a day, a text, a section.
    values = models.JSONField(default=dict, blank=True)
    # The uids of the lines that were ticked.
    lines = models.JSONField(default=list)
    # One entry a line done: its uid, and whatever the deed needs to take itself back.
    rows = models.JSONField(default=list)
    # uid of a line and the code of why nothing was done to it; and, after undoing, of why it stayed.
    refused = models.JSONField(default=list, blank=True)
    kept = models.JSONField(default=list, blank=True)
    job_uid = models.UUIDField(null=True, blank=True, editable=False)
    done_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = BulkDeedQuerySet.as_manager()

    privacy = Privacy(
        P0="kind state job_uid done_at made_by made_at undone_at", P1="roadmap values lines rows refused kept"
    )

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.made_at:%Y-%m-%d}"
