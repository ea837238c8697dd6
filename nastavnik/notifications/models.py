"""The outbox and the list of notices. Both hold codes and ids; the words are made when they are read."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik.base.access import ScopedQuerySet
from nastavnik.base.privacy import Privacy
from nastavnik.base.uids import Named
from nastavnik.notifications.hours import Hours
from nastavnik.org.models import Node


class NoticeQuerySet(ScopedQuerySet["Notice"]):
    node = None

    @classmethod
    def relation_q(cls, grant: Any) -> Q:
        """One's own."""
        return Q(user_id=grant.user_id)


class Telling(Named):
    """Somebody is told of one event, once."""

    kind = models.CharField(_("what about"), max_length=60)
    event = models.CharField(max_length=200)
    context = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(_("written at"), default=timezone.now)

    privacy = Privacy(P0="kind event context", P1="created_at")

    class Meta:
        abstract = True


class Notice(Telling):
    """A line in the list of a user. Written by `services` alone."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("recipient"))
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    privacy = Privacy(P1="user read_at")

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints: ClassVar = [models.UniqueConstraint(fields=["event", "user"], name="notice_once")]
        indexes: ClassVar = [
            models.Index(fields=["user", "id"], name="notice_list"),
            models.Index(fields=["user"], condition=Q(read_at=None), name="notice_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}"


class LetterQuerySet(ScopedQuerySet["Letter"]):
    node = "node"


class Letter(Telling):
    """An e-mail of the outbox. Written by `services` and `mail` alone."""

    class State(models.TextChoices):
        QUEUED = "queued", pgettext_lazy("letter", "waiting")
        SENT = "sent", pgettext_lazy("letter", "sent")
        FAILED = "failed", pgettext_lazy("letter", "not delivered")
        WITHDRAWN = "withdrawn", pgettext_lazy("letter", "no longer concerns the recipient")
        EXPIRED = "expired", pgettext_lazy("letter", "too old to be sent")
        FOR_DIGEST = "for_digest", pgettext_lazy("letter", "waits for the letter of the day")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("recipient"))
    # The territory whose administrator looks after the outbox; nothing of the event's own place.
    node = models.ForeignKey(Node, models.PROTECT, related_name="+", null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    fault = models.CharField(max_length=20, blank=True)
    # The letter of the day that says this too; it shares that letter's fate.
    carried_by = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="carried")

    objects = LetterQuerySet.as_manager()

    privacy = Privacy(P0="state attempts due_at fault node carried_by", P1="user sent_at")

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        constraints: ClassVar = [models.UniqueConstraint(fields=["event", "user"], name="letter_once")]
        indexes: ClassVar = [
            models.Index(fields=["due_at", "id"], condition=Q(state="queued"), name="letter_due"),
            models.Index(
                fields=["due_at", "id"], condition=Q(state="for_digest", carried_by=None), name="letter_to_gather"
            ),
            models.Index(fields=["node", "id"], name="letter_list"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}"


class Preference(models.Model):
    """How one user wants to be told; without a row, as below. Written by `services.preferences` alone."""

    class Way(models.TextChoices):
        LETTER = "letter", _("on the site and by e-mail")
        SITE = "site", _("on the site only")
        OFF = "off", _("not at all")

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    letters = models.BooleanField(_("send me letters"), default=True)
    digest_hour = models.PositiveSmallIntegerField(_("hour of the letter of the day"), default=Hours.digest)
    quiet_from = models.PositiveSmallIntegerField(_("no letters from"), default=Hours.quiet_from)
    quiet_to = models.PositiveSmallIntegerField(_("no letters until"), default=Hours.quiet_to)
    # kind of notice → way, where it is not a letter
    ways = models.JSONField(default=dict, blank=True)

    privacy = Privacy(P1="user letters digest_hour quiet_from quiet_to ways")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(digest_hour__lt=24, quiet_from__lt=24, quiet_to__lt=24), name="preference_hours_of_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}"

    @property
    def hours(self) -> Hours:
        return Hours(self.digest_hour, self.quiet_from, self.quiet_to)

    def way_of(self, kind: str) -> str:
        """How notices of ``kind`` are told to this user."""
        way = self.ways.get(kind, Preference.Way.LETTER)
        return Preference.Way.SITE if way == Preference.Way.LETTER and not self.letters else way
