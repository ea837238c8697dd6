"""One-time ways in: invitations by letter and codes on paper; and the failures that bring a delay."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik.accounts.models.users import User
from nastavnik.accounts.roles import Role
from nastavnik.base.access import ScopedQuerySet
from nastavnik.base.privacy import Privacy
from nastavnik.base.uids import Named
from nastavnik.org.models import Node


class InvitationQuerySet(ScopedQuerySet["Invitation"]):
    node = "node"

    def waiting(self) -> InvitationQuerySet:
        return self.filter(used_at=None, revoked_at=None, expires_at__gt=timezone.now())


class Invitation(Named):
    """A way in that works once. With ``user`` it lets that account in again; without, it makes an account.

    The secret is kept twice: as a digest to be found by, and sealed under the platform's key so that whoever
    issued it can print it until it is used.
    """

    class Way(models.TextChoices):
        LETTER = "letter", _("a link by e-mail")
        PAPER = "paper", _("a code on paper")

    way = models.CharField(_("way"), max_length=10, choices=Way.choices)
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    work_name = models.CharField(_("work name"), max_length=150, blank=True)
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    role = models.CharField(_("role"), max_length=40, choices=Role.choices)
    node = models.ForeignKey(Node, models.PROTECT, related_name="+", verbose_name=_("where"))
    duties = models.JSONField(_("duties"), default=list, blank=True)
    to_on = models.DateField(_("until"), null=True, blank=True)
    basis = models.CharField(_("ground"), max_length=200, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    sealed = models.TextField(blank=True)
    issued_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    issued_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(_("works until"))
    used_at = models.DateTimeField(_("used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    privacy = Privacy(
        P1="way work_name user role node duties to_on basis issued_by issued_at expires_at used_at revoked_at",
        P2="email digest sealed",
    )

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["node", "-id"], name="invitation_node")]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.node}"

    @property
    def is_waiting(self) -> bool:
        return self.used_at is None and self.revoked_at is None and self.expires_at > timezone.now()


class Attempt(models.Model):
    """Failures to prove who one is, per account and per address; the key is a digest of either."""

    key = models.CharField(max_length=64, unique=True)
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(default=timezone.now)
    blocked_until = models.DateTimeField(null=True)

    privacy = Privacy(P0="failures last_at blocked_until", P2="key")

    class Meta:
        indexes = [models.Index(fields=["last_at"], name="attempt_last")]
        constraints = [models.CheckConstraint(condition=~Q(key=""), name="attempt_key_given")]

    def __str__(self) -> str:
        return f"{self.failures}"
