"""Events on the page of a line: those planned from it, and the offer to plan one."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.access import can
from nastavnik.events.models import Event
from nastavnik.portal.events.listing import EDIT, TONES, VIEW
from nastavnik.roadmaps.models import LineRule, RoadmapLine

# Kinds of work that are done by holding something.
WORKS = frozenset({"events", "community", "contest", "mentor-training", "dpo-programs"})
MOST = 20


@dataclass(frozen=True)
class EventsPart:
    """``address`` of the form, "" for whoever may not plan."""

    rows: list[tuple[Event, str]]
    address: str
    waits: bool

    def __bool__(self) -> bool:
        return bool(self.rows or self.address)


def part(request: SignedIn, line: RoadmapLine, rule: LineRule | None) -> EventsPart:
    """One query, one more where an event may be planned."""
    found = Event.objects.visible_to(request.user, VIEW).filter(line=line).order_by("-starts_at", "-pk")[:MOST]
    rows = [(event, TONES[Event.State(event.state)]) for event in found]
    waits = rule is not None and rule.kind == LineRule.Kind.EVENT and rule.state != LineRule.State.DECLINED
    address = ""
    if (waits or rows or line.capability in WORKS) and not line.removed_at and can(request.user, EDIT, line.node):
        address = f"{reverse('events:new')}?line={line.uid}"
    return EventsPart(rows, address, waits)
