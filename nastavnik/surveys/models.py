"""Versions of questionnaires, and who fills them in. Written by `services` alone."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik.accounts.keyring.fields import EncryptedJSONField
from nastavnik.base.access import NOTHING, ScopedQuerySet
from nastavnik.base.privacy import Privacy
from nastavnik.base.saving import Versioned
from nastavnik.base.uids import Named
from nastavnik.org.models import Node
from nastavnik.people.models import Participation, Person
from nastavnik.people.models.reach import THEMSELVES, consent_is_gone, persons_q


class Questionnaire(Named):
    """One version of a definition (reference list "questionnaires"). From its first answer on it never changes."""

    code = models.CharField(_("questionnaire"), max_length=80)
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    title = models.CharField(_("title"), max_length=300)
    role = models.CharField(max_length=10, blank=True)
    content = models.JSONField()
    digest = models.CharField(max_length=64, editable=False)
    frozen_at = models.DateTimeField(null=True, blank=True, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager[Questionnaire]] = models.Manager()

    privacy = Privacy(P0="code number title role content digest frozen_at made_at")

    class Meta:
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "number"], name="questionnaire_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.number}"


class FillingQuerySet(ScopedQuerySet["Filling"]):
    node = None

    @classmethod
    def relation_q(cls, grant: Any) -> Q:
        """Who has completed what is seen as the person is. Answers are reached by less: one's own; a paper that one
        is typing in; a psychologist's own questionnaires once they are completed.
        """
        # Whoever took their consent back is asked nothing, and their answers wait for destruction unread.
        reached = persons_q(grant, "person__") & ~consent_is_gone()
        if grant.action == "survey.fill":
            # Not for a parent: a minor answers alone.
            return reached & Q(person__user_id=grant.user_id) if grant.role in THEMSELVES else NOTHING
        if grant.action == "survey.enter":
            own_paper = Q(way=Filling.Way.PAPER, entered_by_id=grant.user_id)
            return reached & own_paper
        if grant.action == "survey.answers":
            return reached & Q(made_by_id=grant.user_id)
        return reached if grant.role not in THEMSELVES else NOTHING

    def open(self) -> FillingQuerySet:
        return self.filter(state__in=[Filling.State.GIVEN, Filling.State.BEGUN])


class Filling(Named, Versioned):
    """One person's answers to one version. ``step``: the block that is next, so that they may stop and go on."""

    class State(models.TextChoices):
        GIVEN = "given", pgettext_lazy("questionnaire", "given out")
        BEGUN = "begun", pgettext_lazy("questionnaire", "begun")
        COMPLETED = "completed", pgettext_lazy("questionnaire", "completed")
        CALLED_OFF = "called_off", pgettext_lazy("questionnaire", "called off")

    class Way(models.TextChoices):
        SCREEN = "screen", pgettext_lazy("questionnaire", "on the platform")
        PAPER = "paper", pgettext_lazy("questionnaire", "on paper")

    node = models.ForeignKey(Node, models.PROTECT, related_name="fillings")
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="fillings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="fillings")
    participation = models.ForeignKey(Participation, models.SET_NULL, null=True, blank=True, related_name="fillings")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.GIVEN)
    way = models.CharField(_("how it is filled in"), max_length=10, choices=Way, default=Way.SCREEN)
    step = models.PositiveSmallIntegerField(default=0)
    # Key of a question → what was answered.
    answers = EncryptedJSONField(node="node_id", null=True, blank=True)
    filled_on = models.DateField(_("filled in on"), null=True, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    # Those given out together have the same mark.
    mark = models.UUIDField(null=True, blank=True, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    completed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = FillingQuerySet.as_manager()

    privacy = Privacy(
        P0="questionnaire way entered_by mark made_by made_at", P1="node",
        P3="person participation state step filled_on completed_at", P4="answers",
    )  # fmt: skip

    class Meta:
        verbose_name = _("filled questionnaire")
        verbose_name_plural = _("filled questionnaires")
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [
            models.Index(fields=["node", "state", "-id"], name="filling_of_node"),
            models.Index(fields=["person", "questionnaire"], name="filling_of_person"),
            models.Index(fields=["mark"], condition=Q(mark__isnull=False), name="filling_given_together"),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.uid}"
