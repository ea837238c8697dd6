"""Taking back a deed over many lines: exactly what nobody has touched since; the rest is named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import F
from django.utils import timezone

from nastavnik.accounts.models import User
from nastavnik.roadmaps.models import LineDecision, Roadmap, RoadmapLine
from nastavnik.roadmaps.services.bulk import effects as known
from nastavnik.roadmaps.services.bulk.acts import set_control_dates, set_responsible
from nastavnik.roadmaps.services.evidence import withdraw_many
from nastavnik.roadmaps.services.summaries import keep_parties, keep_summary
from nastavnik.roadmaps.states import NOT_RELEVANT, POSTPONED

Row = dict[str, Any]
Pair = tuple[RoadmapLine, Row]


def undo(roadmap: Roadmap, kind: str, pairs: Sequence[Pair], *, actor: User) -> list[str]:
    """Take back what the entries of ``pairs`` tell of; gives the uids of lines that somebody has touched since."""
    taken = _UNDOS[kind](roadmap, pairs, actor)
    keep_summary(roadmap.pk)
    if kind in known.OF_WORDS:
        keep_parties(roadmap.pk)
    return [row["line"] for line, row in pairs if line.pk not in taken]


def _withdraw(roadmap: Roadmap, pairs: Sequence[Pair], actor: User) -> set[int]:
    """The proofs that still stand; a proof withdrawn by hand was touched."""
    standing = withdraw_many(roadmap, [key for _line, row in pairs for key in row["evidence"]], actor=actor)
    return {line.pk for line, row in pairs if standing.issuperset(row["evidence"])}


def _undecide(roadmap: Roadmap, pairs: Sequence[Pair], actor: User) -> set[int]:
    """A decision is never deleted: it ends on the day it began, and was in force on none."""
    made = LineDecision.objects.select_for_update().filter(pk__in=[row["decision"] for _line, row in pairs])
    open_now = set(made.filter(to_on=None).values_list("pk", flat=True))
    taken = [(line, row) for line, row in pairs if row["decision"] in open_now]
    LineDecision.objects.filter(pk__in=open_now).update(to_on=F("from_on"))
    LineDecision.objects.filter(pk__in=[row["ended"] for _line, row in taken if row["ended"]]).update(to_on=None)
    return {line.pk for line, _row in taken}


def _reopen(roadmap: Roadmap, pairs: Sequence[Pair], actor: User) -> set[int]:
    decided = LineDecision.objects.filter(line__in=[line.pk for line, _row in pairs], to_on=None)
    decided_anew = set(decided.values_list("line", flat=True))
    ended = LineDecision.objects.select_for_update().filter(pk__in=[row["ended"] for _line, row in pairs])
    ends = dict(ended.values_list("pk", "to_on"))
    taken = [
        (line, row)
        for line, row in pairs
        if line.pk not in decided_anew and ends.get(row["ended"]) == dt.date.fromisoformat(row["to"])
    ]
    LineDecision.objects.filter(pk__in=[row["ended"] for _line, row in taken]).update(to_on=None)
    return {line.pk for line, _row in taken}


def _control_dates(roadmap: Roadmap, pairs: Sequence[Pair], actor: User) -> set[int]:
    taken = _untouched(pairs)
    days = [dt.date.fromisoformat(row["former"]) if row["former"] else None for _line, row in taken]
    set_control_dates(roadmap, [line for line, _row in taken], days, actor)
    return {line.pk for line, _row in taken}


def _responsible(roadmap: Roadmap, pairs: Sequence[Pair], actor: User) -> set[int]:
    taken = _untouched(pairs)
    set_responsible([line for line, _row in taken], [row["former"] for _line, row in taken], actor)
    return {line.pk for line, _row in taken}


def _untouched(pairs: Sequence[Pair]) -> list[Pair]:
    return [(line, row) for line, row in pairs if line.version == row["version"]]


def _move_back(roadmap: Roadmap, pairs: Sequence[Pair], actor: User) -> set[int]:
    sections = set(roadmap.sections.values_list("pk", flat=True))
    taken = [
        (line, row)
        for line, row in pairs
        if [line.section_id, line.position] == row["placed"] and row["former"][0] in {*sections, None}
    ]
    for line, row in taken:
        line.section_id, line.position = row["former"]
    RoadmapLine.objects.bulk_update([line for line, _row in taken], ["section", "position"], batch_size=500)
    return {line.pk for line, _row in taken}


def _unbin(roadmap: Roadmap, pairs: Sequence[Pair], actor: User) -> set[int]:
    taken = [(line, row) for line, row in pairs if _iso(line.removed_at) == row["set"]]
    for line, row in taken:
        line.removed_at = dt.datetime.fromisoformat(row["former"]) if row["former"] else None
    RoadmapLine.objects.bulk_update([line for line, _row in taken], ["removed_at"], batch_size=500)
    return {line.pk for line, _row in taken}


def _iso(moment: dt.datetime | None) -> str | None:
    return moment.astimezone(dt.UTC).isoformat() if moment else None


_UNDOS: dict[str, Callable[[Roadmap, Sequence[Pair], User], set[int]]] = {
    known.DONE: _withdraw,
    POSTPONED: _undecide,
    NOT_RELEVANT: _undecide,
    known.TAKE_UP: _reopen,
    known.CONTROL_DATE: _control_dates,
    known.RESPONSIBLE: _responsible,
    known.SECTION: _move_back,
    known.REMOVE: _unbin,
    known.RESTORE: _unbin,
}


def is_fresh(done_at: dt.datetime | None, hours: int) -> bool:
    return done_at is not None and timezone.now() - done_at <= dt.timedelta(hours=hours)
