"""Reads that join nouns. Each says how many queries it makes, whatever the number of rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from nastavnik.accounts.models import User
from nastavnik.base.keyset import Count as Bounded
from nastavnik.base.keyset import Page, bounded_count, keyset_page
from nastavnik.roadmaps.deadlines import Schedule, write_deadline
from nastavnik.roadmaps.models import Comment, Occurrence, Roadmap, RoadmapLine, RoadmapSection, SubItem
from nastavnik.roadmaps.models.plans import Status
from nastavnik.roadmaps.states import decided, is_due_soon, occurrence_states, waiting_occurrences, with_states
from nastavnik.roadmaps.wording import normal

PAGE = 50
HOME_ROWS = 30


@dataclass(frozen=True)
class LineRow:
    """A line as lists show it: its words, and its state as of the day asked about."""

    line: RoadmapLine
    state: str
    due_soon: bool
    next_due_on: dt.date | None
    times: int
    times_done: int
    parts: int
    parts_done: int
    term: str
    opens_section: RoadmapSection | None = None
    comments: int = 0


def term_words(schedule: Mapping[str, Any] | Schedule, roadmap: Roadmap) -> str:
    """A reading in plain Russian, as it stands beside the original wording; "" where nothing was read."""
    reading = schedule if isinstance(schedule, Schedule) else Schedule.from_json({"kind": "unknown", **schedule})
    return write_deadline(reading, roadmap.period)


def plan_page(
    roadmap: Roadmap, lines: QuerySet[RoadmapLine], *, on: dt.date, cursor: str, size: int = PAGE
) -> tuple[Page[RoadmapLine], list[LineRow]]:
    """One page of ``lines`` of ``roadmap`` in their order, as rows. 5 queries."""
    page = keyset_page(lines, order=("position",), cursor=cursor, size=size)
    return page, line_rows(roadmap, page.rows, on=on)


def line_rows(roadmap: Roadmap, lines: Sequence[RoadmapLine], *, on: dt.date) -> list[LineRow]:
    """``lines`` with their states. 4 queries."""
    keys = [line.pk for line in lines]
    stated = {row.pk: row for row in with_states(RoadmapLine.objects.filter(pk__in=keys), on)}
    parts = {
        row["line"]: row
        for row in SubItem.objects.filter(line__in=keys)
        .order_by()
        .values("line")
        .annotate(parts=Count("pk"), parts_done=Count("pk", filter=Q(done_on__lte=on)))
    }
    talk = Comment.objects.filter(line__in=keys, withdrawn_at=None).order_by().values("line")
    comments = dict(talk.annotate(comments=Count("pk")).values_list("line", "comments"))
    sections = {section.pk: section for section in roadmap.sections.all()}
    rows: list[LineRow] = []
    previous: int | None = 0
    for line in lines:
        found: Any = stated[line.pk]
        own = parts.get(line.pk, {"parts": 0, "parts_done": 0})
        opens = sections.get(line.section_id or 0) if line.section_id != previous else None
        previous = line.section_id
        rows.append(
            LineRow(
                line=line,
                state=found.state,
                due_soon=is_due_soon(found.state, found.next_due_on, on),
                next_due_on=found.next_due_on,
                times=found.times,
                times_done=found.times_done,
                parts=own["parts"],
                parts_done=own["parts_done"],
                comments=comments.get(line.pk, 0),
                term=term_words(line.schedule, roadmap),
                opens_section=opens,
            )
        )
    return rows


def named_like(lines: QuerySet[RoadmapLine], text: str) -> QuerySet[RoadmapLine]:
    """Lines that have all the words of ``text``, whatever the case and the letter ё."""
    for word in normal(text).split():
        lines = lines.filter(search_text__contains=word)
    return lines


def responsible_of(roadmap: Roadmap) -> list[str]:
    """The parties of a plan as written, most lines first, at most 60. One query."""
    parties = (
        roadmap.lines.filter(removed_at=None, parties__isnull=False)
        .values("parties__text")
        .annotate(lines=Count("pk"))
        .order_by("-lines", "parties__text")
    )
    return [row["parties__text"] for row in parties[:60]]


@dataclass(frozen=True)
class DueList:
    """A stretch of the month: at most `HOME_ROWS` rows, and how many there are."""

    code: str
    rows: list[Occurrence]
    count: Bounded


def my_month(user: User, on: dt.date) -> list[DueList]:
    """What is overdue, what falls due within a week, and what comes in the rest of a month. 6 queries."""
    week, month = on + dt.timedelta(days=7), on + dt.timedelta(days=31)
    # A plan whose period is over asks for nothing this month; its page still tells what was never proved.
    in_reach = Occurrence.objects.visible_to(user, "roadmap.tick").filter(
        line__roadmap__status=Status.IN_FORCE, line__roadmap__ends_on__gte=on
    )
    waiting = waiting_occurrences(in_reach, on)
    stretches = (
        ("overdue", Q(due_on__lt=on)),
        ("week", Q(due_on__gte=on, due_on__lte=week)),
        ("next", Q(due_on__gt=week, due_on__lte=month)),
    )
    lists = []
    for code, stretch in stretches:
        found = waiting.filter(stretch)
        rows = found.select_related("line__roadmap__node").order_by("due_on", "pk")[:HOME_ROWS]
        lists.append(DueList(code, list(rows), bounded_count(found)))
    return lists


def occurrences_of(line: RoadmapLine, on: dt.date) -> QuerySet[Occurrence]:
    """The dates of a line with their states and standing evidence. 2 queries."""
    rows = line.occurrences.annotate(state=occurrence_states(on), decision=decided(on, "line"))
    return rows.prefetch_related("evidence").order_by("starts_on", "pk")
