"""Persons, what they take part in, and who stands for whom. Written by `services` alone."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik.accounts.keyring.fields import EncryptedJSONField
from nastavnik.base.access import ScopedQuerySet
from nastavnik.base.privacy import Privacy
from nastavnik.base.saving import Versioned
from nastavnik.base.uids import Named
from nastavnik.org.models import Dated, Node
from nastavnik.people import cards
from nastavnik.people.models.reach import DatedOfPersonQuerySet, OfNodeQuerySet, persons_q


class PersonQuerySet(ScopedQuerySet["Person"]):
    # A partner reaches its own people in other organisations: the relation alone decides.
    node = None

    @classmethod
    def relation_q(cls, grant: Any) -> Q:
        return persons_q(grant)

    def living(self) -> PersonQuerySet:
        return self.filter(state=Person.State.KEPT)


class Person(Named, Versioned):
    """One human being as one organisation knows them. Who takes part in two organisations is two persons.

    ``card`` holds all that names them (`cards.FIELDS`) under one seal. In the clear stand the seat number, by which
    the levels above know the person, and year and month of birth, so that age bands are counted by the database.
    """

    class State(models.TextChoices):
        KEPT = "kept", pgettext_lazy("person", "in the base")
        ERASED = "erased", pgettext_lazy("person", "erased")
        MERGED = "merged", pgettext_lazy("person", "joined with another card")

    node = models.ForeignKey(Node, models.PROTECT, related_name="people")
    seat = models.PositiveIntegerField(_("seat number"), editable=False)
    card = EncryptedJSONField(_("card"), node="node_id", null=True, blank=True)
    # Keyed digest of the normal form of the name: equal names of one organisation have equal marks.
    name_mark = models.CharField(max_length=64, blank=True, editable=False)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    birth_month = models.PositiveSmallIntegerField(_("month of birth"), null=True, blank=True)
    # The first day of certainly being of full age; None: treated as a minor.
    adult_from = models.DateField(null=True, blank=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="persons")
    state = models.CharField(max_length=10, choices=State, default=State.KEPT)
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="merged_cards")
    intake = models.ForeignKey("people.Intake", models.SET_NULL, null=True, blank=True, related_name="persons")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PersonQuerySet.as_manager()

    privacy = Privacy(
        P0="made_by made_at intake state merged_into ended_at", P1="node seat", P3="card name_mark user"
        " birth_year birth_month adult_from",
        inside={"card": Privacy(P3="last first middle gender birth phones emails contact")},
    )  # fmt: skip

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints: ClassVar = [models.UniqueConstraint(fields=["node", "seat"], name="person_seat_once")]
        indexes: ClassVar = [
            models.Index(fields=["node", "state", "id"], name="person_of_node"),
            models.Index(fields=["node", "name_mark"], condition=Q(state="kept"), name="person_by_name"),
            models.Index(fields=["user"], condition=Q(user__isnull=False), name="person_of_user"),
            models.Index(fields=["adult_from"], condition=Q(state="kept"), name="person_comes_of_age"),
        ]

    def __str__(self) -> str:
        """Never a name: this stands in logs and errors."""
        return f"№ {self.seat}"

    @property
    def full_name(self) -> str:
        return cards.full_name(self.card or {})

    @property
    def short_name(self) -> str:
        return cards.short_name(self.card or {})

    @property
    def birth(self) -> cards.Birth:
        return cards.Birth.of(self.card or {}, self.birth_year, self.birth_month)


class Group(Named):
    """A class or a study group of the organisation («8А»): what a participation may name."""

    node = models.ForeignKey(Node, models.PROTECT, related_name="study_groups")
    name = models.CharField(_("class or group"), max_length=40)
    # What orders «9Б» before «10А».
    sort = models.CharField(max_length=60, editable=False)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    objects = OfNodeQuerySet.as_manager()

    privacy = Privacy(P1="node name sort closed_on")

    class Meta:
        verbose_name = _("class or group")
        verbose_name_plural = _("classes and groups")
        ordering: ClassVar = ["sort"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["node", "name"],
                name="study_group_once",
                violation_error_message=_("The organisation has this class already."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class ParticipationQuerySet(ScopedQuerySet["Participation"]):
    node = None

    @classmethod
    def relation_q(cls, grant: Any) -> Q:
        # Above the organisation there are seats: node, number, side and status, and nothing that names.
        if grant.action == "seat.view":
            return Q(node_id__in=grant.node_ids())
        return persons_q(grant, "person__")

    def living(self) -> ParticipationQuerySet:
        return self.filter(person__state=Person.State.KEPT)


class Participation(Named, Versioned):
    """A person's part in a base in one school year: as a mentor or as a mentee, in one of the two models."""

    class Side(models.TextChoices):
        MENTEE = "mentee", _("mentee")
        MENTOR = "mentor", _("mentor")

    class Model(models.TextChoices):
        LEARNERS = "learners", _("mentoring of learners")
        TEACHERS = "teachers", _("mentoring of teachers")

    class Audience(models.TextChoices):
        LEARNER = "learner", _("learner")
        STUDENT = "student", _("student")
        TEACHER = "teacher", _("teacher")
        ADULT = "adult", _("other adult")

    class Status(models.TextChoices):
        CANDIDATE = "candidate", pgettext_lazy("participation", "candidate")
        CONSENTED = "consented", pgettext_lazy("participation", "consents are there")
        IN_BASE = "in_base", pgettext_lazy("participation", "in the base")
        READY = "ready", pgettext_lazy("participation", "ready")
        UNMATCHED = "unmatched", pgettext_lazy("participation", "without a pair")
        MATCHED = "matched", pgettext_lazy("participation", "pair proposed")
        ACTIVE = "active", pgettext_lazy("participation", "at work")
        COMPLETED = "completed", pgettext_lazy("participation", "completed")
        WITHDRAWN = "withdrawn", pgettext_lazy("participation", "left")
        ARCHIVED = "archived", pgettext_lazy("participation", "archived")

    node = models.ForeignKey(Node, models.PROTECT, related_name="participations")
    person = models.ForeignKey(Person, models.PROTECT, related_name="participations")
    side = models.CharField(_("side"), max_length=8, choices=Side)
    model = models.CharField(_("model"), max_length=10, choices=Model)
    school_year = models.PositiveSmallIntegerField(_("school year"), help_text=_("the year in which it begins"))
    audience = models.CharField(_("learner, teacher or student"), max_length=10, choices=Audience)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.CANDIDATE)
    status_since = models.DateField(_("since"))
    form = models.CharField(_("form of mentoring"), max_length=40, blank=True)
    # Codes of the reference lists "mentor_sources" and "mentee_categories" (those kept per person only).
    source = models.CharField(_("category of the mentor"), max_length=40, blank=True)
    category = models.CharField(_("category of the mentee"), max_length=40, blank=True)
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="participations")
    partner = models.ForeignKey("people.Partner", models.SET_NULL, null=True, blank=True, related_name="mentors")
    capacity = models.PositiveSmallIntegerField(_("mentees at one time"), null=True, blank=True)
    entered_on = models.DateField(_("entered the programme on"), null=True, blank=True)
    ended_on = models.DateField(_("ended the programme on"), null=True, blank=True)
    # Every other column of the official form (`registers.columns`), as one JSON value under one seal.
    details = EncryptedJSONField(_("details"), node="node_id", null=True, blank=True)
    intake = models.ForeignKey("people.Intake", models.SET_NULL, null=True, blank=True, related_name="participations")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = ParticipationQuerySet.as_manager()

    privacy = Privacy(
        P0="made_by made_at intake",
        P1="node side model school_year status status_since capacity partner",
        P3="person audience form source category group entered_on ended_on details",
        inside={
            "details": Privacy(
                P1="partner",
                P2="work_place mentor_work_place clearance_doc",
                P3="main_request mentor results case_url passed_mark group_or_position work_experience_years"
                " interests wanted_age time_resource mentees mentee_place competences achievements training_status",
            )
        },
    )

    class Meta:
        verbose_name = _("part in a base")
        verbose_name_plural = _("bases")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "side", "model", "school_year"],
                name="participation_once",
                violation_error_message=_("This person is in this base of this year already."),
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["node", "side", "school_year", "model", "id"], name="participation_base"),
            models.Index(fields=["node", "status", "side"], name="participation_status"),
            models.Index(fields=["partner"], condition=Q(partner__isnull=False), name="participation_partner"),
            models.Index(fields=["status", "made_at"], name="participation_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.side} {self.uid}"


class RelationQuerySet(DatedOfPersonQuerySet):
    @classmethod
    def relation_q(cls, grant: Any) -> Q:
        return persons_q(grant, "child__")


class Representation(Named, Dated):
    """``adult`` stands for the minor ``child`` before the law. ``basis`` is a paper, never a diagnosis or a story."""

    class Relation(models.TextChoices):
        MOTHER = "mother", _("mother")
        FATHER = "father", _("father")
        GUARDIAN = "guardian", _("guardian")
        TRUSTEE = "trustee", _("trustee")
        OTHER = "other", _("another legal representative")

    node = models.ForeignKey(Node, models.PROTECT, related_name="+")
    child = models.ForeignKey(Person, models.PROTECT, related_name="representations")
    adult = models.ForeignKey(Person, models.PROTECT, related_name="represents")
    relation = models.CharField(_("who they are"), max_length=10, choices=Relation)

    objects = RelationQuerySet.as_manager()

    privacy = Privacy(P1="node", P3="child adult relation from_on to_on basis")

    class Meta(Dated.Meta):
        verbose_name = _("legal representative")
        verbose_name_plural = _("legal representatives")
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["child", "adult"], condition=Q(to_on=None), name="representation_open_once"
            ),
            models.CheckConstraint(condition=~Q(child=models.F("adult")), name="representation_of_another"),
        ]
        indexes: ClassVar = [models.Index(fields=["adult", "to_on"], name="representation_of_adult")]

    def __str__(self) -> str:
        return self.get_relation_display()


