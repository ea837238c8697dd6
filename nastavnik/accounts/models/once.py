"""Form tokens that have been used."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from nastavnik.accounts.models.users import User
from nastavnik.base.privacy import Privacy


class Submission(models.Model):
    """A form that has acted: its token and where its sender was sent. Written by `once` alone."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+", null=True)
    # Of a visitor without an account: a digest of the session's key.
    visitor = models.CharField(max_length=64, blank=True)
    token = models.UUIDField()
    status = models.PositiveSmallIntegerField(default=0)
    location = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    privacy = Privacy(P0="token status visitor at", P1="user location")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "token"], condition=~Q(user=None), name="submission_once_user"),
            models.UniqueConstraint(
                fields=["visitor", "token"], condition=Q(user=None), name="submission_once_visitor"
            ),
        ]

    def __str__(self) -> str:
        return str(self.token)
