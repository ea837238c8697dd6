"""Partners: who they are, what they offer, what was done to win them, and what a revision said of them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik.accounts.keyring.fields import EncryptedJSONField
from nastavnik.accounts.roles import Role
from nastavnik.base.access import ScopedQuerySet
from nastavnik.base.privacy import Privacy
from nastavnik.base.saving import Versioned
from nastavnik.base.uids import Named
from nastavnik.org.models import Node
from nastavnik.people.models.reach import OfNodeQuerySet


class PartnerQuerySet(ScopedQuerySet["Partner"]):
    node = None

    @classmethod
    def relation_q(cls, grant: Any) -> Q:
        """Those whom the nodes of the grant keep; a partner reaches the rows that speak of itself."""
        if grant.role == Role.PARTNER:
            return Q(body_id=grant.node_id)
        return Q(node_id__in=grant.node_ids())

    def living(self) -> PartnerQuerySet:
        return self.filter(ended_on=None)


class Partner(Named, Versioned):
    """An enterprise, a university, a society that ``node`` works with: a school, a district or the region."""

    node = models.ForeignKey(Node, models.PROTECT, related_name="partners")
    # The partner's own place in the tree, where it works on the platform itself.
    body = models.ForeignKey(Node, models.SET_NULL, null=True, blank=True, related_name="partnerships")
    name = models.CharField(_("name"), max_length=300)
    type = models.CharField(_("type"), max_length=40, help_text=_("A code of the reference list."))
    inn = models.CharField(_("taxpayer number (INN)"), max_length=12, blank=True)
    industry = models.CharField(_("industry"), max_length=200, blank=True)
    # {"name": …, "post": …, "phone": …, "email": …} of whoever answers for the partner.
    contact = EncryptedJSONField(_("contact person"), node="node_id", null=True, blank=True)
    agreement = models.ForeignKey("documents.Paper", models.SET_NULL, null=True, blank=True, related_name="+")
    agreement_words = models.CharField(_("agreement: number and date"), max_length=200, blank=True)
    agreement_until = models.DateField(_("agreement in force until"), null=True, blank=True)
    resources = models.TextField(_("resources"), blank=True, max_length=2000)
    last_review_on = models.DateField(_("last revision"), null=True, blank=True, editable=False)
    since_on = models.DateField(_("partner since"), null=True, blank=True)
    ended_on = models.DateField(_("no longer a partner from"), null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = PartnerQuerySet.as_manager()

    privacy = Privacy(
        P0="made_by made_at",
        P1="node body name type inn industry agreement agreement_words agreement_until resources last_review_on"
        " since_on ended_on",
        P2="contact",
        inside={"contact": Privacy(P2="name post phone email")},
    )

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["node", "inn"],
                condition=~Q(inn="") & Q(ended_on=None),
                name="partner_inn_once",
                violation_error_message=_("A partner with this INN is in the register already."),
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["node", "ended_on", "name", "id"], name="partner_of_node"),
            models.Index(fields=["body"], condition=Q(body__isnull=False), name="partner_of_body"),
        ]

    def __str__(self) -> str:
        return self.name


class OfferQuerySet(ScopedQuerySet["Offer"]):
    node = None

    @classmethod
    def relation_q(cls, grant: Any) -> Q:
        if grant.role == Role.PARTNER:
            return Q(partner__body_id=grant.node_id)
        own = Q(partner__node_id__in=grant.node_ids())
        # An offer of a partner kept by the district or the region is open to the schools below.
        above = [int(step) for step in grant.path.strip("/").split("/")]
        return own | Q(is_open=True, partner__node_id__in=above)


class Offer(Named, Versioned):
    """What a partner offers to schools: mentors, a place for practice, an event, a resource."""

    class Kind(models.TextChoices):
        MENTORS = "mentors", _("mentors")
        PLACE = "place", _("a place for practice or excursions")
        EVENT = "event", _("an event")
        RESOURCE = "resource", _("equipment, materials, means")

    class State(models.TextChoices):
        OFFERED = "offered", pgettext_lazy("offer", "offered")
        ACCEPTED = "accepted", pgettext_lazy("offer", "accepted")
        DECLINED = "declined", pgettext_lazy("offer", "declined")
        ENDED = "ended", pgettext_lazy("offer", "ended")

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="offers")
    kind = models.CharField(_("what is offered"), max_length=10, choices=Kind)
    count = models.PositiveSmallIntegerField(_("how many"), null=True, blank=True)
    words = models.TextField(_("in words"), max_length=2000)
    form = models.CharField(_("form of mentoring"), max_length=40, blank=True)
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("until"), null=True, blank=True)
    is_open = models.BooleanField(_("open to all schools of the territory"), default=False)
    state = models.CharField(max_length=10, choices=State, default=State.OFFERED)
    # Who took it up.
    taken_by = models.ForeignKey(Node, models.SET_NULL, null=True, blank=True, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = OfferQuerySet.as_manager()

    privacy = Privacy(P0="made_by made_at state", P1="partner kind count words form from_on to_on is_open taken_by")

    class Meta:
        verbose_name = _("offer of a partner")
        verbose_name_plural = _("offers of partners")
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [models.Index(fields=["partner", "-id"], name="offer_of_partner")]

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}"


class PartnerEffort(Named, Versioned):
    """A measure taken to attract enterprises and organisations: what, when, with what result."""

    node = models.ForeignKey(Node, models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, models.SET_NULL, null=True, blank=True, related_name="efforts")
    on = models.DateField(_("date"))
    what = models.CharField(_("measure"), max_length=500)
    result = models.CharField(_("result"), max_length=500, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = OfNodeQuerySet.as_manager()

    privacy = Privacy(P0="made_by made_at removed_at", P1="node partner on what result")

    class Meta:
        ordering: ClassVar = ["-on", "-pk"]
        indexes: ClassVar = [models.Index(fields=["node", "-on", "-id"], name="partner_effort_of_node")]

    def __str__(self) -> str:
        return str(self.on)


class PartnerReview(Named):
    """What a revision of the partner network (ревизия партнёрских сетей) said of one partner."""

    class Conclusion(models.TextChoices):
        GOES_ON = "goes_on", pgettext_lazy("revision", "the partnership goes on")
        RENEW = "renew", pgettext_lazy("revision", "the agreement is to be renewed")
        REVIVE = "revive", pgettext_lazy("revision", "the work is to be taken up again")
        END = "end", pgettext_lazy("revision", "the partnership is to be ended")

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="reviews")
    on = models.DateField(_("date"))
    conclusion = models.CharField(_("conclusion"), max_length=10, choices=Conclusion)
    note = models.CharField(_("note"), max_length=500, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager[PartnerReview]] = models.Manager()

    privacy = Privacy(P0="made_by made_at", P1="partner on conclusion note")

    class Meta:
        ordering: ClassVar = ["-on", "-pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["partner", "on"], name="partner_review_day_once")]

    def __str__(self) -> str:
        return str(self.on)