class Care(Named, Dated):
    """A person put into the care of a psychologist by the curator, who sees the card from then on."""

    node = models.ForeignKey(Node, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="cares")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = DatedOfPersonQuerySet.as_manager()

    privacy = Privacy(P1="node user", P3="person from_on to_on basis")

    class Meta(Dated.Meta):
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["person", "user"], condition=Q(to_on=None), name="care_open_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["user", "to_on"], name="care_of_user")]

    def __str__(self) -> str:
        return str(self.uid)


class StaffCard(Named, Versioned, Dated):
    """Whoever answers for mentoring by their post: a curator, a psychologist, an expert. Work names and contacts."""

    class Kind(models.TextChoices):
        CURATOR = "curator", _("curator")
        PSYCHOLOGIST = "psychologist", _("psychologist")
        EXPERT = "expert", _("expert")

    class Model(models.TextChoices):
        LEARNERS = "learners", _("mentoring of learners")
        TEACHERS = "teachers", _("mentoring of teachers")
        BOTH = "both", _("both models")

    node = models.ForeignKey(Node, models.PROTECT, related_name="staff_cards")
    kind = models.CharField(_("register"), max_length=12, choices=Kind)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    full_name = models.CharField(_("full name"), max_length=200)
    position = models.CharField(_("position"), max_length=300)
    contacts = models.CharField(_("work contacts"), max_length=300)
    order = models.ForeignKey("documents.Paper", models.SET_NULL, null=True, blank=True, related_name="+")
    order_words = models.CharField(_("order of appointment"), max_length=200, blank=True)
    model = models.CharField(_("model"), max_length=10, choices=Model)
    training = models.CharField(_("training: programme, hours, year"), max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = OfNodeQuerySet.as_manager()

    privacy = Privacy(P0="ended_at", P1="node kind user full_name position contacts order order_words model training")

    class Meta(Dated.Meta):
        verbose_name = _("person responsible")
        verbose_name_plural = _("people responsible")
        indexes: ClassVar = [
            models.Index(fields=["node", "kind", "id"], name="staff_card_of_node"),
            models.Index(fields=["kind", "full_name", "id"], name="staff_card_sorted"),
        ]

    def __str__(self) -> str:
        return self.full_name


class Settings(Versioned):
    """What an organisation decided about its bases. Without a row the defaults hold."""

    node = models.OneToOneField(Node, models.PROTECT, primary_key=True, related_name="people_settings")
    # The own acknowledgement of 14–17 beside the representative's consent (decision 17).
    asks_own_ack = models.BooleanField(_("people of 14–17 confirm their consent themselves"), default=True)
    least_mentor_age = models.PositiveSmallIntegerField(_("least age of a pupil who is a mentor"), default=14)
    most_mentees = models.PositiveSmallIntegerField(_("mentees of one mentor before a warning"), default=3)
    objects = OfNodeQuerySet.as_manager()

    privacy = Privacy(P1="node asks_own_ack least_mentor_age most_mentees")

    def __str__(self) -> str:
        return str(self.pk)
