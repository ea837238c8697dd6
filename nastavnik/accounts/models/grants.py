"""Who holds which role where, from when to when, and on what ground."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik.accounts.models.users import User
from nastavnik.accounts.roles import ABOVE, STAFF, Role
from nastavnik.base.access import ScopedQuerySet
from nastavnik.base.privacy import Privacy
from nastavnik.base.uids import Named
from nastavnik.org.models import Node


class GrantQuerySet(ScopedQuerySet["Grant"]):
    node = "node"

    @classmethod
    def relation_q(cls, grant: Any) -> Q:
        """Above the organisation only the roles of staff are seen: who mentors whom does not flow up."""
        return Q(role__in=sorted(STAFF)) if grant.role in ABOVE else Q()

    def in_force(self, on: dt.date | None = None) -> GrantQuerySet:
        day = on or timezone.localdate()
        return self.filter(Q(to_on=None) | Q(to_on__gt=day), from_on__lte=day)


class Grant(Named):
    """One role of one user at one node during [from_on, to_on). Written by `services.grants` alone."""

    user = models.ForeignKey(User, models.PROTECT, related_name="grants", verbose_name=_("who"))
    role = models.CharField(_("role"), max_length=40, choices=Role.choices)
    node = models.ForeignKey(Node, models.PROTECT, related_name="+", verbose_name=_("where"))
    duties = models.JSONField(_("duties"), default=list, blank=True)
    from_on = models.DateField(_("from"), default=timezone.localdate)
    # The first day without the role, so that a role that ends today is over today.
    to_on = models.DateField(_("until"), null=True, blank=True)
    basis = models.CharField(_("ground"), max_length=200, blank=True)
    granted_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)

    objects = GrantQuerySet.as_manager()

    privacy = Privacy(P1="user role node duties from_on to_on basis granted_by ended_by")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")),
                name="grant_ends_after_start",
                violation_error_message=_("The role cannot end before it begins."),
            ),
            models.UniqueConstraint(
                fields=["user", "role", "node"],
                condition=Q(to_on=None),
                name="grant_open_once",
                violation_error_message=_("This person already has this role here."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.node}"

    @property
    def last_on(self) -> dt.date | None:
        """The last day on which the role holds, as people write it."""
        return self.to_on - dt.timedelta(days=1) if self.to_on else None

    def holds_on(self, day: dt.date) -> bool:
        return self.from_on <= day and (self.to_on is None or day < self.to_on)
