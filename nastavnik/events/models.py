"""Events, who is invited to them and came, how many took part. Written by `services` alone."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik.base.access import ScopedQuerySet
from nastavnik.base.privacy import Privacy
from nastavnik.base.saving import Versioned
from nastavnik.base.uids import Named
from nastavnik.org.models import Node
from nastavnik.people.models import Person
from nastavnik.people.models.reach import OfNodeQuerySet
from nastavnik.roadmaps.models import RoadmapLine


class Kind(models.TextChoices):
    """The reference list "event_types", and what plans speak of beside it: their rules wait for these codes."""

    WEBINAR = "webinar", pgettext_lazy("event", "webinar")
    SEMINAR = "seminar", pgettext_lazy("event", "seminar")
    TEACHERS_COUNCIL = "teachers_council", pgettext_lazy("event", "teachers' council")
    ORIENTATION = "orientation", pgettext_lazy("event", "orientation session")
    GENERAL_MEETING = "general_meeting", pgettext_lazy("event", "general meeting")
    MASTER_CLASS = "master_class", pgettext_lazy("event", "master class")
    ROUND_TABLE = "round_table", pgettext_lazy("event", "round table")
    CONFERENCE = "conference", pgettext_lazy("event", "conference")
    SHOWCASE = "showcase", pgettext_lazy("event", "presentation platform")
    FINAL_EVENT = "final_event", pgettext_lazy("event", "final event")
    COMMUNITY_MEETING = "community_meeting", pgettext_lazy("event", "meeting of the mentors' community")
    CONTEST = "contest", pgettext_lazy("event", "contest")
    OTHER = "other", pgettext_lazy("event", "another event")


class Audience(models.TextChoices):
    CURATORS = "curators", pgettext_lazy("for whom", "curators")
    HEADS = "heads", pgettext_lazy("for whom", "heads")
    TEACHERS = "teachers", pgettext_lazy("for whom", "teachers")
    MENTORS = "mentors", pgettext_lazy("for whom", "mentors")
    MENTEES = "mentees", pgettext_lazy("for whom", "mentees")
    PARENTS = "parents", pgettext_lazy("for whom", "parents")
    PARTNERS = "partners", pgettext_lazy("for whom", "partners")


class EventQuerySet(ScopedQuerySet["Event"]):
    node = "node"


class Event(Named, Versioned):
    """One event of ``node``. Guests who are in no base are a number; nobody is named here."""

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("event", "planned")
        HELD = "held", pgettext_lazy("event", "held")
        CALLED_OFF = "called_off", pgettext_lazy("event", "called off")

    class Way(models.TextChoices):
        ON_THE_SPOT = "on_the_spot", pgettext_lazy("event", "on the spot")
        ONLINE = "online", pgettext_lazy("event", "online")
        BOTH = "both", pgettext_lazy("event", "on the spot and online")

    class Addressed(models.TextChoices):
        OWN = "own", pgettext_lazy("event", "for this organisation")
        BELOW = "below", pgettext_lazy("event", "for those below too")

    node = models.ForeignKey(Node, models.PROTECT, related_name="events", verbose_name=_("organiser"))
    kind = models.CharField(pgettext_lazy("event", "kind"), max_length=30, choices=Kind)
    title = models.CharField(pgettext_lazy("event", "title"), max_length=300)
    about = models.TextField(pgettext_lazy("event", "about it"), max_length=4000, blank=True)
    starts_at = models.DateTimeField(pgettext_lazy("event", "begins"))
    ends_at = models.DateTimeField(pgettext_lazy("event", "ends"), null=True, blank=True)
    way = models.CharField(pgettext_lazy("event", "how"), max_length=12, choices=Way, default=Way.ON_THE_SPOT)
    place = models.CharField(pgettext_lazy("event", "place"), max_length=300, blank=True)
    link = models.URLField(
        pgettext_lazy("event", "link"), max_length=500, blank=True, validators=[URLValidator(schemes=["https"])]
    )
    audience: models.JSONField[Any, Any] = models.JSONField(_("for whom"), default=list, blank=True)
    addressed_to = models.CharField(
        pgettext_lazy("event", "whose people"), max_length=6, choices=Addressed, default=Addressed.OWN
    )
    is_training = models.BooleanField(_("it is a training"), default=False)
    hours = models.DecimalField(
        _("hours of training"), max_digits=4, decimal_places=1, null=True, blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(500)],
    )  # fmt: skip
    # The line of a plan that it was planned from: once held, it proves that line and no other.
    line = models.ForeignKey(RoadmapLine, models.SET_NULL, null=True, blank=True, related_name="events")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED)
    held_on = models.DateField(_("held on"), null=True, blank=True)
    resolution = models.TextField(_("what was decided"), max_length=4000, blank=True)
    outsiders = models.PositiveIntegerField(_("guests"), null=True, blank=True)
    reason = models.CharField(_("why it was called off"), max_length=300, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = EventQuerySet.as_manager()

    privacy = Privacy(
        P0="kind way audience addressed_to is_training hours state made_by made_at",
        P1="node title about starts_at ends_at place link line held_on resolution outsiders reason",
    )

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")),
                name="event_in_order",
                violation_error_message=_("The event ends before it begins. Correct one of the two times."),
            ),
            models.CheckConstraint(condition=~Q(state="held") | Q(held_on__isnull=False), name="event_held_on_a_day"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["node", "-starts_at", "-id"], name="event_of_node"),
            models.Index(fields=["node", "kind", "held_on"], condition=Q(state="held"), name="event_held"),
            models.Index(fields=["line"], condition=Q(line__isnull=False), name="event_of_line"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def audience_words(self) -> str:
        known = dict(Audience.choices)
        return ", ".join(str(known[code]) for code in self.audience if code in known)

    @property
    def ends_same_day(self) -> bool:
        ends = self.ends_at
        return ends is not None and timezone.localtime(ends).date() == timezone.localtime(self.starts_at).date()

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= timezone.now()


class AnnouncementQuerySet(ScopedQuerySet["Announcement"]):
    node = "node"

    @classmethod
    def relation_q(cls, grant: Any) -> Q:
        return Q(addressed_to=Event.Addressed.BELOW)


class Announcement(Event):
    """An event as those below see it: what it is, when and where; never what was decided or who came."""

    objects = AnnouncementQuerySet.as_manager()  # type: ignore[assignment,misc]  # a proxy has rows of its own to give

    privacy = Privacy(P0=" ".join(Event.privacy.classes))

    class Meta:
        proxy = True


class AttendanceQuerySet(ScopedQuerySet["Attendance"]):
    node = None

    @classmethod
    def relation_q(cls, grant: Any) -> Q:
        """An invitation is answered by the one who is invited; all of an organisation are kept by its curators."""
        here = Q(node_id=grant.node_id)
        if grant.action == "event.answer":
            return here & (Q(person__user_id=grant.user_id) | Q(user_id=grant.user_id))
        return here


class Attendance(Named):
    """Somebody invited: a person of the base, or a colleague with an account. ``node``: whose they are."""

    class State(models.TextChoices):
        INVITED = "invited", pgettext_lazy("attendance", "invited")
        COMING = "coming", pgettext_lazy("attendance", "will come")
        DECLINED = "declined", pgettext_lazy("attendance", "cannot come")
        ATTENDED = "attended", pgettext_lazy("attendance", "took part")
        ABSENT = "absent", pgettext_lazy("attendance", "was not there")

    event = models.ForeignKey(Event, models.CASCADE, related_name="attendance", verbose_name=_("event"))
    node = models.ForeignKey(Node, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="attendance")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.INVITED)
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    # Those invited together have the same mark.
    mark = models.UUIDField(null=True, blank=True, editable=False)

    objects = AttendanceQuerySet.as_manager()

    privacy = Privacy(P0="answered_at marked_by made_at mark", P1="event node user", P3="person state")

    class Meta:
        verbose_name = _("invitation to an event")
        verbose_name_plural = _("invitations to events")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, user=None) | Q(person=None, user__isnull=False),
                name="attendance_of_one",
            ),
            models.UniqueConstraint(
                fields=["event", "person"], condition=Q(person__isnull=False), name="attendance_person_once"
            ),
            models.UniqueConstraint(
                fields=["event", "user", "node"], condition=Q(user__isnull=False), name="attendance_user_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["event", "node", "state"], name="attendance_of_event"),
            models.Index(fields=["user", "state"], condition=Q(user__isnull=False), name="attendance_of_user"),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.uid}"


class Turnout(Named):
    """How many of its own staff an organisation says took part; above it nothing else is known of them."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="turnouts")
    node = models.ForeignKey(Node, models.PROTECT, related_name="+")
    count = models.PositiveIntegerField(pgettext_lazy("event", "how many took part"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(auto_now=True)

    objects = OfNodeQuerySet.as_manager()

    privacy = Privacy(P0="made_by made_at", P1="event node count")

    class Meta:
        verbose_name = _("turnout")
        verbose_name_plural = _("turnouts")
        constraints: ClassVar = [models.UniqueConstraint(fields=["event", "node"], name="turnout_once")]

    def __str__(self) -> str:
        return f"{self.node_id}: {self.count}"
