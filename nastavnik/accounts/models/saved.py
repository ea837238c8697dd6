"""Filters of a list kept under a name."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik.accounts.models.users import User
from nastavnik.base.access import ScopedQuerySet
from nastavnik.base.privacy import Privacy
from nastavnik.base.uids import Named
from nastavnik.org.models import Node


class SavedViewQuerySet(ScopedQuerySet["SavedView"]):
    node = "node"

    @classmethod
    def relation_q(cls, grant: Any) -> Q:
        """One's own; those that colleagues of the same organisation share are seen and not changed."""
        own = Q(user_id=grant.user_id)
        return own if grant.action == "saved_view.edit" else own | Q(is_shared=True)

    def present(self) -> SavedViewQuerySet:
        return self.filter(removed_at=None)


class SavedView(Named):
    """What a list was narrowed by. It holds choices, never rows: whoever opens it sees what they may see.

    ``page`` is the code of a list, ``query`` the part of its address. Written by `services.saved_views` alone.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    node = models.ForeignKey(Node, models.PROTECT, related_name="+")
    page = models.CharField(max_length=40)
    name = models.CharField(_("name of the view"), max_length=80)
    query = models.CharField(max_length=1000)
    is_shared = models.BooleanField(_("colleagues of my organisation see it too"), default=False)
    is_default = models.BooleanField(_("open the list with it"), default=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = SavedViewQuerySet.as_manager()

    privacy = Privacy(P0="page is_shared is_default made_at removed_at", P1="user node name query")

    class Meta:
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["node", "page"], name="saved_view_of_page")]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "node", "page", "name"],
                condition=Q(removed_at=None),
                name="saved_view_name_once",
                violation_error_message=_("You already have a view of this name here. Choose another name."),
            ),
            models.UniqueConstraint(
                fields=["user", "node", "page"],
                condition=Q(removed_at=None, is_default=True),
                name="saved_view_default_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name
