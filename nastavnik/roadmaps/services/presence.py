"""Who has the form of a line open: told by the page every few seconds, forgotten after a minute."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from nastavnik import jobs
from nastavnik.accounts.models import User
from nastavnik.base.access import require
from nastavnik.roadmaps.models import Presence, RoadmapLine

FRESH = dt.timedelta(minutes=1)


def be_here(line: RoadmapLine, *, actor: User) -> list[User]:
    """Note that ``actor`` has the form of ``line`` open; gives who else has. 3 queries.

    Raises:
        NotAllowed: only those who may edit the line are ever seen at it.
    """
    require(actor, "roadmap.edit", line)
    now = timezone.now()
    Presence.objects.bulk_create(
        [Presence(line=line, user=actor, seen_at=now)],
        update_conflicts=True,
        unique_fields=["line", "user"],
        update_fields=["seen_at"],
    )
    others = Presence.objects.filter(line=line, seen_at__gt=now - FRESH).exclude(user=actor)
    return [presence.user for presence in others.select_related("user").order_by("pk")]


def leave(line: RoadmapLine, *, actor: User) -> None:
    Presence.objects.filter(line=line, user=actor).delete()


@jobs.every(seconds=600)
def forget_who_left() -> int:
    return Presence.objects.filter(seen_at__lt=timezone.now() - FRESH).delete()[0]
