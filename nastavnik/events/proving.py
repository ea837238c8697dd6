"""Lines of plans wait for events: one planned from a line proves that line, any other one those that wait for its
kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import pgettext_lazy

from nastavnik.events.models import Event, Kind
from nastavnik.roadmaps.models import RoadmapLine
from nastavnik.roadmaps.services.rules import tell_event, when_held

#: A rule that waits for whatever was planned from its own line.
ANY = "event"


def _watch(code: str, title: object) -> None:
    def days(line: RoadmapLine, today: dt.date) -> Iterable[dt.date]:
        free = Q(line=None, node=line.node_id, kind=code, held_on__gte=line.roadmap.starts_on)
        found = Event.objects.filter(Q(line=line) | free, state=Event.State.HELD, held_on__lte=today)
        return [day for day in found.values_list("held_on", flat=True) if day]

    when_held(code, title=title, days=days)  # type: ignore[arg-type]  # labels of choices are texts or lazy ones


_watch(ANY, pgettext_lazy("rule", "any event planned from this line"))
for _kind in Kind:
    if _kind is not Kind.OTHER:
        _watch(_kind.value, _kind.label)


def tell(event: Event) -> None:
    """After each deed by which ``event`` was held or turned out not to have been, in its transaction."""
    tell_event(event.node_id if event.line is None else event.line.node_id, event.kind, event.line_id)
