"""What people taught about their own words: «у Анны Ким», «директору лицея «Маяк»»."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik.accounts.keyring.fields import BlindIndexField, EncryptedTextField
from nastavnik.base.access import ScopedQuerySet
from nastavnik.base.privacy import Privacy
from nastavnik.base.saving import Versioned
from nastavnik.base.uids import Named
from nastavnik.org.models import Node


class WordingQuerySet(ScopedQuerySet["Wording"]):
    node = "node"

    @classmethod
    def relation_q(cls, grant: Any) -> Q:
        """Names of people stay inside the organisation that taught them."""
        return Q(node_id=grant.node_id)

    def known(self) -> Self:
        """Without what was removed, which is kept for a day so that it may come back."""
        return self.filter(removed_at=None)


class Wording(Named, Versioned):
    """One form of one name, post or organisation as ``node`` writes it; it wins over the rules."""

    class Kind(models.TextChoices):
        PERSON = "person", _("person")
        POSITION = "position", _("position")
        ORGANISATION = "organisation", _("organisation")

    class Case(models.TextChoices):
        GENITIVE = "gent", pgettext_lazy("grammar", "genitive (whom)")
        DATIVE = "datv", pgettext_lazy("grammar", "dative (to whom)")
        ACCUSATIVE = "accs", pgettext_lazy("grammar", "accusative (whom is seen)")
        INSTRUMENTAL = "ablt", pgettext_lazy("grammar", "instrumental (by whom)")
        PREPOSITIONAL = "loct", pgettext_lazy("grammar", "prepositional (about whom)")

    node = models.ForeignKey(Node, models.CASCADE, related_name="document_wordings")
    kind = models.CharField(_("what it is"), max_length=12, choices=Kind)
    case = models.CharField(_("case"), max_length=4, choices=Case)
    text = EncryptedTextField(_("as it stands"))
    text_index = BlindIndexField(of="text")
    form = EncryptedTextField(_("in this case"))
    taught_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    # When its form was said last.
    taught_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = WordingQuerySet.as_manager()

    privacy = Privacy(P0="kind case taught_by taught_at removed_at", P1="node", P2="text text_index form")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["node", "kind", "case", "text_index"], name="wording_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["node", "-taught_at", "-id"], name="wording_newest")]

    def __str__(self) -> str:
        return self.get_kind_display()
