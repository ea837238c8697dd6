"""What a plan carried into another year asks of a person: flags of its lines, settled one by one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.roadmaps.deadlines import Kind, Period, Schedule
from nastavnik.roadmaps.models import Roadmap, RoadmapLine
from nastavnik.roadmaps.relative import years_in
from nastavnik.roadmaps.states import DONE_LATE, NOT_RELEVANT, OVERDUE, POSTPONED, with_states

# Code of a question → the sentence that asks it.
QUESTIONS: dict[str, str | Promise] = {
    "decide_term": _("The wording of the term does not read as the shifted date. Check the term."),
    "decide_day_off": _("The last day of the term falls on a Saturday or a Sunday. Leave it or move it."),
    "decide_29_february": _("The term fell on 29 February; this year has no such day."),
    "decide_year": _("The line names a year. It has been shifted; check that it is right."),
    "decide_paper": _("The line names a paper with a number or a date. Check that it is still in force."),
    "decide_undone": _("Last time this was not done. Decide whether it stays."),
    "decide_late": _("Last time this was done late. Decide whether the term is realistic."),
    "decide_set_aside": _("Last time this was set aside by a decision. Decide whether it stays."),
}
_PAPER = re.compile(r"№\s*\d|\bот\s+\d{1,2}\.\d{1,2}\.(?:20)?\d\d", re.IGNORECASE)
_SATURDAY = 5


class Questions:
    """Asks about the lines of ``source`` as they come into ``period``. One query when made."""

    def __init__(self, source: Roadmap, period: Period) -> None:
        self.period = period
        self.states: dict[int, str] = {}
        if not source.is_template:
            stated: Any = with_states(source.lines.filter(removed_at=None), source.ends_on)
            self.states = dict(stated.order_by().values_list("pk", "state"))

    def about(self, original: RoadmapLine, meant: Schedule, *, is_sure: bool) -> list[dict[str, str]]:
        """The flags of the copy of ``original`` whose term now means ``meant``."""
        asked = [
            *(() if is_sure else ("decide_term",)),
            *self._of_days(original, meant),
            *self._of_words(original),
            *self._of_last_time(self.states.get(original.pk, "")),
        ]
        return [{"code": code} for code in asked]

    def _of_days(self, original: RoadmapLine, meant: Schedule) -> Sequence[str]:
        dated = meant.kind in (Kind.DATE, Kind.DEADLINE)
        ends = [end for _start, end in meant.windows] if dated else []
        was_leap = any((day.month, day.day) == (2, 29) for window in original.reading.windows for day in window)
        is_leap = any((end.month, end.day) == (2, 29) for end in ends)
        return [
            *(("decide_day_off",) if any(end.weekday() >= _SATURDAY for end in ends) else ()),
            *(("decide_29_february",) if dated and was_leap and not is_leap else ()),
        ]

    def _of_words(self, original: RoadmapLine) -> Sequence[str]:
        words = f"{original.title} {original.result}"
        return [
            *(("decide_year",) if years_in(words) else ()),
            *(("decide_paper",) if _PAPER.search(words) else ()),
        ]

    def _of_last_time(self, state: str) -> Sequence[str]:
        if state == OVERDUE:
            return ["decide_undone"]
        if state == DONE_LATE:
            return ["decide_late"]
        return ["decide_set_aside"] if state in (POSTPONED, NOT_RELEVANT) else []


def asked(roadmap: Roadmap) -> QuerySet[RoadmapLine]:
    """Present lines with a flag of any kind, in order."""
    return roadmap.lines.filter(removed_at=None).exclude(flags=[]).order_by("position", "pk")


def questions_of(line: RoadmapLine) -> list[str]:
    """The codes that a person still has to settle."""
    return [flag["code"] for flag in line.flags if flag.get("code") in QUESTIONS]


@transaction.atomic
def settle(line: RoadmapLine, *, actor: User) -> None:
    """The questions of ``line`` are answered: it stays as it is now."""
    require(actor, "roadmap.edit", line)
    current = RoadmapLine.objects.select_for_update().get(pk=line.pk)
    kept = [flag for flag in current.flags if flag.get("code") not in QUESTIONS]
    RoadmapLine.objects.filter(pk=line.pk).update(flags=kept)
    record("roadmap.line_settled", line, actor=actor, node_id=line.node_id)


@transaction.atomic
def settle_all(roadmap: Roadmap, *, actor: User) -> int:
    """Every question of the plan is answered; gives for how many lines."""
    require(actor, "roadmap.edit", roadmap)
    changed = [line for line in asked(roadmap).select_for_update() if questions_of(line)]
    for line in changed:
        line.flags = [flag for flag in line.flags if flag.get("code") not in QUESTIONS]
    RoadmapLine.objects.bulk_update(changed, ["flags"], batch_size=500)
    record("roadmap.lines_settled", roadmap, actor=actor, node_id=roadmap.node_id, lines=len(changed))
    return len(changed)
