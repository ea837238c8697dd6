"""An event as a file for a calendar."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from nastavnik.base.headers import as_download
from nastavnik.events.models import Event
from nastavnik.portal.roadmaps.feeds import CALENDAR
from nastavnik.roadmaps import ics


def calendar_of(event: Event, address: str) -> HttpResponseBase:
    """``address``: the page on which its reader sees the event."""
    told = [event.node.short_name, event.link, event.about]
    entry = ics.Event(
        uid=f"{event.uid}@nastavnik",
        day=timezone.localtime(event.starts_at).date(),
        summary=event.title,
        description="\n".join(part for part in told if part),
        url=settings.PUBLIC_URL + address,
        place=event.place or event.link,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        is_off=event.state == Event.State.CALLED_OFF,
    )
    response = HttpResponse(
        ics.write_calendar(event.title, [entry], on=timezone.localdate(), remind=True), content_type=CALENDAR
    )
    response["Content-Disposition"] = 'attachment; filename="event.ics"'
    return as_download(response)
