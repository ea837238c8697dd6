"""The days that a calendar address shows: by the rights that its owner has today. No names of people."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from nastavnik.accounts.models import User
from nastavnik.base.access import holds
from nastavnik.roadmaps.models import Feed, Occurrence, Roadmap
from nastavnik.roadmaps.models.plans import Status
from nastavnik.roadmaps.reader.wording import NAME
from nastavnik.roadmaps.states import decided, occurrence_states, waiting_occurrences

BEFORE, AFTER = dt.timedelta(days=90), dt.timedelta(days=400)
MOST = 2_000


@dataclass(frozen=True, slots=True)
class DueDay:
    uid: UUID
    line: UUID
    day: dt.date
    state: str
    number: str
    title: str
    term: str
    plan: str


def due_days(feed: Feed, on: dt.date) -> list[DueDay] | None:
    """What ``feed`` shows on ``on``, earliest first; None where its owner may no longer see it. 3 queries at most."""
    user: User = feed.user
    found = _of_plan(feed.roadmap, user) if feed.roadmap else _waiting(user, on)
    if found is None:
        return None
    window = found.filter(due_on__gte=on - BEFORE, due_on__lte=on + AFTER, line__removed_at=None)
    stated: Any = window.annotate(state=occurrence_states(on), decision=decided(on, "line")).filter(decision=None)
    rows = stated.order_by("due_on", "pk").values_list(
        "uid", "line__uid", "due_on", "state", "line__number", "line__title", "line__deadline_text",
        "line__roadmap__title",
    )  # fmt: skip
    return [
        DueDay(uid, line, day, state, number, nameless(title), nameless(term), nameless(plan))
        for uid, line, day, state, number, title, term, plan in rows[:MOST]
    ]


def _of_plan(roadmap: Roadmap, user: User) -> QuerySet[Occurrence] | None:
    within_reach = Roadmap.objects.visible_to(user, "roadmap.view").filter(pk=roadmap.pk, removed_at=None)
    return Occurrence.objects.filter(line__roadmap=roadmap) if within_reach.exists() else None


def _waiting(user: User, on: dt.date) -> QuerySet[Occurrence] | None:
    """As on the page of one's month: plans in force whose period goes on."""
    if not holds(user, "roadmap.tick"):
        return None
    own = Occurrence.objects.visible_to(user, "roadmap.tick")
    return waiting_occurrences(own.filter(line__roadmap__status=Status.IN_FORCE, line__roadmap__ends_on__gte=on), on)


def nameless(text: str) -> str:
    """``text`` without surnames: a calendar leaves the platform and lies with another firm."""
    return NAME.sub("…", text)
