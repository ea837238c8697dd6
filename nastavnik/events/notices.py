"""What those who are invited are told, and curators below of events meant for them: new, moved, called off."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik import notifications
from nastavnik.accounts.models import User
from nastavnik.events.models import Announcement, Attendance, Event
from nastavnik.events.services.announcing import ANNOUNCED, CALLED_OFF, MOVED
from nastavnik.notifications.kinds import Context, Told


class _OfInvitations(notifications.Kind):
    """Tells whoever is still invited; nobody else learns anything."""

    def tell(self, user: User, contexts: list[Context]) -> list[Told | None]:
        wanted = {context["event"] for context in contexts}
        rows = Attendance.objects.visible_to(user, "event.answer").filter(event__uid__in=wanted)
        found = {str(row.event.uid): row.event for row in rows.select_related("event__node")}
        return [self.told(found[context["event"]]) if context["event"] in found else None for context in contexts]

    def told(self, event: Event) -> Told:
        when = date_format(localtime(event.starts_at), "j E Y, H:i")
        is_over = event.state != Event.State.PLANNED or event.has_begun
        return Told(f"{event.title}: {when}. {event.node.short_name}", is_over=is_over)


@notifications.kind("event.invited", subject=_("You are invited to an event"))
class Invited(_OfInvitations):
    """What, when and who invites."""


@notifications.kind("event.moved", subject=_("An event has another time or place"))
class Moved(_OfInvitations):
    """What and when now."""


@notifications.kind("event.called_off", subject=pgettext_lazy("notice", "An event was called off"))
class CalledOff(_OfInvitations):
    def told(self, event: Event) -> Told:
        words = super().told(event).text
        # Planned again meanwhile.
        return Told(words, is_over=event.state != Event.State.CALLED_OFF)


class _OfAnnouncements(_OfInvitations):
    """To whoever may follow the events of the levels above."""

    def tell(self, user: User, contexts: list[Context]) -> list[Told | None]:
        wanted = {context["event"] for context in contexts}
        rows = Announcement.objects.visible_to(user, "event.follow").filter(uid__in=wanted).select_related("node")
        found = {str(event.uid): event for event in rows}
        return [self.told(found[context["event"]]) if context["event"] in found else None for context in contexts]


@notifications.kind(ANNOUNCED, subject=_("An event that your organisation is invited to"))
class Announced(_OfAnnouncements):
    """What, when and who invites."""


@notifications.kind(MOVED, subject=_("An event of the level above has another time or place"))
class AnnouncedMoved(_OfAnnouncements):
    """What and when now."""


@notifications.kind(CALLED_OFF, subject=_("An event of the level above was called off"))
class AnnouncedOff(_OfAnnouncements, CalledOff):
    """Which one."""
