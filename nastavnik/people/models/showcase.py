"""The single base of the city: mentors who agreed to be named, under the key of the region."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik.accounts.keyring.fields import EncryptedJSONField, EncryptedTextField
from nastavnik.base.access import ScopedQuerySet
from nastavnik.base.privacy import Privacy
from nastavnik.base.saving import Versioned
from nastavnik.base.uids import Named
from nastavnik.org.models import Node
from nastavnik.people.models.consents import Consent
from nastavnik.people.models.persons import Participation


class PublishedCardQuerySet(ScopedQuerySet["PublishedCard"]):
    node = None

    @classmethod
    def relation_q(cls, grant: Any) -> Q:
        """Whoever works in the region sees the cards that its mentors agreed to show there."""
        return Q(node_id__in=[int(step) for step in grant.path.strip("/").split("/")])


class PublishedCard(Named):
    """What a mentor agreed to show (consent "transfer_named"). The end of the consent deletes the row.

    ``node`` is the region, whose key seals ``card``: {"name": {last, first, middle}, "competences": […],
    "achievements": …, "hours": …, "interests": […]}. No phone and no address stand in it.
    """

    node = models.ForeignKey(Node, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Node, models.PROTECT, related_name="published_cards")
    district = models.ForeignKey(Node, models.PROTECT, null=True, blank=True, related_name="+")
    participation = models.OneToOneField(Participation, models.CASCADE, related_name="published")
    consent = models.ForeignKey(Consent, models.CASCADE, related_name="+")
    form = models.CharField(_("form of mentoring"), max_length=40, blank=True)
    source = models.CharField(_("category of the mentor"), max_length=40, blank=True)
    capacity = models.PositiveSmallIntegerField(_("mentees at one time"), default=1)
    free = models.SmallIntegerField(_("free places"), default=1)
    age_from = models.PositiveSmallIntegerField(null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(null=True, blank=True)
    card = EncryptedJSONField(node="node_id", null=True, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    objects = PublishedCardQuerySet.as_manager()

    privacy = Privacy(
        P0="made_at", P1="node organisation district form source capacity free age_from age_to",
        P2="participation consent card",
        inside={"card": Privacy(P2="name competences achievements hours interests")},
    )  # fmt: skip

    class Meta:
        verbose_name = _("card in the base of the city")
        verbose_name_plural = _("cards in the base of the city")
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [
            models.Index(fields=["node", "-id"], name="published_card_region"),
            models.Index(fields=["node", "form", "-id"], name="published_card_form"),
            models.Index(fields=["district", "-id"], name="published_card_district"),
            models.Index(fields=["node", "-id"], condition=Q(free__gt=0), name="published_card_free"),
        ]

    def __str__(self) -> str:
        return str(self.uid)


class PublishedWord(models.Model):
    """A word of a published competence as a keyed digest of the region: looked for, never read."""

    card = models.ForeignKey(PublishedCard, models.CASCADE, related_name="words")
    digest = models.CharField(max_length=32)

    objects: ClassVar[models.Manager[PublishedWord]] = models.Manager()

    privacy = Privacy(P2="card digest")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["digest", "card"], name="published_word_once")]

    def __str__(self) -> str:
        return str(self.pk)


class MentorAskQuerySet(ScopedQuerySet["MentorAsk"]):
    node = None

    @classmethod
    def relation_q(cls, grant: Any) -> Q:
        """Both sides of a request see it, and nobody else."""
        return Q(from_node_id=grant.node_id) | Q(to_node_id=grant.node_id)


class MentorAsk(Named, Versioned):
    """One organisation asks another for its mentor. It goes to the organisation, never to the mentor directly."""

    class State(models.TextChoices):
        SENT = "sent", pgettext_lazy("request for a mentor", "sent")
        ACCEPTED = "accepted", pgettext_lazy("request for a mentor", "accepted")
        DECLINED = "declined", pgettext_lazy("request for a mentor", "declined")
        TAKEN_BACK = "taken_back", pgettext_lazy("request for a mentor", "taken back")
        # Nobody answered: the mentor is no longer shown.
        CLOSED = "closed", pgettext_lazy("request for a mentor", "closed")

    node = models.ForeignKey(Node, models.PROTECT, related_name="+")
    from_node = models.ForeignKey(Node, models.PROTECT, related_name="asks_sent")
    to_node = models.ForeignKey(Node, models.PROTECT, related_name="asks_received")
    participation = models.ForeignKey(Participation, models.CASCADE, related_name="asks")
    # Under the key of the region, like the card: both sides read it.
    message = EncryptedTextField(_("message"), node="node_id", null=True, blank=True)
    answer = EncryptedTextField(_("answer"), node="node_id", null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.SENT)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = MentorAskQuerySet.as_manager()

    privacy = Privacy(
        P0="state made_by made_at answered_by answered_at", P1="node from_node to_node",
        P2="participation message answer",
    )  # fmt: skip

    class Meta:
        verbose_name = _("request for a mentor")
        verbose_name_plural = _("requests for mentors")
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["from_node", "participation"],
                condition=Q(state="sent"),
                name="mentor_ask_once",
                violation_error_message=_("This mentor has been asked for already; the answer is being waited for."),
            ),
            models.CheckConstraint(condition=~Q(from_node=F("to_node")), name="mentor_ask_of_another"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["to_node", "state", "-id"], name="mentor_ask_received"),
            models.Index(fields=["from_node", "-id"], name="mentor_ask_sent"),
        ]

    def __str__(self) -> str:
        return str(self.uid)
